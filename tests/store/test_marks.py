"""How the rep saw a meeting: kept once, by its owner only, skipped or not."""

from __future__ import annotations

import pytest

from coach.debrief.own import OwnMarks
from coach.store.errors import NotYours, StoreError
from coach.store.repository import Store
from tests.store.samples import ANN, BOB, begin

SEEN = OwnMarks(marks={"listening": 2, "leading": 0}, turn=1, words="I went too fast. \U0001f600")


def test_the_first_marks_stay(store: Store) -> None:
    meeting = begin(store, turns=2)
    assert store.marks.of(ANN, meeting) is None
    assert store.marks.keep(ANN, meeting, SEEN) == SEEN
    assert store.marks.keep(ANN, meeting, OwnMarks(skipped=True)) == SEEN, "a second tab does not write over it"
    assert store.marks.of(ANN, meeting) == SEEN
    assert store.marks.all(ANN) == {meeting: SEEN}


def test_skipping_is_kept_so_that_nobody_asks_twice(store: Store) -> None:
    meeting = begin(store)
    store.marks.keep(ANN, meeting, OwnMarks(skipped=True))
    found = store.marks.of(ANN, meeting)
    assert found is not None and found.skipped and not found.marks


def test_they_are_the_owners_own(store: Store) -> None:
    meeting = begin(store)
    store.marks.keep(ANN, meeting, SEEN)
    for attempt in (lambda: store.marks.of(BOB, meeting), lambda: store.marks.keep(BOB, meeting, SEEN), lambda: store.marks.of(ANN, "no such/../meeting")):
        with pytest.raises(NotYours):
            attempt()
    assert store.marks.all(BOB) == {}


def test_notes_may_stand_beside_a_turn(store: Store) -> None:
    meeting = begin(store, turns=2)
    store.meetings.note(ANN, meeting, "I meant the nights", "note", 2)
    store.meetings.note(ANN, meeting, "What I know", "prework")
    assert [(note.turn, note.text) for note in store.meetings.notes(ANN, meeting)] == [(2, "I meant the nights"), (None, "What I know")]
    with pytest.raises(StoreError, match="no turn 9"):
        store.meetings.note(ANN, meeting, "?", "note", 9)


def test_the_family_of_a_meeting(store: Store) -> None:
    meeting, other = begin(store, turns=2), begin(store, turns=1)
    one = store.meetings.branch(ANN, meeting, 1)
    deeper = store.meetings.branch(ANN, one, 0)
    for member in (meeting, one, deeper):
        assert [found.id for found in store.meetings.family(ANN, member)] == [meeting, one, deeper]
    assert [(found.branched_from, found.branched_turn) for found in store.meetings.family(ANN, meeting)] == [(None, None), (meeting, 1), (one, 0)]
    assert [found.id for found in store.meetings.family(ANN, other)] == [other]
    with pytest.raises(NotYours):
        store.meetings.family(BOB, meeting)
