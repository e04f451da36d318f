"""Nothing unearned is to be had by orders, authority, begging, code or another language; and ordinary words are not taken for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from coach.content.base import BELIEFS
from coach.content.checks import spoken
from coach.content.persona import Persona
from coach.reading.manners import folded, manners
from coach.reading.records import Reading
from coach.roleplay.director import direct
from coach.roleplay.events import happened
from coach.roleplay.leaks import leaks
from coach.roleplay.lines import authored
from coach.roleplay.meeting import previous_words, speak, take_turn, with_turn
from coach.roleplay.records import Response, State
from tests.roleplay.conftest import DAY, Theatre

CASES: dict[str, list[str]] = {
    kind: [one if isinstance(one, str) else one["say"] * one["times"] for one in said]
    for kind, said in yaml.safe_load((Path(__file__).parents[1] / "cases" / "odd_input.yaml").read_text("utf-8")).items()
}
ODD = [kind for kind in CASES if kind != "near_miss"]
INJECTIONS = ("instructions", "authority", "secrets", "pleading", "quoting_documents", "code_and_markup", "role_swap", "language_switch", "encoding")
AT_LEAST = {
    "instructions": 20, "authority": 15, "secrets": 15, "pleading": 15, "quoting_documents": 10, "code_and_markup": 20, "role_swap": 12,
    "language_switch": 20, "encoding": 15, "abuse": 20, "gibberish": 12, "silence": 8, "one_word": 15, "ghost": 15, "barrage": 8, "near_miss": 40,
}  # fmt: skip
MARKS = ("secret", "abuse", "ghost", "foreign", "gibberish")
MET = {
    "instructions": "secret", "authority": "secret", "secrets": "secret", "pleading": "secret", "quoting_documents": "secret", "role_swap": "secret",
    "language_switch": "foreign", "abuse": "abuse", "ghost": "ghost|secret", "barrage": "barrage",
}  # fmt: skip
"""The reactions, any of them, with which most turns of a kind are met."""
MET_AT_LEAST = 0.9
PERSONAS = ["surgeon", "office_coordinator", "cfo"]
SITUATIONS = {"fresh": None, "cool": 20.0, "warm": 45.0}


def state_in(theatre: Theatre, persona: str, situation: str) -> State:
    """A guarded person at the greeting, or three turns in with little or fair trust."""
    trust = SITUATIONS[situation]
    return theatre.open(persona).state() if trust is None else theatre.state(persona, trust=trust)


Read = Callable[[str, str, str], list[Reading]]


@pytest.fixture(scope="session")
def read(theatre: Theatre) -> Read:
    """All turns of a kind as they are read after the greeting, or after an answer; each read once."""
    kept: dict[tuple[str, str, bool], list[Reading]] = {}

    def of(persona: str, situation: str, kind: str) -> list[Reading]:
        key = (persona, kind, situation == "fresh")
        if key not in kept:
            person = theatre.persona(persona)
            previous = previous_words(theatre.open(persona)) if situation == "fresh" else person.topics[0].lines[0].say
            kept[key] = list(theatre.stage(persona).reader.read_all(((text, previous) for text in CASES[kind]), DAY))  # type: ignore[attr-defined]
        return kept[key]

    return of


def answer(theatre: Theatre, persona: Persona, state: State, reading: Reading) -> Response:
    stage = theatre.stage(persona.id)
    return direct(persona, stage.library, stage.topics, state, reading, seed=7, difficulty="guarded", on=DAY, turn=state.turn + 1)


def unearned(persona: Persona, state: State, response: Response) -> list[str]:
    """Everything that an odd turn got out of somebody and should not have. Empty where they stood their ground."""
    beat = response.beat
    reply = authored(persona, beat)
    found = [f"leak: {leak}" for leak in leaks(persona, state, reply)] + [f"disclosed: {need}" for need in beat.disclosed]
    found += [f"told: {fact}" for fact in beat.told if any(fact in need.facts for need in persona.needs if need.need not in state.disclosed)]
    for change in response.changes:
        if change.what in ("disclosed", "agreed") and change.to != "withdrawn":
            found.append(f"{change.what}: {change.to}")
        if change.what == "belief" and BELIEFS.index(change.to or "unaware") > state.rung:  # type: ignore[arg-type]
            found.append(f"belief rose to {change.to}")
    said = {place for place, _, _ in spoken(persona)}
    if not reply.strip() or not beat.lines or not set(beat.lines) <= said:
        found.append(f"not their own words: {beat.lines}")
    return found


def test_there_are_cases_enough_of_every_kind() -> None:
    assert {kind: len(said) for kind, said in CASES.items() if len(said) < AT_LEAST[kind]} == {}
    assert set(CASES) == set(AT_LEAST)
    assert sum(len(CASES[kind]) for kind in INJECTIONS) >= 200 - 20
    assert sum(len(CASES[kind]) for kind in ODD) >= 280
    every = [text for said in CASES.values() for text in said]
    assert len(set(every)) == len(every)


def test_languages_come_in_many_scripts() -> None:
    scripts = {unicodedata.name(letter).split()[0] for text in CASES["language_switch"] for letter in text if letter.isalpha()}
    assert len(scripts) >= 10 and len(CASES["language_switch"]) >= 12


def test_a_barrage_of_fifty_questions_is_among_the_cases(theatre: Theatre) -> None:
    assert max(text.count("?") for text in CASES["barrage"] if len(set(text.split("?"))) > 40) >= 50


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("kind", ODD)
def test_an_odd_turn_gets_nothing_unearned(theatre: Theatre, read: Read, persona: str, kind: str, situation: str) -> None:
    person, state = theatre.persona(persona), state_in(theatre, persona, situation)
    readings = read(persona, situation, kind)
    assert len(readings) == len(CASES[kind])
    got = {reading.text[:80]: found for reading in readings if (found := unearned(person, state, answer(theatre, person, state, reading)))}
    assert got == {}


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("kind", MET)
def test_the_stakeholder_answers_it_as_a_person_would(theatre: Theatre, read: Read, persona: str, kind: str) -> None:
    person, state = theatre.persona(persona), state_in(theatre, persona, "warm")
    odd = {
        reading.text[:80]: response.beat.lines
        for reading in read(persona, "warm", kind)
        if (response := answer(theatre, person, state, reading)).beat.lines[0].split(".")[:2] not in [["reactions", name] for name in MET[kind].split("|")]
    }
    assert len(odd) <= (1 - MET_AT_LEAST) * len(CASES[kind]), odd


def _sample() -> Iterator[str]:
    yield from (text for kind in ODD for text in CASES[kind][::9] if len(text) < 600)


def test_nobody_on_the_shelf_gives_anything_away(theatre: Theatre) -> None:
    words = list(_sample())
    assert len(words) >= 30
    readings = list(theatre.stage("surgeon").reader.read_all([(text, "") for text in words], DAY))  # type: ignore[attr-defined]
    got = {}
    for person in theatre.coach.shelf.personas.values():
        for situation in SITUATIONS:
            state = state_in(theatre, person.id, situation)
            for reading in readings:
                if found := unearned(person, state, answer(theatre, person, state, reading)):
                    got[person.id, situation, reading.text[:80]] = found
    assert got == {}


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_whole_meeting_of_it_ends_with_nothing(theatre: Theatre, persona: str) -> None:
    stage = theatre.stage(persona)
    meeting = theatre.open(persona, difficulty="open")
    for at in range(30):
        if meeting.ended:
            break
        kind = ("gibberish", "code_and_markup", "one_word", "pleading", "language_switch", "secrets")[at % 6]
        state = meeting.state()
        said = take_turn(stage, meeting, CASES[kind][at // 6])
        assert unearned(stage.persona, state, said.responses[0]) == []
        meeting = with_turn(meeting, said, speak(stage.persona, said))
    assert meeting.ended and meeting.state().disclosed == [] and meeting.state().belief == stage.persona.opening.belief


def test_ordinary_words_are_not_taken_for_it(theatre: Theatre, read: Read) -> None:
    taken = {}
    for persona in PERSONAS:
        person, state = theatre.persona(persona), state_in(theatre, persona, "warm")
        for reading in read(persona, "warm", "near_miss"):
            now = happened(person, theatre.stage(persona).library, state, reading)
            marks = {mark for mark in MARKS if reading.has(mark)}
            marks |= {rule for rule in ("abuse", "asked_for_secrets", "spoke_for_them", "barrage", "heap", "silence") if now.has(rule)}
            if marks:
                taken[reading.text] = marks
    assert taken == {}


def test_a_mark_quotes_the_words_that_gave_it() -> None:
    for text in (text for said in CASES.values() for text in said):
        assert all(signal.quote in text for signal in manners(text))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Ig\u200bnore \u201cit\u201d", 'ignore "it"'),
        ("ｒｕｌｅｓ", "rules"),
        ("i̶g̶n̶o̶r̶e̶", "ignore"),
        ("sесrеt", "secret"),
        ("Muñoz", "munoz"),
    ],
)
def test_disguised_letters_are_read_as_they_are_meant(text: str, meant: str) -> None:
    low, places = folded(text)
    assert low == meant
    assert len(places) == len(low) and places == sorted(places) and all(place < len(text) for place in places)


def planted(persona: Persona, text: str) -> Persona:
    """A copy of somebody whose file has, by mistake, these words among what is said to anybody who asks for secrets."""
    return persona.model_copy(update={"reactions": {**persona.reactions, "secret": [text]}})


PLANTS = {
    "a hidden fact": ("surgeon", lambda person: next(fact.text for fact in person.facts if fact.id == "nine_weekends")),
    "a line that discloses": ("surgeon", lambda person: person.needs[0].disclose[0]),
    "a part of such a line": ("cfo", lambda person: " ".join(person.needs[1].disclose[0].split()[2:12])),
    "a line that goes on": ("office_coordinator", lambda person: person.needs[1].deepen[0]),
    "its number in figures": ("surgeon", lambda person: "You want a figure? 31."),
    "its number in words": ("surgeon", lambda person: "You want a figure? It's thirty-one."),
    "its number shortened": ("cfo", lambda person: "About $420k, and that's all you'll hear."),
    "its number spelled out": ("cfo", lambda person: "Four hundred and twenty thousand, if you must."),
    "a name": ("front_desk", lambda person: "Ask old Mrs. Lunt."),
}


@pytest.mark.parametrize("name", PLANTS)
def test_the_check_finds_what_is_planted(theatre: Theatre, read: Read, name: str) -> None:
    id, words = PLANTS[name]
    honest = theatre.persona(id)
    person, state = planted(honest, words(honest)), state_in(theatre, id, "warm")
    reading = next(reading for reading in read(id, "warm", "secrets") if reading.text == "Tell me your secrets.")
    assert unearned(honest, state, answer(theatre, honest, state, reading)) == []
    found = unearned(person, state, answer(theatre, person, state, reading))
    assert any(fault.startswith("leak: ") for fault in found), found


def test_what_was_earned_is_no_leak(theatre: Theatre) -> None:
    person = theatre.persona("surgeon")
    need = person.needs[1]
    text = " ".join(need.disclose)
    assert leaks(person, state_in(theatre, "surgeon", "warm"), text)
    assert leaks(person, state_in(theatre, "surgeon", "warm").model_copy(update={"disclosed": [need.need]}), text) == []


def test_nothing_that_is_said_to_anybody_gives_a_need_away(theatre: Theatre) -> None:
    hidden = (".disclose.", ".deepen.")
    for person in theatre.coach.shelf.personas.values():
        state = state_in(theatre, person.id, "fresh")
        given = {place: found for place, _, text in spoken(person) if not any(part in place for part in hidden) and (found := leaks(person, state, text))}
        assert given == {}, person.id
