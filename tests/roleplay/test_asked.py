"""A question: what opens a need and what gets a hint, what was asked before, and what we did not understand."""

from __future__ import annotations

import pytest

from coach.content.persona import HiddenNeed, Persona
from coach.reading.records import Reading
from coach.roleplay.records import Beat, Response, Said, after
from tests.roleplay.conftest import PERSONAS, Theatre, moved, reading

NEEDS = [(persona, at) for persona in PERSONAS for at in range(3)]


def own_topic(persona: Persona, need: HiddenNeed) -> str:
    """A topic that leads to this need and to no other."""
    others = {topic for other in persona.needs if other.need != need.need for topic in other.gate.topics}
    return next(topic for topic in need.gate.topics if topic not in others)


def asking(need: HiddenNeed, topic: str, question: str = "open", uptake: float = 0.9, cue: bool = True) -> Reading:
    words = f"How is that, with {need.gate.cues[0]}?" if need.gate.cues and cue else "How is that?"
    return reading(words, ["asks"], topic, question, uptake)


def asked(theatre: Theatre, persona: str, at: int, trust: float, **other: object) -> tuple[HiddenNeed, Response]:
    who = theatre.persona(persona)
    need = who.needs[at]
    topic = own_topic(who, need)
    state = theatre.state(persona, trust=trust, last=Beat(move="answer", topic=topic))
    return need, theatre.react(persona, state, asking(need, topic, **other))  # type: ignore[arg-type]


def hints(need: HiddenNeed, response: Response) -> bool:
    return response.beat.move == "hold_back" and response.beat.lines[0].startswith(f"needs.{need.need}.hints.")


def stays_shut(response: Response) -> bool:
    return not response.beat.disclosed and not response.beat.told and "disclosed" not in [change.what for change in response.changes]


@pytest.mark.parametrize(("persona", "at"), NEEDS)
def test_with_trust_and_its_condition_a_need_is_disclosed(theatre: Theatre, persona: str, at: int) -> None:
    need = theatre.persona(persona).needs[at]
    need, response = asked(theatre, persona, at, need.gate.trust)
    assert response.beat.disclosed == [need.need]
    assert response.beat.told == need.facts
    assert response.beat.lines[0].startswith(f"needs.{need.need}.disclose.")
    assert [change.to for change in response.changes if change.what == "disclosed"] == [need.need]


@pytest.mark.parametrize(("persona", "at"), NEEDS)
def test_with_nearly_enough_trust_there_is_only_a_hint(theatre: Theatre, persona: str, at: int) -> None:
    gate = theatre.persona(persona).needs[at].gate
    gain = moved(asked(theatre, persona, at, gate.trust)[1])
    need, response = asked(theatre, persona, at, gate.trust - gain - 2)
    assert hints(need, response) and stays_shut(response)


@pytest.mark.parametrize(("persona", "at"), NEEDS)
def test_with_far_too_little_trust_nothing_of_it_is_told(theatre: Theatre, persona: str, at: int) -> None:
    gate = theatre.persona(persona).needs[at].gate
    need, response = asked(theatre, persona, at, gate.trust - 28)
    assert not response.beat.disclosed and not set(need.facts) & set(response.beat.told)
    assert not any(".disclose." in line or ".deepen." in line for line in response.beat.lines)


@pytest.mark.parametrize(("persona", "at"), NEEDS)
def test_with_trust_but_without_its_condition_it_stays_shut(theatre: Theatre, persona: str, at: int) -> None:
    gate = theatre.persona(persona).needs[at].gate
    missing = [({"question": "closed"}, gate.open_question), ({"uptake": 0.0}, gate.builds_on), ({"cue": False}, bool(gate.cues))]
    for wrong, matters in missing:
        need, response = asked(theatre, persona, at, 80, **wrong)
        if matters:
            assert hints(need, response) and stays_shut(response), wrong
        else:
            assert response.beat.disclosed == [need.need], wrong


@pytest.mark.parametrize(("persona", "at"), NEEDS)
def test_another_topic_does_not_lead_to_it(theatre: Theatre, persona: str, at: int) -> None:
    who = theatre.persona(persona)
    need = who.needs[at]
    behind = {topic for other in who.needs for topic in other.gate.topics}
    topic = next(entry.topic for entry in who.topics if entry.topic not in behind)
    response = theatre.react(persona, theatre.state(persona, trust=80), asking(need, topic))
    assert stays_shut(response) or not response.beat.disclosed
    assert not any(line.startswith("needs.") for line in response.beat.lines)


def test_the_same_need_is_not_disclosed_twice_and_hints_end(theatre: Theatre) -> None:
    persona = theatre.persona("surgeon")
    need = persona.needs[0]
    topic = own_topic(persona, need)
    known = theatre.react("surgeon", theatre.state("surgeon", trust=80, disclosed=[need.need]), asking(need, topic))
    assert known.beat.disclosed == [] and known.beat.lines[0].startswith("topics.")
    dropped = theatre.state("surgeon", trust=10, lines=[f"needs.{need.need}.hints.{at}" for at in (0, 1)])
    assert theatre.react("surgeon", dropped, asking(need, topic)).beat.lines[0].startswith("topics.")


def test_asking_on_after_a_disclosure_goes_deeper_and_raises_belief(theatre: Theatre) -> None:
    need = theatre.persona("surgeon").needs[0]
    state = theatre.state("surgeon", trust=60, belief="recognised", disclosed=[need.need], last=Beat(move="answer", disclosed=[need.need]))
    response = theatre.react("surgeon", state, "What does that mean for you?", previous=need.disclose[0])
    assert response.beat.lines[0].startswith(f"needs.{need.need}.deepen.")
    assert [change.to for change in response.changes if change.what == "belief"] == ["curious"]


@pytest.mark.parametrize("persona", PERSONAS)
def test_asking_on_about_what_was_answered_ends_in_a_cost_and_never_in_a_repetition(theatre: Theatre, persona: str) -> None:
    who = theatre.persona(persona)
    behind = {topic for need in who.needs for topic in need.gate.topics} | {topic for objection in who.objections for topic in objection.topics}
    entry = next(entry for entry in who.topics if entry.topic not in behind)
    question = reading("How is that?", ["asks"], entry.topic, "open")
    state = theatre.state(persona)
    first = theatre.react(persona, state, question)
    assert first.beat.move == "answer" and moved(first) > 0
    answers = []
    for turn in range(4, 9):
        response = theatre.react(persona, state, question, turn=turn)
        answers.append((moved(response), moved(response, "patience"), response.beat.lines[0]))
        state = after(state, Said(turn=turn, responses=[response]), persona)
    assert all(trust >= 0 for trust, _, _ in answers[:2]), "once may be our mishearing, twice may be theirs"
    assert answers[-1][0] < 0 and answers[-1][1] < 0
    assert len({line for _, _, line in answers}) == len(answers)


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_we_did_not_understand_costs_nothing_and_after_two_they_take_the_lead(theatre: Theatre, persona: str) -> None:
    meeting = theatre.play(persona, ["Asdf qwer zxcv?", "Blorp fnord wibble?", "Zug zug murgle hork?"])
    first, second, third = (turn.said.responses[0] for turn in meeting.turns[1:4])
    assert first.beat.move == second.beat.move == "deflect"
    assert third.beat.lines[0].startswith("reactions.initiative.")
    for response in (first, second, third):
        assert moved(response) >= 0 and moved(response, "patience") >= 0


def test_the_lead_is_taken_after_two_in_a_row_only(theatre: Theatre) -> None:
    gibberish = "Zug zug murgle hork?"
    assert theatre.react("cfo", theatre.state("cfo", deflections=1), gibberish).beat.move == "deflect"
    assert theatre.react("cfo", theatre.state("cfo", deflections=2), gibberish).beat.lines[0].startswith("reactions.initiative.")


def test_a_question_that_could_mean_two_things_is_asked_back_even_where_it_takes_up_a_word_of_theirs(theatre: Theatre) -> None:
    last = Beat(move="answer", topic="agenda", lines=["topics.agenda.1"])
    theirs = "Two things. Whether it's for patients like mine, and what it does when it goes wrong."
    reply = theatre.react("surgeon", theatre.state("surgeon", last=last), "How do you find out about infections after patients go home?", theirs)
    assert reply.beat.move == "clarify" and reply.beat.slots


def test_after_a_remark_that_was_not_followed_the_thread_is_still_there(theatre: Theatre) -> None:
    said = ["topics.after_discharge.0", "reactions.not_understood.1"]
    state = theatre.state("surgeon", last=Beat(move="deflect", lines=said[1:]), lines=said)
    reply = theatre.react("surgeon", state, reading("What does that mean for your residents?", acts=["asks"], topic="consequence", question="open"))
    assert reply.beat.topic == "after_discharge" and reply.beat.move in ("answer", "hold_back")
    nothing = theatre.state("surgeon", last=Beat(move="deflect", lines=said[1:]), lines=said[1:])
    assert theatre.react("surgeon", nothing, reading("What does that mean?", acts=["asks"], topic="consequence", question="open")).beat.move == "deflect"
