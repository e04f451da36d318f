"""Names and identifiers: found in speech, replaced alike throughout, and numbers that scoring needs left alone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from coach.commands.cases import identifier_cases
from coach.commands.identifiers import figures, found_in
from coach.debrief.formats import Utterance
from coach.debrief.private import KINDS, identifiers, labelled, redacted, typed

CASES = Path(__file__).parents[1] / "cases" / "identifiers.jsonl"


def found(text: str, *speakers: str) -> list[tuple[str, str]]:
    said = [*(Utterance(name, "Hello.") for name in speakers), Utterance("Guest", text)]
    return [(item.kind, item.quote) for item in identifiers(said) if item.turn == len(said) - 1]


def test_what_is_set_aside_is_decided_by_the_text_alone() -> None:
    rows = [json.loads(line) for line in CASES.read_text().splitlines()]
    assert len(rows) >= 250 and len({row["text"] for row in rows}) == len(rows)
    assert all(row["aside"] == (hashlib.sha256(row["text"].encode()).digest()[0] % 2 == 0) for row in rows)
    assert 0.4 < sum(not row["find"] for row in rows) / len(rows) < 0.6
    assert {one["kind"] for row in rows for one in row["find"]} <= set(KINDS)


def test_most_is_found_and_little_is_taken_for_nothing() -> None:
    cases = identifier_cases(CASES)
    told = figures(cases, [found_in(case, ["Norvane 7"]) for case in cases])
    for part in ("aside", "seen"):
        assert told[part]["recall"] >= 0.95 and told[part]["precision"] >= 0.95 and told[part]["innocent"] >= 0.97


@pytest.mark.parametrize(
    "text",
    [
        "It cut wound complications from 14% to 9% in 412 patients, p 0.03.",
        "it takes forty minutes and runs for seven days on one battery",
        "we pay $175 to $228 a kit and lost $90,000 in 2024",
        "Let's meet on March 3rd, the committee wants it by the 14th.",
        "She is 67 and came back on day nine.",
        "a 95% confidence interval, n equals 1,204",
        "my PA and the OR nurse both sign, at 7 a.m.",
    ],
)
def test_what_scoring_needs_stays(text: str) -> None:
    assert found(text) == []


def test_the_same_person_has_the_same_number_and_the_talk_still_makes_sense() -> None:
    said = [
        Utterance("Dr. Amira Lee", "Come in."),
        Utterance("Sam Reed", "Thank you, Dr. Lee. Mrs. Halloran's wound, how is it?"),
        Utterance("Dr. Amira Lee", "halloran is fine. Ask Birgit, Sam. She saw Halloran on March 3rd when she was admitted."),
    ]
    left = redacted(said, identifiers(said))
    assert [(item.speaker, item.text) for item in left] == [
        ("Dr. [name 1]", "Come in."),
        ("[name 2]", "Thank you, Dr. [name 1]. Mrs. [name 3]'s wound, how is it?"),
        ("Dr. [name 1]", "[name 3] is fine. Ask [name 4], [name 2]. She saw [name 3] on [date 1] when she was admitted."),
    ]


def test_two_speakers_with_one_surname_stay_two() -> None:
    assert labelled(["Anna Lee", "Bob Lee", "Surgeon", "Guest 3"]) == {
        "Anna Lee": "[name 1]",
        "Bob Lee": "[name 2]",
        "Surgeon": "Surgeon",
        "Guest 3": "Guest 3",
    }


def test_every_quote_stands_where_it_says_and_none_overlap() -> None:
    said = [Utterance("A", json.loads(line)["text"]) for line in CASES.read_text().splitlines()]
    before = (-1, 0)
    for item in identifiers(said):
        assert said[item.turn].text[item.start : item.end] == item.quote
        assert (item.turn, item.start) >= before
        before = (item.turn, item.end)


def test_words_somebody_typed_are_found_everywhere_but_not_twice() -> None:
    said = [Utterance("A", "The blue building, you know. THE BLUE  BUILDING."), Utterance("B", "Blue buildings are rare. Ask Birgit.")]
    first = typed(said, "blue building")
    assert [(item.turn, item.quote, item.replacement) for item in first] == [(0, "blue building", "[removed 1]"), (0, "BLUE  BUILDING", "[removed 1]")]
    assert typed(said, "blue building", first) == [] and typed(said, "green", first) == [] and typed(said, "  ", first) == []
    assert typed(said, "rare", first)[0].replacement == "[removed 2]"
    assert typed(said, "Birgit", identifiers(said)) == []


def test_our_own_product_is_nobody() -> None:
    said = [Utterance("A", "I think Norvane is a mouthful.")]
    assert identifiers(said, ["Norvane 7"]) == []


@pytest.mark.parametrize(
    "text", ["", " ", "...", "🙂🙂", "שלום, ד״ר לוי", "a" * 20_000, "one " * 3_000, "1 " * 3_000, "Dr. " * 2_000, "x@" * 2_000, "Aa " * 3_000]
)
def test_odd_text_is_no_trouble(text: str) -> None:
    said = [Utterance("A", text)]
    redacted(said, identifiers(said))
