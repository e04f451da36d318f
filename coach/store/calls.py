"""Real calls: what is kept of them, seen by whoever brought them and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from coach.reviews.viewer import Viewer
from coach.store.engine import Database
from coach.store.errors import NotYours, StoreError
from coach.store.tables import CallRow, new_id, now

NEWEST = 2
"""The version of the document that is written now."""
MISSING = "There is no such call, or it is not yours."


@dataclass(frozen=True)
class Listed:
    """A line of the list. `at` is when it was kept: aware, in UTC."""

    id: str
    title: str
    at: datetime


@dataclass(frozen=True)
class Kept:
    id: str
    title: str
    at: datetime
    document: dict[str, Any]


class Calls:
    """Every method: NotYours unless the viewer owns the call; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, viewer: Viewer, title: str, document: dict[str, Any]) -> str:
        """Keep a call for good; returns its id, twelve letters and digits."""
        with self._database.write() as session:
            row = CallRow(id=new_id(), owner=viewer.id, title=title, v=document["v"], document=document, at=now())
            session.add(row)
            session.flush()
            return row.id

    def load(self, viewer: Viewer, id: str) -> Kept:
        with self._database.read() as session:
            row = session.get(CallRow, id)
            if row is None or row.owner != viewer.id:
                raise NotYours(MISSING)
            if row.v > NEWEST:
                raise StoreError(f"This call was kept by a newer app (version {row.v}; this one reads up to {NEWEST}). Update the app.")
            return Kept(row.id, row.title, row.at, row.document)

    def replace(self, viewer: Viewer, id: str, document: dict[str, Any]) -> None:
        """Keep a call with something added to it; when it was kept stays."""
        with self._database.write() as session:
            row = session.get(CallRow, id)
            if row is None or row.owner != viewer.id:
                raise NotYours(MISSING)
            row.v, row.document = document["v"], document

    def recent(self, viewer: Viewer, limit: int = 40) -> list[Listed]:
        """The viewer's calls, the latest first. Their words are not loaded."""
        chosen = select(CallRow.id, CallRow.title, CallRow.at).where(CallRow.owner == viewer.id).order_by(CallRow.at.desc(), CallRow.id).limit(limit)
        with self._database.read() as session:
            return [Listed(*row) for row in session.execute(chosen)]

    def delete(self, viewer: Viewer, id: str) -> None:
        """Delete a call for good."""
        with self._database.erase() as session:
            mine = delete(CallRow).where(CallRow.id == id, CallRow.owner == viewer.id)
            if session.scalar(mine.returning(CallRow.id)) is None:
                raise NotYours(MISSING)
