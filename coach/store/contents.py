"""Content in the database: versions that meetings were played with, and the third layer of edits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from coach.reviews.viewer import Viewer
from coach.store.engine import Database, insert
from coach.store.errors import NotYours, StoreError
from coach.store.tables import ContentEditRow, ContentVersionRow, now

Document = dict[str, Any]
UNFINISHED = "unfinished"
"""The kind under which a draft is kept while it is being written: it may be wrong, and is nobody to meet yet."""


class Contents:
    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, kind: str, id: str, hash: str, document: Document) -> None:
        """Keep a version for good; a version that is already kept stays as it is. Errors: StoreError."""
        if self._find(kind, id, hash) is not None:
            return  # most meetings use known versions: no need to wait for the write lock
        with self._database.write() as session:
            new = insert(session, ContentVersionRow).values(kind=kind, id=id, hash=hash, document=document, stored_at=now())
            session.execute(new.on_conflict_do_nothing())

    def kept(self, kind: str, id: str, hash: str) -> Document:
        """The document of that version. Errors: StoreError when no meeting ever used it."""
        found = self._find(kind, id, hash)
        if found is None:
            raise StoreError(f"The {kind} '{id}' in version {hash[:12]} was never used in a meeting here, so it was not kept.")
        return found

    def edits(self, viewer: Viewer) -> list[tuple[str, str, Document]]:
        """The viewer's own edits as (kind, id, document), ordered by kind and id."""
        chosen = select(ContentEditRow).where(ContentEditRow.owner == viewer.id).order_by(ContentEditRow.kind, ContentEditRow.id)
        with self._database.read() as session:
            return [(row.kind, row.id, row.document) for row in session.scalars(chosen)]

    def edit(self, viewer: Viewer, kind: str, id: str) -> Document | None:
        """The viewer's own edit of that kind and id; None where there is none."""
        with self._database.read() as session:
            row = session.get(ContentEditRow, (viewer.id, kind, id))
            return row.document if row else None

    def save_edit(self, viewer: Viewer, kind: str, id: str, document: Document) -> None:
        """Save the viewer's edit or draft over their one before."""
        with self._database.write() as session:
            new = insert(session, ContentEditRow).values(owner=viewer.id, kind=kind, id=id, document=document, updated_at=now())
            session.execute(
                new.on_conflict_do_update(
                    index_elements=["owner", "kind", "id"], set_={"document": new.excluded.document, "updated_at": new.excluded.updated_at}
                )
            )

    def drop_edit(self, viewer: Viewer, kind: str, id: str) -> None:
        """Go back to the file below. Errors: NotYours when there is no such edit of the viewer's."""
        with self._database.write() as session:
            mine = delete(ContentEditRow).where(ContentEditRow.kind == kind, ContentEditRow.id == id, ContentEditRow.owner == viewer.id)
            if session.scalar(mine.returning(ContentEditRow.id)) is None:
                raise NotYours("There is no such edit, or it is not yours.")

    def _find(self, kind: str, id: str, hash: str) -> Document | None:
        with self._database.read() as session:
            row = session.get(ContentVersionRow, (kind, id, hash))
            return row.document if row else None
