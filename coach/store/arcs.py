"""What goes beside a plan, or beside all of them: one document a kind and key, with a revision so that the second of two tabs is told."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import IntegrityError

from coach.reviews.viewer import Viewer
from coach.store.engine import Database
from coach.store.errors import StoreError
from coach.store.plans import Changed
from coach.store.tables import ArcRow, now

V = 1
"""The shape of what is stored. Raised with an upgrader when it changes."""
M = TypeVar("M", bound=BaseModel)


class Arcs:
    """Every document is its owner's: whoever else asks for the same kind and key has one of their own, or none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, viewer: Viewer, kind: str, key: str, shape: type[M]) -> tuple[M, int]:
        """The document and its revision; an empty one and 0 where nothing was kept yet. Errors: StoreError for one of a newer version,
        or one that cannot be read."""
        with self._database.read() as session:
            row = session.get(ArcRow, (viewer.id, kind, key))
            if row is None:
                return shape(), 0
            if row.v != V:
                raise StoreError(f"What was kept beside this plan is of version {row.v}; this app reads up to version {V}. Update the app.")
            try:
                return shape.model_validate(row.document), row.revision
            except ValidationError as error:
                raise StoreError(f"What was kept beside this plan cannot be read ({str(error).splitlines()[0]}). The database may be damaged.") from None

    def save(self, viewer: Viewer, kind: str, key: str, document: BaseModel, revision: int | None) -> int:
        """Keep a document in the place of its last revision (None: whatever that is); returns the new one. Errors: Changed where it was
        saved since, which leaves what is stored as it is."""
        told = Changed("This was changed in another tab or window since you opened it here. Look at it as it is now, and make your change again.")
        try:
            with self._database.write() as session:
                row = session.get(ArcRow, (viewer.id, kind, key), with_for_update=True)
                if revision is not None and revision != (row.revision if row else 0):
                    raise told
                if row is None:
                    row = ArcRow(owner=viewer.id, kind=kind, key=key, revision=0)
                    session.add(row)
                row.v, row.document, row.updated_at = V, document.model_dump(mode="json", exclude_defaults=True), now()
                row.revision += 1
                session.flush()
                return row.revision
        except IntegrityError:  # Two tabs made the first one at once.
            raise told from None

    def forget(self, viewer: Viewer, kind: str, key: str) -> None:
        """Delete a document for good. One that is not there is gone already."""
        with self._database.write() as session:
            row = session.get(ArcRow, (viewer.id, kind, key))
            if row is not None:
                session.delete(row)
