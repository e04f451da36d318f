"""Labelled speech: what the trained heads of the reading are fitted on."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from coach.content.base import Document, Strict, Text

Label = Literal[
    "open", "closed", "reflects", "tells", "empathises", "admits", "frames", "summarises", "offers", "presses", "small_talk", "thanks", "disparages",
]  # fmt: skip
Heard = Annotated[str, StringConstraints(max_length=2000)]


class Utterance(Strict):
    """One turn, and everything that it does. An empty list is a label too: it does nothing of all this."""

    text: Text
    labels: list[Label]
    previous: Heard = Field(default="", description="What the other person said just before.")

    @model_validator(mode="after")
    def _one_kind_of_question(self) -> Self:
        if {"open", "closed"} <= set(self.labels):
            raise ValueError("a turn with both kinds of question counts as open; leave `closed` out")
        return self


class Pair(Strict):
    """A turn after another person's, and how much it builds on it: 0 not at all, 0.5 a parrot, 1 takes it further."""

    uptake: float = Field(ge=0, le=1)
    previous: Text
    text: Text


class Labelled(Document):
    """prompts/acts/*.yaml"""

    kind: Literal["acts"]
    about: Text = Field(description="Which settings and registers are in the file.")
    utterances: list[Utterance] = Field(default_factory=list)
    pairs: list[Pair] = Field(default_factory=list, description="For uptake.")

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.utterances and not self.pairs:
            raise ValueError("holds neither utterances nor pairs")
        return self
