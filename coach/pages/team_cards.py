"""A measure of the team: a card for all, and one for each family of stakeholders, with its line over time and what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from coach.pages import look
from coach.reviews.patterns import PEOPLE
from coach.reviews.team import Series, Standing


@dataclass(frozen=True)
class Measure:
    """How a measure is called and read. `most` is the top of its scale; `counts` what stands behind it, one and several."""

    title: str
    says: str
    most: float
    counts: tuple[str, str]

    def words(self, value: float) -> str:
        return f"{value:.0%}" if self.most == 1 else f"{value:.1f} of {self.most:g}"

    def behind(self, one: Standing) -> str:
        what = f"{one.of} {self.counts[one.of != 1]}"
        return f"{what}, {one.people} {'person' if one.people == 1 else 'people'}"


MEETINGS = ("meeting", "meetings")
TOPS = (0.1, 0.25, 0.5, 1.0)
DEPTH = Measure(
    "How deeply accounts are understood",
    "How much of what can be found out in an account its people have told, as a mean over those who met them. It adds up from meeting to meeting. "
    "Of a family of stakeholders: how much of what that family can tell.",
    1, MEETINGS,
)  # fmt: skip
ENGAGEMENT = Measure(
    "How good the talks with those who count are",
    "The mean level of the debriefs, 0 to 3. A meeting counts by what that person weighs in the account's decision. Each point looks back a few weeks; "
    "with few meetings behind it, it is drawn towards the team's own mean, because a handful says little.",
    3, MEETINGS,
)  # fmt: skip
OBJECTIVES = Measure(
    "How far the accounts' objectives have come",
    "Of the objectives that handed-in meetings serve, how many something in the account has moved. What counts is what changed for them, not how often "
    "somebody was there. A family is drawn towards the whole by as much as it has few.",
    1, ("objective", "objectives"),
)  # fmt: skip


def cards(measure: Measure, found: Sequence[Series]) -> None:
    top = scale(measure, found)
    st.subheader(measure.title)
    st.caption(measure.says + ("" if top == measure.most else f" The bars reach to {measure.words(top)}."))
    st.html(f'<div class="lf-lines">{"".join(card(measure, one, top) for one in found)}</div>')


def scale(measure: Measure, found: Sequence[Series]) -> float:
    """The top of the bars, the same for all cards of a measure: a round share that the highest does not exceed, or the whole scale."""
    highest = max((at.value for one in found for at in one.points if at.value is not None), default=measure.most)
    return next(top for top in TOPS if top >= highest) if measure.most == 1 else measure.most


def card(measure: Measure, one: Series, top: float) -> str:
    """Where it stands, what is behind that, and its line; each point says itself when pointed at, and all of them stand below in words."""
    now = one.now
    title = "All stakeholders" if one.family is None else f"{one.family.capitalize()}"
    colour = "" if one.family in (None, "clinical") else f' style="--lens-clinical:var(--lens-{one.family})"'
    if now.value is None:
        stands = f"<p><b>Not shown</b> <small>{now.people} of {PEOPLE} people it takes</small></p>"
    else:
        few = ", few yet" if now.few else ""
        stands = f"<p><b>{measure.words(now.value)}</b> <small>{measure.behind(now)}{few}</small></p>"
    points = "".join(f"<li>{day(end)}: {said(measure, at)}</li>" for end, at in zip(one.ends, one.points, strict=True))
    below = "" if one.family is None else f' <small class="lf-quiet">{look.LENS_WORDS[one.family]}</small>'
    return (
        f"<div{colour}><h4>{title}{below}</h4>{bars(measure, one, title, top)}{stands}"
        f'<p class="lf-quiet">{escape(one.trend.capitalize())}.</p><details><summary>Point by point</summary><ul>{points}</ul></details></div>'
    )


def bars(measure: Measure, one: Series, title: str, top: float) -> str:
    """A bar for each week or month, a gap where too few people stand behind it; the fuller, the more meetings do."""
    drawn = []
    for end, at in zip(one.ends, one.points, strict=True):
        words = f"{day(end)}: {said(measure, at)}"
        if at.value is None:
            drawn.append(f'<i title="{escape(words)}"></i>')
        else:
            ink = min(100, 40 + 4 * at.of)
            drawn.append(f'<i title="{escape(words)}"><b style="height:{max(3, 100 * at.value / top):.0f}%;--ink:{ink}%"></b></i>')
    return f'<div class="lf-bars" role="img" aria-label="{escape(in_words(measure, one, title))}">{"".join(drawn)}</div>'


def in_words(measure: Measure, one: Series, title: str) -> str:
    """The picture for somebody who does not see it."""
    known = [(end, at) for end, at in zip(one.ends, one.points, strict=True) if at.value is not None]
    if not known:
        return f"{measure.title}, {title.lower()}: not shown, because fewer than {PEOPLE} people stand behind it."
    first, last = known[0], known[-1]
    return (
        f"{measure.title}, {title.lower()}: {measure.words(first[1].value or 0)} at {day(first[0])}, {measure.words(last[1].value or 0)} at {day(last[0])}, "
        f"{measure.behind(last[1])}; {one.trend}."
    )


def said(measure: Measure, one: Standing) -> str:
    if one.value is None:
        return f"not shown, {one.people} of {PEOPLE} people" if one.people else "nobody yet"
    raw = f"; {measure.words(one.raw)} as it is" if one.raw is not None and abs(one.raw - one.value) >= 0.05 * measure.most else ""
    return f"{measure.words(one.value)} ({measure.behind(one)}{raw})"


def day(end: date) -> str:
    return f"{end.day} {end:%b}"
