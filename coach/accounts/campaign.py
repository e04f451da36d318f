"""A campaign: several meetings in one account over simulated weeks. It is its events, which are only ever added; where everybody
stands is those events added up, as a meeting is its turns.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from coach.accounts.truths import truth_of, variant_of
from coach.content.account import Account
from coach.content.base import BELIEFS, Belief
from coach.content.errors import CoachError
from coach.content.library import Library
from coach.content.persona import Persona
from coach.content.truth import CampaignPlan, Truth
from coach.reading.records import Record
from coach.roleplay.arc import MOST_KEPT
from coach.roleplay.records import Difficulty, OutcomeKind
from coach.roleplay.rules import START

Kind = Literal[
    "planned", "met", "looked_in", "visited", "slept", "passed", "taken", "slipped", "kept", "broken", "refused", "submitted", "slot", "heard",
    "decided", "closed",
]  # fmt: skip
Says = Literal["yes", "not yet", "no"]
Result = Literal["won", "deferred", "lost"]


class Owed(Record):
    """Something the rep promised; `days` from the meeting to the day by which it is due, where a day was named."""

    action: str
    days: int | None = None


class Agreed(Record):
    """A step of theirs that was agreed; `days` from the meeting to its day."""

    action: str
    owner: str
    days: int
    firm: bool
    taken: bool


class Left(Record):
    """What a meeting leaves behind. `trust` is by how much it rose or fell in the meeting; `rung` they left it on."""

    trust: float
    belief: Belief
    outcome: OutcomeKind
    disclosed: list[str] = Field(default_factory=list)
    told: list[str] = Field(default_factory=list)
    heard: list[str] = Field(default_factory=list)
    objections: list[str] = Field(default_factory=list)
    promises: list[Owed] = Field(default_factory=list)
    step: Agreed | None = None


class Moved(Record):
    """One person moved: trust `by` points, or belief `to` a rung; because of what, and `through` whom where somebody else moved them."""

    person: str
    what: Literal["trust", "belief"]
    by: float = 0
    to: Belief | None = None
    because: str
    through: str = ""


class Retold(Record):
    """A message that the sponsor had heard, and whether the committee heard it from them."""

    message: str
    survived: bool
    because: str


class Vote(Record):
    person: str
    says: Says
    weight: float
    veto: bool
    because: str


class Decided(Record):
    """What a committee did with a request. `way` is the way that was open; None: none was, it was not put to the vote, and the
    minutes name those who had not been won (`lacking`)."""

    decision: str
    way: str | None
    result: Result
    present: list[str]
    retold: list[Retold] = Field(default_factory=list)
    votes: list[Vote] = Field(default_factory=list)
    minutes: list[str]
    lacking: list[str] = Field(default_factory=list)


class Event(Record):
    """Something that happened on a day. `because` says so in words; `why` is the rep's own reason for a choice of theirs. A request
    that was `refused` names its `decision` where it would have been theirs to sign. `slot`: the rep was given minutes before those who
    decide, on the day of `decision`; `heard`: that is over, and what it moved. `looked_in`: `person` looked in on a meeting with another."""

    v: Literal[1] = 1
    kind: Kind
    day: date
    person: str = ""
    because: str = ""
    why: str = ""
    purpose: str = ""
    messages: list[str] = Field(default_factory=list)
    engagement: str = ""
    meeting: str = ""
    left: Left | None = None
    promise: str = ""
    decision: str = ""
    decided: Decided | None = None
    moved: list[Moved] = Field(default_factory=list)


@dataclass(frozen=True)
class Owing:
    """A promise of the rep's to somebody. `kept` is None while it is due."""

    action: str
    made: date
    due: date
    kept: bool | None = None


@dataclass(frozen=True)
class Standing:
    """Where one person stands. `trust` is what is left of what was won and lost with them, beyond what a stranger would find."""

    belief: Belief
    trust: float = 0
    met: int = 0
    visits: int = 0
    seen: date | None = None
    told: tuple[str, ...] = ()
    disclosed: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    promises: tuple[Owing, ...] = ()
    step: Agreed | None = None
    step_on: date | None = None
    taken: int = 0
    steps: int = 0
    meeting: str = ""

    @property
    def rung(self) -> int:
        """0 (unaware) to 5 (advocate)."""
        return BELIEFS.index(self.belief)

    @property
    def owed(self) -> list[Owing]:
        """Promises that are still to be kept."""
        return [one for one in self.promises if one.kept is None]


@dataclass(frozen=True)
class World:
    """Where a campaign stands: its events added up."""

    day: date
    people: dict[str, Standing]
    planned: Event | None = None
    submitted: Event | None = None
    result: Result | None = None
    closed: bool = False
    seen: tuple[tuple[date, str], ...] = ()
    """The days on which somebody was seen, and whom."""
    decided: tuple[Decided, ...] = ()
    could_sign: tuple[str, ...] = ()
    """Who was asked to sign, and said that they might, later."""
    slot: str = ""
    """The slot before the committee that was begun and is not over: the id of its meeting."""
    slots: tuple[str, ...] = ()
    """Decisions before which the rep was given a slot."""


@dataclass(frozen=True)
class Setting:
    """What a campaign is played in. `truth` is that of its seed; `spoken` is what people say, whatever holds this time."""

    account: Account
    truth: Truth
    spoken: Truth
    plan: CampaignPlan
    personas: dict[str, Persona]
    library: Library | None
    seed: int
    difficulty: Difficulty = "guarded"
    names: dict[str, str] = field(default_factory=dict)

    def opening_trust(self, person: str) -> float:
        """What a stranger finds with them, week and day aside; the middle for somebody whom one only hears of."""
        persona = self.personas.get(person)
        return persona.opening.trust + START[self.difficulty] if persona else 40.0

    def trust(self, world: World, person: str) -> float:
        """Their trust as a meeting on an ordinary day would begin, 5 to 100."""
        return min(100.0, max(5.0, self.opening_trust(person) + world.people[person].trust))

    def rung(self, belief: Belief) -> int:
        return BELIEFS.index(belief)

    def name(self, person: str) -> str:
        return self.names.get(person, person)


COOLER = -8.0
"""Trust of somebody whom this variant makes cooler: what a bad week costs (coach.roleplay.rules, `overclaim` -10, less a little)."""


def setting_of(account: Account, personas: dict[str, Persona], library: Library | None, seed: int, difficulty: Difficulty = "guarded") -> Setting:
    """Raises CoachError for an account without a truth or a campaign."""
    if account.truth is None or account.campaign is None:
        raise CoachError(f"{account.name} has no campaign: its file needs a `truth` and a `campaign`.")
    truth = truth_of(account, seed)
    mine = {one.id: personas[one.id] for one in truth.stakeholders if one.id in personas}
    names = {one.id: one.name for one in truth.stakeholders}
    return Setting(account, truth, account.truth, account.campaign, mine, library, seed, difficulty, names)


def opening_world(setting: Setting) -> World:
    """Everybody on the first day, before anybody was met."""
    variant = variant_of(setting.account, setting.seed)
    people = {}
    for one in setting.truth.stakeholders:
        persona = setting.personas.get(one.id)
        belief = persona.opening.belief if persona else BELIEFS[0]
        if one.id in variant.warmer:
            belief = BELIEFS[min(BELIEFS.index(belief) + 1, len(BELIEFS) - 1)]
        people[one.id] = Standing(belief=belief, trust=COOLER if one.id in variant.cooler else 0.0)
    return World(day=setting.plan.starts, people=people)


def world_of(setting: Setting, events: list[Event]) -> World:
    """All events added up."""
    world = opening_world(setting)
    for event in events:
        world = after(world, event)
    return world


UNDATED = 14
"""Days until a promise is due for which no day was named: until one would meet again."""


def after(world: World, event: Event) -> World:
    """Add one event. Reads only what was recorded; decides nothing."""
    people = world.people
    if event.person in people:
        people = people | {event.person: _told(people[event.person], event)}
    for move in event.moved:
        stands = people[move.person]
        if move.what == "trust":
            stands = replace(stands, trust=min(MOST_KEPT, max(-MOST_KEPT, round(stands.trust + move.by, 2))))
        elif move.to is not None:
            stands = replace(stands, belief=move.to)
        people = people | {move.person: stands}
    world = replace(world, day=max(world.day, event.day), people=people)
    if event.kind == "planned":
        return replace(world, planned=event)
    if event.kind in ("met", "visited"):
        return replace(world, planned=None, seen=(*world.seen, (event.day, event.person)))
    if event.kind == "refused" and event.decision:
        return replace(world, could_sign=_with(world.could_sign, [event.person]))
    if event.kind == "submitted":
        return replace(world, submitted=event)
    if event.kind == "slot":
        return replace(world, slot=event.meeting, slots=(*world.slots, event.decision))
    if event.kind == "heard":
        return replace(world, slot="")
    if event.kind == "decided" and event.decided is not None:
        over = event.decided.result if event.decided.result != "deferred" else None
        return replace(world, submitted=None, result=over, decided=(*world.decided, event.decided))
    if event.kind == "closed":
        return replace(world, closed=True, planned=None, result=world.result or "lost")
    return world


def _told(stands: Standing, event: Event) -> Standing:
    """One person after an event of theirs."""
    if event.kind == "looked_in" and event.left is not None:  # A word at somebody else's door is no visit: nothing else counts.
        told, heard = _with(stands.told, event.left.told), _with(stands.heard, event.left.heard)
        return replace(stands, told=told, heard=heard, promises=(*stands.promises, *_owing(event)))
    if event.kind == "visited":
        return replace(stands, visits=stands.visits + 1, seen=event.day)
    if event.kind in ("kept", "broken"):
        at = next((at for at, one in enumerate(stands.promises) if one.kept is None and one.action == event.promise), None)
        if at is None:
            return stands
        done = replace(stands.promises[at], kept=event.kind == "kept")
        return replace(stands, promises=(*stands.promises[:at], done, *stands.promises[at + 1 :]))
    if event.kind in ("taken", "slipped"):
        return replace(stands, step=None, step_on=None, taken=stands.taken + (event.kind == "taken"))
    left = event.left
    if event.kind != "met" or left is None:
        return stands
    return replace(
        stands,
        met=stands.met + 1,
        seen=event.day,
        told=_with(stands.told, left.told),
        disclosed=_with(stands.disclosed, left.disclosed),
        heard=_with(stands.heard, left.heard),
        objections=tuple(left.objections),
        promises=(*stands.promises, *_owing(event)),
        step=left.step or stands.step,
        step_on=event.day + timedelta(days=left.step.days) if left.step else stands.step_on,
        steps=stands.steps + (left.step is not None),
        meeting=event.meeting,
    )


def _owing(event: Event) -> list[Owing]:
    """What the rep promised in a meeting, by when."""
    made = event.left.promises if event.left else []
    return [Owing(one.action, event.day, event.day + timedelta(days=UNDATED if one.days is None else one.days)) for one in made]


def _with(old: tuple[str, ...], new: list[str]) -> tuple[str, ...]:
    return (*old, *(one for one in new if one not in old))
