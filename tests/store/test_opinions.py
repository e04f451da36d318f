"""What a model thought of a meeting is kept with it, once for each model and version of the prompt."""

from __future__ import annotations

import pytest

from coach.debrief.opinions import Opinions, unscored
from coach.roleplay.records import Spent
from coach.store.errors import NotYours, StoreError
from coach.store.repository import Store
from coach.store.tables import OpinionsRow
from tests.store.samples import ANN, BOB, begin


def opinions(model: str = "one", prompt: str = "judge.v1", why: str = "no") -> Opinions:
    return unscored(model, prompt, why).model_copy(update={"spent": Spent(model=model, prompt=prompt, sent=100, received=20, money=0.25)})


def test_the_first_answer_stays(store: Store) -> None:
    meeting = begin(store, turns=1)
    assert store.opinions.of(ANN, meeting) == []
    assert store.opinions.keep(ANN, meeting, opinions()) == opinions()
    assert store.opinions.keep(ANN, meeting, opinions(why="other")) == opinions(), "a second tab does not write over it"
    (kept,) = store.opinions.of(ANN, meeting)
    assert kept.opinions == opinions() and kept.at.tzinfo is not None


def test_another_model_or_prompt_adds_one(store: Store) -> None:
    meeting = begin(store, turns=1)
    for model, prompt in (("one", "judge.v1"), ("two", "judge.v1"), ("one", "judge.v2")):
        store.opinions.keep(ANN, meeting, opinions(model, prompt))
    assert [(kept.opinions.model, kept.opinions.prompt) for kept in store.opinions.of(ANN, meeting)] == [
        ("one", "judge.v2"),
        ("two", "judge.v1"),
        ("one", "judge.v1"),
    ]


def test_they_are_the_owners_own(store: Store) -> None:
    meeting = begin(store, turns=1)
    store.opinions.keep(ANN, meeting, opinions())
    for attempt in (
        lambda: store.opinions.of(BOB, meeting),
        lambda: store.opinions.keep(BOB, meeting, opinions("two")),
        lambda: store.opinions.of(ANN, "no such/../meeting"),
    ):
        with pytest.raises(NotYours):
            attempt()
    assert len(store.opinions.of(ANN, meeting)) == 1


def test_a_damaged_one_says_so(store: Store) -> None:
    meeting = begin(store, turns=1)
    store.opinions.keep(ANN, meeting, opinions())
    with store.database.write() as session:
        session.get_one(OpinionsRow, (meeting, "one", "judge.v1")).document = {"v": 1}
    with pytest.raises(StoreError, match="cannot be read"):
        store.opinions.of(ANN, meeting)
