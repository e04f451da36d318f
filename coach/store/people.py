"""Who uses the app, in which role, and who leads whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coach.reviews.viewer import Role, Viewer
from coach.store.engine import Database, insert
from coach.store.errors import NotAllowed, NotYours
from coach.store.tables import PersonRow, now
from coach.store.tables_team import AuditRow

NOBODY = "There is no such person, or you do not lead them."


@dataclass(frozen=True)
class Person:
    """`role` None: as the login's claims say, else a rep. `manager` is the id of whoever leads them, `left_at` when they left."""

    id: str
    name: str
    email: str | None
    role: Role | None
    manager: str | None
    team: str | None
    left_at: datetime | None


class People:
    """Every method: NotYours for somebody whom the viewer neither is nor leads; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ensure(self, viewer_id: str, name: str, email: str | None = None) -> None:
        """Make the person known, or take over a changed name or address."""
        with self._database.write() as session:
            new = insert(session, PersonRow).values(id=viewer_id, name=name, email=email, created_at=now())
            changed = {"name": new.excluded.name} | ({"email": new.excluded.email} if email else {})
            session.execute(new.on_conflict_do_update(index_elements=["id"], set_=changed))

    def me(self, viewer: Viewer) -> Person | None:
        """The viewer, where they are known."""
        with self._database.read() as session:
            row = session.get(PersonRow, viewer.id)
            return _person(row) if row else None

    def led(self, viewer: Viewer) -> list[Person]:
        """Whom the viewer leads and who is still there, by name; alone, themselves."""
        if not viewer.may_lead:
            return []
        chosen = select(PersonRow).where(PersonRow.left_at.is_(None)).order_by(PersonRow.name, PersonRow.id)
        mine = PersonRow.manager == viewer.id
        with self._database.read() as session:
            return [_person(row) for row in session.scalars(chosen.where(or_(mine, PersonRow.id == viewer.id) if viewer.alone else mine))]

    def addressed(self, viewer: Viewer) -> list[Person]:
        """Everybody who is still there, by name: those who get the weekly letter. Errors: NotAllowed for whoever is no admin."""
        if viewer.role != "admin":
            raise NotAllowed("Who is on the team is for an administrator to see.")
        chosen = select(PersonRow).where(PersonRow.left_at.is_(None)).order_by(PersonRow.name, PersonRow.id)
        with self._database.read() as session:
            return [_person(row) for row in session.scalars(chosen)]

    def one(self, viewer: Viewer, id: str) -> Person:
        """Somebody whom the viewer leads, themselves, or, for an admin, anybody."""
        with self._database.read() as session:
            row = session.get(PersonRow, id)
            if row is None or not (id == viewer.id or viewer.role == "admin" or leads(session, viewer, id)):
                raise NotYours(NOBODY)
            return _person(row)

    def names(self, viewer: Viewer, ids: Iterable[str]) -> dict[str, str]:
        """The names of those among `ids` whom the viewer may know by name: themselves, whoever leads them, whom they lead, and who
        looked at something of theirs; an administrator may know everybody. Others are left out."""
        row, wanted = PersonRow, list(set(ids))
        above = select(row.manager).where(row.id == viewer.id).scalar_subquery()
        looked = select(AuditRow.by).where(AuditRow.about == viewer.id)
        known = or_(row.id == viewer.id, row.id == above, row.id.in_(looked))
        known = or_(known, row.manager == viewer.id) if viewer.may_lead else known
        with self._database.read() as session:
            chosen = select(row.id, row.name).where(row.id.in_(wanted))
            return {id: name for id, name in session.execute(chosen if viewer.role == "admin" else chosen.where(known))}


def leads(session: Session, viewer: Viewer, person: str) -> bool:
    """Whether the viewer leads this person. Alone, one leads oneself."""
    if not viewer.may_lead:
        return False
    if viewer.alone and person == viewer.id:
        return True
    return session.scalar(select(PersonRow.manager).where(PersonRow.id == person, PersonRow.left_at.is_(None))) == viewer.id


def must_lead(session: Session, viewer: Viewer, person: str) -> None:
    """Errors: NotYours unless the viewer leads this person."""
    if not leads(session, viewer, person):
        raise NotYours(NOBODY)


def _person(row: PersonRow) -> Person:
    return Person(row.id, row.name, row.email, cast(Role | None, row.role), row.manager, row.team, row.left_at)
