"""Debriefs as they were measured, by meeting and version of the rubric. A newer rubric adds a row and replaces none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import select

from coach.debrief.records import Report
from coach.reviews.viewer import Viewer
from coach.store import measured
from coach.store.engine import Database, insert
from coach.store.errors import StoreError
from coach.store.owned import owned
from coach.store.tables import MeetingRow, ScoreRow, now

STORY = ("trajectory", "fitting", "behind", "compliance", "not_followed", "disclosed_needs", "missed_needs")
"""What a debrief tells beside the levels and their evidence."""


@dataclass(frozen=True)
class Score:
    """One debrief that was kept. `begun` is when its meeting was begun, `at` when it was measured; both aware, in UTC.
    `try_of` is the meeting from which it was tried again, None for a meeting of its own."""

    meeting: str
    rubric: str
    hash: str
    report: Report
    begun: datetime
    at: datetime
    try_of: str | None


class Scores:
    """Every method: NotYours unless the viewer owns the meeting; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, viewer: Viewer, meeting: str, hash: str, report: Report) -> Report:
        """Keep a debrief, and return what is kept: measured once with a rubric, a meeting has that score for good."""
        with self._database.write() as session:
            row = owned(session, viewer, meeting)
            new = insert(session, ScoreRow).values(
                meeting=row.id, rubric=report.rubric.id, hash=hash, owner=viewer.id, v=report.v, document=report.shown(), at=now()
            )
            if session.scalar(new.on_conflict_do_nothing().returning(ScoreRow.meeting)) is not None:
                measured.write(session, row, report)
            return _read(session.get_one(ScoreRow, (row.id, report.rubric.id, hash)))

    def find(self, viewer: Viewer, meeting: str, rubric: str, hash: str) -> Report | None:
        """The debrief by one version of a rubric; None where the meeting was not measured by it."""
        with self._database.read() as session:
            row = session.get(ScoreRow, (owned(session, viewer, meeting).id, rubric, hash))
            return _read(row) if row else None

    def of(self, viewer: Viewer, meeting: str) -> list[Score]:
        """Every debrief of a meeting, the first measured first."""
        with self._database.read() as session:
            row = owned(session, viewer, meeting)
            found = session.scalars(select(ScoreRow).where(ScoreRow.meeting == row.id).order_by(ScoreRow.at, ScoreRow.hash))
            return [of_row(one, row) for one in found]

    def history(self, viewer: Viewer) -> list[Score]:
        """All debriefs of the viewer's, in the order in which their meetings were begun; with what was scored, and without the story of
        each meeting, which is most of them."""
        chosen = (
            select(ScoreRow, MeetingRow.created_at, MeetingRow.branched_from)
            .join(MeetingRow, MeetingRow.id == ScoreRow.meeting)
            .where(ScoreRow.owner == viewer.id, MeetingRow.owner == viewer.id, MeetingRow.mode == "played")
            .order_by(MeetingRow.created_at, MeetingRow.id, ScoreRow.at)
        )
        with self._database.read() as session:
            rows = session.execute(chosen).all()
        return [Score(one.meeting, one.rubric, one.hash, _read(one, STORY), begun, one.at, try_of) for one, begun, try_of in rows]

    def meetings(self, viewer: Viewer) -> set[str]:
        """Which of the viewer's meetings have a debrief, without reading any."""
        with self._database.read() as session:
            return set(session.scalars(select(ScoreRow.meeting).where(ScoreRow.owner == viewer.id)))


def of_row(row: ScoreRow, meeting: MeetingRow) -> Score:
    """A kept debrief of that meeting. Errors: StoreError where it cannot be read."""
    return Score(row.meeting, row.rubric, row.hash, _read(row), meeting.created_at, row.at, meeting.branched_from)


def _read(row: ScoreRow, without: Iterable[str] = ()) -> Report:
    try:
        return Report.model_validate(row.document | {name: [] for name in without})
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise StoreError(f"The debrief kept with meeting {row.meeting} cannot be read ({field}). Restore a backup, or use the version that wrote it.") from None
