"""Programmes: everything wrong in one is named by its field."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.commands.lint import lint
from coach.content.programme import Programme, misfits
from coach.content.shelf import ROOT, Shelf, load
from coach.content.yamlfile import dotted, parse, validated

FILE = "prompts/programmes/norvane_first_weeks.yaml"
TEXT = (ROOT / FILE).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return load().shelf


def written(text: str, top: Path) -> Path:
    path = top / FILE
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("persona: surgeon", "persona: surgeonn", "steps[2].persona", "did you mean 'surgeon'"),
        ("persona: surgeon", "persona: pulmonologist", "steps[2].persona", "belongs to the library 'tessvara'"),
        ("persona: surgeon", "campaign: tarn_hollow", "", "names a persona and no campaign"),
        ("persona: surgeon", "campaign: tarn_hollow\n    persona: surgeon", "steps[2]", "and not both"),
        ("due_after: 26", "due_after: 6", "", "is due before the one above it"),
        ("due_after: 26", "due_after: 26\n    tries: 2", "steps[2].tries", "3"),
        ("behaviour: discovery", "behaviour: charm", "steps[2].behaviour", "discovery"),
        ("library: norvane", "library: norvana", "library", "did you mean 'norvane'"),
        ("id: the_nights", "id: at_the_desk", "", "stands twice"),
    ],
)
def test_what_is_wrong_is_named(shelf: Shelf, tmp_path: Path, old: str, new: str, field: str, says: str) -> None:
    assert old in TEXT
    parsed = parse(written(TEXT.replace(old, new), tmp_path), FILE)
    made = validated(parsed, Programme)
    found = [(one.field, one.what) for one in parsed.problems]
    found += [(dotted(where), what) for where, what in misfits(made, shelf.personas, shelf.accounts, shelf.libraries)] if made else []
    assert any(where.startswith(field) and says in what for where, what in found), found


def test_the_linter_reads_programmes(tmp_path: Path) -> None:
    path = written(TEXT.replace("persona: surgeon", "persona: surgeonn"), tmp_path)
    problems, files = lint(tmp_path, None)
    assert [(one.file, one.field) for one in problems] == [(str(path), "steps[2].persona")] and files == 1
