"""The territory: an order that says why, a focus that is one, and a no with its reason."""

from __future__ import annotations

from datetime import date

import pytest

from coach.accounts.territory import Territory, decided, focused, identified, led, ordered, rated, without_place
from coach.content.errors import CoachError


def three() -> Territory:
    made = rated(Territory(), name="Larkfield", need="clear", need_why="steroids at the weekend.", fit="strong", fit_why="a nurse who can start.")
    made = rated(made, name="Tarn Hollow", need="strong", need_why="wounds come back.", fit="clear", fit_why="one ward is ready.")
    return rated(made, name="Far Away", need="strong", need_why="wounds come back.", fit="none", fit_why="outside the contract.")


def test_the_order_is_by_need_and_fit_and_says_why() -> None:
    found = ordered(three())
    assert [place.name for place, _ in found] == ["Tarn Hollow", "Larkfield", "Far Away"]
    assert found[0][1] == "Strong need: wounds come back. Clear fit: one ward is ready."
    assert found[2][1] == "Last, because we cannot serve it: outside the contract."
    anew = rated(three(), name="tarn hollow", need="some", need_why="less than thought.", fit="some", fit_why="the ward moved.")
    assert [place.name for place, _ in ordered(anew)] == ["Larkfield", "tarn hollow", "Far Away"], "rated anew, not twice"
    with pytest.raises(CoachError, match="a guess"):
        rated(Territory(), name="X", need="clear", need_why="", fit="some", fit_why="a nurse who can")


def test_words_that_may_say_who_a_patient_is_are_refused_and_old_ones_are_left_alone() -> None:
    made = decided(three(), "a visit", "the ward", date(2026, 12, 3), "no", "Call Mrs. Brandt's son on 0171 5550199 about MRN 4471182.")
    (line,) = identified(three(), made)
    assert "nothing about a patient" in line
    assert not identified(made, focused(made, ["Larkfield"], "They decide in January."))
    assert not identified(Territory(), led(three(), "Dr. Ines Halloway", "Tarn Hollow", "Lund changed his mind after her audit."))


def test_a_focus_is_few_and_has_a_reason() -> None:
    made = focused(three(), ["Larkfield"], "They decide in January.")
    assert made.focus == ["Larkfield"] and without_place(made, "Larkfield").focus == []
    for names, why, said in ((["Larkfield"], " ", "Why these"), (["Nowhere"], "x", "not among"), (["a", "b", "c", "d"], "x", "more than 3")):
        with pytest.raises(CoachError, match=said):
            focused(three(), names, why)


def test_requests_off_the_plan_are_decided_with_a_reason_and_kept() -> None:
    made = decided(three(), "a stand at the congress", "head office", date(2026, 12, 3), "no", "Nobody who decides goes there.")
    made = decided(made, "a lunch", "the ward", date(2026, 12, 4), "later", "After the count.")
    assert [(one.what, one.decision) for one in made.requests] == [("a lunch", "later"), ("a stand at the congress", "no")]
    with pytest.raises(CoachError, match="Why"):
        decided(made, "x", "y", date(2026, 12, 4), "no", " ")
    assert led(made, "Dr. Amber Lowe", "Mill End", "Two hospitals copied her.").leaders[0].name == "Dr. Amber Lowe"
    with pytest.raises(CoachError, match="Both are needed"):
        led(made, "X", "", "")
