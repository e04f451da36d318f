"""One row a meeting and person: a cache of what the turns add up to, written with each turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from coach.content.base import Belief
from coach.reviews.viewer import Viewer
from coach.roleplay.records import Meeting, OutcomeKind, Said, State, after
from coach.store.tables import MeetingRow, ParticipantRow, SummaryRow


@dataclass(frozen=True)
class Summary:
    """A line in a list of meetings. `turns`: how often the rep spoke; `disclosed`: how many needs; trust and patience 0 to 100."""

    meeting: str
    person: str
    name: str
    title: str
    mode: str
    turns: int
    trust: float
    belief: Belief
    patience: float
    minutes_left: float
    disclosed: int
    outcome: OutcomeKind | None
    updated_at: datetime


COLUMNS = [name for name in Summary.__dataclass_fields__ if name != "mode"]


def recent(session: Session, viewer: Viewer, limit: int) -> list[Summary]:
    """The viewer's own, newest first."""
    chosen = (
        select(*(getattr(SummaryRow, name) for name in COLUMNS), MeetingRow.mode)
        .join(MeetingRow, MeetingRow.id == SummaryRow.meeting)
        .where(SummaryRow.owner == viewer.id)
        .order_by(SummaryRow.updated_at.desc(), SummaryRow.meeting, SummaryRow.person)
        .limit(limit)
    )
    return [Summary(**row) for row in session.execute(chosen).mappings()]


def write_all(session: Session, row: MeetingRow, meeting: Meeting) -> int:
    """Write the summaries of a meeting from its turns, replacing what there was. Returns how many."""
    session.execute(delete(SummaryRow).where(SummaryRow.meeting == row.id))
    people = session.scalars(select(ParticipantRow).where(ParticipantRow.meeting == row.id, ParticipantRow.kind != "guest")).all()
    turns = sum(turn.said.kind == "rep" for turn in meeting.turns)
    for person in people:
        values = _values(meeting.state(person.person), turns, row.updated_at)
        session.add(SummaryRow(meeting=row.id, person=person.person, owner=row.owner, name=person.name, title=person.title, **values))
    return len(people)


def add_turn(session: Session, row: MeetingRow, said: Said) -> bool:
    """Add one turn to the summaries of its meeting. False when they cannot be read and must be written from the turns."""
    summaries = session.scalars(select(SummaryRow).where(SummaryRow.meeting == row.id)).all()
    for summary in summaries:
        try:
            before = State.model_validate(summary.state)
        except ValidationError:  # a cache written by a version with another State
            return False
        for name, value in _values(after(before, said, summary.person), summary.turns + (said.kind == "rep"), row.updated_at).items():
            setattr(summary, name, value)
    return bool(summaries)


def touch(session: Session, row: MeetingRow) -> None:
    session.execute(update(SummaryRow).where(SummaryRow.meeting == row.id).values(updated_at=row.updated_at))


def _values(state: State, turns: int, at: datetime) -> dict[str, Any]:
    return {
        "turns": turns,
        "trust": state.trust,
        "belief": state.belief,
        "patience": state.patience,
        "minutes_left": state.minutes_left,
        "disclosed": len(state.disclosed),
        "outcome": state.outcome.kind if state.outcome else None,
        "state": state.model_dump(mode="json"),
        "updated_at": at,
    }
