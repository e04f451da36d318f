"""Search: what may not be said is never found, and what fits now comes first, with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest

from coach.content.base import LENSES
from coach.content.library import Library, Message
from coach.messages.lexicon import Lexicon, tokens
from coach.messages.search import Finder, mix
from coach.wiring import Coach

DAY = date(2026, 12, 1)


class Words:
    """Texts with words in common point the same way; enough to test everything but meaning."""

    name = "words"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        out = np.zeros((len(texts), 64), np.float32)
        for at, text in enumerate(texts):
            for word in tokens(text):
                out[at, sum(map(ord, word)) % 64] += 1
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)


@pytest.fixture(scope="module")
def library() -> Library:
    from coach.content.shelf import load

    return load().shelf.libraries["norvane"]


def _with(library: Library, *messages: Message) -> Finder:
    return Finder(library.model_copy(update={"messages": library.messages.model_copy(update={"messages": list(messages)})}), Words())


@pytest.fixture
def message(library: Library) -> Message:
    found = next(message for message in library.messages.messages if message.status == "approved" and message.audience == "professional")
    return found.model_copy(update={"approved_on": DAY - timedelta(days=10), "expires_on": DAY + timedelta(days=10), "seats": []})


def test_a_message_may_be_said_from_its_approval_to_the_day_it_expires(library: Library, message: Message) -> None:
    finder = _with(library, message)
    found = {day: bool(finder.search("", on=DAY + timedelta(days=day))) for day in (-11, -10, 0, 10, 11)}
    assert found == {-11: False, -10: True, 0: True, 10: True, 11: False}


@pytest.mark.parametrize(
    "change",
    [
        {"status": "draft"},
        {"status": "in_review"},
        {"status": "withdrawn"},
        {"audience": "payer"},
        {"audience": "patient"},
        {"audience": "internal"},
        {"market": "elsewhere"},
        {"approved_on": None},
        {"expires_on": None},
        {"seats": ["medical"]},
    ],
    ids=str,
)
def test_what_may_not_be_said_is_never_found(library: Library, message: Message, change: dict[str, object]) -> None:
    closed = message.model_copy(update=change)
    for text in (message.text, message.labels[0], ""):
        assert _with(library, closed).search(text, on=DAY) == []
        assert len(_with(library, message).search(text, on=DAY)) == 1


def test_another_audience_and_a_seat_open_their_own(library: Library, message: Message) -> None:
    payer, seated = message.model_copy(update={"audience": "payer"}), message.model_copy(update={"seats": ["medical"]})
    assert _with(library, payer).search("", on=DAY, audience="payer")
    assert _with(library, seated).search("", on=DAY, seat="medical")


def test_only_the_lens_that_is_asked_for(library: Library) -> None:
    finder = Finder(library, Words())
    for lens in LENSES:
        hits = finder.search("what does this change for us", lens=lens, on=DAY, k=99)
        assert hits and {hit.message.lens for hit in hits} == {lens}
        assert all(any(lens in reason for reason in hit.why) for hit in hits)


@pytest.mark.parametrize("text", ["what would it do to my year", "", "?", "🙂", "zzzz qqqq", "x" * 20_000, "{{ 7 * 7 }}"])
def test_shape_and_order(library: Library, text: str) -> None:
    hits = Finder(library, Words()).search(text, stage="evaluating", on=DAY, k=5)
    assert len(hits) == 5 and all(hit.why and all(hit.why) and 0 <= hit.score <= 1 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    shown = hits[0].shown()
    assert {"id", "text", "lens", "stage", "score", "why", "evidence", "balance", "status", "expires_on"} <= set(shown)
    assert shown["status"] == "approved"


def test_with_nothing_said_needs_and_stage_decide(library: Library) -> None:
    finder = Finder(library, Words())
    need = "late_infections_unseen"
    first = finder.search("", needs=[need], stage="evaluating", on=DAY, k=1)[0]
    assert need in first.message.needs and first.message.stage == "evaluating"
    by_stage = finder.search("", stage="recognised", on=DAY, k=1)[0]
    assert by_stage.message.stage == "recognised"


def test_what_fits_rises_and_what_was_said_sinks(library: Library) -> None:
    finder = Finder(library, Words())
    text = "what would it do to my year"
    plain = {hit.message.id: hit for hit in finder.search(text, on=DAY, k=99)}
    best = next(iter(plain.values())).message
    again = finder.search(text, already=[best.id], on=DAY, k=99)
    assert again[0].message.id != best.id
    sunk = next(hit for hit in again if hit.message.id == best.id)
    assert sunk.score < plain[best.id].score and any("already" in reason for reason in sunk.why)
    needed = next(message for message in (hit.message for hit in plain.values()) if message.needs)
    raised = next(hit for hit in finder.search(text, needs=needed.needs[:1], stage=needed.stage, on=DAY, k=99) if hit.message.id == needed.id)
    assert raised.score > plain[needed.id].score or plain[needed.id].score == 1
    assert any("need they have named" in reason for reason in raised.why) and any("where they do" in reason for reason in raised.why)


def test_nothing_to_find(library: Library, message: Message) -> None:
    assert Finder(library, Words()).search("anything", on=date(1999, 1, 1)) == []
    assert _with(library, message).search("anything", on=DAY, k=0) == []


def test_words_in_common_add_a_little_when_spoken_and_more_when_written() -> None:
    near, common = np.array([0.5, 0.45]), np.array([0.0, 4.0])
    assert mix(near, common, "spoken").argmax() == 1 and mix(np.array([0.6, 0.45]), common, "spoken").argmax() == 0
    assert mix(np.array([0.6, 0.45]), common, "written").argmax() == 1
    assert list(mix(near, np.zeros(2), "written")) == list(near)


def test_rare_words_weigh_more() -> None:
    lexicon = Lexicon.of(["the pump and the dressing", "the dressing", "a dressing for the ward"])
    assert lexicon.scores("pump").argmax() == 0 and lexicon.scores("pump")[1] == 0
    assert lexicon.scores("pump")[0] > lexicon.scores("dressing")[0]
    assert Lexicon.of([]).scores("pump").shape == (0,)


def test_what_they_would_say_finds_the_message(coach: Coach) -> None:
    """By meaning, with the real model: the first label of each message is taken as what somebody said."""
    finder = coach.finder("norvane")
    may = finder.allowed(DAY)
    found = [[hit.message.id for hit in finder.search(message.labels[0], lens=message.lens, on=DAY)] for message in may]
    assert sum(message.id == ids[0] for message, ids in zip(may, found, strict=True)) >= 0.9 * len(may)
    hit = finder.search("if it gets red at home they go to urgent care", lens="clinical", on=DAY, k=1)[0]
    assert hit.message.id == "cl_infections_after_discharge" and "urgent care" in hit.why[0]


def test_the_same_search_gives_the_same_answer(coach: Coach) -> None:
    finder = coach.finder("norvane")
    assert finder is coach.finder("norvane")
    one, two = (finder.search("nobody counts the late ones", on=DAY) for _ in range(2))
    assert one == two == Finder(coach.shelf.libraries["norvane"], coach.embedder, coach.shelf.needs).search("nobody counts the late ones", on=DAY)
