"""What is measured of one pitch delivered alone: plain data, kept with the take and never measured again for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from coach.content.mirror import MeasureId
from coach.reading.records import Claim, Record, Spoken

Mark = Literal["holds", "nearly", "not_yet"]
MARKS: tuple[Mark, ...] = ("not_yet", "nearly", "holds")
"""From worst to best."""
How = Literal["typed", "spoken"]
Role = Literal["person", "pain", "proof", "limit", "ask", "ours", "list", "other"]
ROLE_WORDS: dict[Role, str] = {
    "person": "a person, a moment",
    "pain": "a pain",
    "proof": "evidence",
    "limit": "a limit",
    "ask": "the ask",
    "ours": "us, the product",
    "list": "a list",
    "other": "other words",
}


@dataclass(frozen=True)
class Delivered:
    """A pitch as it was delivered. `text` is what was typed or pasted, or a transcript of what was spoken; `seconds` is how long that
    took by the clock, None where nobody measured it; `spoken` how it sounded, where it was heard."""

    text: str
    how: How = "typed"
    seconds: float | None = None
    spoken: Spoken | None = None


class Shown(Record):
    """Words of the rep's, letter for letter, and what they show."""

    quote: str
    why: str = ""


class Measured(Record):
    """One measure. `mark` None: it could not be measured, and `found` says why. `rule` is the rule in words, as it was then."""

    id: MeasureId
    title: str
    mark: Mark | None
    found: str
    rule: str
    advice: str
    shown: list[Shown] = Field(default_factory=list)


class Touched(Record):
    """A need of the listener's that the pitch tells of. `told`: they have said so to this rep. `answered` is the id of an approved
    message delivered in the pitch that answers it."""

    need: str
    title: str
    quote: str
    told: bool
    answered: str | None = None


class Stretch(Record):
    """A sentence, text[start:end], and what it is there for."""

    start: int
    end: int
    role: Role


class Take(Record):
    """One pitch, measured. `clock` is the time there was, `seconds` what it took or would have taken, both in seconds. Of the needs
    that are not touched only those are named that this rep was told; of the others there is a number and nothing else."""

    v: Literal[1, 2] = 2
    text: str
    how: How
    spoken: Spoken | None = Field(default=None, description="How it sounded: shown, not measured. Since version 2.")
    clock: int
    seconds: float
    words: int
    on: date
    persona: str
    name: str
    title: str
    rules: str = Field(description="Version of the rules it was measured by.")
    measures: list[Measured]
    touched: list[Touched]
    untouched: int
    untouched_told: list[str] = Field(description="Titles of needs this rep was told of and did not touch.")
    stretches: list[Stretch]
    claims: list[Claim]
    judged: bool = Field(description="Whether there was a library to hold claims against.")

    def measure(self, id: str) -> Measured:
        return next(one for one in self.measures if one.id == id)

    @property
    def objected(self) -> list[Claim]:
        """What the claim check blocks or warns of."""
        return [claim for claim in self.claims if claim.severity != "note"]

    @property
    def sentences(self) -> list[str]:
        return [self.text[one.start : one.end] for one in self.stretches]
