"""What a slot before several people did to each of them, in the rep's own words. Reads what was recorded; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coach.content.base import Belief
from coach.content.persona import Persona
from coach.reading.records import Claim
from coach.roleplay.records import Change, Meeting


@dataclass(frozen=True)
class Moved:
    """One move of somebody's trust or belief, with the turn and the rep's words that did it."""

    turn: int
    by: float
    because: str
    quote: str


@dataclass(frozen=True)
class Person:
    """One person at the table. `trust` and `belief` before and after; `spoke`: the turns in which they said something; `raised`:
    titles of objections they brought up, and `open` those of them that were left standing."""

    id: str
    trust: tuple[float, float]
    belief: tuple[Belief, Belief]
    spoke: list[int]
    best: Moved | None
    worst: Moved | None
    heard: int
    raised: list[str]
    open: list[str]
    left: bool


@dataclass(frozen=True)
class Table:
    """The whole slot: everybody in the order in which they sit, and what was said that may not be said like that, by turn."""

    people: list[Person]
    claims: list[tuple[int, Claim]]
    minutes_left: float

    @property
    def silent(self) -> list[str]:
        """Who never said a word: nobody asked them, and nothing moved them to speak."""
        return [person.id for person in self.people if not person.spoke]


def table(meeting: Meeting, personas: Mapping[str, Persona]) -> Table:
    """What a slot did to everybody in it."""
    chair = meeting.setup.persona
    people = [person_of(meeting, personas[id], id == chair) for id in meeting.setup.opening]
    claims = [(turn.said.turn, claim) for turn in meeting.turns if turn.said.reading for claim in turn.said.reading.claims]
    return Table(people, claims, meeting.state().minutes_left)


def person_of(meeting: Meeting, persona: Persona, chairs: bool) -> Person:
    """What a meeting did to one of several people in it; `chairs`: it ends when they do."""
    states = meeting.states(persona.id)
    start, end = states[0], states[-1]
    moves: list[Moved] = []
    for turn in meeting.turns:
        found = [change for one in turn.said.responses if one.person == persona.id for change in one.changes if change.what == "trust" and change.by]
        if found and (total := round(sum(change.by or 0 for change in found), 1)):
            main: Change = max(found, key=lambda change: (change.by or 0) * (1 if total > 0 else -1))
            moves.append(Moved(turn.said.turn, total, main.because, main.quote))
    titles = {item.id: item.title for item in persona.objections}
    raised = [name for name in end.objections if name not in start.objections and name in titles]
    return Person(
        id=persona.id,
        trust=(start.trust, end.trust),
        belief=(start.belief, end.belief),
        spoke=[turn.said.turn for turn in meeting.turns if turn.said.kind == "rep" and turn.words_of(persona.id) is not None],
        best=max((one for one in moves if one.by > 0), key=lambda one: one.by, default=None),
        worst=min((one for one in moves if one.by < 0), key=lambda one: one.by, default=None),
        heard=len(set(end.heard) - set(start.heard)),
        raised=[titles[name] for name in raised],
        open=[titles[name] for name in end.open_objections if name in titles],
        left=end.ended and not chairs,
    )
