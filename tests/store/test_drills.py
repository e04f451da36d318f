"""Drill answers: kept for their owner only, none lost, and each moves its question on."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from coach.messages.drills import Answered
from coach.store.repository import Store

from .samples import ANN, BOB

NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def test_an_answer_is_kept_and_the_question_comes_back(store: Store) -> None:
    assert store.drills.standings(ANN, "norvane") == [] and store.drills.state(ANN, "norvane", "lights") == {}
    first = store.drills.answer(ANN, "norvane", "lights", 3, "seal, battery,\0 full \ud800", NOW)
    assert first.due == NOW + timedelta(days=2)
    again = store.drills.answer(ANN, "norvane", "lights", 1, "", first.due)
    assert again.due == first.due + timedelta(days=1)
    store.drills.answer(ANN, "norvane", "border", 4, "", NOW)
    assert [one.card for one in store.drills.standings(ANN, "norvane")] == ["lights", "border"], "the longest due first"
    assert store.drills.standings(ANN, "norvane")[0] == again
    assert store.drills.answers(ANN, "norvane", NOW) == [Answered("border", 4), Answered("lights", 3), Answered("lights", 1)] or store.drills.answers(
        ANN, "norvane", NOW
    ) == [Answered("lights", 3), Answered("border", 4), Answered("lights", 1)]
    assert store.drills.answers(ANN, "norvane", NOW + timedelta(hours=1)) == [Answered("lights", 1)]
    with store.database.read() as session:
        assert session.scalar(text("SELECT words FROM drill_answers WHERE rating = 3")) == "seal, battery, full ?"


def test_what_was_begun_today(store: Store) -> None:
    store.drills.answer(ANN, "norvane", "old", 3, "", NOW - timedelta(days=2))
    store.drills.answer(ANN, "norvane", "old", 3, "", NOW)
    store.drills.answer(ANN, "norvane", "new", 1, "", NOW)
    store.drills.answer(ANN, "norvane", "new", 3, "", NOW + timedelta(minutes=2))
    assert store.drills.begun(ANN, "norvane", NOW - timedelta(hours=9)) == 1
    assert store.drills.begun(ANN, "tessvara", NOW - timedelta(hours=9)) == 0


def test_everybody_has_their_own(store: Store) -> None:
    store.drills.answer(ANN, "norvane", "lights", 4, "", NOW)
    store.drills.answer(BOB, "norvane", "lights", 1, "", NOW)
    store.drills.answer(ANN, "tessvara", "lights", 3, "", NOW)
    assert [len(store.drills.standings(who, "norvane")) for who in (ANN, BOB)] == [1, 1]
    assert store.drills.standings(ANN, "norvane")[0].due > store.drills.standings(BOB, "norvane")[0].due
    assert store.drills.answers(BOB, "norvane", NOW) == [Answered("lights", 1)] and store.drills.answers(BOB, "tessvara", NOW) == []
    assert store.drills.state(BOB, "tessvara", "lights") == {}


def test_tabs_that_answer_one_question_at_once_lose_nothing(store: Store) -> None:
    gate, faults = threading.Barrier(4), []

    def tab(rating: int) -> None:
        try:
            gate.wait(20)
            store.drills.answer(ANN, "norvane", "lights", rating, f"tab {rating}", NOW)
        except Exception as error:
            faults.append(error)

    tabs = [threading.Thread(target=tab, args=(rating,)) for rating in (1, 2, 3, 4)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    assert faults == []
    assert sorted(answer.rating for answer in store.drills.answers(ANN, "norvane", NOW)) == [1, 2, 3, 4]
    assert len(store.drills.standings(ANN, "norvane")) == 1
    once = store.drills.answer(BOB, "norvane", "lights", 4, "", NOW)
    assert store.drills.state(ANN, "norvane", "lights") != store.drills.state(BOB, "norvane", once.card), "each counted upon the one before"
