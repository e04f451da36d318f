"""What is ready to be drilled today, for the start page and the drills page alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from coach.content.drills import DrillCard
from coach.messages import drills
from coach.pages.shell import coach, viewer


@dataclass(frozen=True)
class Ready:
    """One library's questions for one person on one day. `waiting` are due, `beginning` may be asked for the first time today,
    `untouched` are all that were never asked; ids, in the order of asking. `next` is when the next known one is due."""

    library: str
    cards: dict[str, DrillCard]
    waiting: list[str]
    beginning: list[str]
    untouched: list[str]
    tried: bool
    next: datetime | None

    @property
    def count(self) -> int:
        """How many questions a session has now."""
        return min(drills.SESSION, len(self.waiting) + len(self.beginning))


def midnight(now: datetime) -> datetime:
    """The beginning of the day in the place where this runs, as an aware time."""
    return datetime.combine(now.astimezone().date(), time()).astimezone()


def ready(library: str, now: datetime) -> Ready:
    """What is ready in a library. A question is due on its day, whatever the hour."""
    shelf, store = coach().shelf, coach().store.drills
    file = shelf.drills[library]
    cards = drills.usable(file, shelf.libraries[library], now.astimezone().date())
    standings = store.standings(viewer(), library)
    today = midnight(now)
    tomorrow = midnight(today + timedelta(days=1, hours=6))  # six hours on, so that a day of 23 or 25 hours is one day too
    room = max(0, file.new_a_day - store.begun(viewer(), library, today))
    untouched = drills.fresh(cards, standings)
    coming = [one.due for one in standings if one.due >= tomorrow and one.card in cards]
    return Ready(library, cards, drills.due(cards, standings, tomorrow), untouched[:room], untouched, bool(standings), min(coming, default=None))


def all_ready() -> list[Ready]:
    """What is ready in every library that has drills, the fullest first."""
    shelf, now = coach().shelf, datetime.now(UTC)
    found = [ready(id, now) for id in sorted(shelf.drills) if id in shelf.libraries]
    return sorted((one for one in found if one.cards), key=lambda one: -one.count)
