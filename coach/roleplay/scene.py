"""One decision in the making: what it is made from, and the changes collected on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from coach.content.base import BELIEFS, Belief
from coach.content.catalogue import Topic
from coach.content.library import Library
from coach.content.persona import HiddenNeed, Persona
from coach.reading.records import Reading
from coach.roleplay.events import Happened, gate_holds
from coach.roleplay.lines import Lines
from coach.roleplay.records import Beat, Change, Difficulty, Outcome, Said, State, applied
from coach.roleplay.rules import RULES, points

SATED = ((80, 0.25), (60, 0.5), (0, 1.0))
"""Trust grows slowly where there is much of it: share of a gain that counts, from a level upward. What is lost counts in full."""
LIVE = 6
"""Trust points by which the gate of this week's need stands lower."""

Decision = Beat | tuple[Beat, Outcome] | None
"""A beat, a beat that ends the meeting, or None where this is not what a person would attend to now."""


@dataclass
class Scene:
    """Everything one decision is made from, and the changes collected on the way."""

    persona: Persona
    library: Library | None
    catalogue: Mapping[str, Topic]
    before: State
    reading: Reading
    seed: int
    difficulty: Difficulty
    on: date
    turn: int
    now: Happened
    lines: Lines
    changes: list[Change] = field(default_factory=list)
    _added_up: tuple[int, State] | None = None
    """The state after so many changes; changes are only ever added."""

    @property
    def state(self) -> State:
        """The state with the changes collected so far."""
        if self._added_up is None or self._added_up[0] != len(self.changes):
            self._added_up = len(self.changes), applied(self.before, self.changes, None, None, Said(turn=self.turn, responses=[]))
        return self._added_up[1]

    @property
    def trust(self) -> float:
        """Trust with the changes collected so far, without folding the rest of the state."""
        return min(100.0, max(0.0, self.before.trust + sum(change.by or 0 for change in self.changes if change.what == "trust")))

    def trust_for(self, need: str) -> float:
        """Trust as a need's gate counts it: what is sorest this week lies nearer to the surface."""
        if self.before.ledger.get("promise") == "kept" and any(item.need == need and item.gate.kept_promise for item in self.persona.needs):
            return 100.0
        week = next((item for item in self.persona.weeks if item.id == self.before.day.week), None)
        return self.trust + (LIVE if week and week.live == need else 0)

    def opens(self, need: HiddenNeed, builds: bool) -> bool:
        """Whether the gate of a need holds now. What was shown earlier in the meeting need not be shown twice."""
        return gate_holds(need.gate, self.trust_for(need.need), self.reading, builds, f"cue:{need.need}" in self.before.ledger)

    def move(self, rule_id: str, quote: str = "") -> None:
        rule = RULES[rule_id]
        trust, patience = points(rule, self.persona.tastes, self.difficulty, self.before.rules.get(rule_id, 0))
        if trust > 0:
            trust = round(trust * next(share for above, share in SATED if self.trust >= above), 1)
        if trust or patience:
            quote = quote if quote in self.reading.text else ""
            because = rule.because
            if trust < 0 < rule.trust:
                because += ", which this person does not want"
            if trust:
                self.changes.append(Change(what="trust", by=trust, because=because, quote=quote, rule=rule_id))
            if patience:
                self.changes.append(Change(what="patience", by=patience, because=because, quote=quote, rule="" if trust else rule_id))

    def set(self, what: str, to: str, because: str, quote: str = "") -> None:
        self.changes.append(Change(what=what, to=to, because=because, quote=quote if quote in self.reading.text else ""))

    def believe(self, rung: Belief, because: str, quote: str = "") -> None:
        """Climb to a rung if it is the next one up; nobody skips a rung, and nobody climbs past an interest of their own."""
        state = self.state
        if BELIEFS.index(rung) != state.rung + 1:
            return
        stake = next((item for item in self.persona.stakes if item.id == state.stake), None)
        if stake is not None and BELIEFS.index(rung) > BELIEFS.index(stake.caps):
            return
        self.set("belief", rung, because, quote)
        if rung == "convinced" and state.day.blocked and not state.ledger.get("blocked"):
            self.set("blocked", "silent", "convinced, and something stands in the way that is nobody's opinion")
