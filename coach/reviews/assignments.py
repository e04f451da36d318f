"""An assignment: what somebody was asked to practise, where it stands, and its progress in words.

The one who asked learns that a try was made and on which day, and what was handed in. What was said in a try is the rep's alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import ConfigDict, Field

from coach.content.programme import FEWEST, Certification, Programme
from coach.reading.records import Record

Stage = Literal["asked", "tried", "submitted", "in review", "returned", "done"]
STAGE_WORDS: dict[Stage, str] = {
    "asked": "Asked", "tried": "Tried", "submitted": "Handed in", "in review": "In review", "returned": "Returned", "done": "Done",
}  # fmt: skip
PRIVATE = "Whoever asked sees that a try was made and on which day, and what you hand in. What is said in a try stays yours until you hand it in."
SEEN = "You see that a try was made and on which day, and what is handed in. What is said in a try stays with the one who made it."
HANDS_IN = "To hand one in sooner, open its debrief and hand it in there."


class FromProgramme(Record):
    """Which step of which programme it is; `step` counts from 1. The title and version are those it was begun with."""

    id: str
    title: str
    version: str
    step: int = Field(ge=1)
    of: int = Field(ge=1)


class Asked(Record):
    """What is asked: with whom or in which campaign, one behaviour, how often, by when, and why in the asker's words."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    v: Literal[1] = 1
    persona: str | None = None
    campaign: str | None = None
    criterion: str
    tries: int = Field(default=FEWEST, ge=FEWEST, le=20)
    due: date
    why: str = Field(min_length=1, max_length=400)
    programme: FromProgramme | None = None
    certifies: Certification | None = None


@dataclass(frozen=True)
class Tried:
    """One try. `meeting` is empty for everybody but its owner. `over`: it counts, because it is over and something was said.
    `branched` is the turn it was tried again from, None for a meeting from its beginning. `hints` is how often the hints were looked at."""

    meeting: str
    on: date
    over: bool
    branched: int | None
    hints: int
    person: str = ""

    @property
    def marks(self) -> list[str]:
        """What this try had help by, in words."""
        return [
            *(["with hints"] if self.hints else []),
            *([f"from turn {self.branched}"] if self.branched is not None else []),
        ]


def steps_of(programme: Programme, start: date) -> list[Asked]:
    """A programme's assignments with their days, the first first."""
    last = len(programme.steps)
    return [
        Asked(
            persona=step.persona,
            campaign=step.campaign,
            criterion=step.behaviour,
            tries=step.tries,
            due=start + timedelta(days=step.due_after),
            why=step.why,
            programme=FromProgramme(id=programme.id, title=programme.title, version=programme.version, step=at, of=last),
            certifies=programme.certification if at == last else None,
        )
        for at, step in enumerate(programme.steps, 1)
    ]


def stage(tries: Sequence[Tried], handed_in: str | None) -> Stage:
    """Where it stands. `handed_in` is the state of what was handed in last; None where nothing was."""
    if handed_in in ("submitted", "in review", "returned", "done"):
        return handed_in  # type: ignore[return-value]
    return "tried" if done(tries) else "asked"


def done(tries: Sequence[Tried]) -> int:
    """How many tries count."""
    return sum(one.over for one in tries)


def progress(tries: Sequence[Tried], asked: int) -> str:
    """How many tries there are, in words."""
    made = done(tries)
    if made > asked:
        return f"{made} tries, of at least {asked}"
    return f"{made} of {asked} tries" if made else f"No try yet, of {asked}"


def left(tries: Sequence[Tried], asked: int) -> int:
    """How many tries are still to be made; 0 when there are enough."""
    return max(0, asked - done(tries))


def due_words(due: date, today: date, stage: Stage) -> str:
    """The day it is asked for. One that has passed is said and is no reproach: the work is worth the same a week later."""
    day = f"{due:%A} {due.day} {due:%B}"
    if stage in ("submitted", "in review", "returned", "done"):
        return f"Asked for by {day}."
    if due == today:
        return f"Asked for by today, {day}."
    if due < today:
        return f"The day it was asked for, {day}, has passed. It can still be done, or agree on another day."
    days = (due - today).days
    return f"By {day}, {'tomorrow' if days == 1 else f'in {days} days'}."


def days_words(tries: Sequence[Tried]) -> str:
    """The days of the tries that count, each once: 'On 3 November (2) and 5 November.'; '' without any."""
    counts = Counter(one.on for one in tries if one.over)
    days = [f"{on.day} {on:%B}{f' ({many})' if many > 1 else ''}" for on, many in sorted(counts.items())]
    return f"On {', '.join(days[:-1])} and {days[-1]}." if len(days) > 1 else f"On {days[0]}." if days else ""


def due_short(due: date, today: date) -> str:
    return f"{'was asked for by' if due < today else 'by'} {due:%A} {due.day} {due:%B}"


def best(levels: Sequence[tuple[Tried, int | None]]) -> Tried | None:
    """The try to hand in: the highest level, without help before with help, the latest of those that are alike. None where none is over."""
    over = [(at, one, level) for at, (one, level) in enumerate(levels) if one.over]
    found = max(over, key=lambda item: (item[2] if item[2] is not None else -1, not item[1].marks, item[0]), default=None)
    return found[1] if found else None


@dataclass(frozen=True)
class HandedIn:
    """What was handed in for an assignment. `meeting` is empty for everybody but its owner and whom it was handed to."""

    submission: str
    meeting: str
    turn: int | None
    state: str
    at: datetime
