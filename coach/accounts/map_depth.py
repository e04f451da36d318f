"""How deeply an account is understood: what on its map rests on somebody's word, on how many, and from how many sides. Never how much was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from coach.accounts.map import AccountMap, Step
from coach.content.base import LENSES, Lens, Strict
from coach.content.shelf import Shelf


class Depth(Strict):
    """Of one version of a map. Counted are stakeholders, arrows, stalls and constraints: what the truth would be asked about.

    `heard` rest on at least one person's word, `crossed` on two or more; `families` are those whose people have spoken.
    """

    things: int = 0
    heard: int = 0
    crossed: int = 0
    families: list[Lens] = Field(default_factory=list)
    open: int = 0

    @property
    def weight(self) -> int:
        """How much is known: a thing that one person said counts once, one that two or more said twice, a guess not at all."""
        return self.heard + self.crossed


class Moment(Strict):
    """The depth of a map when a version of it was kept."""

    version: int
    at: datetime
    depth: Depth


def depth(map: AccountMap, families: dict[str, Lens]) -> Depth:
    """`families`: of the persons who may have spoken, by persona id or name in small letters; those on the map are known already."""
    known = families | {one.name.casefold(): one.family for one in map.people} | {one.persona: one.family for one in map.people if one.persona}
    things = [item for item in (*map.people, *map.arrows, *map.steps, *map.constraints) if not isinstance(item, Step) or item.stalls]
    spoken = {known[voice] for item in map.items() for voice in item.voices if voice in known}
    return Depth(
        things=len(things),
        heard=sum(bool(item.voices) for item in things),
        crossed=sum(len(item.voices) > 1 for item in things),
        families=[lens for lens in LENSES if lens in spoken],
        open=len(map.questions),
    )


def families_of(shelf: Shelf) -> dict[str, Lens]:
    """The families of everybody one can meet."""
    return {persona.id: persona.role_family for persona in shelf.personas.values()}


def in_words(found: Depth) -> list[str]:
    """What the depth of a map means, a line each."""
    if not found.things:
        return ["Nothing is on the map yet but the pathway."]
    unheard = [lens for lens in LENSES if lens not in found.families]
    lines = [
        f"{_of(found.heard, found.things)} on the map {'rests' if found.heard == 1 else 'rest'} on somebody's word; the others are guesses.",
        f"{_of(found.crossed, found.things)} {'was' if found.crossed == 1 else 'were'} said by two people or more. One person's word is a view.",
    ]
    if unheard:
        lines.append(f"Nobody {_listed(unheard)} has told you anything on it yet." if len(unheard) < 4 else "Nobody has told you anything on it yet.")
    else:
        lines.append("All four families have told you something on it.")
    return lines


def moved(moments: Sequence[Moment]) -> str:
    """How the depth changed from the first version to the last, in a sentence; empty for fewer than two."""
    if len(moments) < 2:
        return ""
    first, last = moments[0].depth, moments[-1].depth
    return (
        f"Since {moments[0].at.day} {moments[0].at:%B}: from {first.heard} to {last.heard} things that somebody told you, "
        f"from {first.crossed} to {last.crossed} that two people did."
    )


def _of(count: int, all_: int) -> str:
    return f"{count if count else 'None'} of {all_} {'thing' if all_ == 1 else 'things'}"


def _listed(lenses: Sequence[str]) -> str:
    return lenses[0] if len(lenses) == 1 else f"{', '.join(lenses[:-1])} or {lenses[-1]}"
