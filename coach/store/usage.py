"""Which messages were used in stored meetings, and what followed: read from the records, nothing is judged again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.content.base import BELIEFS
from coach.reviews.viewer import Viewer
from coach.roleplay.records import Meeting
from coach.store.errors import StoreError
from coach.store.tables import MeetingRow
from coach.store.turns import read_meeting

NEWEST = 500
"""Meetings that are looked at."""


@dataclass(frozen=True)
class Use:
    """How often a message was said, in how many meetings; in how many of those times belief rose in the same turn; and how many
    of the meetings that are over ended with a step of theirs."""

    message: str
    times: int
    meetings: int
    rose: int
    ended: int
    advances: int


def uses(session: Session, viewer: Viewer, library: str) -> list[Use]:
    """The messages of a library in the viewer's own played meetings, the most used first. Turns that a branch took over from
    another meeting count there only. A meeting that cannot be read is left out."""
    chosen = select(MeetingRow).where(MeetingRow.owner == viewer.id, MeetingRow.mode == "played").order_by(MeetingRow.created_at.desc()).limit(NEWEST)
    times: dict[str, int] = defaultdict(int)
    rose: dict[str, int] = defaultdict(int)
    ends: dict[str, list[str | None]] = defaultdict(list)
    for row in session.scalars(chosen):
        if row.setup.get("library") != library:
            continue
        try:
            meeting = read_meeting(session, row)
        except StoreError:
            continue
        said = _said(meeting, row.branched_turn)
        outcome = meeting.outcome.kind if meeting.outcome else None
        for id, risings in said.items():
            times[id] += len(risings)
            rose[id] += sum(risings)
            ends[id].append(outcome)
    found = [
        Use(id, times[id], len(ends[id]), rose[id], sum(kind is not None for kind in ends[id]), sum(kind == "advance" for kind in ends[id])) for id in times
    ]
    return sorted(found, key=lambda use: (-use.times, use.message))


def _said(meeting: Meeting, after: int | None) -> dict[str, list[bool]]:
    """The messages said after a turn, each with whether belief rose in the same turn."""
    found: dict[str, list[bool]] = defaultdict(list)
    states = meeting.states()
    for at, turn in enumerate(meeting.turns):
        reading = turn.said.reading
        if reading is None or (after is not None and turn.said.turn <= after):
            continue
        rose = BELIEFS.index(states[at + 1].belief) > BELIEFS.index(states[at].belief)
        for id in dict.fromkeys(hit.id for hit in reading.messages):
            found[id].append(rose)
    return found
