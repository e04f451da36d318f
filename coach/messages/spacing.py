"""When a question comes round again: FSRS over what somebody thought of their own answer. Deterministic; the time is handed in.

Intervals are whole days. What was not known comes once more at the end of the same session, which is the session's affair, so
FSRS is given no learning steps of minutes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

Rating = Literal[1, 2, 3, 4]
AGAIN, HARD, GOOD, EASY = RATINGS = (1, 2, 3, 4)
FORMAT = 1
LONGEST = 180
"""Days at most between two askings: labels and prices change, and a rep must not find out after a year."""

State = dict[str, Any]
"""What is kept of a question: the version of this shape (`v`) and FSRS's own card. Empty before the first answer."""


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler  # a tenth of a second that the first page does without

    return Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False)


def after(state: State, rating: int, at: datetime) -> tuple[State, datetime]:
    """The state after an answer rated 1 (again) to 4 (easy) at that time, and when the question is due. `at` must be aware.
    A state that cannot be read begins anew. Raises ValueError for another rating."""
    from fsrs import Rating as Rated

    card, _ = _scheduler().review_card(_card(state, at), Rated(rating), at.astimezone(UTC))
    return {"v": FORMAT, **card.to_dict()}, card.due


def _card(state: State, at: datetime) -> Card:
    from fsrs import Card

    fresh = Card(card_id=0, due=at.astimezone(UTC))
    if state.get("v") != FORMAT:
        return fresh
    try:
        return Card.from_dict(state)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError):
        return fresh
