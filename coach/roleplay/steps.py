"""A step towards something: offered, taken or refused, and how the meeting closes."""

from __future__ import annotations

from datetime import date, timedelta

from coach.content.base import BELIEFS
from coach.content.persona import Persona
from coach.roleplay.lines import Lines
from coach.roleplay.objections import raise_objection, unraised
from coach.roleplay.records import Beat, Outcome, State
from coach.roleplay.scene import Decision, Scene

MAX_OBJECTIONS_OPEN = 2
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
    ready = state.trust >= advance.trust and state.rung >= BELIEFS.index(advance.belief) and len(state.disclosed) >= advance.needs
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
    return Beat(move="push_back", lines=[scene.lines.reaction("step_too_soon")], why="no reason for a step yet")


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
        kind="advance", action=step, owner=advance.owner, date=step_date(on, advance.days, advance.weekday).isoformat(), because="a step of theirs was agreed"
    )


def step_date(on: date, days: int, weekday: str | None) -> date:
    """The day of a step: `days` after the meeting, moved on to the weekday that the person named."""
    day = on + timedelta(days=days)
    if weekday is None:
        return day
    return day + timedelta(days=(WEEKDAYS.index(weekday) - day.weekday()) % 7)
