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
    """The mean F1 over people, arrows, stalls and constraints of what was learnt against how it is, 0 to 1."""
    pairs = (
        ({one.id for one in found.stakeholders}, {one.id for one in truth.stakeholders}),
        ({(one.of, one.on) for one in found.influence}, {(one.of, one.on) for one in truth.influence}),
        (found.stalls, {one.step for one in truth.stalls}),
        (found.constraints, {one.id for one in truth.constraints}),
    )
    return sum(2 * len(mine & true) / max(1, len(mine) + len(true)) for mine, true in pairs) / len(pairs)


@dataclass(frozen=True)
class Fit:
    """How well a request fits the place, as far as the rep could know it. `share` of what binds and of where it stalls, 0 to 1, by weight;
    `missed` is what was never heard of."""

    share: float
    missed_constraints: list[str]
    missed_stalls: list[str]


def fit(setting: Setting, world: World) -> Fit:
    """A request can deal only with what the rep has heard of: what binds here, and where patients really get stuck."""
    found, truth = learnt(setting, world), setting.truth
    binds = [one for one in truth.constraints if one.id not in found.constraints]
    stalls = [one for one in truth.stalls if one.step not in found.stalls]
    known = 1 - len(binds) / max(1, len(truth.constraints))
    placed = 1 - sum(one.matters for one in stalls) / max(1, sum(one.matters for one in truth.stalls))
    return Fit((known + placed) / 2, [one.text for one in binds], [one.cause for one in sorted(stalls, key=lambda one: -one.matters)])
