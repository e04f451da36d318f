"""Bringing a database up to date, once, whoever starts first."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text

from coach.store.engine import WRITING, open_database
from coach.store.errors import StoreError
from coach.store.migrate import HEAD, create, migrate, revise
from coach.store.repository import open_store
from coach.store.tables import Base

from .samples import ANN, begin

START = """
import sys
import alembic.command
from coach.store.repository import open_store
print("ready", flush=True)
sys.stdin.readline()
store = open_store(sys.argv[1])
store.people.ensure(f"p{sys.argv[2]}", "Somebody")
"""


@pytest.fixture(params=["created", "revised"])
def built(request: pytest.FixtureRequest, url: str) -> Iterator[Connection]:
    """An empty database, built at once from the tables or revision by revision."""
    database = open_database(url)
    with database.engine.execution_options(**WRITING).begin() as connection:
        if request.param == "created":
            create(connection)
        else:
            revise(connection, None, "here")
    with database.engine.connect() as connection:
        yield connection
    database.close()


def test_tables_and_migrations_say_the_same(built: Connection) -> None:
    context = MigrationContext.configure(built, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, Base.metadata) == []
    assert context.get_current_revision() == HEAD


def test_keys_are_the_same_too(built: Connection) -> None:
    # compare_metadata does not look at primary keys, and on SQLite not at the names of foreign keys.
    found = inspect(built)
    for table in Base.metadata.sorted_tables:
        assert found.get_pk_constraint(table.name)["constrained_columns"] == [column.name for column in table.primary_key]
        assert found.get_pk_constraint(table.name)["name"] == table.primary_key.name
        assert {key["name"] for key in found.get_foreign_keys(table.name)} == {key.name for key in table.foreign_key_constraints}


def test_head_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", "coach.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_nothing_to_do_is_quick_and_loses_nothing(url: str) -> None:
    first = open_store(url)
    meeting = begin(first, turns=1)
    first.database.close()
    began = time.perf_counter()
    again = open_store(url)
    took = time.perf_counter() - began
    assert len(again.meetings.load(ANN, meeting).meeting.turns) == 2
    again.database.close()
    assert took < 0.5


@pytest.mark.parametrize("before", ["nothing", "an older version"])
def test_processes_that_start_at_once_migrate_once(url: str, before: str, run: Callable[..., subprocess.Popen[str]]) -> None:
    if before == "an older version":
        older = open_database(url)
        with older.engine.execution_options(**WRITING).begin() as connection:
            revise(connection, None, "here", to="0001")
        older.close()
    started = [run(START, url, str(number)) for number in range(6)]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        _, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, "")
    database = open_database(url)
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM people")) == 6
        assert session.scalars(text("SELECT version_num FROM alembic_version")).all() == [HEAD]
    database.close()


def test_a_newer_database_is_refused_and_left_as_it_is(url: str) -> None:
    store = open_store(url)
    begin(store, turns=1)
    with store.database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0999'"))
        session.execute(text("ALTER TABLE people ADD COLUMN from_the_future TEXT"))
    store.database.close()
    before = contents(url)
    with pytest.raises(StoreError) as caught:
        open_store(url)
    (line,) = caught.value.lines
    assert "newer version of this app (revision 0999" in line
    assert "Update the app" in line
    assert contents(url) == before


def test_a_newer_file_keeps_every_byte_and_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "coach.db"
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0999')")
    engine.dispose()
    before = file.read_bytes()
    with pytest.raises(StoreError):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["coach.db"]


@pytest.mark.parametrize(("way", "step"), [(create, "sqlalchemy.MetaData.create_all"), (revise, "alembic.op.create_index")])
def test_a_migration_that_fails_leaves_an_empty_database(way: Callable[..., None], step: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("killed in the middle")

    database = open_database(url)
    with monkeypatch.context() as patched:
        patched.setattr(step, fail)
        if way is revise:
            patched.setattr("coach.store.migrate.create", lambda connection: revise(connection, None, "here"))
        with pytest.raises(RuntimeError):
            migrate(database.engine)
    with database.read() as session:
        assert inspect(session.connection()).get_table_names() == []
    migrate(database.engine)
    database.close()


def contents(url: str) -> dict[str, list[tuple[object, ...]]]:
    database = open_database(url)
    with database.read() as session:
        tables = inspect(session.connection()).get_table_names()
        found = {table: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table}"))] for table in tables}
    database.close()
    return found
