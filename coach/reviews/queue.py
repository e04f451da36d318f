"""What waits for a manager, by what was asked for, and the states of a submission in words. Nothing here counts what anybody did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar


class Waits(Protocol):
    """What was handed in, as far as the queue has to know it."""

    @property
    def turn(self) -> int | None: ...

    @property
    def assignment(self) -> str | None: ...

    @property
    def created_at(self) -> datetime: ...


S = TypeVar("S", bound=Waits)
STATES = {
    "asked": "Your manager asked for it.",
    "tried": "You played it. Nobody else can see it.",
    "submitted": "You handed it in. Nobody has opened it yet, and you can take it back.",
    "in review": "Your manager has opened it. You can still take it back.",
    "returned": "It came back, with what your manager says to it.",
    "done": "You have read it.",
}
"""The way of a meeting from being asked for to done, with what each state means to its rep."""


@dataclass(frozen=True)
class Group(Generic[S]):
    """Submissions that ask for the same kind of thing, the oldest first. `takes` says how long one is meant to take."""

    title: str
    takes: str
    waiting: list[S]


def grouped(waiting: Iterable[S]) -> list[Group[S]]:
    """The queue by what was asked for: a moment, what was assigned, a whole meeting. What nobody asked for is left out."""
    rows = sorted(waiting, key=lambda one: one.created_at)
    kinds = (
        ("A moment", "A question about four turns. About a minute each.", [one for one in rows if one.turn is not None]),
        (
            "What you asked for",
            "Whole meetings that belong to an assignment. About three minutes each.",
            [one for one in rows if one.turn is None and one.assignment],
        ),
        ("A whole meeting", "About three minutes each.", [one for one in rows if one.turn is None and not one.assignment]),
    )
    return [Group(title, takes, found) for title, takes, found in kinds if found]


def way(state: str, assigned: bool) -> list[tuple[str, bool]]:
    """The states in their order, and which of them it is now. What nobody asked for was never `asked`."""
    return [(name, name == state) for name in STATES if assigned or name != "asked"]


def since(at: datetime, now: datetime) -> str:
    """How long something has waited, in the words of people: 'since today', 'since yesterday', 'for 5 days'."""
    days = max(0, (now.astimezone().date() - at.astimezone().date()).days)  # A clock that jumped makes nobody wait negative days.
    return "since today" if not days else "since yesterday" if days == 1 else f"for {days} days"
