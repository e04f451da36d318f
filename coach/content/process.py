"""The sales process and the seats on our side, as data that a manager can read, change and lint."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from coach.content.base import Document, Id, Lens, Strict, Text
from coach.content.persona import SEATS, Purpose, Seat


class ProcessStep(Strict):
    """A step that is passed by its exit test, in words, and never by a date."""

    id: Id
    title: Text
    about: Text = Field(description="What happens in it, for the rep.")
    exit_test: Text = Field(description="What must be true to leave it, as a question that the customer's words or doing answer.")
    plan_b: Text = Field(description="What to do when it is not passed.")


class Process(Document):
    """prompts/processes/ID.yaml"""

    kind: Literal["process"]
    version: Text = Field(description="Raised by whoever changes the steps.")
    title: Text
    steps: list[ProcessStep] = Field(min_length=2, max_length=12)

    @model_validator(mode="after")
    def _no_id_twice(self) -> Process:
        ids = [step.id for step in self.steps]
        if twice := sorted({id for id in ids if ids.count(id) > 1}):
            raise ValueError(f"steps: {', '.join(twice)} stands twice; every step needs an id of its own")
        return self

    def step(self, id: str) -> ProcessStep | None:
        return next((step for step in self.steps if step.id == id), None)


class SeatRules(Strict):
    """One seat on our side: what it is for, what it may say and may not, whom it calls on, and which meetings gain by it."""

    id: Seat
    title: Text
    about: Text
    may_say: list[Text] = Field(min_length=1)
    never: list[Text] = Field(min_length=1, description="What it hands to somebody else, and to whom.")
    calls_on: list[Lens] = Field(default_factory=list, description="Families of jobs it may call on by itself; empty: all.")
    bring_to: list[Purpose] = Field(default_factory=list, description="Purposes of meetings that gain by it.")
    bring_for: list[Lens] = Field(default_factory=list, description="Whose meetings gain by it, by lens.")
    because: Text = Field(description="Why to bring it there, in a sentence.")


class Team(Document):
    """prompts/seats.yaml"""

    kind: Literal["seats"]
    seats: list[SeatRules] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Team:
        ids = [seat.id for seat in self.seats]
        if sorted(ids) != sorted(SEATS):
            raise ValueError(f"seats: each of {', '.join(SEATS)} is needed once; there are {', '.join(ids)}")
        return self

    def rules(self, seat: Seat) -> SeatRules:
        return next(one for one in self.seats if one.id == seat)
