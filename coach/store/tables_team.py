"""The tables of a team: what is handed in, what a manager says to it, and who looked. In one file, because together they say who sees what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach.store.tables import Base, Words


class SubmissionRow(Base):
    """A meeting, or one moment of it, that a rep handed to their manager. `turn` None: the whole meeting. `reviewer` is whom it was
    handed to. `shared`: other managers may score it too, without the rep's name. `answers`: the rep's, to decision questions."""

    __tablename__ = "submissions"
    __table_args__ = (Index(None, "reviewer", "state", "created_at"), Index(None, "owner", "created_at"), Index(None, "created_at"))
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    reviewer: Mapped[str]
    meeting: Mapped[str] = mapped_column(ForeignKey("meetings.id"), index=True)
    turn: Mapped[int | None]
    question: Mapped[str] = mapped_column(Words)
    shared: Mapped[bool]
    state: Mapped[str]
    answers: Mapped[dict[str, Any]]
    assignment: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ReviewRow(Base):
    """What one reviewer says to a submission. `revision` goes up with each save, so that the second of two tabs is told; two reviewers
    have a row each. `returned_at` None: a draft that only its writer sees."""

    __tablename__ = "reviews"
    submission: Mapped[str] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    reviewer: Mapped[str] = mapped_column(primary_key=True, index=True)
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    revision: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]


class AuditRow(Base):
    """Who opened or changed what of somebody's. Rows are added, never changed. Nobody's words are in it."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "about", "at"), Index(None, "at"))
    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]
    about: Mapped[str]
    what: Mapped[str]
    subject: Mapped[str]


class LoginRow(Base):
    """An account at an OpenID provider, and whose it is. `role` is what its claims said at the last look; None: nothing."""

    __tablename__ = "logins"
    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str | None]
    at: Mapped[datetime]


class RideAlongRow(Base):
    """What somebody remembers of a real meeting that they sat in on. `given_at` None: a draft that only the observer sees. The answer
    is of the one who was watched, and stands apart, so that two people never write into one place."""

    __tablename__ = "ride_alongs"
    id: Mapped[str] = mapped_column(primary_key=True)
    observer: Mapped[str] = mapped_column(index=True)
    observed: Mapped[str] = mapped_column(index=True)
    day: Mapped[date]
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    revision: Mapped[int]
    answer: Mapped[str] = mapped_column(Words)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]


class AssignmentRow(Base):
    """What `by` asked `owner` to practise. `document` is a `reviews.assignments.Asked` of version `v`; `due` and `programme` stand in it too.
    `started`: of a programme's assignments, those of one start share it."""

    __tablename__ = "assignments"
    __table_args__ = (Index(None, "owner", "due"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    by: Mapped[str] = mapped_column(index=True)
    due: Mapped[date]
    programme: Mapped[str | None]
    started: Mapped[str | None]
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class TryRow(Base):
    """What was begun for an assignment: one meeting, or a campaign whose meetings all count. Tries from a turn of one belong to it
    without a row of their own."""

    __tablename__ = "assignment_tries"
    id: Mapped[str] = mapped_column(primary_key=True)
    assignment: Mapped[str] = mapped_column(ForeignKey("assignments.id"), index=True)
    owner: Mapped[str]
    meeting: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"), unique=True, index=True)
    campaign: Mapped[str | None] = mapped_column(ForeignKey("campaigns.id"), unique=True, index=True)
    at: Mapped[datetime]


class CertificateRow(Base):
    """An assignment that was certified, as it was on that day: `document` is a `reviews.certification.Certificate`."""

    __tablename__ = "certificates"
    assignment: Mapped[str] = mapped_column(ForeignKey("assignments.id"), primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class CertificateRaterRow(Base):
    """Whom a certificate rests on, in the order in which they scored, and the level each gave. Apart from its document, so that
    whoever is erased is erased here too. `judge`: `rater` is a model."""

    __tablename__ = "certificate_raters"
    assignment: Mapped[str] = mapped_column(ForeignKey("certificates.assignment"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rater: Mapped[str] = mapped_column(index=True)
    level: Mapped[int]
    judge: Mapped[bool]


class SessionRow(Base):
    """A coaching session of `by` with `owner`. `document` is a `reviews.session.Held` of version `v`: the question, the agreed step and
    what became of it. `revision` goes up with each save."""

    __tablename__ = "coaching_sessions"
    __table_args__ = (Index(None, "owner", "held_on"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    by: Mapped[str] = mapped_column(index=True)
    held_on: Mapped[date]
    v: Mapped[int]
    document: Mapped[dict[str, Any]]
    revision: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class CoachingNoteRow(Base):
    """What whoever leads somebody (`about`) writes down for themselves. Read for `owner`, the writer, and for nobody else."""

    __tablename__ = "coaching_notes"
    owner: Mapped[str] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Words)
    updated_at: Mapped[datetime]


class MeasuredRow(Base):
    """What one meeting adds to a team's page, out of its latest debrief: a cache that `rebuild` makes again. It goes when its meeting goes.
    `at` is when the meeting was begun."""

    __tablename__ = "measured"
    meeting: Mapped[str] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    owner: Mapped[str]
    persona: Mapped[str]
    at: Mapped[datetime]
    document: Mapped[dict[str, Any]]
