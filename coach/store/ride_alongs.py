"""Ride-alongs: what a manager wrote down beside a real meeting. The observer and the one who was watched read it, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import ValidationError
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from coach.reviews.ride_along import RideAlong, check_sheet, missing, refuse_identifiers
from coach.reviews.viewer import Viewer
from coach.store.audit import noted
from coach.store.engine import Database
from coach.store.errors import NotYours, StoreError, Taken
from coach.store.people import leads, must_lead
from coach.store.tables import PersonRow, new_id, now
from coach.store.tables_team import RideAlongRow

V = 1
NOBODYS = "There is no such ride-along, or it is not yours to read."
MISSED = "This sheet was changed in another tab or window. What you typed is still here: copy it, reload, and put it in again."
GIVEN = "This was given already, so it stays as it was read. What you want to add, say to them."


@dataclass(frozen=True)
class StoredRide:
    """A ride-along as it is kept; `watched` and `by` are names. `given_at` None: a draft. Times are aware, in UTC."""

    id: str
    observer: str
    by: str
    observed: str
    watched: str
    day: date
    sheet: RideAlong
    revision: int
    answer: str
    updated_at: datetime
    given_at: datetime | None
    answered_at: datetime | None


class RideAlongs:
    """Every method: NotYours for what the viewer neither wrote nor is in, and for a draft that is not theirs; StoreError when the
    database cannot do it. An observer who no longer leads the other reads it no longer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, viewer: Viewer, observed: str, day: date) -> str:
        """An empty sheet beside somebody whom the viewer leads; returns its id."""
        with self._database.write() as session:
            must_lead(session, viewer, observed)
            at, id = now(), new_id()
            session.add(
                RideAlongRow(
                    id=id, observer=viewer.id, observed=observed, day=day, v=V, document=_document(RideAlong()), revision=1, answer="",
                    created_at=at, updated_at=at, given_at=None, answered_at=None,
                )
            )  # fmt: skip
            return id

    def save(self, viewer: Viewer, id: str, sheet: RideAlong, revision: int) -> int:
        """Keep a draft in the place of its last revision; returns the new one. Errors: Taken where it was saved since; CoachError for
        what may say who a patient is, which is not kept; StoreError once it was given."""
        check_sheet(sheet)
        with self._database.write() as session:
            row = self._written(session, viewer, id)
            if row.revision != revision:
                raise Taken(MISSED)
            row.document, row.v, row.revision, row.updated_at = _document(sheet), V, revision + 1, now()
            return row.revision

    def give(self, viewer: Viewer, id: str) -> None:
        """Let the one who was watched read it. Errors: StoreError with a line for each thing that is still missing."""
        with self._database.write() as session:
            row = self._written(session, viewer, id)
            if lines := missing(_sheet(row)):
                raise StoreError(*lines)
            row.given_at = row.updated_at = now()
            noted(session, viewer, row.observed, "gave a ride-along", row.id)

    def forget(self, viewer: Viewer, id: str) -> None:
        """Delete a draft for good."""
        with self._database.erase() as session:
            session.delete(self._written(session, viewer, id))

    def one(self, viewer: Viewer, id: str) -> StoredRide:
        with self._database.read() as session:
            row = self._readable(session, viewer, id)
            return self._listed(session, RideAlongRow.id == row.id, 1)[0]

    def written(self, viewer: Viewer, limit: int = 100) -> list[StoredRide]:
        """What the viewer wrote about those whom they still lead, the latest first."""
        if not viewer.may_lead:
            return []
        with self._database.read() as session:
            found = self._listed(session, RideAlongRow.observer == viewer.id, limit)
            led = {person: leads(session, viewer, person) for person in {one.observed for one in found}}
            return [one for one in found if led[one.observed]]

    def about(self, viewer: Viewer, limit: int = 100) -> list[StoredRide]:
        """What was given to the viewer about themselves, the latest first."""
        with self._database.read() as session:
            return [one for one in self._listed(session, RideAlongRow.observed == viewer.id, limit) if one.given_at is not None]

    def answer(self, viewer: Viewer, id: str, words: str) -> None:
        """Keep what the one who was watched says to it, over what they said before. Errors: CoachError for what may say who a patient is."""
        refuse_identifiers(words)
        with self._database.write() as session:
            row = self._row(session, id, lock=True)
            if row is None or row.observed != viewer.id or row.given_at is None:
                raise NotYours(NOBODYS)
            row.answer, row.answered_at = words.strip(), now()

    def _listed(self, session: Session, mine: ColumnElement[bool], limit: int) -> list[StoredRide]:
        observer, observed = aliased(PersonRow), aliased(PersonRow)
        chosen = (
            select(RideAlongRow, observer.name, observed.name)
            .outerjoin(observer, observer.id == RideAlongRow.observer)
            .outerjoin(observed, observed.id == RideAlongRow.observed)
            .where(mine)
            .order_by(RideAlongRow.day.desc(), RideAlongRow.created_at.desc(), RideAlongRow.id)
            .limit(limit)
        )
        return [_stored(row, by, watched) for row, by, watched in session.execute(chosen)]

    def _row(self, session: Session, id: str, lock: bool = False) -> RideAlongRow | None:
        if not (id.isascii() and id.isalnum()):  # comes from an address: may hold what a driver refuses
            return None
        return session.get(RideAlongRow, id, with_for_update=True if lock else None)

    def _readable(self, session: Session, viewer: Viewer, id: str) -> RideAlongRow:
        row = self._row(session, id)
        if row is not None and row.observed == viewer.id and row.given_at is not None:
            return row
        if row is not None and row.observer == viewer.id and leads(session, viewer, row.observed):
            return row
        raise NotYours(NOBODYS)

    def _written(self, session: Session, viewer: Viewer, id: str) -> RideAlongRow:
        """A draft of the viewer's own."""
        row = self._row(session, id, lock=True)
        if row is None or row.observer != viewer.id or not leads(session, viewer, row.observed):
            raise NotYours(NOBODYS)
        if row.given_at is not None:
            raise StoreError(GIVEN)
        return row


def _document(sheet: RideAlong) -> dict[str, object]:
    return sheet.model_dump(mode="json")


def _sheet(row: RideAlongRow) -> RideAlong:
    try:
        return RideAlong.model_validate(row.document)
    except ValidationError as error:
        raise StoreError(f"The ride-along of {row.day} cannot be read ({str(error).splitlines()[0]}). Restore a backup, or update the app.") from None


def _stored(row: RideAlongRow, by: str | None, watched: str | None) -> StoredRide:
    return StoredRide(
        id=row.id, observer=row.observer, by=by or "", observed=row.observed, watched=watched or "", day=row.day, sheet=_sheet(row),
        revision=row.revision, answer=row.answer, updated_at=row.updated_at, given_at=row.given_at, answered_at=row.answered_at,
    )  # fmt: skip
