"""A persona of one's own while it is being written: a plain document that may be wrong, and what is wrong with it.

Every function returns a new document and leaves the one it was given as it is.
"""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coach.content.checks import of_one
from coach.content.draft import identifiers
from coach.content.persona import Persona
from coach.content.shelf import Shelf
from coach.content.yamlfile import Parsed, Where, dotted, validated

Document = dict[str, Any]
NEEDED = ("reactions.acknowledge", "openings", "life")
"""What a meeting breaks without, so that a draft cannot be saved with too little of it."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong. `field` is dotted ('needs[0].cost'); `stops`: the draft cannot be saved like this."""

    field: str
    what: str
    stops: bool


@dataclass(frozen=True)
class Checked:
    """A document looked at: the persona it makes, where it makes one, and all that is wrong with it."""

    persona: Persona | None
    faults: list[Fault]

    @property
    def sound(self) -> bool:
        """Whether it may be saved. What is only unwise does not stop it."""
        return self.persona is not None and not any(fault.stops for fault in self.faults)


def copy_of(persona: Persona) -> Persona:
    """The same person as a draft with an id of its own."""
    return persona.model_copy(update={"id": f"my_{secrets.token_hex(4)}", "unverified": True, "fictional": False})


def written(persona: Persona) -> Document:
    """A persona as a document in which every field stands."""
    return persona.model_dump(mode="json", by_alias=True)


def at(document: Document, where: Where) -> Any:
    """What stands at a place; None where nothing does."""
    found: Any = document
    for part in where:
        try:
            found = found[part]
        except (KeyError, IndexError, TypeError):
            return None
    return found


def put(document: Document, where: Where, value: Any) -> Document:
    """The document with a value at a place. None takes away a key of a mapping that may be without it."""
    made = copy.deepcopy(document)
    inside: Any = made
    for part in where[:-1]:
        inside = inside[part]
    if value is None and where[0] in ("openings", "reactions", "life", "tastes"):
        inside.pop(where[-1], None)
    else:
        inside[where[-1]] = value
    return made


def added(document: Document, name: str, item: Document) -> Document:
    """The document with one more need, objection or question."""
    return put(document, (name,), [*document[name], item])


def without(document: Document, name: str, index: int) -> Document:
    """The document with one need, objection or question less."""
    return put(document, (name,), [item for number, item in enumerate(document[name]) if number != index])


def checked(document: Document, shelf: Shelf) -> Checked:
    """Everything wrong with a document: what keeps it from loading, or, once it loads, what does not fit together."""
    parsed = Parsed("", document, {}, [], set())
    persona = validated(parsed, Persona)
    if persona is None:
        return Checked(None, [Fault(problem.field, problem.what.replace(" or leave the line out", ""), True) for problem in parsed.problems])
    faults = [Fault(dotted(where), what, dotted(where).startswith(NEEDED)) for where, what in of_one(persona, shelf)]
    for where, text in _texts(document, ()):
        # Names are for the writer to judge: in made-up lines people are called by them all the time.
        if found := [what for what in identifiers([text]) if what != "a name"]:
            faults.append(Fault(dotted(where), f"holds {' and '.join(found)}; leave it out, nothing about a patient", True))
    return Checked(persona, faults)


def _texts(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
    if isinstance(value, str):
        if where[-1:] not in (("id",), ("need",)):
            yield where, value
    elif isinstance(value, dict):
        for name, inside in value.items():
            yield from _texts(inside, (*where, name))
    elif isinstance(value, list):
        for number, inside in enumerate(value):
            yield from _texts(inside, (*where, number))
