"""What many people's meetings have in common: needs that stay hidden, objections that stay open, messages after which nothing moves.

No cell rests on fewer than five people; such a cell is left out, so that nobody can be told from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from coach.debrief.progress import shrunk
from coach.reviews.measured import Measured

PEOPLE = 5
"""Behind every number of a team at least."""
Kind = Literal["need", "objection", "message", "level"]


@dataclass(frozen=True)
class Pattern:
    """One thing over many meetings. `id`: of the need, the message (`library/message`), the criterion, or the objection
    (`persona/objection`). `share`: of the meetings that called for it, how many missed it, drawn towards the share of its kind by as much
    as there are few; `raw` as it is."""

    id: str
    share: float
    raw: float
    meetings: int
    people: int


@dataclass(frozen=True)
class Patterns:
    """Each list with what is missed most first. `withheld`: how many things too few people met to be shown. `people` and `meetings`
    are what was looked at, None where fewer than five people handed anything in."""

    people: int | None
    meetings: int | None
    needs: list[Pattern] = field(default_factory=list)
    objections: list[Pattern] = field(default_factory=list)
    messages: list[Pattern] = field(default_factory=list)
    criteria: list[Pattern] = field(default_factory=list)
    withheld: int = 0


def patterns(handed_in: Iterable[tuple[str, str, Measured]]) -> Patterns:
    """Of (who, persona, what was measured)."""
    cells: dict[Kind, dict[str, list[tuple[str, bool]]]] = {kind: defaultdict(list) for kind in ("need", "objection", "message", "level")}
    everybody, count = set(), 0
    for who, persona, one in handed_in:
        everybody.add(who)
        count += 1
        for need, came_out in one.needs.items():
            cells["need"][need].append((who, not came_out))
        for objection, settled in one.objections.items():
            cells["objection"][f"{persona}/{objection}"].append((who, not settled))
        for message, sign in one.messages.items():
            cells["message"][f"{one.library}/{message}"].append((who, sign <= 0))
        for criterion, level in one.levels.items():
            cells["level"][criterion].append((who, level <= 1))
    if len(everybody) < PEOPLE:
        return Patterns(None, None)
    shown = {kind: _shown(found) for kind, found in cells.items()}
    withheld = sum(len(found) for found in cells.values()) - sum(len(found) for found in shown.values())
    return Patterns(len(everybody), count, shown["need"], shown["objection"], shown["message"], shown["level"], withheld)


def _shown(cells: dict[str, list[tuple[str, bool]]]) -> list[Pattern]:
    """Those behind which enough people stand."""
    every = [missed for rows in cells.values() for _, missed in rows]
    base = sum(every) / len(every) if every else 0.0
    found = []
    for id, rows in cells.items():
        people = len({who for who, _ in rows})
        if people >= PEOPLE:
            raw = sum(missed for _, missed in rows) / len(rows)
            found.append(Pattern(id, round(shrunk(raw, len(rows), base), 3), round(raw, 3), len(rows), people))
    return sorted(found, key=lambda one: (-one.share, one.id))
