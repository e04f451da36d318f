"""Looks at the coach's rail: noted once a turn, in order, and nobody else's business."""

from __future__ import annotations

import pytest

from coach.store.errors import NotYours
from coach.store.repository import Store

from .samples import ANN, BOB, begin

SHOWN = {"moment": "answered", "say": "Tell me more about that.", "messages": []}


def test_a_look_is_noted_once_a_turn_and_in_order(store: Store) -> None:
    meeting = begin(store, turns=3)
    for turn in (2, 0, 2):
        store.hints.record(ANN, meeting, turn, SHOWN | {"say": f"after {turn}"})
    assert [(one.turn, one.shown["say"]) for one in store.hints.of(ANN, meeting)] == [(0, "after 0"), (2, "after 2")]


def test_it_is_the_owners_alone(store: Store) -> None:
    meeting = begin(store)
    for call in (lambda: store.hints.record(BOB, meeting, 0, SHOWN), lambda: store.hints.of(BOB, meeting), lambda: store.hints.of(ANN, "nothing12345")):
        with pytest.raises(NotYours):
            call()
    assert store.hints.of(ANN, meeting) == []
