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
"""Whoever sits at an installation without login."""


def register(commands: Commands) -> None:
    parser = command(commands, "demo", "a team of twelve with a quarter of simulated meetings, to look around in", run)
    parser.add_argument("--remove", action="store_true", help="take the demo out again; what real people made stays as it is")
    parser.add_argument(
        "--manager", default=LOCAL, metavar="ID", help="who leads the demo's reps: the id of a person (default: whoever sits here, without login)"
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
    leader = Viewer(LOCAL, "admin", alone=True) if given.manager == LOCAL else Viewer(given.manager, "manager")
    if not leader.alone and program().store.people.me(leader) is None:
        raise CoachError(f"--manager {given.manager}: there is no such person here; let them sign in once first")
    count = fill(program(), leader, given.seed, given.on or date.today(), _bar)
    warn(f"{count} meetings in {time.perf_counter() - started:.0f} s")
    print("The demo is in. Start the app and look under Coaching. `python -m coach demo --remove` takes it out again.")
    return 0


def _bar(done: int, of: int) -> None:
    """One line that fills; where nobody watches, a line for every tenth."""
    if sys.stderr.isatty():
        full = WIDTH * done // of
        sys.stderr.write(f"\r[{'#' * full}{' ' * (WIDTH - full)}] {done} of {of} meetings" + ("\n" if done == of else ""))
        sys.stderr.flush()
    elif done and done * 10 // of != (done - 1) * 10 // of:
        warn(f"{done} of {of} meetings")
