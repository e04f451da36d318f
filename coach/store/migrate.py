"""Bringing a database up to date when the app starts.

To change the tables: edit tables.py, write migrations/versions/000N_what.py by hand, and set HEAD. A test fails while
the three disagree.
"""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

import coach.store.tables_team  # noqa: F401 - with it, the metadata knows all tables
from coach.store.engine import BUSY_MILLISECONDS, WRITING, place
from coach.store.errors import ELSEWHERE, StoreError, explained
from coach.store.tables import Base

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0013"
"""The newest revision. Written here so that an up-to-date database is recognised without importing alembic."""

LOCK = 0x636F616368
"""The key of PostgreSQL's advisory lock: 'coach'."""


def migrate(engine: Engine) -> None:
    """Create or upgrade the tables; several processes may call it at once, and one does the work.

    Errors: StoreError for a database made by a newer version (which is left as it is), and for a file that is no
    database, cannot be written or does not answer.
    """
    where = place(engine)
    with explained(where):
        with engine.connect() as connection:
            revision = revision_of(connection)
        if revision != HEAD:
            _upgrade(engine, where)
        if engine.dialect.name == "sqlite":
            _use_wal(engine)
            # A read-only disk is better met here than when the first turn is saved.
            with engine.execution_options(**WRITING).begin():
                pass


def revision_of(connection: Connection) -> str | None:
    """How far the tables of a database are; None where this app has made none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _upgrade(engine: Engine, where: str) -> None:
    # SQLite: the write lock is the lock, and BEGIN IMMEDIATE takes it. Either lock ends with the transaction, so a
    # process that is killed while migrating leaves no lock and no half-made table.
    with engine.execution_options(**WRITING).begin() as connection:
        lock(connection)
        revision = revision_of(connection)  # again, now that nobody else can change it
        if revision == HEAD:
            return
        if revision is None and not set(Base.metadata.tables) & set(inspect(connection).get_table_names()):
            create(connection)
        else:
            revise(connection, revision, where)


def lock(connection: Connection) -> None:
    """Wait until nobody else changes the tables, and let nobody do so until the transaction ends. On SQLite writing is locked already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def create(connection: Connection) -> None:
    """Make the tables of an empty database as they are today, and say that it is up to date. A first start is half a
    second sooner without alembic; a test holds both ways to the same tables."""
    Base.metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def revise(connection: Connection, revision: str | None, where: str, to: str = "head") -> None:
    """Take a database from its revision to the newest, or to another. Errors: StoreError where the revision is not known here."""
    from alembic import command

    if revision is not None and revision not in revisions():
        raise StoreError(
            f"{where}: was made by a newer version of this app (revision {revision}; this one knows up to {HEAD}). "
            f"Update the app, {ELSEWHERE}. Nothing was changed."
        )
    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def revisions() -> set[str]:
    """The revisions that this version of the app knows."""
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}


def _alembic() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "coach.store:migrations")
    return config


def _use_wal(engine: Engine) -> None:
    """Readers do not wait for writers in WAL mode. It is a property of the file, so it is set once and after the
    version was checked, which leaves a refused file untouched."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        if cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",):
            return
        # This one statement does not always wait for other connections, whatever the busy timeout says.
        patience = time.monotonic() + BUSY_MILLISECONDS / 1000
        while True:
            try:
                cursor.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise StoreError(f"{place(engine)}: cannot be switched to WAL mode ({error}). Use a local disk, {ELSEWHERE}.") from error
                if time.monotonic() > patience:
                    return  # it works without; the next start tries again
                time.sleep(0.02)
    finally:
        connection.close()
