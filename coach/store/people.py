"""Who has used the app."""

from __future__ import annotations

from coach.store.engine import Database, insert
from coach.store.tables import PersonRow, now


class People:
    def __init__(self, database: Database) -> None:
        self._database = database

    def ensure(self, viewer_id: str, name: str) -> None:
        """Make the person known, or take over a changed name. Errors: StoreError."""
        with self._database.write() as session:
            new = insert(session, PersonRow).values(id=viewer_id, name=name, created_at=now())
            session.execute(new.on_conflict_do_update(index_elements=["id"], set_={"name": new.excluded.name}))
