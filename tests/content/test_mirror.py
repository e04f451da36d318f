"""The rules of the mirror and worked pitches: everything wrong in them is named by file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.commands.lint import lint
from coach.content.mirror import any_word
from coach.content.shelf import ROOT

RULES, PITCHES = "prompts/mirror.yaml", "message_library/norvane/pitches.yaml"


@pytest.mark.parametrize(
    "file, old, new, field, told",
    [
        (RULES, '"um", "uh"', '"um", "world-class"', "empty[1].words[3]", "stands already under filler"),
        (RULES, '"not really"', '"not quite"', "empty[0].unless[0]", "holds none of these words"),
        (RULES, "empty_nearly: 3.0", "empty_nearly: 0.5", "numbers.empty_nearly", "less than empty_holds"),
        (RULES, "{opening_sentences}", "{opening_words}", "", "no such number"),
        (RULES, "  - id: length", "  - id: lenght", "measures[6].id", "did you mean 'length'"),
        (PITCHES, "id: chemo_waits_for_wound", "id: champion_risk", "pitches[0].listener.told[0].id", "which somebody hides"),
        (PITCHES, "messages: [cl_superficial_ssi_highrisk]", "messages: [cl_superficial_ssi_highrisc]", "pitches[0].messages[0]", "did you mean"),
        (PITCHES, "messages: [op_nights_hotline]", "messages: [cl_emergency_fewer_dehiscence]", "pitches[1].messages[0]", "is withdrawn"),
        (PITCHES, "id: trauma_ward_manager", "id: gynecologic_oncologist", "pitches[1].id", "stands twice"),
    ],
)
def test_what_is_wrong_is_named(file: str, old: str, new: str, field: str, told: str, tmp_path: Path) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = lint(tmp_path, None)[0]
    assert [problem.field for problem in problems] == [field] and told in problems[0].what, problems
    assert problems[0].file == str(path)


def test_words_are_words_and_no_patterns() -> None:
    found = any_word(["best-in-class", "kind of", "um"])
    assert [bool(found.search(text)) for text in ("Best in class", "kind  of", "Um, well", "humble", "kindof", "best")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert any_word(["c++ (new)"]).search("our C++ (new) thing") and not any_word([]).search("anything")
