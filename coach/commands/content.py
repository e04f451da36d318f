"""content: the files that people write, checked and begun."""

from __future__ import annotations

import argparse
from pathlib import Path

from coach.commands.common import Commands, command
from coach.content.errors import CoachError

KINDS = ("persona", "account", "library")


def register(commands: Commands) -> None:
    group = commands.add_parser("content", help="the files that people write: lint, new")
    parts = group.add_subparsers(dest="part", required=True, metavar="lint|new")
    linting = command(parts, "lint", "every problem in the files that people write, all at once", lint)
    linting.add_argument("path", metavar="PATH", nargs="?", type=Path, help="a file, or a folder laid out like the project (default: everything)")
    linting.add_argument(
        "--near", action="store_true", help="also every two lines, across personas, that say the same in nearly the same words (embeds them all: a minute)"
    )
    new = command(parts, "new", "a commented starter for a persona, an account or a library", begin)
    new.add_argument("kind", choices=KINDS)
    new.add_argument("id", metavar="ID", help="lower case letters, digits and underscores; stable for ever")
    new.add_argument("--into", metavar="DIR", type=Path, help="the folder laid out like the project (default: COACH_CONTENT, or else the project)")


def lint(given: argparse.Namespace) -> int:
    from coach.commands.lint import lint as problems_at
    from coach.settings import settings

    problems, files = problems_at(given.path, settings().coach_content)
    if problems:
        raise CoachError(*map(str, problems))
    if given.near:
        _near()
    print(f"{files} file{'s' if files != 1 else ''}, no problems")
    return 0


def _near() -> None:
    """Raises CoachError with a line for each pair of lines that are too close."""
    from coach.commands.common import program
    from coach.roleplay.near import near_lines

    coach = program()
    pairs = [
        f"{coach.shelf.origins['persona', pair.one[0]]} {pair.one[1]}: says nearly what {pair.other[0]} {pair.other[1]} says (cosine {pair.cosine:.2f}); "
        f"rewrite one: {pair.one[2]!r}, {pair.other[2]!r}"
        for pair in near_lines(coach.shelf.personas.values(), coach.embedder)
    ]
    if pairs:
        raise CoachError(*pairs)


def begin(given: argparse.Namespace) -> int:
    from coach.commands.starters import write
    from coach.content.shelf import ROOT
    from coach.settings import settings

    extra = settings().coach_content
    into = given.into or extra or ROOT
    for path in write(given.kind, given.id, into, extra):
        print(path)
    return 0
