"""What `content lint` says about a rubric."""

from __future__ import annotations

import re
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
    text = text.replace("not_for: [case_support, no_ask]", "not_for: [no_ask, no_ask]").replace("    not_for: [corridor]\n", "")
    folder = tmp_path / "prompts/rubrics"
    folder.mkdir(parents=True)
    (folder / "conversation.yaml").write_text(text)
    rows = text.splitlines()
    found = {problem.field: problem for problem in problems(load(tmp_path))}
    assert len(found) == 5
    for field, piece, words in (
        ("criteria[1].levels[0].when[0]", "opens_with_pich", "did you mean 'opens_with_pitch'?"),
        ("criteria[3].levels[1].when", "when: []", "at least one finding"),
        ("criteria[8].levels[3].level", "And who should not get it.", "3 is missing"),
        ("criteria[9].not_for[1]", "no_ask, no_ask", "stands twice"),
        ("criteria[7]", "id: objection", "write [] for none"),
    ):
        assert words in found[field].what
        assert piece in rows[found[field].line - 1]


def test_a_purpose_in_which_nothing_is_looked_at_is_named(tmp_path: Path) -> None:
    text = re.sub(r"not_for: \[.*\]", "not_for: [corridor]", (ROOT / "prompts/rubrics/conversation.yaml").read_text())
    folder = tmp_path / "prompts/rubrics"
    folder.mkdir(parents=True)
    (folder / "conversation.yaml").write_text(text)
    assert [problem.what.split(";")[0] for problem in problems(load(tmp_path))] == ["nothing is looked at in a meeting of the purpose corridor"]
    (folder / "conversation.yaml").write_text(text.replace("not_for: [corridor]", "not_for: [coridor]", 1))
    assert any("not_for" in problem.field for problem in load(tmp_path).problems)
