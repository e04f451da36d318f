"""Everything wrong with a file is said at once, with its line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.commands.lint import lint
from coach.content.errors import CoachError
from coach.content.shelf import ROOT, load

CFO = (ROOT / "prompts/personas/cfo.yaml").read_text(encoding="utf-8")


def _broken() -> tuple[str, dict[str, int]]:
    """The shipped CFO, broken in six places, and the line of each."""
    rows = CFO.splitlines()

    def at(start: str) -> int:
        return next(number for number, row in enumerate(rows) if row.startswith(start))

    rows[at("role_family:")] = "role_family: economical"
    rows[at("  - topic: budget_cycle")] = "  - topic: budget_cycel"
    rows[at("clarify:") + 1] += " and more"  # words after the closing quote
    del rows[at("  evidence_bar:")]
    rows.insert(at("    days:") + 1, "    days: 9")
    rows.insert(at("title:") + 1, 'titel: "Treasurer"')
    lines = {
        "role_family": at("role_family:"),
        "topics[0].topic": at("  - topic: budget_cycel"),
        "clarify": at("clarify:") + 1,
        "card.evidence_bar": at("card:"),
        "endings.advance.days": at("    days: 9"),
        "titel": at("titel:"),
    }
    return "\n".join(rows) + "\n", {field: line + 1 for field, line in lines.items()}


@pytest.fixture
def six(tmp_path: Path) -> tuple[Path, dict[str, int]]:
    text, lines = _broken()
    path = tmp_path / "prompts/personas/cfo.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path, lines


@pytest.mark.parametrize("as_folder", [True, False], ids=["the folder", "the file"])
def test_six_mistakes_are_six_lines(six: tuple[Path, dict[str, int]], tmp_path: Path, as_folder: bool) -> None:
    path, lines = six
    problems, _ = lint(tmp_path if as_folder else path, None)
    assert {problem.field: problem.line for problem in problems} == lines and len(problems) == 6
    said = {problem.field: problem.what for problem in problems}
    assert "'economic'" in said["role_family"] and "did you mean 'budget_cycle'" in said["topics[0].topic"] and "did you mean 'title'" in said["titel"]
    assert "missing" in said["card.evidence_bar"] and "twice" in said["endings.advance.days"] and "YAML" in said["clarify"]
    assert all(problem.file == str(path) for problem in problems)


def test_the_kind_tells_what_a_file_outside_any_folder_is(tmp_path: Path) -> None:
    text, lines = _broken()
    path = tmp_path / "draft.yaml"
    path.write_text(text, encoding="utf-8")
    problems, files = lint(path, None)
    assert files == 1 and {problem.field: problem.line for problem in problems} == lines


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("just words", "is empty or not a list"),
        ("kind: person\nid: x\n", "did you mean 'persona'"),
        ("id: x\n", "one of topics"),
        ("a: &a [*a]\nkind: persona\n", "refers to itself"),
        ("kind: !!python/object/apply:os.system ['true']\n", "one of topics"),
        ("\tkind: persona\n", "not valid YAML"),
    ],
)
def test_files_that_are_nothing_yet(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    problems, _ = lint(path, None)
    assert any(told in str(problem) for problem in problems), problems


def test_not_text_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(b"kind: persona\nname: \xff\n")
    problems, _ = lint(path, None)
    assert [(problem.line, "UTF-8" in problem.what) for problem in problems] == [(2, True)]


def test_a_file_where_nobody_reads_it(tmp_path: Path) -> None:
    for name in ("prompts/persona/cfo.yaml", "prompts/personas/cfo.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(CFO, encoding="utf-8")
    problems, _ = lint(tmp_path, None)
    assert len(problems) == 2 and all("no place that is read" in problem.what for problem in problems)


def test_nothing_to_lint(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(CoachError):
            lint(path, None)


def test_a_library_of_two_files_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "message_library/half"
    folder.mkdir(parents=True)
    for name in ("product", "evidence"):
        text = (ROOT / f"message_library/norvane/{name}.yaml").read_text(encoding="utf-8")
        (folder / f"{name}.yaml").write_text(text.replace("id: norvane", "id: half"), encoding="utf-8")
    problems, _ = lint(tmp_path, None)
    assert ["messages.yaml is missing" in str(problem) for problem in problems] == [True]


def test_what_is_shipped_is_clean() -> None:
    assert [str(problem) for problem in lint(None, None)[0]] == []
    assert load().problems == []
