"""The coach's rail, for practice only: the next question, and what may be said now, for what they just said.

It goes by what the rep could hear: the beats, what was raised, asked and disclosed aloud. It reads no need that was not
named and no gate, and it never speaks for the rep.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from coach.content.base import Belief, Lens
from coach.content.library import Audience
from coach.content.persona import Persona
from coach.content.rail import MomentId, Rail, RailMoment
from coach.messages.search import Hit
from coach.reading.records import Reading
from coach.reading.sentences import content_words, sentences
from coach.roleplay.draw import pick
from coach.roleplay.records import Meeting, State, Turn

MOST = 3
"""Messages shown at once: more is a shelf, not advice."""
LATE = 0.25
"""Share of the minutes left from which a rep should be closing, not opening."""
LATE_MINUTES = 1.5
ENOUGH = 0.4
"""Score from which a message is offered as an answer to what they asked; below, "I don't know" is the better one."""

WORTH = 3
"""Content words from which a sentence of theirs has something in it to stay with."""
STAYS: tuple[MomentId, ...] = ("stay", "answered", "held_back", "opened_up", "understood", "goes_on", "pushed_back", "behind_told")
"""Moments in which their words are shown beside the question."""

THEN: dict[MomentId, MomentId] = {
    "stay": "answered", "goes_on": "answered", "dry": "answered", "held_back": "answered", "answered": "done",
    "time_short": "done", "time_short_unheard": "done",
}  # fmt: skip
"""Where all that a moment has was said: whose lines come next."""


class Finds(Protocol):
    """The search over one library (`coach.messages.search.Finder`)."""

    def search(
        self,
        text: str,
        *,
        lens: Lens | None,
        stage: Belief | None,
        needs: list[str],
        already: list[str],
        on: date,
        k: int,
        audience: Audience,
        seat: str | None,
    ) -> list[Hit]: ...


@dataclass(frozen=True)
class Hint:
    """What the rail shows after one turn. `theirs` are words of theirs to take up; `hold` says why there is no message, where there
    is none."""

    turn: int
    moment: MomentId
    title: str
    why: str
    theirs: str
    say: str
    messages: list[Hit] = field(default_factory=list)
    hold: str = ""

    def shown(self) -> dict[str, object]:
        """What is logged of it."""
        return {"moment": self.moment, "say": self.say, "messages": [hit.message.id for hit in self.messages]}


def hint(
    rail: Rail, persona: Persona, meeting: Meeting, finder: Finds | None = None, audience: Audience = "professional", seat: str | None = None
) -> Hint | None:
    """What to ask or say after the last turn of a meeting; None where it is over, or the rail has nothing for the moment.

    Same meeting, same hint. `finder`: the search over the meeting's library; without one no message is offered.
    """
    last = meeting.turns[-1]
    if meeting.ended or not last.replied:
        return None
    state = meeting.state(persona.id)
    said = {turn.said.words for turn in meeting.turns}
    found = rail.moment(moment(persona, meeting, state))
    while found and found.id in THEN and not _fresh(found, persona.role_family, said):
        found = rail.moment(THEN[found.id])
    if found is None:
        return None
    heard = last.words_of(persona.id) or ""
    messages = _messages(found, persona, meeting, state, heard, finder, audience, seat) if finder and found.messages else []
    line = _line(found, persona.role_family, said, meeting.setup.seed, state.turn)
    return Hint(
        state.turn, found.id, found.title, found.why, worth_taking_up(heard) if found.id in STAYS else "", line, messages, "" if messages else found.hold or ""
    )


def moment(persona: Persona, meeting: Meeting, state: State) -> MomentId:
    """What just happened, the most pressing first."""
    beat, reading = state.last, meeting.turns[-1].said.reading
    if state.turn == 0 or beat is None:
        return "opening"
    if beat.move in ("challenge", "push_back", "cool") and not beat.question:
        return "caught"
    if state.agreed:
        return "agreed"
    if beat.objection and (status := state.objections.get(beat.objection)) in ("open", "probed"):
        return "behind_told" if status == "probed" else "pushed_back"
    if beat.question and state.questions.get(beat.question) == "asked":
        return "asked_you"
    if beat.move == "clarify" or (beat.move == "deflect" and beat.topic is None):
        return "not_followed"
    if state.minutes_left <= max(LATE_MINUTES, LATE * meeting.setup.opening[persona.id].minutes_left):
        return "time_short" if state.disclosed else "time_short_unheard"
    if beat.disclosed:
        return "opened_up"
    if reading and reading.messages and "asks" not in reading.acts:
        return "told"
    if beat.move == "hold_back" and any(".hints." in line for line in beat.lines):
        return "held_back"
    if any(line.startswith(("reactions.asked_before", "reactions.not_mine")) for line in beat.lines):
        return "dry"
    if not state.disclosed:
        asked = reading.topics[0].id if reading and reading.topics else None
        return "stay" if beat.topic is not None and beat.topic == asked else "answered"
    return "understood" if not _told_since(meeting) and _thought_through(meeting) else "goes_on"


def _disclosed_at(meeting: Meeting) -> int:
    """The place of the last turn in which a need was named; -1 where none was."""
    return max((at for at, turn in enumerate(meeting.turns) if any(one.beat.disclosed for one in turn.said.responses)), default=-1)


def _since(meeting: Meeting) -> list[Turn]:
    return meeting.turns[_disclosed_at(meeting) + 1 :]


def _told_since(meeting: Meeting) -> bool:
    """Whether a message was told after the last need was named."""
    return any(turn.said.reading is not None and turn.said.reading.messages for turn in _since(meeting))


def _thought_through(meeting: Meeting) -> bool:
    """Whether the rep gave back what was named, or asked what it leads to, after it was."""

    def went_on(reading: Reading | None) -> bool:
        return reading is not None and ("reflects" in reading.acts or any(topic.id == "consequence" for topic in reading.topics[:1]))

    return any(went_on(turn.said.reading) for turn in _since(meeting))


def _fresh(found: RailMoment, family: Lens, said: set[str]) -> bool:
    return any(line not in said for line in (*found.by_lens.get(family, []), *found.say))


def _line(found: RailMoment, family: Lens, said: set[str], seed: int, turn: int) -> str:
    """One line that was not said yet, those for this family of jobs before the others."""
    for pool in (found.by_lens.get(family, []), found.say):
        if fresh := [line for line in pool if line not in said]:
            return pick(fresh, seed, turn, "rail")
    return pick(found.say, seed, turn, "rail")


def worth_taking_up(heard: str) -> str:
    """The sentence of theirs with the most in it, word for word; empty where there is none to stay with."""
    telling = [one for one in _split(heard) if not one.endswith("?") and len(content_words(one)) >= WORTH]
    return max(telling, key=lambda one: len(content_words(one)), default="")


def _messages(
    found: RailMoment, persona: Persona, meeting: Meeting, state: State, heard: str, finder: Finds, audience: Audience, seat: str | None
) -> list[Hit]:
    """At most three that fit: written as an answer to what they raised, to a need they named, or near enough to what they said."""
    beat = state.last
    assert beat is not None
    raised = {name for name in (beat.objection, beat.question) if name}
    hits = finder.search(
        _asked(heard) if beat.question else heard,
        lens=persona.lens,
        stage=state.belief,
        needs=state.disclosed,
        already=state.heard,
        on=meeting.setup.on,
        k=10,
        audience=audience,
        seat=seat,
    )
    new = [hit for hit in hits if hit.message.id not in state.heard and set(hit.message.before) <= set(state.heard)]
    if raised:
        own = [hit for hit in new if raised & set(hit.message.answers)]
        return (own + [hit for hit in new if hit not in own and hit.score >= ENOUGH])[:MOST]
    return [hit for hit in new if set(hit.message.needs) & set(state.disclosed)][:MOST]


def _asked(heard: str) -> str:
    """Their question out of what they said: the last sentence."""
    return (_split(heard) or [""])[-1]


def _split(heard: str) -> list[str]:
    return [one.text for one in sentences(heard)]
