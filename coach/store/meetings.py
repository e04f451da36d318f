"""Meetings: append-only turns, the branches from them, and what the rep notes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, cast

from sqlalchemy import insert as plain_insert
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from coach.content.base import Belief
from coach.reviews.viewer import Viewer
from coach.roleplay.records import Meeting, OutcomeKind, Replied, Said, Setup, Turn
from coach.store import engagements, measured, summaries, turns
from coach.store.engine import Database, insert
from coach.store.errors import StoreError, Taken
from coach.store.owned import owned
from coach.store.summaries import Summary
from coach.store.tables import EngagementRow, MeetingRow, NoteRow, ParticipantRow, RepliedRow, SaidRow, SummaryRow, new_id, now

Mode = Literal["played", "watched", "slot"]
NoteKind = Literal["prework", "reflection", "note"]


class Participant(NamedTuple):
    """Who sits across: the person's id is the id of their persona, `hash` the version of it that is used. A `guest` looks in on a
    meeting with somebody else, and has no line of their own in a list of meetings."""

    person: str
    name: str
    title: str
    hash: str
    kind: Literal["persona", "guest"] = "persona"


@dataclass(frozen=True)
class StoredMeeting:
    """A meeting and what only the store knows of it. Times are aware, in UTC."""

    id: str
    owner: str
    meeting: Meeting
    mode: Mode
    branched_from: str | None
    branched_turn: int | None
    created_at: datetime
    updated_at: datetime
    engagement: str


@dataclass(frozen=True)
class Note:
    """`turn` is None for a note about the meeting as a whole."""

    id: str
    kind: NoteKind
    text: str
    at: datetime
    turn: int | None = None


@dataclass(frozen=True)
class Relative:
    """A meeting and the one it was tried again from, after `turn`; None for both where it is the first."""

    id: str
    mode: Mode
    branched_from: str | None
    branched_turn: int | None
    created_at: datetime


@dataclass(frozen=True)
class Practised:
    """A meeting that practises a step of a plan: how far it went, and how it ended; `outcome` is None while it goes on."""

    meeting: str
    step: str
    turns: int
    belief: Belief
    outcome: OutcomeKind | None
    updated_at: datetime


class Meetings:
    """Every method: NotYours unless the viewer owns the meeting; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(
        self,
        viewer: Viewer,
        setup: Setup,
        first: Said,
        participants: Sequence[Participant | tuple[str, str, str, str]],
        mode: Mode = "played",
        engagement: str | None = None,
        account: str | None = None,
    ) -> str:
        """A new meeting with its turn 0; returns its id, twelve letters and digits.

        Without an engagement, one is made for this meeting in the viewer's campaign for `account` (default: the
        account among `setup.versions`). The first meeting that is played counts for its engagement.
        """
        people = [Participant(*one) for one in participants]
        if first.turn != 0:
            raise StoreError(f"A meeting begins with turn 0, not with turn {first.turn}.")
        if {one.person for one in people} != set(setup.opening) or len(people) != len(setup.opening):
            raise StoreError("The participants of a meeting must be those whose opening state its setup gives.")
        at = now()
        with self._database.write() as session:
            if engagement is None:
                belongs = engagements.unplanned(session, viewer, setup, account or engagements.account_of(setup))
            else:
                belongs = engagements.planned(session, viewer, engagement)
            row = MeetingRow(id=new_id(), engagement=belongs.id, owner=viewer.id, setup=setup.model_dump(mode="json"), mode=mode, created_at=at, updated_at=at)
            session.add(row)
            session.flush()
            for one in people:
                session.add(
                    ParticipantRow(
                        meeting=row.id, person=one.person, kind=one.kind, content_id=one.person, content_hash=one.hash, name=one.name, title=one.title
                    )
                )
            session.add(turns.said_row(row.id, first, at))
            session.flush()  # participants are read back for the summaries
            summaries.write_all(session, row, Meeting(setup=setup, turns=[Turn(said=first)]))
            if mode == "played" and belongs.counts is None:
                belongs.counts = row.id
            return row.id

    def append_said(self, viewer: Viewer, meeting: str, said: Said) -> None:
        """Commit the first record of the next turn.

        Errors: Taken when that turn exists, because another tab or process played it first; StoreError for a turn that
        leaves a gap.
        """
        with self._database.write() as session:
            row = self._mine(session, viewer, meeting, lock=True)
            last = turns.last_turn(session, row.id)
            if said.turn <= last:
                raise Taken(f"Turn {said.turn} was already played in another tab or window. Reload this page to go on from turn {last}.")
            if said.turn > last + 1:
                raise StoreError(f"Turn {said.turn} cannot follow turn {last}: turns are added one by one. Reload this page.")
            row.updated_at = now()
            session.add(turns.said_row(row.id, said, row.updated_at))
            if not summaries.add_turn(session, row, said):
                session.flush()
                summaries.write_all(session, row, turns.read_meeting(session, row))

    def append_reply(self, viewer: Viewer, meeting: str, replied: Replied) -> Replied:
        """Commit what one participant answered, and return what is stored: the first reply of a person to a turn stays."""
        with self._database.write() as session:
            row = self._mine(session, viewer, meeting, lock=True)
            if session.get(SaidRow, (row.id, replied.turn)) is None:
                raise StoreError(f"Turn {replied.turn} has not been said yet, so nobody can reply to it.")
            if session.get(ParticipantRow, (row.id, replied.person)) is None:
                raise StoreError(f"'{replied.person}' does not take part in this meeting.")
            at = now()
            new = insert(session, RepliedRow).values(
                meeting=row.id, turn=replied.turn, person=replied.person, v=replied.v, record=replied.model_dump(mode="json"), at=at
            )
            if session.scalar(new.on_conflict_do_nothing().returning(RepliedRow.turn)) is None:
                return turns.read_reply(session.get_one(RepliedRow, (row.id, replied.turn, replied.person)))
            row.updated_at = at
            summaries.touch(session, row)
            return replied

    def load(self, viewer: Viewer, meeting: str) -> StoredMeeting:
        """The meeting with all its turns. Errors: StoreError for a record of a newer version."""
        with self._database.read() as session:
            row = self._mine(session, viewer, meeting)
            return StoredMeeting(
                id=row.id,
                owner=row.owner,
                meeting=turns.read_meeting(session, row),
                mode=cast(Mode, row.mode),
                branched_from=row.branched_from,
                branched_turn=row.branched_turn,
                created_at=row.created_at,
                updated_at=row.updated_at,
                engagement=row.engagement,
            )

    def branch(self, viewer: Viewer, meeting: str, turn: int) -> str:
        """A new meeting to play on from `turn`, with the turns 0 to `turn` copied; returns its id.

        It belongs to the same engagement and never becomes the meeting that counts. Errors: StoreError for a turn
        that the meeting does not have.
        """
        at = now()
        with self._database.write() as session:
            source = self._mine(session, viewer, meeting, lock=True)
            last = turns.last_turn(session, source.id)
            if not 0 <= turn <= last:
                raise StoreError(f"This meeting has turns 0 to {last}, so it cannot be played again from turn {turn}.")
            # Whoever takes over plays, even where the original was only watched.
            row = MeetingRow(
                id=new_id(),
                engagement=source.engagement,
                owner=viewer.id,
                setup=source.setup,
                mode="played",
                branched_from=source.id,
                branched_turn=turn,
                created_at=at,
                updated_at=at,
            )
            session.add(row)
            session.flush()
            # Row for row in the database: a copy is what was recorded, whatever version recorded it.
            for table in (ParticipantRow, SaidRow, RepliedRow):
                columns = [column for column in table.__table__.columns if column.name != "meeting"]
                copied = select(literal(row.id), *columns).where(table.__table__.c.meeting == source.id)
                if table is not ParticipantRow:
                    copied = copied.where(table.__table__.c.turn <= turn)
                session.execute(plain_insert(table).from_select(["meeting", *(column.name for column in columns)], copied))
            summaries.write_all(session, row, turns.read_meeting(session, row))
            return row.id

    def count(self, viewer: Viewer, meeting: str) -> None:
        """Make this meeting the one that counts for its engagement: what comes next goes on from it."""
        with self._database.write() as session:
            row = self._mine(session, viewer, meeting, lock=True)
            session.get_one(EngagementRow, row.engagement, with_for_update=True).counts = row.id

    def recent(self, viewer: Viewer, limit: int = 20) -> list[Summary]:
        """The viewer's meetings, last used first; one line a participant."""
        with self._database.read() as session:
            return summaries.recent(session, viewer, limit)

    def practised(self, viewer: Viewer, plan: str) -> list[Practised]:
        """The viewer's meetings that practise a step of this plan, tries again included, last used first."""
        step = MeetingRow.setup["planned", "step"].as_string()
        chosen = (
            select(MeetingRow.id, step, SummaryRow.turns, SummaryRow.belief, SummaryRow.outcome, SummaryRow.updated_at)
            .join(SummaryRow, SummaryRow.meeting == MeetingRow.id)
            .where(MeetingRow.owner == viewer.id, MeetingRow.mode == "played", MeetingRow.setup["planned", "plan"].as_string() == plan)
            .order_by(SummaryRow.updated_at.desc(), MeetingRow.id)
        )
        with self._database.read() as session:
            return [Practised(*row) for row in session.execute(chosen).all()]

    def rebuild(self, viewer: Viewer | None = None) -> int:
        """Make summaries again from the turns: the viewer's own, or everybody's. Returns how many were written.

        Meetings go one by one, so the app can stay in use. Errors: StoreError with a line for each meeting that cannot
        be read; the others are done all the same.
        """
        chosen = select(MeetingRow.id).order_by(MeetingRow.created_at)
        if viewer is not None:
            chosen = chosen.where(MeetingRow.owner == viewer.id)
        with self._database.read() as session:
            ids = session.scalars(chosen).all()
        count, problems = 0, []
        for one in ids:
            try:
                with self._database.write() as session:
                    row = session.get_one(MeetingRow, one, with_for_update=True)
                    count += summaries.write_all(session, row, turns.read_meeting(session, row))
                    measured.write_again(session, row)
            except StoreError as error:
                problems += error.lines
        if problems:
            raise StoreError(*problems)
        return count

    def family(self, viewer: Viewer, meeting: str) -> list[Relative]:
        """This meeting, all it was tried again from, and all tries of those, in the order in which they were begun."""
        with self._database.read() as session:
            row = self._mine(session, viewer, meeting)
            # A try belongs to the engagement of what it was tried from.
            chosen = select(MeetingRow).where(MeetingRow.engagement == row.engagement, MeetingRow.owner == viewer.id)
            rows = {one.id: one for one in session.scalars(chosen.order_by(MeetingRow.created_at, MeetingRow.id))}

        def first(id: str) -> str:
            while (before := rows[id].branched_from) in rows:
                id = before
            return id

        related = [one for one in rows.values() if first(one.id) == first(meeting)]
        return [Relative(one.id, cast(Mode, one.mode), one.branched_from, one.branched_turn, one.created_at) for one in related]

    def note(self, viewer: Viewer, meeting: str, text: str, kind: NoteKind = "note", turn: int | None = None) -> str:
        """Write something down beside a meeting, or beside one of its turns; returns the note's id. Errors: StoreError for a
        turn that the meeting does not have."""
        with self._database.write() as session:
            row = self._mine(session, viewer, meeting)
            if turn is not None and not 0 <= turn <= turns.last_turn(session, row.id):
                raise StoreError(f"This meeting has no turn {turn} to write beside.")
            # The last one counts, so it is the last though the clock was put back.
            before = session.scalar(select(NoteRow.at).where(NoteRow.meeting == row.id).order_by(NoteRow.at.desc()).limit(1))
            at = now() if before is None else max(now(), before + timedelta(microseconds=1))
            note = NoteRow(id=new_id(), meeting=row.id, owner=viewer.id, kind=kind, text=text, turn=turn, at=at)
            session.add(note)
            return note.id

    def notes(self, viewer: Viewer, meeting: str) -> list[Note]:
        """What was written down beside a meeting, oldest first."""
        with self._database.read() as session:
            chosen = select(NoteRow).where(NoteRow.meeting == self._mine(session, viewer, meeting).id).order_by(NoteRow.at, NoteRow.id)
            return [Note(id=row.id, kind=cast(NoteKind, row.kind), text=row.text, at=row.at, turn=row.turn) for row in session.scalars(chosen)]

    def _mine(self, session: Session, viewer: Viewer, meeting: str, lock: bool = False) -> MeetingRow:
        return owned(session, viewer, meeting, lock)
