"""Dates as people say them, counted from the day of the meeting."""

from __future__ import annotations

from datetime import date

import pytest

from coach.reading.dates import dates, resolved

TUESDAY = date(2026, 12, 1)

DAYS = [
    ("by Friday", TUESDAY, "2026-12-04"),
    ("by Friday", date(2026, 12, 4), "2026-12-11"),
    ("by Friday", date(2026, 12, 31), "2027-01-01"),
    ("on Tuesday", TUESDAY, "2026-12-08"),
    ("Wednesday", TUESDAY, "2026-12-02"),
    ("this Thursday", TUESDAY, "2026-12-03"),
    ("next Wednesday", TUESDAY, "2026-12-09"),
    ("next Wednesday", date(2026, 12, 4), "2026-12-09"),
    ("next Monday", TUESDAY, "2026-12-07"),
    ("next Sunday", TUESDAY, "2026-12-13"),
    ("first thing Monday", TUESDAY, "2026-12-07"),
    ("by Monday morning", TUESDAY, "2026-12-07"),
    ("by Friday end of day", TUESDAY, "2026-12-04"),
    ("by noon on Friday", TUESDAY, "2026-12-04"),
    ("Thursday week", TUESDAY, "2026-12-10"),
    ("a week from Friday", TUESDAY, "2026-12-11"),
    ("a week on Monday", TUESDAY, "2026-12-14"),
    ("two weeks from Friday", TUESDAY, "2026-12-18"),
    ("a week today", TUESDAY, "2026-12-08"),
    ("Friday after next", TUESDAY, "2026-12-11"),
    ("Thursday next week", TUESDAY, "2026-12-10"),
    ("on Wednesday of next week", TUESDAY, "2026-12-09"),
    ("next week on Thursday", TUESDAY, "2026-12-10"),
    ("today", TUESDAY, "2026-12-01"),
    ("tonight", TUESDAY, "2026-12-01"),
    ("this afternoon", TUESDAY, "2026-12-01"),
    ("by noon", TUESDAY, "2026-12-01"),
    ("within the hour", TUESDAY, "2026-12-01"),
    ("by the end of the day", TUESDAY, "2026-12-01"),
    ("at seven", TUESDAY, None),
    ("tomorrow", TUESDAY, "2026-12-02"),
    ("tomorrow at half past seven", TUESDAY, "2026-12-02"),
    ("tomorrow", date(2026, 12, 31), "2027-01-01"),
    ("tomorrow", date(2028, 2, 28), "2028-02-29"),
    ("the day after tomorrow", TUESDAY, "2026-12-03"),
    ("this week", TUESDAY, "2026-12-04"),
    ("by the end of the week", TUESDAY, "2026-12-04"),
    ("by the end of the week", date(2026, 12, 4), "2026-12-04"),
    ("before the weekend", TUESDAY, "2026-12-04"),
    ("over the weekend", TUESDAY, "2026-12-06"),
    ("after the weekend", TUESDAY, "2026-12-07"),
    ("next week", TUESDAY, "2026-12-11"),
    ("early next week", TUESDAY, "2026-12-08"),
    ("by the end of next week", TUESDAY, "2026-12-11"),
    ("the week after next", TUESDAY, "2026-12-18"),
    ("the week after", TUESDAY, None),
    ("in a week", TUESDAY, "2026-12-08"),
    ("in two weeks", TUESDAY, "2026-12-15"),
    ("in two weeks' time", TUESDAY, "2026-12-15"),
    ("in a fortnight", TUESDAY, "2026-12-15"),
    ("within ten days", TUESDAY, "2026-12-11"),
    ("within 48 hours", TUESDAY, "2026-12-03"),
    ("in five working days", TUESDAY, "2026-12-08"),
    ("in a month", date(2027, 1, 31), "2027-02-28"),
    ("in a week or two", TUESDAY, None),
    ("in a few days", TUESDAY, None),
    ("by the end of the month", TUESDAY, "2026-12-31"),
    ("by the end of next month", TUESDAY, "2027-01-31"),
    ("by the end of February", TUESDAY, "2027-02-28"),
    ("by the 14th", TUESDAY, "2026-12-14"),
    ("by the 14th", date(2026, 12, 14), "2026-12-14"),
    ("on the fourteenth", TUESDAY, "2026-12-14"),
    ("on the twenty-second", TUESDAY, "2026-12-22"),
    ("by the 3rd", date(2026, 12, 30), "2027-01-03"),
    ("by the 31st", date(2026, 11, 30), "2026-12-31"),
    ("by the 31st", date(2027, 4, 2), "2027-05-31"),
    ("by the 30th", date(2027, 2, 1), "2027-03-30"),
    ("by the 29th", date(2027, 2, 1), "2027-03-29"),
    ("by the 29th", date(2028, 2, 1), "2028-02-29"),
    ("on Thursday the 10th", TUESDAY, "2026-12-10"),
    ("on Thursday the 11th", TUESDAY, None),
    ("by December 10", TUESDAY, "2026-12-10"),
    ("by Dec 14th", TUESDAY, "2026-12-14"),
    ("by January 5", TUESDAY, "2027-01-05"),
    ("by 5 January", TUESDAY, "2027-01-05"),
    ("on the fifth of January", TUESDAY, "2027-01-05"),
    ("by May 5", TUESDAY, "2027-05-05"),
    ("by November 30", TUESDAY, "2027-11-30"),
    ("on 14 December 2028", TUESDAY, "2028-12-14"),
    ("by December 40", TUESDAY, None),
    ("by 2026-12-14", TUESDAY, "2026-12-14"),
    ("on 14/12", TUESDAY, "2026-12-14"),
    ("by 12/14", TUESDAY, "2026-12-14"),
    ("by 12/12", TUESDAY, "2026-12-12"),
    ("on 3/4", TUESDAY, None),
    ("on Thursday or Friday", TUESDAY, None),
    ("by Christmas", TUESDAY, None),
    ("in January", TUESDAY, None),
    ("before your committee meets", TUESDAY, None),
    ("before your Monday list", TUESDAY, None),
    ("before the committee meets", TUESDAY, None),
    ("soon", TUESDAY, None),
    ("tomorrow", date.max, None),
    ("by the 3rd", date.max, None),
]


@pytest.mark.parametrize(("words", "on", "day"), DAYS)
def test_dates_count_from_the_meeting(words: str, on: date, day: str | None) -> None:
    assert resolved(words, on) == day


def test_without_a_day_or_words_nothing_resolves() -> None:
    assert resolved("Friday", None) is None
    assert resolved(None, TUESDAY) is None


@pytest.mark.parametrize(
    "words", [words for words, on, _ in DAYS if on == TUESDAY and words not in ("soon", "before your Monday list", "on Thursday or Friday")]
)
def test_what_resolves_is_found_whole(words: str) -> None:
    (found,) = dates(f"i'll send it {words.lower()}.")
    assert f"i'll send it {words.lower()}."[found.start : found.end] == words.lower()


@pytest.mark.parametrize(
    "text",
    [
        "the numbers from last thursday",
        "for the friday clinic",
        "your monday list",
        "the march report",
        "tomorrow's list",
        "every friday",
        "on fridays",
        "24/7",
        "before the date to start",
        "before weekly rounds",
        "9/10 patients",
        "on the second floor",
        "the 2nd page",
        "for two weeks",
        "the form you sent on monday",
        "it may be",
        "about friday",
        "the trial starts on the 14th",
    ],
)
def test_what_belongs_to_something_else_is_not_found(text: str) -> None:
    assert dates(text) == []


def test_two_dates_stay_two_and_parts_of_one_are_joined() -> None:
    assert len(dates("by friday, and on monday the rest")) == 2
    assert len(dates("on thursday, the 10th, at seven")) == 1
