"""What can go wrong with the database, in one line each for the person who can put it right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from coach.content.errors import CoachError
from coach.events import tell

ELSEWHERE = "or point DATABASE_URL at another place"

SQLITE_SAYS = (
    ("readonly database", f"is read-only. Make the file and its folder writable, {ELSEWHERE}."),
    ("unable to open", f"cannot be opened. Check that its folder exists and that you may write there, {ELSEWHERE}."),
    ("not a database", f"is not a database of this app. Move the file away, {ELSEWHERE}."),
    ("malformed", f"is damaged. Restore a backup, {ELSEWHERE}."),
    ("disk is full", "cannot grow: the disk is full. Free some space and try again; what was saved before is safe."),
    ("disk I/O", "cannot be read or written: the disk reports an error. Check the disk and the space on it."),
    ("is locked", "is busy: another program has held it for more than 5 seconds. Try again, or close that program."),
    ("no such table", "has not been set up yet. Start the app once, so that it creates its tables."),
)
"""Part of SQLite's own message, and what is said after the file's name instead."""


LASTS = ("not a database", "malformed", "no such table")
"""Of these, what does not pass by itself."""


class StoreError(CoachError):
    """The database cannot do what was asked; `lines` say why and what to do."""


class Unavailable(StoreError):
    """The database cannot do it now, and may again in a moment: it does not answer, is busy, or has no room. Nothing was written."""


class Taken(StoreError):
    """Somebody else appended this turn first."""


class NotAllowed(StoreError):
    """What somebody in this role may not do."""


class NotYours(StoreError):
    """Absent, or somebody else's: deliberately the same words, so that guessing an address tells nothing."""

    def __init__(self, line: str = "There is no such meeting, or it is not yours.") -> None:
        super().__init__(line)


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what a driver reports about disk, file, network and locks into a StoreError that begins with `place`.

    Broken statements and violated constraints are mistakes in the code and pass through unchanged.
    """
    try:
        yield
    except (exc.IntegrityError, exc.ProgrammingError, exc.DataError):
        raise
    except exc.TimeoutError as error:
        tell("database_error", kind="crowded")
        raise Unavailable(f"{place}: too many people at once; no connection became free. Try again in a moment.") from error
    except exc.DBAPIError as error:
        tell("database_error", kind=type(error.orig).__name__)
        lasting = type(error.orig).__module__.startswith("sqlite3") and any(part in str(error.orig) for part in LASTS)
        raise (StoreError if lasting else Unavailable)(f"{place}: {_said(error)}") from error


def _said(error: exc.DBAPIError) -> str:
    text = str(error.orig).strip()
    first = text.splitlines()[0] if text else type(error.orig).__name__
    if type(error.orig).__module__.startswith("sqlite3"):
        return next((line for part, line in SQLITE_SAYS if part in first), f"SQLite reports: {first}.")
    if "No space left" in text:
        return "cannot grow: PostgreSQL's disk is full. Free some space there and try again; what was saved before is safe."
    if "connect" in first:
        return f"PostgreSQL does not answer ({first}). Check that the server runs and that DATABASE_URL is right."
    return f"PostgreSQL reports: {first}."
