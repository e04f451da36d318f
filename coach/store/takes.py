"""Takes of a pitch, each its owner's alone; and which needs this person was told of in meetings of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import delete, select

from coach.debrief.mirror_records import Take
from coach.reviews.viewer import Viewer
from coach.store.engine import Database
from coach.store.errors import NotYours, StoreError
from coach.store.tables import SummaryRow, TakeRow, new_id, now

NEWEST = 2
"""The version of the document that is written now."""
MISSING = "There is no such take, or it is not yours."


@dataclass(frozen=True)
class KeptTake:
    """`at` is when it was delivered: aware, in UTC."""

    id: str
    at: datetime
    take: Take


class Takes:
    """Every method: NotYours unless the viewer owns the take; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, viewer: Viewer, take: Take) -> str:
        """Keep a take; returns its id, twelve letters and digits."""
        with self._database.write() as session:
            row = TakeRow(id=new_id(), owner=viewer.id, persona=take.persona, v=take.v, document=take.model_dump(mode="json"), at=now())
            session.add(row)
            session.flush()
            return row.id

    def of(self, viewer: Viewer, persona: str) -> list[KeptTake]:
        """The viewer's takes for a person, the oldest first."""
        chosen = select(TakeRow).where(TakeRow.owner == viewer.id, TakeRow.persona == persona).order_by(TakeRow.at, TakeRow.id)
        with self._database.read() as session:
            return [_read(row) for row in session.scalars(chosen)]

    def load(self, viewer: Viewer, id: str) -> KeptTake:
        with self._database.read() as session:
            row = session.get(TakeRow, id)
            if row is None or row.owner != viewer.id:
                raise NotYours(MISSING)
            return _read(row)

    def last(self, viewer: Viewer) -> str | None:
        """The person for whom the viewer's latest take was; None where there is none."""
        chosen = select(TakeRow.persona).where(TakeRow.owner == viewer.id).order_by(TakeRow.at.desc(), TakeRow.id).limit(1)
        with self._database.read() as session:
            return session.scalar(chosen)

    def forget(self, viewer: Viewer, id: str) -> None:
        """Delete a take for good."""
        with self._database.erase() as session:
            mine = delete(TakeRow).where(TakeRow.id == id, TakeRow.owner == viewer.id)
            if session.scalar(mine.returning(TakeRow.id)) is None:
                raise NotYours(MISSING)

    def told(self, viewer: Viewer, persona: str) -> frozenset[str]:
        """Ids of the needs that this person has told the viewer in any meeting of theirs, watched ones included."""
        chosen = select(SummaryRow.state).where(SummaryRow.owner == viewer.id, SummaryRow.person == persona)
        with self._database.read() as session:
            return frozenset(str(need) for state in session.scalars(chosen) for need in state.get("disclosed", []))


def _read(row: TakeRow) -> KeptTake:
    if row.v > NEWEST:
        raise StoreError(f"This take was kept by a newer app (version {row.v}; this one reads up to {NEWEST}). Update the app.")
    try:
        return KeptTake(row.id, row.at, Take.model_validate(row.document))
    except ValidationError as error:
        raise StoreError(f"Take {row.id} cannot be read ({str(error).splitlines()[0]}). The database may be damaged: restore a backup.") from None
