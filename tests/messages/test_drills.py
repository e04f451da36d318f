"""Drills: what of a typed answer was there, what comes next, when it comes round again; and every answer may be said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from coach.content.drills import DrillCard
from coach.messages.drill_answers import check
from coach.messages.drill_swaps import swapped
from coach.messages.drill_words import holds
from coach.messages.drills import SESSION, Answered, Standing, due, fresh, queue, usable
from coach.messages.spacing import AGAIN, EASY, GOOD, HARD, after
from coach.wiring import Coach

DAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("library", ["norvane", "tessvara"])
def test_every_answer_may_be_said(coach: Coach, library: str) -> None:
    shelved = coach.shelf.libraries[library]
    reader = coach.reader(shelved)
    cards = usable(coach.shelf.drills[library], shelved, DAY)
    assert len(cards) == len(coach.shelf.drills[library].cards), "all of them can be asked"
    said = {card.id: reader.read(card.answer, card.ask, DAY).claims for card in cards.values()}
    assert {id: [(claim.rule, claim.quote) for claim in claims] for id, claims in said.items() if claims} == {}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("about thirty minutes", "30 min"),
        ("Sixteen and a half percent against 9.2", "16.5"),
        ("nine percent", "9.2"),
        ("0.8 a year", "0.81"),
        ("$2,590 to $3,360", "3360"),
        ("by day 7 at the latest", "seventh day"),
        ("-90 mmHg", "90"),
        ("3cm of skin all round", "3 centimeters"),
        ("SILICON, full of holes", "silicone"),
        ("the cards: a whole deck of them", "deck cards"),
        ("i dont know that", "{unknown}"),
        ("Nobody has counted those", "{unknown}"),
        ("it isn't", "{no}"),
        ("that's one for med info", "{medical}"),
    ],
)
def test_words_and_numbers_as_people_write_them(words: str, wanted: str) -> None:
    assert holds(words, wanted)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("8 percent", "9.2"),
        ("12 of 53", "31"),
        ("one attack a year", "0.81"),
        ("14 days", "40"),
        ("acrylic", "silicone"),
        ("yes, sure", "{no}"),
        ("I know all about it", "{unknown}"),
        ("a deck, and after a good many other words that say nothing at all about it, some cards", "deck cards"),
        ("", "silicone"),
    ],
)
def test_words_and_numbers_that_are_others(words: str, wanted: str) -> None:
    assert not holds(words, wanted)


def test_an_answer_is_checked_point_by_point(coach: Coach) -> None:
    card = next(card for card in coach.shelf.drills["norvane"].cards if card.id == "application_time")
    whole = check(card, "two point something after practice... 2.1 minutes, 4.6 the first time, and only on day shifts")
    assert whole is not None and whole.missing == [] and whole.rating == GOOD
    half = check(card, "4.6 at first, 2.1 later")
    assert half is not None and half.missing == ["day shifts only"] and half.rating == HARD
    none = check(card, "no idea")
    assert none is not None and none.there == [] and none.rating == AGAIN
    assert check(card, "   ") is None, "who only thinks it rates it alone"
    odd = check(card, "\0🙂" + "9" * 400 + "x" * 400)
    assert odd is not None and odd.rating == AGAIN


@pytest.mark.parametrize(
    ("library", "id", "words", "wrong"),
    [
        ("norvane", "trial_result", "9.2 percent with standard dressings and 16.5 with ours", 2),
        ("norvane", "trial_result", "ours 9.2, standard dressings 16.5", 0),
        ("norvane", "trial_result", "9.2 against 16.5", 0),
        ("norvane", "application_time", "2.1 at first, 4.6 after practice, day shifts", 2),
        ("norvane", "seal_and_skin", "blisters 3.1, seal lost 5.8", 0),
        ("norvane", "range_of_model", "$18,000 spent to $9,000 saved, per 100 patients", 2),
        ("tessvara", "main_result", "1.74 on drug, 0.81 on placebo", 2),
        ("tessvara", "main_result", "1.74 on placebo and 0.81 on drug", 0),
        ("tessvara", "first_pass", "from 81 to 58 percent", 1),
        ("tessvara", "first_pass", "58 to 81 percent, and 11 days to 18", 1),
        ("tessvara", "first_pass", "81 percent, up from 58, and 18 days to 11", 0),
        ("tessvara", "off_steroids", "18 percent on drug, 31 on placebo", 2),
    ],
)
def test_numbers_that_have_changed_places_are_not_there(coach: Coach, library: str, id: str, words: str, wrong: int) -> None:
    card = next(card for card in coach.shelf.drills[library].cards if card.id == id)
    found = check(card, words)
    assert found is not None and len(found.swapped) == wrong
    assert not set(found.swapped) & set(found.there) and set(found.swapped) <= set(found.missing)


def test_the_expected_answers_have_nothing_changed(coach: Coach) -> None:
    cards = [card for drills in coach.shelf.drills.values() for card in drills.cards]
    assert not [card.id for card in cards if swapped(card.answer, card.answer)]


def test_what_rests_on_nothing_in_force_is_not_asked(coach: Coach) -> None:
    drills, library = coach.shelf.drills["norvane"], coach.shelf.libraries["norvane"]
    product = library.product.model_copy(update={"facts": [fact for fact in library.product.facts if "Four layers" not in fact]})
    left = usable(drills, library.model_copy(update={"product": product}), DAY)
    assert set(usable(drills, library, DAY)) - set(left) == {"touches_skin", "four_layers", "how_much_it_holds"}
    later = usable(drills, library, date(2027, 4, 1))
    assert "who_was_in_it" not in later and "touches_skin" in later, "a message that ran out takes its question along"


def test_a_session_first_what_is_due_then_what_is_new_then_once_more() -> None:
    cards = {f"c{number}": _card(f"c{number}", kind) for number, kind in enumerate(("fact", "fact", "procedure", "boundary"))}
    standings = [Standing("c3", NOW - timedelta(days=1)), Standing("gone", NOW - timedelta(days=9)), Standing("c0", NOW + timedelta(days=3))]
    waiting, new = due(cards, standings, NOW + timedelta(hours=10)), fresh(cards, standings)
    assert waiting == ["c3"] and new == ["c2", "c1"]
    assert fresh(cards, []) == ["c0", "c2", "c3", "c1"], "kind by kind in turn"
    assert fresh(cards, [Standing("c0", NOW)]) == ["c2", "c3", "c1"], "whatever was asked already"
    first = queue(waiting, new, [])
    assert (first.card, first.at, first.of, first.left) == ("c3", 1, 3, 0)
    answered = [Answered("c3", AGAIN), Answered("c1", GOOD), Answered("c2", HARD)]
    assert queue([], ["c2"], answered[:2]).card == "c2"
    more = queue([], [], answered)
    assert more.card == "c3" and more.once_more
    assert queue([], [], [*answered, Answered("c3", AGAIN)]).card is None, "and then tomorrow"
    many = [f"d{number:02}" for number in range(14)]
    assert queue(many, [], []).of == SESSION and queue(many, [], []).left == 4
    assert queue(many[10:], [], [Answered(id, GOOD) for id in many[:10]]).card is None


def test_the_better_it_was_known_the_later_it_comes_back() -> None:
    days = [(after({}, rating, NOW)[1] - NOW).days for rating in (AGAIN, HARD, GOOD, EASY)]
    assert days == sorted(days) and days[0] == 1 and days[3] > days[2] > 1
    state, at = {}, NOW
    gaps = []
    for _ in range(8):
        state, then = after(state, GOOD, at)
        gaps.append((then - at).days)
        at = then
    assert gaps == sorted(gaps) and gaps[3] > 3 * gaps[0] and gaps[-1] <= 180
    assert after(state, GOOD, at) == after(state, GOOD, at), "nothing is drawn"
    assert (after(state, AGAIN, at)[1] - at).days < gaps[2]
    berlin = datetime.fromisoformat("2026-12-01T10:30:00+01:00")
    assert after({}, GOOD, berlin) == after({}, GOOD, NOW)
    for broken in ({"v": 9}, {"v": 1, "state": "x"}, {"nothing": True}):
        assert after(broken, GOOD, NOW) == after({}, GOOD, NOW)


def _card(id: str, kind: str) -> DrillCard:
    text = {"who": "Nurse", "ask": "What?", "answer": "That.", "why": "So."}
    return DrillCard.model_validate(
        {"id": id, "kind": kind, "lens": "clinical", "holds": [{"what": "that", "any": ["that"]}], "rests": [{"fact": "that"}], **text}
    )
