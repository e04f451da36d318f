"""A meeting that is the viewer's own, or none."""

from __future__ import annotations

from sqlalchemy.orm import Session

from coach.reviews.viewer import Viewer
from coach.store.errors import NotYours
from coach.store.tables import MeetingRow


def owned(session: Session, viewer: Viewer, meeting: str, lock: bool = False) -> MeetingRow:
    """The row of a meeting. Errors: NotYours where there is no such meeting of the viewer's.

    Locking the row makes the writers of one meeting wait for each other on PostgreSQL; on SQLite BEGIN IMMEDIATE did.
    """
    if not (meeting.isascii() and meeting.isalnum()):  # comes from an address: may hold what a driver refuses
        raise NotYours
    row = session.get(MeetingRow, meeting, with_for_update=True if lock else None)
    if row is None or row.owner != viewer.id:
        raise NotYours
    return row
