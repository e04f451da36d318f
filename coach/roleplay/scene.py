"""One decision in the making: what it is made from, and the changes collected on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from coach.content.base import BELIEFS, Belief
from coach.content.catalogue import Topic
from coach.content.library import Library
from coach.content.persona import Persona
from coach.reading.records import Reading
from coach.roleplay.events import Happened
from coach.roleplay.lines import Lines
from coach.roleplay.records import Beat, Change, Difficulty, Outcome, Said, State, applied
from coach.roleplay.rules import RULES, points

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

    @property
    def state(self) -> State:
        """The state with the changes collected so far."""
        return applied(self.before, self.changes, None, None, Said(turn=self.turn, responses=[]))

    def move(self, rule_id: str, quote: str = "") -> None:
        rule = RULES[rule_id]
        trust, patience = points(rule, self.persona.tastes, self.difficulty, self.before.rules.get(rule_id, 0))
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
        """Climb to a rung if it is the next one up; nobody skips a rung."""
        if BELIEFS.index(rung) == self.state.rung + 1:
            self.set("belief", rung, because, quote)
