"""What the commands share: printing, reading what was handed in, and the program, put together once."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.content.errors import CoachError
from coach.content.library import Library
from coach.content.shelf import Loaded, Shelf, load
from coach.content.yamlfile import did_you_mean

if TYPE_CHECKING:
    from coach.wiring import Coach

Commands = Any
"""What `argparse` calls `_SubParsersAction`, which it keeps private."""
MAX_BYTES = 20_000_000


@cache
def program() -> Coach:
    """The program of this process. Imported here, because what only reads content should answer at once."""
    from coach.wiring import Coach

    return Coach()


@cache
def content() -> Loaded:
    """What people wrote, without anything that a meeting needs."""
    from coach.settings import settings

    return load(settings().coach_content)


def command(commands: Commands, name: str, help: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    """Add a command. `run` returns the exit status and raises CoachError for input that it refuses."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
    parser.set_defaults(run=run)
    return parser


def day(text: str) -> date:
    """An argument such as 2026-12-01."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2026-12-01") from None


def count(text: str) -> int:
    """An argument such as 3: a number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def show(value: Any) -> None:
    """One JSON value on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def show_line(value: Any) -> None:
    """One JSON value on a line of its own, at once."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def tells_trouble() -> None:
    """Keep an endpoint's log off the terminal, for a command that tells every trouble itself: once is enough."""
    logging.getLogger("coach.endpoint").addHandler(logging.NullHandler())


def warn(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def library(shelf: Shelf, id: str | None) -> Library | None:
    """A library by id, or the first there is; None where there is none. Raises CoachError for an id that nobody has."""
    if id is None:
        return next(iter(shelf.libraries.values()), None)
    if id not in shelf.libraries:
        raise CoachError(f"library {id!r}: there is no such library; there are {', '.join(sorted(shelf.libraries)) or 'none'}")
    return shelf.libraries[id]


def known(kind: str, ids: Iterable[str], all_ids: Iterable[str]) -> list[str]:
    """The ids, each of which must exist. Raises CoachError with a line for each that does not."""
    wanted, there = list(ids), list(all_ids)
    if wrong := [f"{kind} {id!r}: there is no such {kind}{did_you_mean(id, there)}" for id in wanted if id not in there]:
        raise CoachError(*wrong)
    return wanted


def read_text(path: Path) -> str:
    """The text of a file. Raises CoachError for one that is missing, no file, too large, or not UTF-8."""
    try:
        if path.is_dir():
            raise CoachError(f"{path}: is a folder; name a file in it")
        if path.stat().st_size > MAX_BYTES:
            raise CoachError(f"{path}: is larger than {MAX_BYTES // 1_000_000} MB; split it")
        return decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise CoachError(f"{path}: cannot be read ({error.strerror or error}); check the name") from None
    except ValueError:
        raise CoachError(f"{str(path)!r}: is not the name of a file") from None


def decoded(raw: bytes, name: str) -> str:
    """Bytes as UTF-8 text. Raises CoachError with the line at which they are something else."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CoachError(f"{name}:{raw[: error.start].count(10) + 1}: is not UTF-8 text; save it as UTF-8") from None


def lines_of(text: str) -> list[str]:
    """The lines of a text, split at line ends and nowhere else (`splitlines` also splits at rarer characters)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def parsed_json(text: str) -> Any:
    """A JSON value. Raises ValueError with a reason for people, without a traceback's worth of nesting."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise ValueError(f"not JSON ({error.msg[0].lower()}{error.msg[1:]} at {place})") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ValueError as error:  # a number with more digits than Python will read
        raise ValueError(f"not JSON ({error})") from None
    return value


def speech(value: Any, name: str) -> str:
    """Words somebody said. Raises ValueError where the value is no text, or text that nobody can have typed."""
    if not isinstance(value, str):
        raise ValueError(f"`{name}` is {'missing' if value is None else 'not a string'}; write it as text in quotes")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"`{name}` holds half a character (a lone surrogate such as \\ud83d); write the character itself") from None
    return value


def json_object(line: str) -> dict[str, Any]:
    """One line of JSONL. Raises ValueError with a reason for people."""
    value = parsed_json(line)
    if not isinstance(value, dict):
        raise ValueError(f"not a JSON object in braces but {type(value).__name__}")
    return value


def objects(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL file with their line numbers. Raises CoachError with a line for each line that is wrong."""
    found, bad = [], []
    for number, line in enumerate(lines_of(read_text(path)), 1):
        if line.strip():
            try:
                found.append((number, json_object(line)))
            except ValueError as error:
                bad.append(f"{path}:{number}: {error}")
    if bad:
        raise CoachError(*bad)
    if not found:
        raise CoachError(f"{path}: is empty; write a JSON object a line")
    return found


def write_lines(path: Path, rows: Iterable[Any]) -> None:
    """Write a JSONL file. Raises CoachError where it cannot be written."""
    try:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    except OSError as error:
        raise CoachError(f"{path}: cannot be written ({error.strerror or error}); name another file") from None
