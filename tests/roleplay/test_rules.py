"""Points by rule: what a person's tastes and the difficulty make of them, and no trick that repeats for gain."""

from __future__ import annotations

import pytest

from coach.roleplay.records import DIFFICULTIES
from coach.roleplay.rules import RULES, START, points
from tests.roleplay.conftest import Theatre

FIRST = [rule for rule in RULES.values() if rule.first and rule.trust > 0]
COSTS = [rule for rule in RULES.values() if rule.trust < 0]


@pytest.mark.parametrize("rule", FIRST, ids=lambda rule: rule.id)
def test_a_first_time_rule_earns_in_full_then_half_then_nothing(rule) -> None:  # type: ignore[no-untyped-def]
    earned = [points(rule, {}, "guarded", times)[0] for times in range(4)]
    assert earned == [rule.trust, rule.trust / 2, 0, 0]
    assert all(points(rule, {}, "guarded", times)[1] <= 0 for times in (1, 2, 3))


@pytest.mark.parametrize("rule", COSTS, ids=lambda rule: rule.id)
def test_costs_never_fade(rule) -> None:  # type: ignore[no-untyped-def]
    assert [points(rule, {}, "guarded", times)[0] for times in range(4)] == [rule.trust] * 4


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_harder_people_give_less_and_take_more(rule) -> None:  # type: ignore[no-untyped-def]
    for at in (0, 1):
        open_, guarded, hostile = (points(rule, {}, difficulty, 0)[at] for difficulty in DIFFICULTIES)
        assert open_ >= guarded >= hostile
        assert (open_ > 0) == (hostile > 0), "difficulty changes how much, never whether it is good or bad"
    assert START["open"] > START["guarded"] > START["hostile"]


def test_tastes_replace_trust_and_leave_patience() -> None:
    empathy = RULES["empathy"]
    assert points(empathy, {}, "guarded", 0)[0] > 0
    assert points(empathy, {"empathy": -3}, "guarded", 0) == (-3, 0)
    assert points(empathy, {"empathy": -3}, "guarded", 5) == (-3, 0), "what somebody dislikes does not wear off"
    assert points(RULES["flattery"], {"empathy": 9}, "guarded", 0)[0] == RULES["flattery"].trust


def test_the_same_act_earns_with_one_person_and_costs_with_another(theatre: Theatre) -> None:
    signs = {name: points(RULES["empathy"], theatre.persona(name).tastes, "guarded", 0)[0] for name in ("or_nurse_manager", "surgeon", "cfo")}
    assert signs["or_nurse_manager"] > signs["surgeon"] == 0 > signs["cfo"]


def test_every_taste_names_a_rule(theatre: Theatre) -> None:
    for persona in theatre.coach.shelf.personas.values():
        assert set(persona.tastes) <= set(RULES), persona.id
