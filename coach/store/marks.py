"""How the rep saw a meeting before the scores were shown: one row a meeting, written once."""

from __future__ import annotations

from pydantic import ValidationError
from sqlalchemy import select

from coach.debrief.own import OwnMarks
from coach.reviews.viewer import Viewer
from coach.store.engine import Database, insert
from coach.store.errors import StoreError
from coach.store.owned import owned
from coach.store.tables import OwnMarksRow, now


class Marks:
    """Every method: NotYours unless the viewer owns the meeting; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, viewer: Viewer, meeting: str, marks: OwnMarks) -> OwnMarks:
        """Keep how a meeting was seen, and return what is kept: the first marks of a meeting stay, whatever a second tab says."""
        with self._database.write() as session:
            row = owned(session, viewer, meeting)
            new = insert(session, OwnMarksRow).values(meeting=row.id, owner=viewer.id, v=marks.v, document=marks.model_dump(mode="json"), at=now())
            session.execute(new.on_conflict_do_nothing())
            return _read(session.get_one(OwnMarksRow, row.id))

    def of(self, viewer: Viewer, meeting: str) -> OwnMarks | None:
        """How a meeting was seen; None where nobody was asked yet."""
        with self._database.read() as session:
            row = session.get(OwnMarksRow, owned(session, viewer, meeting).id)
            return _read(row) if row else None

    def all(self, viewer: Viewer) -> dict[str, OwnMarks]:
        """All marks of the viewer's, by meeting."""
        with self._database.read() as session:
            return {row.meeting: _read(row) for row in session.scalars(select(OwnMarksRow).where(OwnMarksRow.owner == viewer.id))}


def _read(row: OwnMarksRow) -> OwnMarks:
    try:
        return OwnMarks.model_validate(row.document)
    except ValidationError as error:
        raise StoreError(f"The marks kept with meeting {row.meeting} cannot be read ({error.errors()[0]['msg']}). Restore a backup.") from None
