"""A rubric: what a debrief looks for, level by level, as data that a manager can read and argue with."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from coach.content.base import Document, Id, Strict, Text
from coach.content.persona import Purpose

CriterionId = Literal[
    "account_read", "opening", "listen_first", "discovery", "uptake", "message_fit", "evidence_honesty", "objection",
    "patient_first", "advance", "adaptation",
]  # fmt: skip
CRITERIA: tuple[str, ...] = CriterionId.__args__  # type: ignore[attr-defined]
SPOKEN: dict[str, str] = {
    "account_read": "reading the account",
    "opening": "the opening",
    "listen_first": "listening first",
    "discovery": "discovery",
    "uptake": "building on what they say",
    "message_fit": "how the message fits",
    "evidence_honesty": "honesty about evidence",
    "objection": "hearing the objection out",
    "patient_first": "putting the patient first",
    "advance": "leaving with a step",
    "adaptation": "changing course",
}
"""What a criterion is called in the middle of a sentence, where its title would be a sentence of its own."""
UNSAID: dict[str, tuple[Purpose, ...]] = {
    "discovery": ("corridor", "saying_no"),
    "message_fit": ("corridor", "no_ask", "access_barrier", "saying_no"),
    "objection": ("corridor",),
    "advance": ("case_support", "no_ask"),
}
"""Purposes that gave no chance for a criterion when rubrics did not say so yet (before version 1.2 of the one that ships). A
meeting that was begun with such a rubric goes on measuring the same."""


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
    not_for: list[Purpose] | None = Field(
        default=None, description="Purposes of a meeting that give no chance for it: there it is not observed, whatever was said. [] for none."
    )
    levels: list[Level] = Field(min_length=4, max_length=4)
    advice: list[Text] = Field(min_length=4, max_length=4, description="What to try next time, from level 0 up; the last is for level 3.")
    better: list[BetterLine] = Field(default_factory=list, description="Better lines for one moment; the first that can be filled counts.")

    def applies(self, purpose: str) -> bool:
        """Whether a meeting of that purpose gives a chance for it."""
        return purpose not in (UNSAID.get(self.id, ()) if self.not_for is None else self.not_for)


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
