"""Starting where something is in the way: one clear line on the page, no traceback in the terminal, and nothing touched."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.store.repository import open_store

from .server import ROOT, Server, bare, without_root_powers

if TYPE_CHECKING:
    from .visits import Visit


NO_MODEL = {"COACH_EMBEDDING_MODEL": "/no/such/folder"}
"""Nothing here is read, so no time is spent on loading what reads."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Not started yet, so that its data can be spoilt first."""
    made = Server(tmp_path / "data", tmp_path / "server.log", settings=NO_MODEL)
    made.data.mkdir()
    yield made
    made.stop()
    made.data.chmod(0o755)


def told(visit: Visit) -> str:
    """The one line that the start page shows instead of its content."""
    from .visits import still

    page = visit.open_told("/")
    still(page)
    lines = page.get_by_test_id("stAlert")
    assert lines.count() == 1
    assert not page.get_by_role("button", name="Meet").count()
    assert page.get_by_text("Practise", exact=True).count(), "the rest of the app can be reached"
    line = lines.inner_text().strip()
    assert "Traceback" not in visit.server.said()
    assert "sqlalchemy" not in line.lower() and "sqlite3" not in line.lower()
    return line


@pytest.mark.browser
@pytest.mark.timeout(240)
@pytest.mark.parametrize("with_meetings", [False, True], ids=["on an empty folder", "over meetings of earlier days"])
def test_a_read_only_disk(with_meetings: bool, server: Server, visit: Callable[..., Visit]) -> None:
    if with_meetings:
        open_store(f"sqlite:///{server.data / 'coach.db'}").database.close()
        (server.data / "coach.db").chmod(0o444)
    server.data.chmod(0o555)
    server.start(before=without_root_powers)
    line = told(visit(server))
    assert str(server.data / "coach.db") in line
    assert ("read-only" if with_meetings else "cannot be opened") in line
    assert "DATABASE_URL" in line, "what to do about it"


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_a_database_of_a_newer_version(server: Server, visit: Callable[..., Visit]) -> None:
    file = server.data / "coach.db"
    open_store(f"sqlite:///{file}").database.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    line = told(visit(server.start()))
    assert str(file) in line
    assert "newer version" in line and "9999" in line
    assert "Update the app" in line
    server.stop()
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before, "it is left as it is"


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_a_file_that_is_no_database(server: Server, visit: Callable[..., Visit]) -> None:
    file = server.data / "coach.db"
    file.write_text("Minutes of the meeting of the third of May. " * 50)
    someone = visit(server.start())
    line = told(someone)
    assert str(file) in line
    assert "is not a database of this app" in line and "Move the file away" in line
    assert file.read_text().startswith("Minutes of the meeting")
    shutil.move(file, server.data / "minutes.txt")
    page = someone.open("/")
    page.get_by_role("button", name="Meet").first.wait_for()
    assert page.get_by_role("button", name="Meet").count() >= 4, "done as told, it works without a new start"


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_a_setting_that_cannot_be_used(tmp_path: Path, visit: Callable[..., Visit]) -> None:
    server = Server(tmp_path / "data", tmp_path / "server.log", settings={"COACH_STREAMING_MS": "fast"})
    try:
        line = told(visit(server.start()))
        assert "COACH_STREAMING_MS" in line and "fast" in line
    finally:
        server.stop()


def setup_says(port: str) -> subprocess.CompletedProcess[str]:
    """What `make run` asks before it starts the app."""
    return subprocess.run([sys.executable, ".ci/setup.py", "port", port], cwd=ROOT, env=bare(), capture_output=True, text=True, timeout=60)


def refused(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert not done.stdout
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1
    return lines[0]


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_port_in_use(address: str) -> None:
    with socket.socket() as listener:
        listener.bind((address, 0))
        listener.listen()
        port = listener.getsockname()[1]
        line = refused(setup_says(str(port)))
        assert f"port {port} is in use" in line
        assert f"http://localhost:{port}" in line, "perhaps it is this app already"
        assert "make run PORT=" in line and f"PORT={port}" not in line
    assert setup_says(str(port)).returncode == 0, "free again, it may be taken"


@pytest.mark.parametrize("port", ["0", "65536", "80a", "-1", ""])
def test_what_is_not_a_port(port: str) -> None:
    assert "is not a port" in refused(setup_says(port))


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
def test_make_run_asks_for_the_port_that_it_will_use() -> None:
    for words in (["PORT=8612"], ["RUN_OPTIONS=--server.port 8612"], ["RUN_OPTIONS=--server.port=8612 --server.headless true"]):
        would = subprocess.run(
            ["make", "-n", "run", *words], cwd=ROOT, env={**bare(), "PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=60
        ).stdout
        assert ".ci/setup.py port '8612'" in would, words
        assert would.index("setup.py port") < would.index("streamlit run")


def test_a_server_that_cannot_start_fails_with_its_own_log(tmp_path: Path) -> None:
    """What every browser test relies on: no waiting for a server that is gone, and its own words for the reason."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = Server(tmp_path / "data", tmp_path / "server.log")
        server.port = listener.getsockname()[1]
        with pytest.raises(pytest.fail.Exception) as caught:
            server.start()
    assert "before it answered; its log:" in str(caught.value)
    assert f"Port {server.port} is not available" in str(caught.value) or str(server.port) in str(caught.value)
