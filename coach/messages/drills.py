"""Drill questions: which may be asked today, and which comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

from coach.content.drills import DRILL_KINDS, DrillCard, Drills, Source, found
from coach.content.library import Library
from coach.messages.spacing import AGAIN

SESSION = 10
"""Questions in one session."""
SECONDS = 17
"""What one question takes, counted on oneself: read, say or type, look, rate. For the 'about 2 minutes' on screen."""


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with a question: when it is due, aware, in UTC."""

    card: str
    due: datetime


@dataclass(frozen=True)
class Answered:
    """One answer in a session."""

    card: str
    rating: int


@dataclass(frozen=True)
class Queue:
    """A session: `card` is the id of the question to ask now, None at its end; `at` of `of` counts from 1; `once_more`: it
    was not known a moment ago. `left` are the questions that this session has no room for."""

    card: str | None
    at: int
    of: int
    once_more: bool = False
    left: int = 0


def usable(drills: Drills, library: Library, on: date) -> dict[str, DrillCard]:
    """The questions that may be asked on that day: everything they rest on is there, and the messages among it are in force."""
    in_force = {message.id for message in library.messages.messages if message.in_force(on)}

    def sound(source: Source) -> bool:
        rest = found(source, library)
        return rest is not None and (rest.message is None or rest.message in in_force)

    return {card.id: card for card in drills.cards if all(map(sound, card.rests))}


def due(cards: Mapping[str, DrillCard], standings: Iterable[Standing], until: datetime) -> list[str]:
    """The ids of known questions that are due before that time, the longest due first. What is gone from the library is left out."""
    return [one.card for one in sorted(standings, key=lambda one: (one.due, one.card)) if one.due < until and one.card in cards]


def fresh(cards: Mapping[str, DrillCard], standings: Iterable[Standing]) -> list[str]:
    """The ids of questions that were never asked, kind by kind in turn, so that a session is not all prices."""
    seen = {one.card for one in standings}
    kinds = [[card.id for card in cards.values() if card.kind == kind] for kind in DRILL_KINDS]
    return [id for row in zip_longest(*kinds) for id in row if id is not None and id not in seen]


def queue(waiting: Sequence[str], beginning: Sequence[str], answered: Sequence[Answered]) -> Queue:
    """A session out of what is due (`waiting`), what may be begun today (`beginning`) and what was answered in it so far, in
    order. A question rated 1 is asked once more at the end."""
    asked = list(dict.fromkeys(one.card for one in answered))
    open_ones = [id for id in (*waiting, *beginning) if id not in asked]
    coming = open_ones[: max(0, SESSION - len(asked))]
    again = [id for id in asked if [one.rating for one in answered if one.card == id] == [AGAIN]]
    of, left = len(asked) + len(coming), len(open_ones) - len(coming)
    if coming:
        return Queue(coming[0], len(asked) + 1, of, left=left)
    if again:
        return Queue(again[0], of, of, once_more=True, left=left)
    return Queue(None, of, of, left=left)


def minutes(questions: int) -> int:
    """Whole minutes that so many questions take, at least one."""
    return max(1, round(questions * SECONDS / 60))
