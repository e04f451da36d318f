"""What a debrief looks at: the turns of a meeting as they were stored, whether it was practised or real.

A played meeting brings beats, changes and states; a real call has words and readings only, and nobody knows what the
stakeholder needed. Both become one `Seen`, so that the same findings are made on both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from coach.content.catalogue import Need
from coach.content.library import Library
from coach.content.persona import Persona
from coach.reading.records import Reading, Spoken
from coach.roleplay.records import Before, Change, Meeting, Outcome, Replied, Response, State


@dataclass(frozen=True)
class SeenTurn:
    """One turn: the rep's words and all that was said until the rep spoke again.

    `reading` is None where the rep said nothing (turn 0 of a call); `response` and `state` (after the turn) are None in
    a real call; `spoken` is None where it was typed.
    """

    number: int
    rep: str
    reply: str
    reading: Reading | None = None
    response: Response | None = None
    state: State | None = None
    spoken: Spoken | None = None

    @property
    def rules(self) -> set[str]:
        """The rows of the rule table that this turn set off."""
        return {change.rule for change in self.response.changes if change.rule} if self.response else set()

    def changed(self, what: str) -> str | None:
        """What a thing was set to in this turn, or None."""
        found = [change.to for change in self.response.changes if change.what == what] if self.response else []
        return found[-1] if found else None


@dataclass(frozen=True)
class Seen:
    """A whole meeting. `practice` is False for a real call. `opening` is the state before turn 1 and `greeting` what was said
    before it; `opened` is what moved before a word was said, `after` what the meeting before this one left, and `on` the day
    of this one. `note` and `reflection` are the rep's own words before and after, None where nobody asked for them."""

    turns: list[SeenTurn]
    persona: Persona | None = None
    library: Library | None = None
    outcome: Outcome | None = None
    practice: bool = True
    needs: Mapping[str, Need] = field(default_factory=dict)
    opening: State | None = None
    greeting: str = ""
    closing: str = ""
    opened: Sequence[Change] = ()
    after: Before | None = None
    on: date | None = None
    note: str | None = None
    reflection: str | None = None

    @property
    def judges_claims(self) -> bool:
        """Practice without a library is practice in listening: nobody knows what may be claimed there."""
        return not self.practice or self.library is not None


def _spoken(meeting: Meeting, persona: Persona, reply: Replied) -> str:
    """Words of a reply; with the name of whoever looked in, where it is theirs."""
    coming = meeting.setup.walk_in
    return reply.words if reply.person == persona.id or coming is None else f"{coming.name}: {reply.words}"


def seen_of(
    meeting: Meeting, persona: Persona, library: Library | None, needs: Mapping[str, Need], note: str | None = None, reflection: str | None = None
) -> Seen:
    """A stored meeting, one to one, with the content of its own versions. Reads what was recorded; decides nothing.
    `note` and `reflection` as `Seen` has them."""
    states = meeting.states(persona.id)
    turns, greeting, closing = [], "", ""
    opened = [change for response in meeting.turns[0].said.responses for change in response.changes]
    for turn, state in zip(meeting.turns, states[1:], strict=True):
        words = " ".join(_spoken(meeting, persona, reply) for reply in turn.replied)
        if turn.said.kind == "opened":
            greeting = words
        elif turn.said.kind == "left":
            closing = words
        else:
            response = next((found for found in turn.said.responses if found.person == persona.id), None)
            turns.append(SeenTurn(turn.said.turn, turn.said.words, words, turn.said.reading, response, state, turn.said.spoken))
    return Seen(
        turns, persona, library, meeting.outcome, True, needs, states[1], greeting, closing, opened,
        after=meeting.setup.after, on=meeting.setup.on, note=note, reflection=reflection,
    )  # fmt: skip
