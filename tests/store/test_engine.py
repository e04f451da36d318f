"""Opening a database: what works, and the one line that is said when it does not."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from coach.content.errors import CoachError
from coach.store.engine import open_database, place
from coach.store.errors import StoreError
from coach.store.repository import Store, open_store

from .samples import ANN, begin


def refused(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(url)
    assert isinstance(caught.value, CoachError)
    assert len(caught.value.lines) == 1
    assert "\n" not in caught.value.lines[0]
    return caught.value.lines[0]


def test_sqlite_is_set_up_for_several_readers_and_a_writer(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/new/folders/coach.db")
    with store.database.read() as session:
        pragmas = {name: session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys", "busy_timeout")}
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000}


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_uses_psycopg(scheme: str) -> None:
    engine = open_database(f"{scheme}://rep:secret@db.example/coach").engine
    assert engine.url.drivername == "postgresql+psycopg"
    assert place(engine) == "postgresql://rep:***@db.example/coach"


@pytest.mark.parametrize("url", ["mysql://root:secret@localhost/coach", "secret", "", "sqlite://", "sqlite:///:memory:", "sqlite:///file:x?uri=true"])
def test_an_address_that_cannot_be_used_is_explained_without_repeating_it(url: str) -> None:
    line = refused(url)
    assert line.startswith("DATABASE_URL")
    assert "sqlite:///path" in line
    assert "secret" not in line


def test_a_postgresql_that_does_not_answer(tmp_path: Path) -> None:
    line = refused(f"postgresql://rep:secret@/coach?host={tmp_path}")
    assert line.startswith("postgresql://rep:***@/coach")
    assert "does not answer" in line
    assert "DATABASE_URL" in line
    assert "secret" not in line


@pytest.mark.parametrize("parent", ["a-file", "/proc"])
def test_a_folder_that_cannot_be_made(tmp_path: Path, parent: str) -> None:
    (tmp_path / "a-file").touch()
    file = tmp_path / parent / "folder" / "coach.db"
    if parent == "/proc" and not Path("/proc").exists():
        pytest.skip("no /proc on this system")
    line = refused(f"sqlite:///{file}")
    assert line.startswith(f"{file}: its folder cannot be created")


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    line = refused(f"sqlite:///{tmp_path}")
    assert line.startswith(f"{tmp_path}: cannot be opened.")
    assert "DATABASE_URL" in line


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear doctor, " * 200)
    assert refused(f"sqlite:///{file}").startswith(f"{file}: is not a database of this app.")
    assert file.read_text() == "Dear doctor, " * 200


READ_ONLY = """
import os, sys
from coach.store.errors import StoreError
from coach.store.repository import open_store
open_store("sqlite:///" + sys.argv[2])  # everything is imported before the process gives up being root
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    open_store("sqlite:///" + sys.argv[1])
except StoreError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="permissions work differently here")
@pytest.mark.parametrize("there_before", [True, False])
def test_a_folder_that_may_not_be_written(tmp_path: Path, run: Callable[..., subprocess.Popen[str]], there_before: bool) -> None:
    # Root may write anywhere, so the process gives that up. Not in tmp_path: only its owner may enter that.
    with tempfile.TemporaryDirectory(prefix="read-only-") as name:
        folder = Path(name)
        file = folder / "coach.db"
        if there_before:
            store = open_store(f"sqlite:///{file}")
            begin(store)
            store.database.close()
            file.chmod(0o444)
        folder.chmod(0o555)
        out, err = run(READ_ONLY, str(file), str(tmp_path / "warm.db")).communicate(timeout=60)
        folder.chmod(0o755)
    assert err == ""
    assert out.count("\n") == 1
    assert out.startswith(f"{file}: ")
    assert "DATABASE_URL" in out


def test_a_full_disk_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/coach.db")
    meeting = begin(store, turns=1)
    store.database.close()
    engine = store.database.engine
    with engine.connect() as connection:  # the only connection of the pool from here on
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match=r"coach.db: cannot grow: the disk is full"):
        store.contents.keep("persona", "surgeon", "hash-1", {"text": "x" * 1_000_000})
    assert len(store.meetings.load(ANN, meeting).meeting.turns) == 2


def test_a_damaged_file(tmp_path: Path) -> None:
    file = tmp_path / "coach.db"
    store = open_store(f"sqlite:///{file}")
    begin(store, turns=3)
    store.database.close()
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    file.write_bytes(data)
    assert str(file) in refused(f"sqlite:///{file}")


def test_a_file_that_another_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.store.engine.BUSY_MILLISECONDS", 50)
    store = open_store(f"sqlite:///{tmp_path}/coach.db")
    with sqlite3.connect(tmp_path / "coach.db") as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="is busy"):
            begin(store)


def test_half_a_transaction_is_none(store: Store) -> None:
    with pytest.raises(RuntimeError), store.database.write() as session:
        session.execute(text("INSERT INTO campaigns (id, owner, title, created_at) VALUES ('x', 'ann', 't', '2026-01-01')"))
        raise RuntimeError
    with store.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM campaigns")) == 0
