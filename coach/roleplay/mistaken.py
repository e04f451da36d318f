"""What they have wrong: said once in answer to a question; put right, nodded at, or made a fool of."""

from __future__ import annotations

from collections.abc import Sequence

from coach.content.persona import Mistaken
from coach.roleplay.draw import number
from coach.roleplay.events import said_all
from coach.roleplay.records import Beat
from coach.roleplay.scene import Decision, Scene

SAYS_SHARE = 0.5
"""How often a mistaken view comes out where its topic is asked about."""


def errs(scene: Scene, topic: str) -> Beat | None:
    """The answer to a topic on which they have something wrong."""
    for wrong in scene.persona.mistaken:
        if wrong.topic == topic and f"mistaken:{wrong.id}" not in scene.before.ledger and number(scene.seed, 0, f"errs {wrong.id}") < SAYS_SHARE:
            scene.set(f"mistaken:{wrong.id}", "said", "believes something that is not so")
            return Beat(move="answer", topic=topic, lines=[_line(scene, wrong, "says", wrong.says)], why="was asked, and has this wrong")
    return None


def their_mistake(scene: Scene) -> Decision:
    """They just said something that is not so; what did the rep do about it?"""
    last, reading = scene.before.last, scene.reading
    wrong = next((item for item in scene.persona.mistaken if last and any(line.startswith(f"mistaken.{item.id}.says") for line in last.lines)), None)
    if wrong is None or scene.before.ledger.get(f"mistaken:{wrong.id}") != "said":
        return None
    place, quote = f"mistaken:{wrong.id}", reading.quote("act:tells") or reading.quote("act:claims") or reading.text[:80]
    by_message = any(wrong.id in message.answers for message in (*scene.now.fits, *scene.now.neutral, *scene.now.off))
    if by_message or said_all(wrong.right, reading.text):
        if reading.has("accusation"):
            scene.set(place, "stung", "was put right in a way that stung", quote)
            scene.move("stung", reading.quote("accusation"))
            return Beat(move="cool", lines=[_line(scene, wrong, "stung", wrong.stung)], why="was made to look foolish")
        if by_message or reading.has("source") or reading.has("limits"):
            scene.set(place, "corrected", "was put right, with something to show for it", quote)
            scene.move("corrected", quote)
            return Beat(move="warm", lines=[_line(scene, wrong, "corrected", wrong.corrected)], why="was put right")
        scene.set(place, "doubted", "was contradicted with nothing to show for it", quote)
        return Beat(move="answer", lines=[_line(scene, wrong, "unsure", wrong.unsure)], why="was contradicted")
    if reading.has("agree") and not reading.has("accusation"):
        scene.set(place, "agreed", "the rep agreed with something that is not so", reading.quote("agree"))
        scene.move("nodded_along", reading.quote("agree"))
        if not scene.now.asks:
            return Beat(move="answer", lines=[_line(scene, wrong, "agreed", wrong.agreed)], why="was agreed with")
        return None
    scene.set(place, "let pass", "the rep let it pass")
    return None


def _line(scene: Scene, wrong: Mistaken, name: str, pool: Sequence[str]) -> str:
    return scene.lines.of(f"mistaken.{wrong.id}.{name}", pool)
