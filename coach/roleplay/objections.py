"""Their objections and their own questions: raised, probed, answered, admitted, argued with, walked past."""

from __future__ import annotations

from collections.abc import Iterator

from coach.content.persona import Objection, OwnQuestion
from coach.roleplay.draw import number, pick
from coach.roleplay.events import said_all, said_one
from coach.roleplay.records import Beat
from coach.roleplay.scene import Decision, Scene

ASKS_FROM_TURN = 2
ASKS_SHARE = 0.6
"""How often they add a question of their own where they could."""
COMES_BACK_AFTER = 5
"""Lines of theirs after which an objection that was walked past is brought up again."""


def their_question(scene: Scene) -> Decision:
    """The person asked something; what became of it?"""
    last = scene.before.last
    if last is None or last.question is None or scene.before.questions.get(last.question) != "asked":
        return None
    question = next(item for item in scene.persona.questions if item.id == last.question)
    answered = any(question.id in message.answers for message in (*scene.now.fits, *scene.now.neutral, *scene.now.off))
    wrong = said_one(question.wrong, scene.reading.sure)
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
    contextual = bool(reading.topics) and scene.catalogue[reading.topics[0].id].contextual
    asks_behind = reading.has("probe") or contextual or (now.asks and now.builds)
    if not probed and (now.reflects or (now.asks and asks_behind)):
        scene.set(f"objection:{name}", "probed", "asked what is behind it", reading.quote("probe") or reading.quote("act:asks"))
        scene.move("objection_heard", reading.quote("probe") or reading.quote("act:asks") or reading.quote("act:reflects"))
        return Beat(move="answer", objection=name, lines=[scene.lines.objection(objection, "probed")], why=f"asked about: {objection.title}")
    if "admits" in reading.acts and not reading.has("accusation"):
        scene.set(f"objection:{name}", "admitted", "a gap admitted, to be followed up", reading.quote("act:admits"))
        return Beat(move="warm", objection=name, lines=[scene.lines.objection(objection, "admitted")], why=f"gap admitted: {objection.title}")
    argues = reading.has("accusation") or now.claimed or "tells" in reading.acts
    if name == last and argues and not now.asks and not now.reflects and name not in delivered and not reading.has("limits"):
        scene.move("argued", reading.quote("accusation") or reading.quote("act:claims") or reading.quote("act:tells"))
        return Beat(move="object", objection=name, lines=[scene.lines.objection(objection, "escalate")], why=f"argued with: {objection.title}")
    return None


def comes_back(scene: Scene, beat: Beat) -> Beat:
    """An objection that was not settled is brought up again: in the next meeting as soon as they have warmed up, and in this one
    when it was walked past and some time has gone by."""
    if beat.move not in ("answer", "warm") or beat.objection or beat.question or beat.disclosed or beat.life or scene.before.turn == 0:
        return beat
    if beat.topic or beat.told or scene.now.asks or scene.reading.has("leaving"):
        return beat  # One thing at a time: what was asked is answered first.
    for objection in scene.persona.objections:
        status = scene.before.objections.get(objection.id)
        waited = status == "open" and _lines_since(scene.before.lines, f"objections.{objection.id}.") >= COMES_BACK_AFTER
        place = f"objections.{objection.id}.raise"
        if (status == "left" or waited) and scene.lines.fresh(place, objection.raise_) and not set(objection.moot_after) & set(scene.before.disclosed):
            scene.set(f"objection:{objection.id}", "open", "not settled last time" if status == "left" else "not settled, and it came back")
            line = scene.lines.objection(objection, "raise")
            return beat.model_copy(update={"lines": [*beat.lines, line], "objection": objection.id, "why": f"{beat.why}; comes back to: {objection.title}"})
    return beat


def _lines_since(lines: list[str], place: str) -> int:
    """How many lines they have said since they last said one of these; a large number where they said none."""
    return next((at for at, line in enumerate(reversed(lines)) if line.startswith(place)), len(lines) + COMES_BACK_AFTER)


def with_question(scene: Scene, beat: Beat) -> Beat:
    """They may add what was left open, or a question of their own to test the rep."""
    if (back := comes_back(scene, beat)) is not beat:
        return back
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


def unraised_at_all(scene: Scene) -> Iterator[Objection]:
    """Objections that were not brought up yet and still make sense, whatever would bring them up."""
    out = {*scene.before.disclosed, *(change.to for change in scene.changes if change.what == "disclosed")}
    return (item for item in scene.persona.objections if item.id not in scene.before.objections and not set(item.moot_after) & out)


def unraised(scene: Scene, opener: str, topic: str = "") -> Objection | None:
    return next((item for item in unraised_at_all(scene) if opener in item.raised_by and (opener != "asked" or topic in item.topics)), None)


def raise_objection(scene: Scene, objection: Objection, topic: str | None = None) -> Beat:
    scene.set(f"objection:{objection.id}", "open", "brought up by what was said")
    return Beat(move="object", topic=topic, objection=objection.id, lines=[scene.lines.objection(objection, "raise")], why=f"objects: {objection.title}")
