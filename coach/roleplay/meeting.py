"""A meeting from the greeting to the close: pure steps from one meeting to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from coach.content.catalogue import Topic
from coach.content.errors import CoachError
from coach.content.library import Library
from coach.content.persona import Persona, Purpose
from coach.reading.records import Reading, Spoken, Unsure
from coach.roleplay import arc
from coach.roleplay.day import day_of
from coach.roleplay.director import direct
from coach.roleplay.lines import Lines, authored
from coach.roleplay.purposes import KINDS, minutes, offered
from coach.roleplay.records import Beat, Before, Change, Difficulty, Meeting, Replied, Response, Said, Setup, State, Turn
from coach.roleplay.rules import RULES, START, points
from coach.roleplay.steps import early, farewell

LATE_LEAVES = 0.7
"""Share of the minutes that remains when they come late."""


class Reads(Protocol):
    """Reads a turn: what the rep said, what the other said just before, the day of the meeting, numbers that were not surely heard."""

    def read(self, text: str, previous: str = "", on: date | None = None, *, unsure: Sequence[Unsure] = ()) -> Reading: ...


@dataclass(frozen=True)
class Stage:
    """What a meeting is played with. The content is that of the meeting's own versions."""

    persona: Persona
    library: Library | None
    topics: Mapping[str, Topic]
    reader: Reads


def open_meeting(
    persona: Persona,
    library: Library | None,
    *,
    seed: int,
    difficulty: Difficulty,
    on: date,
    versions: dict[str, str],
    purpose: Purpose = "discovery",
    after: tuple[Meeting, Before] | None = None,
) -> Meeting:
    """A new meeting, in which the stakeholder has just greeted the rep (turn 0). `after` is an earlier meeting with the same
    person and what it left. Raises CoachError for a purpose for which this person cannot be met."""
    if purpose not in offered(persona):
        raise CoachError(f"purpose {purpose!r}: {persona.name} cannot be met for that; there are {', '.join(offered(persona))}")
    day, kind = day_of(persona, seed, difficulty, purpose), KINDS[purpose]
    week = next((item for item in persona.weeks if item.id == day.week), None)
    trust = persona.opening.trust + START[difficulty] + kind.trust + (week.trust if week else 0)
    patience = persona.opening.patience + kind.patience + (week.patience if week else 0)
    time = minutes(persona, purpose)
    opening = State(
        trust=min(100, max(10, trust)),
        patience=min(100, max(25, patience)),
        belief=persona.opening.belief,
        minutes_left=time,
        day=day,
    )
    before = after[1] if after else None
    if after is not None:
        opening = arc.carried(persona, *after, opening)
    setup = Setup(
        persona=persona.id,
        library=library.product.id if library else None,
        seed=seed,
        difficulty=difficulty,
        on=on,
        purpose=purpose,
        versions=versions,
        opening={persona.id: opening},
        after=before,
    )
    lines = Lines(persona, opening, seed, 0)
    line = arc.greeting(persona, lines, before, on, purpose) if before else lines.greeting()
    changes = arc.opening_moves(persona, before, on, difficulty) if before else []
    if line.startswith("life.late."):
        changes.append(Change(what="minutes_left", by=-round(time * (1 - LATE_LEAVES), 1), because="they came late"))
    said = Said(turn=0, kind="opened", responses=[Response(person=persona.id, beat=Beat(move="greet", lines=[line], why="the rep comes in"), changes=changes)])
    return Meeting(setup=setup, turns=[Turn(said=said, replied=[speak(persona, said)])])


def take_turn(stage: Stage, meeting: Meeting, words: str, spoken: Spoken | None = None) -> Said:
    """Read the rep's words and decide what follows: the record that is stored before anything is shown. `spoken`: how they were
    said, where they were not typed."""
    setup, state = meeting.setup, meeting.state()
    turn = meeting.turns[-1].said.turn + 1
    reading = stage.reader.read(words, previous_words(meeting), setup.on, unsure=spoken.unsure if spoken else ())
    response = direct(stage.persona, stage.library, stage.topics, state, reading, seed=setup.seed, difficulty=setup.difficulty, on=setup.on, turn=turn)
    return Said(turn=turn, words=words, reading=reading, responses=[response], spoken=spoken)


def leave(persona: Persona, meeting: Meeting) -> Said:
    """The rep ends the meeting, and the stakeholder closes it."""
    setup, state = meeting.setup, meeting.state()
    turn = meeting.turns[-1].said.turn + 1
    beat, outcome = farewell(Lines(persona, state, setup.seed, turn), state, persona, setup.on)
    changes = [Change(what="ended", to=outcome.kind, because=outcome.because)]
    if early(state, persona):
        trust, _ = points(RULES["finished_early"], persona.tastes, setup.difficulty, 0)
        changes.insert(0, Change(what="trust", by=trust, because=RULES["finished_early"].because, rule="finished_early"))
    return Said(turn=turn, kind="left", responses=[Response(person=persona.id, beat=beat, changes=changes, outcome=outcome)])


def speak(persona: Persona, said: Said) -> Replied:
    """The authored voice's words for a turn."""
    response = next(item for item in said.responses if item.person == persona.id)
    return Replied(turn=said.turn, person=persona.id, words=authored(persona, response.beat))


def with_turn(meeting: Meeting, said: Said, replied: Replied | None) -> Meeting:
    return meeting.model_copy(update={"turns": [*meeting.turns, Turn(said=said, replied=[replied] if replied else [])]})


def previous_words(meeting: Meeting) -> str:
    """What the stakeholder said last, as far as it was heard."""
    for turn in reversed(meeting.turns):
        if turn.replied:
            return turn.replied[-1].words
    return ""


def play(stage: Stage, meeting: Meeting, lines: list[str], voice: Callable[[Meeting, Said], Replied] | None = None) -> Meeting:
    """Play the rep's lines in order. Lines left over after the stakeholder has ended the meeting are not played;
    when the lines run out first, the rep leaves. `voice` finds the words of each answer; None: the authored voice."""
    answer = voice or (lambda _, said: speak(stage.persona, said))
    for words in lines:
        if meeting.ended:
            return meeting
        said = take_turn(stage, meeting, words)
        meeting = with_turn(meeting, said, answer(meeting, said))
    if not meeting.ended:
        said = leave(stage.persona, meeting)
        meeting = with_turn(meeting, said, answer(meeting, said))
    return meeting
