"""What is said to a person that no meeting is for: abuse, demands for secrets, words put into their mouth. They stay a person."""

from __future__ import annotations

from coach.roleplay.records import Beat, Outcome
from coach.roleplay.scene import Decision, Scene

RUDE_ENOUGH = 1
"""How often they let abuse pass before they end it."""


def odd(scene: Scene) -> Decision:
    """Answer what is out of place, as this person would; nothing is told and nothing is earned by it."""
    now = scene.now
    if now.has("abuse"):
        why = "was insulted"
        if scene.before.rules.get("abuse", 0) >= RUDE_ENOUGH or scene.difficulty == "hostile":
            if scene.before.agreed:
                scene.set("agreed", "withdrawn", why)
            return Beat(move="leave", lines=[scene.lines.ending("cut_short")], why=why), Outcome(kind="cut_short", because=why)
        return Beat(move="push_back", lines=[scene.lines.reaction("abuse")], why=why)
    for rule, kind, why in (
        ("asked_for_secrets", "secret", "was asked for what is not theirs to give"),
        ("spoke_for_them", "ghost", "had words put into their mouth"),
        ("barrage", "barrage", "was asked everything at once"),
    ):
        if now.has(rule):
            return Beat(move="push_back", lines=[scene.lines.reaction(kind)], why=why)
    for signal, kind, why in (("foreign", "foreign", "did not understand the language"), ("gibberish", "not_understood", "could make nothing of it")):
        if scene.reading.has(signal):  # It may be our ear; it costs nothing.
            return Beat(move="deflect", lines=[scene.lines.reaction(kind)], why=why)
    if now.has("same_words"):
        return Beat(move="hold_back", lines=[scene.lines.reaction("asked_before")], why="heard the very same words before")
    if now.has("heap"):
        return Beat(move="push_back", lines=[scene.lines.reaction("barrage")], why="heard words strung together")
    if now.has("parroted") and (scene.reading.tier != "answer" or not scene.now.events_beside("parroted")):
        return Beat(move="answer", lines=[scene.lines.reaction("acknowledge")], why="heard their own words as an echo")
    return None
