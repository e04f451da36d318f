"""Opening a database and the two ways to use it: a short reading session and a short writing one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, sessionmaker

from coach.store.errors import ELSEWHERE, StoreError, explained
from coach.store.tables import Base

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

BUSY_MILLISECONDS = 5000
WRITING = {"coach_begin": "BEGIN IMMEDIATE"}
"""SQLite: take the write lock at the start. A transaction that reads first and writes later fails at once when
another one wrote in between; one that begins immediately waits for its turn instead."""


@dataclass(frozen=True)
class Database:
    """An engine and its sessions. Safe to share between threads; sessions are not, so make one for each task."""

    engine: Engine
    sessions: sessionmaker[Session]
    writing: Engine  # the same connections, with the write lock from the start

    @property
    def place(self) -> str:
        return place(self.engine)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session to read with. Errors: StoreError."""
        with explained(self.place), self.sessions() as session:
            yield session

    def ask(self) -> None:
        """Whether it answers and can be written to; nothing is. Errors: StoreError."""
        with self.write() as session:
            session.execute(text("SELECT 1"))

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session in a transaction, committed at the end of the block and rolled back by any error. Errors: StoreError."""
        with explained(self.place), self.sessions(bind=self.writing) as session, session.begin():
            yield session

    @contextmanager
    def erase(self) -> Iterator[Session]:
        """The same, for deleting for good. On SQLite the pages are overwritten and the log beside the file is emptied; PostgreSQL
        gives the room back when it next vacuums."""
        lite = self.engine.dialect.name == "sqlite"
        with self.write() as session:
            if lite:
                session.execute(text("PRAGMA secure_delete = ON"))
            yield session
        if lite:
            raw = self.engine.raw_connection()  # Outside any transaction: inside one the log cannot be emptied.
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                raw.close()

    def close(self) -> None:
        """Give back all connections. The database can still be used; it connects again."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """A database by its address: `sqlite:///file`, or `postgresql://user@host/name`. Nothing is read yet.

    The folder of an SQLite file is created. Errors: StoreError for an address that is not understood and a folder that
    cannot be created.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        file = Path(parsed.database or "")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{file}: its folder cannot be created ({error.strerror}). Make it writable, {ELSEWHERE}.") from error
        engine = create_engine(parsed)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        timeout = {} if "connect_timeout" in parsed.query else {"connect_timeout": 5}
        engine = create_engine(parsed, pool_pre_ping=True, connect_args=timeout)
    # Nothing is flushed behind our back: an append is a few statements, and each is meant.
    sessions = sessionmaker(engine, expire_on_commit=False, autoflush=False)
    return Database(engine, sessions, engine.execution_options(**WRITING))


def place(engine: Engine) -> str:
    """What to call the database in an error: the file, or the address without its password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=True)


def insert(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, which each engine has under its own name."""
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # a tenth of a second that SQLite need not pay

        return postgresql.insert(table)
    return sqlite.insert(table)


def _parsed(url: str) -> URL:
    expected = "Use sqlite:///path/to/file.db or postgresql://user:password@host/name."
    try:
        parsed = make_url(url.strip())
    except (ArgumentError, ValueError):
        # The text itself is not repeated: it may hold a password.
        raise StoreError(f"DATABASE_URL is not the address of a database. {expected}") from None
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise StoreError(f"DATABASE_URL: {parsed.drivername} is not supported. {expected}")
    if parsed.drivername == "sqlite" and (not parsed.database or parsed.database == ":memory:" or parsed.database.startswith("file:")):
        raise StoreError(f"DATABASE_URL names no file, and SQLite in memory cannot be shared between threads. {expected}")
    return parsed


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself, or BEGIN IMMEDIATE comes too late.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys = ON")
    # In WAL mode a killed process loses nothing this way, and a database is never damaged; a power cut may cost the last
    # seconds. Waiting for the disk twice a turn would cost every turn more than deciding it does.
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("coach_begin", "BEGIN"))
