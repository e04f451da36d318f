"""Random choices: the same for the same keys, independent of every other draw."""

from __future__ import annotations

import pytest

from coach.roleplay.draw import number, pick


def test_a_draw_depends_on_its_three_keys_and_on_nothing_else() -> None:
    first = number(7, 3, "greeting")
    for other in range(100):
        number(other, other, "something else")
    assert number(7, 3, "greeting") == first
    assert len({first, number(8, 3, "greeting"), number(7, 4, "greeting"), number(7, 3, "early")}) == 4
    assert number(1, 23, "x") != number(12, 3, "x"), "keys do not run into each other"


def test_draws_are_stored_with_meetings_so_their_values_may_never_change() -> None:
    assert number(7, 1, "early") == pytest.approx(0.7278028, abs=1e-6)
    assert pick(["a", "b", "c", "d"], 7, 0, "greeting") == "b"


def test_draws_are_spread_evenly() -> None:
    drawn = [number(seed, turn, "own") for seed in range(50) for turn in range(20)]
    assert all(0 <= value < 1 for value in drawn)
    for low in (0.0, 0.25, 0.5, 0.75):
        assert 200 <= sum(low <= value < low + 0.25 for value in drawn) <= 300
    assert {pick("abcde", seed, 1, "line") for seed in range(60)} == set("abcde")


def test_nothing_to_pick_from() -> None:
    with pytest.raises(IndexError):
        pick([], 7, 0, "greeting")
