"""What a comparison of a map with the truth says, as data that is kept with the map."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from coach.content.base import Strict
from coach.content.truth import ToldBy

PartName = Literal["stakeholders", "influence", "stalls", "constraints"]
CALIBRATED_FROM = 5
"""Things on the map below which nothing is said about calibration."""


class Found(Strict):
    """Something on the map that is so. `remarks`: what is not quite right about it."""

    item: str
    truth: str
    text: str
    so: str
    remarks: list[str] = Field(default_factory=list)


class Missed(Strict):
    """Something that is so and is not on the map; `told_by`: who would have told it."""

    truth: str
    text: str
    told_by: list[ToldBy] = Field(default_factory=list)
    briefed: bool = False

    @property
    def findable(self) -> bool:
        return self.briefed or bool(self.told_by)


class Wrong(Strict):
    """Something on the map that is not so."""

    item: str
    text: str
    remark: str = ""


class Part(Strict):
    """One kind of thing. Shares run from 0 to 1 and are None where there is nothing to divide by."""

    name: PartName
    found: list[Found]
    missed: list[Missed]
    wrong: list[Wrong]

    @property
    def there(self) -> int:
        """How many there are to be found."""
        return len(self.found) + sum(one.findable for one in self.missed)

    @property
    def precision(self) -> float | None:
        """How much of what is on the map is so."""
        claimed = len(self.found) + len(self.wrong)
        return len(self.found) / claimed if claimed else None

    @property
    def recall(self) -> float | None:
        """How much of what is so, and can be found out, is on the map."""
        return len(self.found) / self.there if self.there else None

    @property
    def f1(self) -> float | None:
        """Precision and recall in one number: 2TP / (2TP + FP + FN). None where there was nothing to find and nothing was claimed."""
        all_ = 2 * len(self.found) + len(self.wrong) + sum(one.findable for one in self.missed)
        return 2 * len(self.found) / all_ if all_ else None


class Band(Strict):
    """Things of which the rep was about as sure: how sure they said they were, and how many were so."""

    low: int
    high: int
    items: int
    stated: float
    right: float


class Calibration(Strict):
    brier: float
    items: int
    bands: list[Band]


class Comparison(Strict):
    """`score`: F1 averaged over the parts, 0 to 1. `calibration`: None where there is too little on the map."""

    parts: list[Part]
    score: float
    calibration: Calibration | None

    def part(self, name: PartName) -> Part:
        return next(part for part in self.parts if part.name == name)
