"""Where each person stands with the drill questions, and every answer they gave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from coach.messages.drills import Answered, Standing
from coach.messages.spacing import after
from coach.reviews.viewer import Viewer
from coach.store.engine import Database, insert
from coach.store.tables import DrillAnswerRow, DrillCardRow, new_id


class DrillStandings:
    """Every method reads and writes the viewer's own only. Errors: StoreError when the database cannot do it. Times are aware."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standings(self, viewer: Viewer, library: str) -> list[Standing]:
        """The questions of a library that the viewer was ever asked, the longest due first."""
        mine = select(DrillCardRow).where(DrillCardRow.owner == viewer.id, DrillCardRow.library == library)
        with self._database.read() as session:
            return [Standing(row.card, row.due) for row in session.scalars(mine.order_by(DrillCardRow.due, DrillCardRow.card))]

    def begun(self, viewer: Viewer, library: str, since: datetime) -> int:
        """How many questions the viewer was asked for the first time since then."""
        first = func.min(DrillAnswerRow.at)
        mine = select(DrillAnswerRow.card).where(DrillAnswerRow.owner == viewer.id, DrillAnswerRow.library == library)
        with self._database.read() as session:
            return len(session.execute(mine.group_by(DrillAnswerRow.card).having(first >= since)).all())

    def answers(self, viewer: Viewer, library: str, since: datetime) -> list[Answered]:
        """The viewer's answers since then, oldest first."""
        mine = select(DrillAnswerRow).where(DrillAnswerRow.owner == viewer.id, DrillAnswerRow.library == library, DrillAnswerRow.at >= since)
        with self._database.read() as session:
            return [Answered(row.card, row.rating) for row in session.scalars(mine.order_by(DrillAnswerRow.at, DrillAnswerRow.id))]

    def state(self, viewer: Viewer, library: str, card: str) -> dict[str, object]:
        """What FSRS knows of a question; empty before the first answer."""
        with self._database.read() as session:
            row = session.get(DrillCardRow, (viewer.id, library, card))
            return dict(row.state) if row else {}

    def answer(self, viewer: Viewer, library: str, card: str, rating: int, words: str, at: datetime) -> Standing:
        """Add an answer rated 1 to 4 and move the question on. Of two tabs that answer the same question both answers are kept,
        and the later one counts upon the earlier."""
        with self._database.write() as session:
            # The row is there before it is locked, so that two first answers wait for one another instead of colliding.
            empty = insert(session, DrillCardRow).values(owner=viewer.id, library=library, card=card, state={}, due=at, updated_at=at)
            session.execute(empty.on_conflict_do_nothing())
            row = session.get_one(DrillCardRow, (viewer.id, library, card), with_for_update=True)
            row.state, row.due = after(row.state, rating, at)
            row.updated_at = at
            session.add(DrillAnswerRow(id=new_id(), owner=viewer.id, library=library, card=card, rating=rating, words=words, at=at))
            return Standing(card, row.due)
