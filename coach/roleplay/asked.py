"""A question was asked: answer, hint, open up, ask back, or pass."""

from __future__ import annotations

from coach.content.persona import HiddenNeed, TopicLines
from coach.roleplay.draw import number
from coach.roleplay.mistaken import errs
from coach.roleplay.objections import raise_objection, unraised
from coach.roleplay.records import Beat
from coach.roleplay.rules import RULES
from coach.roleplay.scene import Decision, Scene
from coach.roleplay.stakes import opens_stake

MAX_HINTS = 2
ASKED_OFTEN = 2
"""From the third time on, a question costs: once may be our mishearing, twice may be theirs."""
MEANT_FROM = 0.1
"""From this probability on, a question that points at nothing else is taken for the topic it is nearest to."""
AJAR = 12
"""Trust points below a gate at which they begin to hint; further off, they answer what was asked and no more."""
THREAD = 4
"""Lines of theirs over which a thread is still there to be taken up."""
CLEARLY_FIRST = 0.5
"""Below this share of the best, the second topic is not worth asking about: people answer what they heard."""


def asked(scene: Scene) -> Decision:
    """A question: answer, hint, open up, ask back, or pass."""
    reading, before = scene.reading, scene.before
    if reading.has("view") and not scene.now.claimed and before.turn > 0:
        kind = "message_fits" if before.last and before.last.move == "warm" and before.heard else "message_neutral"
        return Beat(move="answer", lines=[scene.lines.reaction(kind)], why="was asked what they think")
    if not scene.now.asks:
        return None
    if reading.has("check") and before.turn > 0 and reading.tier != "answer":
        return _checked(scene)
    meant = _meant(scene)
    if reading.has("agenda") and (len(meant) != 1 or meant[0] == "agenda"):
        return _agenda(scene)
    pointing = bool(reading.topics) and scene.catalogue[reading.topics[0].id].contextual and reading.tier != "deflect"
    if before.last and (pointing or (not meant and scene.now.builds)):
        return goes_on(scene)
    if len(meant) == 2 and (line := scene.lines.clarify()):
        handles = [entry.handle for name in meant if (entry := scene.lines.topic_entry(name))]
        return Beat(move="clarify", lines=[line], slots={"first": handles[0], "second": handles[1]}, why="could have meant two things")
    return _on_topic(scene, meant[0], scene.now.builds) if meant else lost(scene)


def _checked(scene: Scene) -> Decision:
    """Asked whether that was right, or whether it landed: they say so, by what it did to them."""
    last = scene.before.last
    if scene.now.reflects or scene.now.claimed:
        return None  # What it was about stands in the same turn, and is answered there.
    if scene.before.heard and last is not None:
        kind = "message_fits" if last.move == "warm" else "off_lens" if last.why == "a message for somebody else's job" else "message_neutral"
        return Beat(move="answer", lines=[scene.lines.reaction(kind)], why="was asked whether it landed")
    return Beat(move="answer", lines=[scene.lines.reaction("acknowledge")], why="was asked whether that was right")


def _meant(scene: Scene) -> list[str]:
    """The topic that was asked about; two where it could be either; none where we did not follow. People answer what
    they can: among doubtful ones only their own count."""
    reading = scene.reading
    if reading.tier == "answer":
        return [reading.topics[0].id]
    if reading.tier != "clarify":
        return []
    own = [found for found in reading.topics if found.p >= MEANT_FROM and scene.lines.topic_entry(found.id)]
    clear = len(own) < 2 or own[1].p <= CLEARLY_FIRST * own[0].p
    return [found.id for found in own[: 1 if clear else 2]]


def _agenda(scene: Scene) -> Beat:
    """Asked what they want from the time: they say it once, and after that simply agree."""
    entry = scene.lines.topic_entry("agenda")
    line = scene.lines.topic(entry, scene.state.trust) if entry and scene.before.asked.get("agenda", 0) == 0 else None
    if line:
        return Beat(move="answer", topic="agenda", told=scene.lines.tells(line), lines=[line], why="was asked what the time should be for")
    return Beat(move="warm", lines=[scene.lines.reaction("frames_welcome")], why=RULES["framed"].because)


def _on_topic(scene: Scene, topic: str, builds: bool) -> Decision:
    """Asked about a topic that was understood."""
    before = scene.before
    for need in needs_behind(scene, topic):
        if scene.opens(need, builds):
            return disclose(scene, need, topic)
        # A plain question after a fact gets the fact, until all that is missing is the right way of asking.
        ajar = need.gate.trust - (AJAR if scene.reading.question == "open" else 0)
        near = scene.trust_for(need.need) >= ajar
        if near and before.asked.get(topic, 0) == 0 and (hint := scene.lines.hint(need, MAX_HINTS)):
            return Beat(move="hold_back", topic=topic, lines=[hint], why="something is there, but it is not for everyone yet")
    if (beat := opens_stake(scene, topic, builds)) or (beat := errs(scene, topic)):
        return beat
    if (objection := unraised(scene, "asked", topic)) and before.turn > 0 and not before.open_objections and number(scene.seed, scene.turn, "asked") < 0.4:
        return raise_objection(scene, objection, topic)
    entry = scene.lines.topic_entry(topic)
    if entry is None:
        return Beat(move="deflect", topic=topic, lines=[scene.lines.reaction("not_mine")], why="not theirs to answer")
    return _speaks(scene, entry)


def _speaks(scene: Scene, entry: TopicLines) -> Beat:
    week = next((item for item in scene.persona.weeks if item.id == scene.before.day.week), None)
    if entry.topic == "pressures_now" and week and scene.lines.fresh(f"weeks.{week.id}.says", week.says):
        return Beat(move="answer", topic=entry.topic, lines=[scene.lines.of(f"weeks.{week.id}.says", week.says)], why="was asked about this week")
    times = scene.before.asked.get(entry.topic, 0)
    line = scene.lines.topic(entry, scene.state.trust, again=times > 0)
    if line is None:
        for need in needs_behind(scene, entry.topic):
            if hint := scene.lines.hint(need, MAX_HINTS):
                return Beat(move="hold_back", topic=entry.topic, lines=[hint], why="there is more, but it is not for everyone yet")
        if times >= ASKED_OFTEN:
            scene.move("repeated_question", scene.reading.quote("act:asks"))
        return Beat(move="hold_back", topic=entry.topic, lines=[scene.lines.reaction("asked_before")], why="has said all they will on this")
    return Beat(move="answer", topic=entry.topic, told=scene.lines.tells(line), lines=[line], why="was asked")


def needs_behind(scene: Scene, topic: str) -> list[HiddenNeed]:
    """Undisclosed needs that this topic leads to."""
    return [need for need in scene.persona.needs if topic in need.gate.topics and need.need not in scene.before.disclosed]


def disclose(scene: Scene, need: HiddenNeed, topic: str | None) -> Beat:
    quote = scene.reading.quote("act:asks") or scene.reading.quote("act:reflects")
    scene.set("disclosed", need.need, "was asked in a way that opened it", quote)
    scene.believe("recognised", "said the problem aloud", quote)
    return Beat(
        move="answer", topic=topic, told=list(need.facts), disclosed=[need.need], lines=[scene.lines.need(need, "disclose")], why=f"opens up: {need.cost}"
    )


def goes_on(scene: Scene) -> Decision:
    """The question points at what was just said: tell me more, what does that mean, what makes you say so."""
    last, before = scene.before.last, scene.before
    assert last is not None
    needs = {need.need: need for need in scene.persona.needs}
    if last.disclosed or (last.topic is None and before.disclosed and last.move in ("answer", "warm")):
        need = needs[(last.disclosed or before.disclosed)[-1]]
        line = scene.lines.need(need, "deepen", fresh=True)
        if line:
            quote = scene.reading.quote("act:asks") or scene.reading.quote("act:reflects")
            scene.believe("curious" if before.rung == 1 else "recognised", "thought through what the problem costs", quote)
            return Beat(move="answer", lines=[line], disclosed=[], topic=None, told=[], why=f"says what it means: {need.cost}")
    topic = last.topic or (_spoken_of(scene) if last.move == "deflect" else None)
    if topic and topic in scene.catalogue and not scene.catalogue[topic].contextual:
        for need in needs_behind(scene, topic):
            if scene.opens(need, True):
                return disclose(scene, need, topic)
            if hint := scene.lines.hint(need, MAX_HINTS):
                return Beat(move="hold_back", topic=topic, lines=[hint], why="nearly, but not yet")
        entry = scene.lines.topic_entry(topic)
        more = scene.lines.topic(entry, scene.state.trust) if entry else None
        if entry and more:
            return Beat(move="answer", topic=entry.topic, told=scene.lines.tells(more), lines=[more], why="was asked to go on")
    meant = [
        found.id for found in scene.reading.topics if found.p >= MEANT_FROM and not scene.catalogue[found.id].contextual and scene.lines.topic_entry(found.id)
    ]
    return _on_topic(scene, meant[0], True) if meant else lost(scene)


def _spoken_of(scene: Scene) -> str | None:
    """What they last spoke of: where we did not follow a remark, the thread goes on from before it."""
    return next((line.split(".")[1] for line in reversed(scene.before.lines[-THREAD:]) if line.startswith("topics.") and ".agenda." not in line), None)


def lost(scene: Scene) -> Beat:
    """We did not follow. It costs nothing, and after two the person takes the lead."""
    if scene.before.deflections >= 2:
        return Beat(move="answer", lines=[scene.lines.reaction("initiative")], why="takes the lead after two misunderstandings")
    return Beat(move="deflect", lines=[scene.lines.reaction("not_understood")], why="we did not follow this")
