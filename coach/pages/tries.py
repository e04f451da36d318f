"""One moment and all goes at it, side by side."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.debrief.tries import TRIES, difference
from coach.pages import look
from coach.pages.shell import lookback, page
from coach.practice import Table

MOST = 4
"""Goes shown side by side: the first time and the last three."""


def side_by_side(table: Table) -> None:
    """Nothing where nothing was tried again."""
    found = lookback().tries(table)
    if found is None or len(found.rows) < 2:
        return
    st.subheader("This moment, side by side")
    about = f" Worked on: {found.title}." if found.title else ""
    st.caption(f"Turn {found.turn}, played {len(found.rows)} times.{look.plain(about)}")
    first, rows = found.rows[0], [found.rows[0], *found.rows[1:][-(MOST - 1) :]]
    for column, row in zip(st.columns(len(rows)), rows, strict=True):
        with column, st.container(border=True, key=f"try-{row.meeting}"):
            here = " &middot; this one" if row.meeting == table.id else ""
            moved = f"trust {row.trust:+d}, patience {row.patience:+d}" + (f", {look.BELIEF_WORDS[row.belief]}" if row.belief else "")
            told = "".join(f"<li>They told you: {escape(title)}</li>" for title in row.told)
            st.html(
                f'<p class="lf-eyebrow">{escape(row.label)}{here}</p>{look.quote(row.said or "You said nothing.", "you")}{look.quote(row.answered, "they")}'
                f'<ul class="lf-list"><li>{escape(moved)}</li>{told}'
                f"<li>At the end: trust {row.trust_end}, {escape(look.BELIEF_WORDS[row.belief_end])}"
                f"{', ' + look.OUTCOMES[row.ended][0].lower() if row.ended else ', still going on'}</li></ul>"
                f"{look.level(row.level)}"
            )
            if row is not first:
                st.html(f'<p class="lf-quiet">Otherwise than the first time: {escape(difference(first, row))}.</p>')
            if row.meeting != table.id:
                st.page_link(page("debrief"), label="Its debrief", icon=":material/rate_review:", query_params={"m": row.meeting})


def which(table: Table) -> str:
    """Which of three tries this is, and what comes after the third; '' for a meeting of its own."""
    found = lookback().tries(table)
    if found is None or not found.number:
        return ""
    left = TRIES - found.of_three
    if left:
        return f"Try {found.of_three} of {TRIES} on this. {left} more before the next thing is suggested."
    after = lookback().next_after(table)
    return f"That was the third try on this.{f' Next: {after}.' if after else ''}"
