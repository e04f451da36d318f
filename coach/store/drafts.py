"""Words that somebody is in the middle of typing, kept until they are sent: a login that runs out, a role that is taken away or a tab
that is closed loses none of them.

One text a person and place. A place names the page and the field, as in `reviews/k3m9.../turn-4`, so that what is kept on a page can be
found by its beginning. Save from a widget's `on_change`, which runs before the page asks whether it may still be shown; forget once
the words were sent. `coach.pages.kept.area` does all of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select

from coach.reviews.viewer import Viewer
from coach.store.arcs import Arcs
from coach.store.engine import Database
from coach.store.tables import ArcRow

KIND = "typed"


class Typed(BaseModel):
    words: str = ""


@dataclass(frozen=True)
class Draft:
    place: str
    words: str
    at: datetime


class Drafts:
    """Every draft is its writer's own, whatever their role. StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept = Arcs(database)

    def save(self, viewer: Viewer, place: str, words: str) -> None:
        """Keep what stands in a field now, over what stood there before; nothing but spaces is forgotten."""
        if words.strip():
            self._kept.save(viewer, KIND, place, Typed(words=words), None)
        else:
            self.forget(viewer, place)

    def load(self, viewer: Viewer, place: str) -> str:
        """What was typed there and not sent; empty where there is nothing."""
        return self._kept.load(viewer, KIND, place, Typed)[0].words

    def forget(self, viewer: Viewer, place: str) -> None:
        self._kept.forget(viewer, KIND, place)

    def under(self, viewer: Viewer, beginning: str = "") -> list[Draft]:
        """The viewer's drafts at places that begin so, the one typed last first."""
        chosen = select(ArcRow).where(ArcRow.owner == viewer.id, ArcRow.kind == KIND, ArcRow.key.startswith(beginning, autoescape=True))
        with self._database.read() as session:
            rows = session.scalars(chosen.order_by(ArcRow.updated_at.desc(), ArcRow.key)).all()
            return [Draft(row.key, Typed.model_validate(row.document).words, row.updated_at) for row in rows]
