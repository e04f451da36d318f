"""Whether a step of a programme is certified, and if not, what is missing, in words.

It rests on one whole meeting that was handed in: played from its beginning, without hints, with no claim that had to be stopped,
after enough tries, and on raters who scored it without seeing each other. Nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from pydantic import Field

from coach.content.programme import Certification
from coach.reading.records import Record

RATERS = 2


class JudgeCounts(Protocol):
    """Says whether a model's opinion on a criterion, asked for with that prompt, has been shown to agree with people's scores well
    enough to count as a rater."""

    def __call__(self, criterion: str, model: str, prompt: str) -> bool: ...


def no_judge(criterion: str, model: str, prompt: str) -> bool:
    """Nothing is known of how a model's opinions compare with people's, so none counts."""
    return False


class Rating(Record):
    """A rater's level on the criterion, given blind; None where they did not observe it. `judge`: the opinion of the model
    `rater`, asked for with `prompt`."""

    rater: str
    name: str
    level: int | None
    judge: bool = False
    prompt: str = ""


class Shown(Record):
    """What is known of the meeting that was handed in. `blockers` is None where its debrief was never made."""

    meeting: str
    whole: bool
    branched: bool
    hints: int
    blockers: int | None
    rubric: str = ""
    rubric_version: str = ""


class Certificate(Record):
    """What was certified, kept as it was when it was reached. `raters` are kept beside it and joined when it is read."""

    v: Literal[1] = 1
    criterion: str
    programme: str
    programme_version: str
    rubric: str
    rubric_version: str
    bar: int
    raters: list[Rating] = Field(default_factory=list)
    meeting: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    """`missing` says in words what is not there yet; empty where it is certified. `agreed` are the raters it rests on."""

    missing: list[str]
    agreed: list[Rating]

    @property
    def certified(self) -> bool:
        return not self.missing


def standing(
    rules: Certification, criterion: str, needed: int, tries: int, shown: Shown | None, ratings: Sequence[Rating], judge_counts: JudgeCounts = no_judge
) -> Standing:
    """Whether this is certified. `needed` and `tries` are numbers of tries; `shown` None where nothing was handed in yet."""
    missing = []
    if tries < needed:
        count = needed - tries
        missing.append(f"{count} more {'try' if count == 1 else 'tries'}: {needed} are asked for.")
    if shown is None:
        missing.append("No meeting has been handed in for it yet.")
        return Standing(missing, [])
    if not shown.whole:
        missing.append("A moment was handed in; a whole meeting is certified.")
    if shown.branched:
        missing.append("It was tried again from a turn, so it counts as practice. A meeting from its beginning is certified.")
    if shown.hints:
        missing.append("Hints were looked at in it, so it counts as practice. A meeting without them is certified.")
    if shown.blockers is None:
        missing.append("Its debrief has not been read yet, so nobody has checked its claims.")
    elif shown.blockers:
        missing.append("Something was said in it that must not be said. That is settled first; nothing outweighs it.")
    counted = [one for one in ratings if not one.judge or judge_counts(criterion, one.rater, one.prompt)]
    lines, agreed = _raters(rules, counted)
    return Standing(missing + lines, agreed)


def _raters(rules: Certification, ratings: Sequence[Rating]) -> tuple[list[str], list[Rating]]:
    """What is missing of the raters, and those it rests on: more than half of all, at least two, and never a model alone."""
    seen = [one for one in ratings if one.level is not None]
    if not ratings:
        return ["Nobody has scored it yet; two are asked."], []
    if len(ratings) < RATERS:
        return ["One rater so far; a second is asked."], []
    if len(seen) < RATERS:
        return ["Fewer than two raters could observe this behaviour in it. Hand in a meeting that gives more of a chance."], []
    enough = [one for one in seen if (one.level or 0) >= rules.bar]
    agreed = max(
        ([one for one in enough if low <= (one.level or 0) <= low + rules.tolerance] for low in range(rules.bar, 4)),
        key=len,
        default=[],
    )  # fmt: skip
    if len(agreed) >= RATERS and 2 * len(agreed) > len(seen) and any(not one.judge for one in agreed):
        return [], agreed
    levels = [one.level or 0 for one in seen]
    apart = max(levels) - min(levels)
    if apart > rules.tolerance:
        return [f"The raters differ by {apart} levels. They talk about it, or a third is asked."], []
    below = "One of the raters is" if len(seen) - len(enough) == 1 else "The raters are"
    return [f"{below} below level {rules.bar}. Practise on, and hand in another meeting."], []


def blind_level(document: Mapping[str, Any], criterion: str) -> int | None:
    """The level that a kept review gives a criterion; None where it gives none."""
    found = document.get("levels", {}).get(criterion)
    return found if isinstance(found, int) and 0 <= found <= 3 else None


def statement(made: Certificate, title: str) -> str:
    """The certification in plain words. `title` is the criterion's."""
    names = [f"{one.name} (level {one.level})" for one in made.raters]
    raters = f"{', '.join(names[:-1])} and {names[-1]}"
    return (
        f"{made.at:%d %B %Y}: “{title}” at level {made.bar} or above, in a whole meeting without hints, by {raters}, each without seeing the other. "
        f"Rubric {made.rubric}, version {made.rubric_version}; programme “{made.programme}”, version {made.programme_version}."
    )
