"""An account: the place where the stakeholders work."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from coach.content.base import Document, Id, Strict, Text
from coach.content.truth import CampaignPlan, Truth


class PathwayStep(Strict):
    """One step of the way a patient takes, and where it speeds up or stalls."""

    id: Id
    title: Text
    stalls: Text | None = None


class CalendarEntry(Strict):
    on: date
    what: Text


class Account(Document):
    """prompts/accounts/ID.yaml"""

    kind: Literal["account"]
    name: Text
    library: Id
    setting: Text
    briefing: Text = Field(description="The little the rep is told at first.")
    pressures: list[Text] = Field(min_length=2)
    pathway: list[PathwayStep] = Field(min_length=4)
    access_rules: list[Text] = Field(min_length=1)
    objectives: list[Text] = Field(min_length=1, description="In the account's own terms, never a sales number.")
    calendar: list[CalendarEntry] = Field(default_factory=list)
    people: list[Text] = Field(default_factory=list, description="Names people drop, with what they do.")
    corridors: list[list[Id]] = Field(default_factory=list, description="Personas who share a corridor: any of them may look in on a meeting with another.")
    truth: Truth | None = Field(default=None, description="What is really so; a practice account has it, a real one does not.")
    campaign: CampaignPlan | None = Field(default=None, description="A campaign of several meetings in this account.")
