"""What each person of an account weighs in its decision, from the account's truth."""

from __future__ import annotations

from coach.accounts.strategies import PARTS, UNKNOWN
from coach.content.truth import Truth

PASSED_ON = 0.5
"""How much of what somebody weighs goes on to whoever moves them decisively."""
ROUNDS = 2
"""Whoever moves somebody who moves somebody counts too; beyond that nobody can say."""


def weights(truth: Truth) -> dict[str, float]:
    """By the id of a stakeholder: their own part in the decision, and what they move by their arrows. Always above 0."""
    part = {one.id: PARTS.get(one.part, UNKNOWN) for one in truth.stakeholders}
    worth = dict(part)
    for _ in range(ROUNDS):
        worth = {
            person: own + sum(arrow.strength / 3 * PASSED_ON * worth.get(arrow.on, UNKNOWN) for arrow in truth.influence if arrow.of == person)
            for person, own in part.items()
        }
    return worth
