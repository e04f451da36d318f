"""messages: search what may be said, check what was said, lint a library; the care of one is in `care`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import get_args

from coach.commands import care, index
from coach.commands.common import Commands, command, count, day, known, library, program, show
from coach.content.base import BELIEFS, LENSES
from coach.content.errors import CoachError
from coach.content.library import Audience
from coach.content.persona import Seat


def register(commands: Commands) -> None:
    group = commands.add_parser("messages", help="the approved messages: search, index, check, lint, coverage, import, export")
    parts = group.add_subparsers(dest="part", required=True, metavar="search|index|check|lint|coverage|import|export")
    finding = command(parts, "search", "approved messages for this moment, best first", search)
    finding.add_argument("text", metavar="TEXT", help="what they said, or what you look for; empty: by stage and needs alone")
    finding.add_argument("--lens", choices=LENSES, help="only messages through this lens")
    finding.add_argument("--stage", choices=BELIEFS, help="the rung on which they stand")
    finding.add_argument("--need", metavar="ID", action="append", default=[], help="a need they have named; may be given again")
    finding.add_argument("--already", metavar="ID", action="append", default=[], help="a message they have heard; may be given again")
    finding.add_argument("--library", metavar="ID", help="the library (default: the first)")
    finding.add_argument("--on", type=day, metavar="DATE", help="the day on which it is said (default today)")
    finding.add_argument("-k", type=count, default=3, metavar="N", help="how many (default 3)")
    finding.add_argument("--json", action="store_true", help="as JSON")
    checking = command(parts, "check", "claims in a text that the rules object to", check)
    checking.add_argument("text", metavar="TEXT")
    checking.add_argument("--previous", default="", metavar="TEXT", help="what the other said just before")
    checking.add_argument("--library", metavar="ID", help="the library (default: the first)")
    checking.add_argument("--audience", choices=get_args(Audience), default="professional", help="who hears it (default professional)")
    checking.add_argument("--seat", choices=get_args(Seat), default="sales", help="which of our seats says it (default sales)")
    checking.add_argument("--on", type=day, metavar="DATE", help="the day on which it is said (default today)")
    checking.add_argument("--json", action="store_true", help="as JSON")
    linting = command(parts, "lint", "every problem in the libraries, all at once", lint)
    linting.add_argument("path", metavar="PATH", nargs="?", type=Path, help="a library's folder or file (default: every library)")
    index.register(parts)
    care.register(parts)


def search(given: argparse.Namespace) -> int:
    coach = program()
    chosen = library(coach.shelf, given.library)
    if chosen is None:
        raise CoachError("message_library/: there is no library; `python -m coach content new library ID` begins one")
    needs = known("need", given.need, coach.shelf.needs)
    already = known("message", given.already, [message.id for message in chosen.messages.messages])
    hits = coach.finder(chosen.id).search(given.text, lens=given.lens, stage=given.stage, needs=needs, already=already, on=given.on or date.today(), k=given.k)
    if given.json:
        show([hit.shown() for hit in hits])
        return 0
    for hit in hits:
        message = hit.message
        print(f"{hit.score:.2f}  {message.id} ({message.lens}, {message.stage}; until {message.expires_on})\n      {message.text}")
        print(*(f"      - {reason}" for reason in hit.why), sep="\n")
        print(*(f"      Evidence: {study.citation}" for study in hit.evidence), *([f"      Balance: {message.balance}"] if message.balance else []), sep="\n")
    if not hits:
        print("Nothing approved fits: `messages lint` shows what is wrong, and drafts and expired messages are never found.")
    return 0


def check(given: argparse.Namespace) -> int:
    coach = program()
    chosen = library(coach.shelf, given.library)
    reader = coach.reader(chosen, audience=given.audience, seat=given.seat)
    claims = reader.read(given.text, given.previous, given.on or date.today()).claims
    if given.json:
        show([claim.model_dump(mode="json") for claim in claims])
        return 0
    for claim in claims:
        print(f"{claim.severity}: {claim.rule}: “{claim.quote}” {claim.why} Instead: {claim.instead}")
    if not claims:
        print("Nothing that the rules object to." if chosen else "There is no library, so product claims are not judged.")
    return 0


def lint(given: argparse.Namespace) -> int:
    from coach.commands.lint import lint as problems_at
    from coach.settings import settings

    problems, _ = problems_at(given.path, settings().coach_content)
    found = [problem for problem in problems if given.path or "message_library/" in problem.file]
    if found:
        raise CoachError(*map(str, found))
    shelf_of = "the libraries" if given.path is None else str(given.path)
    print(f"no problems in {shelf_of}")
    return 0
