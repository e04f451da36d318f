"""Messages as they were edited in the app: versions that are only ever added, and the trail of who did what.

They belong to the whole installation, not to whoever wrote them. Whoever may only draft cannot put anything in force here.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, tuple_, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coach.content.library import Message
from coach.messages.versions import DECIDED, SELF_APPROVED, Step, writers
from coach.reviews.viewer import Viewer
from coach.store.engine import Database
from coach.store.errors import NotAllowed, StoreError, Taken
from coach.store.tables import ALPHABET, MessageTrailRow, MessageVersionRow, new_id, now
from coach.store.usage import Use, uses

Key = tuple[str, str, int]
"""Library, message, version."""
AT_ONCE = 500
FILES = "the files"
"""By whom a version is that was taken over from the files."""


@dataclass(frozen=True)
class Version:
    """A message as somebody left it. `document` is a Message as plain values; `by` an id of a viewer, a pseudonym, or FILES."""

    library: str
    message: str
    version: int
    document: dict[str, Any]
    by: str
    at: datetime


@dataclass(frozen=True)
class Entry:
    """One step in the trail of a message. `batch` holds together what was imported, or undone, at once."""

    id: str
    library: str
    message: str
    version: int
    what: Step
    note: str
    batch: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class New:
    """A version to add. `below`: the message as the files have it, kept first where the app has no version of it yet."""

    message: Message
    what: Step
    note: str = ""
    below: Message | None = None


@dataclass(frozen=True)
class Batch:
    """An import: how many messages it touched, and whether it was undone."""

    id: str
    note: str
    messages: int
    by: str
    at: datetime
    undone: bool


@dataclass(frozen=True)
class Undone:
    """What undoing an import did. `restored`: as before it; `withdrawn`: new by it; `left`: changed since by somebody."""

    restored: list[str]
    withdrawn: list[str]
    left: list[str]


class LibraryEdits:
    """Every method: StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self, viewer: Viewer) -> int:
        """A number that changes whenever a version was added by anybody. Cheap: one count over the key."""
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(MessageVersionRow)) or 0

    def since(self, viewer: Viewer, known: Set[Key]) -> list[Version]:
        """All versions that are not among `known`, oldest first in each message."""
        row = MessageVersionRow
        with self._database.read() as session:
            keys = {(one[0], one[1], one[2]) for one in session.execute(select(row.library, row.message, row.version))}
            wanted = sorted(keys - known)
            if len(wanted) > 4 * AT_ONCE:  # After a large import one look at all of them is quicker than many at some.
                every = session.scalars(select(row).order_by(row.library, row.message, row.version))
                return [_version(one) for one in every if (one.library, one.message, one.version) not in known]
            found: list[Version] = []
            for start in range(0, len(wanted), AT_ONCE):
                some = wanted[start : start + AT_ONCE]
                chosen = select(row).where(tuple_(row.library, row.message, row.version).in_(some)).order_by(row.library, row.message, row.version)
                found += [_version(one) for one in session.scalars(chosen)]
            return found

    def add(self, viewer: Viewer, library: str, new: New) -> None:
        """Add a version. Errors: Taken when somebody else added one after the version it was written over, with who it was; NotAllowed
        for what puts a message in force or stops it by somebody who may not."""
        self.add_all(viewer, library, [new])

    def add_all(self, viewer: Viewer, library: str, new: Sequence[New], batch: bool = False) -> str | None:
        """Add versions of several messages, all or none; with `batch`, they can be undone together by the id that is returned. Nobody
        approves what they wrote themselves: NotAllowed; somebody who is alone may, and the trail says so."""
        if not viewer.may_approve and any(one.message.status in DECIDED for one in new):
            raise NotAllowed("Approving and withdrawing is for whoever keeps the library. Save it as a draft and send it for review.")
        name, at = new_id() if batch else None, now()
        with self._database.write() as session:
            last = _last(session, library, [one.message.id for one in new])
            late = [one.message.id for one in new if (last.get(one.message.id, _below(one))) != one.message.version - 1]
            if late:
                raise Taken(*_told(session, library, late))
            taken_over = [one for one in new if one.below is not None and one.message.id not in last]
            new = [_approving(session, viewer, library, one) for one in new]
            versions = [_row(library, one.below, FILES, at) for one in taken_over if one.below is not None]
            versions += [_row(library, one.message, viewer.id, at) for one in new]
            steps = [_step(library, one.below, "taken over", "as it stood in the files", None, FILES, at) for one in taken_over if one.below is not None]
            steps += [_step(library, one.message, one.what, one.note, name, viewer.id, at) for one in new]
            _insert(session, versions, steps, library, [one.message.id for one in new])
        return name

    def writers(self, viewer: Viewer, library: str, message: str) -> set[str]:
        """Who wrote the words of a message that nobody has approved yet, by the ids of viewers."""
        with self._database.read() as session:
            return _writers(session, library, message)

    def history(self, viewer: Viewer, library: str, message: str) -> list[Version]:
        """All versions of a message, oldest first."""
        row = MessageVersionRow
        with self._database.read() as session:
            chosen = select(row).where(row.library == library, row.message == message).order_by(row.version)
            return [_version(one) for one in session.scalars(chosen)]

    def trail(self, viewer: Viewer, library: str, message: str) -> list[Entry]:
        """Who did what to a message and when, oldest first."""
        row = MessageTrailRow
        with self._database.read() as session:
            chosen = select(row).where(row.library == library, row.message == message).order_by(row.version, row.at, row.id)
            return [_entry(one) for one in session.scalars(chosen)]

    def batches(self, viewer: Viewer, library: str, limit: int = 10) -> list[Batch]:
        """The imports into a library, newest first."""
        row = MessageTrailRow
        of_imports = (row.library == library, row.batch.is_not(None))
        with self._database.read() as session:
            chosen = (
                select(row.batch, func.min(row.note), func.count(), func.min(row.by), func.min(row.at))
                .where(*of_imports, row.what == "imported")
                .group_by(row.batch)
                .order_by(func.min(row.at).desc(), row.batch)
                .limit(limit)
            )
            back = set(session.scalars(select(row.batch).where(*of_imports, row.what == "undone").distinct()))
            return [Batch(id, note, count, by, at, id in back) for id, note, count, by, at in session.execute(chosen) if id]

    def undo(self, viewer: Viewer, library: str, batch: str) -> Undone:
        """Take an import back: each message gets one more version, as it was before, or withdrawn where the import brought it.
        What somebody changed since stays. Nothing is erased. Errors: StoreError where there is no such import, or it was undone."""
        if not viewer.may_approve:
            raise NotAllowed("Undoing an import is for whoever keeps the library.")
        row, at = MessageTrailRow, now()
        with self._database.write() as session:
            found = list(session.scalars(select(row).where(row.library == library, row.batch == batch).order_by(row.message)))
            if not found:
                raise StoreError("There is no such import in this library.")
            if any(one.what == "undone" for one in found):
                raise StoreError("This import was undone already. Reload the page to see what stands now.")
            last = _last(session, library, [one.message for one in found])
            done = Undone([], [], [one.message for one in found if last[one.message] != one.version])
            versions, steps = [], []
            for start in range(0, len(found), AT_ONCE):
                some = [one for one in found[start : start + AT_ONCE] if last[one.message] == one.version]
                before = _before(session, library, {one.message: one.version for one in some})
                for one in some:
                    document = before[one.message].get(_previous(before[one.message], one.version))
                    if document is None:
                        document, pool = before[one.message][one.version] | {"status": "withdrawn"}, done.withdrawn
                    else:
                        pool = done.restored
                    pool.append(one.message)
                    note = "as it was before the import" if pool is done.restored else "withdrawn: the import had brought it"
                    back = Message.model_validate(document | {"version": one.version + 1})
                    versions.append(_row(library, back, viewer.id, at))
                    steps.append(_step(library, back, "undone", note, batch, viewer.id, at))
            _insert(session, versions, steps, library, done.restored + done.withdrawn)
        return done

    def uses(self, viewer: Viewer, library: str) -> list[Use]:
        """Which messages the viewer used in their own meetings, and what followed; the most used first."""
        with self._database.read() as session:
            return uses(session, viewer, library)

    def pseudonymise(self, viewer: Viewer, person: str, name: str = "") -> str:
        """Replace a person by a pseudonym in every version and step of theirs, and their `name` where an approval names it as
        approver; what was approved and when stays. Returns the pseudonym. Errors: NotAllowed for anybody but the person and admins."""
        if viewer.id != person and viewer.role != "admin":
            raise NotAllowed("Only the person and an administrator can do this.")
        with self._database.write() as session:
            pseudonym = unused_pseudonym(session)
            rename(session, person, pseudonym, name)
            session.flush()
            return pseudonym


def unused_pseudonym(session: Session) -> str:
    """A name for somebody who is not to be known any more, and whom it was not used for before."""
    taken = set(session.scalars(select(MessageVersionRow.by).distinct())) | set(session.scalars(select(MessageTrailRow.by).distinct()))
    while (pseudonym := f"somebody-{''.join(secrets.choice(ALPHABET) for _ in range(4))}") in taken:
        continue
    return pseudonym


def rename(session: Session, person: str, pseudonym: str, name: str = "") -> None:
    """Put a pseudonym in the place of a person in every version and step of theirs, and of their `name` where an approval names it."""
    for table in (MessageVersionRow, MessageTrailRow):
        session.execute(update(table).where(table.by == person).values(by=pseudonym))
    if name.strip():
        wanted = MessageVersionRow.document["approved_by"].as_string() == name
        for row in session.scalars(select(MessageVersionRow).where(wanted)):
            row.document = row.document | {"approved_by": pseudonym}


def _version(row: MessageVersionRow) -> Version:
    return Version(row.library, row.message, row.version, row.document, row.by, row.at)


def _entry(row: MessageTrailRow) -> Entry:
    return Entry(row.id, row.library, row.message, row.version, row.what, row.note, row.batch, row.by, row.at)  # type: ignore[arg-type]


def _below(new: New) -> int:
    """The version that is there before the app has any: the one in the files, or none."""
    return new.below.version if new.below is not None else 0


def _row(library: str, message: Message, by: str, at: datetime) -> dict[str, Any]:
    document = message.model_dump(mode="json", exclude_defaults=True)
    return {"library": library, "message": message.id, "version": message.version, "document": document, "by": by, "at": at}


def _step(library: str, message: Message, what: Step, note: str, batch: str | None, by: str, at: datetime) -> dict[str, Any]:
    about = {"library": library, "message": message.id, "version": message.version}
    return {"id": new_id(), **about, "what": what, "note": note, "batch": batch, "by": by, "at": at}


def _writers(session: Session, library: str, message: str) -> set[str]:
    step, version = MessageTrailRow, MessageVersionRow
    same = (version.library == step.library, version.message == step.message, version.version == step.version)
    chosen = (
        select(step.what, step.by, version.document["status"].as_string())
        .join(version, and_(*same))
        .where(step.library == library, step.message == message)
        .order_by(step.version.desc())
    )
    return writers((what, by, status) for what, by, status in session.execute(chosen))


def _approving(session: Session, viewer: Viewer, library: str, new: New) -> New:
    """What is to be added, with a word in its note where whoever approves wrote it."""
    if new.what != "approved" or viewer.id not in _writers(session, library, new.message.id):
        return new
    if not viewer.alone:
        raise NotAllowed(f"You wrote what waits in {new.message.id}, so somebody else approves it. Send it for review, and tell them.")
    return replace(new, note=f"{new.note}; {SELF_APPROVED}" if new.note else SELF_APPROVED)


def _insert(session: Session, versions: list[dict[str, Any]], steps: list[dict[str, Any]], library: str, ids: list[str]) -> None:
    try:
        for table, rows in ((MessageVersionRow, versions), (MessageTrailRow, steps)):
            if rows:
                session.execute(plain_insert(table), rows)
    except IntegrityError as error:
        # PostgreSQL lets two look at once; the key lets one of them write.
        raise Taken(_late(ids)) from error


def _last(session: Session, library: str, ids: Iterable[str]) -> dict[str, int]:
    """The last version of each message that the app has one of."""
    row, wanted = MessageVersionRow, list(ids)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), AT_ONCE):
        chosen = select(row.message, func.max(row.version)).where(row.library == library, row.message.in_(wanted[start : start + AT_ONCE]))
        found |= {id: version for id, version in session.execute(chosen.group_by(row.message))}
    return found


def _before(session: Session, library: str, ids: Mapping[str, int]) -> dict[str, dict[int, dict[str, Any]]]:
    """The documents of messages up to a version, by message and version."""
    row = MessageVersionRow
    found: dict[str, dict[int, dict[str, Any]]] = {id: {} for id in ids}
    for one in session.scalars(select(row).where(row.library == library, row.message.in_(list(ids)))):
        found[one.message][one.version] = one.document
    return found


def _previous(versions: Mapping[int, Any], version: int) -> int:
    """The version before one; 0 where there is none."""
    return max((one for one in versions if one < version), default=0)


def _late(ids: Sequence[str]) -> str:
    which = ", ".join(ids[:3]) + (f" and {len(ids) - 3:,} more" if len(ids) > 3 else "")
    return f"Somebody else saved {which} in the meantime. Nothing of yours was written, and nothing you typed is lost."


def _told(session: Session, library: str, ids: Sequence[str]) -> list[str]:
    """Who was faster, for one message; for many, which."""
    if len(ids) > 1:
        return [_late(ids)]
    row = MessageVersionRow
    newest = session.scalar(select(row).where(row.library == library, row.message == ids[0]).order_by(row.version.desc()).limit(1))
    if newest is None:
        return [f"{ids[0]} is not there any more as you saw it. Reload the page; nothing you typed is lost."]
    return [
        f"Somebody ({newest.by}) saved version {newest.version} of {ids[0]} while you wrote. Nothing of yours was written over it, and nothing you "
        "typed is lost."
    ]
