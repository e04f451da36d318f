"""mirror: a pitch delivered alone, measured as a story. Nothing is kept."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from coach.commands.common import Commands, command, count, day, known, program, read_text, show
from coach.content.errors import CoachError


def register(commands: Commands) -> None:
    parser = command(commands, "mirror", "a pitch delivered alone, measured as a story", run)
    parser.add_argument("file", metavar="FILE", type=Path, help="the pitch as you would say it, or a transcript of it; text in UTF-8")
    parser.add_argument("--persona", metavar="ID", required=True, help="for whom it is")
    parser.add_argument("--seconds", type=count, default=60, metavar="N", help="the time there is (default 60)")
    parser.add_argument("--took", type=count, metavar="N", help="how many seconds it took, where it was spoken; then FILE is a transcript")
    parser.add_argument("--told", metavar="NEED", action="append", default=[], help="a need they have told you of; may be given again")
    parser.add_argument("--on", type=day, metavar="DATE", help="the day, from which `Thursday` counts (default today)")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(given: argparse.Namespace) -> int:
    from coach.debrief.mirror_records import Delivered
    from coach.debrief.mirror_report import MARK_WORDS
    from coach.mirror import measured

    coach = program()
    persona = coach.shelf.persona(given.persona)
    told = known("need", given.told, coach.shelf.needs)
    delivered = Delivered(read_text(given.file), "spoken" if given.took else "typed", given.took)
    try:
        take = measured(coach, coach.shelf, persona, given.seconds, delivered, frozenset(told), given.on or date.today())
    except CoachError as error:
        raise CoachError(*(f"{given.file}: {line}" for line in error.lines)) from None
    if given.json:
        show(take.model_dump(mode="json"))
        return 0
    for one in take.measures:
        print(f"{MARK_WORDS[one.mark].upper():<12} {one.title}. {one.found}")
        print(
            *(f"{'':<12} “{shown.quote}”{f' ({shown.why})' if shown.why else ''}" for shown in one.shown),
            sep="\n" if one.shown else "",
            end="\n" if one.shown else "",
        )
        if one.mark in ("nearly", "not_yet"):
            print(f"{'':<12} Rule: {one.rule}\n{'':<12} Try: {one.advice}")
    if take.untouched:
        titles = f" You were told of: {'; '.join(take.untouched_told)}." if take.untouched_told else ""
        print(f"Needs of theirs that it does not touch: {take.untouched}.{titles}")
    for claim in take.claims:
        print(f"{claim.severity}: {claim.rule}: “{claim.quote}” {claim.why} Instead: {claim.instead}")
    if not take.claims:
        print("The claim check objects to nothing." if take.judged else "There is no library for this person, so claims are not judged.")
    return 0
