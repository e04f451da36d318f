"""The whole database as one file, and back into either engine.

What is taken along follows from the tables themselves, so a new table needs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Date, Float, Integer, Table, Text, cast, column, func, insert, inspect, select, table, text
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError
from sqlalchemy.types import TypeDecorator, TypeEngine

from coach.store.backup_file import Backup, Header, Row, Section, write
from coach.store.engine import Database, open_database
from coach.store.errors import StoreError, explained
from coach.store.migrate import HEAD, create, lock, revise, revision_of, revisions
from coach.store.tables import Base, UtcTime, now

AT_ONCE = 500
"""Rows that are in memory at a time."""
KINDS: Mapping[type, str] = {str: "text", int: "integer", float: "number", bool: "truth", datetime: "time", date: "day"}
TYPES: Mapping[str, TypeEngine[Any]] = {"text": Text(), "integer": Integer(), "number": Float(), "truth": Boolean(), "time": UtcTime(), "day": Date()}
"""A document has none: its text goes to the database as it is, which knows its own column."""


def backup(url: str, path: Path) -> Header:
    """Write everything in the database at `url` to a file, as it was at one moment; the app may go on meanwhile.

    Errors: StoreError for a database that does not answer or is not up to date, and a file that cannot be written.
    """
    if path.exists():
        Backup(path)  # An earlier backup may be replaced by a later one, and nothing else.
    database = open_database(url)
    try:
        with explained(database.place), _snapshot(database) as connection:
            if (revision := revision_of(connection)) != HEAD:
                was = f"is at revision {revision}, this version of the app at {HEAD}" if revision else "has not been set up yet"
                raise StoreError(f"{database.place}: {was}. Start the app once, so that it brings the tables up to date.")
            tables = Base.metadata.sorted_tables
            rows = {one.name: connection.scalar(select(func.count()).select_from(one)) or 0 for one in tables}
            header = Header(HEAD, now().isoformat(timespec="seconds"), connection.dialect.name, rows)
            write(path, header, (Section(one.name, _kinds(one), _read(connection, one)) for one in tables))
            return header
    finally:
        database.close()


def restore(url: str, path: Path, replace: bool = False) -> Header:
    """Bring a backup back into the database at `url`, which is created where there is none. All of it, or nothing.

    `replace`: what is there already goes. Errors: StoreError for a file that is not whole or too new, for a database that holds
    something (unless it is to be replaced), and for one that does not answer.
    """
    file = Backup(path)
    if file.header.revision not in revisions():
        raise StoreError(f"{path}: was made by a newer version of this app (revision {file.header.revision}; this one knows up to {HEAD}). Update the app.")
    file.check()
    database = open_database(url)
    try:
        with database.erase() as session:  # What is replaced is gone for good, as what is deleted is.
            connection = session.connection()
            lock(connection)
            _clear(connection, database.place, replace)
            _fill(connection, file, database.place)
    finally:
        database.close()
    return file.header


def _snapshot(database: Database) -> Connection:
    """A connection that sees the database as it is now, whatever is written meanwhile."""
    if database.engine.dialect.name == "postgresql":
        return database.engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return database.engine.connect()


def _kinds(one: Table) -> dict[str, str]:
    return {column.name: kind_of(column.type) for column in one.columns}


def kind_of(kept: TypeEngine[Any]) -> str:
    """What a column's values are called in the file; of our own types, what they are kept as."""
    if isinstance(kept, JSON):
        return "json"
    return KINDS[(kept.impl_instance if isinstance(kept, TypeDecorator) else kept).python_type]


def _read(connection: Connection, one: Table) -> Iterator[Row]:
    wanted = [cast(column, Text) if isinstance(column.type, JSON) else column for column in one.columns]
    for row in connection.execution_options(yield_per=AT_ONCE).execute(select(*wanted)):
        yield list(row)


def _clear(connection: Connection, place: str, replace: bool) -> None:
    """Make the database empty. Errors: StoreError where that would take something away which is not to be replaced."""
    there = set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
    if not there:
        return
    revision = revision_of(connection)
    if revision is None:
        raise StoreError(f"{place}: holds tables that are not this app's ({', '.join(sorted(there))}). Name an empty database; nothing was changed.")
    revise(connection, revision, place)
    full = [one for one in Base.metadata.sorted_tables if connection.execute(select(one).limit(1)).first() is not None]
    if full and not replace:
        names = ", ".join(one.name for one in full[:3]) + (f" and {len(full) - 3} more" if len(full) > 3 else "")
        raise StoreError(
            f"{place}: is not empty ({names}). `restore FILE --replace` deletes what is there, for good; or name another database. Nothing was changed."
        )
    Base.metadata.drop_all(connection)
    connection.execute(text("DROP TABLE alembic_version"))


def _fill(connection: Connection, file: Backup, place: str) -> None:
    """Make the tables as they were when the backup was made, fill them, and bring them up to date."""
    if file.header.revision == HEAD:
        create(connection)
    else:
        revise(connection, None, place, to=file.header.revision)
    with _rows_in_any_order(connection, file.path):
        for section in file.sections():
            into = table(section.table, *(column(name, TYPES.get(kind)) for name, kind in section.columns.items()))
            try:
                left = iter(section.rows)
                while rows := list(islice(left, AT_ONCE)):
                    connection.execute(insert(into), [dict(zip(section.columns, row, strict=True)) for row in rows])
            except (IntegrityError, ProgrammingError, DataError) as error:
                raise StoreError(f"{file.path}: the database refuses a row of {section.table} ({_reason(error)}). Nothing was changed.") from None
    if file.header.revision != HEAD:
        revise(connection, file.header.revision, place)


@contextmanager
def _rows_in_any_order(connection: Connection, path: Path) -> Iterator[None]:
    """Within a table a row may come before the one that it points to, as a meeting before the one it was branched from. Whether all
    are there is looked at in the end. Errors: StoreError where one is not."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise StoreError(f"{path}: a row of {broken[0]} points to one of {broken[2]} that is not there. Nothing was changed.")
        return
    there = inspect(connection)
    circles = [(one, key["name"]) for one in there.get_table_names() for key in there.get_foreign_keys(one) if key["referred_table"] == one]
    for one, key in circles:
        connection.exec_driver_sql(f'ALTER TABLE "{one}" ALTER CONSTRAINT "{key}" DEFERRABLE INITIALLY DEFERRED')
    yield
    try:
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise StoreError(f"{path}: a row points to one that is not there ({_reason(error)}). Nothing was changed.") from None
    for one, key in circles:
        connection.exec_driver_sql(f'ALTER TABLE "{one}" ALTER CONSTRAINT "{key}" NOT DEFERRABLE')


def _reason(error: IntegrityError | ProgrammingError | DataError) -> str:
    """The first line of what the driver says: it names the rule, and what was in the row comes after it."""
    return str(error.orig).splitlines()[0]
