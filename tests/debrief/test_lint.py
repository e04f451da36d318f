"""What `content lint` says about a rubric."""

from __future__ import annotations

from pathlib import Path

from coach.content.shelf import ROOT, load
from coach.debrief.lint import problems


def test_the_shipped_rubric_is_clean() -> None:
    loaded = load()
    assert [problem for problem in loaded.problems if "rubrics" in problem.file] == []
    assert problems(loaded) == []


def test_everything_wrong_is_named_with_its_line(tmp_path: Path) -> None:
    text = (ROOT / "prompts/rubrics/conversation.yaml").read_text()
    text = text.replace("when: [opens_with_pitch]", "when: [opens_with_pich]").replace("when: [asks_situation]", "when: []")
    text = text.replace('{level: 3, anchor: "And who should not get it."', '{level: 2, anchor: "And who should not get it."')
    folder = tmp_path / "prompts/rubrics"
    folder.mkdir(parents=True)
    (folder / "conversation.yaml").write_text(text)
    rows = text.splitlines()
    found = {problem.field: problem for problem in problems(load(tmp_path))}
    assert len(found) == 3
    for field, piece, words in (
        ("criteria[1].levels[0].when[0]", "opens_with_pich", "did you mean 'opens_with_pitch'?"),
        ("criteria[3].levels[1].when", "when: []", "at least one finding"),
        ("criteria[8].levels[3].level", "And who should not get it.", "3 is missing"),
    ):
        assert words in found[field].what
        assert piece in rows[found[field].line - 1]
