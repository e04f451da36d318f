"""Summaries are caches: they always equal what the turns add up to."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from coach.roleplay.records import Outcome
from coach.store.errors import StoreError
from coach.store.repository import Store
from coach.store.summaries import Summary

from .samples import ANN, BOB, NURSE, SURGEON, begin, said, setup


def test_a_summary_is_the_state_after_the_last_turn(store: Store) -> None:
    meeting = begin(store, turns=5)
    stored = store.meetings.load(ANN, meeting)
    state = stored.meeting.state()
    (found,) = store.meetings.recent(ANN)
    assert found == Summary(
        meeting=meeting, person="surgeon", name="Dr. Elena Ruiz", title="Orthopaedic surgeon", mode="played", turns=5, trust=state.trust,
        belief="unaware", patience=80, minutes_left=state.minutes_left, disclosed=3, outcome=None, updated_at=stored.updated_at,
    )  # fmt: skip


def test_an_outcome_is_shown(store: Store) -> None:
    meeting = begin(store)
    store.meetings.append_said(ANN, meeting, said(1, "Shall we?", outcome=Outcome(kind="advance", action="put it on the agenda")))
    assert store.meetings.recent(ANN)[0].outcome == "advance"


def test_the_last_used_comes_first_and_the_list_is_cut(store: Store) -> None:
    old, new = begin(store), begin(store)
    store.meetings.append_said(ANN, old, said(1))
    assert [one.meeting for one in store.meetings.recent(ANN)] == [old, new]
    assert [one.meeting for one in store.meetings.recent(ANN, limit=1)] == [old]


@pytest.mark.parametrize("damage", ["DELETE FROM summaries", "UPDATE summaries SET trust = 0, turns = 99, name = '?', state = '{}'", "SELECT 1"])
def test_rebuild_makes_the_same_again(store: Store, damage: str) -> None:
    meeting = begin(store, turns=6)
    store.meetings.branch(ANN, meeting, 3)
    both = ("surgeon", "nurse")
    pair = store.meetings.start(ANN, setup(*both), said(0, "", *both), [SURGEON, NURSE])
    store.meetings.append_said(ANN, pair, said(1, "Hello both", "nurse"))
    begin(store, BOB, turns=1)
    before = everything(store)
    with store.database.write() as session:
        session.execute(text(damage))
    assert store.meetings.rebuild() == 5
    assert everything(store) == before


def test_rebuild_for_one_person_leaves_the_others(store: Store) -> None:
    begin(store)
    begin(store, BOB)
    with store.database.write() as session:
        session.execute(text("DELETE FROM summaries"))
    assert store.meetings.rebuild(ANN) == 1
    assert store.meetings.recent(BOB) == []


@pytest.mark.parametrize("damage", ["DELETE FROM summaries", "UPDATE summaries SET state = '{\"mood\": 1}'"])
def test_an_append_repairs_a_summary_that_cannot_be_read(store: Store, damage: str) -> None:
    meeting = begin(store, turns=3)
    with store.database.write() as session:
        session.execute(text(damage))
    store.meetings.append_said(ANN, meeting, said(4))
    after_repair = everything(store)
    store.meetings.rebuild()
    assert everything(store) == after_repair
    assert store.meetings.recent(ANN)[0].turns == 4


def test_rebuild_names_what_it_cannot_read_and_does_the_rest(store: Store) -> None:
    broken, whole = begin(store), begin(store)
    with store.database.write() as session:
        session.execute(text("""UPDATE said SET record = '{"v": 9}' WHERE meeting = :one"""), {"one": broken})
        session.execute(text("DELETE FROM summaries"))
    with pytest.raises(StoreError) as caught:
        store.meetings.rebuild()
    assert len(caught.value.lines) == 1
    assert broken in caught.value.lines[0]
    assert [one.meeting for one in store.meetings.recent(ANN)] == [whole]


def everything(store: Store) -> list[tuple[object, ...]]:
    with store.database.read() as session:
        return [tuple(row) for row in session.execute(text("SELECT * FROM summaries ORDER BY meeting, person"))]
