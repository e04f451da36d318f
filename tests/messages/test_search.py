"""Search: what may not be said is never found, and what fits now comes first, with its reasons."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.content.base import LENSES
from coach.content.errors import CoachError
from coach.content.library import Library, Message
from coach.messages.index import Held, Layout
from coach.messages.lexicon import Lexicon
from coach.messages.search import Finder, mix
from coach.models import indexes as indexes_module
from coach.models import scan
from coach.models.indexes import Indexes, Mapped
from coach.wiring import Coach

from .words import Words

DAY = date(2026, 12, 1)


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
    near, common = np.array([0.5, 0.46]), np.array([0.0, 4.0])
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


def _large(library: Library, count: int) -> Library:
    """Every message again and again, its words another each time; some closed in each of the ways there are."""
    shipped, made = library.messages.messages, []
    closed: list[dict[str, object]] = [
        {},
        {},
        {"status": "withdrawn"},
        {"audience": "payer"},
        {"market": "elsewhere"},
        {"seats": ["medical"]},
        {"expires_on": DAY},
    ]
    closed += [{"expires_on": DAY - timedelta(days=1)}, {"approved_on": DAY + timedelta(days=1)}, {}, {}]
    for at in range(count):
        one, change = shipped[at % len(shipped)], closed[at % len(closed)]
        change = {"id": f"m_{at}", "text": f"{one.text} {at * 7919 % 1000}", "labels": [f"{label} {at * 104729 % 997}" for label in one.labels], **change}
        made.append(one.model_copy(update=change))
    return library.model_copy(update={"messages": library.messages.model_copy(update={"messages": made})})


QUERIES = ["what would it do to my year", "if it gets red at home they go to urgent care", "nights 441", "zzzz", "", "who trains my nights then"]


@pytest.mark.parametrize("embedder", ["words", "model"])
def test_a_large_library_is_searched_exactly_as_a_small_one(coach: Coach, library: Library, tmp_path: Path, embedder: str) -> None:
    """The path for large libraries, forced upon this one, against the plain one: same messages, same scores, same reasons."""
    many = _large(library, 2_000 if embedder == "words" else 120)
    chosen = Words() if embedder == "words" else coach.embedder
    indexes = Indexes(tmp_path, chosen)
    quick = Finder(many, chosen, coach.shelf.needs, lambda layout: indexes.of(many.id, layout, lambda done, of: None, held=0))
    plain = Finder(many, chosen, coach.shelf.needs)
    assert isinstance(quick.index().rows, Mapped) and isinstance(plain.index().rows, Held)
    moments: list[dict[str, Any]] = [
        {},
        {"lens": "clinical"},
        {"lens": "economic", "stage": "curious", "already": ["m_5", "m_12"]},
        {"kind": "written", "k": 40},
    ]
    moments += [{"needs": ["late_infections_unseen"], "seat": "medical"}, {"audience": "payer"}, {"audience": "patient"}]
    for text in QUERIES:
        for moment in moments:
            assert quick.search(text, on=DAY, **moment) == plain.search(text, on=DAY, **moment)
    shut = {message.id for message in many.messages.messages} - {message.id for message in plain.allowed(DAY)}
    assert len(shut) > 40
    for day in (DAY, DAY + timedelta(days=1)):
        found = {hit.message.id for hit in quick.search("my year", on=day, k=3_000)}
        assert found == {message.id for message in quick.allowed(day)}
    assert {message.id for message in quick.allowed(DAY)} - {message.id for message in quick.allowed(DAY + timedelta(days=1))}


def test_an_index_is_found_again_made_again_when_damaged_and_replaced_when_the_library_changes(library: Library, tmp_path: Path) -> None:
    def rows(library: Library) -> Mapped:
        found = Indexes(tmp_path, Words()).of("norvane", Layout.of(library.messages.messages), lambda done, of: None, held=0).rows
        assert isinstance(found, Mapped)
        return found

    codes = np.array(rows(library).codes)
    (folder,) = tmp_path.glob("*/norvane-*")
    made = (folder / "codes.npy").stat().st_mtime_ns
    assert np.array_equal(rows(library).codes, codes) and (folder / "codes.npy").stat().st_mtime_ns == made
    content = bytearray((folder / "codes.npy").read_bytes())
    content[-5] ^= 255
    for damaged in (bytes(content), bytes(content[:-100]), b""):
        (folder / "codes.npy").write_bytes(damaged)
        assert np.array_equal(rows(library).codes, codes)
    (folder / "whole.json").write_text("{")
    assert np.array_equal(rows(library).codes, codes)
    rows(_large(library, 30))
    assert not folder.exists() and len(list(tmp_path.glob("*/norvane-*"))) == 1


def test_a_large_library_that_nobody_indexed_is_said_and_not_waited_for(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes_module, "WAITING", 100)
    finder = Finder(library, Words(), index=partial(Indexes(tmp_path, Words()).of, "norvane"))
    with pytest.raises(CoachError, match="not indexed yet; run `python -m coach messages index --library norvane`"):
        finder.search("what does it cost", on=DAY)
    assert finder.search("", on=DAY)  # nothing to embed for that
    Indexes(tmp_path, Words()).of("norvane", Layout.of(library.messages.messages), lambda done, of: None)
    assert finder.search("what does it cost", on=DAY)


@pytest.mark.parametrize("width", [7, 64, 384])
def test_the_first_look_is_never_off_by_more_than_it_says(width: int) -> None:
    rng = np.random.default_rng(3)
    vectors = rng.standard_normal((scan.PART + 701, width)).astype(np.float32) * rng.random(width).astype(np.float32) ** 4
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    mapped = Mapped(None, np.arange(len(vectors)), *scan.quantised(vectors))  # type: ignore[arg-type]
    for query in (vectors[5], vectors[-1], -vectors[9], np.eye(width, dtype=np.float32)[0]):
        near, off = mapped.near(query, 3, len(vectors) - 2)
        assert (np.abs(near - vectors[3:-2] @ query) <= off).all() and np.mean(off) < 0.05
        assert np.allclose(near, scan._by_numpy(mapped.codes, query)[3:-2] * mapped.scales[3:-2], atol=0.01)
