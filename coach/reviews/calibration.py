"""Two reviewers of one meeting, side by side in plain words: where they differ, by how much, and what each of them rests it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.content.rubric import SPOKEN, Criterion, Rubric
from coach.reviews.review import Comment, ReviewDocument

STEPS = {1: "a level", 2: "two levels", 3: "three levels"}
THE_OTHER = "the other reviewer"
OTHERS = ("a second reviewer", "a third reviewer", "a fourth reviewer", "a fifth reviewer")


@dataclass(frozen=True)
class Side:
    """What one reviewer gave. `level` None: they saw no chance for it. `anchor` is the rubric's wording of that level, '' without one;
    `reasons` are their own words, to the turns they cite."""

    level: int | None
    anchor: str
    reasons: list[Comment]


@dataclass(frozen=True)
class Difference:
    """One criterion on which two reviewers differ. `by` is how many levels, 0 where one of them saw no chance for it."""

    criterion: str
    title: str
    by: int
    words: str
    mine: Side
    theirs: Side


def called(count: int) -> list[str]:
    """What to call that many other reviewers, none of them by name."""
    return [THE_OTHER] if count == 1 else [OTHERS[at] if at < len(OTHERS) else f"reviewer {at + 2}" for at in range(count)]


def differences(mine: ReviewDocument, theirs: ReviewDocument, rubric: Rubric, who: str = THE_OTHER) -> list[Difference]:
    """Where two reviewers differ, the furthest apart first. Criteria that either left without an answer are in none of it."""
    found = []
    for criterion in _answered(mine, theirs, rubric):
        one, other = mine.levels[criterion.id], theirs.levels[criterion.id]
        if one != other:
            by = abs(one - other) if one is not None and other is not None else 0
            found.append(Difference(criterion.id, criterion.title, by, _words(criterion, one, other, who), _side(mine, criterion), _side(theirs, criterion)))
    return sorted(found, key=lambda one: -one.by)


def agreed(mine: ReviewDocument, theirs: ReviewDocument, rubric: Rubric) -> tuple[int, int]:
    """On how many criteria two reviewers gave the same, and of how many that both of them answered."""
    both = _answered(mine, theirs, rubric)
    return sum(mine.levels[one.id] == theirs.levels[one.id] for one in both), len(both)


def open_criteria(levels: dict[str, int | None], criteria: Sequence[Criterion]) -> list[Criterion]:
    """The criteria that have no answer yet. That there was no chance for one is an answer."""
    return [criterion for criterion in criteria if criterion.id not in levels]


def _answered(mine: ReviewDocument, theirs: ReviewDocument, rubric: Rubric) -> list[Criterion]:
    return [criterion for criterion in rubric.criteria if criterion.id in mine.levels and criterion.id in theirs.levels]


def _words(criterion: Criterion, one: int | None, other: int | None, who: str) -> str:
    name = SPOKEN[criterion.id]
    if one is None or other is None:
        seen, gave = ("You", who) if one is None else (who[0].upper() + who[1:], "you")
        return f"{seen} saw no moment for {name}, and {gave} gave it {other if one is None else one} of 3."
    return f"You and {who} differ by {STEPS[abs(one - other)]} on {name}."


def _side(document: ReviewDocument, criterion: Criterion) -> Side:
    level = document.levels[criterion.id]
    anchor = next((one.anchor for one in criterion.levels if one.level == level), "")
    return Side(level, anchor, [one for one in document.comments if one.criterion == criterion.id and one.words.strip()])
