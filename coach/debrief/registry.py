"""What a finding is, and the list of all there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coach.debrief.facts import Facts
from coach.debrief.records import Evidence

Look = Callable[[Facts], Iterator[Evidence]]
MOST = 3
"""Pieces of evidence that one finding shows."""


@dataclass(frozen=True)
class Finding:
    """Something that was found in a meeting or not. `says` is one sentence for the person who edits a rubric."""

    id: str
    says: str
    look: Look

    def evidence(self, facts: Facts) -> list[Evidence]:
        """The words that show it, at most three; empty where it was not found."""
        found: list[Evidence] = []
        for item in self.look(facts):
            if item not in found:
                found.append(item)
            if len(found) == MOST:
                break
        return found


FINDINGS: dict[str, Finding] = {}
"""Every finding by id; filled by the modules that define them."""


def finding(id: str, says: str) -> Callable[[Look], Look]:
    """Register a function as a finding. An id stands once."""

    def register(look: Look) -> Look:
        if id in FINDINGS:
            raise ValueError(f"finding {id!r} stands twice")
        FINDINGS[id] = Finding(id, says, look)
        return look

    return register
