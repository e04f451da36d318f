"""The fields of a message in its form, and what can be chosen in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from coach.content.base import BELIEFS, LENSES
from coach.content.library import Audience, ClaimType, Library
from coach.content.persona import SEATS
from coach.content.shelf import Shelf
from coach.pages import look
from coach.pages.fields import Field
from coach.pages.fields_names import short
from coach.pages.library_words import FIELDS, SEAT_NAMES

MANY = 2000
"""Messages beyond which nobody can choose from a list of all."""
AUDIENCES = {"professional": "a professional", "payer": "a payer or formulary", "patient": "a patient", "internal": "our own people only"}
TYPES = {
    "fact": "a fact", "efficacy": "what it does", "safety": "what harm it does or spares", "usability": "how it is to use",
    "economic": "what it costs or saves", "process": "how something goes", "service": "what we do for them",
}  # fmt: skip
assert set(AUDIENCES) == set(get_args(Audience)) and set(TYPES) == set(get_args(ClaimType))
PARTS: dict[str, tuple[Field, ...]] = {
    "What is said": (
        Field(("text",), FIELDS["text"], "text", "As it may be said, word for word."),
        Field(("variants",), FIELDS["variants"], "rows", "Spoken or shorter forms, a line each. They are approved with it."),
        Field(("balance",), FIELDS["balance"], "text", "Limits, risks, whom it is not for."),
    ),
    "When it helps": (
        Field(("labels",), FIELDS["labels"], "rows", "What somebody says when they need it, a line each. Two to five."),
        Field(("lens",), FIELDS["lens"], "one", options=LENSES, none="Choose"),
        Field(("stage",), FIELDS["stage"], "one", "The rung it serves.", options=BELIEFS, words=lambda rung: look.BELIEF_WORDS[rung], none="Choose"),
        Field(("needs",), FIELDS["needs"], "many"),
        Field(("answers",), FIELDS["answers"], "many", "Objections, questions and mistakes of theirs that it answers."),
    ),
    "Who says it to whom": (
        Field(("audience",), FIELDS["audience"], "one", options=tuple(AUDIENCES), words=AUDIENCES.__getitem__),
        Field(("seats",), FIELDS["seats"], "many", "Who of us may say it. Nobody chosen: all.", SEATS, SEAT_NAMES.__getitem__),
        Field(("role_families",), FIELDS["role_families"], "many", "Nobody chosen: anyone with that lens.", LENSES),
        Field(("market",), FIELDS["market"], "line"),
        Field(("indication",), FIELDS["indication"], "line"),
        Field(("population",), FIELDS["population"], "line"),
    ),
    "What it rests on": (
        Field(("claim_type",), FIELDS["claim_type"], "one", options=tuple(TYPES), words=TYPES.__getitem__, none="Choose"),
        Field(("evidence",), FIELDS["evidence"], "many"),
    ),
    "Around it": (
        Field(("before",), FIELDS["before"], "many", "Messages that have to be said first."),
        Field(("next",), FIELDS["next"], "many"),
        Field(("owner",), FIELDS["owner"], "line", "Who looks after it."),
    ),
}


def options(name: str, field: Field, desk: Mapping[str, Any], whole: Library, shelf: Shelf, id: str) -> dict[Any, str]:
    """What can be chosen and what each is called; what is chosen already stays on offer."""
    known: dict[Any, str] = {None: field.none} if field.none else {}
    if name == "needs":
        known |= {need.id: need.title for need in shelf.needs.values()}
    elif name == "evidence":
        known |= {study.id: study.citation for study in whole.evidence.studies}
    elif name in ("before", "next"):
        known |= {other.id: f"{other.id}: {short(other.text)}" for other in whole.messages.messages if other.id != id}
    elif name == "answers":
        for persona in shelf.personas.values():
            if shelf.library_of(persona) in (None, whole):
                known |= {one.id: f"{persona.name}: {one.title}" for one in persona.objections}
                known |= {one.id: f"{persona.name} asks: {one.title}" for one in persona.questions}
                known |= {one.id: f"{persona.name}, mistaken: {short(one.says[0])}" for one in persona.mistaken}
    else:
        known |= {one: field.words(one) for one in field.options}
    chosen = desk["document"].get(name)
    return known | {one: str(one) for one in (chosen if isinstance(chosen, list) else [chosen]) if one is not None and one not in known}
