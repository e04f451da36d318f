"""Who does what by when: promises of the rep, steps asked of the other, and dates counted from the day of the meeting."""

from __future__ import annotations

from datetime import date

import pytest

from coach.reading.promises import commitments

TUESDAY = date(2026, 12, 1)

DATES = [
    ("by Friday", TUESDAY, "2026-12-04"),
    ("by Friday", date(2026, 12, 4), "2026-12-11"),
    ("by Friday", date(2026, 12, 31), "2027-01-01"),
    ("on Tuesday", TUESDAY, "2026-12-08"),
    ("Wednesday", TUESDAY, "2026-12-02"),
    ("next Wednesday", TUESDAY, "2026-12-09"),
    ("next Wednesday", date(2026, 12, 4), "2026-12-09"),
    ("next Monday", TUESDAY, "2026-12-07"),
    ("today", TUESDAY, "2026-12-01"),
    ("tomorrow", TUESDAY, "2026-12-02"),
    ("tomorrow", date(2026, 12, 31), "2027-01-01"),
    ("tomorrow", date(2028, 2, 28), "2028-02-29"),
    ("this week", TUESDAY, "2026-12-04"),
    ("by the end of the week", TUESDAY, "2026-12-04"),
    ("next week", TUESDAY, "2026-12-07"),
    ("by the 14th", TUESDAY, "2026-12-14"),
    ("by the 14th", date(2026, 12, 14), "2026-12-14"),
    ("by the 3rd", date(2026, 12, 30), "2027-01-03"),
    ("by the 31st", date(2026, 11, 30), "2026-12-31"),
    ("by the 31st", date(2027, 4, 2), "2027-05-31"),
    ("by the 30th", date(2027, 2, 1), "2027-03-30"),
    ("by the 29th", date(2027, 2, 1), "2027-03-29"),
    ("by the 29th", date(2028, 2, 1), "2028-02-29"),
    ("by December 10", TUESDAY, "2026-12-10"),
    ("by January 5", TUESDAY, "2027-01-05"),
    ("by 5 January", TUESDAY, "2027-01-05"),
    ("by November 30", TUESDAY, "2027-11-30"),
    ("by December 40", TUESDAY, None),
    ("soon", TUESDAY, None),
]


@pytest.mark.parametrize(("words", "on", "day"), DATES)
def test_dates_count_from_the_meeting(words: str, on: date, day: str | None) -> None:
    (found,) = commitments(f"I'll send you the paper {words}.", on)
    assert (found.actor, found.on) == ("rep", day)
    assert found.action.startswith("send you the paper")


def test_without_a_day_the_words_stay() -> None:
    (found,) = commitments("I'll send you the paper by Friday.", None)
    assert (found.action, found.date, found.on) == ("send you the paper", "by Friday", None)


def test_both_sides_in_order() -> None:
    found = commitments("I'll send you the paper by Friday, and could you ask Priya for the count by Thursday?", TUESDAY)
    assert [(item.actor, item.action, item.on) for item in found] == [
        ("rep", "send you the paper", "2026-12-04"),
        ("stakeholder", "ask Priya for the count", "2026-12-03"),
    ]


@pytest.mark.parametrize("text", ["I will not send it.", "You'll get it from me some time.", "He sent it on Friday.", ""])
def test_no_promise(text: str) -> None:
    assert commitments(text, TUESDAY) == []
