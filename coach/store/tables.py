"""The tables. The same on SQLite and PostgreSQL: text ids made here, JSON for records, times in UTC.

Owners are plain text, not foreign keys: a login may be known before its row in `people` is.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, ForeignKeyConstraint, Index, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ALPHABET = "abcdefghjkmnpqrstvwxyz0123456789"
"""Without i, l, o and u: ids are read aloud and typed, and stay clear of words."""


def new_id() -> str:
    """Twelve letters and digits, 60 random bits: safe in an address and not to be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


_AS_OF: ContextVar[datetime | None] = ContextVar("as of", default=None)


def now() -> datetime:
    """When what is written now counts as written: by the clock, but inside `as_of`."""
    return _AS_OF.get() or datetime.now(UTC)


@contextmanager
def as_of(at: datetime) -> Iterator[None]:
    """Inside the block rows are written as if it were then, so that a demo fills a quarter in minutes. `at` is aware."""
    token = _AS_OF.set(at)
    try:
        yield
    finally:
        _AS_OF.reset(token)


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime. SQLite forgets the zone, so UTC is what is stored and what comes back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text that people type. PostgreSQL refuses NUL and half a surrogate pair; neither means anything, so they go."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map: ClassVar = {dict[str, Any]: JSON, list[str]: JSON, datetime: UtcTime}


class PersonRow(Base):
    """Somebody who uses the app. `role` None: as the login's claims say, else a rep. `manager` is the id of whoever leads them."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Words)
    created_at: Mapped[datetime]
    email: Mapped[str | None] = mapped_column(index=True)
    role: Mapped[str | None]
    manager: Mapped[str | None] = mapped_column(index=True)
    team: Mapped[str | None] = mapped_column(Words)
    left_at: Mapped[datetime | None]


class ContentVersionRow(Base):
    """A whole document as it was when a meeting first used it, so that a debrief works after any upgrade."""

    __tablename__ = "content_versions"
    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]]
    stored_at: Mapped[datetime]


class ContentEditRow(Base):
    """The third content layer: edits and drafts made in the app, each its owner's own."""

    __tablename__ = "content_edits"
    owner: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class CampaignRow(Base):
    """Where engagements belong. A campaign that is played has a seed, a difficulty, and the version of the account it was begun with."""

    __tablename__ = "campaigns"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    account: Mapped[str | None]
    title: Mapped[str] = mapped_column(Words)
    created_at: Mapped[datetime]
    seed: Mapped[int | None]
    difficulty: Mapped[str | None]
    version: Mapped[str | None]


class CampaignEventRow(Base):
    """One event of a campaign. Rows are added, never changed; the key is what makes the second of two tabs lose."""

    __tablename__ = "campaign_events"
    campaign: Mapped[str] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    v: Mapped[int]
    kind: Mapped[str]
    day: Mapped[date]
    record: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class EngagementRow(Base):
    __tablename__ = "engagements"
    id: Mapped[str] = mapped_column(primary_key=True)
    campaign: Mapped[str] = mapped_column(ForeignKey("campaigns.id"), index=True)
    owner: Mapped[str] = mapped_column(index=True)
    day: Mapped[date]
    purpose: Mapped[str]
    stakeholders: Mapped[list[str]]
    messages: Mapped[list[str]]
    # The meeting whose result carries over. No foreign key: meetings already point here, and a circle of
    # constraints can be neither created nor restored in one order on both engines.
    counts: Mapped[str | None]


class MeetingRow(Base):
    __tablename__ = "meetings"
    id: Mapped[str] = mapped_column(primary_key=True)
    engagement: Mapped[str] = mapped_column(ForeignKey("engagements.id"), index=True)
    owner: Mapped[str] = mapped_column(index=True)
    setup: Mapped[dict[str, Any]]
    mode: Mapped[str]
    branched_from: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    branched_turn: Mapped[int | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ParticipantRow(Base):
    """Name and title are kept here, so that summaries can be made again from nothing else."""

    __tablename__ = "participants"
    meeting: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    content_id: Mapped[str]
    content_hash: Mapped[str]
    name: Mapped[str] = mapped_column(Words)
    title: Mapped[str] = mapped_column(Words)


class SaidRow(Base):
    """The first record of a turn. The key is what makes the second of two tabs lose."""

    __tablename__ = "said"
    meeting: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    v: Mapped[int]
    kind: Mapped[str]
    record: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class RepliedRow(Base):
    """The second record of a turn, one for each participant who spoke."""

    __tablename__ = "replied"
    __table_args__ = (
        ForeignKeyConstraint(["meeting", "turn"], ["said.meeting", "said.turn"]),
        ForeignKeyConstraint(["meeting", "person"], ["participants.meeting", "participants.person"]),
    )
    meeting: Mapped[str] = mapped_column(primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[str] = mapped_column(primary_key=True)
    v: Mapped[int]
    record: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class SummaryRow(Base):
    """A cache of one participant's side of a meeting; `rebuild` makes it again.

    `turns` counts what the rep said. `state` is the folded state, so that an append need not read the turns before it.
    """

    __tablename__ = "summaries"
    __table_args__ = (
        ForeignKeyConstraint(["meeting", "person"], ["participants.meeting", "participants.person"]),
        Index(None, "owner", "updated_at"),
    )
    meeting: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    name: Mapped[str] = mapped_column(Words)
    title: Mapped[str] = mapped_column(Words)
    turns: Mapped[int]
    trust: Mapped[float]
    belief: Mapped[str]
    patience: Mapped[float]
    minutes_left: Mapped[float]
    disclosed: Mapped[int]
    outcome: Mapped[str | None]
    state: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class NoteRow(Base):
    """What the rep wrote down beside a meeting. `turn` None: about the meeting as a whole."""

    __tablename__ = "notes"
    __table_args__ = (Index(None, "meeting", "at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    meeting: Mapped[str] = mapped_column(ForeignKey("meetings.id"))
    owner: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(Words)
    turn: Mapped[int | None]
    at: Mapped[datetime]


class MessageVersionRow(Base):
    """A message as somebody left it in the app. Rows are added, never changed; the last version lies over the files.
    The key is what makes the second of two people who edit one message lose."""

    __tablename__ = "message_versions"
    library: Mapped[str] = mapped_column(primary_key=True)
    message: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]]
    by: Mapped[str]
    at: Mapped[datetime]


class MessageTrailRow(Base):
    """Who did what to a message, kept for ever. `batch` holds together what was imported at once."""

    __tablename__ = "message_trail"
    __table_args__ = (Index(None, "library", "message", "at"), Index(None, "batch"))
    id: Mapped[str] = mapped_column(primary_key=True)
    library: Mapped[str]
    message: Mapped[str]
    version: Mapped[int]
    what: Mapped[str]
    note: Mapped[str] = mapped_column(Words)
    batch: Mapped[str | None]
    by: Mapped[str]
    at: Mapped[datetime]


class PlanRow(Base):
    """A plan for an account. `revision` goes up with each save, so that the second of two tabs is told."""

    __tablename__ = "plans"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    account: Mapped[str | None]
    library: Mapped[str]
    title: Mapped[str] = mapped_column(Words)
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    revision: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class DrillCardRow(Base):
    """Where one person stands with one drill question: the state of the spaced repetition, and when it is due."""

    __tablename__ = "drill_cards"
    __table_args__ = (Index(None, "owner", "due"),)
    owner: Mapped[str] = mapped_column(primary_key=True)
    library: Mapped[str] = mapped_column(primary_key=True)
    card: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[dict[str, Any]]
    due: Mapped[datetime]
    updated_at: Mapped[datetime]


class DrillAnswerRow(Base):
    """One answer to a drill question. Rows are added, never changed."""

    __tablename__ = "drill_answers"
    __table_args__ = (Index(None, "owner", "library", "card"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    library: Mapped[str]
    card: Mapped[str]
    rating: Mapped[int]
    words: Mapped[str] = mapped_column(Words)
    at: Mapped[datetime]


class HintRow(Base):
    """The coach's rail was looked at in a meeting, and what it showed. Rows are added, never changed."""

    __tablename__ = "hints"
    __table_args__ = (Index(None, "meeting", "turn"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    meeting: Mapped[str] = mapped_column(ForeignKey("meetings.id"))
    owner: Mapped[str]
    turn: Mapped[int]
    shown: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class OwnMarksRow(Base):
    """How the rep saw a meeting before the scores were shown; one row a meeting, written once."""

    __tablename__ = "own_marks"
    meeting: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class ScoreRow(Base):
    """A debrief as it was measured, by meeting and version of the rubric: a newer rubric adds a row and replaces none."""

    __tablename__ = "scores"
    meeting: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    rubric: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class OpinionsRow(Base):
    """What a model thought of a meeting, by model and version of the prompt: asked again with another, a row is added."""

    __tablename__ = "opinions"
    meeting: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    model: Mapped[str] = mapped_column(primary_key=True)
    prompt: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class CallRow(Base):
    """A real call: its transcript after names and identifiers were taken out, with what was read in it."""

    __tablename__ = "calls"
    __table_args__ = (Index(None, "owner", "at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    title: Mapped[str] = mapped_column(Words)
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class MapRow(Base):
    """A rep's map of an account. `revision` is its newest version; `closed` the comparison with the truth, once the diagnosis was closed."""

    __tablename__ = "maps"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    account: Mapped[str | None]
    title: Mapped[str] = mapped_column(Words)
    revision: Mapped[int]
    closed: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class MapVersionRow(Base):
    """A map as it was saved. Rows are added, never changed; the key is what makes the second of two tabs lose. `what`: what
    changed, in words; `depth`: how deep it went."""

    __tablename__ = "map_versions"
    map: Mapped[str] = mapped_column(ForeignKey("maps.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    what: Mapped[list[str]]
    depth: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class TakeRow(Base):
    """A pitch delivered alone, for one person, with what was measured in it. Rows are added, never changed."""

    __tablename__ = "takes"
    __table_args__ = (Index(None, "owner", "persona", "at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    persona: Mapped[str]
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class RealMeetingRow(Base):
    """A meeting that really took place, as its rep wrote it down. The id is the draft's, so that what is kept twice is told."""

    __tablename__ = "real_meetings"
    __table_args__ = (Index(None, "owner", "day"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    plan: Mapped[str | None]
    day: Mapped[date]
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    revision: Mapped[int]
    at: Mapped[datetime]


class ArcRow(Base):
    """What goes beside a plan or beside all of them, a document each: objectives and standings, the territory, a draft, what an import
    replaced. `key` is the plan's id, or empty where there is one for all."""

    __tablename__ = "arcs"
    owner: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    revision: Mapped[int]
    updated_at: Mapped[datetime]
