"""How an account really is this time: its truth with one of its variants, drawn from a seed."""

from __future__ import annotations

from coach.accounts.map import AccountMap, Arrow, Constraint, Person, Step
from coach.content.account import Account
from coach.content.errors import CoachError
from coach.content.truth import Influence, Truth, Variant
from coach.roleplay import draw


def variant_of(account: Account, seed: int) -> Variant:
    """The variant that a seed draws, each as often as its weight says. CoachError for an account without a truth."""
    variants = _truth(account).variants
    left = draw.number(seed, 0, "variant") * sum(one.weight for one in variants)
    for one in variants:
        left -= one.weight
        if left < 0:
            return one
    return variants[-1]  # Weights that do not add up exactly in binary.


def truth_of(account: Account, seed: int) -> Truth:
    """The truth as it holds with this seed. CoachError for an account without one."""
    return with_variant(_truth(account), variant_of(account, seed))


def with_variant(truth: Truth, variant: Variant) -> Truth:
    """The truth with what is different in a variant: arrows shifted, new or gone, constraints that do not hold gone. An arrow
    that is only shifted is told by the same people as before; a new one by nobody."""
    shifts = {(shift.of, shift.on): shift for shift in variant.shifts}
    arrows = []
    for arrow in truth.influence:
        shift = shifts.pop((arrow.of, arrow.on), None)
        if shift is None:
            arrows.append(arrow)
        elif shift.strength:
            arrows.append(arrow.model_copy(update={"kind": shift.kind, "strength": shift.strength, "because": shift.because}))
    for shift in shifts.values():
        if shift.strength:
            arrows.append(Influence(of=shift.of, on=shift.on, kind=shift.kind, strength=shift.strength, because=shift.because))
    binding = [one for one in truth.constraints if one.id not in variant.without]
    return truth.model_copy(update={"influence": arrows, "constraints": binding})


def as_map(account: Account, truth: Truth) -> AccountMap:
    """The truth as a map, to be drawn beside the rep's. The ids of persons and constraints are those of the truth, an arrow's is
    'of>on', a step's that of the account's page."""
    causes: dict[str, list[str]] = {}
    for stall in truth.stalls:
        causes.setdefault(stall.step, []).append(stall.cause)
    before = ["", *(step.id for step in account.pathway)]
    return AccountMap(
        title=account.name,
        account=account.id,
        people=[Person(id=one.id, name=one.name, title=one.title, family=one.family, part=one.part, stated=100) for one in truth.stakeholders],
        arrows=[Arrow(id=f"{one.of}>{one.on}", of=one.of, on=one.on, kind=one.kind, strength=one.strength, stated=100) for one in truth.influence],
        steps=[
            Step(
                id=step.id,
                title=step.title,
                step=step.id,
                after=[id] if id else [],
                stalls=step.id in causes,
                cause=" ".join(causes.get(step.id, [])),
                stated=100,
            )
            for step, id in zip(account.pathway, before, strict=False)
        ],
        constraints=[Constraint(id=one.id, kind=one.kind, text=one.text, stated=100) for one in truth.constraints],
    )


def _truth(account: Account) -> Truth:
    if account.truth is None:
        raise CoachError(f"The account {account.name} has no truth to compare with: it is not a practice account.")
    return account.truth
