"""A map held against the truth: what was found and how, what is not so, calibration, the score, and who would have told."""

from __future__ import annotations

import pytest

from coach.accounts import map as maps
from coach.accounts.compare import compare
from coach.accounts.compared import Comparison
from coach.accounts.map import AccountMap, Source
from coach.accounts.truths import with_variant
from coach.content.truth import Truth
from tests.accounts.places import ACCOUNT

assert ACCOUNT.truth is not None
TRUTH: Truth = ACCOUNT.truth


def cites(persona: str, *facts: str) -> Source:
    return Source(kind="turn", person=persona, persona=persona, meeting="m1", turn=3, quote="...", facts=list(facts))


def held(made: AccountMap, truth: Truth = TRUTH) -> Comparison:
    return compare(made, ACCOUNT, truth)


def whole() -> AccountMap:
    """All of the truth, in the rep's own words or by a cited turn."""
    made = maps.begun(ACCOUNT)
    for name, persona, family in (("Dr. Lowe", "lowe", "clinical"), ("Nora Voss", None, "operational"), ("C. Marsh", None, "operational")):
        made = maps.added(made, "person", name=name, persona=persona, family=family)
    made = maps.added(made, "person", name="Sam Pruitt", family="clinical", part="pays")
    for of, on, strength, kind in (("p6", "p5", 3, "informal"), ("p7", "p6", 2, "informal"), ("p5", "p8", 3, "informal")):
        made = maps.added(made, "arrow", of=of, on=on, strength=strength, kind=kind)
    made = maps.changed(made, "s2", stalls=True, cause="Rushed", sources=[cites("voss", "last_two_minutes")])
    made = maps.changed(made, "s4", stalls=True, cause="Nobody counts what was treated elsewhere")
    made = maps.added(made, "constraint", kind="rule", text="Nothing new in the budget before July")
    return maps.added(made, "constraint", kind="history", text="Something about spring", sources=[cites("voss", "launch")])


def test_a_whole_map_has_everything_and_what_is_not_quite_right_is_remarked() -> None:
    found = held(whole())
    assert found.score == 1.0 and all((part.precision, part.recall, part.missed, part.wrong) == (1, 1, [], []) for part in found.parts)
    remarks = {one.truth: one.remarks for part in found.parts for one in part.found if one.remarks}
    assert remarks == {
        "pruitt": ["You have them as clinical; the job is economic.", "What they are to it: He has a vote."],
        "lowe>pruitt": ["It is formal.", "It moves them a little; you have decisively."],
        "budget": ["At bottom it is money."],
    }


def test_direction_matters_and_strength_does_not_cost() -> None:
    turned = maps.changed(whole(), "a9", of="p5", on="p6")
    part = held(turned).part("influence")
    assert (part.precision, part.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert [one.remark for one in part.wrong] == ["It is the other way round."] and [one.truth for one in part.missed] == ["voss>lowe"]


def test_a_thing_counts_once_and_a_step_marked_without_a_cause_counts_for_nothing() -> None:
    made = maps.added(whole(), "constraint", kind="money", text="No new line in the budget before July.")
    assert [one.text for one in held(made).part("constraints").wrong] == ["Nothing new in the budget before July"], "the likelier of two gets it"
    made = maps.begun(ACCOUNT)
    for step in made.steps:
        made = maps.changed(made, step.id, stalls=True)
    part = held(made).part("stalls")
    assert part.found == [] and part.precision == 0 and {one.remark for one in part.wrong} == {"", "It does stall here, for another reason."}
    elsewhere = maps.changed(maps.begun(ACCOUNT), "s1", stalls=True, sources=[cites("voss", "last_two_minutes")])
    (found,) = held(elsewhere).part("stalls").found
    assert found.remarks == ["It stalls at “The operation”.", "Why: One dressing for everybody, put on in the last two minutes."], "cited, at the wrong step"


def test_names_find_people_and_strangers_have_no_part() -> None:
    made = maps.added(whole(), "person", name="Vera Lowe", family="economic")
    made = maps.added(made, "arrow", of=maps.newest(made), on="p5")
    found = held(made)
    assert [one.text for one in found.part("stakeholders").wrong] == ["Vera Lowe"], "the same last name is not the same person"
    assert [one.remark for one in found.part("influence").wrong] == ["Vera Lowe has no part in this."]
    assert found.part("stakeholders").precision == 0.8 and found.part("stakeholders").recall == 1


def test_an_empty_map_scores_nothing_and_is_not_called_right_or_wrong() -> None:
    found = held(maps.begun(ACCOUNT))
    assert found.score == 0 and found.calibration is None
    assert all(part.precision is None and part.recall == 0 for part in found.parts)


def test_what_nobody_can_tell_is_not_held_against_the_rep_but_counts_when_it_is_there() -> None:
    cold = with_variant(TRUTH, TRUTH.variants[1])
    part = held(whole(), cold).part("influence")
    assert [one.truth for one in part.missed] == ["marsh>lowe"] and not part.missed[0].findable and part.recall == 1
    assert [one.text for one in part.wrong] == ["Nora Voss moves Dr. Lowe"] and part.precision == pytest.approx(2 / 3)
    guessed = held(maps.added(whole(), "arrow", of="p7", on="p5"), cold).part("influence")
    assert guessed.missed == [] and guessed.precision == 0.75


def test_confidence_well_placed_has_a_small_brier_score_and_few_things_have_none() -> None:
    four = maps.begun(ACCOUNT)
    for name in ("Dr. Lowe", "Nora Voss", "Nobody One", "Nobody Two"):
        four = maps.added(four, "person", name=name, stated=90 if "Nobody" not in name else 10)
    assert held(four).calibration is None, "of four nothing can be said"
    five = held(maps.added(four, "person", name="Cole Marsh", stated=60)).calibration
    assert five is not None and five.brier == pytest.approx((4 * 0.01 + 0.16) / 5)
    assert [(band.low, band.items, band.stated, band.right) for band in five.bands] == [(0, 2, 0.1, 0.0), (50, 1, 0.6, 1.0), (85, 2, 0.9, 1.0)]
    boasting = maps.begun(ACCOUNT)
    for at in range(5):
        boasting = maps.added(boasting, "person", name=f"Nobody {at}", stated=100)
    loud = held(boasting).calibration
    assert loud is not None and loud.brier == 1


def test_the_score_is_f1_averaged_over_the_four_kinds() -> None:
    made = maps.begun(ACCOUNT)
    for name in ("Dr. Lowe", "Nora Voss"):
        made = maps.added(made, "person", name=name)
    found = held(made)
    assert found.part("stakeholders").f1 == pytest.approx(2 * 1 * 0.5 / 1.5) and found.score == pytest.approx(found.part("stakeholders").f1 / 4)
