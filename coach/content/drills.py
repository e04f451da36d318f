"""Knowledge drills: short questions about a product in the words of the people who ask them, each resting on something its library says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import Field, model_validator

from coach.content.base import Document, Id, Lens, Strict, Text
from coach.content.library import Library
from coach.content.yamlfile import Where, did_you_mean

DrillKind = Literal["fact", "procedure", "evidence", "alternatives", "boundary"]
DRILL_KINDS: tuple[DrillKind, ...] = ("fact", "procedure", "evidence", "alternatives", "boundary")
QUOTED = ("fact", "step", "alternative", "indication", "contraindication", "risk")
"""What is referred to by quoting a piece of it, because a number would point elsewhere as soon as somebody puts a line in between."""
NEW_A_DAY = 8


class Source(Strict):
    """What an answer rests on: one of these. The first seven quote a piece of the library, letter for letter; the others name an id."""

    fact: Text | None = None
    step: Text | None = None
    alternative: Text | None = None
    indication: Text | None = None
    contraindication: Text | None = None
    risk: Text | None = None
    clearance: Text | None = None
    study: Id | None = None
    message: Id | None = None

    @model_validator(mode="after")
    def _one(self) -> Source:
        if len(self.model_fields_set) != 1:
            raise ValueError(f"names {len(self.model_fields_set)} things; one of {', '.join(type(self).model_fields)} in each")
        return self

    @property
    def of(self) -> str:
        """Which of the fields it is."""
        return next(iter(self.model_fields_set))

    @property
    def words(self) -> str:
        """The piece quoted, or the id."""
        return str(getattr(self, self.of) or "")


class Point(Strict):
    """Something a right answer holds. `any` are alternatives; all words and numbers of one of them suffice, in any order."""

    what: Text = Field(max_length=80, description="The point in a few words, as it is shown after the answer.")
    any: list[Text] = Field(
        min_length=1, description="Words or numbers, one of which is enough; {no}, {unknown} and {medical} stand for the usual ways to say so."
    )


class DrillCard(Strict):
    """One question."""

    id: Id
    kind: DrillKind
    who: Text = Field(max_length=60, description="Who asks, by job.")
    lens: Lens
    ask: Text = Field(max_length=240, description="The question in their words.")
    answer: Text = Field(max_length=320, description="What to say, short enough to say aloud.")
    holds: list[Point] = Field(min_length=1, max_length=6)
    rests: list[Source] = Field(min_length=1)
    why: Text = Field(max_length=240, description="What is behind the question, for the rep.")


class Drills(Document):
    """message_library/ID/drills.yaml; a library may be without."""

    kind: Literal["drills"]
    new_a_day: int = Field(default=NEW_A_DAY, ge=1, le=50, description="How many questions nobody has seen yet are begun in a day.")
    cards: list[DrillCard] = Field(min_length=1)


@dataclass(frozen=True)
class Rest:
    """What a source stands for: `title` says what it is, `text` is the whole of it, `message` its id where it is a message."""

    title: str
    text: str
    message: str | None = None


def found(source: Source, library: Library) -> Rest | None:
    """What a source stands for in a library; None where it stands for nothing, or for more than one thing."""
    product = library.product
    if source.of == "clearance":
        return Rest("Clearance", product.clearance) if _held(source.words, product.clearance) else None
    if source.of == "study":
        study = next((study for study in library.evidence.studies if study.id == source.words), None)
        if study is None:
            return None
        return Rest(study.citation, " ".join((study.design, study.population, f"n = {study.n}.", study.endpoint, study.result, study.limits)))
    if source.of == "message":
        message = next((message for message in library.messages.messages if message.id == source.words), None)
        return Rest("Approved message", " ".join(filter(None, (message.text, message.balance))), message.id) if message else None
    entries = list(enumerate(getattr(product, f"{source.of}s"), start=1))
    held = [(at, entry) for at, entry in entries if _held(source.words, entry)]
    if len(held) != 1:
        return None
    at, entry = held[0]
    return Rest(f"Step {at} of {len(entries)}" if source.of == "step" else source.of.capitalize(), entry)


def misfits(drills: Drills, library: Library) -> Iterator[tuple[Where, str]]:
    """What does not fit between the questions and their library, as (field, what is wrong)."""
    ids, asked = set[str](), dict[str, str]()
    for at, card in enumerate(drills.cards):
        here: Where = ("cards", at)
        if card.id in ids:
            yield (*here, "id"), f"{card.id!r} stands twice; ids are unique"
        ids.add(card.id)
        words = _plain(card.ask)
        if words in asked:
            yield (*here, "ask"), f"is asked already by {asked[words]}; ask something else"
        asked.setdefault(words, card.id)
        for index, source in enumerate(card.rests):
            where: Where = (*here, "rests", index, source.of)
            rest = found(source, library)
            if rest is None:
                yield where, _nowhere(source, library)
            elif rest.message is not None:
                message = next(message for message in library.messages.messages if message.id == rest.message)
                if message.status != "approved":
                    yield where, f"{message.id!r} is {message.status.replace('_', ' ')}; rest on a message that is approved"


def _nowhere(source: Source, library: Library) -> str:
    if source.of == "study":
        return f"no study {source.words!r}{did_you_mean(source.words, [study.id for study in library.evidence.studies])}"
    if source.of == "message":
        return f"no message {source.words!r}{did_you_mean(source.words, [message.id for message in library.messages.messages])}"
    entries = [library.product.clearance] if source.of == "clearance" else list(getattr(library.product, f"{source.of}s"))
    held = sum(_held(source.words, entry) for entry in entries)
    name = "clearance" if source.of == "clearance" else f"{source.of}s"
    if held > 1:
        return f"stands in {held} of the {name}; quote a longer piece of the one that is meant"
    return f"{source.words[:60]!r} stands nowhere in the {name} of product.yaml; quote a piece of it as it is written there"


def _held(piece: str, text: str) -> bool:
    return _plain(piece) in _plain(text)


@lru_cache(maxsize=4096)  # the same few hundred texts, on every page that counts what is due
def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold().rstrip(".?")
