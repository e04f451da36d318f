"""Life happens: a pager, a colleague at the door, eight minutes that become three. Nobody's words caused it."""

from __future__ import annotations

from coach.content.persona import LifeKind
from coach.roleplay.records import Beat, Change
from coach.roleplay.scene import Scene

LEFT_AFTER: dict[LifeKind, float] = {"shorter": 3.0}
"""Minutes that remain at most."""
TAKES: dict[LifeKind, float] = {"pager": 0.5, "walk_in": 0.5, "off_topic": 0.4}
REASON: dict[LifeKind, str] = {
    "pager": "the pager went", "shorter": "somebody needs them sooner", "walk_in": "a colleague walked in",
    "off_topic": "their thoughts wandered off", "silence": "they fell silent",
}  # fmt: skip
KEEPS: tuple[str, ...] = ("agree", "close", "leave", "object", "challenge", "push_back", "clarify")
"""Moves that nothing interrupts: what matters is said first, and life has to wait."""


def happens(scene: Scene, beat: Beat) -> Beat:
    """The beat with what happens at this turn, where something does."""
    if beat.move in KEEPS or beat.disclosed or beat.question or any(".raise." in line for line in beat.lines):
        return beat
    due = [kind for turn, kind in sorted(scene.before.day.life.items()) if 0 < turn <= scene.turn and scene.persona.life.get(kind)]
    waits = scene.now.asks or not beat.lines[0].startswith("reactions.acknowledge.")  # What calls for an answer is not met with silence.
    said = {line.split(".")[1] for line in scene.before.lines if line.startswith("life.")}
    kind = next((kind for kind in due if kind not in said and not (kind == "silence" and waits)), None)
    if kind is None:
        return beat
    pool = scene.persona.life[kind]
    line = scene.lines.of(f"life.{kind}", pool)
    left = scene.before.minutes_left
    lost = max(0.0, left - LEFT_AFTER[kind]) if kind in LEFT_AFTER else min(TAKES.get(kind, 0.0), max(0.0, left - 1))
    if lost:
        scene.changes.append(Change(what="minutes_left", by=-round(lost, 2), because=REASON[kind]))
    if kind == "silence":
        return beat.model_copy(update={"lines": [line], "life": kind, "why": REASON[kind]})
    return beat.model_copy(update={"lines": [*beat.lines, line], "life": kind})
