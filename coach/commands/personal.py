"""export-person, erase-person: everything that is kept of one person, for whoever runs this installation."""

from __future__ import annotations

import argparse
from pathlib import Path

from coach.commands.common import Commands, command, program
from coach.content.errors import CoachError
from coach.reviews.viewer import Viewer

OPERATOR = Viewer("command-line", "admin")


def register(commands: Commands) -> None:
    taking = command(commands, "export-person", "everything that is kept of one person, as a zip of JSON files", export)
    taking.add_argument("id", metavar="ID", help="their id or address; `me` for whoever works here alone")
    taking.add_argument("file", metavar="FILE", type=Path, help="the zip to write; one that is there is left as it is")
    erasing = command(commands, "erase-person", "delete everything of one person for good; where a record must stay, a pseudonym stands in it", erase)
    erasing.add_argument("id", metavar="ID", help="their id or address; `me` for whoever works here alone")
    erasing.add_argument("--yes", action="store_true", help="do it; without, only what would go is counted")


def export(given: argparse.Namespace) -> int:
    from coach.privacy import Privacy

    person = _found(given.id)
    packed = Privacy(program(), Viewer(person)).export()
    try:
        with given.file.open("xb") as file:
            file.write(packed)
        given.file.chmod(0o600)
    except FileExistsError:
        raise CoachError(f"{given.file}: is there already; name another file") from None
    except OSError as error:
        raise CoachError(f"{given.file}: cannot be written ({error.strerror}); name another file") from None
    program().store.audit.operated(person, "exported on the command line")
    print(f"{given.file}: everything of {person}, {len(packed):,} bytes. Whoever reads it reads their meetings: hand it to them alone.")
    return 0


def erase(given: argparse.Namespace) -> int:
    from coach.privacy import Privacy

    person = _found(given.id)
    if not given.yes:
        found = program().store.personal.export(Viewer(person), person)
        print(f"{person}: " + (", ".join(f"{len(rows)} {name}" for name, rows in found.items()) or "nothing is kept of them"))
        print("Nothing was erased. With --yes it is, for good.")
        return 0
    gone = Privacy(program(), OPERATOR).erase(person)
    print(f"erased: {gone.rows} rows, {len(gone.meetings)} meetings. Where a record had to stay, it says {gone.pseudonym}.")
    print("Backups made before still hold them. Close their account at your provider, or their next login makes them new here.")
    return 0


def _found(said: str) -> str:
    """The id of a person by id or address. Raises CoachError where nothing is kept of anybody called so, or of several."""
    people = [one for one in program().store.team.all(OPERATOR) if said in (one.id, one.email) or (one.email and one.email == said.casefold())]
    if len(people) > 1:
        raise CoachError(f"{said}: several people have this address; name the id: {', '.join(one.id for one in people)}")
    person = people[0].id if people else said
    if not people and not program().store.personal.export(Viewer(person), person):
        raise CoachError(f"{said}: nothing is kept of anybody with this id or address")
    return person
