"""messages coverage, import, export: care of a library."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from coach.commands.common import command, content, day, library, program, show
from coach.content.base import BELIEFS, LENSES
from coach.content.errors import CoachError
from coach.content.library import Audience, Library

if TYPE_CHECKING:
    from coach.messages.coverage import Coverage, Near


def register(parts: Any) -> None:
    covering = command(
        parts, "coverage", "what there is to say by lens, rung and need, and where there is nothing; what runs out; what is there twice", coverage
    )
    covering.add_argument("--library", metavar="ID", help="the library (default: the first)")
    covering.add_argument("--on", type=day, metavar="DATE", help="the day for which it is asked (default today)")
    covering.add_argument("--audience", choices=get_args(Audience), help="only what may be said to them (default: to anybody)")
    covering.add_argument("--json", action="store_true", help="as JSON")


def chosen(id: str | None) -> Library:
    """The library by id, or the first. Raises CoachError, with what is wrong in its files where that is why it is not there."""
    loaded = content()
    if id not in loaded.shelf.libraries and (wrong := [str(problem) for problem in loaded.problems if id and f"message_library/{id}" in problem.file]):
        raise CoachError(*wrong)
    found = library(loaded.shelf, id)
    if found is None:
        raise CoachError("message_library/: there is no library; `python -m coach content new library ID` begins one")
    return found


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
