"""A rubric: what a debrief looks for, level by level, as data that a manager can read and argue with."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from coach.content.base import Document, Id, Strict, Text

CriterionId = Literal[
    "account_read", "opening", "listen_first", "discovery", "uptake", "message_fit", "evidence_honesty", "objection",
    "patient_first", "advance", "adaptation",
]  # fmt: skip
CRITERIA: tuple[str, ...] = CriterionId.__args__  # type: ignore[attr-defined]


class Level(Strict):
    """One level: reached when every finding under `when` was made in the meeting."""

    level: int = Field(ge=0, le=3)
    anchor: Text
    when: list[Id] = Field(description="Ids of findings; `content lint` lists those there are.")


class BetterLine(Strict):
    """What to say instead at one moment. Names in braces are filled from the meeting; a line with one that cannot be is passed over."""

    at: list[int] = Field(default_factory=lambda: [0, 1, 2], description="The levels at which this line is the better one.")
    say: Text
    why: Text = Field(description="What it does that the other line did not.")


class Criterion(Strict):
    id: CriterionId
    title: Text
    why: Text = Field(description="Why it matters, for the rep who reads it before the meeting.")
    levels: list[Level] = Field(min_length=4, max_length=4)
    advice: list[Text] = Field(min_length=4, max_length=4, description="What to try next time, from level 0 up; the last is for level 3.")
    better: list[BetterLine] = Field(default_factory=list, description="Better lines for one moment; the first that can be filled counts.")


class Rubric(Document):
    """prompts/rubrics/ID.yaml"""

    kind: Literal["rubric"]
    title: Text
    version: Text
    criteria: list[Criterion] = Field(min_length=1)


class ExpertLine(Strict):
    say: Text
    note: Text = Field(description="Why an expert says this here; shown beside the line.")


class Expert(Document):
    """prompts/experts/ID.yaml: a scripted rep who shows how a meeting with one persona can go."""

    kind: Literal["expert"]
    persona: Id
    seed: int = 7
    lines: list[ExpertLine] = Field(min_length=4)
