"""messages index: what a library is searched by, made beforehand, with a bar that shows how far it is."""

from __future__ import annotations

import argparse
import sys
import time

from coach.commands.common import Commands, command, program
from coach.content.errors import CoachError

WIDTH = 30
EVERY_SECONDS = 0.2


def register(parts: Commands) -> None:
    parser = command(parts, "index", "make what libraries are searched by; goes on where it was interrupted", run)
    parser.add_argument("--library", metavar="ID", help="only this library (default: all)")


def run(given: argparse.Namespace) -> int:
    coach = program()
    if given.library is not None and given.library not in coach.shelf.libraries:
        raise CoachError(f"library {given.library!r}: there is no such library; there are {', '.join(sorted(coach.shelf.libraries)) or 'none'}")
    from coach.messages.index import Layout

    for library in [given.library] if given.library else coach.shelf.libraries:
        layout = Layout.of(coach.shelf.libraries[library].messages.messages)
        bar = Bar(library)
        coach.indexes.of(library, layout, bar)
        bar.close()
        print(f"{library}: {len(layout):,} messages, {int(layout.starts[-1]):,} texts, {coach.searching.name}")
    return 0


class Bar:
    """A line on standard error that is written over; on something that is no terminal, a line every tenth part."""

    def __init__(self, name: str) -> None:
        self._name, self._began, self._first, self._said, self._tenth = name, time.monotonic(), -1, 0.0, -1
        self._screen = sys.stderr.isatty()

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if self._first < 0:
            self._first, self._began = done, now
        tenth = 10 * done // max(of, 1)
        if (self._screen and (now - self._said < EVERY_SECONDS) and done < of) or (not self._screen and tenth == self._tenth):
            return
        self._said, self._tenth = now, tenth
        new = done - self._first
        left = f", about {_spoken((now - self._began) / new * (of - done))} left" if new and done < of else ""
        full = WIDTH * done // max(of, 1)
        line = f"{self._name} [{'#' * full}{'.' * (WIDTH - full)}] {done:,} of {of:,} texts{left}"
        print(f"\r{line:<100}" if self._screen else line, end="" if self._screen else "\n", file=sys.stderr, flush=True)

    def close(self) -> None:
        if self._screen and self._first >= 0:
            print(file=sys.stderr)


def _spoken(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
