"""Their objections and their own questions: raised, probed, answered, admitted, argued with, walked past."""

from __future__ import annotations

from coach.content.persona import Objection, OwnQuestion
from coach.roleplay.draw import number, pick
from coach.roleplay.events import said_all, said_one
from coach.roleplay.records import Beat
from coach.roleplay.scene import Decision, Scene

ASKS_FROM_TURN = 2
ASKS_SHARE = 0.6
"""How often they add a question of their own where they could."""


def their_question(scene: Scene) -> Decision:
    """The person asked something; what became of it?"""
    last = scene.before.last
    if last is None or last.question is None or scene.before.questions.get(last.question) != "asked":
        return None
    question = next(item for item in scene.persona.questions if item.id == last.question)
    answered = any(question.id in message.answers for message in (*scene.now.fits, *scene.now.neutral, *scene.now.off))
    wrong = said_one(question.wrong, scene.reading.text)
    if wrong and not answered and "admits" not in scene.reading.acts:
        scene.set(f"question:{question.id}", "wrong", "answered wrongly, and they know better", wrong)
        scene.move("wrong_answer", wrong)
        pool = "caught" if question.caught else "evaded"
    elif answered or (said_all(question.right, scene.reading.text) and not scene.now.asks):
        quote = scene.reading.messages[0].quote if scene.reading.messages else scene.reading.quote("act:tells") or scene.reading.text[:80]
        scene.set(f"question:{question.id}", "answered", "answered what they asked", quote)
        scene.move("answered_question", quote)
        if scene.before.rung >= 2:
            scene.believe("evaluating", "a test question answered", quote)
        pool = "answered"
    elif "admits" in scene.reading.acts:
        scene.set(f"question:{question.id}", "admitted", "did not know, said so, and will find out", scene.reading.quote("act:admits"))
        pool = "admitted"
    elif scene.reading.tier == "deflect" and not scene.now.claimed:
        return None  # We may not have understood; that never costs the rep.
    elif scene.now.claimed or "tells" in scene.reading.acts:
        # They said something in answer that we cannot tell right from wrong: neither earned nor lost.
        scene.set(f"question:{question.id}", "answered", "gave an answer", scene.reading.quote("act:tells"))
        return None
    else:
        scene.set(f"question:{question.id}", "evaded", "walked past their question")
        scene.move("ignored_question")
        pool = "evaded"
    move = "cool" if pool in ("evaded", "caught") else "warm"
    return Beat(move=move, lines=[scene.lines.question(question, pool)], why=f"{pool} {question.title}")


def their_objection(scene: Scene) -> Decision:
    """The person objected; was it heard, answered, or argued with?"""
    reading, now = scene.reading, scene.now
    open_now = scene.before.open_objections
    if not open_now:
        return None
    by_id = {item.id: item for item in scene.persona.objections}
    delivered = {name for message in (*now.fits, *now.neutral) for name in message.answers}
    last = scene.before.last.objection if scene.before.last else None
    name = last if last in open_now else next((item for item in open_now if item in delivered), None)
    if name is None:
        return None
    objection, probed = by_id[name], scene.before.objections[name] == "probed"
    heard = probed or now.reflects or "empathises" in reading.acts or reading.has("probe")
    if name in delivered and heard:
        scene.set(f"objection:{name}", "resolved", "heard first, then answered", reading.messages[0].quote)
        scene.move("objection_answered", reading.messages[0].quote)
        if scene.before.rung >= 2:
            scene.believe("evaluating" if scene.before.rung == 2 else "convinced", "an objection resolved", reading.messages[0].quote)
        return Beat(move="warm", objection=name, lines=[scene.lines.objection(objection, "resolved")], why=f"resolved: {objection.title}")
    if "admits" in reading.acts and not reading.has("accusation"):
        scene.set(f"objection:{name}", "admitted", "a gap admitted, to be followed up", reading.quote("act:admits"))
        return Beat(move="warm", objection=name, lines=[scene.lines.objection(objection, "admitted")], why=f"gap admitted: {objection.title}")
    contextual = bool(reading.topics) and scene.catalogue[reading.topics[0].id].contextual
    asks_behind = reading.has("probe") or contextual or (now.asks and now.builds)
    if not probed and (now.reflects or (now.asks and asks_behind)):
        scene.set(f"objection:{name}", "probed", "asked what is behind it", reading.quote("probe") or reading.quote("act:asks"))
        scene.move("objection_heard", reading.quote("probe") or reading.quote("act:asks") or reading.quote("act:reflects"))
        return Beat(move="answer", objection=name, lines=[scene.lines.objection(objection, "probed")], why=f"asked about: {objection.title}")
    argues = reading.has("accusation") or now.claimed or "tells" in reading.acts
    if name == last and argues and not now.asks and not now.reflects and name not in delivered and not reading.has("limits"):
        scene.move("argued", reading.quote("accusation") or reading.quote("act:claims") or reading.quote("act:tells"))
        return Beat(move="object", objection=name, lines=[scene.lines.objection(objection, "escalate")], why=f"argued with: {objection.title}")
    return None


def with_question(scene: Scene, beat: Beat) -> Beat:
    """They may add a question of their own, to test the rep."""
    question = _next_question(scene)
    if question is None or scene.before.turn < ASKS_FROM_TURN or number(scene.seed, scene.turn, "own") > ASKS_SHARE:
        return beat
    scene.set(f"question:{question.id}", "asked", "asked to see whether the rep knows")
    return beat.model_copy(update={"lines": [*beat.lines, scene.lines.question(question, "ask")], "question": question.id})


def _next_question(scene: Scene) -> OwnQuestion | None:
    """One of those they have not asked, another in another meeting; none right after one they asked."""
    if scene.before.last is not None and scene.before.last.question is not None:
        return None
    unasked = [item for item in scene.persona.questions if item.id not in scene.before.questions]
    return pick(unasked, scene.seed, len(scene.before.questions), "own question") if unasked else None


def unraised(scene: Scene, opener: str, topic: str = "") -> Objection | None:
    for objection in scene.persona.objections:
        moot = set(objection.moot_after) & {*scene.before.disclosed, *(change.to for change in scene.changes if change.what == "disclosed")}
        if not moot and objection.id not in scene.before.objections and opener in objection.raised_by and (opener != "asked" or topic in objection.topics):
            return objection
    return None


def raise_objection(scene: Scene, objection: Objection, topic: str | None = None) -> Beat:
    scene.set(f"objection:{objection.id}", "open", "brought up by what was said")
    return Beat(move="object", topic=topic, objection=objection.id, lines=[scene.lines.objection(objection, "raise")], why=f"objects: {objection.title}")
