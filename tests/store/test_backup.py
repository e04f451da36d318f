"""The whole database as a file and back, between both engines; and what is said where that cannot be."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Text, cast, insert, inspect, select, text

from coach.__main__ import main
from coach.store.backup import backup, kind_of, restore
from coach.store.engine import WRITING, open_database
from coach.store.errors import StoreError
from coach.store.migrate import HEAD, revise, revisions
from coach.store.repository import open_store
from coach.store.tables import Base

from .samples import ANN, begin

TABLES = Base.metadata.sorted_tables
ODD = 'Zoë said: “5 µg”, 你好, 🩺, "quoted"\n\tback\\slash % :name'


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of another new, empty database: with `url`, all four ways from engine to engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/other/coach.db"
        return
    server = request.getfixturevalue("postgres")
    name = f"other_{random.getrandbits(40)}"
    yield server.create(name)
    server.drop(name)


def fill(url: str) -> None:
    """Something in every table there is, whatever tables there are: three rows, in which every column that may be empty is so once."""
    store = open_store(url)
    begin(store, turns=2)
    made: dict[str, list[dict[str, Any]]] = {}
    with store.database.write() as session:
        for one in TABLES:
            rows = made[one.name] = [{column.name: value_of(column, number) for column in one.columns} for number in range(3)]
            for row, key in ((row, key) for row in rows for key in one.foreign_key_constraints):
                # A row that points to its own table points to the one after it, which is not there yet when it is restored.
                number = rows.index(row)
                target = made[key.referred_table.name][(number + 1) % 3 if key.referred_table is one else number]
                row.update({element.parent.name: target[element.column.name] for element in key.elements})
            if any(key.referred_table is one for key in one.foreign_key_constraints):
                pointing = {element.parent.name for key in one.foreign_key_constraints if key.referred_table is one for element in key.elements}
                session.execute(insert(one), [row | dict.fromkeys(pointing) for row in rows])
                for row in rows[:2]:
                    keys = [column == row[column.name] for column in one.primary_key.columns]
                    session.execute(one.update().where(*keys).values({name: row[name] for name in pointing}))
            else:
                session.execute(insert(one), rows)
    store.database.close()


def value_of(column: Any, number: int) -> Any:
    if column.nullable and number == 2:
        return None
    kind = kind_of(column.type)
    if kind == "json":
        return {"v": 1, "words": ODD, "numbers": [number, 0.1 + number, 1e-300], "nothing": None, "nul": "\0"}
    if kind == "time":
        return datetime(2026, 3, 29, 1, 59, 59, 123456 + number, UTC) + timedelta(days=number)
    if kind == "day":
        return date(2026, 2, 27) + timedelta(days=number)
    if kind in ("integer", "number"):
        return number + (7 if kind == "integer" else 0.1)
    if kind == "truth":
        return bool(number % 2)
    return f"{column.table.name}{number}" if column.primary_key or column.foreign_keys else f"{ODD} {number}"


def everything(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """What a database holds, documents letter for letter."""
    database = open_database(url)
    with database.read() as session:
        found = {
            one.name: sorted(map(tuple, session.execute(select(*(cast(c, Text) if isinstance(c.type, JSON) else c for c in one.columns)))), key=repr)
            for one in TABLES
        }
    database.close()
    return found


def refused(url: str, file: Path, **how: bool) -> str:
    with pytest.raises(StoreError) as caught:
        restore(url, file, **how)
    (line,) = caught.value.lines
    assert "\n" not in line
    return line


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A backup of a full SQLite database."""
    url = f"sqlite:///{tmp_path}/source/coach.db"
    fill(url)
    backup(url, tmp_path / "good.backup")
    return tmp_path / "good.backup"


def test_all_of_it_comes_back_in_either_engine(url: str, other: str, tmp_path: Path) -> None:
    fill(url)
    before = everything(url)
    assert all(len(rows) >= 3 for rows in before.values()), "every table has something to lose"
    made = backup(url, tmp_path / "all.backup")
    restore(other, tmp_path / "all.backup")
    assert everything(other) == before
    assert made.rows == {name: len(rows) for name, rows in before.items()}
    store = open_store(other)  # up to date, and it can be written
    begin(store, turns=1)
    database = store.database
    with database.read() as session:  # its constraints are the ones that a new database has
        found = inspect(session.connection())
        assert not [key for one in TABLES for key in found.get_foreign_keys(one.name) if key["options"].get("deferrable")]
    database.close()


def test_a_backup_is_one_moment_though_people_go_on(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(url)
    store = open_store(url)
    before = everything(url)
    inner = backup.__globals__["_read"]

    def meanwhile(*given: Any) -> Any:
        begin(store, turns=1)
        return inner(*given)

    monkeypatch.setitem(backup.__globals__, "_read", meanwhile)
    made = backup(url, tmp_path / "now.backup")
    store.database.close()
    assert made.rows == {name: len(rows) for name, rows in before.items()}
    target = f"sqlite:///{tmp_path}/now/coach.db"
    restore(target, tmp_path / "now.backup")
    assert everything(target) == before
    assert everything(url) != before


def test_a_database_that_holds_something_is_kept_unless_it_is_said(url: str, file: Path) -> None:
    store = open_store(url)
    mine = begin(store, turns=1)
    store.database.close()
    before = everything(url)
    line = refused(url, file)
    assert "is not empty (" in line and "--replace" in line
    assert everything(url) == before
    restore(url, file, replace=True)
    after = everything(url)
    assert after == everything(f"sqlite:///{file.parent}/source/coach.db")
    assert mine not in [row[0] for row in after["meetings"]]


def test_tables_that_are_not_ours_are_left_alone(url: str, file: Path) -> None:
    database = open_database(url)
    with database.write() as session:
        session.execute(text("CREATE TABLE people (badge TEXT)"))
        session.execute(text("INSERT INTO people VALUES ('7')"))
    assert "not this app's (people)" in refused(url, file, replace=True)
    with database.read() as session:
        assert session.scalar(text("SELECT badge FROM people")) == "7"
    database.close()


def spoiled(file: Path, how: str) -> None:
    raw = file.read_bytes()
    lines = gzip.decompress(raw).splitlines(keepends=True)
    if how == "cut":
        file.write_bytes(raw[: len(raw) // 2])
    elif how == "flipped":
        file.write_bytes(raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 0x10]) + raw[len(raw) // 2 + 1 :])
    elif how == "cut at a line":
        file.write_bytes(gzip.compress(b"".join(lines[:-9])))
    elif how == "a row less":
        file.write_bytes(gzip.compress(b"".join(lines[:2] + lines[3:])))
    elif how == "another word":
        file.write_bytes(gzip.compress(b"".join(lines).replace("你好".encode(), "您好".encode(), 1)))
    elif how == "a word for a time":
        file.write_bytes(gzip.compress(b"".join(lines).replace(b"2026-03-29T", b"yesterday T", 1)))
    elif how == "more behind it":
        file.write_bytes(gzip.compress(b"".join(lines) + b"{}\n"))
    elif how == "a letter":
        file.write_text("Dear doctor")
    elif how == "another program's":
        file.write_bytes(gzip.compress(b'{"format": "of somebody else"}\n'))
    elif how == "nobody's":
        file.unlink()
    else:
        header = json.loads(lines[0]) | ({"v": 2} if how == "newer format" else {"revision": "0999"})
        rewritten(file, [json.dumps(header).encode() + b"\n", *lines[1:-1]])


def rewritten(file: Path, lines: list[bytes]) -> None:
    """A file whose checksum is right."""
    end = {"end": True, "sha256": hashlib.sha256(b"".join(lines)).hexdigest()}
    file.write_bytes(gzip.compress(b"".join(lines) + json.dumps(end).encode() + b"\n"))


SAYS = {
    "cut": "is cut off",
    "flipped": "is damaged",
    "cut at a line": "is damaged",
    "a row less": "is damaged",
    "another word": "is damaged (its checksum is wrong)",
    "a word for a time": "is damaged (row 1 of",
    "more behind it": "is damaged (it does not end where its tables do)",
    "a letter": "is no backup of this app",
    "another program's": "is no backup of this app",
    "nobody's": "cannot be read (No such file or directory)",
    "newer format": "was written by a newer version of this app",
    "newer revision": "was made by a newer version of this app (revision 0999",
}


def test_a_file_that_cannot_be_trusted_changes_nothing(file: Path, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path}/target/coach.db"
    store = open_store(target)
    begin(store, turns=1)
    store.database.close()
    before, good = everything(target), file.read_bytes()
    for how, words in SAYS.items():
        spoiled(file, how)
        line = refused(target, file, replace=True)
        assert line.startswith(f"{file}: {words}"), f"{how}: {line}"
        assert everything(target) == before, how
        file.write_bytes(good)


def test_a_whole_file_whose_rows_do_not_fit_together_changes_nothing(url: str, file: Path) -> None:
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)[:-1]
    wrong = [line.replace(b'"meetings1"', b'"nowhere"') if line.startswith(b'["meetings1",') else line for line in lines]
    assert wrong != lines
    rewritten(file, wrong)
    store = open_store(url)
    begin(store, turns=1)
    store.database.close()
    before = everything(url)
    assert str(file) in refused(url, file, replace=True)
    assert everything(url) == before


def test_an_older_backup_is_brought_up_to_date(url: str, tmp_path: Path) -> None:
    older = sorted(revisions())[-2]
    source = open_database(f"sqlite:///{tmp_path}/old/coach.db")
    with source.engine.execution_options(**WRITING).begin() as connection:
        revise(connection, None, "here", to=older)
        known = {name: [one["name"] for one in inspect(connection).get_columns(name)] for name in inspect(connection).get_table_names()}
    source.close()
    full = f"sqlite:///{tmp_path}/full/coach.db"
    store = open_store(full)
    meeting = begin(store, turns=2)
    store.database.close()
    backup(full, tmp_path / "old.backup")
    lines = [json.loads(line) for line in gzip.decompress((tmp_path / "old.backup").read_bytes()).splitlines()[:-1]]
    kept: list[Any] = [lines[0] | {"revision": older, "rows": {name: count for name, count in lines[0]["rows"].items() if name in known}}]
    places: list[int] | None = None
    for line in lines[1:]:
        if isinstance(line, dict):
            places = [at for at, (name, _) in enumerate(line["columns"]) if name in known[line["table"]]] if line["table"] in known else None
            if places is not None:
                kept.append(line | {"columns": [line["columns"][at] for at in places]})
        elif places is not None:
            kept.append([line[at] for at in places])
    rewritten(tmp_path / "old.backup", [json.dumps(line).encode() + b"\n" for line in kept])
    restore(url, tmp_path / "old.backup")
    store = open_store(url)
    assert len(store.meetings.load(ANN, meeting).meeting.turns) == 3
    with store.database.read() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    store.database.close()


def test_no_number_is_given_out_by_the_database() -> None:
    """Where one were, restoring would have to set the counter behind it too."""
    assert not [one.name for one in TABLES if one.autoincrement_column is not None]


def test_what_lies_there_is_not_written_over_by_mistake(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/source/coach.db"
    with pytest.raises(StoreError, match="is no backup of this app"):
        backup(url, tmp_path / "source" / "coach.db")
    backup(url, file)  # an earlier one may be
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreError, match="cannot be written"):
        backup(url, tmp_path / "nowhere" / "coach.backup")


FULL = """
import resource, signal, sys
from pathlib import Path
from coach.store.backup import backup
from coach.store.errors import StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    backup(sys.argv[1], Path(sys.argv[2]))
except StoreError as error:
    print(error)
"""


def test_a_disk_that_fills_up_leaves_the_backup_before(file: Path, tmp_path: Path, run: Callable[..., subprocess.Popen[str]]) -> None:
    before, url = file.read_bytes(), f"sqlite:///{tmp_path}/source/coach.db"
    store = open_store(url)
    store.contents.keep("persona", "long", "hash-1", {"text": random.Random(1).randbytes(200_000).hex()})
    store.database.close()
    out, err = run(FULL, url, str(file)).communicate(timeout=60)
    assert err == ""
    assert out.startswith(f"{file}: cannot be written") and out.count("\n") == 1
    assert file.read_bytes() == before
    assert not list(tmp_path.glob(".*part"))


def test_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from coach.settings import settings

    def at(name: str) -> None:
        settings.cache_clear()
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/{name}.db")

    fill(f"sqlite:///{tmp_path}/one.db")
    try:
        at("one")
        assert main(["backup", str(tmp_path / "b")]) == 0
        at("two")
        assert main(["restore", str(tmp_path / "b"), "--json"]) == 0
        out = capsys.readouterr().out
        assert json.loads(out[out.index("{") :])["rows"]["meetings"] == 4
        assert main(["restore", str(tmp_path / "b")]) == 1
        assert capsys.readouterr().err.count("\n") == 1
        at("three")
        assert main(["backup", str(tmp_path / "c")]) == 1
        assert "has not been set up yet" in capsys.readouterr().err
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert everything(f"sqlite:///{tmp_path}/one.db") == everything(f"sqlite:///{tmp_path}/two.db")
