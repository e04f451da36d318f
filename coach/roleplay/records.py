"""A meeting as data: two appended records a turn, and the state that is added up from them."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import lru_cache
from typing import Literal

from pydantic import Field

from coach.content.base import BELIEFS, Belief
from coach.content.persona import LifeKind, Purpose
from coach.reading.records import Reading, Record, Spoken

Move = Literal[
    "greet", "answer", "clarify", "deflect", "hold_back", "object", "challenge", "push_back", "warm", "cool", "agree",
    "close", "leave",
]  # fmt: skip
OutcomeKind = Literal["advance", "continuation", "no_fit", "cut_short"]
Voice = Literal["authored", "model", "both"]
Difficulty = Literal["open", "guarded", "hostile"]
DIFFICULTIES: tuple[Difficulty, ...] = ("open", "guarded", "hostile")


class Change(Record):
    """One move of the state and why.

    `what` is trust, patience or minutes_left (moved `by` a number), or belief, disclosed, heard, agreed, ended,
    `objection:ID` or `question:ID` (set `to` a value), or a line of the ledger: `mistaken:ID`, `cue:NEED`, stake, blocked, favour,
    handoff, firmness, promise. `quote` is a substring of the rep's words, or empty where
    events caused it. `rule` names the row of the rule table.
    """

    what: str
    by: float | None = None
    to: str | None = None
    because: str
    quote: str = ""
    rule: str = ""


class Beat(Record):
    """What a stakeholder does now, decided before anybody says it.

    `lines` are references into the persona file ('topics.case_mix.2'), in the order in which they are spoken;
    the authored voice says exactly these. `slots` fill the two places of a clarifying question.
    """

    move: Move
    topic: str | None = None
    told: list[str] = Field(default_factory=list)
    disclosed: list[str] = Field(default_factory=list)
    objection: str | None = None
    question: str | None = None
    lines: list[str] = Field(default_factory=list)
    slots: dict[str, str] = Field(default_factory=dict)
    life: LifeKind | None = None
    why: str = ""


class Outcome(Record):
    kind: OutcomeKind
    action: str | None = None
    owner: str | None = None
    date: str | None = None
    because: str = ""
    firm: Literal["firm", "soft"] | None = None
    """Of an advance: whether it will happen. They never say so unasked."""


class Response(Record):
    """One participant's part of a turn, as decided. `listens`: with others there they said nothing, and no reply of theirs follows;
    `enters`: they come in with it."""

    person: str
    beat: Beat
    changes: list[Change]
    outcome: Outcome | None = None
    listens: bool = False
    enters: bool = False


class Said(Record):
    """The first record of a turn: committed before anything is shown.

    `kind`: `opened` (turn 0: the stakeholder greets), `rep` (the rep spoke) or `left` (the rep ended the meeting). `spoken`: how
    it was said, where it was said into a microphone.
    """

    v: Literal[2] = 2
    turn: int = Field(ge=0)
    kind: Literal["opened", "rep", "left"] = "rep"
    words: str = ""
    reading: Reading | None = None
    responses: list[Response]
    spoken: Spoken | None = None


class Spent(Record):
    """What a reply cost at the endpoint, both tries together. `money` at the prices of that day; `estimated` where the endpoint
    did not count and four characters were taken for a token; `cached` tokens are among those sent."""

    model: str
    prompt: str
    sent: int = Field(ge=0)
    received: int = Field(ge=0)
    cached: int = Field(default=0, ge=0)
    money: float = Field(default=0, ge=0)
    estimated: bool = False


class Replied(Record):
    """The second record: the words that one participant spoke. `stopped`: the rep cut them off.

    `voice` is `both` where a model began and the authored words finished. `faults` are the kinds of what the guard found and of
    what went wrong at the endpoint (coach.roleplay.guard.FAULTS, coach.roleplay.voice.TROUBLES); `trouble` is the latter in a line.
    """

    v: Literal[2] = 2
    turn: int = Field(ge=0)
    person: str
    words: str
    voice: Voice = "authored"
    faults: list[str] = Field(default_factory=list)
    stopped: bool = False
    trouble: str = ""
    spent: Spent | None = None


class Turn(Record):
    said: Said
    replied: list[Replied] = Field(default_factory=list)

    def words_of(self, person: str) -> str | None:
        return next((reply.words for reply in self.replied if reply.person == person), None)


LEDGER = ("stake", "blocked", "favour", "handoff", "firmness", "promise", "step")


class Day(Record):
    """What was drawn for a meeting when it opened: ids in the persona's file, and the turns at which life happens."""

    purpose: Purpose = "discovery"
    week: str | None = None
    stake: str | None = None
    blocked: bool = False
    life: dict[int, LifeKind] = Field(default_factory=dict)


class State(Record):
    """Where one stakeholder stands. Never edited: always the opening plus the recorded changes."""

    trust: float
    patience: float
    belief: Belief
    minutes_left: float
    disclosed: list[str] = Field(default_factory=list)
    objections: dict[str, str] = Field(default_factory=dict)
    questions: dict[str, str] = Field(default_factory=dict)
    heard: list[str] = Field(default_factory=list)
    told: list[str] = Field(default_factory=list)
    asked: dict[str, int] = Field(default_factory=dict)
    words: dict[str, int] = Field(default_factory=dict)
    """How often the rep said the very same thing, by a short hash of it."""
    lines: list[str] = Field(default_factory=list)
    rules: dict[str, int] = Field(default_factory=dict)
    day: Day = Field(default_factory=Day)
    ledger: dict[str, str] = Field(default_factory=dict)
    deflections: int = 0
    last: Beat | None = None
    turn: int = 0
    agreed: str | None = None
    outcome: Outcome | None = None

    @property
    def ended(self) -> bool:
        return self.outcome is not None

    @property
    def open_objections(self) -> list[str]:
        """Those raised and not settled, in this meeting or (`left`) in the one before."""
        return [name for name, status in self.objections.items() if status in ("left", "open", "probed")]

    @property
    def stake(self) -> str | None:
        """The interest that caps their belief now: drawn for this meeting, and neither said nor routed around."""
        return self.day.stake if self.ledger.get("stake") not in ("known", "routed") else None

    @property
    def rung(self) -> int:
        """The belief as a number, 0 (unaware) to 5 (advocate)."""
        return BELIEFS.index(self.belief)

    def shown(self) -> dict[str, object]:
        """What the command line prints of it."""
        return {
            "trust": round(self.trust),
            "belief": self.belief,
            "patience": round(self.patience),
            "minutes_left": round(self.minutes_left, 1),
            "disclosed": self.disclosed,
            "open_objections": self.open_objections,
            "ended": self.ended,
        }


class Promise(Record):
    """Something the rep said they would do. `by` is the day as it was said, `on` the date it means; `kept` is None until the
    next meeting asks."""

    action: str
    by: str | None = None
    on: date | None = None
    turn: int = 0
    kept: bool | None = None

    def due(self, on: date) -> bool:
        """Whether it had to be done by the day `on`; what was promised for no day is due by the next meeting."""
        return self.on is None or self.on <= on


class Step(Record):
    """A step of theirs that was agreed, and whether they took it."""

    action: str
    owner: str
    on: str | None = None
    taken: bool


class Before(Record):
    """What an earlier meeting with the same person left behind. `meeting` is its id, where it was kept."""

    meeting: str = ""
    on: date
    outcome: OutcomeKind
    step: Step | None = None
    promises: list[Promise] = Field(default_factory=list)
    objections: dict[str, str] = Field(default_factory=dict)
    disclosed: list[str] = Field(default_factory=list)

    def broken(self, on: date) -> list[Promise]:
        """Promises that were due by the day `on` and not kept."""
        return [promise for promise in self.promises if not promise.kept and promise.due(on)]


class Planned(Record):
    """The step of a plan that a meeting practises, and the rung aimed at when it began."""

    plan: str
    step: str
    rung: Belief | None = None


class WalkIn(Record):
    """Somebody who looks in on a meeting with another, from this turn on, at the first moment that suits."""

    person: str
    name: str
    title: str
    turn: int = Field(ge=1)


class Setup(Record):
    """What is fixed when a meeting starts. `versions` maps 'kind/id' to the hash of the content that was used; `after` is the
    meeting before it with the same person, where there was one; `planned` the step of a plan that it practises; `walk_in` who looks
    in on it, and then `opening` has their state too."""

    v: Literal[1] = 1
    persona: str
    library: str | None
    seed: int
    difficulty: Difficulty = "guarded"
    on: date
    purpose: str = "discovery"
    versions: dict[str, str] = Field(default_factory=dict)
    opening: dict[str, State]
    after: Before | None = None
    planned: Planned | None = None
    walk_in: WalkIn | None = None


class Meeting(Record):
    """A meeting is its turns; everything else is added up from them."""

    setup: Setup
    turns: list[Turn] = Field(default_factory=list)

    def state(self, person: str | None = None) -> State:
        """The state of one participant (default: the first) after the last turn."""
        person = person or self.setup.persona
        state = self.setup.opening[person]
        for turn in self.turns:
            state = after(state, turn.said, person)
        return state

    def states(self, person: str | None = None) -> list[State]:
        """The opening state, then the state after each turn."""
        person = person or self.setup.persona
        states = [self.setup.opening[person]]
        for turn in self.turns:
            states.append(after(states[-1], turn.said, person))
        return states

    @property
    def ended(self) -> bool:
        return self.outcome is not None

    @property
    def outcome(self) -> Outcome | None:
        """How it ended. Before several people the first of them, who is in the chair, ends it; another may only leave the table."""
        chair = self.setup.persona
        found = [response.outcome for turn in self.turns for response in turn.said.responses if response.outcome and response.person == chair]
        return found[-1] if found else None


@lru_cache(maxsize=1_024)
def fingerprint(words: str) -> str:
    """A short hash of a turn that does not see case, punctuation or spaces."""
    return hashlib.blake2b(" ".join(re.findall(r"\w+", words.lower())).encode(), digest_size=6).hexdigest()


def after(state: State, said: Said, person: str) -> State:
    """Add one recorded turn to a state. Reads only what was recorded; decides nothing."""
    response = next((found for found in said.responses if found.person == person), None)
    if response is None:
        return state
    if response.listens:
        return applied(state, response.changes, None, response.outcome, said).model_copy(update={"turn": said.turn})
    return applied(state, response.changes, response.beat, response.outcome, said)


def applied(state: State, changes: list[Change], beat: Beat | None, outcome: Outcome | None, said: Said) -> State:
    """A state plus changes and a beat. Trust and patience stay within 0 to 100, minutes above 0."""
    values: dict[str, object] = {}
    amounts = {"trust": state.trust, "patience": state.patience, "minutes_left": state.minutes_left}
    disclosed, heard = list(state.disclosed), list(state.heard)
    objections, questions = dict(state.objections), dict(state.questions)
    rules, ledger = dict(state.rules), dict(state.ledger)
    for change in changes:
        if change.rule:
            rules[change.rule] = rules.get(change.rule, 0) + 1
        if change.what in amounts:
            amounts[change.what] += change.by or 0
        elif change.what == "belief":
            values["belief"] = change.to
        elif change.what == "agreed":
            values["agreed"] = None if change.to == "withdrawn" else change.to
        elif change.what == "disclosed" and change.to and change.to not in disclosed:
            disclosed.append(change.to)
        elif change.what == "heard" and change.to and change.to not in heard:
            heard.append(change.to)
        elif change.what.startswith("objection:") and change.to:
            objections[change.what.removeprefix("objection:")] = change.to
        elif change.what.startswith("question:") and change.to:
            questions[change.what.removeprefix("question:")] = change.to
        elif (change.what in LEDGER or change.what.startswith(("mistaken:", "cue:"))) and change.to:
            ledger[change.what] = change.to
    values |= {name: min(100.0, max(0.0, amount)) for name, amount in amounts.items() if name != "minutes_left"}
    values |= {
        "minutes_left": max(0.0, amounts["minutes_left"]),
        "disclosed": disclosed,
        "heard": heard,
        "objections": objections,
        "questions": questions,
        "rules": rules,
        "ledger": ledger,
    }
    if beat is not None:
        asked = dict(state.asked)
        if beat.topic:
            asked[beat.topic] = asked.get(beat.topic, 0) + 1
        misread = beat.move in ("deflect", "clarify") and said.kind == "rep"
        words = dict(state.words)
        if said.words:
            mark = fingerprint(said.words)
            words[mark] = words.get(mark, 0) + 1
        values |= {
            "asked": asked,
            "words": words,
            "told": [*state.told, *(fact for fact in beat.told if fact not in state.told)],
            "lines": [*state.lines, *beat.lines],
            "deflections": state.deflections + 1 if misread else 0,
            "last": beat,
            "turn": said.turn,
        }
    if outcome is not None:
        values["outcome"] = outcome
    return state.model_copy(update=values)
