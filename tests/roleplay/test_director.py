"""What comes before everything else: what costs, when somebody leaves, and how the minutes pass."""

from __future__ import annotations

import pytest

from coach.roleplay.director import LEAVES_AT_TRUST
from tests.roleplay.conftest import PERSONAS, Theatre, moved, reading, rules


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_pitch_before_a_need_costs(theatre: Theatre, persona: str) -> None:
    response = theatre.react(persona, theatre.state(persona), "Our dressing reduces infections in closed incisions.")
    assert "claim_before_need" in rules(response) and moved(response) < 0 and moved(response, "patience") < 0
    assert response.beat.move in ("push_back", "object")


@pytest.mark.parametrize("persona", PERSONAS)
def test_flattery_costs(theatre: Theatre, persona: str) -> None:
    assert moved(theatre.react(persona, theatre.state(persona), "It's an honor, you are one of the best and I admire your work.")) < 0


@pytest.mark.parametrize("persona", PERSONAS)
def test_an_overclaim_costs_trust_and_a_rung_of_belief(theatre: Theatre, persona: str) -> None:
    response = theatre.react(persona, theatre.state(persona, belief="evaluating", disclosed=["x"]), "It is completely safe and it never fails.")
    assert response.beat.move == "challenge" and moved(response) <= -6
    assert [change.to for change in response.changes if change.what == "belief"] == ["curious"]


@pytest.mark.parametrize("persona", PERSONAS)
def test_without_a_library_product_claims_are_not_judged(theatre: Theatre, persona: str) -> None:
    state = theatre.state(persona, disclosed=["x"])
    words = "It is completely safe and it reduces infections by 44%."
    assert theatre.react(persona, state, words).beat.move == "challenge"
    response = theatre.react(persona, state, words, library=False)
    assert response.beat.move != "challenge" and not {"overclaim", "claim_before_need"} & set(rules(response))
    assert moved(response) >= 0


@pytest.mark.parametrize("persona", PERSONAS)
def test_somebody_without_patience_or_trust_leaves(theatre: Theatre, persona: str) -> None:
    for state in (theatre.state(persona, patience=1, agreed=None), theatre.state(persona, trust=LEAVES_AT_TRUST + 1)):
        response = theatre.react(persona, state, "Can I count on you for ten units today?")
        assert response.beat.move == "leave" and response.outcome and response.outcome.kind == "cut_short"
        assert response.beat.lines[0].startswith("endings.cut_short.")
    stays = theatre.react(persona, theatre.state(persona, trust=60), "Can I count on you for ten units today?")
    assert stays.outcome is None and stays.beat.move == "push_back"


def test_who_leaves_takes_an_agreement_with_them(theatre: Theatre) -> None:
    state = theatre.state("surgeon", trust=6, agreed="look at the charts")
    response = theatre.react("surgeon", state, "Can I count on you for ten units today?")
    assert response.outcome and (response.outcome.kind, response.outcome.action) == ("cut_short", None)
    assert "withdrawn" in [change.to for change in response.changes if change.what == "agreed"]


def test_the_last_minute_is_announced_once(theatre: Theatre) -> None:
    words = reading("Fine.", [])
    late = theatre.react("cfo", theatre.state("cfo", minutes_left=1.1), words)
    assert late.beat.lines[-1].startswith("reactions.time_short.")
    assert not theatre.react("cfo", theatre.state("cfo", minutes_left=0.9), words).beat.lines[-1].startswith("reactions.time_short.")
    assert not theatre.react("cfo", theatre.state("cfo", minutes_left=5), words).beat.lines[-1].startswith("reactions.time_short.")


@pytest.mark.parametrize("persona", PERSONAS)
def test_when_the_time_is_up_they_close(theatre: Theatre, persona: str) -> None:
    response = theatre.react(persona, theatre.state(persona, minutes_left=0.1), "What happens on nights?")
    assert response.beat.move == "close" and response.beat.lines[-1].startswith("endings.time_up.")
    assert response.outcome and response.outcome.kind == "continuation"
    step = theatre.react(persona, theatre.state(persona, minutes_left=0.1, agreed="the step"), "What happens on nights?")
    assert step.outcome and step.outcome.kind == "advance"


def test_more_words_take_more_time(theatre: Theatre) -> None:
    state = theatre.state("cfo")
    short, long = (theatre.react("cfo", state, reading(text, [])) for text in ("Fine.", "Fine. " * 70))
    assert moved(short, "minutes_left") > moved(long, "minutes_left")
    assert moved(long, "minutes_left") - moved(short, "minutes_left") == pytest.approx(-69 / 140, abs=0.15)


def test_what_the_same_state_and_reading_lead_to_never_differs(theatre: Theatre) -> None:
    state = theatre.state("surgeon")
    for words in ("Our dressing reduces infections.", "What happens on nights?", "Could we meet again?", "Fine."):
        assert theatre.react("surgeon", state, words) == theatre.react("surgeon", state, words)
