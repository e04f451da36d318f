"""What they have wrong, the interest they do not mention, what blocks them, and the questions with which they test the rep."""

from __future__ import annotations

import pytest

from coach.content.base import BELIEFS
from coach.content.persona import Cues
from coach.reading.records import MessageHit, Span
from coach.roleplay.records import Beat, Day, Response
from coach.roleplay.steps import firmness
from tests.roleplay.conftest import Theatre, moved, reading, rules
from tests.roleplay.test_day import EVERYBODY


def set_to(response: Response, what: str) -> str | None:
    return next((change.to for change in response.changes if change.what == what), None)


def words(groups: list[Cues]) -> str:
    return " and ".join(group[0] for group in groups)


@pytest.mark.parametrize("persona", EVERYBODY)
def test_what_they_have_wrong_is_put_right_nodded_at_or_made_a_fool_of(theatre: Theatre, persona: str) -> None:
    for wrong in theatre.persona(persona).mistaken:
        said = Beat(move="answer", topic=wrong.topic, lines=[f"mistaken.{wrong.id}.says.0"])
        state = theatre.state(persona, last=said, ledger={f"mistaken:{wrong.id}": "said"})
        place = f"mistaken:{wrong.id}"
        kind = theatre.react(persona, state, reading(f"The paper has it otherwise: {words(wrong.right)}.", acts=["tells"], signals=["source"]))
        assert set_to(kind, place) == "corrected" and moved(kind) > 0 and kind.beat.lines[0].startswith(f"mistaken.{wrong.id}.corrected.")
        bare = theatre.react(persona, state, reading(f"It is {words(wrong.right)}.", acts=["tells"]))
        assert set_to(bare, place) == "doubted" and moved(bare) <= 0
        rude = theatre.react(persona, state, reading(f"You're wrong, it is {words(wrong.right)}.", acts=["tells"], signals=["source", "accusation"]))
        assert set_to(rude, place) == "stung" and moved(rude) < 0
        nods = theatre.react(persona, state, reading("Yes, exactly.", acts=["tells"], signals=["agree"]))
        assert set_to(nods, place) == "agreed" and moved(nods) < 0 and "nodded_along" in rules(nods)
        passes = theatre.react(persona, state, reading("I see.", acts=[]))
        assert set_to(passes, place) == "let pass" and moved(passes) == 0


@pytest.mark.parametrize("persona", EVERYBODY)
def test_an_interest_caps_belief_until_it_is_said_or_routed_around(theatre: Theatre, persona: str) -> None:
    person = theatre.persona(persona)
    for stake in person.stakes:
        rung = BELIEFS.index(stake.caps)
        day = Day(stake=stake.id)
        state = theatre.state(persona, trust=95.0, belief=stake.caps, day=day, disclosed=[need.need for need in person.needs])
        assert state.stake == stake.id
        message = next(
            message
            for message in theatre.stage(persona).library.messages.messages  # type: ignore[union-attr]
            if message.status == "approved" and set(message.needs) & set(state.disclosed) and person.lenses.get(message.lens, 0) >= 0.25
        )
        told = reading(message.text, acts=["tells"], signals=["source", "limits"])
        told = told.model_copy(update={"messages": [MessageHit(id=message.id, score=0.9, quote=message.text)]})
        capped = theatre.react(persona, state, told)
        free = theatre.react(persona, state.model_copy(update={"ledger": {"stake": "known"}}), told)
        assert set_to(capped, "belief") is None
        if rung in (2, 3):
            assert set_to(free, "belief") == BELIEFS[rung + 1]
        accused = theatre.react(persona, state, reading("Are you paid by them?", acts=["asks"], question="closed", signals=["interest"]))
        assert accused.beat.lines[0].startswith(f"stakes.{stake.id}.accused.") and moved(accused) < 0 and set_to(accused, "stake") is None
        around = theatre.react(persona, state, reading(f"Could {stake.around[0]} look at it?", acts=["asks", "offers"], question="closed"))
        assert set_to(around, "stake") == "routed" and moved(around) >= 0
        gate = stake.gate
        asks = reading(f"How does that work for you? {(gate.cues or [''])[0]}", acts=["asks"], topic=gate.topics[0], question="open", uptake=0.6)
        clean = state.model_copy(update={"disclosed": [need.need for need in person.needs]})
        opens = theatre.react(persona, clean, asks)
        assert set_to(opens, "stake") == "known" and opens.beat.lines[0].startswith(f"stakes.{stake.id}.disclose.")
        shut = theatre.react(persona, clean.model_copy(update={"trust": max(5.0, gate.trust - 30.0)}), asks)
        assert set_to(shut, "stake") is None


@pytest.mark.parametrize("persona", EVERYBODY)
def test_their_questions_tell_right_from_wrong(theatre: Theatre, persona: str) -> None:
    for question in theatre.persona(persona).questions:
        state = theatre.state(persona, last=Beat(move="answer", question=question.id), questions={question.id: "asked"})
        place = f"question:{question.id}"
        right = theatre.react(persona, state, reading(f"It is {words(question.right)}.", acts=["tells"]))
        assert set_to(right, place) == "answered" and moved(right) > 0, (question.id, words(question.right))
        for phrase in question.wrong:
            wrong = theatre.react(persona, state, reading(f"Well, {phrase}.", acts=["tells"]))
            assert set_to(wrong, place) == "wrong" and moved(wrong) < 0 and wrong.beat.lines[0].startswith(f"questions.{question.id}.caught.")
        later = theatre.react(persona, state, reading("I don't know, I'll find out.", acts=["admits"]))
        assert set_to(later, place) == "admitted" and moved(later) > 0


@pytest.mark.parametrize("persona", EVERYBODY)
def test_convinced_but_blocked(theatre: Theatre, persona: str) -> None:
    person = theatre.persona(persona)
    needs = [need.need for need in person.needs]
    state = theatre.state(persona, trust=90.0, belief="convinced", disclosed=needs, day=Day(blocked=True), ledger={"blocked": "silent"})
    step = reading("Could you put that on the agenda?", acts=["asks", "offers"], question="closed")
    step = step.model_copy(update={"spans": [Span(start=0, end=5, acts=["asks", "offers"], question="closed")]})
    first = theatre.react(persona, state, step)
    assert first.beat.lines[0].startswith("blocked.lines.") and set_to(first, "blocked") == "said" and set_to(first, "agreed") is None
    told = state.model_copy(update={"ledger": {"blocked": "said"}})
    helped = theatre.react(persona, told, reading("What would it take?", acts=["asks"], question="open", signals=["blockers"]))
    assert set_to(helped, "blocked") == "helped" and helped.beat.lines[0].startswith("blocked.helped.")
    assert set_to(theatre.react(persona, state.model_copy(update={"ledger": {"blocked": "helped"}}), step), "agreed")


@pytest.mark.parametrize("persona", EVERYBODY)
def test_a_step_is_firm_or_soft_and_only_tells_when_asked(theatre: Theatre, persona: str) -> None:
    person = theatre.persona(persona)
    needs = [need.need for need in person.needs]
    sure = theatre.state(persona, trust=95.0, belief="convinced", disclosed=needs, agreed="do it")
    assert firmness(sure, person) == "firm"
    thin = theatre.state(persona, trust=float(person.endings.advance.trust), belief=person.endings.advance.belief, agreed="do it")
    assert firmness(thin, person) == "soft"
    for state, firm in ((sure, "firm"), (thin, "soft")):
        asked = theatre.react(persona, state, reading("What could still get in the way?", acts=["asks"], question="open", signals=["blockers"]))
        assert set_to(asked, "firmness") == firm and asked.beat.lines[0].startswith(f"endings.{firm}.")


def test_the_same_words_again_earn_nothing_and_then_cost(theatre: Theatre) -> None:
    words = "What happens with your patients once they are home, and who looks after them there?"
    meeting = theatre.play("surgeon", [words, words, words])
    by = [sum(change.by or 0 for change in turn.said.responses[0].changes if change.what == "trust" and (change.by or 0) > 0) for turn in meeting.turns[1:4]]
    assert by[0] > 0 and by[1] == by[2] == 0
    assert all("same_words" in rules(turn.said.responses[0]) for turn in meeting.turns[2:4])


def test_an_echo_and_a_heap_of_catchwords_earn_nothing(theatre: Theatre) -> None:
    heap = "Patient first, listening, empathy, evidence with limits, your agenda, your time."
    response = theatre.react("surgeon", theatre.state("surgeon"), heap)
    assert moved(response) < 0 and "heap" in rules(response)
    theirs = "We packed that wound for seven weeks and nobody counted it as an infection."
    echo = theatre.react("surgeon", theatre.state("surgeon"), "So we packed that wound for seven weeks and nobody counted it as an infection.", previous=theirs)
    assert moved(echo) <= 0 and "parroted" in rules(echo)
    fair = theatre.react("surgeon", theatre.state("surgeon"), "So seven weeks of packing, and on paper it never happened.", previous=theirs)
    assert moved(fair) > 0
