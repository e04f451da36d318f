"""Layers: a later one replaces a whole object, and a file that is wrong replaces nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.content.shelf import ROOT, load

CFO = (ROOT / "prompts/personas/cfo.yaml").read_text(encoding="utf-8")


@pytest.fixture
def personas(tmp_path: Path) -> Path:
    folder = tmp_path / "prompts/personas"
    folder.mkdir(parents=True)
    return folder


def test_the_users_folder_replaces(personas: Path, tmp_path: Path) -> None:
    (personas / "cfo.yaml").write_text(CFO.replace("Desmond Pike", "Alma Reyes"), encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.shelf.personas["cfo"].name == "Alma Reyes"
    assert loaded.shelf.origins["persona", "cfo"] == str(personas / "cfo.yaml")
    assert set(loaded.shelf.personas) == set(load().shelf.personas)
    assert loaded.shelf.hash("persona", "cfo") != load().shelf.hash("persona", "cfo")


def test_a_new_one_is_added(personas: Path, tmp_path: Path) -> None:
    (personas / "cfo_two.yaml").write_text(CFO.replace("id: cfo\n", "id: cfo_two\n"), encoding="utf-8")
    shelf = load(tmp_path).shelf
    assert {"cfo", "cfo_two"} <= set(shelf.personas)


@pytest.mark.parametrize("text", ["kind: persona\n", "{{{", "", CFO.replace("minutes: 15", "minutes: long"), CFO.replace("id: cfo\n", "id: somebody\n")])
def test_a_broken_file_keeps_what_is_shipped(personas: Path, tmp_path: Path, text: str) -> None:
    (personas / "cfo.yaml").write_text(text, encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.shelf.personas["cfo"] == load().shelf.personas["cfo"]
    assert loaded.problems and all(problem.file == str(personas / "cfo.yaml") for problem in loaded.problems)


def test_edits_come_last_and_one_that_does_not_fit_is_left_out(personas: Path, tmp_path: Path) -> None:
    (personas / "cfo.yaml").write_text(CFO.replace("Desmond Pike", "Alma Reyes"), encoding="utf-8")
    document = load().shelf.documents["persona", "cfo"]
    loaded = load(tmp_path, [("persona", "cfo", document | {"name": "Ida Moss"}), ("persona", "cfo", {"name": "nobody"}), ("unheard_of", "x", {})])
    assert loaded.shelf.personas["cfo"].name == "Ida Moss"
    assert [problem.file for problem in loaded.problems] == ["database", "database"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    loaded = load(tmp_path / "nowhere")
    assert loaded.shelf.personas and [problem.field for problem in loaded.problems] == ["COACH_CONTENT"]


def test_layout_and_comments_do_not_change_the_hash(personas: Path, tmp_path: Path) -> None:
    (personas / "cfo.yaml").write_text("# a remark\n\n" + CFO, encoding="utf-8")
    assert load(tmp_path).shelf.hash("persona", "cfo") == load().shelf.hash("persona", "cfo")


def test_what_the_set_up_parsed_need_not_be_parsed_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from coach.content import kept
    from coach.content.shelf import load

    left, own = tmp_path / "parsed.json", tmp_path / "data" / "parsed.json"
    monkeypatch.setattr(kept, "SET_UP", left)
    first = load(kept=left)
    assert left.exists() and not any(isinstance(file, kept.ParsedBefore) for file in first.files.values())
    second = load(kept=own)
    assert all(isinstance(file, kept.ParsedBefore) for file in second.files.values())
    assert second.shelf.documents == first.shelf.documents and not own.exists(), "nothing was new, so nothing is written"
