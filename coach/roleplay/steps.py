"""A step towards something: offered, taken or refused, and how the meeting closes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from coach.content.base import BELIEFS
from coach.content.persona import Persona
from coach.roleplay.lines import Lines
from coach.roleplay.objections import raise_objection, unraised
from coach.roleplay.records import Beat, Outcome, State
from coach.roleplay.scene import Decision, Scene

MAX_OBJECTIONS_OPEN = 2
HANDS_ON_FROM = 40
FIRM_BEYOND = 4
"""Trust points above what the step asks for, from which it is taken whatever the week brings."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def step_offered(scene: Scene) -> Decision:
    """A step was offered: taken when this person can, wants to and has reason to."""
    reading, state, advance = scene.reading, scene.state, scene.persona.endings.advance
    if "offers" not in reading.acts or scene.before.agreed:
        return None
    asked = any("offers" in span.acts and span.question for span in reading.spans)
    if not asked and not any(found.actor == "stakeholder" for found in reading.commitments):
        return None  # A promise of the rep's own asks nothing of them.
    quote = reading.quote("act:offers")
    if scene.before.day.purpose == "no_ask" and asked:
        scene.move("asked_after_all", quote)
        return Beat(move="cool", lines=[scene.lines.reaction("step_too_soon")], why="was asked for something by somebody who came to ask for nothing")
    ready = state.trust >= advance.trust and state.rung >= BELIEFS.index(advance.belief) and len(state.disclosed) >= advance.needs
    if ready and state.ledger.get("blocked") == "silent" and scene.persona.blocked is not None:
        scene.set("blocked", "said", "would like to, and cannot: " + scene.persona.blocked.kind, quote)
        return Beat(
            move="hold_back", lines=[scene.lines.of("blocked.lines", scene.persona.blocked.lines)], why=f"convinced but blocked: {scene.persona.blocked.kind}"
        )
    if ready and not [name for name in state.open_objections if state.objections[name] == "open"]:
        scene.set("agreed", advance.action, "the step was theirs to take, and they had a reason", quote)
        return Beat(move="agree", lines=[scene.lines.advance()], why="ready for a step")
    if ready and state.open_objections:
        name = state.open_objections[0]
        held = next(item for item in scene.persona.objections if item.id == name)
        return Beat(move="object", objection=name, lines=[scene.lines.objection(held, "raise")], why=f"still open: {held.title}")
    if _asks_more(scene):
        return None  # The turn also asked something; an early offer beside a good question is let pass.
    if (objection := unraised(scene, "offer")) and len(state.open_objections) < MAX_OBJECTIONS_OPEN:
        return raise_objection(scene, objection)
    if "asks" in reading.acts:
        scene.move("too_soon", quote)
    if (sent := _sends_on(scene)) is not None:
        return sent
    return Beat(move="push_back", lines=[scene.lines.reaction("step_too_soon")], why="no reason for a step yet")


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
    blocked, advance = scene.persona.blocked, scene.persona.endings.advance
    if not scene.reading.has("blockers"):
        return None
    if scene.before.ledger.get("blocked") == "said" and blocked is not None:
        scene.set("blocked", "helped", "asked what it would take", scene.reading.quote("blockers"))
        return Beat(move="warm", lines=[scene.lines.of("blocked.helped", blocked.helped)], why="was asked what it would take")
    if scene.before.agreed and not scene.before.ledger.get("firmness"):
        firm = firmness(scene.state, scene.persona)
        scene.set("firmness", firm, "was asked what could stop it", scene.reading.quote("blockers"))
        pool = advance.firm if firm == "firm" else advance.soft
        if pool:
            return Beat(move="warm" if firm == "firm" else "hold_back", lines=[scene.lines.of(f"endings.{firm}", pool)], why="says what could stop it")
    return None


def firmness(state: State, persona: Persona) -> Literal["firm", "soft"]:
    """Whether a step that was agreed will be taken: belief beyond the least, nothing open, no interest against it, no block."""
    advance = persona.endings.advance
    beyond = state.rung > BELIEFS.index(advance.belief) or len(state.disclosed) > advance.needs
    held = bool(state.open_objections) or state.stake is not None or state.ledger.get("blocked") in ("silent", "said")
    return "firm" if beyond and not held and state.trust >= advance.trust + FIRM_BEYOND else "soft"


def _asks_more(scene: Scene) -> bool:
    return scene.reading.tier in ("answer", "clarify")


def rep_leaves(scene: Scene) -> Decision:
    reading = scene.reading
    if reading.has("leaving") and not scene.now.asks and not scene.now.claimed and scene.before.turn > 0:
        return farewell(scene.lines, scene.state, scene.persona, scene.on)
    if scene.before.agreed and "thanks" in reading.acts and not scene.now.asks:
        return farewell(scene.lines, scene.state, scene.persona, scene.on)
    return None


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
    advance = persona.endings.advance
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
