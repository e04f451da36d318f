"""The topic head: three tiers by a threshold that is fitted, the same head from the same bank."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest

from coach.commands.figures import auc
from coach.fitted import SHIPPED_TOPICS
from coach.reading.records import TopicHit
from coach.reading.topics import CLARIFY_MISS_AT_MOST, WRONG_AT_MOST, TopicHead, bank_key, fit
from coach.wiring import Coach

BANK = {
    "price": ["what does it cost", "how expensive is it", "what is the price of one", "what do you charge", "how much money is it", "what would we pay"],
    "nights": [
        "who covers nights",
        "what happens on the night shift",
        "who works at night",
        "who is there at three in the morning",
        "is the night staffed",
        "who is on after eleven",
    ],
    "parking": ["where do I park", "is there a car park", "where can I leave the car", "what about parking", "is parking free", "where do visitors park"],
}
OUTSIDE = ["who won the match", "do you like opera", "how is the weather", "are you on holiday soon", "did you sleep well", "have you got children"]


@pytest.fixture(scope="module")
def head(coach: Coach) -> TopicHead:
    return fit(BANK, OUTSIDE, coach.embedder)


@pytest.mark.parametrize(
    ("text", "topic"), [("what's the cost of it?", "price"), ("who looks after things overnight?", "nights"), ("where should I put my car?", "parking")]
)
def test_other_words_for_a_topic(coach: Coach, head: TopicHead, text: str, topic: str) -> None:
    hits = head.rank(coach.embedder.embed([text])[0])
    assert hits[0].id == topic
    assert [hit.p for hit in hits] == sorted((hit.p for hit in hits), reverse=True)


def test_something_else_is_likely_none_of_them(coach: Coach, head: TopicHead) -> None:
    asked, other = coach.embedder.embed(["what does one of them cost?", "do you enjoy the opera?"])
    assert head.rank(asked)[0].p > head.rank(other)[0].p
    assert head.tier(head.rank(other)) == "deflect"
    assert head.scores(np.stack([asked, other])).sum(axis=1).max() <= 1.0001


def test_tiers_by_the_best_probability(head: TopicHead) -> None:
    def tier(best: float, others: int = 2) -> str:
        return head.tier([TopicHit(id="price", p=best), *[TopicHit(id="nights", p=0.0)] * others])

    assert head.clarify_from <= head.answer_from
    assert tier(head.answer_from) == "answer"
    assert tier(round(head.clarify_from - 0.01, 2)) == "deflect"
    assert head.tier([]) == "deflect"
    if head.clarify_from < head.answer_from:
        assert tier(head.clarify_from) == "clarify"
        assert tier(head.clarify_from, others=0) == "deflect", "there is nothing to choose between"


def test_the_same_bank_gives_the_same_head(coach: Coach, head: TopicHead) -> None:
    shuffled = {name: BANK[name] for name in reversed(BANK)}
    for again in (fit(BANK, OUTSIDE, coach.embedder), fit(shuffled, OUTSIDE, coach.embedder)):
        for field in dataclasses.fields(head):
            np.testing.assert_array_equal(getattr(again, field.name), getattr(head, field.name), field.name)
    assert bank_key(BANK, OUTSIDE, "a") == bank_key(shuffled, OUTSIDE, "a")
    assert (
        len(
            {
                bank_key(BANK, OUTSIDE, "a"),
                bank_key(BANK, OUTSIDE, "b"),
                bank_key(BANK, OUTSIDE[1:], "a"),
                bank_key(BANK | {"price": BANK["price"][1:]}, OUTSIDE, "a"),
            }
        )
        == 4
    )


def test_a_kept_head_is_the_same_head(coach: Coach) -> None:
    made, kept = coach.fitted.topics(BANK, OUTSIDE), coach.fitted.topics(BANK, OUTSIDE)
    assert kept is not made
    vectors = coach.embedder.embed([*OUTSIDE, *(texts[0] for texts in BANK.values())])
    np.testing.assert_array_equal(kept.scores(vectors), made.scores(vectors))
    assert (kept.ids, kept.answer_from, kept.clarify_from) == (made.ids, made.answer_from, made.clarify_from)


def _sampled(coach: Coach, phrasings: int, seed: int) -> tuple[dict[str, list[str]], dict[str, list[str]], list[str]]:
    """Sixty topics of the catalogue with few phrasings each, their other phrasings, and those of the other topics."""
    draw = random.Random(seed)
    names = sorted(coach.shelf.topics)
    draw.shuffle(names)
    texts = {name: draw.sample(coach.shelf.topics[name].phrasings, len(coach.shelf.topics[name].phrasings)) for name in names}
    bank, asked = {name: texts[name][:phrasings] for name in names[:60]}, {name: texts[name][phrasings:] for name in names[:60]}
    return bank, asked, [text for name in names[60:] for text in texts[name]]


@pytest.mark.parametrize("outside", [False, True])
def test_the_promise_holds_on_phrasings_that_were_held_out(coach: Coach, outside: bool) -> None:
    wrong, right, asked_back, missed = [], [], [], []
    for seed in range(3):
        bank, asked, _ = _sampled(coach, 5, seed)
        talk = coach.shelf.small_talk
        head = fit(bank, talk[::2] if outside else [], coach.embedder)
        cases = [(name, text) for name, texts in asked.items() for text in texts] + [("", text) for text in (talk[1::2] if outside else talk)]
        for (name, _), vector in zip(cases, coach.embedder.embed([text for _, text in cases]), strict=True):
            hits = head.rank(vector)
            tier = head.tier(hits)
            wrong.append(tier == "answer" and hits[0].id != name)
            right.append(tier == "answer" and hits[0].id == name)
            if tier == "clarify":
                asked_back.append(name != "")
                missed.append(name not in {hit.id for hit in hits[:2]})
    assert np.mean(wrong) <= WRONG_AT_MOST
    assert np.mean(right) > 0.2, "it keeps the promise by answering, not by silence"
    assert np.mean(asked_back) > 0.8 and np.mean(missed) <= CLARIFY_MISS_AT_MOST


def test_inside_is_told_from_outside_without_a_single_outside_utterance(coach: Coach) -> None:
    bank, asked, others = _sampled(coach, 5, 7)
    head = fit(bank, [], coach.embedder)
    best = {
        kind: head.scores(coach.embedder.embed(texts)).max(axis=1)
        for kind, texts in (("asked", [text for texts in asked.values() for text in texts]), ("talk", coach.shelf.small_talk), ("others", others))
    }
    assert auc([True] * len(best["asked"]) + [False] * len(best["talk"]), [*best["asked"], *best["talk"]]) > 0.9
    assert auc([True] * len(best["asked"]) + [False] * len(best["others"]), [*best["asked"], *best["others"]]) > 0.6


@pytest.mark.parametrize(
    "bank",
    [
        {"price": ["what does it cost"], "nights": ["who covers nights"], "parking": ["where do I park"]},
        {"price": BANK["price"]},
        {"price": ["what does it cost"]},
        {"price": ["what does it cost"] * 3, "parking": ["where do I park"] * 3},
        {"price": BANK["price"], "parking": ["where do I park"]},
        BANK,
    ],
)
@pytest.mark.parametrize("outside", [[], OUTSIDE[:1], OUTSIDE])
def test_small_banks(coach: Coach, bank: dict[str, list[str]], outside: list[str]) -> None:
    head = fit(bank, outside, coach.embedder)
    asked, other = (head.rank(vector) for vector in coach.embedder.embed(["what does it cost?", "do you enjoy the opera?"]))
    assert asked[0].id == "price" and asked[0].p > other[0].p
    assert 0 < head.clarify_from <= head.answer_from < 1
    assert len(asked) == min(3, len(bank)) and all(np.isfinite(hit.p) for hit in (*asked, *other))
    assert head.tier(other) == "deflect"


def test_the_topics_that_ship_were_fitted_on_what_is_there(coach: Coach) -> None:
    """After a change of topics or personas: make fit."""
    bank, outside = coach.fitted._bank(), coach.shelf.small_talk
    with np.load(SHIPPED_TOPICS, allow_pickle=False) as kept:
        assert str(kept["key"]) == bank_key(bank, outside, coach.embedder.name)


@pytest.mark.parametrize(
    "asked", ["Ms. Nadkarni, how do you count what happens after they go home?", "So, Priya, how do you count what happens after they go home?",
              "How do you count what happens after they go home, Ms. Nadkarni?"]
)  # fmt: skip
def test_a_name_in_front_of_a_question_does_not_hide_what_it_is_about(coach: Coach, asked: str) -> None:
    persona = coach.shelf.persona("infection_preventionist")
    reading = coach.stage(persona).reader.read(asked)
    assert (reading.topics[0].id, reading.tier) == ("after_discharge", "answer")
