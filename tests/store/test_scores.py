"""Debriefs are kept as they were measured, one for each version of a rubric."""

from __future__ import annotations

import pytest

from coach.debrief.records import Ending, Measures, Questions, Report, RubricUsed
from coach.store.errors import NotYours, StoreError
from coach.store.repository import Store
from coach.store.tables import ScoreRow
from tests.store.samples import ANN, BOB, begin


def report(version: str = "1.0", talk: float = 0.5) -> Report:
    return Report(
        rubric=RubricUsed(id="conversation", version=version, title="A rubric"), persona="surgeon", practice=True, outcome=Ending(kind="continuation"),
        focus=None, criteria=[], compliance=[], trajectory=[], disclosed_needs=[], missed_needs=[], not_followed=[],
        measures=Measures(telling_share=0.4, talk_share=talk, uptake=0.3, questions=Questions(open=1, closed=0), longest_monologue_words=9, needs=None),
    )  # fmt: skip


def test_what_was_measured_first_stays(store: Store) -> None:
    meeting = begin(store, turns=1)
    assert store.scores.find(ANN, meeting, "conversation", "one") is None
    assert store.scores.keep(ANN, meeting, "one", report()) == report()
    assert store.scores.keep(ANN, meeting, "one", report(talk=0.9)) == report(), "the same rubric never measures twice"
    assert store.scores.find(ANN, meeting, "conversation", "one") == report()


def test_a_newer_rubric_keeps_both(store: Store) -> None:
    meeting = begin(store, turns=1)
    store.scores.keep(ANN, meeting, "one", report())
    store.scores.keep(ANN, meeting, "two", report("2.0"))
    assert [(score.hash, score.report.rubric.version) for score in store.scores.of(ANN, meeting)] == [("one", "1.0"), ("two", "2.0")]


def test_the_history_is_in_the_order_of_the_meetings(store: Store) -> None:
    first, second = begin(store, turns=1), begin(store, turns=1)
    branch = store.meetings.branch(ANN, first, 0)
    theirs = begin(store, BOB, turns=1)
    for viewer, meeting in ((ANN, second), (ANN, branch), (ANN, first), (BOB, theirs)):
        store.scores.keep(viewer, meeting, "one", report())
    assert [(score.meeting, score.try_of) for score in store.scores.history(ANN)] == [(first, None), (second, None), (branch, first)]
    assert [score.meeting for score in store.scores.history(BOB)] == [theirs]


def test_they_are_the_owners_own(store: Store) -> None:
    meeting = begin(store, turns=1)
    store.scores.keep(ANN, meeting, "one", report())
    for attempt in (
        lambda: store.scores.of(BOB, meeting),
        lambda: store.scores.keep(BOB, meeting, "x", report()),
        lambda: store.scores.find(BOB, meeting, "c", "one"),
    ):
        with pytest.raises(NotYours):
            attempt()


def test_a_damaged_one_says_so(store: Store) -> None:
    meeting = begin(store, turns=1)
    store.scores.keep(ANN, meeting, "one", report())
    with store.database.write() as session:
        session.get_one(ScoreRow, (meeting, "conversation", "one")).document = {"v": 1}
    with pytest.raises(StoreError, match="cannot be read"):
        store.scores.of(ANN, meeting)
