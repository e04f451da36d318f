"""What a manager says to a meeting, or to a moment of it, as a document.

Scores are given blind: what was measured is shown once the manager's own levels stand, and from then on they stay. Somebody who
has seen a score first moves towards it (anchoring: Tversky and Kahneman 1974), and two scores that lean on each other say less than one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from coach.content.errors import CoachError
from coach.content.rubric import Criterion, Rubric
from coach.reading.records import Record

DECISION_QUESTIONS = ("What did you take this for, and on what evidence?", "Why this person, now?", "What changed your approach?")
"""Asked of the decision, not of the words: how the rep read it, whom they chose, how they adapted."""
WRITTEN_BEFORE = ("account_read",)
"""Criteria that rest on what the rep wrote beforehand and on no turn: whoever reads the transcript alone cannot score them."""
MOST_WORDS = 2_000
"""Characters of a comment, a reason, an answer or the closing words."""
MOST_QUESTION = 300
OVERRIDE = "override:"
"""What stands before a criterion's id where the rep answers an override, among their answers to questions."""
Level = Annotated[int, Field(ge=0, le=3)]


class Override(Record):
    """A level in the place of the measured one, with the reason. Both are kept. `measured` None: it was not observed. `answer` is the
    rep's; it is kept with the submission and filled in by `with_answers`."""

    level: Level
    measured: Level | None
    reason: str = Field(default="", max_length=MOST_WORDS)
    answer: str = Field(default="", max_length=MOST_WORDS)


class Comment(Record):
    """A reviewer's words to a turn. `criterion`: the one whose level they explain; '' where they explain none."""

    turn: int = Field(ge=0)
    words: str = Field(max_length=MOST_WORDS)
    criterion: str = ""


class Moment(Record):
    """The turn at which the reviewer would have decided differently, and how."""

    turn: int = Field(ge=1)
    instead: str = Field(default="", max_length=MOST_WORDS)


class ReviewDocument(Record):
    """A review. `levels` are the reviewer's own, by criterion; None: they could not tell. `blind`: given before the reviewer had seen what
    was measured; known once they are settled. `levels_at`: when that was, aware; None while they may still change. `questions` the rep is asked to answer."""

    v: Literal[1] = 1
    levels: dict[str, Level | None] = Field(default_factory=dict)
    blind: bool = False
    levels_at: datetime | None = None
    overrides: dict[str, Override] = Field(default_factory=dict)
    comments: list[Comment] = Field(default_factory=list)
    moment: Moment | None = None
    questions: list[str] = Field(default_factory=list)
    closing: str = Field(default="", max_length=MOST_WORDS)

    @property
    def empty(self) -> bool:
        """Whether nothing was said and nothing scored."""
        scored = any(level is not None for level in self.levels.values())
        return not (scored or self.overrides or self.comments or self.moment or self.questions or self.closing.strip())

    def comment(self, turn: int) -> str:
        """What was said to a turn; '' where nothing was."""
        return next((one.words for one in self.comments if one.turn == turn), "")


def read_review(document: Mapping[str, Any], v: int) -> ReviewDocument:
    """A review as it was kept. Errors: CoachError for one of a newer version, or one that cannot be read."""
    if v != 1:
        raise CoachError(f"This review is of version {v}; this app reads up to version 1. Update the app.")
    try:
        return ReviewDocument.model_validate(document)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise CoachError(f"This review cannot be read ({field}). Restore a backup, or use the version that wrote it.") from None


def scorable(rubric: Rubric, purpose: str) -> list[Criterion]:
    """The criteria that somebody who reads the transcript of a meeting with that purpose can score."""
    return [item for item in rubric.criteria if item.applies(purpose) and item.id not in WRITTEN_BEFORE]


def with_answers(review: ReviewDocument, answers: Mapping[str, str]) -> ReviewDocument:
    """The review with what the rep answered to its overrides."""
    answered = {id: one.model_copy(update={"answer": answers.get(OVERRIDE + id, one.answer)}) for id, one in review.overrides.items()}
    return review.model_copy(update={"overrides": answered})


def faults(review: ReviewDocument, titles: Mapping[str, str]) -> list[str]:
    """What keeps a review from being given back, a line each; none where it may go. `titles` of the criteria, by id."""
    found = []
    if review.empty:
        found.append("There is nothing to give back yet. Write a line, ask a question or give a score first.")
    for id, one in review.overrides.items():
        if not one.reason.strip():
            found.append(f"{titles.get(id, id)}: an override needs a reason. Write one, or leave the measured level.")
    if review.moment is not None and not review.moment.instead.strip():
        found.append(f"Turn {review.moment.turn}: say how you would have decided, or take the mark away.")
    return found
