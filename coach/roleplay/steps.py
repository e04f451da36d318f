"""A step towards something: offered, taken or refused, and how the meeting closes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from coach.content.base import BELIEFS
from coach.content.persona import Advance, Persona
from coach.reading.sentences import content_words
from coach.roleplay.lines import Lines
from coach.roleplay.objections import raise_objection, unraised, unraised_at_all
from coach.roleplay.records import Beat, Outcome, State
from coach.roleplay.scene import Decision, Scene

MAX_OBJECTIONS_OPEN = 2
HANDS_ON_FROM = 40
FIRM_BEYOND = 4
"""Trust points above what the step asks for, from which it is taken whatever the week brings."""
EARLY_FROM_TURN, EARLY_SHARE, EARLY_TRUST = 4, 0.15, 30
"""Leaving before turn 4 gives nothing back; from then on, 15% of their minutes is a gift, from somebody they do not wish gone."""
SAME_STEP = 3
"""Words that a question must share with the step that is theirs to take, to be taken for it."""
COMES_AGAIN = re.compile(
    r"\b(?:can|could|may|might|shall|should|would it be all right if) i (?:please |perhaps )?(?:come|stop|drop|call|ring|visit|look in)\b", re.IGNORECASE
)
"""A rep who asks to come again asks for little."""
BRINGS = re.compile(
    r"\b(?:and|to|with|so (?:that )?(?:we|you))\s+(?:\w+\s+){0,2}?(?:show|bring|sit|go (?:over|through)|watch|meet|look|count|present|teach|train|walk|"
    r"review|see|join|run|you|your)\b",
    re.IGNORECASE,
)
"""With this the visit is for something that both do."""
ASKS_YOU = re.compile(r"\b(?:would|could|can|will|might|are|is|shall|should)\b.{0,40}\b(?:you|we|your)\b", re.IGNORECASE)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def step_offered(scene: Scene) -> Decision:
    """A step was offered: taken when this person can, wants to and has reason to."""
    reading, state, advance = scene.reading, scene.state, next_step(scene.persona, scene.before)
    meant = _their_step(scene)
    if ("offers" not in reading.acts and not meant) or scene.before.agreed:
        return None
    asked = bool(meant) or any("offers" in span.acts and span.question for span in reading.spans)
    if not asked and not any(found.actor == "stakeholder" for found in reading.commitments):
        return None  # A promise of the rep's own asks nothing of them.
    quote = reading.quote("act:offers") or meant
    if scene.before.day.purpose == "no_ask" and asked:
        scene.move("asked_after_all", quote)
        return Beat(move="cool", lines=[scene.lines.reaction("step_too_soon")], why="was asked for something by somebody who came to ask for nothing")
    only_comes = bool(COMES_AGAIN.search(reading.text)) and not meant and not BRINGS.search(reading.text)
    ready = not only_comes and state.trust >= advance.trust and state.rung >= BELIEFS.index(advance.belief) and len(state.disclosed) >= advance.needs
    if ready and state.ledger.get("blocked") == "silent" and scene.persona.blocked is not None:
        scene.set("blocked", "said", "would like to, and cannot: " + scene.persona.blocked.kind, quote)
        return Beat(
            move="hold_back", lines=[scene.lines.of("blocked.lines", scene.persona.blocked.lines)], why=f"convinced but blocked: {scene.persona.blocked.kind}"
        )
    if ready and not [name for name in state.open_objections if state.objections[name] != "probed"]:
        scene.set("agreed", advance.action, "the step was theirs to take, and they had a reason", quote)
        return Beat(move="agree", lines=[scene.lines.step("lines")], why="ready for a step")
    if ready and state.open_objections:
        name = state.open_objections[0]
        held = next(item for item in scene.persona.objections if item.id == name)
        return Beat(move="object", objection=name, lines=[scene.lines.objection(held, "raise")], why=f"still open: {held.title}")
    if _asks_more(scene):
        return None  # The turn also asked something; an early offer beside a good question is let pass.
    if COMES_AGAIN.search(reading.text) and not meant:  # Somebody who would take a step is not asked for one by this.
        return Beat(move="answer", lines=[scene.lines.reaction("acknowledge")], why="was asked whether the rep may come again")
    if (objection := unraised(scene, "offer")) and len(state.open_objections) < MAX_OBJECTIONS_OPEN:
        return raise_objection(scene, objection)
    if "asks" in reading.acts:
        scene.move("too_soon", quote)
    if (sent := _sends_on(scene)) is not None:
        return sent
    return Beat(move="push_back", lines=[scene.lines.reaction("step_too_soon")], why="no reason for a step yet")


def _their_step(scene: Scene) -> str:
    """The words that ask them for the very step that is theirs to take, however they were read; empty where none do."""
    action = content_words(next_step(scene.persona, scene.before).action)
    for span in scene.reading.spans:
        words = scene.reading.text[span.start : span.end]
        if span.question == "closed" and ASKS_YOU.search(words) and len(action & content_words(words)) >= min(SAME_STEP, len(action)):
            return words
    return ""


def _sends_on(scene: Scene) -> Beat | None:
    """'Send it to my colleague': meant where they are curious and trust the rep, otherwise a polite way out. Once a meeting."""
    handoff, state = scene.persona.handoff, scene.state
    if handoff is None or state.ledger.get("handoff") or state.trust < HANDS_ON_FROM:
        return None
    meant = state.rung >= 2 and state.stake is None
    scene.set("handoff", "meant" if meant else "brushed off", f"names {handoff.to}" + ("" if meant else " to be rid of the question"))
    name, pool = ("meant", handoff.meant) if meant else ("brushed", handoff.brushed)
    return Beat(move="push_back", lines=[scene.lines.of(f"handoff.{name}", pool)], why="hands on, and means it" if meant else "hands on to be rid of it")


def what_could_stop_it(scene: Scene) -> Decision:
    """Asked what could still stop what was agreed, they say how firm it is; asked what a block would take, they say that."""
    blocked, advance = scene.persona.blocked, next_step(scene.persona, scene.before)
    if not scene.reading.has("blockers"):
        return None
    if scene.before.ledger.get("blocked") == "said" and blocked is not None:
        scene.set("blocked", "helped", "asked what it would take", scene.reading.quote("blockers"))
        return Beat(move="warm", lines=[scene.lines.of("blocked.helped", blocked.helped)], why="was asked what it would take")
    if not scene.before.agreed and scene.before.turn > 0 and (objection := next(unraised_at_all(scene), None)):
        return raise_objection(scene, objection)  # Asked what speaks against it, they say it; that is what was wanted.
    if scene.before.agreed and not scene.before.ledger.get("firmness"):
        firm = firmness(scene.state, scene.persona)
        scene.set("firmness", firm, "was asked what could stop it", scene.reading.quote("blockers"))
        if getattr(advance, firm):
            return Beat(move="warm" if firm == "firm" else "hold_back", lines=[scene.lines.step(firm)], why="says what could stop it")
    return None


def next_step(persona: Persona, state: State) -> Advance:
    """The step that is theirs to take: their first, or the one after it where the first was taken."""
    return (state.ledger.get("step") == "taken" and persona.endings.then) or persona.endings.advance


def firmness(state: State, persona: Persona) -> Literal["firm", "soft"]:
    """Whether a step that was agreed will be taken: belief beyond the least, nothing open, no interest against it, no block."""
    advance = next_step(persona, state)
    beyond = state.rung > BELIEFS.index(advance.belief) or len(state.disclosed) > advance.needs
    held = bool(state.open_objections) or state.stake is not None or state.ledger.get("blocked") in ("silent", "said")
    return "firm" if beyond and not held and state.trust >= advance.trust + FIRM_BEYOND else "soft"


def _asks_more(scene: Scene) -> bool:
    return scene.reading.tier in ("answer", "clarify")


def rep_leaves(scene: Scene) -> Decision:
    reading = scene.reading
    if reading.has("leaving") and not scene.now.asks and not scene.now.claimed and scene.before.turn > 0:
        if early(scene.before, scene.persona):
            scene.move("finished_early", reading.quote("leaving"))
        return farewell(scene.lines, scene.state, scene.persona, scene.on)
    if scene.before.agreed and "thanks" in reading.acts and not scene.now.asks:
        return farewell(scene.lines, scene.state, scene.persona, scene.on)
    return None


def early(state: State, persona: Persona) -> bool:
    """Whether somebody who leaves now gives back time, after a meeting worth the name."""
    return state.turn >= EARLY_FROM_TURN and state.minutes_left >= EARLY_SHARE * persona.minutes and state.trust >= EARLY_TRUST


def farewell(lines: Lines, state: State, persona: Persona, on: date) -> tuple[Beat, Outcome]:
    """How the meeting closes when the rep ends it."""
    outcome = closing(state, persona, on)
    line = lines.ending("parting" if outcome.kind == "advance" else "continuation")
    return Beat(move="close", lines=[line], why="the rep ended the meeting"), outcome


def closing(state: State, persona: Persona, on: date) -> Outcome:
    """The outcome of a meeting that ends in peace: an advance where one was agreed, else a continuation."""
    step = state.agreed
    if step is None:
        return Outcome(kind="continuation", because="no step was agreed")
    advance = next_step(persona, state)
    return Outcome(
        kind="advance",
        action=step,
        owner=advance.owner,
        date=step_date(on, advance.days, advance.weekday).isoformat(),
        because="a step of theirs was agreed",
        firm=firmness(state, persona),
    )


def step_date(on: date, days: int, weekday: str | None) -> date:
    """The day of a step: `days` after the meeting, moved on to the weekday that the person named."""
    day = on + timedelta(days=days)
    if weekday is None:
        return day
    return day + timedelta(days=(WEEKDAYS.index(weekday) - day.weekday()) % 7)
