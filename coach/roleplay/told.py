"""Something was said that asks nothing: a message, a claim, a sign of listening, an ordinary remark."""

from __future__ import annotations

from coach.roleplay.asked import disclose, needs_behind
from coach.roleplay.objections import raise_objection, unraised, with_question
from coach.roleplay.records import Beat
from coach.roleplay.rules import RULES
from coach.roleplay.scene import Decision, Scene
from coach.roleplay.steps import MAX_OBJECTIONS_OPEN


def told(scene: Scene) -> Decision:
    """A message, a claim or a listening act, without a question."""
    now, reading, before = scene.now, scene.reading, scene.before
    if now.again:
        return Beat(move="cool", lines=[scene.lines.reaction("repeated")], why="heard that already")
    if now.fits:
        quote = reading.messages[0].quote
        scene.believe("curious" if before.rung <= 1 else "evaluating", "a message that met a need they had named", quote)
        if before.rung >= 3 and reading.has("limits"):
            scene.believe("convinced", "evidence with its limits, on their need", quote)
        return with_question(scene, Beat(move="warm", lines=[scene.lines.reaction("message_fits")], why="it met a need they had named"))
    if now.has("who_not") and not now.has("feature_list"):
        return with_question(scene, Beat(move="warm", lines=[scene.lines.reaction("patient_first")], why=RULES["who_not"].because))
    if now.off and not now.neutral:
        return Beat(move="cool", lines=[scene.lines.reaction("off_lens")], why="a message for somebody else's job")
    if now.has("feature_list"):
        return Beat(move="cool", lines=[scene.lines.reaction("feature_list")], why="a list of features")
    if now.neutral or now.claimed:
        if (objection := unraised(scene, "claim")) and len(before.open_objections) < MAX_OBJECTIONS_OPEN:
            return raise_objection(scene, objection)
        return with_question(scene, Beat(move="answer", lines=[scene.lines.reaction("message_neutral")], why="relevant, but tied to nothing they said"))
    if now.reflects and before.turn > 0:
        return _reflected(scene)
    for rule, kind in (
        ("flattery", "flattery"),
        ("guessed", "guessed"),
        ("own_numbers", "own_numbers"),
        ("peer_offered", "peer"),
        ("admitted", "admits"),
        ("who_not", "patient_first"),
        ("framed", "frames_welcome"),
        ("patient_first", "patient_first"),
        ("empathy", "empathy"),
        ("small_talk", "small_talk"),
    ):
        if now.has(rule):
            good = scene.persona.tastes.get(rule, RULES[rule].trust) > 0
            return Beat(move="warm" if good else "cool", lines=[scene.lines.reaction(kind)], why=RULES[rule].because)
    if "frames" in reading.acts:
        return Beat(move="warm", lines=[scene.lines.reaction("frames_welcome")], why="said why they came")
    if "thanks" in reading.acts:
        return Beat(move="answer", lines=[scene.lines.reaction("thanks")], why="was thanked")
    if "offers" in reading.acts:
        return Beat(move="answer", lines=[scene.lines.reaction("acknowledge")], why="was promised something")
    return None


def _reflected(scene: Scene) -> Beat:
    """What they said was given back. It may be enough to open a need whose gate asks for no question."""
    last = scene.before.last
    if last and last.topic:
        for need in needs_behind(scene, last.topic):
            if not need.gate.open_question and scene.opens(need, True):
                return disclose(scene, need, last.topic)
    quote = scene.reading.quote("act:reflects") or scene.reading.quote("act:summarises")
    if scene.before.disclosed:
        scene.believe("recognised" if scene.before.rung == 0 else "curious", "heard their own problem said back, rightly", quote)
    return Beat(move="warm", lines=[scene.lines.reaction("reflected")], why="felt understood", topic=_thread(scene))


def _thread(scene: Scene) -> str | None:
    """What the talk was about, so that "go on" goes on with it; none where it was a need that had come out: that is asked on about."""
    last = scene.before.last
    out = last is None or bool(last.disclosed) or any(last.topic in need.gate.topics and need.need in scene.before.disclosed for need in scene.persona.needs)
    return None if last is None or out else last.topic


def otherwise(scene: Scene) -> Beat:
    """An ordinary remark. After two in a row, or late in the meeting, the person brings something up."""
    before = scene.before
    quiet = before.last is not None and before.last.why == "an ordinary remark"
    if (objection := unraised(scene, "late")) and before.minutes_left < scene.persona.minutes / 2 and not before.open_objections:
        return raise_objection(scene, objection)
    if quiet:
        return Beat(move="answer", lines=[scene.lines.reaction("initiative")], why="keeps the meeting going")
    return with_question(scene, Beat(move="answer", lines=[scene.lines.reaction("acknowledge")], why="an ordinary remark"))
