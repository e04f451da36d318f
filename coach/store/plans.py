"""Plans: one row each, with a revision that goes up at every save, so that the second of two tabs is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from coach.messages import plan as plans
from coach.messages.plan import Carried, Plan, Stakeholder
from coach.reviews.viewer import Viewer
from coach.store.engine import Database
from coach.store.errors import NotYours, StoreError
from coach.store.tables import ArcRow, PlanRow, new_id, now

V = 1
"""The shape of a stored plan. Raised with an upgrader when it changes."""
NEXT = timedelta(weeks=2)
"""How far away a step is that nobody has given a day."""


class Changed(StoreError):
    """Somebody else saved this plan first."""


@dataclass(frozen=True)
class StoredPlan:
    """A plan and what only the store knows of it. Times are aware, in UTC."""

    id: str
    plan: Plan
    revision: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class PlanHolding:
    """A place in a plan that holds a message, in the version that was put in. `past`: the day of that step is over."""

    plan: str
    title: str
    step: str
    day: date
    stakeholder: str
    version: int
    past: bool


class Plans:
    """Every method: NotYours unless the viewer owns the plan; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, viewer: Viewer, plan: Plan) -> str:
        """Keep a new plan; returns its id, twelve letters and digits."""
        with self._database.write() as session:
            return _add(session, viewer, plan).id

    def load(self, viewer: Viewer, id: str) -> StoredPlan:
        """Errors: StoreError for a plan of a newer version, or one that cannot be read."""
        with self._database.read() as session:
            return _stored(self._mine(session, viewer, id))

    def mine(self, viewer: Viewer) -> list[StoredPlan]:
        """The viewer's plans, last saved first. One that cannot be read is left out here; `load` says why."""
        with self._database.read() as session:
            return [found for row in session.scalars(_of(viewer)) if (found := _readable(row)) is not None]

    def unreadable(self, viewer: Viewer) -> list[str]:
        """A line for each plan of the viewer's that `mine` leaves out."""
        lines = []
        with self._database.read() as session:
            for row in session.scalars(_of(viewer)):
                try:
                    _stored(row)
                except StoreError as error:
                    lines += error.lines
        return lines

    def save(self, viewer: Viewer, id: str, plan: Plan, revision: int) -> int:
        """Keep a plan in the place of its last revision; returns the new one. Errors: Changed where the plan has been saved
        since `revision`, which leaves what is stored as it is."""
        with self._database.write() as session:
            row = self._mine(session, viewer, id, lock=True)
            if row.revision != revision:
                raise Changed("This plan was changed in another tab or window since you opened it here.")
            return _write(row, plan)

    def forget(self, viewer: Viewer, id: str) -> None:
        """Delete a plan for good, with what stands beside it."""
        with self._database.write() as session:
            session.delete(self._mine(session, viewer, id, lock=True))
            session.execute(delete(ArcRow).where(ArcRow.owner == viewer.id, ArcRow.key == id))

    def put(self, viewer: Viewer, account: str | None, library: str, stakeholder: Stakeholder, message_id: str, message_version: int, on: date) -> str:
        """One tap: put a message into the plan for a stakeholder; returns the plan's id.

        It goes into the viewer's latest plan for this account and library, or into a new one; there into the next step with
        this person from the day `on`, or into a new step two weeks later. A message that is there already stays once.
        """
        carried = Carried(message=message_id, version=message_version)
        return self._put(viewer, account, library, on, lambda plan: plans.put(plan, stakeholder, carried, on, _meeting_day(on))[0])

    def put_question(self, viewer: Viewer, account: str | None, library: str, stakeholder: Stakeholder, question: str, on: date) -> str:
        """The same for a question to ask: first in that step, or in its note where another is first."""
        return self._put(viewer, account, library, on, lambda plan: plans.put_question(plan, stakeholder, question, on, _meeting_day(on))[0])

    def _put(self, viewer: Viewer, account: str | None, library: str, on: date, change: Callable[[Plan], Plan]) -> str:
        with self._database.write() as session:
            chosen = _of(viewer).where(PlanRow.account == account if account is not None else PlanRow.account.is_(None), PlanRow.library == library)
            row = session.scalars(chosen.limit(1).with_for_update()).first()
            if row is None:
                row = _add(session, viewer, Plan(title=f"Plan from {on.day} {on:%B %Y}", account=account, library=library))
            _write(row, change(_stored(row).plan))
            return row.id

    def holding(self, viewer: Viewer, library: str, message: str, on: date | None = None) -> list[PlanHolding]:
        """Where the viewer's plans hold a message, by day, steps that are over included. `on`: today (default: by the clock)."""
        today = on or now().date()
        with self._database.read() as session:
            stored = [_readable(row) for row in session.scalars(_of(viewer).where(PlanRow.library == library))]
        found = [
            PlanHolding(one.id, one.plan.title, step.id, step.day, step.who.name, carried.version, step.day < today)
            for one in stored
            if one is not None
            for step in one.plan.steps
            for carried in step.messages
            if carried.message == message
        ]
        return sorted(found, key=lambda one: (one.day, one.title, one.plan, one.step))

    def _mine(self, session: Session, viewer: Viewer, id: str, lock: bool = False) -> PlanRow:
        if not (id.isascii() and id.isalnum()):  # comes from an address: may hold what a driver refuses
            raise NotYours("There is no such plan, or it is not yours.")
        row = session.get(PlanRow, id, with_for_update=True if lock else None)
        if row is None or row.owner != viewer.id:
            raise NotYours("There is no such plan, or it is not yours.")
        return row


def _meeting_day(on: date) -> date:
    """Two weeks on, on a day on which people meet."""
    day = on + NEXT
    return day + timedelta(days=max(0, 7 - day.isoweekday() + 1) if day.isoweekday() > 5 else 0)


def _of(viewer: Viewer) -> Select[PlanRow]:
    return select(PlanRow).where(PlanRow.owner == viewer.id).order_by(PlanRow.updated_at.desc(), PlanRow.id)


def _add(session: Session, viewer: Viewer, plan: Plan) -> PlanRow:
    at = now()
    row = PlanRow(id=new_id(), owner=viewer.id, library=plan.library, revision=0, v=V, title="", document={}, created_at=at, updated_at=at)
    _write(row, plan)
    session.add(row)
    session.flush()
    return row


def _write(row: PlanRow, plan: Plan) -> int:
    row.title, row.account, row.library, row.v = plan.title, plan.account, plan.library, V
    row.document = plan.model_dump(mode="json", include={"steps", "made"})
    row.revision, row.updated_at = row.revision + 1, now()
    return row.revision


def _stored(row: PlanRow) -> StoredPlan:
    if row.v != V:
        raise StoreError(f"The plan “{row.title}” is of version {row.v}; this app reads up to version {V}. Update the app.")
    try:
        fields: dict[str, Any] = {"title": row.title, "account": row.account, "library": row.library, **row.document}
        plan = Plan.model_validate(fields)
    except ValidationError as error:
        raise StoreError(f"The plan “{row.title}” cannot be read ({str(error).splitlines()[0]}). The database may be damaged: restore a backup.") from None
    return StoredPlan(row.id, plan, row.revision, row.created_at, row.updated_at)


def _readable(row: PlanRow) -> StoredPlan | None:
    try:
        return _stored(row)
    except StoreError:
        return None
