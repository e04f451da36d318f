"""The numbers of a team: what stands behind each, when there is none, and that nobody is set against anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.content.base import Lens
from coach.debrief.progress import K
from coach.reviews.measured import Measured
from coach.reviews.patterns import patterns
from coach.reviews.team import WEEK, Goal, Handed, Series, depth, ends_of, engagement, next_up, objectives

TODAY = date(2026, 12, 1)
FIVE = [f"rep{number}" for number in range(5)]


def handed(who: str, level: int = 2, *, on: date = TODAY, family: Lens = "clinical", weight: float = 1.0, persona: str = "surgeon", **more: object) -> Handed:
    found = Measured.model_validate({"levels": {"discovery": level}, "account": "north"} | more)
    return Handed(f"s-{who}-{on}", who, who.title(), on, persona, family, weight, found)


def now(found: list[Series], family: Lens | None = None) -> Series:
    return next(one for one in found if one.family == family)


def test_a_number_needs_five_people_however_many_meetings_there_are() -> None:
    four = [handed(who) for who in FIVE[:4] for _ in range(30)]
    assert now(engagement(four, [TODAY], WEEK)).now.value is None
    standing = now(engagement([*four, handed(FIVE[4])], [TODAY], WEEK)).now
    assert (standing.value, standing.of, standing.people) == (2, 121, 5)
    other = now(engagement([*four, handed(FIVE[4], family="economic")], [TODAY], WEEK), "economic").now
    assert (other.value, other.raw, other.people) == (None, None, 1), "nor does a family of one person show what that person did"


def test_whoever_weighs_more_counts_more() -> None:
    rows = [handed(who, 3, weight=4.0) for who in FIVE] + [handed(who, 0, weight=1.0) for who in FIVE]
    assert now(engagement(rows, [TODAY], WEEK)).now.raw == pytest.approx(2.4)


def test_few_meetings_are_drawn_towards_the_teams_own() -> None:
    early = [handed(who, 0, on=TODAY - timedelta(days=100)) for who in FIVE for _ in range(4)]
    late = [handed(who, 3) for who in FIVE]
    standing = now(engagement([*early, *late], [TODAY], WEEK)).now
    own = (20 * 0 + 5 * 3) / 25
    assert standing.raw == 3
    assert standing.value == pytest.approx((5 * 3 + K * own) / (5 + K), abs=0.001)


def test_a_point_knows_nothing_of_what_came_later() -> None:
    rows = [handed(who, 1, on=TODAY - WEEK) for who in FIVE] + [handed(who, 3) for who in FIVE]
    first, last = now(engagement(rows, [TODAY - timedelta(weeks=5), TODAY], WEEK)).points
    assert (first.raw, last.raw) == (1, 3)


def test_depth_is_what_was_told_of_what_can_be_told_and_adds_up() -> None:
    things = {"north": [{"surgeon": frozenset({"a"})}, {"surgeon": frozenset({"b"}), "nurse": frozenset({"b"})}, {"nurse": frozenset({"c"})}]}
    families: dict[str, Lens] = {"surgeon": "clinical", "nurse": "operational"}
    rows = [handed(who, on=TODAY - timedelta(weeks=2), told=["a"]) for who in FIVE]
    rows += [handed(who, persona="nurse", family="operational", told=["b", "zzz"]) for who in FIVE]
    rows += [handed(FIVE[0], told=["a"])]
    found = depth(rows, [TODAY - timedelta(weeks=1), TODAY], things, families)
    assert [one.value for one in now(found).points] == [pytest.approx(1 / 3, abs=0.001), pytest.approx(2 / 3, abs=0.001)]
    assert now(found, "clinical").now.value == 0.5, "a family is held to what it can tell"
    assert now(found, "operational").now.value == 0.5
    assert now(found, "economic").now.value is None
    assert depth([handed(who, account="elsewhere", told=["a"]) for who in FIVE], [TODAY], things, families)[0].now.value is None


def test_an_objective_counts_once_something_moved_it() -> None:
    goals = [Goal(who, TODAY - timedelta(days=30), frozenset({"clinical"}), TODAY - timedelta(days=3) if at < 2 else None) for at, who in enumerate(FIVE)]
    found = now(objectives(goals, [TODAY - timedelta(days=7), TODAY]))
    assert [one.raw for one in found.points] == [0, 0.4]


def test_next_is_everybodys_own_lowest_in_the_order_given() -> None:
    rows = [handed("ann", 3, on=TODAY - timedelta(days=day), levels={"discovery": 3, "advance": 1}) for day in (3, 2, 1)]
    rows += [handed("bob", levels={"discovery": 3, "advance": 3})]
    rows += [replace(handed("bob", levels={"discovery": 0}), reviewed=False)]  # Scored blind first: nothing measured is told of it.
    ann, bob, eve = next_up(rows, [("ann", "Ann"), ("bob", "Bob"), ("eve", "Eve")])
    assert ann.criterion == "advance" and "3 of the last 3" in ann.reason and ann.submission == rows[2].submission
    assert (bob.criterion, bob.meetings, eve.criterion, eve.meetings) == (None, 1, None, 0)


def test_a_pattern_needs_five_people_and_says_how_much_was_withheld() -> None:
    rows = [(who, "surgeon", Measured(needs={"time": False, "rare": False}, objections={"price": True}, library="lib", messages={"m1": 0})) for who in FIVE[:4]]
    assert patterns(rows).people is None and patterns(rows).needs == []
    rows += [(FIVE[4], "nurse", Measured(needs={"time": True}, library="lib", messages={"m1": 1}))]
    found = patterns(rows)
    assert (found.people, found.meetings) == (5, 5)
    assert [(one.id, one.raw, one.people) for one in found.needs] == [("time", 0.8, 5)]
    assert [one.id for one in found.messages] == ["lib/m1"]
    assert found.objections == [] and found.withheld == 2


def test_weeks_and_months_end_today() -> None:
    assert ends_of(TODAY, "week", 3) == [date(2026, 11, 17), date(2026, 11, 24), TODAY]
    assert ends_of(date(2026, 3, 10), "month", 3) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 10)]
