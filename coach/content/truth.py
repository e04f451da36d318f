"""What is really so in an account: who moves whom, where patients get stuck, what binds, and the ways to a decision.

A rep never sees it before the diagnosis is closed. Everything in it can be found out: it names the persons and the facts of theirs that tell it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from coach.content.base import Belief, Id, Lens, Strict, Text

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday")

Part = Literal["decides", "sponsors", "advises", "uses", "guards", "pays"]
"""What somebody is to the decision: has a vote; can bring it in; is asked; works with it; keeps the door; holds the money."""

InfluenceKind = Literal["formal", "informal"]
ConstraintKind = Literal["money", "rule", "people", "time", "contract", "history"]
Weight = Literal[1, 2, 3]
"""1 a little, 2 clearly, 3 decisively."""


class ToldBy(Strict):
    """Who tells it, in a meeting, and by which of their facts; each of them is enough."""

    persona: Id
    facts: list[Id] = Field(min_length=1, description="Ids of facts in that persona's file.")


class Known(Strict):
    """Something that is so, and how one learns of it."""

    briefed: bool = Field(default=False, description="The briefing or the account's page says it already.")
    told_by: list[ToldBy] = Field(default_factory=list, description="In meetings: by whom, and by which facts.")


class TrueStakeholder(Known):
    """Somebody who matters to the decision: a persona, or a person one only hears of."""

    id: Id = Field(description="The persona's id where there is one.")
    name: Text
    title: Text
    family: Lens
    part: Part
    because: Text = Field(description="What they are to this decision, in a sentence.")


class Influence(Known):
    """One person moves another."""

    of: Id
    on: Id
    kind: InfluenceKind
    strength: Weight
    because: Text


class TrueStall(Known):
    """A step of the pathway at which patients or decisions really get stuck, and why."""

    step: Id
    cause: Text
    matters: Weight


class Constraint(Known):
    """What binds, whatever anybody thinks of the product."""

    id: Id
    kind: ConstraintKind
    text: Text


class Shift(Strict):
    """How an arrow differs in a variant. Strength 0: it is not there."""

    of: Id
    on: Id
    strength: Literal[0, 1, 2, 3]
    kind: InfluenceKind = "informal"
    because: Text


class Variant(Strict):
    """One of the ways in which this account may really be; which one is drawn from the campaign's seed."""

    id: Id
    text: Text = Field(description="What is different this time; shown only afterwards.")
    weight: float = Field(default=1, gt=0, le=10)
    shifts: list[Shift] = Field(default_factory=list)
    warmer: list[Id] = Field(default_factory=list, description="Who starts a rung higher.")
    cooler: list[Id] = Field(default_factory=list, description="Who starts with less trust.")
    without: list[Id] = Field(default_factory=list, description="Constraints that do not hold this time.")


class Truth(Strict):
    """The account as it is."""

    stakeholders: list[TrueStakeholder] = Field(min_length=3)
    influence: list[Influence] = Field(min_length=3)
    stalls: list[TrueStall] = Field(min_length=2)
    constraints: list[Constraint] = Field(min_length=2)
    variants: list[Variant] = Field(min_length=2)


class Door(Strict):
    """Somebody who cannot be seen before something else has happened."""

    to: Id
    after: list[Id] = Field(min_length=1, description="One of these must have been met first, and be at least `trust`.")
    trust: int = Field(default=40, ge=0, le=100)
    text: Text


class Ballot(Strict):
    """Somebody's vote when it is decided. `weight` in votes; a `veto` sinks it alone."""

    person: Id
    weight: float = Field(default=1, gt=0, le=3)
    veto: bool = False


class Way(Strict):
    """A way to the goal. It is open when one of the sponsors stands at `sponsored` and each of `carried` has reached its rung."""

    id: Id
    title: Text
    text: Text = Field(description="How this goes, for the page that looks back.")
    sponsors: list[Id] = Field(min_length=1)
    sponsored: Belief = "convinced"
    carried: dict[Id, Belief] = Field(default_factory=dict)
    votes: list[Ballot] = Field(min_length=2, description="Who decides on this way.")


class Decision(Strict):
    """The day on which it is decided, and by when the request must be in."""

    id: Id
    title: Text
    on: date
    due: date


class CampaignPlan(Strict):
    """A campaign in this account: what it is for, how long, how often one gets in, and how it may be won."""

    goal: Text = Field(description="In the account's own terms.")
    starts: date
    ends: date
    per_week: int = Field(default=2, ge=1, le=5, description="Meetings a week that the account gives.")
    visit_days: list[Weekday] = Field(min_length=1)
    closed: list[date] = Field(default_factory=list, description="Days on which nobody is seen.")
    doors: list[Door] = Field(default_factory=list)
    decisions: list[Decision] = Field(min_length=1, description="In order; a request that is not ready waits for the next.")
    ways: list[Way] = Field(min_length=2)
    table: list[Id] = Field(default_factory=list, max_length=5, description="Personas who sit there where a slot is given, whoever is in the chair first.")
