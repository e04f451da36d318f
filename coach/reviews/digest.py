"""One letter a week for each person: what waits for them, what came back, what to try again. Names, counts and links: nobody's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from coach.reviews.queue import since

SUBJECT = "Listen First: your week in reviews"


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a manager: whose (empty: one's own), whether a moment, and since when (aware)."""

    name: str
    moment: bool
    at: datetime


@dataclass(frozen=True)
class Back:
    """Something that came back to a rep and was not closed yet. `turn`: the one to try again, None where none was named. `to_answer`:
    how many questions are not answered."""

    id: str
    turn: int | None
    to_answer: int


@dataclass(frozen=True)
class Week:
    """What one person is told. `still` of their own are with their manager."""

    waiting: Sequence[Waiting]
    back: Sequence[Back]
    still: int

    @property
    def empty(self) -> bool:
        return not (self.waiting or self.back or self.still)


def letter(name: str, week: Week, address: str, now: datetime) -> str:
    """The text; '' where there is nothing to say. `address` is where the app is reached; without one the pages are named instead."""
    if week.empty:
        return ""
    base = address.rstrip("/")
    lines = [f"Hello {name}," if name else "Hello,", ""]
    if week.waiting:
        moments = sum(one.moment for one in week.waiting)
        wholes = len(week.waiting) - moments
        what = " and ".join(filter(None, (_counted(moments, "moment"), _counted(wholes, "whole meeting"))))
        whose = _listed(sorted({one.name for one in week.waiting if one.name}))
        oldest = since(min(one.at for one in week.waiting), now)
        lines += [f"Waiting for you: {what}{f', from {whose}' if whose else ''}. The longest has waited {oldest}.", _link(base, "reviews", "Reviews"), ""]
    if week.back:
        lines.append(f"Came back to you: {len(week.back)}.")
        for one in week.back:
            parts = [f"try turn {one.turn} again" if one.turn else "", f"{_counted(one.to_answer, 'question')} to answer" if one.to_answer else ""]
            what = ", ".join(filter(None, parts)) or "to read"
            lines.append(f"- {what}: {_link(base, f'returned?s={one.id}', 'What came back')}")
        lines.append("")
    if week.still:
        lines += [f"Still with your manager: {week.still}.", ""]
    return "\n".join(lines).rstrip() + "\n"


def _link(base: str, path: str, page: str) -> str:
    return f"{base}/{path}" if base else f"on the page “{page}”"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}" if count else ""


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
