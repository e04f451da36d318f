"""read: what the rep did, a line each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from coach.commands.common import Commands, command, day, json_object, library, program, show_line, speech, warn
from coach.content.errors import CoachError
from coach.reading.reader import MAX_CHARACTERS

BLOCK = 65_536
MAX_LINE = 500_000
"""Bytes of one line: two texts of the longest kind, even where each character is written as an escape, fit in."""


def register(commands: Commands) -> None:
    parser = command(commands, "read", "what the rep did in each line of JSON", run)
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help='lines of {"text": ..., "previous": ...}; `-` or nothing: standard input')
    parser.add_argument("--persona", metavar="ID", help="whose library claims are judged by (default: the first library)")
    parser.add_argument("--on", type=day, metavar="DATE", help="day of the meeting, from which `Thursday` counts")
    parser.add_argument("--jsonl", action="store_true", help="lines of JSON (the only form there is)")


def run(given: argparse.Namespace) -> int:
    coach = program()
    persona = coach.shelf.persona(given.persona) if given.persona else None
    if persona is not None:
        chosen = coach.shelf.library_of(persona)
    else:
        chosen = library(coach.shelf, None)
    reader = coach.reader(chosen, persona)
    failed = False
    for lines in _incoming(given.file):
        turns = []
        for number, line in lines:
            try:
                turns.append(_said(line))
            except ValueError as error:
                failed = True
                warn(f"line {number}: {error}")
        for reading in reader.read_all(turns, given.on, date.today()):
            show_line(reading.model_dump(mode="json"))
    return 1 if failed else 0


def _said(line: bytes | None) -> tuple[str, str]:
    """The text of a line, and what the other said just before it. Raises ValueError with a reason for people."""
    if line is None:
        raise ValueError(f"longer than {MAX_LINE:,} bytes; one line is one turn of a conversation, so split it")
    try:
        value = json_object(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("not UTF-8 text; save it as UTF-8") from None
    text, previous = speech(value.get("text"), "text"), value.get("previous")
    if not text.strip():
        raise ValueError("`text` is empty; write what was said, or leave the line out")
    for name, words in (("text", text), ("previous", previous)):
        if isinstance(words, str) and len(words) > MAX_CHARACTERS:
            raise ValueError(f"`{name}` has {len(words):,} characters; nobody talks that long in one turn, so split it at {MAX_CHARACTERS:,}")
    return text, speech(previous, "previous") if previous is not None else ""


def _incoming(file: str) -> Iterator[list[tuple[int, bytes | None]]]:
    """The lines that are not blank, with their numbers, a handful at a time; a line too long to be a turn is None."""
    if file == "-":
        yield from _numbered(sys.stdin.buffer)
        return
    try:
        with Path(file).open("rb") as stream:
            yield from _numbered(stream)
    except (OSError, ValueError) as error:
        raise CoachError(f"{file}: cannot be read ({getattr(error, 'strerror', None) or error}); check the name") from None


def _numbered(stream: BinaryIO) -> Iterator[list[tuple[int, bytes | None]]]:
    """Whatever has arrived is handed on: a file in large handfuls, a line typed or piped in at once. Holds one handful and
    the line that is not complete yet, however long the stream is."""
    number, rest, dropping = 0, b"", False
    while block := stream.read1(BLOCK):  # type: ignore[attr-defined]
        *lines, rest = (rest + block).split(b"\n")
        found: list[tuple[int, bytes | None]] = []
        for line in lines:
            number += 1
            if dropping or len(line) > MAX_LINE:
                found.append((number, None))
            elif line.strip():
                found.append((number, line))
            dropping = False
        if len(rest) > MAX_LINE:
            rest, dropping = b"", True
        yield found
    if dropping:
        yield [(number + 1, None)]
    elif rest.strip():
        yield [(number + 1, rest if len(rest) <= MAX_LINE else None)]
