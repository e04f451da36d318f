"""What a rep has learnt of an account from what people told: the arrows, stalls, constraints and people that those facts say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coach.accounts.campaign import Setting, World
from coach.content.truth import Influence, Known, TrueStakeholder, Truth


@dataclass(frozen=True)
class Learnt:
    """As people say it is, which may not be how it is this time."""

    stakeholders: list[TrueStakeholder]
    influence: list[Influence]
    stalls: set[str]
    constraints: set[str]


def learnt(setting: Setting, world: World) -> Learnt:
    """All that was briefed or told so far."""
    told = {person: set(stands.told) for person, stands in world.people.items()}
    spoken = setting.spoken
    return Learnt(
        stakeholders=[one for one in spoken.stakeholders if knows(one, told)],
        influence=[one for one in spoken.influence if knows(one, told)],
        stalls={one.step for one in spoken.stalls if knows(one, told)},
        constraints={one.id for one in spoken.constraints if knows(one, told)},
    )


def knows(item: Known, told: Mapping[str, set[str]]) -> bool:
    """Whether somebody told it by one of the facts that say it, or the briefing did."""
    return item.briefed or any(told.get(source.persona, set()) & set(source.facts) for source in item.told_by)


def map_score(truth: Truth, found: Learnt) -> float:
    """F1 of what was learnt against how it is, over people, arrows, stalls and constraints together, 0 to 1."""
    mine = _items([one.id for one in found.stakeholders], [(one.of, one.on) for one in found.influence], found.stalls, found.constraints)
    true = _items(
        [one.id for one in truth.stakeholders],
        [(one.of, one.on) for one in truth.influence],
        [one.step for one in truth.stalls],
        [one.id for one in truth.constraints],
    )
    return 2 * len(mine & true) / (len(mine) + len(true)) if mine or true else 0.0


def _items(people: object, arrows: object, stalls: object, constraints: object) -> set[tuple[str, object]]:
    groups = {"who": people, "arrow": arrows, "stall": stalls, "binds": constraints}
    return {(kind, one) for kind, group in groups.items() for one in group}  # type: ignore[attr-defined]
