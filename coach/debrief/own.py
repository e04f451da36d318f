"""How the rep saw a meeting before the scores were shown, and how far that is from what was measured.

Eleven marks before every debrief would be skipped by everybody, so three broad ones are asked for; each covers the
criteria that one means by it. People who judge their own skill miss it by a lot and do not notice (Dunning, Heath and
Suls 2004): the gap over time is what is worth seeing, so it is shown and never scored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from coach.debrief.records import Report, Scored
from coach.reading.records import Record

Area = Literal["listening", "telling", "leading"]
LEVELS = ("not really", "a little", "mostly", "all the way")
"""What the four marks are called, 0 to 3."""
MOST_WORDS = 2_000
"""Characters kept of a reflection."""


@dataclass(frozen=True)
class Part:
    """One of the three broad marks: what it asks, and the criteria that it covers."""

    title: str
    asks: str
    criteria: tuple[str, ...]


PARTS: dict[Area, Part] = {
    "listening": Part("Listening", "I listened, and found out what matters to them", ("opening", "listen_first", "discovery", "uptake")),
    "telling": Part("What you said", "What I said fitted them, and was straight", ("message_fit", "evidence_honesty", "patient_first")),
    "leading": Part("Where it went", "I took up what stood in the way, and left with a step", ("objection", "advance", "adaptation")),
}
PART_OF: dict[str, Area] = {criterion: area for area, part in PARTS.items() for criterion in part.criteria}


class OwnMarks(Record):
    """What a rep said of a meeting before the scores. `marks` are 0 to 3; `turn` is the moment they would change, None where
    none was named; `words` is the reflection. `skipped`: they went straight to the scores."""

    v: Literal[1] = 1
    skipped: bool = False
    marks: dict[Area, int] = Field(default_factory=dict)
    turn: int | None = None
    words: str = Field(default="", max_length=MOST_WORDS)

    def mark(self, criterion: str) -> int | None:
        """The own mark that covers a criterion; None where there is none."""
        area = PART_OF.get(criterion)
        return self.marks.get(area) if area else None


@dataclass(frozen=True)
class Gap:
    """One broad mark beside what was measured: `measured` is the mean level of the criteria that were scored, 0 to 3, and `of`
    their number."""

    area: Area
    own: int
    measured: float
    of: int

    @property
    def by(self) -> float:
        """Own less measured: above 0 the rep saw more than was there."""
        return round(self.own - self.measured, 2)

    @property
    def close(self) -> bool:
        """Within half a level: as near as the measure itself is."""
        return abs(self.by) <= 0.5


def gaps(criteria: list[Scored], marks: OwnMarks | None) -> list[Gap]:
    """Own eye beside the measure, for each mark that was made and has something to stand beside."""
    levels = {item.id: item.level for item in criteria if item.level is not None}
    return _gaps(levels, marks.marks) if marks else []


def _gaps(levels: Mapping[str, int], marks: Mapping[Area, int]) -> list[Gap]:
    found = []
    for area, part in PARTS.items():
        scored = [levels[id] for id in part.criteria if id in levels]
        if area in marks and scored:
            found.append(Gap(area, marks[area], round(sum(scored) / len(scored), 2), len(scored)))
    return found


def named_moment(report: Report, marks: OwnMarks | None) -> str:
    """Whether the moment that the rep named is where the debrief points too; '' where none was named."""
    if marks is None or marks.turn is None:
        return ""
    moved = next((row for row in report.trajectory if row.turn == marks.turn), None)
    lost = round(sum(change.by or 0 for change in moved.changes if change.what == "trust")) if moved else 0
    if report.focus is not None and report.focus.turn == marks.turn:
        return "The debrief points at the same moment."
    if lost < 0:
        return f"Trust fell by {-lost} there."
    if lost > 0:
        return f"Trust rose by {lost} there, so it may have gone better than it felt."
    return "Nothing moved there by what was measured."
