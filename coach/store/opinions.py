"""What a model thought of a meeting, by model and version of its prompt. Asked again with another, a row is added and none replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import select

from coach.debrief.opinions import Opinions
from coach.reviews.viewer import Viewer
from coach.store.engine import Database, insert
from coach.store.errors import StoreError
from coach.store.owned import owned
from coach.store.tables import OpinionsRow, now


@dataclass(frozen=True)
class KeptOpinions:
    """`at` is when the model was asked: aware, in UTC."""

    opinions: Opinions
    at: datetime


class OpinionsKept:
    """Every method: NotYours unless the viewer owns the meeting; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, viewer: Viewer, meeting: str, found: Opinions) -> Opinions:
        """Keep opinions, and return what is kept: of two tabs that asked the same model, the first counts."""
        with self._database.write() as session:
            row = owned(session, viewer, meeting)
            document = found.model_dump(mode="json", by_alias=True)
            new = insert(session, OpinionsRow).values(
                meeting=row.id, model=found.model, prompt=found.prompt, owner=viewer.id, v=found.v, document=document, at=now()
            )
            session.execute(new.on_conflict_do_nothing())
            return _read(session.get_one(OpinionsRow, (row.id, found.model, found.prompt))).opinions

    def of(self, viewer: Viewer, meeting: str) -> list[KeptOpinions]:
        """Every opinion of a meeting, the latest first."""
        with self._database.read() as session:
            row = owned(session, viewer, meeting)
            chosen = select(OpinionsRow).where(OpinionsRow.meeting == row.id).order_by(OpinionsRow.at.desc(), OpinionsRow.model, OpinionsRow.prompt)
            return [_read(one) for one in session.scalars(chosen)]


def _read(row: OpinionsRow) -> KeptOpinions:
    try:
        return KeptOpinions(Opinions.model_validate(row.document), row.at)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise StoreError(
            f"The opinions kept with meeting {row.meeting} cannot be read ({field}). Restore a backup, or use the version that wrote it."
        ) from None
