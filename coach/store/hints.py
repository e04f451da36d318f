"""When the coach's rail was looked at in a meeting, and what it showed. Appended, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from coach.reviews.viewer import Viewer
from coach.store.engine import Database
from coach.store.errors import NotYours
from coach.store.tables import HintRow, MeetingRow, new_id, now


@dataclass(frozen=True)
class LookedAt:
    """One look. `turn`: the last turn that had been played. Times are aware, in UTC."""

    turn: int
    shown: dict[str, Any]
    at: datetime


class Hints:
    """Every method: NotYours unless the viewer owns the meeting; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, viewer: Viewer, meeting: str, turn: int, shown: dict[str, Any]) -> None:
        """Record that a hint was shown after `turn`. A second look at the same one in the same meeting is the same look."""
        with self._database.write() as session:
            row = session.get(MeetingRow, meeting, with_for_update=True)
            if row is None or row.owner != viewer.id:
                raise NotYours
            if session.scalar(select(HintRow.id).where(HintRow.meeting == meeting, HintRow.turn == turn)) is None:
                session.add(HintRow(id=new_id(), meeting=meeting, owner=viewer.id, turn=turn, shown=shown, at=now()))

    def of(self, viewer: Viewer, meeting: str) -> list[LookedAt]:
        """The looks of one meeting, in the order of its turns."""
        with self._database.read() as session:
            row = session.get(MeetingRow, meeting)
            if row is None or row.owner != viewer.id:
                raise NotYours
            chosen = select(HintRow).where(HintRow.meeting == meeting).order_by(HintRow.turn)
            return [LookedAt(row.turn, row.shown, row.at) for row in session.scalars(chosen)]
