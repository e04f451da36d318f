"""The claim rules as data, held against the library; and what the product itself says or suggests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coach.commands.cases import claim_cases
from coach.commands.evaluate import claim_figures
from coach.commands.lint import lint
from coach.content.library import Message
from coach.content.shelf import ROOT
from coach.messages.claim_numbers import figures
from coach.messages.claim_sources import Standing
from coach.reading.reader import Reader
from coach.roleplay import scripted
from coach.wiring import Coach

DAY = date(2026, 12, 1)
LIBRARIES = ("norvane", "tessvara")
PACK = (ROOT / "prompts/claims/us.yaml").read_text(encoding="utf-8")


def _rules(reader: Reader, text: str, previous: str = "") -> list[str]:
    return [claim.rule for claim in reader.read(text, previous, DAY).claims]


def _in_force(message: Message) -> bool:
    return not Standing(DAY, message.audience, message.seats[0] if message.seats else "sales").objection(message)


@pytest.mark.parametrize("library", LIBRARIES)
def test_an_approved_text_breaks_no_rule(coach: Coach, library: str) -> None:
    shelved = coach.shelf.libraries[library]
    for message in filter(_in_force, shelved.messages.messages):
        reader = coach.reader(shelved, audience=message.audience, seat=message.seats[0] if message.seats else "sales")
        assert _rules(reader, message.text) == [], message.id
        assert set().union(*(_rules(reader, text) for text in message.variants)) <= {"balance"}, message.id
        if message.balance:
            assert _rules(reader, f"{message.text} To be honest about its limits: {message.balance}") == [], message.id


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_message_that_may_not_be_used_is_named_and_not_delivered(coach: Coach, library: str) -> None:
    shelved = coach.shelf.libraries[library]
    barred = [message for message in shelved.messages.messages if Standing(DAY).objection(message) and "?" not in message.text]
    assert barred
    for message in barred:
        reading = coach.reader(shelved).read(message.text, "", DAY)
        assert any(claim.rule == "status" and claim.message == message.id for claim in reading.claims), message.id
        assert message.id not in {hit.id for hit in reading.messages}


def test_what_is_for_a_payer_may_be_told_to_one(coach: Coach) -> None:
    library = coach.shelf.libraries["tessvara"]
    text = next(message.text for message in library.messages.messages if message.id == "ec_payer_per_attack")
    assert "status" in _rules(coach.reader(library), text)
    payer = coach.reader(library, coach.shelf.persona("plan_medical_director"))
    assert _rules(payer, text) == [] and "ec_payer_per_attack" in {hit.id for hit in payer.read(text, "", DAY).messages}


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_lines_of_an_honest_scripted_rep_break_no_rule(coach: Coach, library: str) -> None:
    reader = coach.reader(coach.shelf.libraries[library])
    asked = [line for lines in scripted.ASKS.values() for line in lines]
    own = (scripted.UNKNOWN, scripted.NOT_FOR, scripted.LANDED, scripted.BLOCKERS, scripted.LEAVES)
    for line in (*scripted.OPENINGS, *asked, *scripted.DEEPER, *scripted.MIRRORS, *scripted.BEHIND, *scripted.STEPS, *own):
        assert _rules(reader, line) == [], line


def test_a_harm_is_taken_up_or_found(coach: Coach) -> None:
    reader = coach.reader(coach.shelf.libraries["norvane"])
    heard = "We had a lady blister badly under your dressing."
    assert _rules(reader, "Right. Could we start in March?", heard) == ["adverse_event"]
    assert _rules(reader, "I'm sorry. I have to report that: what happened, and when?", heard) == []


def test_a_number_is_supported_drifted_or_nobodys(coach: Coach) -> None:
    reader = coach.reader(coach.shelf.libraries["norvane"])
    said = "In the trial superficial infections went from 16.5 percent to {} percent, and deep ones didn't change."
    assert _rules(reader, said.format("9.2")) == []
    assert _rules(reader, said.format("5.2")) == ["drift"]
    assert _rules(reader, "Ninety-one percent of surgeons who try it keep using it.") == ["unsupported"]
    assert _rules(reader, "So it is 11 percent on your floor.", "We're at 11 percent.") == []


def test_the_cases_set_aside_are_heard_with_quotes_and_what_to_say_instead(coach: Coach) -> None:
    cases = [case for case in claim_cases(ROOT / "tests/cases/claims.jsonl") if case["aside"]]
    said = []
    for case in cases:
        claims = coach.reader(coach.shelf.libraries[case["library"]]).read(case["text"], case["previous"], DAY).claims
        assert all(claim.quote and claim.quote in case["text"] and claim.why and claim.instead for claim in claims)
        said.append({"rules": [claim.rule for claim in claims]})
    found = claim_figures(cases, said)["all"]
    assert found["precision"] >= 0.85 and found["recall"] >= 0.85


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9.2 against 16.5 percent", [(9.2, "percent"), (16.5, "percent")]),
        ("sixteen and a half percent at week 48", [(16.5, "percent"), (48, "weeks")]),
        ("$3,150, or eighteen thousand dollars", [(3150, "money"), (18000, "money")]),
        ("two hundred and six patients", [(206, "people")]),
        ("it holds -90 mmHg, net -$18,000, a 14-day course", [(90, "mmhg"), (18000, "money"), (14, "days")]),
        ("at 7:30 on the 14th, in 2024, call 555-123-4567", []),
    ],
)
def test_numbers_as_they_are_said(text: str, found: list[tuple[float, str]]) -> None:
    assert [(figure.value, figure.unit) for figure in figures(text)] == found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    severity: warn\n", "    severity: mild\n", "severity"),
        ("    severity: warn\n", "    severity: warn\n    fire: ['x']\n", "did you mean"),
        ("    severity: warn\n", "    severity: warn\n    turn_unless: ['(']\n", "regular expression"),
        ("{rival}", "{rivel}", "no such term"),
    ],
)
def test_a_pack_that_is_wrong_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    place = tmp_path / "prompts/claims/us.yaml"
    place.parent.mkdir(parents=True)
    at = PACK.index("  - id: disparagement") if "turn_unless" in new else 0
    place.write_text(PACK[:at] + PACK[at:].replace(old, new, 1), encoding="utf-8")
    problems, _ = lint(tmp_path, None)
    assert any(told in f"{problem.field} {problem.what}" and problem.line for problem in problems), problems
