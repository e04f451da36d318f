"""What kind of day it is for them: drawn once when the meeting opens, so that ten meetings with one person are ten meetings."""

from __future__ import annotations

from coach.content.persona import LIFE, LifeKind, Persona, Purpose
from coach.roleplay.draw import number, pick
from coach.roleplay.records import Day, Difficulty

STAKE: dict[Difficulty, float] = {"open": 0.0, "guarded": 0.35, "hostile": 0.6}
"""How often an interest of their own is in play."""
BLOCKED: dict[Difficulty, float] = {"open": 0.1, "guarded": 0.25, "hostile": 0.4}
EVENTS: dict[Difficulty, int] = {"open": 1, "guarded": 1, "hostile": 2}
EVENT_SHARE = 0.6
FIRST_EVENT, LAST_EVENT = 3, 8
"""Turns between which life may happen; earlier nothing has been begun, later little is left."""
LATE_SHARE = 0.12


def day_of(persona: Persona, seed: int, difficulty: Difficulty, purpose: Purpose) -> Day:
    """The day of a meeting: week, interest, block and interruptions. The same seed gives the same day."""
    week = pick(persona.weeks, seed, 0, "week").id if persona.weeks else None
    stake = pick(persona.stakes, seed, 0, "stake").id if persona.stakes and number(seed, 0, "stake in play") < STAKE[difficulty] else None
    blocked = persona.blocked is not None and number(seed, 0, "blocked") < BLOCKED[difficulty]
    return Day(purpose=purpose, week=week, stake=stake, blocked=blocked, life=_life(persona, seed, difficulty, purpose))


def _life(persona: Persona, seed: int, difficulty: Difficulty, purpose: Purpose) -> dict[int, LifeKind]:
    if purpose == "corridor":
        return {}
    found: dict[int, LifeKind] = {}
    if "late" in persona.life and number(seed, 0, "late") < LATE_SHARE:
        found[0] = "late"
    kinds = [kind for kind in LIFE if kind in persona.life and kind != "late"]
    for at in range(EVENTS[difficulty]):
        if kinds and number(seed, at, "life happens") < EVENT_SHARE:
            turn = FIRST_EVENT + int(number(seed, at, "life when") * (LAST_EVENT - FIRST_EVENT + 1))
            kind = pick(kinds, seed, at, "life what")
            kinds.remove(kind)
            found.setdefault(turn, kind)
    return found
