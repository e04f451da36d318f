"""Meetings, and moments of them, that reps hand in. Before that nobody but the rep sees a practice meeting, and it can be taken
back until it is reviewed. Of a moment that is handed in, only its turns are ever read for somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from coach.reviews.viewer import Viewer
from coach.roleplay.records import Meeting
from coach.store import turns
from coach.store.audit import noted
from coach.store.engine import Database
from coach.store.errors import NotYours, StoreError
from coach.store.meetings import Mode, StoredMeeting
from coach.store.owned import owned
from coach.store.people import leads
from coach.store.scores import Score, of_row
from coach.store.tables import MeetingRow, PersonRow, ScoreRow, SummaryRow, new_id, now
from coach.store.tables_team import ReviewRow, SubmissionRow

State = Literal["submitted", "in review", "returned", "done", "taken back"]
OPEN: tuple[State, ...] = ("submitted", "in review")
"""Until it is returned, the rep may take it back."""
SHOWN: tuple[State, ...] = (*OPEN, "returned", "done")
"""What a reviewer may read."""
BEFORE, AFTER = 2, 1
"""A moment is its turn with this many turns before and after it."""
GONE = "This was taken back by its rep, or it was never handed to you."


@dataclass(frozen=True)
class Submission:
    """`turn` None: the whole meeting. `name` is the rep's; empty for whoever scores it without knowing whose it is. `person` is
    whom the rep met. Times are aware, in UTC."""

    id: str
    owner: str
    name: str
    reviewer: str
    meeting: str
    person: str
    turn: int | None
    question: str
    shared: bool
    state: State
    answers: dict[str, str]
    assignment: str | None
    created_at: datetime
    updated_at: datetime


class Submissions:
    """Every method: NotYours for what is neither the viewer's nor was handed to them; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def submit(self, viewer: Viewer, meeting: str, question: str, turn: int | None = None, shared: bool = False, assignment: str | None = None) -> str:
        """Hand in a meeting, or the moment around one of its turns, to whoever leads the viewer; returns the submission's id.

        Errors: StoreError where nobody leads the viewer, for a turn that the meeting does not have, and for what was handed in before
        and is still looked at.
        """
        with self._database.write() as session:
            row = owned(session, viewer, meeting, lock=True)
            last = turns.last_turn(session, row.id)
            if turn is not None and not 1 <= turn <= last:
                raise StoreError(f"This meeting has turns 1 to {last}; choose one of them.")
            manager = viewer.id if viewer.alone else session.scalar(select(PersonRow.manager).where(PersonRow.id == viewer.id))
            if not manager:
                raise StoreError("Nobody is set as your manager yet. Ask whoever runs this installation to set one, then hand it in.")
            same = select(SubmissionRow.id).where(SubmissionRow.meeting == row.id, SubmissionRow.turn == turn, SubmissionRow.state.in_(OPEN))
            if session.scalar(same) is not None:
                raise StoreError("You handed this in already, and it is being looked at. Take it back first to change your question.")
            at, id = now(), new_id()
            session.add(
                SubmissionRow(
                    id=id, owner=viewer.id, reviewer=manager, meeting=row.id, turn=turn, question=question, shared=shared, state="submitted",
                    answers={}, assignment=assignment, created_at=at, updated_at=at,
                )
            )  # fmt: skip
            return id

    def take_back(self, viewer: Viewer, id: str) -> None:
        """Nobody else can read it from now on. Errors: StoreError once it was returned."""
        with self._database.write() as session:
            row = self._own(session, viewer, id)
            if row.state not in OPEN:
                raise StoreError("It was reviewed already, so it can no longer be taken back.")
            row.state, row.updated_at = "taken back", now()

    def answer(self, viewer: Viewer, id: str, answers: dict[str, str]) -> None:
        """Keep the rep's answers to decision questions, by question; what was answered before stays unless it is answered anew."""
        with self._database.write() as session:
            row = self._own(session, viewer, id)
            row.answers, row.updated_at = row.answers | answers, now()

    def close(self, viewer: Viewer, id: str) -> None:
        """The rep has read what came back. Errors: StoreError before it was returned."""
        with self._database.write() as session:
            row = self._own(session, viewer, id)
            if row.state not in ("returned", "done"):
                raise StoreError("This was not returned yet, so there is nothing to close.")
            row.state, row.updated_at = "done", now()

    def mine(self, viewer: Viewer, meeting: str | None = None, limit: int = 200) -> list[Submission]:
        """What the viewer handed in, the latest first; of one meeting, or of all. What was taken back is not in it."""
        chosen = _chosen(SubmissionRow.owner == viewer.id, SubmissionRow.state != "taken back")
        if meeting is not None:
            chosen = chosen.where(SubmissionRow.meeting == meeting)
        return self._listed(viewer, chosen.order_by(SubmissionRow.created_at.desc(), SubmissionRow.id).limit(limit))

    def queue(self, viewer: Viewer, limit: int = 100) -> list[Submission]:
        """What waits for the viewer, the oldest first."""
        if not viewer.may_lead:
            return []
        chosen = _chosen(handed_to(viewer), SubmissionRow.state.in_(OPEN))
        return self._listed(viewer, chosen.order_by(SubmissionRow.created_at, SubmissionRow.id).limit(limit))

    def given_back(self, viewer: Viewer, limit: int = 20) -> list[Submission]:
        """What was handed to the viewer and came back to its rep, the latest first."""
        if not viewer.may_lead:
            return []
        chosen = _chosen(handed_to(viewer), SubmissionRow.state.in_(("returned", "done")))
        return self._listed(viewer, chosen.order_by(SubmissionRow.updated_at.desc(), SubmissionRow.id).limit(limit))

    def of_person(self, viewer: Viewer, person: str, limit: int = 100) -> list[Submission]:
        """What somebody handed to the viewer, the latest first."""
        chosen = _chosen(handed_to(viewer), SubmissionRow.owner == person, SubmissionRow.state.in_(SHOWN))
        return self._listed(viewer, chosen.order_by(SubmissionRow.created_at.desc(), SubmissionRow.id).limit(limit)) if viewer.may_lead else []

    def one(self, viewer: Viewer, id: str) -> Submission:
        with self._database.read() as session:
            row = readable(session, viewer, id)
            found = self._listed(viewer, _chosen(SubmissionRow.id == row.id), session)
            return found[0]

    def open(self, viewer: Viewer, id: str) -> StoredMeeting:
        """The meeting of a submission, for its reviewer: the whole of it, or the turns of the moment and no others. Noted in the log."""
        with self._database.write() as session:
            row = readable(session, viewer, id, lock=True)
            noted(session, viewer, row.owner, "opened a moment" if row.turn else "opened a meeting", row.id)
            if row.state == "submitted" and row.reviewer == viewer.id:
                row.state, row.updated_at = "in review", now()
            return _read(session, row, viewer)

    def score(self, viewer: Viewer, id: str) -> Score | None:
        """What was measured in the meeting; None for a moment, where the rep has not looked back yet, and for whoever scores it to
        compare until their own levels are given back."""
        with self._database.read() as session:
            row = readable(session, viewer, id)
            if row.turn is not None or not (viewer.id in (row.owner, row.reviewer) or _gave_back(session, viewer, row)):
                return None
            found = session.scalars(select(ScoreRow).where(ScoreRow.meeting == row.meeting).order_by(ScoreRow.at.desc(), ScoreRow.hash).limit(1)).first()
            return of_row(found, session.get_one(MeetingRow, row.meeting)) if found else None

    def _own(self, session: Session, viewer: Viewer, id: str) -> SubmissionRow:
        if not (id.isascii() and id.isalnum()):
            raise NotYours(GONE)
        row = session.get(SubmissionRow, id, with_for_update=True)
        if row is None or row.owner != viewer.id or row.state == "taken back":
            raise NotYours(GONE)
        return row

    def _listed(self, viewer: Viewer, chosen: Select[SubmissionRow, str | None, str | None], within: Session | None = None) -> list[Submission]:
        if within is not None:
            return [_submission(viewer, row, name, met) for row, name, met in within.execute(chosen)]
        with self._database.read() as session:
            return [_submission(viewer, row, name, met) for row, name, met in session.execute(chosen)]


def readable(session: Session, viewer: Viewer, id: str, lock: bool = False) -> SubmissionRow:
    """A submission that is the viewer's own, was handed to them by somebody they still lead, or is shared with all who review.
    Errors: NotYours for any other, and for what was taken back.

    Whoever changes its state locks it: what is taken back in the same moment stays taken back.
    """
    if not (id.isascii() and id.isalnum()):  # comes from an address: may hold what a driver refuses
        raise NotYours(GONE)
    row = session.get(SubmissionRow, id, with_for_update=True if lock else None)
    if row is None or row.state not in SHOWN:
        raise NotYours(GONE)
    if row.owner == viewer.id or (viewer.may_lead and (row.shared or (row.reviewer == viewer.id and leads(session, viewer, row.owner)))):
        return row
    raise NotYours(GONE)


def _gave_back(session: Session, viewer: Viewer, row: SubmissionRow) -> bool:
    review = session.get(ReviewRow, (row.id, viewer.id))
    return review is not None and review.returned_at is not None


def handed_to(viewer: Viewer) -> ColumnElement[bool]:
    """Handed to the viewer by somebody whom they still lead."""
    led = or_(PersonRow.manager == viewer.id, SubmissionRow.owner == viewer.id) if viewer.alone else PersonRow.manager == viewer.id
    return and_(SubmissionRow.reviewer == viewer.id, led)


def _chosen(*where: ColumnElement[bool]) -> Select[SubmissionRow, str | None, str | None]:
    met = select(func.min(SummaryRow.name)).where(SummaryRow.meeting == SubmissionRow.meeting).correlate(SubmissionRow).scalar_subquery()
    return select(SubmissionRow, PersonRow.name, met).outerjoin(PersonRow, PersonRow.id == SubmissionRow.owner).where(*where)


def _submission(viewer: Viewer, row: SubmissionRow, name: str | None, met: str | None) -> Submission:
    known = viewer.id in (row.owner, row.reviewer)
    return Submission(
        id=row.id, owner=row.owner if known else "", name=(name or "") if known else "", reviewer=row.reviewer, meeting=row.meeting,
        person=met or "", turn=row.turn, question=row.question, shared=row.shared, state=cast(State, row.state), answers=dict(row.answers),
        assignment=row.assignment, created_at=row.created_at, updated_at=row.updated_at,
    )  # fmt: skip


def _read(session: Session, row: SubmissionRow, viewer: Viewer) -> StoredMeeting:
    found = session.get_one(MeetingRow, row.meeting)
    meeting = turns.read_meeting(session, found)
    if row.turn is not None:
        meeting = Meeting(setup=meeting.setup, turns=[one for one in meeting.turns if row.turn - BEFORE <= one.said.turn <= row.turn + AFTER])
    if viewer.id != row.owner:  # What an earlier meeting left, and the step of a plan, were not handed in.
        meeting = Meeting(setup=meeting.setup.model_copy(update={"after": None, "planned": None}), turns=meeting.turns)
    owner = found.owner if viewer.id in (row.owner, row.reviewer) else ""
    return StoredMeeting(
        id=found.id, owner=owner, meeting=meeting, mode=cast(Mode, found.mode), branched_from=None, branched_turn=None,
        created_at=found.created_at, updated_at=found.updated_at, engagement=found.engagement,
    )  # fmt: skip
