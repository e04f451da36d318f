"""A walk-in: while the rep talks with one person, a colleague looks in, asks or says one or two things of their own, and goes again.

Whether somebody comes, who, and from which turn on is drawn from the meeting's seed when it opens, among those who share a corridor.
While they are there both hear every word; nobody tells before a colleague what they tell one visitor alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coach.content.persona import Persona
from coach.reading.records import Reading, Spoken
from coach.roleplay import life
from coach.roleplay.director import MINUTES_A_TURN, WORDS_A_MINUTE, direct
from coach.roleplay.draw import number, pick
from coach.roleplay.lines import Lines, authored
from coach.roleplay.meeting import Stage, open_meeting
from coach.roleplay.panel import CHIMES_IN, TITLES, UNHURRIED, Stands, before_others, called, listening, overheard, where
from coach.roleplay.records import Beat, Change, Meeting, Outcome, Response, Said, State, WalkIn

CHOSEN, IN_CAMPAIGN = 0.85, 0.25
"""How often somebody looks in: where the rep asked that somebody may, and in a campaign's meetings."""
FIRST, SPREAD = 2, 3
"""From the second to the fourth turn on: late enough that a talk is under way, early enough that it matters."""
ROOM = 3.0
"""Minutes that must be left when they come; nobody looks in on a goodbye."""
MOST = 3
"""Turns that a visitor stays at most, the first included: then work calls."""
CHIMES = 0.35
"""How often they add something unasked, where they would object."""
NOT_THEIRS = ("agree", "close", "greet")
"""Nobody agrees to a step at somebody else's desk."""
MISSED = ("clarify", "deflect")
ONLY_TO_BOTH = "said to both"


@dataclass(frozen=True)
class Corridor:
    """Somebody who may look in, and how strongly the two of them move each other, 0 to 3."""

    person: str
    strength: int


def invited(meeting: Meeting, mates: Sequence[Corridor], personas: Mapping[str, Persona], chance: float, stands: Mapping[str, Stands]) -> Meeting:
    """The meeting as it opens, with a walk-in to come where one is drawn: the stronger the tie, the likelier it is they.
    `stands`: where people stand after earlier meetings; the rest open as with a stranger. Pure."""
    setup = meeting.setup
    tickets = [mate.person for mate in mates for _ in range(1 + mate.strength)]
    if not tickets or meeting.state().minutes_left <= ROOM or number(setup.seed, 0, "walk-in") >= chance:
        return meeting
    persona = personas[pick(tickets, setup.seed, 0, "who walks in")]
    turn = FIRST + int(number(setup.seed, 0, "when they walk in") * SPREAD)
    alone = open_meeting(persona, None, seed=setup.seed, difficulty=setup.difficulty, on=setup.on, versions={})
    fresh = where(alone.setup.opening[persona.id], stands.get(persona.id))
    theirs = fresh.model_copy(update={"day": fresh.day.model_copy(update={"life": {}})})
    host = setup.opening[setup.persona]
    day = host.day.model_copy(update={"life": {at: kind for at, kind in host.day.life.items() if kind != "walk_in"}})  # One at a time.
    opening = {setup.persona: host.model_copy(update={"day": day}), persona.id: theirs}
    coming = WalkIn(person=persona.id, name=persona.name, title=persona.title, turn=turn)
    return meeting.model_copy(update={"setup": setup.model_copy(update={"opening": opening, "walk_in": coming})})


def came(meeting: Meeting) -> bool:
    """Whether the walk-in that was drawn has come in by now."""
    coming = meeting.setup.walk_in
    return coming is not None and any(one.person == coming.person for turn in meeting.turns for one in turn.said.responses)


def present(meeting: Meeting) -> bool:
    """Whether somebody besides the person one meets is in the room."""
    coming = meeting.setup.walk_in
    return coming is not None and came(meeting) and not meeting.state(coming.person).ended


def comes_in(guest: Stage, meeting: Meeting, said: Said) -> Said:
    """The turn with the walk-in coming in after it, where they are due and it is no moment to keep out of; else the turn as it is."""
    coming = meeting.setup.walk_in
    if coming is None or came(meeting) or said.turn < coming.turn or said.kind != "rep":
        return said
    host = said.responses[0]
    left = meeting.state().minutes_left + sum(change.by or 0 for change in host.changes if change.what == "minutes_left")
    beat = host.beat
    private = bool(beat.disclosed or beat.question or beat.life) or any(".raise." in line for line in beat.lines)
    if host.outcome is not None or beat.move in life.KEEPS or private or left < ROOM:
        return said
    state = meeting.state(coming.person)
    lines = Lines(guest.persona, state, meeting.setup.seed, said.turn)
    asks = [item for item in guest.persona.questions if item.id not in state.questions]
    changes = []
    if asks:
        question = pick(asks, meeting.setup.seed, said.turn, "asks at the door")
        changes.append(Change(what=f"question:{question.id}", to="asked", because="asked while they were there"))
        beat = Beat(move="answer", lines=[lines.question(question, "ask")], question=question.id, why="looked in, with a question of their own")
    else:
        beat = Beat(move="answer", lines=[lines.reaction("initiative")], why="looked in, with something on their mind")
    takes = round(lines.words(beat.lines) / WORDS_A_MINUTE + MINUTES_A_TURN, 2)
    host = host.model_copy(update={"changes": [*host.changes, Change(what="minutes_left", by=-takes, because=f"{coming.name} looked in")]})
    return said.model_copy(update={"responses": [host, Response(person=coming.person, beat=beat, changes=changes, enters=True)]})


def take_turn(stage: Stage, guest: Stage, meeting: Meeting, words: str, spoken: Spoken | None = None) -> Said:
    """A turn with both in the room: read for each, and who answers, and whether the one who looked in stays."""
    setup, turn = meeting.setup, meeting.turns[-1].said.turn + 1
    previous = " ".join(reply.words for reply in meeting.turns[-1].replied)
    unsure = spoken.unsure if spoken else ()
    reading = stage.reader.read(words, previous, setup.on, unsure=unsure)
    theirs = reading if guest.reader is stage.reader else guest.reader.read(words, previous, setup.on, unsure=unsure)
    would = _would(stage, guest.persona, meeting, reading, turn, meeting.state().minutes_left)
    other = _would(guest, stage.persona, meeting, theirs, turn, UNHURRIED)
    host_speaks, guest_speaks = _voices(stage, guest, meeting, would, other, words, turn)
    said_by_guest = len(authored(guest.persona, other.beat).split()) if guest_speaks else 0
    takes = round(said_by_guest / WORDS_A_MINUTE, 2)
    name = guest.persona.name
    if host_speaks:
        host = would.model_copy(update={"changes": [*would.changes, *([Change(what="minutes_left", by=-takes, because=f"{name} spoke")] if takes else [])]})
    else:
        host = listening(stage.persona.id, overheard(would.changes, round(reading.words / WORDS_A_MINUTE + MINUTES_A_TURN + takes, 2), ONLY_TO_BOTH))
    visitor = _visitor(guest, meeting, other, guest_speaks, over=would.outcome is not None)
    # Whoever was asked something answers before anybody else speaks.
    first = guest_speaks and (called(guest.persona, words) or not host_speaks or _asked(meeting, guest.persona.id))
    responses = [visitor, host] if first and guest_speaks else [host, visitor]
    return Said(turn=turn, words=words, reading=reading, responses=responses, spoken=spoken)


def _would(stage: Stage, beside: Persona, meeting: Meeting, reading: Reading, turn: int, minutes: float) -> Response:
    """What somebody would do about the rep's words with another beside them."""
    setup, state = meeting.setup, meeting.state(stage.persona.id)
    state = state.model_copy(update={"minutes_left": minutes, "lines": [*_not_to_their_face(stage.persona, beside, state), *state.lines]})
    return direct(
        before_others(stage.persona), stage.library, stage.topics, state, reading, seed=setup.seed, difficulty=setup.difficulty, on=setup.on, turn=turn
    )


def _not_to_their_face(persona: Persona, beside: Persona, state: State) -> Iterator[str]:
    """Lines that speak of whoever stands beside them: kept back where the same can be said in another line."""
    name = re.compile(rf"\b{re.escape(_last_name(beside))}\b")
    for entry in persona.topics:
        free = {line.band for at, line in enumerate(entry.lines) if not name.search(line.say) and f"topics.{entry.topic}.{at}" not in state.lines}
        yield from (f"topics.{entry.topic}.{at}" for at, line in enumerate(entry.lines) if name.search(line.say) and free & {line.band, "any"})


def _asked(meeting: Meeting, guest: str) -> bool:
    """Whether the last thing that the visitor said was a question that is still open."""
    state = meeting.state(guest)
    return state.last is not None and state.last.question is not None and state.questions.get(state.last.question) == "asked"


def _voices(stage: Stage, guest: Stage, meeting: Meeting, would: Response, other: Response, words: str, turn: int) -> tuple[bool, bool]:
    """Who speaks: whoever is called by name; the visitor where their question is being answered; else the host, whose meeting it is."""
    to_guest, to_host = called(guest.persona, words), called(stage.persona, words)
    able = other.beat.move not in NOT_THEIRS
    answered = any(change.what.startswith("question:") for change in other.changes) and not to_host and other.beat.move not in MISSED
    chimes = other.beat.move in CHIMES_IN and number(meeting.setup.seed, turn, f"chimes in {guest.persona.id}") < CHIMES
    guest_speaks = able and would.outcome is None and (to_guest or answered or chimes)
    own = bool(would.beat.topic and would.beat.move in ("answer", "hold_back")) or would.beat.move in CHIMES_IN
    host_speaks = would.outcome is not None or not guest_speaks or to_host or (own and not to_guest)
    return host_speaks, guest_speaks


def _visitor(guest: Stage, meeting: Meeting, would: Response, speaks: bool, over: bool) -> Response:
    """The visitor's part: they stay while somebody has a word for them or they wait for an answer, and not for long."""
    there = sum(any(one.person == guest.persona.id for one in turn.said.responses) for turn in meeting.turns) + 1
    waits = _asked(meeting, guest.persona.id) and not speaks
    had_enough = would.outcome is not None and would.outcome.kind == "cut_short"
    goes = None
    if not over and (had_enough or there >= MOST or not (speaks or waits)):
        goes = Outcome(kind="cut_short" if had_enough else "continuation", because="had heard enough" if had_enough else "was wanted elsewhere")
    kept = [change for change in would.changes if change.what not in ("minutes_left", "ended", "agreed")]
    if not speaks:
        return listening(guest.persona.id, overheard(would.changes, 0.0, ONLY_TO_BOTH)).model_copy(update={"outcome": goes})
    return would.model_copy(update={"changes": kept, "outcome": goes})


def _last_name(persona: Persona) -> str:
    names = [name for name in re.findall(r"[A-Z][\w'\u2019-]+", persona.name) if name not in TITLES]
    return names[-1] if names else persona.name


def door(meeting: Meeting, said: Said) -> tuple[str, str]:
    """What happened at the door in a turn, in words: who came in, and who went; empty where nobody did."""
    coming = meeting.setup.walk_in
    theirs = next((one for one in said.responses if coming is not None and one.person == coming.person), None)
    if coming is None or theirs is None:
        return "", ""
    comes = f"{coming.name} looks in at the door." if theirs.enters else ""
    if theirs.outcome is None:
        return comes, ""
    goes = f"{coming.name} has heard enough, and goes." if theirs.outcome.kind == "cut_short" else f"{coming.name} is wanted elsewhere, and leaves you to it."
    return comes, goes
