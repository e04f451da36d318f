"""A ride-along: the rubric beside a real meeting, filled in by whoever sat there and listened. No recording.

What an observer writes down is what they remember. Memory keeps the gist and makes up the wording (J. S. Sachs, Recognition memory
for syntactic and semantic aspects of connected discourse, Perception & Psychophysics 2, 1967), so these words are marked as memory
wherever they are shown, are never quotes, and no level of a ride-along is added to what was measured.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from coach.content.base import Strict
from coach.content.draft import identifiers
from coach.content.errors import CoachError
from coach.content.persona import Purpose
from coach.content.rubric import Criterion, CriterionId, Rubric
from coach.messages.plan import cleaned

MEMORY = "observer\u2019s memory"
"""What stands beside every word of a ride-along."""
MOST_WORDS, MOST_WHOM = 1_000, 80

Typed = Annotated[str, BeforeValidator(cleaned), StringConstraints(max_length=MOST_WORDS)]
Whom = Annotated[str, BeforeValidator(cleaned), StringConstraints(max_length=MOST_WHOM)]


class Noted(Strict):
    """What was seen of one criterion. `level` 0 to 3, None: not seen. `words`: what the observer remembers of it."""

    level: int | None = Field(default=None, ge=0, le=3)
    words: Typed = ""

    @property
    def empty(self) -> bool:
        return self.level is None and not self.words.strip()


class RideAlong(Strict):
    """A sheet as it was typed: it may be empty or unfinished and is kept all the same. `whom` they met, in initials or by what they
    do. `keep` and `change`: what to keep doing and what to try, for the one who was watched."""

    v: Literal[1] = 1
    source: Literal["memory"] = "memory"
    whom: Whom = ""
    purpose: Purpose = "discovery"
    notes: dict[CriterionId, Noted] = Field(default_factory=dict)
    keep: Typed = ""
    change: Typed = ""

    @property
    def seen(self) -> dict[CriterionId, Noted]:
        """What has a level or words."""
        return {id: noted for id, noted in self.notes.items() if not noted.empty}


def shown(sheet: RideAlong, rubric: Rubric) -> list[tuple[Criterion, Noted]]:
    """Each criterion that the sheet says something of, in the rubric's order. What was noted before the purpose was changed stays."""
    return [(criterion, noted) for criterion in rubric.criteria if (noted := sheet.seen.get(criterion.id)) is not None]


def refuse_identifiers(*texts: str) -> None:
    """Errors: CoachError where the texts may say who a patient or a person is."""
    if found := identifiers(texts):
        raise CoachError(f"This holds {' and '.join(found)}. Leave it out: nothing about a patient, and initials instead of a full name.")


def check_sheet(sheet: RideAlong) -> None:
    """Errors: CoachError for a sheet that may say who a patient or a person is."""
    refuse_identifiers(sheet.whom, sheet.keep, sheet.change, *(noted.words for noted in sheet.notes.values()))


def missing(sheet: RideAlong) -> list[str]:
    """What is still needed before a sheet can be given to whom it is about, a line each."""
    lines = []
    if not sheet.whom.strip():
        lines.append("Whom did they meet? Initials, or what that person does, will do.")
    if not sheet.seen and not sheet.keep.strip() and not sheet.change.strip():
        lines.append("There is nothing on the sheet yet. A level or a line is enough.")
    return lines
