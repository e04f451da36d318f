"""What waits, in what order; and a letter in which nobody's words stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from coach.reviews.digest import Back, Waiting, Week, letter
from coach.reviews.queue import grouped, since, way
from coach.reviews.review import Moment, Override, ReviewDocument, faults, with_answers

NOW = datetime(2026, 12, 4, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Handed:
    turn: int | None
    assignment: str | None
    created_at: datetime


def test_the_queue_is_by_what_was_asked_for_and_the_longest_wait_comes_first() -> None:
    old, new = NOW - timedelta(days=3), NOW - timedelta(days=1)
    rows = [Handed(None, None, new), Handed(4, None, new), Handed(None, "a1", new), Handed(2, None, old), Handed(None, None, old)]
    groups = grouped(rows)
    assert [group.title for group in groups] == ["A moment", "What you asked for", "A whole meeting"]
    assert [[one.created_at for one in group.waiting] for group in groups] == [[old, new], [new], [old, new]]
    assert [group.title for group in grouped(rows[:1])] == ["A whole meeting"]


def test_a_wait_is_said_in_days_and_never_below_none() -> None:
    assert since(NOW, NOW) == "since today" and since(NOW - timedelta(days=1), NOW) == "since yesterday"
    assert since(NOW - timedelta(days=9), NOW) == "for 9 days"
    assert since(NOW + timedelta(days=2), NOW) == "since today", "a clock that jumped"


def test_the_states_of_what_nobody_asked_for_begin_with_tried() -> None:
    assert [name for name, _ in way("returned", False)] == ["tried", "submitted", "in review", "returned", "done"]
    assert way("submitted", True)[0] == ("asked", False) and ("submitted", True) in way("submitted", True)


def test_a_letter_names_people_counts_and_links() -> None:
    week = Week(
        [Waiting("Bob", True, NOW - timedelta(days=5)), Waiting("Ann", False, NOW), Waiting("Ann", False, NOW)], [Back("k3m9", 6, 2), Back("p4q8", None, 0)], 1
    )
    text = letter("Mia", week, "https://coach.example.org/", NOW)
    assert "Hello Mia," in text
    assert "Waiting for you: 1 moment and 2 whole meetings, from Ann and Bob. The longest has waited for 5 days.\nhttps://coach.example.org/reviews\n" in text
    assert "- try turn 6 again, 2 questions to answer: https://coach.example.org/returned?s=k3m9" in text
    assert "- to read: https://coach.example.org/returned?s=p4q8" in text and "Still with your manager: 1." in text
    assert "on the page “Reviews”" in letter("", week, "", NOW)
    assert letter("Mia", Week([], [], 0), "", NOW) == "", "nothing to say is no letter"


def test_what_may_not_go_back_is_said_line_by_line() -> None:
    assert faults(ReviewDocument(levels={"opening": None}), {}) == ["There is nothing to give back yet. Write a line, ask a question or give a score first."]
    half = ReviewDocument(overrides={"opening": Override(level=2, measured=3)}, moment=Moment(turn=4))
    assert [line.split(":")[0] for line in faults(half, {"opening": "You open with them"})] == ["You open with them", "Turn 4"]
    whole = ReviewDocument(overrides={"opening": Override(level=2, measured=3, reason="She asked.")}, moment=Moment(turn=4, instead="Wait."))
    assert faults(whole, {}) == []
    answered = with_answers(whole, {"override:opening": "I see it otherwise.", "opening": "not this"})
    assert answered.overrides["opening"].answer == "I see it otherwise." and answered.overrides["opening"].measured == 3
