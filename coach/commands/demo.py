"""demo: a team of twelve with a quarter of simulated meetings; in by one command and out by one."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date

from coach.commands.common import Commands, command, day, program, warn
from coach.content.errors import CoachError
from coach.reviews.viewer import Viewer

WIDTH = 30
LOCAL = "me"
PREFIX = "demo-"
"""Whoever sits at an installation without login."""


def register(commands: Commands) -> None:
    parser = command(commands, "demo", "a team of twelve with a quarter of simulated meetings, to look around in", run)
    parser.add_argument("--remove", action="store_true", help="take the demo out again; what real people made stays as it is")
    parser.add_argument(
        "--manager", default="", metavar="EMAIL", help="in a team: the address of whoever leads the demo's reps; without login that is whoever sits here"
    )
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="another quarter of another team's work (default: 7)")
    parser.add_argument("--on", type=day, default=None, metavar="DATE", help="the day on which the quarter ends (default: today)")


def run(given: argparse.Namespace) -> int:
    from coach.store import demo

    database = program().store.database
    if given.remove:
        gone = demo.remove(database)
        print(f"The demo is gone: {gone:,} rows. What real people made is as it was." if gone else "There is no demo here.")
        return 0
    from coach.demo.fill import fill

    started = time.perf_counter()
    warn("Getting ready to play. Everybody in the demo is invented.")
    count = fill(program(), leader(given.manager), given.seed, given.on or date.today(), _bar)
    warn(f"{count} meetings in {time.perf_counter() - started:.0f} s")
    print("The demo is in. Start the app and look under Coaching. `python -m coach demo --remove` takes it out again.")
    return 0


def leader(email: str) -> Viewer:
    """Who leads the demo's reps. CoachError where a team did not say who, or nobody there has that address."""
    store = program().store
    team = [one for one in store.team.all(Viewer(LOCAL, "admin")) if not one.id.startswith(PREFIX)] if email or store.logins.any() else []
    if not email and not team:
        return Viewer(LOCAL, "admin", alone=True)
    found = next((one.id for one in team if one.email and one.email.casefold() == email.casefold()), None)
    if found is None:
        wrong = f"--manager {email}: nobody here has that address" if email else "This database is a team's"
        raise CoachError(f"{wrong}. Say who leads the demo's reps: --manager EMAIL of somebody who is on the team.")
    return Viewer(found, "manager")


def _bar(done: int, of: int) -> None:
    """One line that fills; where nobody watches, a line for every tenth."""
    if sys.stderr.isatty():
        full = WIDTH * done // of
        sys.stderr.write(f"\r[{'#' * full}{' ' * (WIDTH - full)}] {done} of {of} meetings" + ("\n" if done == of else ""))
        sys.stderr.flush()
    elif done and done * 10 // of != (done - 1) * 10 // of:
        warn(f"{done} of {of} meetings")
