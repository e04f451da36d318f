"""The command line as a whole: a module for each group of commands, each of which adds its own."""

from __future__ import annotations

import argparse

from coach.commands import backup, content, debrief, demo, digest, doctor, evaluate, fit, messages, mirror, personal, personas, read, rebuild, rehearse

GROUPS = (doctor, personas, rehearse, read, debrief, messages, mirror, content, evaluate, fit, rebuild, backup, demo, personal, digest)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m coach", description="Practise a meeting with a guarded stakeholder, and read a debrief that quotes you.")
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for group in GROUPS:
        group.register(commands)
    return made
