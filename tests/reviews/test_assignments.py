"""What an assignment says of itself, when a step is certified, and what a brief is made of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from coach.content.programme import Certification
from coach.content.shelf import Shelf, load
from coach.debrief.records import Report
from coach.reviews.assignments import Tried, best, days_words, due_words, progress, stage, steps_of
from coach.reviews.certification import Rating, Shown, standing
from coach.reviews.session import Seen, brief

DAY = date(2026, 12, 1)
RULES = Certification(bar=2, tolerance=1)
CLEAN = Shown(meeting="m", whole=True, branched=False, hints=0, blockers=0)


def attempt(meeting: str, over: bool = True, branched: int | None = None, hints: int = 0) -> Tried:
    return Tried(meeting, DAY, over, branched, hints)


def rated(*levels: int | None, judge: int | None = None) -> list[Rating]:
    people = [Rating(rater=str(at), name=str(at), level=level) for at, level in enumerate(levels)]
    return [*people, *([Rating(rater="a model", name="a model", level=judge, judge=True)] if judge is not None else [])]


def test_it_says_where_it_stands_and_a_day_that_has_passed_is_no_reproach() -> None:
    tries = [attempt("a"), attempt("b", branched=2), attempt("c", over=False)]
    assert (stage([], None), stage(tries[2:], None), stage(tries, None), stage(tries, "returned")) == ("asked", "asked", "tried", "returned")
    assert progress(tries, 3) == "2 of 3 tries" and progress([], 3) == "No try yet, of 3"
    assert due_words(DAY, DAY - timedelta(days=1), "asked") == "By Tuesday 1 December, tomorrow."
    assert days_words([*tries, Tried("d", DAY + timedelta(days=2), True, None, 0)]) == "On 1 December (2) and 3 December." and days_words([]) == ""
    late = due_words(DAY, DAY + timedelta(days=9), "tried")
    assert "has passed" in late and "can still be done" in late and "has passed" not in due_words(DAY, DAY + timedelta(days=9), "submitted")


def test_the_best_try_is_one_without_help_where_levels_are_alike() -> None:
    low, helped, high, running = attempt("low"), attempt("helped", hints=2), attempt("high"), attempt("running", over=False)
    assert best([(low, 1), (high, 2), (helped, 2), (running, 3)]) == high
    assert best([(low, 1), (helped, 3)]) == helped and best([(running, None)]) is None
    assert helped.marks == ["with hints"] and attempt("x", branched=4).marks == ["from turn 4"]


@pytest.mark.parametrize(
    ("ratings", "says"),
    [
        (rated(), "Nobody has scored it yet"),
        (rated(3), "One rater so far; a second is asked."),
        (rated(3, None), "Fewer than two raters could observe"),
        (rated(1, 2), "One of the raters is below level 2"),
        (rated(1, 1), "The raters are below level 2"),
        (rated(1, 3), "differ by 2 levels"),
        (rated(3, 2), ""),
        (rated(1, 3, 3), "differ by 2 levels"),  # two of three agree: more than half
        (rated(0, 0, 2, 2), "differ by 2 levels"),  # half is not more than half
        (rated(2, judge=3), "One rater so far"),
    ],
)
def test_two_raters_who_agree_certify(ratings: list[Rating], says: str) -> None:
    found = standing(RULES, "discovery", 3, 3, CLEAN, ratings)
    if [one.level for one in ratings] == [1, 3, 3]:
        assert found.certified and [one.level for one in found.agreed] == [3, 3]
    elif says:
        assert len(found.missing) == 1 and says in found.missing[0] and not found.agreed
    else:
        assert found.certified and len(found.agreed) == 2


def test_a_model_counts_beside_a_person_once_it_may_and_never_alone() -> None:
    def counts(criterion: str, model: str, prompt: str) -> bool:
        return criterion == "uptake"

    assert standing(RULES, "uptake", 3, 3, CLEAN, rated(2, judge=3), counts).certified
    assert not standing(RULES, "discovery", 3, 3, CLEAN, rated(2, judge=3), counts).certified
    two_models = [one.model_copy(update={"rater": name}) for name in "ab" for one in rated(judge=3)]
    assert not standing(RULES, "uptake", 3, 3, CLEAN, two_models, counts).certified


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"whole": False}, "a whole meeting is certified"),
        ({"branched": True}, "tried again from a turn"),
        ({"hints": 1}, "Hints were looked at"),
        ({"blockers": 1}, "must not be said"),
        ({"blockers": None}, "debrief has not been read"),
    ],
)
def test_help_and_claims_that_may_not_be_made_stand_in_the_way(change: dict[str, object], says: str) -> None:
    found = standing(RULES, "discovery", 3, 4, CLEAN.model_copy(update=change), rated(3, 3))
    assert not found.certified and len(found.missing) == 1 and says in found.missing[0]
    assert standing(RULES, "discovery", 3, 1, None, []).missing == ["2 more tries: 3 are asked for.", "No meeting has been handed in for it yet."]


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return load().shelf


def test_every_library_has_a_programme_and_its_days_count_from_the_start(shelf: Shelf) -> None:
    assert {one.library for one in shelf.programmes.values()} == set(shelf.libraries) and all(one.fictional for one in shelf.programmes.values())
    asked = steps_of(shelf.programmes["norvane_first_weeks"], DAY)
    assert [(one.due - DAY).days for one in asked] == [5, 12, 26] and [one.certifies is not None for one in asked] == [False, False, True]
    assert [one.programme.step for one in asked if one.programme] == [1, 2, 3] and all(one.tries >= 3 for one in asked)


def report(discovery: int | None, advance: int | None = None, falls: tuple[float, ...] = ()) -> Report:
    """A debrief with levels on two criteria, in which trust falls by so much in each turn."""

    def item(id: str, level: int | None) -> dict[str, object]:
        return {"id": id, "title": id.capitalize(), "status": "not_observed" if level is None else "scored", "level": level}

    rows = [
        {
            "turn": at, "trust": 40, "belief": "curious", "patience": 50, "move": "answer",
            "changes": [{"what": "trust", "by": -by, "to": None, "because": f"reason {at}", "quote": f"words {at}"}],
        }
        for at, by in enumerate(falls, 1)
    ]  # fmt: skip
    measures = {"telling_share": 0, "talk_share": 0, "uptake": 0, "questions": {"open": 0, "closed": 0}, "longest_monologue_words": 0, "needs": None}
    return Report.model_validate(
        {
            "rubric": {"id": "r", "version": "1", "title": "R"}, "persona": "p", "practice": True, "outcome": {"kind": "continuation"}, "focus": None,
            "criteria": [item("discovery", discovery), item("advance", advance)], "measures": measures, "compliance": [], "trajectory": rows,
            "disclosed_needs": [], "missed_needs": [], "not_followed": [],
        }
    )  # fmt: skip


def at(day: int) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC)


def whole(name: str, day: int, made: Report | None, marked: tuple[int, str] | None = None) -> Seen:
    return Seen(f"s{name}", name, "Dr. Ruiz", at(day), None, "?", made, marked)


def test_a_brief_says_what_changed_since_the_last_talk_and_how_much_stands_behind_it() -> None:
    seen = [
        whole("a", 1, report(1, 2)), whole("b", 2, report(1, 2)), whole("c", 12, report(2, 2)), whole("d", 13, report(3, 2)), whole("c", 14, report(2, 2)),
        Seen("s-moment", "e", "Pat", at(15), 4, "Too early?", None),
    ]  # fmt: skip
    made = brief(seen, at(10))
    assert made.behind.startswith("Behind this: 2 whole meetings and one moment, handed in since 10 November 2026.")
    (changed,) = made.changed
    assert (changed.title, changed.direction) == ("Discovery", "higher")
    assert changed.words == "Before: levels 1 and 1 in 2 meetings. Since: levels 2 and 3 in 2 meetings."
    waits = brief([Seen("s", "a", "Pat", at(12), None, "?", None, waiting=True)], at(10))
    assert "One of them waits for your review" in waits.behind and "until you have scored it" in waits.behind
    alone = brief([seen[0], seen[2]], at(10)).changed[0]
    assert alone.words.endswith("One meeting on a side shows little.")
    assert brief(seen, None).changed == [] and "first time" in brief(seen, None).unchanged
    assert "No level moved" in brief([whole("a", 1, report(2)), whole("b", 12, report(2))], at(10)).unchanged


def test_two_moments_the_marked_one_and_the_sharpest_fall_then_what_they_brought() -> None:
    marked, fell = whole("a", 11, report(1), (6, "I would have asked.")), whole("b", 12, report(1, falls=(1, 9, 4)))
    brought = Seen("s-m", "c", "Pat", at(13), 4, "Too early?", None)
    first, second = brief([brought, fell, marked], at(10)).moments
    assert (first.meeting, first.turn, first.quote) == ("a", 6, "I would have asked.")
    assert (second.meeting, second.turn, second.why, second.quote) == ("b", 2, "Trust fell by 9: reason 2.", "words 2")
    (only,) = brief([brought, whole("d", 12, report(1, falls=(1, 2)))], at(10)).moments
    assert (only.meeting, only.turn, only.quote) == ("c", 4, "Too early?")
    filled = brief([brought, whole("old", 2, report(1, falls=(5,)))], at(10)).moments
    assert [one.meeting for one in filled] == ["c", "old"] and filled[1].why.endswith("From before the last talk."), (
        "where there are too few since the last talk, one from before fills up"
    )
    same = brief([whole("b", 12, report(1, falls=(1, 9)), (2, "Here."))], at(10)).moments
    assert [(one.turn, one.quote) for one in same] == [(2, "Here.")], "one turn is one moment"


def test_the_question_is_about_what_was_lowest_and_without_anything_it_still_asks() -> None:
    made = brief([whole("a", 11, report(2, 1)), whole("b", 12, report(2, 1))], at(10))
    assert "ready to do next" in made.question and "levels 1 and 1 in 2 meetings" in made.question_on and "Dr. Ruiz" in made.question
    nothing = brief([], at(10))
    assert nothing.question.endswith("?") and nothing.question_on == "" and nothing.behind.startswith("Nothing was handed in since") and not nothing.moments
