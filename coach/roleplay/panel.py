"""A slot before several people at once: a few minutes, one or two voices to each turn, then out before they deliberate.

Everybody at the table hears every word and is moved by it; who speaks is picked by plain code, from what was just said and
from whose word counts there. Each knows different things and brings objections of their own, so what settles one may wake another.
Pure and seeded, like the director that decides for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coach.content.base import Belief
from coach.content.errors import CoachError
from coach.content.persona import Persona
from coach.reading.records import Reading
from coach.roleplay.director import MINUTES_A_TURN, WORDS_A_MINUTE, direct
from coach.roleplay.draw import number
from coach.roleplay.lines import Lines, authored
from coach.roleplay.meeting import Stage, open_meeting, previous_words
from coach.roleplay.records import Beat, Change, Difficulty, Meeting, Outcome, OutcomeKind, Replied, Response, Said, State, Turn
from coach.roleplay.steps import farewell

MINUTES = 10.0
"""What committees give a vendor, where they give anything."""
FEWEST, MOST = 3, 5
"""People at the table. A committee has more chairs; these are the ones who open their mouths."""
LISTENS = 0.4
"""Share of trust and patience that words to somebody else move. Judgements of the rep (overclaiming, pressing, running others
down) count in full for all who hear them."""
IN_FULL = frozenset({"overclaim", "pressed", "pressed_after_no", "disparaged", "inducement", "abuse", "patient_first", "who_not", "admitted", "heap"})
FOR_ALL = ("trust", "patience", "heard", "belief", "promise")
"""What can change in somebody who only listens. What they keep to themselves stays there: nobody opens up while another speaks."""
SAYS: dict[str, float] = {
    "challenge": 3.0, "object": 2.5, "agree": 3.0, "answer": 2.0, "push_back": 2.0, "hold_back": 1.5, "warm": 1.2, "cool": 1.2, "close": 1.0,
    "leave": 2.5, "clarify": 0.4, "deflect": 0.2, "greet": 0.0,
}  # fmt: skip
"""How much a person has to say, by what they would do now."""
CHIMES_IN = ("challenge", "object", "push_back", "agree", "leave")
"""What is said by a second voice; pleasantries are not."""
CALLED = 10.0
"""Somebody who is called by name answers, and nobody else comes first."""
GOES_ON, BUILT = 2.5, 0.5
"""For whoever spoke last, where the rep builds on their words: an uptake of .5 and more."""
JUST_SPOKE, SPOKE_BEFORE = 1.5, 0.7
"""Others get a word: taken from whoever spoke last, and from whoever spoke before that."""
UNHURRIED = 60.0
TITLES = ("Dr", "RN", "NP", "Mr", "Ms", "Mrs")
"""What stands beside a name and is none."""
SHUT = 101
"""Trust that nobody reaches."""
BY_INFLUENCE = 0.4
"""For each of the three grades of influence on the decision."""


@dataclass(frozen=True)
class Panel:
    """Who sits there. The first is in the chair: opens, keeps the time and closes. `weight`: 0 to 3, how much a person's word
    counts for the decision."""

    stages: Sequence[Stage]
    weight: Mapping[str, float]

    @property
    def chair(self) -> Persona:
        return self.stages[0].persona

    def stage(self, person: str) -> Stage:
        return next(stage for stage in self.stages if stage.persona.id == person)


@dataclass(frozen=True)
class Stands:
    """Where somebody stands before the slot, after earlier meetings: trust 0 to 100, belief, needs they named, messages they heard."""

    trust: float
    belief: Belief
    disclosed: Sequence[str] = ()
    heard: Sequence[str] = ()


def where(fresh: State, stands: Stands | None) -> State:
    if stands is None:
        return fresh
    return fresh.model_copy(update={"trust": stands.trust, "belief": stands.belief, "disclosed": list(stands.disclosed), "heard": list(stands.heard)})


def open_panel(
    panel: Panel,
    *,
    seed: int,
    difficulty: Difficulty,
    on: date,
    versions: dict[str, str],
    minutes: float = MINUTES,
    openings: Mapping[str, Stands] | None = None,
) -> Meeting:
    """A new slot: the chair has just asked the rep in (turn 0). `openings`: where people stand after earlier meetings; the rest
    open as with a stranger. Raises CoachError for fewer than three people, more than five, or somebody twice."""
    people = [stage.persona.id for stage in panel.stages]
    if not FEWEST <= len(people) <= MOST:
        raise CoachError(f"A slot before a committee has {FEWEST} to {MOST} people at the table, and {len(people)} were named.")
    if len(set(people)) < len(people):
        raise CoachError("Somebody was named twice; each sits at the table once.")
    alone = [open_meeting(stage.persona, stage.library, seed=seed, difficulty=difficulty, on=on, versions=versions) for stage in panel.stages]
    opening = {
        one.setup.persona: where(one.setup.opening[one.setup.persona], (openings or {}).get(one.setup.persona)).model_copy(update={"minutes_left": minutes})
        for one in alone
    }
    opening = {person: state.model_copy(update={"day": state.day.model_copy(update={"life": {}})}) for person, state in opening.items()}
    greeting = Lines(panel.chair, opening[panel.chair.id], seed, 0).greeting()
    first = Response(person=panel.chair.id, beat=Beat(move="greet", lines=[greeting], why="the rep is asked in"), changes=[])
    said = Said(turn=0, kind="opened", responses=[first, *(listening(person, []) for person in people[1:])])
    return Meeting(setup=alone[0].setup.model_copy(update={"opening": opening}), turns=[Turn(said=said, replied=speak(panel, said))])


def take_turn(panel: Panel, meeting: Meeting, words: str) -> Said:
    """Read the rep's words for everybody at the table and decide who answers, who joins in, and what it did to the rest."""
    setup, turn = meeting.setup, meeting.turns[-1].said.turn + 1
    previous, present = previous_words(meeting), there(panel, meeting)
    would: dict[str, Response] = {}
    readings: dict[str, Reading] = {}
    read: dict[int, Reading] = {}  # People with one library and one audience share a reader, and one reading does for them.
    for stage in present:
        person = stage.persona.id
        if id(stage.reader) not in read:
            read[id(stage.reader)] = stage.reader.read(words, previous, setup.on)
        readings[person] = read[id(stage.reader)]
        state = meeting.state(person).model_copy(update={"minutes_left": UNHURRIED})  # The chair keeps the time, below.
        would[person] = direct(
            before_others(stage.persona),
            stage.library,
            stage.topics,
            state,
            readings[person],
            seed=setup.seed,
            difficulty=setup.difficulty,
            on=setup.on,
            turn=turn,
        )
    if would[panel.chair.id].beat.move == "close":
        return _parted(panel, would, readings[panel.chair.id], words, turn)
    first, *others = sorted(present, key=lambda stage: -_to_say(panel, meeting, stage, would[stage.persona.id], readings[stage.persona.id], turn))
    voices = [first.persona.id]
    second = next((stage.persona.id for stage in others if _chimes_in(panel, meeting, stage, would[stage.persona.id], turn)), None)
    if second and would[first.persona.id].beat.move not in ("agree", "close"):
        voices.append(second)
    spoken = len(re.findall(r"\S+", words)) + sum(len(authored(panel.stage(name).persona, would[name].beat).split()) for name in voices)
    minutes = round(spoken / WORDS_A_MINUTE + MINUTES_A_TURN, 2)
    responses = [_spoken(would[name], minutes, panel.chair.id) for name in voices]
    responses += [listening(name, overheard(found.changes, minutes)) for name, found in would.items() if name not in voices]
    said = Said(turn=turn, words=words, reading=readings[first.persona.id], responses=responses)
    left = meeting.state().minutes_left - minutes
    chair_leaves = any(one.person == panel.chair.id and one.beat.move == "leave" for one in responses)
    return said if left > 0 and not chair_leaves else _closed(panel, meeting, said, "the time is up" if left <= 0 else "the chair had heard enough")


def _parted(panel: Panel, would: Mapping[str, Response], reading: Reading, words: str, turn: int) -> Said:
    """The rep said goodbye, or openly that it is not for them: the chair answers for everybody."""
    chair = would[panel.chair.id]
    kind: OutcomeKind = "no_fit" if chair.outcome is not None and chair.outcome.kind == "no_fit" else "continuation"
    because = chair.outcome.because if chair.outcome is not None and kind == "no_fit" else "they deliberate among themselves"
    minutes = -sum(change.by or 0 for change in chair.changes if change.what == "minutes_left")
    changes = [change for change in chair.changes if change.what not in ("ended", "agreed")] + [Change(what="ended", to=kind, because=because)]
    last = chair.model_copy(update={"changes": changes, "outcome": Outcome(kind=kind, because=because)})
    return Said(
        turn=turn,
        words=words,
        reading=reading,
        responses=[last, *(listening(id, overheard(one.changes, minutes)) for id, one in would.items() if id != chair.person)],
    )


def before_others(persona: Persona) -> Persona:
    """The same person at a table: what they tell one visitor at most, they do not tell a committee."""
    shut = [need.model_copy(update={"gate": need.gate.model_copy(update={"trust": SHUT})}) for need in persona.needs]
    return persona.model_copy(update={"needs": shut, "stakes": []})


def leave(panel: Panel, meeting: Meeting) -> Said:
    """The rep thanks them and goes."""
    setup, turn = meeting.setup, meeting.turns[-1].said.turn + 1
    state = meeting.state()
    beat, _ = farewell(Lines(panel.chair, state, setup.seed, turn), state, panel.chair, setup.on)
    outcome = Outcome(kind="continuation", because="they deliberate among themselves")
    changes = [Change(what="ended", to=outcome.kind, because=outcome.because)]
    first = Response(person=panel.chair.id, beat=beat, changes=changes, outcome=outcome)
    others = [listening(stage.persona.id, []) for stage in panel.stages[1:]]
    return Said(turn=turn, kind="left", responses=[first, *others])


def there(panel: Panel, meeting: Meeting) -> list[Stage]:
    """Who still sits at the table."""
    return [stage for stage in panel.stages if not meeting.state(stage.persona.id).ended]


def speak(panel: Panel, said: Said) -> list[Replied]:
    """The authored voice's words for a turn: one reply for each who speaks, in the order in which they do."""
    return [Replied(turn=said.turn, person=one.person, words=authored(panel.stage(one.person).persona, one.beat)) for one in said.responses if not one.listens]


def play(panel: Panel, meeting: Meeting, lines: Sequence[str]) -> Meeting:
    """Play the rep's lines in order. Lines left over after the chair has closed are not played; when they run out first, the rep leaves."""
    for words in lines:
        if meeting.ended:
            return meeting
        said = take_turn(panel, meeting, words)
        meeting = meeting.model_copy(update={"turns": [*meeting.turns, Turn(said=said, replied=speak(panel, said))]})
    if not meeting.ended:
        said = leave(panel, meeting)
        meeting = meeting.model_copy(update={"turns": [*meeting.turns, Turn(said=said, replied=speak(panel, said))]})
    return meeting


def _to_say(panel: Panel, meeting: Meeting, stage: Stage, would: Response, reading: Reading, turn: int) -> float:
    """How much this person has to say to that, and how readily the others let them."""
    persona, spoke = stage.persona, [one for one in reversed(meeting.turns) if one.said.kind == "rep"]
    amount = SAYS[would.beat.move] + BY_INFLUENCE * panel.weight.get(persona.id, 0) + 0.5 * number(meeting.setup.seed, turn, f"speaks {persona.id}")
    amount += 1.5 * bool(would.beat.disclosed) + 1.0 * bool(would.beat.question)
    if would.beat.topic and would.beat.move in ("answer", "hold_back"):
        amount += 1.5  # A question that is theirs to answer.
    if called(persona, reading.text):
        return amount + CALLED
    goes_on = reading.uptake >= BUILT and would.beat.move not in ("challenge", "object", "push_back")
    if spoke and spoke[0].replied and spoke[0].replied[-1].person == persona.id and goes_on:
        return amount + GOES_ON  # What builds on their words is theirs to take up, and to ask back about.
    for taken, one in zip((JUST_SPOKE, SPOKE_BEFORE), spoke, strict=False):
        amount -= taken * (one.words_of(persona.id) is not None)
    return amount


def _chimes_in(panel: Panel, meeting: Meeting, stage: Stage, would: Response, turn: int) -> bool:
    """Whether somebody adds to it unasked: with something to object to, and the more their word counts."""
    if would.beat.move not in CHIMES_IN and not would.beat.question:
        return False
    return number(meeting.setup.seed, turn, f"chimes in {stage.persona.id}") < 0.25 + 0.15 * panel.weight.get(stage.persona.id, 0)


def called(persona: Persona, words: str) -> bool:
    """Whether the rep speaks to this person by name: 'Dr. Lund', 'Ruth', 'Ms. Nadkarni'."""
    names = [name for name in re.findall(r"[A-Z][\w'\u2019-]+", persona.name) if name not in TITLES]
    return any(re.search(rf"(?:^|[,.;!?\u2014-]\s*|\b(?:Dr\.?|Ms\.?|Mr\.?|Mrs\.?)\s+){re.escape(name)}\b|\b{re.escape(name)}\s*[,?]", words) for name in names)


def _spoken(would: Response, minutes: float, chair: str) -> Response:
    """A voice at the table. Only the chair ends the meeting; anybody else who has had enough says so and leaves the room."""
    changes = [change for change in would.changes if change.what not in ("minutes_left", "ended")]
    changes.append(Change(what="minutes_left", by=-minutes, because="the time it took to say"))
    outcome = would.outcome
    if outcome is not None and (would.person == chair or outcome.kind != "cut_short"):
        outcome = None  # The chair closes in _closed; an agreement or an honest no is not yet the table's.
    if outcome is not None:
        changes.append(Change(what="ended", to=outcome.kind, because=f"left the table: {outcome.because}"))
    return would.model_copy(update={"changes": changes, "outcome": outcome})


def overheard(changes: Sequence[Change], minutes: float, to: str = "said to the table") -> list[Change]:
    """What words to somebody else do to a person who listens, and the minutes that it took of their time."""
    kept = []
    for change in changes:
        if change.what not in FOR_ALL or change.rule == "time":
            continue
        if change.by is not None and change.rule not in IN_FULL:
            amount = round(change.by * LISTENS, 1)
            if not amount:
                continue
            change = change.model_copy(update={"by": amount, "because": f"{change.because} ({to})"})
        kept.append(change)
    return [*kept, *([Change(what="minutes_left", by=-minutes, because="the time it took to say")] if minutes else [])]


def listening(person: str, changes: list[Change]) -> Response:
    return Response(person=person, beat=Beat(move="hold_back", why="listens"), changes=changes, listens=True)


def _closed(panel: Panel, meeting: Meeting, said: Said, why: str) -> Said:
    """The chair thanks the rep after whoever is still speaking; the table deliberates without them."""
    setup, chair = meeting.setup, panel.chair
    outcome = Outcome(kind="continuation" if why == "the time is up" else "cut_short", because=f"{why}; they deliberate among themselves")
    ended = Change(what="ended", to=outcome.kind, because=outcome.because)
    own = next((one for one in said.responses if one.person == chair.id), None)
    lines = Lines(chair, meeting.state(), setup.seed, said.turn)
    if own is not None and not own.listens:
        leaves = own.beat.move == "leave"
        beat = own.beat.model_copy(update={} if leaves else {"move": "close", "lines": [*own.beat.lines[:1], lines.ending("time_up")], "why": why})
        changes = [*own.changes, ended]
    else:
        beat = Beat(move="close", lines=[lines.ending("time_up")], why=why)
        changes = [*(own.changes if own else []), ended]
    last = Response(person=chair.id, beat=beat, changes=changes, outcome=outcome)
    others = [one for one in said.responses if one.person != chair.id]
    return said.model_copy(update={"responses": [*(one for one in others if not one.listens), last, *(one for one in others if one.listens)]})
