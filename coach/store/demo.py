"""The people of a demo, put in and taken out again with all that hangs on them. Nothing that a real person made is touched."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, Table, Text, delete, false, func, or_, select, tuple_, update

from coach.reviews.viewer import Role
from coach.store.engine import Database, insert
from coach.store.tables import Base, PersonRow, now

PREFIX = "demo-"
"""Before the ids of a demo's people. Ids that people get in any other way hold no hyphen there, or come from a login."""
TEAM = "Demo"
PEOPLE = "people"


@dataclass(frozen=True)
class Put:
    """Somebody of a demo. `manager` is whoever leads them: a real person's id, or another's of the demo."""

    id: str
    name: str
    role: Role
    manager: str | None


def put(database: Database, people: Sequence[Put]) -> None:
    """Make the demo's people known."""
    with database.write() as session:
        for one in people:
            values = {"name": one.name, "role": one.role, "manager": one.manager, "team": TEAM, "left_at": None}
            new = insert(session, PersonRow).values(id=one.id, created_at=now(), email=None, **values)
            session.execute(new.on_conflict_do_update(index_elements=["id"], set_=values))


def here(database: Database) -> dict[str, tuple[str, Role]]:
    """The demo's people by id, with name and role; none where there is no demo."""
    chosen = select(PersonRow.id, PersonRow.name, PersonRow.role).where(PersonRow.id.startswith(PREFIX, autoescape=True), PersonRow.team == TEAM)
    with database.read() as session:
        return {id: (name, role or "rep") for id, name, role in session.execute(chosen.order_by(PersonRow.role.desc(), PersonRow.name))}  # type: ignore[misc]


def remove(database: Database) -> int:
    """Take out every row that names one of the demo's people, and every row that hangs on one of those; returns how many rows went.

    A real person whom somebody put under a manager of the demo stays, led by nobody.
    """
    ids = list(here(database))
    if not ids:
        return 0
    gone = 0
    with database.erase() as session:
        session.execute(update(PersonRow).where(PersonRow.manager.in_(ids), PersonRow.id.not_in(ids)).values(manager=None))
        for table in reversed(Base.metadata.sorted_tables):
            doomed = _doomed(table, ids)
            gone += session.scalar(select(func.count()).select_from(table).where(doomed)) or 0
            session.execute(delete(table).where(doomed))
    return gone


def _doomed(table: Table, ids: Collection[str], seen: tuple[str, ...] = ()) -> ColumnElement[bool]:
    """The rows of a table that name one of the people, or that hang by a key on such a row of another table."""
    if table.name == PEOPLE:
        return table.c.id.in_(ids)
    named = [column.in_(ids) for column in table.columns if isinstance(column.type, String) and not isinstance(column.type, Text)]
    hung = []
    for key in table.foreign_key_constraints:
        parent = key.referred_table
        if parent is not table and parent.name not in seen:
            theirs = select(*(element.column for element in key.elements)).where(_doomed(parent, ids, (*seen, table.name)))
            hung.append(tuple_(*key.columns).in_(theirs) if len(key.elements) > 1 else next(iter(key.columns)).in_(theirs))
    return or_(false(), *named, *hung)
