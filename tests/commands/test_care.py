"""messages coverage, import and export, as they are printed, on a content folder of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.commands import common
from coach.content.base import BELIEFS, LENSES
from coach.content.shelf import ROOT
from coach.settings import settings
from tests.commands.conftest import Run

HEADINGS = "id,text,lens,stage,needs,labels,claim type,document number,approved by,approved on,expires,market,audience,owner\n"
ROW = "count_with_you,We can count with you.,clinical,curious,,a|b,process,ALD-900,Board,2026-03-01,2027-03-01,US,professional,Clinical\n"


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty content folder, read anew by every call."""
    folder = tmp_path / "mine"
    monkeypatch.setenv("COACH_CONTENT", str(folder))
    folder.mkdir()
    forget()
    yield folder
    monkeypatch.undo()
    forget()


def forget() -> None:
    settings.cache_clear()
    common.content.cache_clear()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    (tmp_path / "copy.csv").write_text(HEADINGS + ROW, encoding="utf-8")
    return tmp_path / "copy.csv"


def test_coverage_counts_and_names_the_gaps(ready: Run) -> None:
    found = ready("messages", "coverage", "--library", "norvane", "--on", "2026-12-01", "--json").json
    assert list(found["map"]) == list(LENSES) and all(list(row) == list(BELIEFS) for row in found["map"].values())
    empty = {(lens, stage) for lens, row in found["map"].items() for stage, count in row.items() if not count}
    assert empty == {(gap["lens"], gap["stage"]) for gap in found["gaps"] if gap["need"] is None}
    assert sum(count for row in found["map"].values() for count in row.values()) == found["in_force"] <= found["messages"]
    assert all(pair["cosine"] >= 0.9 and pair["one"] != pair["other"] for pair in found["near"])
    assert "may be said" in ready("messages", "coverage", "--library", "norvane", "--on", "2026-12-01").out
    later = ready("messages", "coverage", "--on", "2099-01-01", "--json").json
    assert later["in_force"] == 0 and len([gap for gap in later["gaps"] if gap["need"] is None]) == len(LENSES) * len(BELIEFS)


def test_a_dry_run_writes_nothing_an_import_does_and_undo_brings_back(run: Run, mine: Path, sheet: Path) -> None:
    tried = run("messages", "import", sheet, "--library", "norvane", "--dry-run", "--json").json
    assert (tried["new"], tried["changed"], tried["written"]) == (["count_with_you"], [], None) and not list(mine.iterdir())
    forget()
    done = run("messages", "import", sheet, "--library", "norvane", "--json").json
    assert done["new"] == ["count_with_you"] and Path(done["written"]).is_relative_to(mine)
    forget()
    assert run("messages", "lint").status == 0 and "count_with_you" in run("messages", "export", "--library", "norvane").out
    forget()
    again = run("messages", "import", sheet, "--library", "norvane", "--json").json
    assert (again["new"], again["changed"], again["unchanged"], again["written"]) == ([], [], ["count_with_you"], None)
    sheet.write_text(HEADINGS + ROW.replace("We can count", "We could count"), encoding="utf-8")
    forget()
    assert run("messages", "import", sheet, "--library", "norvane", "--json").json["changed"] == [{"id": "count_with_you", "version": 2, "fields": ["text"]}]
    assert run("messages", "import", "--undo", "--library", "norvane").status == 0
    forget()
    assert "We can count" in run("messages", "export", "--library", "norvane").out
    assert run("messages", "import", "--undo", "--library", "norvane").status == 0
    forget()
    assert "count_with_you" not in run("messages", "export", "--library", "norvane").out and not list((mine / "message_library").iterdir())
    assert run("messages", "import", "--undo", "--library", "norvane").status == 1


def test_one_bad_row_and_nothing_is_written(run: Run, mine: Path, sheet: Path) -> None:
    sheet.write_text(HEADINGS + ROW + ROW.replace("2027-03-01", "03/04/2027").replace("clinical,", "clincal,"), encoding="utf-8")
    done = run("messages", "import", sheet, "--library", "norvane", "--json")
    assert (done.status, done.out) == (1, "") and [line.split(" ")[:2] for line in done.errors] == [[f"{sheet}:3", "expires:"], [f"{sheet}:3", "lens:"]]
    assert not list(mine.iterdir())


def test_a_library_that_is_broken_is_not_built_upon(run: Run, mine: Path, sheet: Path) -> None:
    folder = mine / "message_library" / "norvane"
    folder.mkdir(parents=True)
    for name in ("product", "messages"):
        (folder / f"{name}.yaml").write_bytes((ROOT / f"message_library/norvane/{name}.yaml").read_bytes())
    done = run("messages", "import", sheet, "--library", "norvane")
    assert done.status == 1 and len(done.errors) == 1 and "evidence.yaml is missing" in done.err


def test_usage_and_what_nobody_has(run: Run, sheet: Path) -> None:
    assert run("messages", "import").status == 2
    assert run("messages", "import", sheet, "--undo").status == 2
    for words in (("import", sheet), ("export",), ("coverage",)):
        done = run("messages", *words, "--library", "nowhere")
        assert (done.status, done.out) == (1, "") and "there are norvane" in done.err


def test_export_to_a_file_goes_by_its_name(run: Run, tmp_path: Path) -> None:
    for name, begins in (("a.csv", "\ufeffid,"), ("a.json", "{"), ("a.yaml", "# "), ("a.md", "# ")):
        assert run("messages", "export", "--out", tmp_path / name).status == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    done = run("messages", "export", "--out", tmp_path)
    assert done.status == 1 and "cannot be written" in done.err


def test_an_export_with_what_was_edited_in_the_app(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from coach.curation import Curation
    from coach.reviews.viewer import Viewer
    from coach.wiring import Coach

    monkeypatch.setenv("COACH_DATA", str(tmp_path / "app"))
    forget()
    Curation(Coach(edited=True), Viewer("me", "admin")).withdraw("norvane", "op_nights_educator", 1, "No staff.")
    status = {words: run("messages", "export", "--library", "norvane", "--format", "json", *words).json["messages"] for words in ((), ("--edited",))}
    found = {words: next(one["status"] for one in rows if one["id"] == "op_nights_educator") for words, rows in status.items()}
    assert found == {(): "approved", ("--edited",): "withdrawn"}
    monkeypatch.undo()
    forget()


def test_a_list_too_long_for_a_file_is_refused_with_the_way_that_takes_it(run: Run, mine: Path, sheet: Path) -> None:
    long = ROW.replace("We can count", "We can count " + "and count again " * 100)
    sheet.write_text(HEADINGS + "".join(long.replace("count_with_you", f"count_{at}") for at in range(3000)), encoding="utf-8")
    done = run("messages", "import", sheet, "--library", "norvane")
    assert done.status == 1 and len(done.errors) == 1 and "bring the list in on the page Library" in done.err
    assert not list(mine.iterdir())
