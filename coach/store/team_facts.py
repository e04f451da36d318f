"""What a team's page is added up from: meetings that were handed in whole, as the few facts that are kept of each.

A manager reads those of the people they lead. Enablement reads patterns over everybody, and neither a person nor a meeting: what leaves
this module for them is added up already, without anything that fewer than five people stand behind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from pydantic import ValidationError
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from coach.accounts.arc import Arc
from coach.reviews.measured import Measured
from coach.reviews.patterns import Patterns, patterns
from coach.reviews.viewer import Viewer
from coach.store.arcs import V as ARC_V
from coach.store.engine import Database
from coach.store.errors import NotAllowed
from coach.store.submissions import SHOWN, handed_to
from coach.store.tables import ArcRow, PersonRow
from coach.store.tables_team import MeasuredRow, SubmissionRow

NEWEST = 2000
"""Meetings that are looked at, the latest ones: a page of a large team stays a page that opens at once, and says so."""
ARC = "arc"
V = 1
"""The shape of what is kept of a meeting."""
REVIEWED = ("returned", "done")
Row = tuple[str, str, str | None, str, datetime, dict[str, Any], str]
"""Submission, whose, their name, persona, begun, what was measured, state."""


@dataclass(frozen=True)
class HandedIn:
    """A whole meeting that somebody handed in and looked back on. `begun` is aware, in UTC; `persona` whom they met; `reviewed`: it was
    given back, so that whoever scores blind first has done so."""

    submission: str
    who: str
    name: str
    persona: str
    begun: datetime
    measured: Measured
    reviewed: bool


@dataclass(frozen=True)
class ObjectiveKept:
    """An objective of a plan that a handed-in meeting practises: never its words. `served_by`: the steps of the plan that name it;
    `moved` the first day on which evidence was kept, `reached` when it was reached."""

    who: str
    plan: str
    id: str
    served_by: list[str]
    moved: date | None
    reached: date | None


class TeamFacts:
    """Errors: NotAllowed for whoever neither leads nor cares for the library; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def handed_in(self, viewer: Viewer, since: datetime) -> list[HandedIn]:
        """The meetings begun since then which people whom the viewer leads handed to them, in the order of time; of more than NEWEST the
        latest. Moments are not in it: of those nothing but their turns was handed in."""
        if not viewer.may_lead:
            raise NotAllowed("This page is for whoever leads people. What you practise is under Progress.")
        with self._database.read() as session:
            return [
                HandedIn(submission, who, name or "", persona, begun, found, state in REVIEWED)
                for submission, who, name, persona, begun, document, state in _rows(session, since, handed_to(viewer))
                if (found := _read(document)) is not None
            ]

    def objectives(self, viewer: Viewer, handed_in: Iterable[HandedIn]) -> list[ObjectiveKept]:
        """The objectives behind those of the meetings that practise a step of a plan. They are looked up again for the viewer: what was
        taken back, or handed to somebody else, opens nothing."""
        plans = {(one.who, one.measured.plan) for one in handed_in if one.measured.plan}
        if not plans or not viewer.may_lead:
            return []
        owners = {who for who, _ in plans}
        chosen = (
            select(ArcRow.owner, ArcRow.key, ArcRow.document)
            .where(ArcRow.kind == ARC, ArcRow.v == ARC_V, ArcRow.owner.in_(owners), ArcRow.key.in_({plan for _, plan in plans}))
            .where(ArcRow.owner.in_(select(SubmissionRow.owner).join(PersonRow, PersonRow.id == SubmissionRow.owner).where(handed_to(viewer))))
        )
        found = []
        with self._database.read() as session:
            for owner, plan, document in session.execute(chosen):
                if (owner, plan) not in plans:
                    continue
                try:
                    arc = Arc.model_validate(document)
                except ValidationError:
                    continue  # The plan's own page says why.
                for one in arc.objectives:
                    steps = [step for step, serves in arc.serves.items() if serves == one.id]
                    moved = min([moved.day for moved in one.evidence] + ([one.reached] if one.reached else []), default=None)
                    found.append(ObjectiveKept(owner, plan, one.id, steps, moved, one.reached))
        return found

    def patterns(self, viewer: Viewer, since: datetime) -> Patterns:
        """What everybody's handed-in meetings have in common, for enablement. Nothing in it rests on fewer than five people."""
        if viewer.role != "enablement":
            raise NotAllowed("What everybody has in common is for those who care for the library.")
        with self._database.read() as session:
            rows = [(who, persona, found) for _, who, _, persona, _, document, _ in _rows(session, since) if (found := _read(document)) is not None]
        return patterns(rows)


def _rows(session: Session, since: datetime, *chosen: ColumnElement[bool]) -> list[Row]:
    whole = [SubmissionRow.turn.is_(None), SubmissionRow.state.in_(SHOWN), SubmissionRow.created_at >= since, MeasuredRow.at >= since]
    wanted = (
        select(
            SubmissionRow.id,
            SubmissionRow.owner,
            PersonRow.name,
            MeasuredRow.persona,
            MeasuredRow.at,
            MeasuredRow.document,
            SubmissionRow.state,
            SubmissionRow.meeting,
        )
        .join(MeasuredRow, MeasuredRow.meeting == SubmissionRow.meeting)
        .join(PersonRow, PersonRow.id == SubmissionRow.owner)
        .where(and_(*whole, *chosen))
        .order_by(SubmissionRow.created_at.desc(), SubmissionRow.id)
        .limit(NEWEST)
    )
    once: dict[str, Row] = {}
    for *row, meeting in session.execute(wanted):
        once.setdefault(meeting, cast(Row, tuple(row)))  # Handed in again after it came back, it counts once.
    return sorted(once.values(), key=lambda row: (row[4], row[0]))


def _read(document: dict[str, Any]) -> Measured | None:
    """Not validated again, because a page reads thousands: it is a cache that this app wrote. None for one of another version; `rebuild`
    makes it again."""
    return Measured.model_construct(**document) if document.get("v") == V else None
