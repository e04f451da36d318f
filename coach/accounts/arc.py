"""What goes beside a plan: objectives it is backed by, where each person stands in the sales process, commitments, who else of us comes. Pure data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from coach.accounts.heard import Promise, Short, Side
from coach.content.base import Strict
from coach.content.draft import identifiers
from coach.content.errors import CoachError
from coach.content.persona import Seat
from coach.messages.plan import cleaned

Horizon = Literal["three_years", "year", "quarter"]
HORIZONS: tuple[Horizon, ...] = ("three_years", "year", "quarter")
HORIZON_WORDS: dict[Horizon, str] = {"three_years": "Three years", "year": "This year", "quarter": "This quarter"}
ABOVE: dict[Horizon, Horizon] = {"quarter": "year", "year": "three_years"}
"""Which objective one of this horizon serves."""
MAX_OBJECTIVES, MAX_EVIDENCE, MAX_COMMITMENTS, MAX_TEAM = 40, 60, 5000, 4


def _line(value: Any) -> Any:
    return " ".join(cleaned(value).split()) if isinstance(value, str) else value


Words = Annotated[str, BeforeValidator(_line), StringConstraints(min_length=1, max_length=300)]


class Moved(Strict):
    """Something that moved an objective: what happened, on which day, by which step of the plan or which real meeting."""

    day: date
    words: Words
    step: str = ""
    meeting: str = ""


class Objective(Strict):
    """In the account's own terms. `serves`: the objective of the next longer horizon. `reached`: the day on which it was."""

    id: str
    horizon: Horizon
    words: Words
    serves: str = ""
    evidence: list[Moved] = Field(default_factory=list, max_length=MAX_EVIDENCE)
    reached: date | None = None


class Passed(Strict):
    """A step of the process that somebody passed: the answer to its exit test, in words, and when it was true."""

    step: str
    words: Words
    day: date


class Colleague(Strict):
    """Somebody of us who comes along, or comes instead."""

    seat: Seat
    name: Short = ""
    why: Short = ""


class Commitment(Promise):
    """A promise that stands beside a plan rather than in a meeting."""

    id: str


class Arc(Strict):
    """Everything beside one plan. `serves`: step of the plan to objective. `passed`: by the key of a stakeholder, '' for the account as a
    whole. `team`: by step of the plan. `made` counts what was ever put in."""

    objectives: list[Objective] = Field(default_factory=list, max_length=MAX_OBJECTIVES)
    serves: dict[str, str] = Field(default_factory=dict)
    process: str = "default"
    passed: dict[str, list[Passed]] = Field(default_factory=dict)
    commitments: list[Commitment] = Field(default_factory=list, max_length=MAX_COMMITMENTS)
    team: dict[str, list[Colleague]] = Field(default_factory=dict)
    kept_out: list[str] = Field(default_factory=list, description="What is left out of the joint plan, by id.")
    made: int = 0

    def objective(self, id: str) -> Objective:
        """CoachError where it was taken out."""
        found = next((one for one in self.objectives if one.id == id), None)
        if found is None:
            raise CoachError("That objective is no longer here; it was taken out in another tab or window.")
        return found


def committed(arc: Arc, side: Side, who: str, action: str, due: date | None) -> Arc:
    """One more commitment. CoachError where it says nothing."""
    if not action.strip():
        raise CoachError("What was promised? Write it in a few words.")
    made = Commitment(id=f"c{arc.made + 1}", side=side, who=who or ("Us" if side == "ours" else "Them"), action=action, due=due)
    return with_(arc, commitments=[*arc.commitments, made], made=arc.made + 1)


def settled(arc: Arc, id: str, done: date | None = None, dropped: str = "") -> Arc:
    """A commitment done on a day, dropped with a reason, or (neither) open again."""
    if not any(one.id == id for one in arc.commitments):
        raise CoachError("That commitment is no longer here; it was taken out in another tab or window.")
    return with_(
        arc,
        commitments=[Commitment.model_validate(one.model_dump() | {"done": done, "dropped": dropped}) if one.id == id else one for one in arc.commitments],
    )


def without_commitment(arc: Arc, id: str) -> Arc:
    return with_(arc, commitments=[one for one in arc.commitments if one.id != id])


def with_(arc: Arc, **fields: Any) -> Arc:
    """Another arc with these fields. ValidationError for a value that cannot be."""
    return Arc.model_validate(dict(arc) | fields)


def identified(before: Arc, after: Arc) -> list[str]:
    """One line where words that are new in `after` may say who a patient is; names are for the writer to judge."""
    old = set(_words(before))
    found = [what for what in identifiers(text for text in _words(after) if text not in old) if what != "a name"]
    return [f"This holds {' and '.join(found)}. Leave it out: nothing about a patient."] if found else []


def _words(arc: Arc) -> Iterator[str]:
    for goal in arc.objectives:
        yield goal.words
        yield from (one.words for one in goal.evidence)
    yield from (one.words for those in arc.passed.values() for one in those)
    for promise in arc.commitments:
        yield from (promise.action, promise.who, promise.dropped)
    yield from (text for those in arc.team.values() for one in those for text in (one.name, one.why))
