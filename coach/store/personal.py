"""All that is kept of one person: to take along, and to erase. Found by walking the tables, so that a table which is added later is
covered as soon as it has an `owner` or belongs to one that has; a test asks where any other column with a person in it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Table, and_, delete, false, or_, select, tuple_, update
from sqlalchemy.orm import Session

from coach.reviews.viewer import Viewer
from coach.store.engine import Database
from coach.store.errors import NotAllowed
from coach.store.library import rename, unused_pseudonym
from coach.store.tables import Base, PersonRow, new_id, now
from coach.store.tables_team import AuditRow, CoachingNoteRow, ReviewRow, RideAlongRow, SubmissionRow

Fate = Literal["erase", "gone", "pseudonym", "wrote", "clear"]
"""What becomes of a row, or of its column, when the person in that column is erased: the row goes; it goes, and as somebody else's words
it is no part of what they can take along; a pseudonym stands there from then on; the same, and what they wrote is part of what they can
take along; or the column is emptied (a key to a row that goes, too)."""

FATES: dict[str, dict[str, Fate]] = {
    "people": {"id": "erase", "manager": "clear"},
    "logins": {"person": "erase"},
    "meetings": {"branched_from": "clear"},
    "submissions": {"reviewer": "pseudonym"},
    "reviews": {"reviewer": "wrote"},
    "ride_alongs": {"observed": "gone", "observer": "wrote"},
    "audit": {"by": "wrote", "about": "pseudonym", "subject": "pseudonym"},
    "assignments": {"by": "pseudonym"},
    "certificate_raters": {"rater": "pseudonym"},
    "coaching_sessions": {"by": "pseudonym"},
    "coaching_notes": {"owner": "wrote", "about": "gone"},  # Taken along by their writer alone, gone with either.
    "message_versions": {"by": "wrote"},  # Who approved what is kept for ever, under a pseudonym.
    "message_trail": {"by": "wrote"},
}
"""Tables with people in other columns than `owner`, whose rows are erased unless it stands here otherwise."""
NOBODYS = frozenset({"content_versions"})
"""Tables without anybody in them."""
UNSENT: dict[str, Callable[[str], ColumnElement[bool]]] = {
    "reviews": lambda person: and_(ReviewRow.reviewer == person, ReviewRow.returned_at.is_(None)),
    "ride_alongs": lambda person: and_(RideAlongRow.observer == person, RideAlongRow.given_at.is_(None)),
    "coaching_notes": lambda person: CoachingNoteRow.owner == person,
}
"""What somebody wrote about others and never sent: it goes with them."""
READABLE: dict[str, Callable[[str], ColumnElement[bool]]] = {
    "reviews": lambda person: and_(
        ReviewRow.returned_at.is_not(None),
        select(SubmissionRow.id)
        .where(SubmissionRow.id == ReviewRow.submission, SubmissionRow.owner == person, SubmissionRow.reviewer == ReviewRow.reviewer)
        .exists(),
    ),
    "ride_alongs": lambda person: and_(RideAlongRow.observed == person, RideAlongRow.given_at.is_not(None)),
    "audit": lambda person: AuditRow.about == person,
}
"""What others wrote about somebody that this person may read, so that it is part of what they can take along."""
Doomed = dict[Table, ColumnElement[bool]]


@dataclass(frozen=True)
class Erased:
    """`meetings`: ids of those that are gone, for what is kept of them outside the database; `rows`: how many, in all tables."""

    pseudonym: str
    meetings: tuple[str, ...]
    rows: int


class Personal:
    """Every method: StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def export(self, viewer: Viewer, person: str) -> dict[str, list[dict[str, Any]]]:
        """Everything of theirs, by table; tables without anything are left out. Errors: NotAllowed for anybody else, administrators too:
        they keep the list of people and see no meetings."""
        if viewer.id != person:
            raise NotAllowed("Only the person can take along what is kept of them.")
        gone, found = doomed(_roots(person, ("erase",))), {}
        with self._database.read() as session:
            for table in Base.metadata.sorted_tables:
                rows = session.execute(select(table).where(_theirs(table, person, gone)).order_by(*table.primary_key.columns)).mappings()
                if listed := [dict(row) for row in rows]:
                    found[table.name] = listed
        return found

    def erase(self, viewer: Viewer, person: str) -> Erased:
        """Delete everything of theirs for good, and put a pseudonym where a record must stay. Errors: NotAllowed for anybody but the
        person and administrators."""
        if viewer.id != person and viewer.role != "admin":
            raise NotAllowed("Only the person and an administrator can do this.")
        with self._database.erase() as session:
            known = session.get(PersonRow, person)
            name, pseudonym = known.name if known else "", unused_pseudonym(session)
            if known is not None:
                session.expunge(known)
            rename(session, person, pseudonym, name)
            session.flush()
            gone = doomed(_roots(person))
            meetings = Base.metadata.tables["meetings"]
            ids = tuple(session.scalars(select(meetings.c.id).where(gone[meetings])))
            rows = remove(session, gone)
            for table, column, fate in _columns():
                if fate in ("pseudonym", "wrote"):
                    session.execute(update(table).where(table.c[column] == person).values({column: pseudonym}))
                elif fate == "clear" and not table.c[column].foreign_keys:
                    session.execute(update(table).where(table.c[column] == person).values({column: None}))
            by = pseudonym if viewer.id == person else viewer.id
            session.add(AuditRow(id=new_id(), at=now(), by=by, about=pseudonym, what="erased everything of theirs", subject=""))
            return Erased(pseudonym, ids, rows)


def doomed(roots: Mapping[str, Iterable[ColumnElement[bool]]]) -> Doomed:
    """Which rows go with the `roots` (conditions by table): what belongs to them by a foreign key, and what belongs to that."""
    found: Doomed = {}
    for table in Base.metadata.sorted_tables:
        parts = list(roots.get(table.name, ()))
        for key in table.foreign_key_constraints:
            parent, own = key.referred_table, list(key.columns)
            if parent is table or parent not in found or FATES.get(table.name, {}).get(own[0].name) == "clear":
                continue
            theirs = select(*(element.column for element in key.elements)).where(found[parent]).correlate(None)
            parts.append(tuple_(*own).in_(theirs) if len(own) > 1 else own[0].in_(theirs))
        if parts:
            found[table] = or_(*parts)
    return found


def remove(session: Session, gone: Doomed) -> int:
    """Delete those rows, what depends on them first, and empty the columns that point at them and stay; returns how many went."""
    for table, column, fate in _columns():
        for key in table.c[column].foreign_keys if fate == "clear" else ():
            if (parent := key.column.table) in gone:
                pointing = table.c[column].in_(select(key.column).where(gone[parent]).correlate(None))
                session.execute(update(table).where(pointing).values({column: None}))
    return sum(session.execute(delete(table).where(gone[table])).rowcount for table in reversed(Base.metadata.sorted_tables) if table in gone)  # type: ignore[attr-defined]


def _roots(person: str, fates: tuple[Fate, ...] = ("erase", "gone")) -> dict[str, list[ColumnElement[bool]]]:
    roots: dict[str, list[ColumnElement[bool]]] = {}
    for table in Base.metadata.sorted_tables:
        said = FATES.get(table.name, {})
        columns = [name for name in table.c.keys() if said.get(name, "erase" if name == "owner" else None) in fates]  # noqa: SIM118
        roots[table.name] = [table.c[name] == person for name in columns] + ([UNSENT[table.name](person)] if table.name in UNSENT else [])
    return roots


def _theirs(table: Table, person: str, gone: Doomed) -> ColumnElement[bool]:
    """What of a table a person can take along: what would be erased, but nothing that somebody else wrote unless they may read it."""
    wrote = [table.c[name] == person for name, fate in FATES.get(table.name, {}).items() if fate == "wrote"]
    own = wrote or ([gone[table]] if table in gone else [])
    return or_(false(), *own, *([READABLE[table.name](person)] if table.name in READABLE else []))


def _columns() -> list[tuple[Table, str, Fate]]:
    return [(Base.metadata.tables[name], column, fate) for name, fates in FATES.items() for column, fate in fates.items()]
