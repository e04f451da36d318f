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
    print(f"{files} file{'s' if files != 1 else ''}, no problems")
    return 0


def begin(given: argparse.Namespace) -> int:
    from coach.commands.starters import write
    from coach.content.shelf import ROOT
    from coach.settings import settings

    extra = settings().coach_content
    into = given.into or extra or ROOT
    for path in write(given.kind, given.id, into, extra):
        print(path)
    return 0
