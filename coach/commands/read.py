"""read: what the rep did, a line each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from coach.commands.common import Commands, command, day, json_object, library, program, show_line, speech, warn
from coach.content.errors import CoachError


def register(commands: Commands) -> None:
    parser = command(commands, "read", "what the rep did in each line of JSON", run)
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help='lines of {"text": ..., "previous": ...}; `-` or nothing: standard input')
    parser.add_argument("--persona", metavar="ID", help="whose library claims are judged by (default: the first library)")
    parser.add_argument("--on", type=day, metavar="DATE", help="day of the meeting, from which `Thursday` counts")
    parser.add_argument("--jsonl", action="store_true", help="lines of JSON (the only form there is)")


def run(given: argparse.Namespace) -> int:
    coach = program()
    if given.persona:
        chosen = coach.shelf.library_of(coach.shelf.persona(given.persona))
    else:
        chosen = library(coach.shelf, None)
    reader = coach.reader(chosen)
    failed = False
    for number, line in _incoming(given.file):
        try:
            words, previous = _said(line)
        except ValueError as error:
            failed = True
            warn(f"line {number}: {error}")
            continue
        show_line(reader.read(words, previous, given.on).model_dump(mode="json"))
    return 1 if failed else 0


def _said(line: bytes) -> tuple[str, str]:
    """The text of a line, and what the other said just before it. Raises ValueError with a reason for people."""
    try:
        value = json_object(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("not UTF-8 text; save it as UTF-8") from None
    previous = value.get("previous")
    return speech(value.get("text"), "text"), speech(previous, "previous") if previous is not None else ""


def _incoming(file: str) -> Iterator[tuple[int, bytes]]:
    """Each line that is not blank, as it arrives, with its number."""
    if file == "-":
        yield from _numbered(sys.stdin.buffer)
        return
    try:
        with Path(file).open("rb") as stream:
            yield from _numbered(stream)
    except (OSError, ValueError) as error:
        raise CoachError(f"{file}: cannot be read ({getattr(error, 'strerror', None) or error}); check the name") from None


def _numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    yield from ((number, line) for number, line in enumerate(stream, 1) if line.strip())
