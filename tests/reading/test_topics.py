"""The topic head: three tiers by a threshold that is fitted, the same head from the same bank."""

from __future__ import annotations

import numpy as np
import pytest

from coach.reading.records import TopicHit
from coach.reading.topics import TopicHead, bank_key, fit
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
    again = fit(BANK, OUTSIDE, coach.embedder)
    np.testing.assert_array_equal(again.weights, head.weights)
    assert (again.answer_from, again.clarify_from, again.sharpness) == (head.answer_from, head.clarify_from, head.sharpness)
    shuffled = {name: BANK[name] for name in reversed(BANK)}
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
