"""What reviewers say to what was handed in. A draft is its writer's alone until it is returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from coach.reviews.viewer import Viewer
from coach.store.audit import noted
from coach.store.engine import Database
from coach.store.errors import StoreError, Taken
from coach.store.submissions import readable
from coach.store.tables import now
from coach.store.tables_team import ReviewRow

MISSED = "Somebody, or you in another tab, saved this review in the meantime. Yours is still here: copy it, reload, and put it in again."


@dataclass(frozen=True)
class Kept:
    """A review as it is kept; `document` is of version `v`. `returned_at` None: a draft. Times are aware, in UTC."""

    submission: str
    reviewer: str
    v: int
    document: dict[str, Any]
    revision: int
    updated_at: datetime
    returned_at: datetime | None


class Reviews:
    """Every method: NotYours for a submission that the viewer may not read; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mine(self, viewer: Viewer, submission: str) -> Kept | None:
        """The viewer's own review of a submission, finished or not."""
        with self._database.read() as session:
            row = session.get(ReviewRow, (readable(session, viewer, submission).id, viewer.id))
            return _kept(row) if row else None

    def save(self, viewer: Viewer, submission: str, document: dict[str, Any], revision: int, v: int = 1) -> int:
        """Keep a draft over the one of that revision (0: the first); returns the new revision.

        Errors: Taken where another tab saved it first; StoreError for one's own submission, unless one works alone, and for what
        was returned already.
        """
        with self._database.write() as session:
            about = readable(session, viewer, submission, lock=True)
            if about.owner == viewer.id and not viewer.alone:
                raise StoreError("One's own meeting is reviewed by somebody else.")
            row = session.get(ReviewRow, (about.id, viewer.id), with_for_update=True)
            if row is not None and row.returned_at is not None:
                raise StoreError("This review was given back already, so it stays as it is.")
            if (row.revision if row else 0) != revision:
                raise Taken(MISSED)
            at = now()
            if row is None:
                session.add(
                    ReviewRow(submission=about.id, reviewer=viewer.id, v=v, document=document, revision=1, created_at=at, updated_at=at, returned_at=None)
                )
                return 1
            row.document, row.v, row.revision, row.updated_at = document, v, revision + 1, at
            return row.revision

    def give_back(self, viewer: Viewer, submission: str) -> None:
        """Let the rep read it. The submission is returned once the one it was handed to gives it back. Errors: StoreError without a draft."""
        with self._database.write() as session:
            about = readable(session, viewer, submission, lock=True)
            row = session.get(ReviewRow, (about.id, viewer.id), with_for_update=True)
            if row is None:
                raise StoreError("There is nothing to give back yet. Write a line or a score first.")
            at = now()
            row.returned_at, row.updated_at = row.returned_at or at, at
            if about.reviewer == viewer.id and about.state in ("submitted", "in review"):
                about.state, about.updated_at = "returned", at
            noted(session, viewer, about.owner, "returned a review", about.id)

    def returned(self, viewer: Viewer, submission: str) -> list[Kept]:
        """The reviews that came back to the rep, or to whoever else may read the submission: their own drafts are in `mine`. Whoever
        scores without knowing whose it is sees those of others only once their own is given back."""
        with self._database.read() as session:
            about = readable(session, viewer, submission)
            rows = session.scalars(
                select(ReviewRow).where(ReviewRow.submission == about.id, ReviewRow.returned_at.is_not(None)).order_by(ReviewRow.returned_at)
            )
            kept = [_kept(row) for row in rows]
            if viewer.id == about.owner:
                return [one for one in kept if one.reviewer == about.reviewer]  # Those who score to compare speak to each other.
            return kept if any(one.reviewer == viewer.id for one in kept) else []


def _kept(row: ReviewRow) -> Kept:
    return Kept(row.submission, row.reviewer, row.v, dict(row.document), row.revision, row.updated_at, row.returned_at)
