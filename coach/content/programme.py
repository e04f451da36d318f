"""A programme: assignments in an order, with days counted from its start, and perhaps a certification at its end."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from pydantic import Field, model_validator

from coach.content.account import Account
from coach.content.base import Document, Id, Strict, Text
from coach.content.persona import Persona
from coach.content.rubric import CriterionId
from coach.content.yamlfile import Where, did_you_mean

FEWEST = 3
"""Tries of one behaviour. Once shows what somebody does anyway; the third is the first that can be better on purpose."""
LONGEST = 365


class ProgrammeStep(Strict):
    """One assignment: with whom or in which campaign, and the one behaviour that is practised."""

    id: Id
    persona: Id | None = Field(default=None, description="With whom it is practised; this or `campaign`.")
    campaign: Id | None = Field(default=None, description="The account whose campaign is played; this or `persona`.")
    behaviour: CriterionId = Field(description="The one thing that is practised: a criterion of the rubric.")
    tries: int = Field(default=FEWEST, ge=FEWEST, le=20)
    due_after: int = Field(ge=1, le=LONGEST, description="Days from the start of the programme to the day it is asked for.")
    why: Text = Field(max_length=400, description="Why, in a line to the one who practises.")

    @model_validator(mode="after")
    def _one_place(self) -> ProgrammeStep:
        if (self.persona is None) == (self.campaign is None):
            raise ValueError("names a persona or a campaign, and not both")
        return self


class Certification(Strict):
    """What the last step has to show: two raters who scored blind, both at `bar` or above and at most `tolerance` levels apart."""

    bar: int = Field(default=2, ge=1, le=3, description="The level of the last step's behaviour that both raters must give, or a higher one.")
    tolerance: int = Field(default=1, ge=0, le=2, description="How many levels the two raters may differ and still agree.")


class Programme(Document):
    """prompts/programmes/ID.yaml"""

    kind: Literal["programme"]
    version: Text = Field(description="Raised by whoever changes the steps. Whoever began with an older version goes on with it.")
    library: Id
    title: Text = Field(max_length=80)
    about: Text = Field(description="For whom it is, and what they can do after it.")
    steps: list[ProgrammeStep] = Field(min_length=1, max_length=20)
    certification: Certification | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Programme:
        ids = [step.id for step in self.steps]
        if twice := sorted({id for id in ids if ids.count(id) > 1}):
            raise ValueError(f"steps: {', '.join(twice)} stands twice; every step needs an id of its own")
        days = [step.due_after for step in self.steps]
        if days != sorted(days):
            raise ValueError("steps: a step is due before the one above it; order them by due_after")
        if self.certification is not None and self.steps[-1].persona is None:
            raise ValueError("certification: the last step is certified by one meeting, so it names a persona and no campaign")
        return self


def misfits(programme: Programme, personas: dict[str, Persona], accounts: dict[str, Account], libraries: Collection[str]) -> Iterator[tuple[Where, str]]:
    """What does not fit between a programme and the rest of the content, as (field, what is wrong)."""
    if programme.library not in libraries:
        yield ("library",), f"no library {programme.library!r}{did_you_mean(programme.library, list(libraries))}"
        return
    for at, step in enumerate(programme.steps):
        if step.persona is not None:
            where: Where = ("steps", at, "persona")
            persona = personas.get(step.persona)
            if persona is None:
                yield where, f"no persona {step.persona!r}{did_you_mean(step.persona, list(personas))}"
                continue
            account = accounts.get(persona.account) if persona.account else None
        else:
            where, id = ("steps", at, "campaign"), str(step.campaign)
            account = accounts.get(id)
            if account is None or account.campaign is None or account.truth is None:
                yield where, f"no campaign in {id!r}{did_you_mean(id, [one.id for one in accounts.values() if one.campaign])}"
                continue
        if account is not None and account.library != programme.library:
            yield where, f"belongs to the library {account.library!r}, and this programme to {programme.library!r}"
