"""Vectors of a library in PostgreSQL, by pgvector: the same results as in memory, shared by processes, and a line where it is missing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from coach.messages.search import Finder
from coach.models.indexes import Indexes
from coach.store.engine import Database, open_database
from coach.store.vectors import TableRows, VectorTable
from coach.wiring import Coach

pytestmark = pytest.mark.postgres
DAY = date(2026, 12, 1)
ASKED = ("What does a readmission cost us?", "Who trains my night staff?", "How good is the evidence for that?", "We have a contract already.")


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    server = request.getfixturevalue("postgres")
    opened = open_database(server.create("vectors"))
    yield opened
    opened.close()
    server.drop("vectors")


def results(finder: Finder) -> list[object]:
    return [
        [hit.shown() for hit in finder.search(words, lens=lens, on=DAY, k=k)] for words in ASKED for lens in (None, "economic", "clinical") for k in (3, 40)
    ]


def test_the_same_is_found_as_in_memory(coach: Coach, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = coach.shelf.libraries["norvane"]
    table = VectorTable(database)
    made = Finder(library, coach.embedder, coach.shelf.needs, partial(Indexes(tmp_path / "one", coach.embedder, table, 1).of, "norvane"))
    assert results(made) == results(Finder(library, coach.embedder, coach.shelf.needs))
    assert isinstance(made.index().rows, TableRows)
    # Another machine finds them, without a vector of its own.
    there = Indexes(tmp_path / "two", coach.embedder, VectorTable(database), 1)
    monkeypatch.setattr(there.cache, "ensure", lambda *_: pytest.fail("nothing is to be embedded again"))
    assert results(Finder(library, coach.embedder, coach.shelf.needs, partial(there.of, "norvane"))) == results(made)
    # Below the size that is set, they stay in memory.
    small = Finder(library, coach.embedder, coach.shelf.needs, partial(Indexes(tmp_path / "one", coach.embedder, table, 10_000).of, "norvane"))
    assert not isinstance(small.index().rows, TableRows)


def test_the_version_before_stays_and_older_ones_go(database: Database) -> None:
    table, vectors = VectorTable(database), np.eye(4, dtype=np.float32)
    for version in ("a", "b", "c"):
        rows = table.fill("norvane", version, [vectors[:3], vectors[3:]])
        assert np.array_equal(rows.take(np.array([3, 0, 3])), vectors[[3, 0, 3]])
        assert np.array_equal(rows.near(vectors[2], 1, 4)[0], [0, 1, 0])
    table.fill("norvane", "c", [vectors])  # another process, a moment later
    assert [table.find("norvane", version) is not None for version in ("a", "b", "c")] == [False, True, True]
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM library_vectors")) == 8


def test_without_the_extension_a_line_is_logged_and_memory_serves(
    coach: Coach, database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture, postgres: object
) -> None:
    with database.write() as session:
        session.execute(text("DROP ROLE IF EXISTS plain"))
        session.execute(text("CREATE ROLE plain LOGIN"))
        session.execute(text("GRANT ALL ON SCHEMA public TO plain"))
    plain = open_database(database.engine.url.set(username="plain").render_as_string(hide_password=False))
    library = coach.shelf.libraries["norvane"]
    try:
        with caplog.at_level(logging.WARNING, "coach"):
            finder = Finder(library, coach.embedder, index=partial(Indexes(tmp_path, coach.embedder, VectorTable(plain), 1).of, "norvane"))
            assert finder.search(ASKED[0], on=DAY)
    finally:
        plain.close()
        with database.write() as session:
            session.execute(text("DROP OWNED BY plain"))
            session.execute(text("DROP ROLE plain"))
    (line,) = [record.getMessage() for record in caplog.records if record.name == "coach"]
    assert "searched on this machine" in line and "CREATE EXTENSION vector" in line
    assert not isinstance(finder.index().rows, TableRows)
