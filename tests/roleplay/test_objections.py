"""Their objections and the questions with which they test the rep: heard, answered, admitted, argued with, walked past."""

from __future__ import annotations

import pytest

from coach.reading.records import MessageHit, Reading
from coach.roleplay.records import Beat, Response, State
from tests.roleplay.conftest import PERSONAS, Theatre, moved, reading, rules


def answering(theatre: Theatre, persona: str, name: str) -> MessageHit:
    """An approved message for this person that answers an objection or a question of theirs."""
    stage = theatre.stage(persona)
    assert stage.library
    found = next(
        item
        for item in stage.library.messages.messages
        if item.status == "approved" and name in item.answers and stage.persona.lenses.get(item.lens, 0) >= 0.25
    )
    return MessageHit(id=found.id, score=0.9, quote="This is what we know.")


def delivering(theatre: Theatre, persona: str, name: str) -> Reading:
    return reading("This is what we know.", ["tells"]).model_copy(update={"messages": [answering(theatre, persona, name)]})


OBJECTIONS = [(persona, at) for persona in PERSONAS for at in range(4)]


def objected(theatre: Theatre, persona: str, name: str, status: str = "open", **other: object) -> State:
    return theatre.state(persona, disclosed=["x"], objections={name: status}, last=Beat(move="object", objection=name), **other)


def status_of(response: Response, name: str) -> str | None:
    return next((change.to for change in response.changes if change.what == f"objection:{name}"), None)


@pytest.mark.parametrize(("persona", "at"), OBJECTIONS)
def test_an_objection_is_resolved_only_when_it_was_heard_first(theatre: Theatre, persona: str, at: int) -> None:
    name = theatre.persona(persona).objections[at].id
    answer = delivering(theatre, persona, name)
    unheard = theatre.react(persona, objected(theatre, persona, name), answer)
    assert status_of(unheard, name) is None
    heard = theatre.react(persona, objected(theatre, persona, name, "probed"), answer)
    assert status_of(heard, name) == "resolved" and moved(heard) > 0
    assert heard.beat.lines[0].startswith(f"objections.{name}.resolved.")
    both = theatre.react(persona, objected(theatre, persona, name), answer.model_copy(update={"acts": ["reflects", "tells"]}))
    assert status_of(both, name) == "resolved"


@pytest.mark.parametrize(("persona", "at"), OBJECTIONS)
def test_asking_what_is_behind_an_objection_tells_and_earns(theatre: Theatre, persona: str, at: int) -> None:
    objection = theatre.persona(persona).objections[at]
    response = theatre.react(persona, objected(theatre, persona, objection.id), "What makes you say that?", previous=objection.raise_[0])
    assert status_of(response, objection.id) == "probed" and moved(response) > 0
    assert response.beat.lines[0].startswith(f"objections.{objection.id}.probed.")


@pytest.mark.parametrize(("persona", "at"), OBJECTIONS)
def test_arguing_with_an_objection_escalates_and_costs(theatre: Theatre, persona: str, at: int) -> None:
    objection = theatre.persona(persona).objections[at]
    response = theatre.react(
        persona, objected(theatre, persona, objection.id), "I disagree, that's not true at all, everybody here can learn it.", previous=objection.raise_[0]
    )
    assert response.beat.lines[0].startswith(f"objections.{objection.id}.escalate.")
    assert "argued" in rules(response) and moved(response) < 0 and status_of(response, objection.id) is None


@pytest.mark.parametrize(("persona", "at"), OBJECTIONS)
def test_not_knowing_the_answer_to_an_objection_is_fine(theatre: Theatre, persona: str, at: int) -> None:
    objection = theatre.persona(persona).objections[at]
    response = theatre.react(persona, objected(theatre, persona, objection.id), "I don't know. I'll find out.", previous=objection.raise_[0])
    assert status_of(response, objection.id) == "admitted" and moved(response) >= 0


def test_an_objection_that_has_become_absurd_is_not_raised(theatre: Theatre) -> None:
    persona = theatre.persona("surgeon")
    moot = next(item for item in persona.objections if item.moot_after)
    claim = "Our dressing reduces infections in closed incisions."
    others = {item.id: "resolved" for item in persona.objections if item.id != moot.id}
    raised = [theatre.react("surgeon", theatre.state("surgeon", objections=others), claim, turn=turn).beat.objection for turn in range(2, 12)]
    assert moot.id in raised, "without the need it comes up"
    for turn in range(2, 12):
        assert theatre.react("surgeon", theatre.state("surgeon", objections=others, disclosed=moot.moot_after), claim, turn=turn).beat.objection is None


QUESTIONS = [(persona, at) for persona in PERSONAS for at in range(2)]


@pytest.mark.parametrize(("persona", "at"), QUESTIONS)
def test_their_own_question(theatre: Theatre, persona: str, at: int) -> None:
    name = theatre.persona(persona).questions[at].id
    state = theatre.state(persona, disclosed=["x"], questions={name: "asked"}, last=Beat(move="answer", question=name))

    def becomes(words: str | Reading) -> tuple[str | None, float, str]:
        response = theatre.react(persona, state, words)
        return next((change.to for change in response.changes if change.what == f"question:{name}"), None), moved(response), response.beat.lines[0]

    status, earned, line = becomes(delivering(theatre, persona, name))
    assert status == "answered" and earned > 0 and line.startswith(f"questions.{name}.answered.")
    status, earned, line = becomes("I don't know. I'll find out.")
    assert status == "admitted" and earned >= 0 and line.startswith(f"questions.{name}.admitted.")
    status, earned, line = becomes(reading("Is that so?", ["asks"], "role", "closed"))
    assert status == "evaded" and earned < 0 and line.startswith(f"questions.{name}.evaded.")


@pytest.mark.parametrize("persona", PERSONAS)
def test_gibberish_does_not_count_as_walking_past_their_question(theatre: Theatre, persona: str) -> None:
    question = theatre.persona(persona).questions[0].id
    state = theatre.state(persona, questions={question: "asked"}, last=Beat(move="answer", question=question))
    response = theatre.react(persona, state, "Zug zug murgle hork?")
    assert moved(response) >= 0 and "ignored_question" not in rules(response)
