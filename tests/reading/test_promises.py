"""Who does what by when: promises of the rep, and steps asked of the other, typed and as speech comes."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.reading.promises import commitments

TUESDAY = date(2026, 12, 1)
CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "promises.yaml").read_text("utf-8"))
SAID = [pytest.param(case["day"], case["text"], case["found"], id=case["text"]) for case in CASES["said"]]
NOTHING: list[str] = CASES["nothing"]


@pytest.mark.parametrize(("on", "text", "found"), SAID)
def test_who_does_what_by_when(on: date, text: str, found: list[dict[str, Any]]) -> None:
    expected = [(item["actor"], item["action"], item["by"].isoformat() if "by" in item else None) for item in found]
    assert [(item.actor, item.action, item.on) for item in commitments(text, on)] == expected


@pytest.mark.parametrize("text", NOTHING)
def test_commits_nobody(text: str) -> None:
    assert commitments(text, TUESDAY) == []


@pytest.mark.parametrize(
    "text", ["I will not send it.", "You'll get it from me some time.", "He sent it on Friday.", "", "?", "...", "\n\n", "I'll", "could you"]
)
def test_no_promise(text: str) -> None:
    assert commitments(text, TUESDAY) == []


@pytest.mark.parametrize(("on", "text", "found"), SAID)
def test_action_and_date_are_words_of_the_text(on: date, text: str, found: list[dict[str, Any]]) -> None:
    for item in commitments(text, on):
        assert item.action in text and item.action == item.action.strip(" ,.?!")
        assert item.date is None or all(part in text for part in item.date.split(" or "))


@pytest.mark.parametrize(("on", "text", "found"), SAID)
def test_without_a_meeting_day_the_words_stay(on: date, text: str, found: list[dict[str, Any]]) -> None:
    dated, undated = commitments(text, on), commitments(text, None)
    assert [(item.actor, item.action, item.date) for item in undated] == [(item.actor, item.action, item.date) for item in dated]
    assert all(item.on is None for item in undated)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'll send you the paper by Friday.", "by Friday"),
        ("I'll send the summary before your committee meets.", "before your committee meets"),
        ("I'll have a proposal for you by Christmas.", "by Christmas"),
        ("I'll forward the certificate on 3/4.", "on 3/4"),
        ("First the two cases. We'll set up the trial the week after.", "the week after"),
        ("I'll send it. Thursday at the latest.", "Thursday at the latest"),
        ("I'll call Priya on Thursday, no hang on, Friday.", "Friday"),
        ("Would Thursday at seven work?", "Thursday at seven"),
    ],
)
def test_the_words_of_the_date(text: str, words: str) -> None:
    (found,) = commitments(text, TUESDAY)
    assert found.date == words


@pytest.mark.parametrize(
    "text",
    [
        "I'll send you the numbers from last Thursday.",
        "I'll prepare a short page for the Friday clinic.",
        "I'll bring your Monday list.",
        "I'll read the March report.",
        "I'll send the form to your office. You said the committee meets on Thursday.",
        "I'll send it because the committee meets on the 14th.",
        "I'll send the paper we talked about on Monday.",
        "I'll send it, you have clinic on Thursday.",
        "I'll send you the two papers. Is Thursday your clinic day?",
    ],
)
def test_a_date_of_something_else_is_not_taken(text: str) -> None:
    (found,) = commitments(text, TUESDAY)
    assert (found.date, found.on) == (None, None)


def test_both_sides_in_order() -> None:
    found = commitments("I'll send you the paper by Friday, and could you ask Priya for the count by Thursday?", TUESDAY)
    assert [(item.actor, item.action, item.on) for item in found] == [
        ("rep", "send you the paper", "2026-12-04"),
        ("stakeholder", "ask Priya for the count", "2026-12-03"),
    ]


def test_a_joint_proposal_needs_a_date() -> None:
    assert [item.actor for item in commitments("Shall we meet on Thursday?", TUESDAY)] == ["stakeholder"]
    assert commitments("Shall we look at the numbers?", TUESDAY) == []


def test_a_corrected_date_replaces_the_first_even_in_the_next_sentence() -> None:
    (found,) = commitments("I'll call Priya on Thursday. No, sorry, Friday.", TUESDAY)
    assert found.on == "2026-12-04"
    (found,) = commitments("I'll call Priya on Thursday. Friday, if I can.", TUESDAY)
    assert found.on == "2026-12-03"


def test_two_days_to_choose_from_are_not_decided() -> None:
    (found,) = commitments("I'll come in on Thursday or Friday.", TUESDAY)
    assert (found.action, found.date, found.on) == ("come in", "on Thursday or Friday", None)


@pytest.mark.parametrize(
    "piece",
    [
        "i'll send ",
        "I'll send it by Friday. ",
        "could the a b c d ",
        "i'll send and bring and call ",
        "on friday i'll ",
        "would friday ",
        "what i'll do is ",
        "i'll send it. Friday. ",
        "the next the first this ",
        "could " + "w" * 40 + " ",
        "would it be possible for ",
        "before your ",
        ". ",
        " ",
        "x" * 100,
        "i'll send a " + "word " * 40,
    ],
)
def test_a_text_of_any_shape_takes_no_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    taken = []
    for _ in range(3):
        began = time.process_time()
        commitments(text, TUESDAY)
        taken.append(time.process_time() - began)
    assert min(taken) < 0.15  # Some 0.03 on a laptop; what grows with the square of the length takes seconds.
