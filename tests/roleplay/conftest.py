"""Meetings played with the real engine, the shipped personas and the real sentence embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from coach.content.persona import Persona
from coach.reading.records import Act, Reading, Signal, TopicHit
from coach.roleplay.director import direct
from coach.roleplay.meeting import Stage, open_meeting, play
from coach.roleplay.records import Beat, Day, Difficulty, Meeting, Response, State
from coach.wiring import Coach

DAY = date(2026, 12, 1)
PERSONAS = ["surgeon", "or_nurse_manager", "cfo", "office_coordinator"]


class Theatre:
    """Plays whole meetings, remembering those already played, and single turns from a state that a test makes up."""

    def __init__(self, coach: Coach) -> None:
        self.coach = coach
        self._played: dict[object, Meeting] = {}

    def persona(self, id: str) -> Persona:
        return self.coach.shelf.persona(id)

    def stage(self, persona: str, library: bool = True) -> Stage:
        stage = self.coach.stage(self.persona(persona))
        return stage if library else replace(stage, library=None, reader=self.coach.reader(None))

    def open(self, persona: str, seed: int = 7, difficulty: Difficulty = "guarded") -> Meeting:
        stage = self.stage(persona)
        return open_meeting(stage.persona, stage.library, seed=seed, difficulty=difficulty, on=DAY, versions={})

    def play(self, persona: str, lines: Sequence[str], seed: int = 7, difficulty: Difficulty = "guarded") -> Meeting:
        key = (persona, tuple(lines), seed, difficulty)
        if key not in self._played:
            self._played[key] = play(self.stage(persona), self.open(persona, seed, difficulty), list(lines))
        return self._played[key]

    def state(self, persona: str, **other: object) -> State:
        """The state in mid-meeting: three turns in, neither warm nor cold, unless a test says otherwise."""
        return self.open(persona).state().model_copy(update={"trust": 45.0, "patience": 70.0, "turn": 3, "last": Beat(move="answer"), "day": Day(), **other})

    def react(self, persona: str, state: State, words: str | Reading, previous: str = "", turn: int = 4, library: bool = True) -> Response:
        """What the persona does about words, or about a reading that a test made up."""
        stage = self.stage(persona, library)
        reading = stage.reader.read(words, previous, DAY) if isinstance(words, str) else words
        return direct(stage.persona, stage.library, stage.topics, state, reading, seed=7, difficulty="guarded", on=DAY, turn=turn)


@cache
def theatre_of(coach: Coach) -> Theatre:
    """One for all tests of a process, here and elsewhere, so that no meeting is played twice."""
    return Theatre(coach)


@pytest.fixture(scope="session")
def theatre(coach: Coach) -> Theatre:
    return theatre_of(coach)


def reading(
    text: str = "Go ahead.", acts: Sequence[Act] = (), topic: str | None = None, question: str | None = None, uptake: float = 0.0, signals: Sequence[str] = ()
) -> Reading:
    """A reading made by hand, to try one condition at a time."""
    return Reading(
        text=text, acts=list(acts), spans=[], question=question, reflection=0, telling=0, empathy=0, uptake=uptake,  # type: ignore[arg-type]
        topics=[TopicHit(id=topic, p=0.95)] if topic else [], tier="answer" if topic else None, messages=[], needs=[], claims=[],
        commitment=None, commitments=[], signals=[Signal(id=name, quote=text) for name in (*signals, *(f"act:{act}" for act in acts))], words=len(text.split()),
    )  # fmt: skip


def moved(response: Response, what: str = "trust") -> float:
    """By how much something moved in a turn, for all reasons but time passing."""
    return round(sum(change.by or 0 for change in response.changes if change.what == what and change.because != "time passing"), 2)


def rules(response: Response) -> list[str]:
    return [change.rule for change in response.changes if change.rule]
