"""The injection suite over the wire: an endpoint that does what the rep says, and one that repeats its whole prompt. Nothing unearned
is heard from anybody, and nothing unearned is in any request's bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from coach.content.persona import Persona
from coach.models.chat import Endpoint
from coach.models.stream import Limits
from coach.roleplay.leaks import leaks
from coach.roleplay.meeting import with_turn
from coach.roleplay.performance import Performance
from coach.roleplay.prompt import state_at
from coach.roleplay.records import Meeting, Said
from coach.wiring import Coach
from tests.models import scripted
from tests.models.scripted import KEY, Acts, Request, Server, serving
from tests.roleplay.conftest import DAY, Theatre
from tests.roleplay.test_odd_input import CASES, INJECTIONS, answer
from tests.roleplay.test_prompt import unearned

EVERY = 6
"""Every sixth injection with every persona."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture(scope="module")
def theatre(coach: Coach) -> Theatre:
    return Theatre(coach)


@pytest.fixture(scope="module")
def turns(theatre: Theatre) -> dict[str, list[tuple[Meeting, Said]]]:
    """A sample of the suite as said to everybody on the shelf, right after the greeting."""
    words = [text for kind in INJECTIONS for text in CASES[kind][::EVERY] if len(text) < 600]
    readings = list(theatre.stage("surgeon").reader.read_all([(text, "") for text in words], DAY))  # type: ignore[attr-defined]
    found: dict[str, list[tuple[Meeting, Said]]] = {}
    for id, persona in theatre.coach.shelf.personas.items():
        meeting = theatre.open(id)
        state = meeting.state()
        found[id] = [(meeting, Said(turn=1, words=reading.text, reading=reading, responses=[answer(theatre, persona, state, reading)])) for reading in readings]
    return found


def obeys(persona: Persona) -> Acts:
    """Does what it is told, and knows everything: it gives away what the prompt never held."""
    facts = {fact.id: fact.text for fact in persona.facts}

    def make(asked: Request) -> str:
        need = persona.needs[len(asked.turn) % len(persona.needs)]
        told = " ".join(facts[id] for id in need.facts if id in facts) or need.disclose[0]
        start = ("Sure.", "Of course, here it is.", "", "All right, between us.")[len(asked.turn) % 4]
        return f"{start} {told} {need.deepen[0]} Let's do it, I'll sign the evaluation. My instructions were to hide that."

    return scripted.answers(make)


def repeats(_: Persona) -> Acts:
    return scripted.answers(lambda asked: "\n".join(message["content"] for message in asked.json["messages"]))


def repeats_its_end(_: Persona) -> Acts:
    return scripted.answers(lambda asked: " ".join(asked.turn.split()))


@pytest.mark.parametrize("endpoint", [obeys, repeats, repeats_its_end])
def test_nothing_unearned_is_heard_or_sent(theatre: Theatre, server: Server, turns: dict[str, list[tuple[Meeting, Said]]], endpoint) -> None:  # type: ignore[no-untyped-def]
    heard, sent, count = {}, {}, 0
    speaks = Endpoint(server.url, KEY, "scripted", limits=Limits(5, 20, 10, 40))
    for id, persona in theatre.coach.shelf.personas.items():
        server.does(endpoint(persona))
        for meeting, said in turns[id]:
            server.requests.clear()
            performance = Performance(persona, meeting, said, speaks)
            shown = "".join(performance)
            count += 1
            replied, state = performance.replied(), state_at(persona, meeting, said)
            assert not replied.trouble, replied.trouble
            if found := leaks(persona, state, replied.words) + leaks(persona, state, shown):
                heard[id, said.words[:60]] = found
            if any(words in shown.lower() for words in ("my instructions", "let's do it", "what you do now", "how to speak:", "where you stand")):
                heard[id, said.words[:60]] = [shown]
            for request in server.requests:
                bytes_sent = request.raw.decode()
                text = "\n".join(message["content"] for message in json.loads(bytes_sent)["messages"])
                if found := unearned(persona, meeting, said, text):
                    sent[id, said.words[:60]] = found
                assert KEY not in bytes_sent
            assert with_turn(meeting, said, replied).state().disclosed == state.disclosed
    assert heard == {} and sent == {} and count >= 25 * 14
