"""Meetings to debrief: played with the real engine and the real sentence embeddings, once a session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from coach.content.persona import HiddenNeed
from coach.content.rubric import Rubric
from coach.debrief.debrief import Report, debrief, seen_of
from coach.roleplay.meeting import Stage, leave, open_meeting, speak, take_turn, with_turn
from coach.roleplay.records import Meeting
from coach.wiring import Coach
from tests.roleplay.conftest import theatre_of

PERSONAS = ["surgeon", "or_nurse_manager", "cfo", "office_coordinator"]
DAY = date(2026, 12, 1)

DUMPER = [
    "Our dressing is the best on the market, it has a pump, silicone, seven-day battery and an indicator light.",
    "It reduces infections by 50 percent and saves you money.",
    "The pump is lightweight, wireless, waterproof and it comes with a canister.",
    "We have a trial in 400 patients, it works great, you should really try it.",
    "It is completely safe and pays for itself.",
    "Can I put you down for ten today?",
]


class Rehearsal:
    """Plays meetings with the personas that ship."""

    def __init__(self, coach: Coach) -> None:
        self.coach = coach
        self.rubric: Rubric = coach.shelf.rubric("conversation")

    def start(self, persona: str, seed: int = 7) -> tuple[Stage, Meeting]:
        stage = self.coach.stage(self.coach.shelf.persona(persona))
        return stage, open_meeting(stage.persona, stage.library, seed=seed, difficulty="guarded", on=DAY, versions={})

    def play(self, persona: str, lines: list[str], seed: int = 7) -> Meeting:
        return theatre_of(self.coach).play(persona, lines, seed)

    def report(self, meeting: Meeting) -> Report:
        persona = self.coach.shelf.persona(meeting.setup.persona)
        library = self.coach.shelf.library_of(persona)
        return debrief(seen_of(meeting, persona, library, self.coach.shelf.needs), self.rubric)

    def debrief(self, persona: str, lines: list[str], seed: int = 7) -> Report:
        return self.report(self.play(persona, lines, seed))

    def listener(self, persona: str, seed: int = 7) -> Meeting:
        """A rep who listens: asks for their agenda, asks the questions that open needs, says them back, asks what they
        mean, ties one message to one need, and asks for a step."""
        stage, meeting = self.start(persona, seed)
        shelf = self.coach.shelf

        def say(words: str) -> None:
            nonlocal meeting
            if not meeting.ended:
                said = take_turn(stage, meeting, words)
                meeting = with_turn(meeting, said, speak(stage.persona, said))

        say("Thank you for seeing me. I came to understand how this works for you before I say anything about us. What would make these minutes useful to you?")
        for need in stage.persona.needs[:2]:
            say(self._question(need))
            say(need.opened_by)
            if need.need in meeting.state().disclosed:
                say(f"{shelf.needs[need.need].voiced_as[0]} What does that mean for you? Have I got that right?")
        disclosed = set(meeting.state().disclosed)
        messages = stage.library.messages.messages if stage.library else []
        theirs = [item for item in messages if stage.persona.lenses.get(item.lens, 0) >= 0.25 and item.claim_type != "process"]
        if fitting := [item for item in theirs if set(item.needs) & disclosed]:
            say(f"You told me about that, so one thing only. {fitting[0].text} It should not go on every patient.")
        say("I don't know that for your patients at home, and I would rather find out than guess. I'll send you what I find by Friday.")
        say("Could you go through your own cases with me next week, and would Thursday suit you? What could get in the way of that?")
        if not meeting.ended:
            said = leave(stage.persona, meeting)
            meeting = with_turn(meeting, said, speak(stage.persona, said))
        return meeting

    def _question(self, need: HiddenNeed) -> str:
        return self.coach.shelf.topics[need.gate.topics[0]].phrasings[0].rstrip("?") + "?"


@pytest.fixture(scope="session")
def rehearsal(coach: Coach) -> Rehearsal:
    return Rehearsal(coach)


@pytest.fixture(scope="session")
def listened(rehearsal: Rehearsal) -> dict[str, Meeting]:
    return {persona: rehearsal.listener(persona) for persona in PERSONAS}


@pytest.fixture(scope="session")
def dumped(rehearsal: Rehearsal) -> dict[str, Meeting]:
    return {persona: rehearsal.play(persona, DUMPER) for persona in PERSONAS}


def printed(meeting: Meeting) -> dict[str, Any]:
    """A meeting as `rehearse --json` prints it."""
    states = meeting.states()
    turns = []
    for turn, state in zip(meeting.turns, states[1:], strict=True):
        said = turn.said
        if said.kind != "rep" or said.reading is None:
            continue
        response = said.responses[0]
        turns.append({
            "turn": said.turn, "rep": said.words, "reply": turn.replied[0].words, "voice": "authored", "reading": said.reading.model_dump(mode="json"),
            "beat": response.beat.model_dump(mode="json"), "state": state.shown(), "changes": [change.model_dump(mode="json") for change in response.changes],
        })  # fmt: skip
    return {
        "persona": meeting.setup.persona, "seed": meeting.setup.seed, "setup": meeting.setup.model_dump(mode="json"), "versions": {}, "turns": turns,
        "outcome": meeting.outcome.model_dump(mode="json") if meeting.outcome else None,
    }  # fmt: skip


@pytest.fixture(scope="session")
def as_printed() -> Callable[[Meeting], dict[str, Any]]:
    return printed
