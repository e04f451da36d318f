"""Commitments of both sides, due and overdue, across the plan and the real meetings; those of practised meetings apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coach.accounts.arc import Arc
from coach.accounts.heard import Promise, RealMeeting, Side

State = Literal["overdue", "due", "open", "done", "dropped"]
STATES: tuple[State, ...] = ("overdue", "due", "open", "done", "dropped")
SOON = 7
"""Days ahead that count as due."""


@dataclass(frozen=True)
class Owed:
    """One commitment wherever it stands. `plan`: its id beside the plan; otherwise `meeting` and `at`, its place there. `whom`: whom it
    was agreed with."""

    side: Side
    who: str
    action: str
    due: date | None
    state: State
    whom: str
    since: date | None
    plan: str = ""
    meeting: str = ""
    at: int = 0
    dropped: str = ""
    done: date | None = None

    @property
    def id(self) -> str:
        return self.plan or f"{self.meeting}.{self.at}"

    @property
    def settled(self) -> bool:
        return self.state in ("done", "dropped")


def state_of(promise: Promise, today: date) -> State:
    """Done and dropped first; then by its day. One without a day is open."""
    if promise.done:
        return "done"
    if promise.dropped:
        return "dropped"
    if promise.due is None:
        return "open"
    return "overdue" if promise.due < today else "due" if (promise.due - today).days <= SOON else "open"


def owed(arc: Arc, meetings: Iterable[tuple[str, RealMeeting]], today: date) -> list[Owed]:
    """All commitments of a plan: overdue first, then by day, those without one after them, settled ones last."""
    found = [
        Owed(one.side, one.who, one.action, one.due, state_of(one, today), "", None, plan=one.id, dropped=one.dropped, done=one.done) for one in arc.commitments
    ]
    for id, meeting in meetings:
        found += [
            Owed(
                one.side,
                one.who,
                one.action,
                one.due,
                state_of(one, today),
                meeting.who.name,
                meeting.day,
                meeting=id,
                at=at,
                dropped=one.dropped,
                done=one.done,
            )
            for at, one in enumerate(meeting.promises)
        ]
    return sorted(found, key=lambda one: (one.settled, STATES.index(one.state), one.due or date.max, one.action))
