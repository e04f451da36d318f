"""Accounts at an OpenID provider and the people behind them. The one repository that is asked before there is a viewer."""

from __future__ import annotations

from collections.abc import Set
from typing import cast

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coach.reviews.logins import Identity, Refused
from coach.reviews.viewer import Role, Viewer
from coach.store.engine import Database
from coach.store.tables import PersonRow, new_id, now
from coach.store.tables_team import LoginRow

LEFT = "You are noted as having left this team, so this login opens nothing here. If that is wrong, ask whoever runs this installation."


class Logins:
    """Every method: StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def any(self) -> bool:
        """Whether somebody ever signed in here, so that the database is a team's."""
        with self._database.read() as session:
            return bool(session.scalar(select(exists().select_from(LoginRow))))

    def enter(self, who: Identity, admins: Set[str] = frozenset()) -> Viewer:
        """The viewer behind a login, made known at the first one. Somebody who was added by their address beforehand and has no
        login yet is who signs in with that address, verified. The role is the one in the table, else admin for the addresses in
        `admins`, else what the login's claims say, else rep. Asked at every run of a page, so that a changed role counts at once.

        Errors: Refused for somebody who has left."""
        with self._database.read() as session:
            known = session.get(LoginRow, (who.issuer, who.subject))
            person = session.get(PersonRow, known.person) if known else None
        if known is None or person is None or _changed(known, person, who):
            try:
                with self._database.write() as session:
                    person = _written(session, who)
            except IntegrityError:  # Another tab was first.
                with self._database.write() as session:
                    person = _written(session, who)
        if person.left_at is not None:
            raise Refused(LEFT)
        role = person.role or ("admin" if who.email is not None and who.email in admins else None) or who.role or "rep"
        return Viewer(person.id, cast(Role, role))


def _changed(known: LoginRow, person: PersonRow, who: Identity) -> bool:
    return known.role != who.role or person.name != who.name or (who.email is not None and person.email != who.email)


def _written(session: Session, who: Identity) -> PersonRow:
    known = session.get(LoginRow, (who.issuer, who.subject))
    if known is None:
        person = _expected(session, who) or PersonRow(id=new_id(), name=who.name, created_at=now(), email=who.email)
        session.add(person)
        session.flush()
        known = LoginRow(issuer=who.issuer, subject=who.subject, person=person.id, role=who.role, at=now())
        session.add(known)
        session.flush()
    person = session.get_one(PersonRow, known.person)
    known.role, person.name = who.role, who.name
    person.email = who.email or person.email
    return person


def _expected(session: Session, who: Identity) -> PersonRow | None:
    """Somebody who was added beforehand. Who has signed in before is not matched again by an address: addresses are given to others."""
    if who.email is None:
        return None
    unused = ~exists().where(LoginRow.person == PersonRow.id)
    chosen = select(PersonRow).where(PersonRow.email == who.email, unused).order_by(PersonRow.created_at, PersonRow.id).limit(1)
    return session.scalars(chosen.with_for_update()).first()
