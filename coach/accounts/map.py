"""The rep's map of an account: who is there, who moves whom, where it stalls, what binds, what is open; and what each rests on. Pure data and edits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from coach.content.account import Account
from coach.content.base import Id, Lens, Strict
from coach.content.errors import CoachError
from coach.content.truth import ConstraintKind, InfluenceKind, Part, Weight
from coach.messages.plan import MAX_TITLE, Title, cleaned

MAX_PEOPLE, MAX_ITEMS, MAX_SOURCES, MAX_WORDS = 5000, 300, 30, 600
GUESSED, BY_VOICES = 40, (60, 80, 90)
"""Percent of confidence that a guess has, and what one, two, and three or more persons' words give. People are sometimes wrong."""


def _line(value: Any) -> Any:
    return " ".join(cleaned(value).split()) if isinstance(value, str) else value


Short = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=MAX_TITLE)]
Words = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=MAX_WORDS)]
Written = Annotated[str, BeforeValidator(_line), StringConstraints(min_length=1, max_length=MAX_WORDS)]
Percent = Annotated[int, Field(ge=0, le=100)]

SourceKind = Literal["briefing", "turn", "heard", "guess"]
Kind = Literal["person", "arrow", "step", "constraint", "decision", "question"]


class Source(Strict):
    """What something on the map rests on: the briefing, what somebody said in a turn of a meeting, what was heard outside, a guess."""

    kind: SourceKind
    person: Short = Field(default="", description="Who said it.")
    persona: Id | None = None
    meeting: str = ""
    turn: int | None = Field(default=None, ge=0)
    quote: Words = ""
    day: date | None = None
    facts: list[Id] = Field(default_factory=list, description="What that turn told, by the ids of the persona's facts. Never shown.")

    @property
    def voice(self) -> str | None:
        """Whose word it is, so that a person counts once; None for a guess."""
        if self.kind == "guess":
            return None
        return "the briefing" if self.kind == "briefing" else self.persona or self.person.casefold() or "somebody"


class Item(Strict):
    """One thing on the map. `stated`: how sure the rep says they are, in percent, where they said so."""

    id: str
    sources: list[Source] = Field(default_factory=list, max_length=MAX_SOURCES)
    stated: Percent | None = None

    @property
    def voices(self) -> set[str]:
        """Whose word it rests on; the briefing counts as one person."""
        return {source.voice for source in self.sources if source.voice is not None}

    @property
    def confidence(self) -> int:
        """In percent: as the rep stated it, else by how many persons said it."""
        if self.stated is not None:
            return self.stated
        return BY_VOICES[min(len(self.voices), len(BY_VOICES)) - 1] if self.voices else GUESSED


class Person(Item):
    """A stakeholder. `persona`: whom one can meet in practice."""

    name: Title
    title: Short = ""
    family: Lens = "clinical"
    part: Part | None = None
    persona: Id | None = None
    reach: Short = Field(default="", description="How one gets in touch with them, in a real account.")
    note: Words = ""


class Arrow(Item):
    """One person moves another; `of` and `on` are ids of persons on the map."""

    of: str
    on: str
    kind: InfluenceKind = "informal"
    strength: Weight = 2


class Step(Item):
    """A step of the pathway. `after`: ids of the steps before it. `step`: which one of the account's page it is."""

    title: Written
    step: Id | None = None
    after: list[str] = Field(default_factory=list)
    stalls: bool = False
    cause: Words = ""


class Constraint(Item):
    kind: ConstraintKind = "rule"
    text: Written


class DecisionPoint(Item):
    text: Written
    on: date | None = None
    who: Short = ""


class OpenQuestion(Item):
    """Something still to be found out; `whom`: the id of the person to ask."""

    text: Written
    whom: str = ""


MODELS: dict[Kind, type[Item]] = {"person": Person, "arrow": Arrow, "step": Step, "constraint": Constraint, "decision": DecisionPoint, "question": OpenQuestion}
FIELDS: dict[Kind, str] = {
    "person": "people", "arrow": "arrows", "step": "steps", "constraint": "constraints", "decision": "decisions", "question": "questions",
}  # fmt: skip
"""In which list of the map each kind of thing stands."""


class AccountMap(Strict):
    """A rep's map. `made` counts what was ever put on it, so that no id comes twice. `seed` draws the truth's variant in a campaign;
    without one the truth is as written. `seen`: the truth has been looked at."""

    title: Title
    account: Id | None = None
    people: list[Person] = Field(default_factory=list)
    arrows: list[Arrow] = Field(default_factory=list)
    steps: list[Step] = Field(default_factory=list)
    constraints: list[Constraint] = Field(default_factory=list)
    decisions: list[DecisionPoint] = Field(default_factory=list)
    questions: list[OpenQuestion] = Field(default_factory=list)
    made: int = 0
    seed: int | None = None
    seen: bool = False

    def of(self, kind: Kind) -> Sequence[Item]:
        """Everything of one kind, in its order."""
        found: Sequence[Item] = getattr(self, FIELDS[kind])
        return found

    def items(self) -> list[Item]:
        return [item for kind in FIELDS for item in self.of(kind)]

    def item(self, id: str) -> Item:
        """CoachError where it was taken out."""
        found = self.find(id)
        if found is None:
            raise CoachError("That is no longer on this map; it was taken out in another tab or window.")
        return found

    def find(self, id: str) -> Item | None:
        return next((item for item in self.items() if item.id == id), None)

    def person(self, id: str) -> Person | None:
        return next((one for one in self.people if one.id == id), None)


def kind_of(item: Item) -> Kind:
    return next(kind for kind, model in MODELS.items() if isinstance(item, model))


def begun(account: Account, seed: int | None = None) -> AccountMap:
    """A map of an account as one begins it: the pathway's steps by their titles, and nothing that has to be found out."""
    steps = [Step(id=f"s{at}", title=step.title, step=step.id, after=[f"s{at - 1}"] if at > 1 else []) for at, step in enumerate(account.pathway, 1)]
    return AccountMap(title=account.name, account=account.id, steps=steps, made=len(steps), seed=seed)


def added(map: AccountMap, kind: Kind, /, **fields: Any) -> AccountMap:
    """The map with one more thing, at the end of its kind; its id is `newest(map)` of what is returned. ValidationError for a value that cannot be."""
    item = MODELS[kind].model_validate({"id": f"{kind[0]}{map.made + 1}"} | fields)
    return _with(map, {FIELDS[kind]: [*map.of(kind), item], "made": map.made + 1})


def newest(map: AccountMap) -> str:
    """The id of what was put on the map last."""
    return max((item.id for item in map.items()), key=lambda id: int(id[1:]))


def changed(map: AccountMap, id: str, /, **fields: Any) -> AccountMap:
    """The map with other values in one thing. ValidationError for a value that cannot be."""
    item = map.item(id)
    made = type(item).model_validate(item.model_dump() | fields)
    kind = kind_of(item)
    return _with(map, {FIELDS[kind]: [made if one.id == id else one for one in map.of(kind)]})


def removed(map: AccountMap, id: str) -> AccountMap:
    """The map without one thing. What pointed at it stays, so that nothing is lost unseen: `problems` names it."""
    kind = kind_of(map.item(id))
    return _with(map, {FIELDS[kind]: [one for one in map.of(kind) if one.id != id]})


def sourced(map: AccountMap, id: str, source: Source) -> AccountMap:
    """The map with a source for something. One that stands there already (the same turn, or the same words) stays once; a guess
    makes way for what somebody said."""
    item = map.item(id)
    same = [one for one in item.sources if (one.kind, one.voice, one.meeting, one.turn, one.quote) == _key(source)]
    if same or (source.kind == "guess" and item.sources):
        return map
    if len(item.sources) >= MAX_SOURCES:
        raise CoachError(f"Something on a map has {MAX_SOURCES} sources at most. Take one out first.")
    return changed(map, id, sources=[*(one for one in item.sources if one.kind != "guess"), source])


def unsourced(map: AccountMap, id: str, at: int) -> AccountMap:
    """The map without the source at a place (from 0) of something."""
    item = map.item(id)
    return changed(map, id, sources=[one for place, one in enumerate(item.sources) if place != at])


def renamed(map: AccountMap, title: str) -> AccountMap:
    return AccountMap.model_validate(map.model_dump() | {"title": title})


def _key(source: Source) -> tuple[object, ...]:
    return source.kind, source.voice, source.meeting, source.turn, source.quote


def _with(map: AccountMap, fields: dict[str, Any]) -> AccountMap:
    """Only for whole things that are valid already: what did not change is not looked at again, so a large map changes quickly."""
    for name, items in fields.items():
        if name in FIELDS.values() and len(items) > (most := MAX_PEOPLE if name == "people" else MAX_ITEMS):
            raise CoachError(f"A map holds {most:,} {name} at most. Take some out first.")
    return map.model_copy(update=fields)
