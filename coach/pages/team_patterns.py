"""What many people miss: needs that stay hidden, objections that stay open, messages after which nothing moves."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from coach.pages import look
from coach.pages.shell import page
from coach.reviews.patterns import PEOPLE, Pattern, Patterns
from coach.team import Team

SHOWN = 6


def shared(team: Team, found: Patterns) -> None:
    st.subheader("What the whole team misses")
    if found.people is None:
        st.caption(f"Shown once {PEOPLE} people have handed in a meeting of the last quarter.")
        return
    left = f" {found.withheld} more {'is' if found.withheld == 1 else 'are'} left out, because fewer than {PEOPLE} people met them." if found.withheld else ""
    st.caption(
        f"From {found.meetings:,} meetings of the last quarter by {found.people} people. Shares with few meetings behind them are drawn towards the mean.{left}"
    )
    section(team, "need", "Needs that stay hidden", "of the meetings in which somebody had this need, it did not come out", found.needs)
    section(team, "objection", "Objections that stay open", "of the meetings in which it was raised, it was not settled", found.objections)
    section(team, "message", "Messages that fall flat", "of the meetings in which it was said, nothing moved in that turn", found.messages)
    if found.messages:
        st.page_link(page("library"), label="The library", icon=":material/edit_note:")


def section(team: Team, kind: str, title: str, says: str, found: Sequence[Pattern]) -> None:
    st.html(f"<h3>{title}</h3>" + (rows(team, kind, says, found) if found else f"<p>Nothing that {PEOPLE} people met yet.</p>"))


def rows(team: Team, kind: str, says: str, found: Sequence[Pattern]) -> str:
    """The first few, each with a bar that says itself in words beside it."""
    lines = []
    for one in found[:SHOWN]:
        title, below = team.title(kind, one)
        words = f"{one.share:.0%} {says}"
        behind = f"{one.meetings} meetings, {one.people} people"
        head = escape(title) if kind == "message" else f"<b>{escape(title)}</b>"  # A message is a paragraph of its own.
        small = f"<br><small>{escape(below)}</small>" if below else ""
        lines.append(f"<div><p>{head}{small}</p>{look.gauge(one.share, (), words)}<p><small><b>{one.share:.0%}</b> {says}. {behind}.</small></p></div>")
    return f'<div class="lf-lines">{"".join(lines)}</div>'
