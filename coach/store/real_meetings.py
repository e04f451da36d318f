"""Meetings that really took place: a row each, with a revision that goes up at every save."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import ValidationError
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coach.accounts.heard import RealMeeting
from coach.reviews.viewer import Viewer
from coach.store.engine import Database
from coach.store.errors import NotYours, StoreError
from coach.store.plans import Changed
from coach.store.tables import RealMeetingRow, new_id, now

V = 1
"""The shape of a stored meeting. Raised with an upgrader when it changes."""
NOBODYS = "There is no such meeting, or it is not yours."


@dataclass(frozen=True)
class StoredMeeting:
    """A real meeting and what only the store knows of it. `at` is when it was kept: aware, in UTC."""

    id: str
    meeting: RealMeeting
    revision: int
    at: datetime


class RealMeetings:
    """Every method: NotYours unless the viewer owns the meeting; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self) -> str:
        """An id for a draft: twelve letters and digits."""
        return new_id()

    def keep(self, viewer: Viewer, id: str, meeting: RealMeeting) -> None:
        """Keep a meeting under its draft's id. Errors: Changed where it was kept already."""
        try:
            with self._database.write() as session:
                row = RealMeetingRow(id=id, owner=viewer.id, v=V, revision=0, document={}, plan=None, day=meeting.day, at=now())
                _write(row, meeting)
                session.add(row)
                session.flush()
        except IntegrityError:
            raise Changed("This meeting was kept already, in another tab or window. It stands in the list below.") from None

    def load(self, viewer: Viewer, id: str) -> StoredMeeting:
        """Errors: StoreError for a meeting of a newer version, or one that cannot be read."""
        with self._database.read() as session:
            return _stored(self._mine(session, viewer, id))

    def mine(self, viewer: Viewer, plan: str | None = None, limit: int = 1000) -> list[StoredMeeting]:
        """The viewer's meetings, the latest day first; of one plan where it is given. One that cannot be read is left out here."""
        chosen = _of(viewer) if plan is None else _of(viewer).where(RealMeetingRow.plan == plan)
        found = []
        with self._database.read() as session:
            for row in session.scalars(chosen.limit(limit)):
                try:
                    found.append(_stored(row))
                except StoreError:
                    continue  # `load` says why.
        return found

    def last_with(self, viewer: Viewer, key: str) -> date | None:
        """The day of the viewer's latest real meeting with a person, by the key of a stakeholder."""
        return next((one.meeting.day for one in self.mine(viewer) if one.meeting.who.key == key), None)

    def save(self, viewer: Viewer, id: str, meeting: RealMeeting, revision: int) -> int:
        """Keep a meeting in the place of its last revision; returns the new one. Errors: Changed where it was saved since."""
        with self._database.write() as session:
            row = self._mine(session, viewer, id, lock=True)
            if row.revision != revision:
                raise Changed("This meeting was changed in another tab or window since you opened it here.")
            return _write(row, meeting)

    def forget(self, viewer: Viewer, id: str) -> None:
        """Delete a meeting for good."""
        with self._database.write() as session:
            session.delete(self._mine(session, viewer, id, lock=True))

    def _mine(self, session: Session, viewer: Viewer, id: str, lock: bool = False) -> RealMeetingRow:
        if not (id.isascii() and id.isalnum()):  # comes from an address: may hold what a driver refuses
            raise NotYours(NOBODYS)
        row = session.get(RealMeetingRow, id, with_for_update=True if lock else None)
        if row is None or row.owner != viewer.id:
            raise NotYours(NOBODYS)
        return row


def _of(viewer: Viewer) -> Select[RealMeetingRow]:
    return select(RealMeetingRow).where(RealMeetingRow.owner == viewer.id).order_by(RealMeetingRow.day.desc(), RealMeetingRow.at.desc(), RealMeetingRow.id)


def _write(row: RealMeetingRow, meeting: RealMeeting) -> int:
    row.plan, row.day, row.v, row.document = meeting.plan, meeting.day, V, meeting.model_dump(mode="json", exclude_defaults=True)
    row.revision += 1
    return row.revision


def _stored(row: RealMeetingRow) -> StoredMeeting:
    if row.v != V:
        raise StoreError(f"The meeting of {row.day} is of version {row.v}; this app reads up to version {V}. Update the app.")
    try:
        return StoredMeeting(row.id, RealMeeting.model_validate(row.document), row.revision, row.at)
    except ValidationError as error:
        raise StoreError(f"The meeting of {row.day} cannot be read ({str(error).splitlines()[0]}). The database may be damaged.") from None
