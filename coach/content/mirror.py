"""How a pitch that was delivered alone is measured: its rules, word lists and numbers, as data that anybody can read and argue with."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from coach.content.base import Document, Id, Strict, Text
from coach.content.claims import Pattern

MeasureId = Literal["opening", "needs", "proof", "lists", "empty", "ask", "length"]
MEASURES: tuple[MeasureId, ...] = MeasureId.__args__  # type: ignore[attr-defined]


class Numbers(Strict):
    """Where each rule draws its lines. A text of this file may name one in braces."""

    words_a_minute: int = Field(ge=60, le=260, description="At what rate typed words are taken to be spoken.")
    least_seconds: int = Field(ge=0, description="Spoken time below which nothing was pitched.")
    over_percent: int = Field(ge=0, le=100, description="How far over the clock a take may run and nearly hold.")
    opening_sentences: int = Field(ge=1, description="In how many sentences a pitch opens, greetings left out.")
    one_need_up_to: int = Field(ge=0, description="Seconds on the clock up to which one need is enough; beyond, two.")
    most_pains: int = Field(ge=1, description="Different pains from which naming them is a list.")
    most_proofs: int = Field(ge=1, description="Proofs beyond which they are a list.")
    list_items: int = Field(ge=2, description="Things in a row, in one sentence, from which it is a list.")
    empty_holds: float = Field(ge=0, description="Words that carry nothing, in a hundred, up to which that holds.")
    empty_nearly: float = Field(ge=0, description="The same for nearly.")
    pain_from: float = Field(ge=0, le=1, description="How close a passage has to come to a need: cosine, plus a little for rare words in common.")
    theirs_from: float = Field(ge=0, le=1, description="The same where it is one of the listener's own few needs.")
    least_words: int = Field(ge=1, description="Words of a passage from which it tells of a need.")
    proof_from: float = Field(ge=0, le=1, description="Cosine from which a sentence says an approved message or a fact of the library.")
    limit_from: float = Field(ge=0, le=1, description="Cosine from which a sentence says a piece of a message's balance.")


class Empty(Strict):
    """Words of one kind that carry nothing."""

    id: Id
    title: Text = Field(max_length=40)
    why: Text
    words: list[Text] = Field(min_length=1, description="Words or phrases, whatever their case; not patterns.")
    unless: list[Text] = Field(default_factory=list, description="Phrases in which one of them does carry something.")


class MeasureText(Strict):
    """What one measure is called, its rule in words, and what to try."""

    id: MeasureId
    title: Text = Field(max_length=60)
    rule: Text
    advice: Text = Field(description="What to try where it does not hold yet.")


class Sits(Strict):
    """When a pitch sits."""

    takes: int = Field(ge=2, description="How many takes in a row have to hold.")
    nearly: int = Field(ge=0, description="How many measures of a take may hold only nearly.")
    kept_percent: int = Field(ge=0, le=100, description="Share of the last take's sentences that the take before had as well.")
    rule: Text


class MirrorRules(Document):
    """prompts/mirror.yaml"""

    kind: Literal["mirror"]
    version: Text
    clocks: list[int] = Field(min_length=1, description="Seconds to choose from.")
    numbers: Numbers
    greeting: list[Pattern] = Field(description="A sentence with one of these, and nothing else in it, is passed over at the beginning.")
    person: list[Pattern] = Field(min_length=1, description="One person, and nobody in general.")
    moment: list[Pattern] = Field(min_length=1, description="When or where something happened.")
    anybody: list[Pattern] = Field(min_length=1, description="Patients in general.")
    ours: list[Pattern] = Field(min_length=1, description="The sentence is about us or the product; {product} is its name and the company's.")
    asks: list[Pattern] = Field(min_length=1, description="How a step is asked for; with a day, in a question, it is the ask.")
    limits: list[Pattern] = Field(min_length=1, description="Where something ends: what was not shown, who it is not for, what it costs.")
    empty: list[Empty] = Field(min_length=1)
    measures: list[MeasureText]
    sits: Sits

    @field_validator("measures")
    @classmethod
    def _all_there(cls, measures: list[MeasureText]) -> list[MeasureText]:
        ids = [measure.id for measure in measures]
        if sorted(ids) != sorted(MEASURES):
            raise ValueError(f"has {', '.join(ids)}; each of {', '.join(MEASURES)} once")
        return measures

    @model_validator(mode="after")
    def _fillable(self) -> MirrorRules:
        known = self.known
        for text in (self.sits.rule, *(text for measure in self.measures for text in (measure.rule, measure.advice))):
            if gone := [name for _, name, _, _ in Formatter().parse(text) if name is not None and name not in known]:
                raise ValueError(f"{text[:40]!r} names {{{gone[0]}}}, and there is no such number; there are {', '.join(sorted(known))}")
        return self

    @property
    def known(self) -> dict[str, Any]:
        return {**self.numbers.model_dump(), **self.sits.model_dump(exclude={"rule"})}

    def filled(self, text: str) -> str:
        """A text of this file with its numbers filled in."""
        return text.format(**{name: f"{value:g}" for name, value in self.known.items()})

    def measure(self, id: MeasureId) -> MeasureText:
        return next(one for one in self.measures if one.id == id)


def any_of(patterns: list[str], product: str = "") -> re.Pattern[str]:
    """One pattern for many, without regard to case; {product} stands for the names of the product and its company."""
    return re.compile("|".join(f"(?:{pattern.replace('{product}', product or '(?!)')})" for pattern in patterns) or "(?!)", re.IGNORECASE)


def any_word(words: list[str]) -> re.Pattern[str]:
    """A pattern for whole words and phrases, longest first, without regard to case and to how the spaces and hyphens are set."""
    pieces = [re.sub(r"(?:\\ |\\-)+", r"[\\s-]+", re.escape(word)) for word in sorted(words, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(pieces) or '(?!)'})(?!\w)", re.IGNORECASE)
