"""The territory: accounts by need and fit as rated in words, their order and why, opinion leaders, this quarter's focus, and requests off the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError

from coach.accounts.heard import Short
from coach.content.base import Id, Strict
from coach.content.draft import identifiers
from coach.content.errors import CoachError
from coach.messages.plan import Title, cleaned

Rate = Literal["none", "some", "clear", "strong"]
RATES: tuple[Rate, ...] = ("none", "some", "clear", "strong")
Decision = Literal["yes", "later", "no"]
DECISIONS: tuple[Decision, ...] = ("yes", "later", "no")
DECISION_WORDS: dict[Decision, str] = {"yes": "Do it, and change the plan", "later": "Not this quarter", "no": "No"}
MAX_PLACES, MAX_FOCUS, MAX_KEPT = 500, 3, 500


def _line(value: Any) -> Any:
    return " ".join(cleaned(value).split()) if isinstance(value, str) else value


Reason = Annotated[str, BeforeValidator(_line), StringConstraints(min_length=1, max_length=300)]
Free = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=500)]


class Place(Strict):
    """An account as it is rated. `need`: how much it is needed there; `fit`: whether we can serve it; each with the reason in words."""

    name: Title
    account: Id | None = None
    need: Rate
    need_why: Reason
    fit: Rate
    fit_why: Reason

    @property
    def weight(self) -> tuple[int, int]:
        """Need times fit, then need: a great need that we cannot serve is no better than a good fit that nobody needs."""
        need, fit = RATES.index(self.need), RATES.index(self.fit)
        return need * fit, need


class Leader(Strict):
    """Somebody whose word counts beyond their own place, and how one knows."""

    name: Title
    where: Short = ""
    why: Reason


class Request(Strict):
    """Something that was asked for and is in no plan, and what was decided and why."""

    what: Reason
    by: Short = ""
    day: date
    decision: Decision
    why: Reason


class Territory(Strict):
    places: list[Place] = Field(default_factory=list, max_length=MAX_PLACES)
    leaders: list[Leader] = Field(default_factory=list, max_length=MAX_KEPT)
    requests: list[Request] = Field(default_factory=list, max_length=MAX_KEPT)
    focus: list[str] = Field(default_factory=list, max_length=MAX_FOCUS, description="Names of places.")
    focus_why: Free = ""


def identified(before: Territory, after: Territory) -> list[str]:
    """One line where words that are new in `after` may say who a patient is; names are for the writer to judge."""
    old = set(_words(before))
    found = [what for what in identifiers(text for text in _words(after) if text not in old) if what != "a name"]
    return [f"This holds {' and '.join(found)}. Leave it out: nothing about a patient."] if found else []


def _words(territory: Territory) -> Iterator[str]:
    for place in territory.places:
        yield from (place.name, place.need_why, place.fit_why)
    for leader in territory.leaders:
        yield from (leader.name, leader.where, leader.why)
    for request in territory.requests:
        yield from (request.what, request.by, request.why)
    yield territory.focus_why


def ordered(territory: Territory) -> list[tuple[Place, str]]:
    """The places in their order, each with why it stands there."""
    found = sorted(territory.places, key=lambda one: (-one.weight[0], -one.weight[1], one.name.casefold()))
    return [(one, _why(one)) for one in found]


def _why(one: Place) -> str:
    if one.need == "none" or one.fit == "none":
        short = "nobody needs it there" if one.need == "none" else "we cannot serve it"
        return f"Last, because {short}: {one.need_why if one.need == 'none' else one.fit_why}"
    return f"{one.need.capitalize()} need: {one.need_why} {one.fit.capitalize()} fit: {one.fit_why}"


def rated(territory: Territory, **fields: Any) -> Territory:
    """A place rated, or rated anew where it is there by name. CoachError for a rating without its reason."""
    for name, what in (("need_why", "the need"), ("fit_why", "the fit")):
        if len(str(fields.get(name, "")).split()) < 2:
            raise CoachError(f"Say in a few words what {what} rests on. A rating without a reason is a guess.")
    if not str(fields.get("name", "")).strip():
        raise CoachError("Which account is it?")
    made = _made(Place, fields)
    rest = [one for one in territory.places if one.name.casefold() != made.name.casefold()]
    if len(rest) >= MAX_PLACES:
        raise CoachError(f"{MAX_PLACES} accounts are the most.")
    return territory.model_copy(update={"places": [*rest, made]})


def without_place(territory: Territory, name: str) -> Territory:
    return territory.model_copy(
        update={"places": [one for one in territory.places if one.name != name], "focus": [one for one in territory.focus if one != name]}
    )


def focused(territory: Territory, names: list[str], why: str) -> Territory:
    """This quarter's focus. CoachError for more than a few, for one that is not rated, or without a reason."""
    if len(names) > MAX_FOCUS:
        raise CoachError(f"A focus of more than {MAX_FOCUS} is none. Choose {MAX_FOCUS}.")
    there = {one.name for one in territory.places}
    if gone := [name for name in names if name not in there]:
        raise CoachError(f"“{gone[0]}” is not among the accounts here any more.")
    if names and not why.strip():
        raise CoachError("Why these, this quarter? Say it in a sentence.")
    return Territory.model_validate(dict(territory) | {"focus": names, "focus_why": why})


def led(territory: Territory, name: str, where: str, why: str) -> Territory:
    """One more opinion leader. CoachError without a name or a reason."""
    if not name.strip() or not why.strip():
        raise CoachError("Who is it, and whose decision did their word change? Both are needed.")
    rest = [one for one in territory.leaders if one.name.casefold() != name.strip().casefold()]
    return territory.model_copy(update={"leaders": [*rest, _made(Leader, {"name": name, "where": where, "why": why})]})


def decided(territory: Territory, what: str, by: str, day: date, decision: Decision, why: str) -> Territory:
    """A request off the plan, decided. The latest first; none is ever taken out. CoachError without a reason."""
    if not what.strip():
        raise CoachError("What was asked for?")
    if not why.strip():
        raise CoachError("Why? In the words in which you would tell whoever asked.")
    made = _made(Request, {"what": what, "by": by, "day": day, "decision": decision, "why": why})
    return territory.model_copy(update={"requests": [made, *territory.requests][:MAX_KEPT]})


def _made(model: Any, fields: dict[str, Any]) -> Any:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        wrong = error.errors()[0]
        raise CoachError(f"{str(wrong['loc'][0]).replace('_', ' ')}: {wrong['msg']}.") from None
