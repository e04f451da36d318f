"""rebuild: the summaries again, from the turns."""

from __future__ import annotations

import argparse

from coach.commands.common import Commands, command


def register(commands: Commands) -> None:
    command(commands, "rebuild", "summaries again from the turns", run)


def run(given: argparse.Namespace) -> int:
    from coach.settings import settings
    from coach.store.repository import open_store  # here, because nothing else on the command line needs a database

    made = open_store(settings().database).meetings.rebuild()
    print(f"{made} {'summary' if made == 1 else 'summaries'} written again from the turns")
    return 0
