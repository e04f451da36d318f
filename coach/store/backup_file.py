"""The file that a backup is: compressed lines of JSON, read and written a line at a time.

    {"format": "listen-first backup", "v": 1, "revision": "0007", "made": "2026-12-01T08:00:00+00:00", "from": "sqlite", "rows": {"people": 2}}
    {"table": "people", "columns": [["id", "text"], ["name", "text"], ["created_at", "time"]]}
    ["ann", "Ann", "2026-12-01T07:59:00+00:00"]
    ...
    {"end": true, "sha256": "..."}

The checksum is of all lines before the last, uncompressed. Documents are kept as the text that the database holds, so that they come
back letter for letter.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from coach.store.errors import StoreError

FORMAT, VERSION = "listen-first backup", 1
LONGEST_LINE = 256 * 2**20
"""Bytes. A row is rarely more than a hundred thousand; a line without an end must not fill the memory."""
PYTHON: Mapping[str, type] = {"text": str, "integer": int, "number": float, "truth": bool, "json": str, "time": datetime, "day": date}
"""What a value of each kind is. `json` is the document's text."""
Row = list[Any]


@dataclass(frozen=True)
class Header:
    """What the first line says. `rows`: how many each table has, tables in the order in which they can be filled."""

    revision: str
    made: str
    engine: str
    rows: Mapping[str, int]


@dataclass(frozen=True)
class Section:
    """A table in the file: its columns with their kinds, and its rows."""

    table: str
    columns: Mapping[str, str]
    rows: Iterable[Row]


def write(path: Path, header: Header, sections: Iterable[Section]) -> str:
    """Write a backup and return its checksum. The file appears under its name when it is whole, readable by its owner alone.

    Errors: StoreError where it cannot be written; what lay there before stays.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    digest = hashlib.sha256()
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6) as file:

                def put(value: object) -> None:
                    line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                    digest.update(line)
                    file.write(line)

                put({"format": FORMAT, "v": VERSION, "revision": header.revision, "made": header.made, "from": header.engine, "rows": dict(header.rows)})
                for section in sections:
                    put({"table": section.table, "columns": list(section.columns.items())})
                    for row in section.rows:
                        put([_plain(value) for value in row])
                checksum = digest.hexdigest()
                put({"end": True, "sha256": checksum})
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror or error}). Free some space or name another place; no backup was made.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return checksum


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


class Backup:
    """A backup to be read. Nothing is held but the line in hand. Errors: StoreError for a file that is none, is cut off, is damaged,
    or comes from a newer version."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._open() as file:
            self.header = self._header(file, hashlib.sha256())

    def sections(self) -> Iterator[Section]:
        """The tables, in order; the rows of one are to be taken before the next. When the last is through, everything was checked:
        each value against its column, the numbers of rows against the header, the whole against its checksum."""
        with self._open() as file:
            digest = hashlib.sha256()
            header = self._header(file, digest)
            line = self._line(file)
            for table, count in header.rows.items():
                columns = self._columns(line, table)
                digest.update(line)
                after: list[bytes] = []
                yield Section(table, columns, self._rows(file, digest, table, columns, count, after))
                line = after[0]
            self._end(line, digest.hexdigest(), file)

    def check(self) -> int:
        """Read it all; returns how many rows it holds."""
        return sum(1 for section in self.sections() for _ in section.rows)

    def _rows(self, file: gzip.GzipFile, digest: Any, table: str, columns: Mapping[str, str], count: int, after: list[bytes]) -> Iterator[Row]:
        kinds = list(columns.values())
        for number in range(1, count + 1):
            line = self._line(file)
            digest.update(line)
            values = self._json(line)
            if not isinstance(values, list) or len(values) != len(kinds):
                raise self._damaged(f"row {number:,} of {table} is none")
            try:
                yield [None if value is None else _value(kind, value) for kind, value in zip(kinds, values, strict=True)]
            except (TypeError, ValueError):
                raise self._damaged(f"row {number:,} of {table} holds what its columns cannot") from None
        after.append(self._line(file))

    def _header(self, file: gzip.GzipFile, digest: Any) -> Header:
        try:
            line = file.readline(LONGEST_LINE)
            found = json.loads(line)
            ours = found["format"] == FORMAT
        except (gzip.BadGzipFile, EOFError, zlib.error, ValueError, KeyError, TypeError, RecursionError):
            ours = False
        except OSError as error:
            raise self._unreadable(error) from None
        if not ours:
            raise StoreError(f"{self.path}: is no backup of this app. `python -m coach backup FILE` writes one.") from None
        if found.get("v") != VERSION:
            raise StoreError(f"{self.path}: was written by a newer version of this app (format {found.get('v')}; this one reads {VERSION}). Update the app.")
        digest.update(line)
        try:
            rows = {str(table): int(count) for table, count in found["rows"].items()}
            return Header(str(found["revision"]), str(found["made"]), str(found["from"]), rows)
        except (AttributeError, KeyError, TypeError, ValueError):
            raise self._damaged("its first line is incomplete") from None

    def _columns(self, line: bytes, table: str) -> dict[str, str]:
        found = self._json(line)
        try:
            columns = {str(name): str(kind) for name, kind in found["columns"]}
            sound = found["table"] == table and set(columns.values()) <= set(PYTHON)
        except (KeyError, TypeError, ValueError):
            sound = False
        if not sound:
            raise self._damaged(f"the table {table} is not where it should be")
        return columns

    def _end(self, line: bytes, checksum: str, file: gzip.GzipFile) -> None:
        found = self._json(line)
        if not isinstance(found, dict) or found.get("end") is not True or self._more(file):
            raise self._damaged("it does not end where its tables do")
        if found.get("sha256") != checksum:
            raise self._damaged("its checksum is wrong")

    def _more(self, file: gzip.GzipFile) -> bool:
        try:
            return bool(file.read(1))  # This is also where the compression's own checksum is looked at.
        except (EOFError, OSError, zlib.error):
            return True

    def _open(self) -> gzip.GzipFile:
        try:
            return gzip.open(self.path, "rb")
        except OSError as error:
            raise self._unreadable(error) from None

    def _line(self, file: gzip.GzipFile) -> bytes:
        try:
            line = file.readline(LONGEST_LINE)
        except EOFError:
            raise StoreError(f"{self.path}: is cut off; its end is missing. Take another backup; nothing was changed.") from None
        except (gzip.BadGzipFile, zlib.error):
            raise self._damaged("it cannot be uncompressed") from None
        except OSError as error:
            raise self._unreadable(error) from None
        if not line.endswith(b"\n"):
            raise self._damaged("a line has no end")
        return line

    def _json(self, line: bytes) -> Any:
        try:
            return json.loads(line)
        except (ValueError, RecursionError):
            raise self._damaged("a line is no JSON") from None

    def _damaged(self, why: str) -> StoreError:
        return StoreError(f"{self.path}: is damaged ({why}). Take another backup; nothing was changed.")

    def _unreadable(self, error: OSError) -> StoreError:
        return StoreError(f"{self.path}: cannot be read ({error.strerror or error}). Check the name.")


def _value(kind: str, value: Any) -> Any:
    """A value as the database takes it. Raises TypeError or ValueError for one that is not of its kind."""
    if kind == "time":
        found = datetime.fromisoformat(value)
        if found.tzinfo is None:
            raise ValueError
        return found
    if kind == "day":
        return date.fromisoformat(value)
    if kind == "number" and type(value) is int:
        return float(value)
    if kind == "json":
        json.loads(value)
    if type(value) is not PYTHON[kind]:
        raise TypeError
    return value
