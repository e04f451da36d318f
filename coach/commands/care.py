"""messages coverage, import, export: care of a library."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from coach.commands.common import command, content, day, library, program, show, warn
from coach.content.base import BELIEFS, LENSES
from coach.content.errors import CoachError
from coach.content.library import Audience, Library
from coach.content.shelf import ROOT

if TYPE_CHECKING:
    from coach.messages.coverage import Coverage, Near
    from coach.messages.exporting import Format
    from coach.messages.importing import Plan

FORMATS: dict[str, Format] = {".csv": "csv", ".yaml": "yaml", ".yml": "yaml", ".json": "json", ".md": "md"}


def register(parts: Any) -> None:
    covering = command(
        parts, "coverage", "what there is to say by lens, rung and need, and where there is nothing; what runs out; what is there twice", coverage
    )
    covering.add_argument("--library", metavar="ID", help="the library (default: the first)")
    covering.add_argument("--on", type=day, metavar="DATE", help="the day for which it is asked (default today)")
    covering.add_argument("--audience", choices=get_args(Audience), help="only what may be said to them (default: to anybody)")
    covering.add_argument("--json", action="store_true", help="as JSON")
    bringing = command(parts, "import", "messages out of a .csv, .xlsx, .yaml or .json file into a library of your own; or --undo the last import", bring)
    bringing.add_argument("file", metavar="FILE", nargs="?", type=Path, help="a row of headings and a row a message")
    bringing.add_argument("--library", metavar="ID", help="the library (default: the first)")
    bringing.add_argument("--dry-run", action="store_true", help="say what would be new, changed and unchanged; write nothing")
    bringing.add_argument("--undo", action="store_true", help="put the library back as it was before its last import")
    bringing.add_argument("--json", action="store_true", help="as JSON")
    taking = command(parts, "export", "a library as a file that says on which day it was true", take)
    taking.add_argument("--library", metavar="ID", help="the library (default: the first)")
    taking.add_argument("--format", choices=("csv", "yaml", "json", "md"), help="default: what the name of FILE says, or else csv")
    taking.add_argument("--out", metavar="FILE", type=Path, help="where to write it (default: standard output)")
    taking.add_argument("--on", type=day, metavar="DATE", help="the day on which it is true (default today)")
    taking.add_argument("--edited", action="store_true", help="with what was edited in the app (default: the files alone)")


def chosen(id: str | None) -> Library:
    """The library by id, or the first. Raises CoachError, with what is wrong in its files where that is why it is not there."""
    loaded = content()
    if id is not None and id not in loaded.shelf.libraries:
        _sound(id)
    found = library(loaded.shelf, id)
    if found is None:
        raise CoachError("message_library/: there is no library; `python -m coach content new library ID` begins one")
    return found


def _sound(id: str) -> None:
    """Raises CoachError with what is wrong in a library's files, because what is wrong is not in force and must not be built upon."""
    place = re.compile(rf"message_library/{re.escape(id)}(/|$)")
    if wrong := [str(problem) for problem in content().problems if place.search(problem.file.replace("\\", "/"))]:
        raise CoachError(*wrong)


def bring(given: argparse.Namespace) -> int:
    from coach.messages import shelving
    from coach.messages.exporting import as_yaml
    from coach.messages.importing import plan
    from coach.messages.sheets import read
    from coach.settings import settings

    if given.undo == (given.file is not None) or (given.undo and given.dry_run):
        warn("usage: messages import FILE [--library ID] [--dry-run], or messages import --undo [--library ID]")
        return 2
    wanted = chosen(given.library)
    folder = settings().content_to_write / "message_library" / wanted.id
    if given.undo:
        back = shelving.undo(folder)
        if given.json:
            show({"library": wanted.id, "undone": str(back)})
        else:
            print(f"{back}: {'as it was before the last import' if back.exists() else 'taken away again; the library is as it was before the import'}")
        return 0
    _sound(wanted.id)
    made = plan(read(given.file), wanted, content().shelf, date.today())
    if made.problems:
        raise CoachError(*map(str, made.problems))
    after = wanted.model_copy(update={"messages": wanted.messages.model_copy(update={"messages": made.messages})})
    text = as_yaml(after, f"Written by `messages import`; `messages import --undo --library {wanted.id}` brings back what was before.")
    shelving.check_size(folder, text)
    written = None
    if not given.dry_run and (made.new or made.changed):
        source = (ROOT / content().shelf.origins["library", wanted.id]).parent
        written = shelving.write(folder, text, {name: source / name for name in ("product.yaml", "evidence.yaml")})
    if given.json:
        show(_planned(made, given, written))
    else:
        _print_plan(made, given, written)
    return 0


def _planned(made: Plan, given: argparse.Namespace, written: Path | None) -> dict[str, Any]:
    return {
        "library": made.library,
        "file": str(given.file),
        "dry_run": given.dry_run,
        "new": made.new,
        "changed": [{"id": change.id, "version": change.version, "fields": change.fields} for change in made.changed],
        "unchanged": made.unchanged,
        "drafts": made.drafts,
        "withdrawn": made.withdrawn,
        "notes": made.notes,
        "written": str(written) if written else None,
    }


def _print_plan(made: Plan, given: argparse.Namespace, written: Path | None) -> None:
    would = "would be " if given.dry_run else ""
    print(f"{made.library}: {len(made.new)} {would}new, {len(made.changed)} {would}changed, {len(made.unchanged)} unchanged")
    print(*(f"  new: {id}{' (draft)' if id in made.drafts else ''}" for id in made.new), sep="\n", end="\n" if made.new else "")
    for change in made.changed:
        print(f"  changed: {change.id}, version {change.version} ({', '.join(change.fields)})")
    for note in made.notes:
        print(f"  note: {note}")
    if written:
        print(f"written to {written}; what was before is kept, and --undo brings it back. An app that runs shows it after a restart.")
    elif given.dry_run:
        print("Nothing was written.")


def take(given: argparse.Namespace) -> int:
    from coach.messages.exporting import export

    wanted = chosen(given.library)
    if given.edited:
        from coach.wiring import Coach

        wanted = Coach(edited=True).shelf.libraries[wanted.id]
    kind: Format = given.format or FORMATS.get(given.out.suffix.lower() if given.out else "", "csv")
    text = export(wanted, kind, given.on or date.today())
    if given.out is None:
        sys.stdout.write(text)
        return 0
    try:
        # Excel takes a CSV without this mark for its own encoding and spoils every accent.
        given.out.write_text(text, encoding="utf-8-sig" if kind == "csv" else "utf-8", newline="")
    except (OSError, ValueError) as error:
        raise CoachError(f"{given.out}: cannot be written ({getattr(error, 'strerror', None) or error}); name another file") from None
    warn(f"{given.out}: {len(wanted.messages.messages)} messages of {wanted.id}")
    return 0


def coverage(given: argparse.Namespace) -> int:
    from coach.messages.coverage import coverage as covered
    from coach.messages.coverage import near, needs_of

    wanted = chosen(given.library)
    found = covered(wanted, needs_of(content().shelf, wanted), given.on or date.today(), given.audience)
    pairs = near(wanted.messages.messages, program().embedder)
    if given.json:
        show(shown(found, pairs))
    else:
        _print(found, pairs)
    return 0


def shown(found: Coverage, pairs: list[Near]) -> dict[str, Any]:
    """Coverage as the command line prints it."""
    return {
        "library": found.library,
        "on": found.on.isoformat(),
        "market": found.market,
        "audience": found.audience,
        "messages": found.messages,
        "in_force": found.in_force,
        "map": {lens: {stage: found.count(lens, stage) for stage in BELIEFS} for lens in LENSES},
        "cells": [{"lens": cell.lens, "stage": cell.stage, "need": cell.need, "count": len(cell.ids), "ids": list(cell.ids)} for cell in found.cells],
        "gaps": [{"lens": gap.lens, "stage": gap.stage, "need": gap.need} for gap in found.gaps],
        "unanswered": found.unanswered,
        "expiring": [{"id": one.message.id, "expires_on": str(one.message.expires_on), "days": one.days} for one in found.expiring],
        "near": [{"one": pair.one.id, "other": pair.other.id, "cosine": pair.cosine} for pair in pairs],
    }


def _print(found: Coverage, pairs: list[Near]) -> None:
    whom = f" to the audience {found.audience}" if found.audience else ""
    print(f"{found.library} on {found.on}: {found.in_force} of {found.messages} messages may be said{whom} (market {found.market})\n")
    print(f"{'':<16}" + "".join(f"{stage:>12}" for stage in BELIEFS))
    for lens in LENSES:
        print(f"{lens:<16}" + "".join(f"{found.count(lens, stage) or 'nothing':>12}" for stage in BELIEFS))
    print("\nNothing to say, by need:")
    for need in found.unanswered:
        print(f"  {need}: on no rung")
    missing: dict[str, list[str]] = {}
    for gap in found.gaps:
        if gap.need and gap.stage:
            missing.setdefault(f"{gap.need} ({gap.lens})", []).append(gap.stage)
    for name, stages in missing.items():
        print(f"  {name}: {', '.join(stages) if len(stages) < len(BELIEFS) else 'only through other lenses'}")
    if not found.unanswered and not missing:
        print("  no gap")
    print(f"\nRunning out within 90 days: {len(found.expiring) or 'nothing'}")
    for one in found.expiring:
        print(f"  {one.message.id}: until {one.message.expires_on}, {one.days} day{'' if one.days == 1 else 's'} left")
    print(f"\nNearly the same: {len(pairs) or 'none'}")
    for pair in pairs:
        print(f"  {pair.one.id}, {pair.other.id}: {pair.cosine:.2f}")
