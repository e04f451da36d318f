"""An interest of their own that they do not mention, and the favour that a rep must decline."""

from __future__ import annotations

from coach.content.persona import Stake
from coach.roleplay.events import gate_holds
from coach.roleplay.records import Beat
from coach.roleplay.scene import Decision, Scene

MAX_HINTS = 2
AJAR = 12


def accused_or_routed(scene: Scene) -> Decision:
    """The rep accuses them of an interest, or leaves the judgement to somebody who has none."""
    stake, reading = in_play(scene), scene.reading
    if scene.now.has("accused"):
        if stake is not None:
            return Beat(move="cool", lines=[scene.lines.of(f"stakes.{stake.id}.accused", stake.accused)], why="was accused of an interest")
        return Beat(move="push_back", lines=[scene.lines.reaction("pressed")], why="was accused of an interest they do not have")
    if stake is not None and scene.before.turn > 0 and {"offers", "asks"} & set(reading.acts):
        low = reading.text.lower()
        if word := next((word for word in stake.around if word.lower() in low), ""):
            at = low.index(word.lower())
            scene.set("stake", "routed", "left the judgement to somebody without an interest in it", reading.text[at : at + len(word)])
            scene.move("routed", reading.text[at : at + len(word)])
            if "offers" in reading.acts and any("offers" in span.acts and span.question for span in reading.spans):
                return None  # It came with a step, and the step is what is answered.
            return Beat(move="warm", lines=[scene.lines.of(f"stakes.{stake.id}.routed", stake.routed)], why="need not judge in their own case")
    return None


def opens_stake(scene: Scene, topic: str, builds: bool) -> Beat | None:
    """Asked about a topic that leads to the interest: it is said where the gate holds, hinted at where it is near."""
    stake = in_play(scene)
    if stake is None or topic not in stake.gate.topics:
        return None
    if gate_holds(stake.gate, scene.state.trust, scene.reading, builds):
        scene.set("stake", "known", "trusted the rep with an interest of their own", scene.reading.quote("act:asks"))
        return Beat(move="answer", topic=topic, lines=[scene.lines.of(f"stakes.{stake.id}.disclose", stake.disclose)], why="says what interest they have")
    place = f"stakes.{stake.id}.hints"
    hinted = sum(name.startswith(place) for name in scene.before.lines)
    if scene.state.trust >= stake.gate.trust - AJAR and hinted < MAX_HINTS and scene.lines.fresh(place, stake.hints):
        return Beat(move="hold_back", topic=topic, lines=[scene.lines.of(place, stake.hints)], why="there is an interest that they do not mention")
    return None


def in_play(scene: Scene) -> Stake | None:
    return next((item for item in scene.persona.stakes if item.id == scene.before.stake), None)


def their_favour(scene: Scene) -> Decision:
    """The meeting began with something a rep must not do; did they decline it, and offer another way?"""
    favour, reading = scene.persona.favour, scene.reading
    if favour is None or scene.before.day.purpose != "saying_no" or scene.before.ledger.get("favour"):
        return None
    if reading.has("declines"):
        well = reading.has("instead") or "offers" in reading.acts
        scene.set("favour", "declined" if well else "declined bare", "said no" + (", and offered another way" if well else ""), reading.quote("declines"))
        scene.move("declined_well" if well else "declined_bare", reading.quote("declines"))
        name, pool = ("declined", favour.declined) if well else ("bare", favour.bare)
        return Beat(move="warm" if well else "cool", lines=[scene.lines.of(f"favour.{name}", pool)], why="was told no" + (", and how else" if well else ""))
    if (reading.has("agree") or "offers" in reading.acts) and not scene.now.asks:
        scene.set("favour", "granted", "agreed to what a rep must decline", reading.quote("agree") or reading.quote("act:offers"))
        scene.move("favour_granted", reading.quote("agree") or reading.quote("act:offers"))
        return Beat(move="warm", lines=[scene.lines.of("favour.accepted", favour.accepted)], why="got the favour")
    return None
