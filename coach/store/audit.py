"""Who opened or changed what of somebody's. Written where it happens, in the same transaction; nobody's words are in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.reviews.viewer import Viewer
from coach.store.engine import Database
from coach.store.errors import NotAllowed
from coach.store.tables import new_id, now
from coach.store.tables_team import AuditRow


@dataclass(frozen=True)
class Looked:
    """`by` did `what` to `subject` (an id), which belongs to `about`. `at` is aware, in UTC."""

    at: datetime
    by: str
    about: str
    what: str
    subject: str


def noted(session: Session, viewer: Viewer, about: str, what: str, subject: str = "") -> None:
    """Write down that the viewer looked at or changed something of `about`'s. One's own things are nobody's business."""
    if about != viewer.id:
        session.add(AuditRow(id=new_id(), at=now(), by=viewer.id, about=about, what=what, subject=subject))


class Audit:
    def __init__(self, database: Database) -> None:
        self._database = database

    def about(self, viewer: Viewer, limit: int = 100) -> list[Looked]:
        """Who looked at something of the viewer's own, the latest first."""
        return self._read(limit, viewer.id)

    def all(self, viewer: Viewer, limit: int = 500) -> list[Looked]:
        """Everything that was noted, the latest first. Errors: NotAllowed for whoever is no admin."""
        if viewer.role != "admin":
            raise NotAllowed("The log of who opened what is the admin's. Yours is under your own name.")
        return self._read(limit)

    def operated(self, about: str, what: str) -> None:
        """Note what was done with somebody's by whoever runs the machine, from its command line."""
        with self._database.write() as session:
            session.add(AuditRow(id=new_id(), at=now(), by="command-line", about=about, what=what, subject=""))

    def _read(self, limit: int, about: str | None = None) -> list[Looked]:
        chosen = select(AuditRow).order_by(AuditRow.at.desc(), AuditRow.id).limit(limit)
        if about is not None:
            chosen = chosen.where(AuditRow.about == about)
        with self._database.read() as session:
            return [Looked(row.at, row.by, row.about, row.what, row.subject) for row in session.scalars(chosen)]
