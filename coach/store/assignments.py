"""What people were asked to practise, what they began for it, and what was certified of it.

Whoever asked sees that a try was made and what was handed in; a meeting that was not handed in is never read for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import ValidationError
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from coach.reviews import assignments as words
from coach.reviews.assignments import Asked, HandedIn, Tried
from coach.reviews.certification import Certificate, Rating, Shown
from coach.reviews.viewer import Viewer
from coach.store.assigned_tries import handed_in_for, tries_of
from coach.store.audit import noted
from coach.store.certified import keep, kept, looked_at
from coach.store.engine import Database, insert
from coach.store.errors import NotYours, StoreError
from coach.store.owned import owned
from coach.store.people import leads, must_lead
from coach.store.tables import CampaignRow, EngagementRow, MeetingRow, PersonRow, new_id, now
from coach.store.tables_team import AssignmentRow, TryRow

GONE = "There is no such assignment, or it is not yours."


@dataclass(frozen=True)
class Assignment:
    """`owner` was asked by `by`. `started` is shared by the assignments of one start of a programme. Times are aware, in UTC."""

    id: str
    owner: str
    name: str
    by: str
    by_name: str
    asked: Asked
    started: str | None
    created_at: datetime
    tries: list[Tried]
    handed_in: list[HandedIn]
    certificate: Certificate | None

    @property
    def stage(self) -> words.Stage:
        return words.stage(self.tries, self.handed_in[0].state if self.handed_in else None)

    @property
    def open(self) -> bool:
        """Whether it is still the rep's turn to do something."""
        return self.stage in ("asked", "tried", "returned")


class Assignments:
    """Every method: NotYours for an assignment that is neither the viewer's nor of somebody whom they lead, and for people whom they do
    not lead; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, viewer: Viewer, person: str, asked: Sequence[Asked]) -> list[str]:
        """Ask somebody to practise; several at once are one start of a programme. Returns the ids, in their order."""
        at, started = now(), new_id() if len(asked) > 1 or (asked and asked[0].programme) else None
        with self._database.write() as session:
            must_lead(session, viewer, person)
            rows = [
                AssignmentRow(
                    id=new_id(), owner=person, by=viewer.id, due=one.due, programme=one.programme.id if one.programme else None, started=started,
                    v=one.v, document=one.model_dump(mode="json"), created_at=at, withdrawn_at=None,
                )
                for one in asked
            ]  # fmt: skip
            session.add_all(rows)
            noted(session, viewer, person, "asked for practice", rows[0].id if rows else "")
            return [row.id for row in rows]

    def move(self, viewer: Viewer, id: str, due: date) -> None:
        """Ask for it by another day."""
        with self._database.write() as session:
            row = self._led(session, viewer, id)
            row.due, row.document = due, row.document | {"due": due.isoformat()}
            noted(session, viewer, row.owner, "moved an assignment", row.id)

    def withdraw(self, viewer: Viewer, id: str) -> None:
        """No longer ask for it. What was tried stays with its owner, what was handed in stays handed in."""
        with self._database.write() as session:
            row = self._led(session, viewer, id)
            row.withdrawn_at = now()
            noted(session, viewer, row.owner, "withdrew an assignment", row.id)

    def mine(self, viewer: Viewer) -> list[Assignment]:
        """What the viewer was asked, in the order of the days it is asked for."""
        with self._database.read() as session:
            return self._read(session, viewer, AssignmentRow.owner == viewer.id)

    def led(self, viewer: Viewer, person: str | None = None) -> list[Assignment]:
        """What those whom the viewer leads were asked, or one of them, by whoever asked, in the order of the days. Alone: the viewer's own."""
        if not viewer.may_lead:
            return []
        mine = PersonRow.manager == viewer.id
        theirs = select(PersonRow.id).where(PersonRow.left_at.is_(None), or_(mine, PersonRow.id == viewer.id) if viewer.alone else mine)
        where = AssignmentRow.owner.in_(theirs)
        with self._database.read() as session:
            return self._read(session, viewer, where if person is None else where & (AssignmentRow.owner == person))

    def one(self, viewer: Viewer, id: str) -> Assignment:
        with self._database.read() as session:
            row = self._readable(session, viewer, id)
            return self._read(session, viewer, AssignmentRow.id == row.id)[0]

    def begun(self, viewer: Viewer, id: str, what: Literal["meeting", "campaign"], subject: str) -> None:
        """Something of the viewer's own was begun for what they were asked. The second of two ties changes nothing."""
        with self._database.write() as session:
            row = session.get(AssignmentRow, id, with_for_update=True)
            if row is None or row.owner != viewer.id or row.withdrawn_at is not None:
                raise NotYours(GONE)
            if what == "meeting":
                owned(session, viewer, subject)
            elif (found := session.get(CampaignRow, subject)) is None or found.owner != viewer.id:
                raise NotYours("There is no such campaign, or it is not yours.")
            new = insert(session, TryRow).values(id=new_id(), assignment=id, owner=viewer.id, at=now(), **{what: subject})
            session.execute(new.on_conflict_do_nothing())

    def campaign(self, viewer: Viewer, id: str) -> str | None:
        """The campaign that the viewer began last for what they were asked; None for none."""
        chosen = select(TryRow.campaign).where(TryRow.assignment == id, TryRow.owner == viewer.id, TryRow.campaign.is_not(None))
        with self._database.read() as session:
            return session.scalar(chosen.order_by(TryRow.at.desc()).limit(1))

    def of_meeting(self, viewer: Viewer, meeting: str) -> str | None:
        """For which assignment a meeting of the viewer's own was begun, itself or what it was tried again from; None for none."""
        with self._database.read() as session:
            engagement = owned(session, viewer, meeting).engagement
            in_campaign = select(TryRow.assignment).join(EngagementRow, EngagementRow.campaign == TryRow.campaign).where(EngagementRow.id == engagement)
            found = session.scalar(in_campaign)
            family = select(MeetingRow.id).where(MeetingRow.engagement == engagement, MeetingRow.owner == viewer.id)
            return found or session.scalar(select(TryRow.assignment).where(TryRow.meeting.in_(family)))

    def looked_at(self, viewer: Viewer, id: str) -> tuple[Shown | None, list[Rating]]:
        """What a certification of it rests on: the meeting handed in last, None where there is none, and its raters."""
        with self._database.read() as session:
            row = self._readable(session, viewer, id)
            return looked_at(session, row, _asked(row).criterion)

    def certify(self, viewer: Viewer, id: str, made: Certificate) -> Certificate:
        """Keep that it was certified, and return what is kept: the first stays as it was on its day. Errors: StoreError where it names a
        meeting, a rater or a level that are not those of the assignment, whoever asks."""
        with self._database.write() as session:
            row = self._readable(session, viewer, id)
            if not kept(session, [row.id]):
                shown, ratings = looked_at(session, row, _asked(row).criterion)
                given = {(one.rater, one.level, one.judge) for one in ratings}
                named = {(one.rater, one.level, one.judge) for one in made.raters}
                if shown is None or shown.meeting != made.meeting or not named or not named <= given:
                    raise StoreError("This was not scored so, and cannot be certified. Reload the page.")
            keep(session, row, made)
            return kept(session, [row.id])[row.id]

    def _led(self, session: Session, viewer: Viewer, id: str) -> AssignmentRow:
        row = session.get(AssignmentRow, id, with_for_update=True)
        if row is None or row.withdrawn_at is not None or not leads(session, viewer, row.owner):
            raise NotYours(GONE)
        return row

    def _readable(self, session: Session, viewer: Viewer, id: str) -> AssignmentRow:
        row = session.get(AssignmentRow, id)
        if row is None or row.withdrawn_at is not None or not (row.owner == viewer.id or leads(session, viewer, row.owner)):
            raise NotYours(GONE)
        return row

    def _read(self, session: Session, viewer: Viewer, where: ColumnElement[bool]) -> list[Assignment]:
        chosen = select(AssignmentRow).where(where, AssignmentRow.withdrawn_at.is_(None))
        rows = session.scalars(chosen.order_by(AssignmentRow.due, AssignmentRow.created_at, AssignmentRow.id)).all()
        if not rows:
            return []
        people = {id for row in rows for id in (row.owner, row.by)}
        names = {id: name for id, name in session.execute(select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(people)))}
        tries, handed = tries_of(session, viewer, rows), handed_in_for(session, viewer, rows)
        certified = kept(session, [row.id for row in rows])
        return [
            Assignment(
                row.id, row.owner, names.get(row.owner, ""), row.by, names.get(row.by, ""), _asked(row), row.started, row.created_at,
                tries.get(row.id, []), handed.get(row.id, []), certified.get(row.id),
            )
            for row in rows
        ]  # fmt: skip


def _asked(row: AssignmentRow) -> Asked:
    try:
        return Asked.model_validate(row.document)
    except ValidationError as error:
        raise StoreError(f"An assignment cannot be read ({str(error).splitlines()[0]}). Restore a backup, or use the version that wrote it.") from None
