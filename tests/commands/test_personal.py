"""Taking one person's data along, and erasing it, from the command line."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.settings import Settings
from coach.wiring import Coach
from tests.store.samples import ANN, BOB, begin

from .conftest import Run


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Coach]:
    """A program of its own, over an empty database; the shared one stays as it is."""
    made = Coach(Settings(coach_data=tmp_path / "data"))
    monkeypatch.setattr("coach.commands.personal.program", lambda: made)
    yield made
    made.store.database.close()


def test_taken_along_and_erased(run: Run, own: Coach, tmp_path: Path) -> None:
    store = own.store
    store.people.ensure("ann", "Ann", "ann@example.org")
    begin(store, turns=2)
    begin(store, BOB, turns=1)
    file = tmp_path / "ann.zip"
    assert run("export-person", "Ann@example.org", file).status == 0
    assert {"people.json", "meetings.json", "said.json", "README.txt"} <= set(zipfile.ZipFile(file).namelist()) and file.stat().st_mode & 0o077 == 0
    assert [(one.by, one.what) for one in store.audit.about(ANN)] == [("command-line", "exported on the command line")]
    for words, line in ((("export-person", "ann", file), "is there already"), (("export-person", "ann", tmp_path / "no" / "x.zip"), "cannot be written")):
        done = run(*words)
        assert done.status == 1 and line in done.errors[0]
    assert run("export-person", "nobody", tmp_path / "x.zip").errors == ["nobody: nothing is kept of anybody with this id or address"]
    counted = run("erase-person", "ann")
    assert counted.status == 0 and "1 people" in counted.out and "Nothing was erased" in counted.out and store.people.me(ANN) is not None
    assert "Where a record had to stay" in run("erase-person", "ann", "--yes").out
    assert store.people.me(ANN) is None and store.meetings.recent(ANN) == [] and len(store.meetings.recent(BOB)) == 1
