"""personas: whom one can meet."""

from __future__ import annotations

import argparse

from coach.commands.common import Commands, command, content, show, warn


def register(commands: Commands) -> None:
    parser = command(commands, "personas", "everybody whom one can meet", run)
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(given: argparse.Namespace) -> int:
    loaded = content()
    people = [
        {
            "id": persona.id,
            "name": persona.name,
            "title": persona.title,
            "role_family": persona.role_family,
            "lens": persona.lens,
            "minutes": persona.minutes,
            "account": persona.account,
            "why": persona.card.why,
        }
        for persona in loaded.shelf.personas.values()
    ]
    if loaded.problems:
        warn(f"{len(loaded.problems)} problems in the content, so somebody may be missing; `python -m coach content lint` lists them")
    if given.json:
        show(people)
        return 0
    for person in people:
        print(f"{person['id']:<20} {person['name']}, {person['title']} ({person['lens']} lens, {person['minutes']:g} minutes)")
        print(f"{'':<20} {person['why']}")
    return 0
