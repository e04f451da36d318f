"""The people of a team, as their administrator keeps them. Every change is noted in the log; nobody's words are in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.reviews.viewer import Role, Viewer
from coach.store.audit import noted
from coach.store.engine import Database
from coach.store.errors import NotAllowed, NotYours, StoreError
from coach.store.tables import PersonRow, new_id, now
from coach.store.tables_team import LoginRow

ADMINS = "Who is on the team, and who leads whom, is for an administrator to say."
AS_CLAIMED = "as the login says"
NOBODY = "There is no such person on this team any more. Reload the page."


@dataclass(frozen=True)
class Listed:
    """Somebody on the team. `role` is what the administrator set (None: nothing), `claimed` what their login says, `signed_in` whether
    they ever came. `manager` is an id; `left_at` aware, in UTC."""

    id: str
    name: str
    email: str | None
    role: Role | None
    claimed: Role | None
    manager: str | None
    team: str | None
    left_at: datetime | None
    signed_in: bool


@dataclass(frozen=True)
class Entry:
    """Somebody as they are to be: by address. `manager` is an address too; None leaves what is there as it is."""

    email: str
    name: str = ""
    role: Role | None = None
    manager: str | None = None
    team: str | None = None


class Team:
    """Every method: NotAllowed for whoever is no administrator; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, viewer: Viewer) -> list[Listed]:
        """Everybody, those who left last, by name."""
        _must_run(viewer)
        chosen = select(PersonRow, LoginRow).outerjoin(LoginRow, LoginRow.person == PersonRow.id)
        with self._database.read() as session:
            found: dict[str, Listed] = {}
            for row, login in session.execute(chosen.order_by(PersonRow.left_at.is_not(None), PersonRow.name, PersonRow.id, LoginRow.at)):
                found[row.id] = _listed(row, login)
            return list(found.values())

    def bring(self, viewer: Viewer, entries: Iterable[Entry]) -> tuple[int, int]:
        """Add people by address, or change those who are there; returns how many were added and changed. All or none: StoreError with
        a line for each manager who is nobody here, and for whoever would take the administrator's role from themselves."""
        _must_run(viewer)
        wanted = list(entries)
        with self._database.write() as session:
            rows = {row.email: row for row in session.scalars(select(PersonRow).where(PersonRow.email.is_not(None)).order_by(PersonRow.created_at.desc()))}
            added = 0
            for one in wanted:
                if one.email not in rows:
                    rows[one.email] = PersonRow(id=new_id(), name=one.name or one.email, email=one.email, created_at=now())
                    session.add(rows[one.email])
                    added += 1
            session.flush()
            if lost := sorted({one.manager for one in wanted if one.manager and one.manager not in rows}):
                raise StoreError(*(f"Nobody here has the address {address}, so they can lead nobody. Add them first, or in the same list." for address in lost))
            for one in wanted:
                row = rows[one.email]
                manager = rows[one.manager].id if one.manager else row.manager
                _change(session, viewer, row, one.name or row.name, one.role or cast(Role | None, row.role), manager, one.team or row.team)
            return added, len({one.email for one in wanted}) - added

    def change(self, viewer: Viewer, id: str, role: Role | None, manager: str | None, team: str | None) -> None:
        """Set somebody's role (None: as their login says, else a rep), who leads them, and their team. Errors: NotYours for nobody here;
        StoreError for a manager who leads in a circle, and for whoever would take the administrator's role from themselves."""
        _must_run(viewer)
        with self._database.write() as session:
            row = _found(session, id)
            _change(session, viewer, row, row.name, role, manager, (team or "").strip() or None)

    def leave(self, viewer: Viewer, id: str) -> None:
        """Somebody has left: their login opens nothing from the next run of a page on. Whom they led, nobody leads."""
        _must_run(viewer)
        if id == viewer.id:
            raise StoreError("You cannot mark yourself as having left. Another administrator can.")
        with self._database.write() as session:
            row = _found(session, id)
            if row.left_at is None:
                row.left_at = now()
                noted(session, viewer, id, "marked as having left", id)

    def come_back(self, viewer: Viewer, id: str) -> None:
        _must_run(viewer)
        with self._database.write() as session:
            row = _found(session, id)
            if row.left_at is not None:
                row.left_at = None
                noted(session, viewer, id, "marked as being back", id)


def _change(session: Session, viewer: Viewer, row: PersonRow, name: str, role: Role | None, manager: str | None, team: str | None) -> None:
    """Errors: StoreError; nothing is changed then."""
    if row.id == viewer.id and row.role == "admin" and role != "admin":
        raise StoreError("You cannot take the administrator's role from yourself. Another administrator can.")
    if manager is not None and manager != row.manager:
        _found(session, manager)
        above: str | None = manager
        seen: set[str] = set()
        while above is not None and above not in seen:
            if above == row.id:
                raise StoreError(f"{row.name} cannot be led by somebody they lead themselves, be it through others. Choose somebody else.")
            seen.add(above)
            above = session.scalar(select(PersonRow.manager).where(PersonRow.id == above))
    before = (row.role, row.manager, row.team)
    row.name, row.role, row.manager, row.team = name, role, manager, team
    session.flush()
    for what, old, new in zip(("role", "manager", "team"), before, (role, manager, team), strict=True):
        if old != new:
            which = f": {old or AS_CLAIMED} to {new or AS_CLAIMED}" if what == "role" else ""
            noted(session, viewer, row.id, f"changed the {what}{which}", row.id)


def _found(session: Session, id: str) -> PersonRow:
    row = session.get(PersonRow, id) if id.isascii() and id.isprintable() else None
    if row is None:
        raise NotYours(NOBODY)
    return row


def _must_run(viewer: Viewer) -> None:
    if viewer.role != "admin":
        raise NotAllowed(ADMINS)


def _listed(row: PersonRow, login: LoginRow | None) -> Listed:
    return Listed(
        row.id, row.name, row.email, cast(Role | None, row.role), cast(Role | None, login.role if login else None), row.manager, row.team, row.left_at,
        login is not None,
    )  # fmt: skip
