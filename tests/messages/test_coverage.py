"""Coverage: what there is to say on a day, where there is nothing, what runs out, what is there twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest

from coach.content.base import BELIEFS, LENSES
from coach.content.library import Library, Message
from coach.content.shelf import Shelf, load
from coach.messages.coverage import Gap, coverage, near, needs_of
from coach.messages.lexicon import tokens
from coach.messages.search import Finder

DAY = date(2026, 12, 1)


class Words:
    """Texts with words in common point the same way."""

    name = "words"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        out = np.zeros((len(texts), 64), np.float32)
        for at, text in enumerate(texts):
            for word in tokens(text):
                out[at, sum(map(ord, word)) % 64] += 1
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return load().shelf


@pytest.fixture(scope="module")
def library(shelf: Shelf) -> Library:
    return shelf.libraries["norvane"]


def _with(library: Library, *messages: Message) -> Library:
    return library.model_copy(update={"messages": library.messages.model_copy(update={"messages": list(messages)})})


@pytest.fixture
def message(library: Library) -> Message:
    changes = {"lens": "clinical", "stage": "curious", "needs": ["late_infections_unseen"], "approved_on": DAY, "expires_on": DAY, "seats": []}
    return next(message for message in library.messages.messages if message.status == "approved").model_copy(update=changes)


def test_what_is_counted_is_what_search_may_find(shelf: Shelf, library: Library) -> None:
    for audience in ("professional", "payer"):
        found = coverage(library, needs_of(shelf, library), DAY, audience)
        assert found.in_force == len(Finder(library, Words()).allowed(DAY, audience)) == sum(found.total.values())


@pytest.mark.parametrize(
    "change", [{"status": "draft"}, {"status": "withdrawn"}, {"market": "DE"}, {"approved_on": DAY + timedelta(1)}, {"expires_on": DAY - timedelta(1)}]
)
def test_what_may_not_be_said_covers_nothing(shelf: Shelf, library: Library, message: Message, change: dict[str, object]) -> None:
    needs = needs_of(shelf, library)
    assert coverage(_with(library, message), needs, DAY).count("clinical", "curious") == 1
    found = coverage(_with(library, message.model_copy(update=change)), needs, DAY)
    assert found.in_force == 0 and not found.cells and found.unanswered == [need.id for need in needs]
    assert {gap for gap in found.gaps if gap.need is None} == {Gap(lens, stage, None) for lens in LENSES for stage in BELIEFS}


def test_one_message_fills_its_cell_and_leaves_the_other_rungs_of_the_need(shelf: Shelf, library: Library, message: Message) -> None:
    found = coverage(_with(library, message), needs_of(shelf, library), DAY)
    assert [(cell.lens, cell.stage, cell.need, cell.ids) for cell in found.cells] == [("clinical", "curious", "late_infections_unseen", (message.id,))]
    rungs = {gap.stage for gap in found.gaps if gap.need == "late_infections_unseen"}
    assert rungs == set(BELIEFS) - {"curious"} and Gap("clinical", "curious", None) not in found.gaps
    assert "late_infections_unseen" not in found.unanswered and Gap("clinical", None, "weekend_wound_calls") in found.gaps


def test_a_library_that_nobody_is_met_with_answers_for_the_needs_it_names(shelf: Shelf, library: Library, message: Message) -> None:
    assert [need.id for need in needs_of(shelf, _with(library, message))] == ["late_infections_unseen"]
    assert {need.id for need in needs_of(shelf, library)} >= {"late_infections_unseen", "night_shift_gap"}


def test_what_runs_out_within_ninety_days_comes_nearest_first(library: Library, message: Message) -> None:
    made = [message.model_copy(update={"id": f"in_{days}", "expires_on": DAY + timedelta(days)}) for days in (91, 90, 0, 30)]
    assert [(one.message.id, one.days) for one in coverage(_with(library, *made), [], DAY).expiring] == [("in_0", 0), ("in_30", 30), ("in_90", 90)]


def test_near_duplicates_are_pairs_of_two_messages(library: Library, message: Message) -> None:
    texts = {"one": "Count the late infections yourself", "two": "Yourself, count the late infections", "three": "Our educators come at night", "gone": ""}
    made = [message.model_copy(update={"id": id, "text": text or texts["one"], "status": "approved" if text else "withdrawn"}) for id, text in texts.items()]
    assert [(pair.one.id, pair.other.id, pair.cosine) for pair in near(made, Words())] == [("one", "two", 1.0)]
    assert near(made[:1], Words()) == []
