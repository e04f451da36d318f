"""Steps: when a person takes one, what comes before it, and on which day it falls."""

from __future__ import annotations

from datetime import date

import pytest

from coach.content.base import BELIEFS
from coach.roleplay.records import Response, State
from coach.roleplay.steps import step_date
from tests.roleplay.conftest import PERSONAS, Theatre, rules

OFFER = "Could we go through last year's cases together next week?"


def ready(theatre: Theatre, persona: str, **other: object) -> State:
    who = theatre.persona(persona)
    advance = who.endings.advance
    needs = [need.need for need in who.needs][: advance.needs]
    return theatre.state(persona, **({"trust": float(advance.trust), "belief": advance.belief, "disclosed": needs} | other))


def agreed(response: Response) -> bool:
    return "agreed" in [change.what for change in response.changes]


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_step_is_taken_with_trust_belief_and_need(theatre: Theatre, persona: str) -> None:
    advance = theatre.persona(persona).endings.advance
    response = theatre.react(persona, ready(theatre, persona), OFFER)
    assert response.beat.move == "agree" and agreed(response)
    assert next(change.to for change in response.changes if change.what == "agreed") == advance.action
    assert next(change.quote for change in response.changes if change.what == "agreed") in OFFER
    too_little = [{"trust": advance.trust - 10.0}, {"belief": BELIEFS[BELIEFS.index(advance.belief) - 1]}, {"disclosed": ["x"] * (advance.needs - 1)}]
    for lacking in too_little:
        refused = theatre.react(persona, ready(theatre, persona, **lacking), OFFER)
        assert not agreed(refused) and refused.beat.move in ("object", "push_back"), lacking


@pytest.mark.parametrize("persona", PERSONAS)
def test_an_open_objection_comes_before_a_step(theatre: Theatre, persona: str) -> None:
    name = theatre.persona(persona).objections[0].id
    response = theatre.react(persona, ready(theatre, persona, objections={name: "open"}), OFFER)
    assert not agreed(response) and response.beat.objection == name
    assert agreed(theatre.react(persona, ready(theatre, persona, objections={name: "resolved"}), OFFER))


def test_a_promise_of_the_rep_s_own_asks_nothing_of_them(theatre: Theatre) -> None:
    response = theatre.react("surgeon", ready(theatre, "surgeon"), "I'll send you the paper by Friday.")
    assert not agreed(response) and "too_soon" not in rules(response)


@pytest.mark.parametrize("persona", PERSONAS)
def test_thanks_after_an_agreement_end_the_meeting_with_an_advance(theatre: Theatre, persona: str) -> None:
    response = theatre.react(persona, ready(theatre, persona, agreed="the step"), "Thank you.")
    assert response.outcome and response.outcome.kind == "advance" and response.outcome.action == "the step"
    assert response.outcome.owner == theatre.persona(persona).endings.advance.owner
    assert response.beat.lines[0].startswith("endings.parting.")


@pytest.mark.parametrize(
    ("on", "days", "weekday", "day"),
    [
        (date(2026, 12, 1), 7, None, "2026-12-08"),
        (date(2026, 12, 1), 7, "thursday", "2026-12-10"),
        (date(2026, 12, 3), 7, "thursday", "2026-12-10"),
        (date(2026, 12, 4), 7, "thursday", "2026-12-17"),
        (date(2026, 12, 30), 5, "wednesday", "2027-01-06"),
        (date(2028, 2, 28), 1, None, "2028-02-29"),
        (date(2026, 12, 1), 0, "tuesday", "2026-12-01"),
    ],
)
def test_the_day_of_a_step(on: date, days: int, weekday: str | None, day: str) -> None:
    assert step_date(on, days, weekday).isoformat() == day
