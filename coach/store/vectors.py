"""The vectors of large libraries in PostgreSQL, by its extension pgvector: every process searches the same ones, and none needs the
files of an index. They are made from the libraries' texts, so they are in no backup and in no migration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, text

from coach.messages.index import OFF
from coach.store.engine import Database
from coach.store.errors import StoreError, explained
from coach.store.migrate import lock

KEPT = 2
"""Versions of a library that are kept: while one is made, processes still search the one before."""
TABLES = """
CREATE TABLE IF NOT EXISTS library_vector_versions (
    library TEXT, version TEXT, width INTEGER NOT NULL, rows INTEGER NOT NULL, made_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (library, version)
);
CREATE TABLE IF NOT EXISTS library_vectors (
    library TEXT, version TEXT, place INTEGER, vector vector NOT NULL,
    PRIMARY KEY (library, version, place),
    FOREIGN KEY (library, version) REFERENCES library_vector_versions ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
)
"""


@dataclass(frozen=True)
class TableRows:
    """The vectors of one version of a library, by their places in its layout. Nothing is held; cosines are computed by PostgreSQL, exactly."""

    table: VectorTable
    library: str
    version: str
    width: int

    def near(self, vector: np.ndarray, start: int, stop: int) -> tuple[np.ndarray, float]:
        chosen = "SELECT array_agg((-(vector <#> %s::vector))::float4 ORDER BY place) FROM library_vectors WHERE library = %s AND version = %s"
        found = self.table.ask(f"{chosen} AND place >= %s AND place < %s", (written(vector), self.library, self.version, start, stop))[0][0] or []
        return self._whole(np.array(found, np.float32), stop - start), OFF

    def take(self, rows: np.ndarray) -> np.ndarray:
        wanted = [int(row) for row in rows]
        chosen = "SELECT place, vector::float4[] FROM library_vectors WHERE library = %s AND version = %s AND place = ANY(%s)"
        found = dict(self.table.ask(chosen, (self.library, self.version, wanted)))
        self._whole(np.empty(len(found)), len(set(wanted)))
        return np.array([found[row] for row in wanted], np.float32).reshape(-1, self.width)

    def _whole(self, found: np.ndarray, count: int) -> np.ndarray:
        if len(found) != count:
            raise StoreError(f"library {self.library!r}: its vectors in the database were replaced by those of a newer version. Draw the page again.")
        return found


class VectorTable:
    """Every method: StoreError where PostgreSQL has no pgvector, or does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ready = False

    def find(self, library: str, version: str) -> TableRows | None:
        """The vectors of a version of a library; None where they were not stored yet."""
        self._set_up()
        found = self.ask("SELECT width FROM library_vector_versions WHERE library = %s AND version = %s", (library, version))
        return TableRows(self, library, version, found[0][0]) if found else None

    def fill(self, library: str, version: str, vectors: Iterable[np.ndarray]) -> TableRows:
        """Store them, some at a time, all or none; where another process was quicker, its are taken."""
        self._set_up()
        with self._connected() as connection, connection.begin():
            lock(connection)
            if self._rows(connection, "SELECT 1 FROM library_vector_versions WHERE library = %s AND version = %s", (library, version)):
                vectors = ()
            place = width = 0
            with self._cursor(connection) as cursor:
                with cursor.copy("COPY library_vectors (library, version, place, vector) FROM STDIN") as copy:
                    for some in vectors:
                        width = some.shape[1]
                        for vector in some:
                            copy.write_row((library, version, place, written(vector)))
                            place += 1
                if place:
                    new = "INSERT INTO library_vector_versions (library, version, width, rows) VALUES (%s, %s, %s, %s)"
                    cursor.execute(new, (library, version, width, place))
                older = "SELECT version FROM library_vector_versions WHERE library = %s ORDER BY made_at DESC OFFSET %s"
                cursor.execute(f"DELETE FROM library_vector_versions WHERE library = %s AND version IN ({older})", (library, library, KEPT))
        found = self.find(library, version)
        assert found is not None
        return found

    def ask(self, statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with self._connected() as connection:
            return self._rows(connection, statement, values)

    def _rows(self, connection: Connection, statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with self._cursor(connection) as cursor:
            return list(cursor.execute(statement, values).fetchall())

    def _cursor(self, connection: Connection) -> Any:
        driver: Any = connection.connection
        return driver.cursor(binary=True)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        import psycopg
        from sqlalchemy.exc import OperationalError

        with explained(self._database.place), self._database.engine.connect() as connection:
            try:
                yield connection
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:  # its own cursor reports to nobody
                raise OperationalError("", None, error) from error

    def _set_up(self) -> None:
        if self._ready:
            return
        with self._connected() as connection, connection.begin():
            lock(connection)
            if connection.scalar(text("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")) is None:
                raise StoreError(f"{self._database.place}: has no pgvector. Install it for this PostgreSQL, or leave COACH_PGVECTOR_FROM out.")
            if connection.scalar(text("SELECT 1 FROM pg_extension WHERE extname = 'vector'")) is None:
                if not connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
                    raise StoreError(f"{self._database.place}: pgvector is not switched on. Have its administrator run CREATE EXTENSION vector there.")
                connection.exec_driver_sql("CREATE EXTENSION vector")
            for statement in TABLES.split(";"):
                connection.exec_driver_sql(statement)
        self._ready = True


def written(vector: np.ndarray) -> str:
    """A vector as pgvector reads it; nine digits bring back the very same single-precision numbers."""
    return "[" + ",".join(f"{number:.9g}" for number in vector.tolist()) + "]"
