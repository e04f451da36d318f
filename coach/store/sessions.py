"""Coaching sessions: the agreed step, for the two who agreed on it, and notes that only their writer reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import ValidationError
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from coach.reviews.session import FollowUp, Held
from coach.reviews.viewer import Viewer
from coach.store.audit import noted
from coach.store.engine import Database, insert
from coach.store.errors import NotYours, StoreError, Taken
from coach.store.people import must_lead
from coach.store.tables import PersonRow, new_id, now
from coach.store.tables_team import CoachingNoteRow, SessionRow

GONE = "There is no such coaching session, or it is not yours."
MISSED = "This session was changed meanwhile, by the other of you or in another tab. Yours is still here: copy it, reload, and put it in again."


@dataclass(frozen=True)
class CoachingSession:
    """A session of `by`, who leads, with `owner`. `at` is when it was kept: aware, in UTC."""

    id: str
    owner: str
    name: str
    by: str
    by_name: str
    held_on: date
    held: Held
    revision: int
    at: datetime


class Sessions:
    """Every method: NotYours for a session of two others, and for somebody whom the viewer does not lead; StoreError when the database
    cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hold(self, viewer: Viewer, person: str, held_on: date, held: Held) -> str:
        """Keep what was agreed in a session with somebody whom the viewer leads; returns its id."""
        at = now()
        with self._database.write() as session:
            must_lead(session, viewer, person)
            row = SessionRow(
                id=new_id(), owner=person, by=viewer.id, held_on=held_on, v=held.v, document=held.model_dump(mode="json"), revision=1,
                created_at=at, updated_at=at,
            )  # fmt: skip
            session.add(row)
            session.flush()
            return row.id

    def save(self, viewer: Viewer, id: str, held: Held, revision: int) -> int:
        """Change what was agreed; returns the new revision. Whoever led the session may, while they lead the person. Errors: Taken
        where it was changed since `revision`."""
        with self._database.write() as session:
            row = session.get(SessionRow, id, with_for_update=True)
            if row is None or row.by != viewer.id:
                raise NotYours(GONE)
            must_lead(session, viewer, row.owner)
            return _put(row, held, revision)

    def follow_up(self, viewer: Viewer, id: str, followed: FollowUp, revision: int) -> int:
        """Say what became of the step; either of the two may. Errors: Taken where it was changed since `revision`."""
        with self._database.write() as session:
            row = session.get(SessionRow, id, with_for_update=True)
            if row is None or viewer.id not in (row.by, row.owner):
                raise NotYours(GONE)
            if row.owner != viewer.id:
                must_lead(session, viewer, row.owner)
            return _put(row, _held(row).model_copy(update={"followed": followed}), revision)

    def mine(self, viewer: Viewer, limit: int = 50) -> list[CoachingSession]:
        """The sessions that others had with the viewer, the latest first. Alone, one's own."""
        return self._read(SessionRow.owner == viewer.id, limit)

    def with_person(self, viewer: Viewer, person: str, limit: int = 50) -> list[CoachingSession]:
        """The viewer's sessions with somebody whom they lead, the latest first."""
        with self._database.read() as session:
            must_lead(session, viewer, person)
            return self._read((SessionRow.by == viewer.id) & (SessionRow.owner == person), limit, session)

    def opened(self, viewer: Viewer, person: str) -> None:
        """Note in the log that the viewer opened the brief about somebody whom they lead."""
        with self._database.write() as session:
            must_lead(session, viewer, person)
            noted(session, viewer, person, "opened a coaching brief")

    def notes(self, viewer: Viewer, about: str) -> str:
        """What the viewer wrote down for themselves about somebody whom they lead; empty where nothing. Nobody else reads it here."""
        with self._database.read() as session:
            must_lead(session, viewer, about)
            row = session.get(CoachingNoteRow, (viewer.id, about))
            return row.text if row else ""

    def note(self, viewer: Viewer, about: str, text: str) -> None:
        """Keep it in the place of what was there."""
        with self._database.write() as session:
            must_lead(session, viewer, about)
            new = insert(session, CoachingNoteRow).values(owner=viewer.id, about=about, text=text, updated_at=now())
            changed = {"text": new.excluded.text, "updated_at": new.excluded.updated_at}
            session.execute(new.on_conflict_do_update(index_elements=["owner", "about"], set_=changed))

    def _read(self, where: ColumnElement[bool], limit: int, within: Session | None = None) -> list[CoachingSession]:
        rep, lead = aliased(PersonRow), aliased(PersonRow)
        chosen = (
            select(SessionRow, rep.name, lead.name)
            .outerjoin(rep, rep.id == SessionRow.owner)
            .outerjoin(lead, lead.id == SessionRow.by)
            .where(where)
            .order_by(SessionRow.held_on.desc(), SessionRow.created_at.desc(), SessionRow.id)
            .limit(limit)
        )
        if within is not None:
            return [_session(*row) for row in within.execute(chosen)]
        with self._database.read() as session:
            return [_session(*row) for row in session.execute(chosen)]


def _put(row: SessionRow, held: Held, revision: int) -> int:
    if row.revision != revision:
        raise Taken(MISSED)
    row.document, row.v, row.revision, row.updated_at = held.model_dump(mode="json"), held.v, revision + 1, now()
    return row.revision


def _held(row: SessionRow) -> Held:
    try:
        return Held.model_validate(row.document)
    except ValidationError as error:
        raise StoreError(f"A coaching session cannot be read ({str(error).splitlines()[0]}). Restore a backup, or use the version that wrote it.") from None


def _session(row: SessionRow, name: str | None, lead: str | None) -> CoachingSession:
    return CoachingSession(row.id, row.owner, name or "", row.by, lead or "", row.held_on, _held(row), row.revision, row.created_at)
