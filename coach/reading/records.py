"""What a reading is: plain data, stored with the turn and never computed again for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Act = Literal[
    "asks", "reflects", "empathises", "tells", "claims", "admits", "frames", "summarises", "offers", "presses",
    "small_talk", "disparages", "thanks",
]  # fmt: skip
Tier = Literal["answer", "clarify", "deflect"]
Way = Literal["edited", "hands_free"]


class Record(BaseModel):
    """Stored data: unknown fields are refused, so that a forgotten upgrade shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Record):
    """One sentence and what it does. `start` and `end` index the turn's text, so text[start:end] is the quote."""

    start: int
    end: int
    acts: list[Act]
    question: Literal["open", "closed"] | None = None


class Signal(Record):
    """Something noticed that is finer than an act, with the words that show it (a substring of the text)."""

    id: str
    quote: str


class TopicHit(Record):
    id: str
    p: float = Field(ge=0, le=1)


class MessageHit(Record):
    """An approved message recognised in what was said. `quote` is the rep's words, `score` a cosine, 0 to 1."""

    id: str
    score: float = Field(ge=0, le=1)
    quote: str


class NeedHit(Record):
    """A need that the words give back or ask about. `score` is a cosine, 0 to 1."""

    id: str
    score: float = Field(ge=0, le=1)
    quote: str


class Claim(Record):
    """Something that may not be said like that. `message` is the approved message concerned; `instead`: what to say."""

    rule: str
    severity: Literal["block", "warn", "note"]
    quote: str
    message: str | None
    why: str
    instead: str = ""


class Unsure(Record):
    """A number that was spoken and not surely heard. `heard` stands at `start` in the text; `p` is the probability, 0 to 1, of its
    least sure word, None where whoever listened does not say."""

    start: int = Field(ge=0)
    heard: str
    p: float | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.heard)


class Spoken(Record):
    """How a turn was spoken, kept with it. Times are seconds in its recording; None where whoever listened gave none.

    `before`: from the moment the microphone was on to the first word. `speaking`: from the first word to the last, pauses
    included. `unsure`: numbers that were not heard surely and that nobody looked at, so that nothing is held against them.
    """

    way: Way
    engine: str
    seconds: float = Field(ge=0)
    words: int = Field(ge=0)
    fillers: int = Field(ge=0)
    before: float | None = None
    speaking: float | None = None
    unsure: list[Unsure] = Field(default_factory=list)


class Commitment(Record):
    actor: Literal["rep", "stakeholder"]
    action: str
    date: str | None
    on: str | None


class Reading(Record):
    """What the rep did in one turn.

    Probabilities and similarities are rounded to two decimals before anything is decided on them, so that a
    different thread count or processor cannot tip a threshold.
    """

    v: Literal[1] = 1
    text: str
    acts: list[Act]
    spans: list[Span]
    question: Literal["open", "closed"] | None
    reflection: float
    telling: float
    empathy: float
    uptake: float
    topics: list[TopicHit]
    tier: Tier | None
    messages: list[MessageHit]
    needs: list[NeedHit]
    claims: list[Claim]
    commitment: Commitment | None
    commitments: list[Commitment]
    signals: list[Signal]
    words: int
    unsure: list[Unsure] = Field(default_factory=list)
    """Numbers on which nothing was decided: what is found here would be found whatever they were."""

    @property
    def sure(self) -> str:
        """The text with blanks, place for place, where a number was not surely heard."""
        return blanked(self.text, self.unsure)

    def has(self, signal: str) -> bool:
        return any(found.id == signal for found in self.signals)

    def quote(self, signal: str) -> str:
        """The words that show a signal, or an empty string."""
        return next((found.quote for found in self.signals if found.id == signal), "")


def blanked(text: str, unsure: Sequence[Unsure]) -> str:
    """A text with blanks in the place of some of its numbers; as long as before, so that places in it stay."""
    for one in unsure:
        text = text[: one.start] + " " * len(text[one.start : one.end]) + text[one.end :]
    return text
