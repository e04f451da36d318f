"""What the stakeholder does next, decided by plain code from what the rep did. Pure and seeded.

`direct` goes down a short list of things a busy person attends to, in the order in which they would: am I still here;
was that out of line; did they answer my question; what about my objection; a step offered; a question asked; whatever
else was said. The first that applies decides the beat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from coach.content.base import BELIEFS
from coach.content.catalogue import Topic
from coach.content.library import Library
from coach.content.persona import HiddenNeed, Objection, OwnQuestion, Persona, TopicLines
from coach.reading.records import Reading
from coach.roleplay.draw import number
from coach.roleplay.events import Happened, gate_holds, happened
from coach.roleplay.lines import Lines
from coach.roleplay.records import Beat, Change, Difficulty, Outcome, Response, Said, State, applied
from coach.roleplay.rules import RULES, points

WORDS_A_MINUTE = 140
"""Unhurried speech; minutes pass by words spoken, never by the clock."""
MINUTES_A_TURN = 0.08
"""Looking up, breathing, thinking: five seconds."""
LEAVES_AT_TRUST = 4
MAX_HINTS = 2
CLEARLY_FIRST = 0.5
"""Below this share of the best, the second topic is not worth asking about: people answer what they heard."""
MAX_OBJECTIONS_OPEN = 2
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@dataclass
class Scene:
    """Everything one decision is made from, and the changes collected on the way."""

    persona: Persona
    library: Library | None
    catalogue: Mapping[str, Topic]
    before: State
    reading: Reading
    seed: int
    difficulty: Difficulty
    on: date
    turn: int
    now: Happened
    lines: Lines
    changes: list[Change] = field(default_factory=list)

    @property
    def state(self) -> State:
        """The state with the changes collected so far."""
        return applied(self.before, self.changes, None, None, Said(turn=self.turn, responses=[]))

    def move(self, rule_id: str, quote: str = "") -> None:
        rule = RULES[rule_id]
        trust, patience = points(rule, self.persona.tastes, self.difficulty, self.before.rules.get(rule_id, 0))
        if trust or patience:
            quote = quote if quote in self.reading.text else ""
            because = rule.because
            if trust < 0 < rule.trust:
                because += ", which this person does not want"
            if trust:
                self.changes.append(Change(what="trust", by=trust, because=because, quote=quote, rule=rule_id))
            if patience:
                self.changes.append(Change(what="patience", by=patience, because=because, quote=quote, rule="" if trust else rule_id))

    def set(self, what: str, to: str, because: str, quote: str = "") -> None:
        self.changes.append(Change(what=what, to=to, because=because, quote=quote if quote in self.reading.text else ""))

    def believe(self, rung: str, because: str, quote: str = "") -> None:
        """Climb to a rung if it is the next one up; nobody skips a rung."""
        if BELIEFS.index(rung) == self.state.rung + 1:  # type: ignore[arg-type]
            self.set("belief", rung, because, quote)


def direct(persona: Persona, library: Library | None, catalogue: Mapping[str, Topic], state: State, reading: Reading, *, seed: int, difficulty: Difficulty, on: date, turn: int) -> Response:
    """Decide what this person does after the rep's words: the beat, every change with its reason, and the outcome
    where the meeting ends. Reads nothing but its arguments."""
    now = happened(persona, library, state, reading)
    scene = Scene(persona, library, catalogue, state, reading, seed, difficulty, on, turn, now, Lines(persona, state, seed, turn))
    for event in now.events:
        scene.move(event.rule, event.quote)
    for message in (*now.fits, *now.neutral, *now.off):
        quote = next((hit.quote for hit in reading.messages if hit.id == message.id), "")
        scene.set("heard", message.id, "was told this", quote)
    beat, outcome = _decide(scene)
    return _timed(scene, beat, outcome)


def _timed(scene: Scene, beat: Beat, outcome: Outcome | None) -> Response:
    """Let the minutes of the words pass; the last one is announced, and at none the meeting closes."""
    spoken = scene.reading.words + scene.lines.words(beat.lines)
    minutes = round(spoken / WORDS_A_MINUTE + MINUTES_A_TURN, 2)
    left = scene.before.minutes_left - minutes
    scene.changes.append(Change(what="minutes_left", by=-minutes, because="the time it took to say"))
    scene.changes.append(Change(what="patience", by=RULES["time"].patience, because=RULES["time"].because))
    if outcome is None and left <= 0:
        line = scene.lines.ending("time_up")
        beat = Beat(move="close", lines=[*beat.lines[:1], line], topic=beat.topic, told=beat.told, disclosed=beat.disclosed, objection=beat.objection, question=beat.question, slots=beat.slots, why="the time is up")
        outcome = closing(scene.state, scene.persona, scene.on)
    elif outcome is None and left <= 1.0 < scene.before.minutes_left and beat.move not in ("close", "leave"):
        beat = beat.model_copy(update={"lines": [*beat.lines, scene.lines.reaction("time_short")]})
    if outcome is not None:
        scene.set("ended", outcome.kind, outcome.because or "the meeting ended")
    return Response(person=scene.persona.id, beat=beat, changes=scene.changes, outcome=outcome)


def _decide(scene: Scene) -> tuple[Beat, Outcome | None]:
    for step in (_gone, _silent, _out_of_line, _no_fit, _their_question, _their_objection, _step_offered, _farewell, _asked, _told, _otherwise):
        found = step(scene)
        if found is not None:
            return found if isinstance(found, tuple) else (found, None)
    raise AssertionError("unreachable: _otherwise always answers")


Decision = Beat | tuple[Beat, Outcome | None] | None


def _gone(scene: Scene) -> Decision:
    state = scene.state
    if state.patience > 0 and state.trust > LEAVES_AT_TRUST:
        return None
    why = "out of patience" if state.patience <= 0 else "nothing left of the trust"
    if agreed(scene.before):
        scene.set("agreed", "withdrawn", why)
    return Beat(move="leave", lines=[scene.lines.ending("cut_short")], why=why), Outcome(kind="cut_short", because=why)


def _silent(scene: Scene) -> Decision:
    return Beat(move="hold_back", lines=[scene.lines.reaction("silence")], why="the rep said nothing") if scene.now.has("silence") else None


def _out_of_line(scene: Scene) -> Decision:
    """What stops a conversation: it is answered before anything else, and nothing else is."""
    now = scene.now
    if now.has("overclaim"):
        if scene.before.rung > 1:
            scene.set("belief", BELIEFS[scene.before.rung - 1], "stopped believing after an overclaim", scene.reading.claims[0].quote if scene.reading.claims else "")
        return Beat(move="challenge", lines=[scene.lines.reaction("overclaim")], why="claimed more than anyone can know")
    if now.has("pressed", "pressed_after_no", "inducement"):
        return Beat(move="push_back", lines=[scene.lines.reaction("pressed")], why="was offered a favour" if now.has("inducement") else "was pressed")
    if now.has("disparaged"):
        return Beat(move="cool", lines=[scene.lines.reaction("disparaged")], why="heard somebody run down")
    if now.has("monologue"):
        return Beat(move="push_back", lines=[scene.lines.reaction("monologue")], why="was talked at")
    if now.too_early:
        if (objection := _unraised(scene, "claim")) and number(scene.seed, scene.turn, "early") < 0.5:
            return _raise(scene, objection)
        return Beat(move="push_back", lines=[scene.lines.reaction("claim_too_early")], why="was pitched before being asked")
    return None


def _no_fit(scene: Scene) -> Decision:
    if scene.now.has("honest_no_fit") and scene.before.turn > 0 and not scene.now.claimed:
        return Beat(move="close", lines=[scene.lines.ending("no_fit")], why="agreed that it is not a fit"), Outcome(kind="no_fit", because="the rep said openly that it is not a fit")
    return None


def _their_question(scene: Scene) -> Decision:
    """The person asked something; what became of it?"""
    last = scene.before.last
    if last is None or last.question is None or scene.before.questions.get(last.question) != "asked":
        return None
    question = next(item for item in scene.persona.questions if item.id == last.question)
    answered = any(question.id in message.answers for message in (*scene.now.fits, *scene.now.neutral))
    if answered:
        scene.set(f"question:{question.id}", "answered", "answered what they asked", scene.reading.messages[0].quote)
        scene.move("answered_question", scene.reading.messages[0].quote)
        if scene.before.rung >= 2:
            scene.believe("evaluating", "a test question answered", scene.reading.messages[0].quote)
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
    move = "cool" if pool == "evaded" else "warm"
    return Beat(move=move, lines=[scene.lines.question(question, pool)], why=f"{pool} {question.title}")  # type: ignore[arg-type]


def _their_objection(scene: Scene) -> Decision:
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
    if "admits" in reading.acts:
        scene.set(f"objection:{name}", "admitted", "a gap admitted, to be followed up", reading.quote("act:admits"))
        return Beat(move="warm", objection=name, lines=[scene.lines.objection(objection, "admitted")], why=f"gap admitted: {objection.title}")
    contextual = bool(reading.topics) and scene.catalogue[reading.topics[0].id].contextual
    asks_behind = reading.has("probe") or contextual or (now.asks and now.builds)
    if not probed and (now.reflects or (now.asks and asks_behind)):
        scene.set(f"objection:{name}", "probed", "asked what is behind it", reading.quote("probe") or reading.quote("act:asks"))
        scene.move("objection_heard", reading.quote("probe") or reading.quote("act:asks") or reading.quote("act:reflects"))
        return Beat(move="answer", objection=name, lines=[scene.lines.objection(objection, "probed")], why=f"asked about: {objection.title}")
    if name == last and not now.asks and not now.reflects and (reading.has("accusation") or now.claimed or "tells" in reading.acts) and name not in delivered:
        scene.move("argued", reading.quote("accusation") or reading.quote("act:claims") or reading.quote("act:tells"))
        return Beat(move="object", objection=name, lines=[scene.lines.objection(objection, "escalate")], why=f"argued with: {objection.title}")
    return None


def _step_offered(scene: Scene) -> Decision:
    """A step was offered: taken when this person can, wants to and has reason to."""
    reading, state, advance = scene.reading, scene.state, scene.persona.endings.advance
    if "offers" not in reading.acts or agreed(scene.before):
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
        objection = next(item for item in scene.persona.objections if item.id == name)
        return Beat(move="object", objection=name, lines=[scene.lines.objection(objection, "raise")], why=f"still open: {objection.title}")
    if now_asks_more(scene):
        return None  # The turn also asked something; an early offer beside a good question is let pass.
    if (objection := _unraised(scene, "offer")) and len(state.open_objections) < MAX_OBJECTIONS_OPEN:
        return _raise(scene, objection)
    if "asks" in reading.acts:
        scene.move("too_soon", quote)
    return Beat(move="push_back", lines=[scene.lines.reaction("step_too_soon")], why="no reason for a step yet")


def now_asks_more(scene: Scene) -> bool:
    return scene.reading.tier in ("answer", "clarify")


def _farewell(scene: Scene) -> Decision:
    reading = scene.reading
    if reading.has("leaving") and not scene.now.asks and not scene.now.claimed and scene.before.turn > 0:
        return farewell(scene.lines, scene.state, scene.persona, scene.on)
    if agreed(scene.before) and "thanks" in reading.acts and not scene.now.asks:
        return farewell(scene.lines, scene.state, scene.persona, scene.on)
    return None


def farewell(lines: Lines, state: State, persona: Persona, on: date) -> tuple[Beat, Outcome]:
    """How the meeting closes when the rep ends it."""
    outcome = closing(state, persona, on)
    line = lines.ending("parting" if outcome.kind == "advance" else "continuation")
    return Beat(move="close", lines=[line], why="the rep ended the meeting"), outcome


def closing(state: State, persona: Persona, on: date) -> Outcome:
    """The outcome of a meeting that ends in peace: an advance where one was agreed, else a continuation."""
    step = agreed(state)
    if step is None:
        return Outcome(kind="continuation", because="no step was agreed")
    advance = persona.endings.advance
    return Outcome(kind="advance", action=step, owner=advance.owner, date=step_date(on, advance.days, advance.weekday).isoformat(), because="a step of theirs was agreed")


def step_date(on: date, days: int, weekday: str | None) -> date:
    """The day of a step: `days` after the meeting, moved on to the weekday that the person named."""
    day = on + timedelta(days=days)
    if weekday is None:
        return day
    return day + timedelta(days=(WEEKDAYS.index(weekday) - day.weekday()) % 7)


def agreed(state: State) -> str | None:
    """The step that was agreed in this meeting, or None."""
    return state.agreed


def _asked(scene: Scene) -> Decision:
    """A question: answer, hint, open up, ask back, or pass."""
    reading, before = scene.reading, scene.before
    if reading.has("view") and not scene.now.claimed and before.turn > 0:
        kind = "message_fits" if before.last and before.last.move == "warm" and before.heard else "message_neutral"
        return Beat(move="answer", lines=[scene.lines.reaction(kind)], why="was asked what they think")
    if not scene.now.asks:
        return None
    topic = reading.topics[0].id if reading.topics else ""
    contextual = bool(topic) and scene.catalogue[topic].contextual
    first, second = (reading.topics[0].p if reading.topics else 0.0), (reading.topics[1].p if len(reading.topics) > 1 else 0.0)
    hit = reading.tier == "answer" or (reading.tier == "clarify" and second <= CLEARLY_FIRST * first)
    if reading.has("agenda") and not (hit and topic != "agenda"):
        entry = scene.lines.topic_entry("agenda")
        line = scene.lines.topic(entry, scene.state.trust) if entry and before.asked.get("agenda", 0) == 0 else None
        if entry and line:
            return Beat(move="answer", topic="agenda", told=scene.lines.tells(line), lines=[line], why="was asked what the time should be for")
        return Beat(move="warm", lines=[scene.lines.reaction("frames_welcome")], why=RULES["framed"].because)
    if before.last and ((contextual and reading.tier != "deflect") or (not hit and scene.now.builds)):
        return _goes_on(scene)
    if reading.tier == "clarify" and not hit:
        pair = [entry for found in reading.topics[:2] if (entry := scene.lines.topic_entry(found.id))]
        if len(pair) == 2:
            line = scene.lines.clarify()
            if line:
                return Beat(move="clarify", lines=[line], slots={"first": pair[0].handle, "second": pair[1].handle}, why="could have meant two things")
        hit = bool(pair) and pair[0].topic == topic
    if not hit:
        return _lost(scene)
    return _on_topic(scene, topic, scene.now.builds)


def _on_topic(scene: Scene, topic: str, builds: bool) -> Decision:
    """Asked about a topic that was understood."""
    before = scene.before
    for need in _behind(scene, topic):
        if gate_holds(need, scene.state.trust, scene.reading, builds):
            return _disclose(scene, need, topic)
        if before.asked.get(topic, 0) == 0 and (hint := scene.lines.hint(need, MAX_HINTS)):
            return Beat(move="hold_back", topic=topic, lines=[hint], why="something is there, but it is not for everyone yet")
    if (objection := _unraised(scene, "asked", topic)) and before.turn > 0 and not before.open_objections and number(scene.seed, scene.turn, "asked") < 0.4:
        return _raise(scene, objection, topic)
    entry = scene.lines.topic_entry(topic)
    if entry is None:
        return Beat(move="deflect", topic=topic, lines=[scene.lines.reaction("not_mine")], why="not theirs to answer")
    return _speaks(scene, entry)


def _speaks(scene: Scene, entry: TopicLines) -> Beat:
    line = scene.lines.topic(entry, scene.state.trust)
    if line is None:
        scene.move("repeated_question", scene.reading.quote("act:asks"))
        return Beat(move="hold_back", topic=entry.topic, lines=[scene.lines.reaction("asked_before")], why="has said all they will on this")
    return Beat(move="answer", topic=entry.topic, told=scene.lines.tells(line), lines=[line], why="was asked")


def _behind(scene: Scene, topic: str) -> list[HiddenNeed]:
    """Undisclosed needs that this topic leads to."""
    return [need for need in scene.persona.needs if topic in need.gate.topics and need.need not in scene.before.disclosed]


def _disclose(scene: Scene, need: HiddenNeed, topic: str | None) -> Beat:
    quote = scene.reading.quote("act:asks") or scene.reading.quote("act:reflects")
    scene.set("disclosed", need.need, "was asked in a way that opened it", quote)
    scene.believe("recognised", "said the problem aloud", quote)
    return Beat(move="answer", topic=topic, told=list(need.facts), disclosed=[need.need], lines=[scene.lines.need(need, "disclose")], why=f"opens up: {need.cost}")


def _goes_on(scene: Scene) -> Decision:
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
    if last.topic and scene.catalogue[last.topic].contextual is False:
        for need in _behind(scene, last.topic):
            if gate_holds(need, scene.state.trust, scene.reading, True):
                return _disclose(scene, need, last.topic)
            if hint := scene.lines.hint(need, MAX_HINTS):
                return Beat(move="hold_back", topic=last.topic, lines=[hint], why="nearly, but not yet")
        if entry := scene.lines.topic_entry(last.topic):
            line = scene.lines.topic(entry, scene.state.trust)
            if line:
                return Beat(move="answer", topic=entry.topic, told=scene.lines.tells(line), lines=[line], why="was asked to go on")
    topic = next((found.id for found in scene.reading.topics if not scene.catalogue[found.id].contextual and scene.lines.topic_entry(found.id)), None)
    if topic and scene.reading.topics[0].p >= 0.1:
        return _on_topic(scene, topic, True)
    return _lost(scene)


def _lost(scene: Scene) -> Beat:
    """We did not follow. It costs nothing, and after two the person takes the lead."""
    if scene.before.deflections >= 2:
        return Beat(move="answer", lines=[scene.lines.reaction("initiative")], why="takes the lead after two misunderstandings")
    return Beat(move="deflect", lines=[scene.lines.reaction("not_understood")], why="we did not follow this")


def _told(scene: Scene) -> Decision:
    """A message, a claim or a listening act, without a question."""
    now, reading, before = scene.now, scene.reading, scene.before
    if now.again:
        return Beat(move="cool", lines=[scene.lines.reaction("repeated")], why="heard that already")
    if now.fits:
        quote = reading.messages[0].quote
        scene.believe("curious" if before.rung <= 1 else "evaluating", "a message that met a need they had named", quote)
        if before.rung >= 3 and reading.has("limits"):
            scene.believe("convinced", "evidence with its limits, on their need", quote)
        return _with_question(scene, Beat(move="warm", lines=[scene.lines.reaction("message_fits")], why="it met a need they had named"))
    if now.has("who_not") and not now.has("feature_list"):
        return _with_question(scene, Beat(move="warm", lines=[scene.lines.reaction("patient_first")], why=RULES["who_not"].because))
    if now.off and not now.neutral:
        return Beat(move="cool", lines=[scene.lines.reaction("off_lens")], why="a message for somebody else's job")
    if now.has("feature_list"):
        return Beat(move="cool", lines=[scene.lines.reaction("feature_list")], why="a list of features")
    if now.neutral or now.claimed:
        if (objection := _unraised(scene, "claim")) and len(before.open_objections) < MAX_OBJECTIONS_OPEN:
            return _raise(scene, objection)
        return _with_question(scene, Beat(move="answer", lines=[scene.lines.reaction("message_neutral")], why="relevant, but tied to nothing they said"))
    if now.reflects and before.turn > 0:
        return _reflected(scene)
    for rule, kind in (("flattery", "flattery"), ("admitted", "admits"), ("who_not", "patient_first"), ("framed", "frames_welcome"), ("patient_first", "patient_first"), ("empathy", "empathy"), ("small_talk", "small_talk")):
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
        for need in _behind(scene, last.topic):
            if not need.gate.open_question and gate_holds(need, scene.state.trust, scene.reading, True):
                return _disclose(scene, need, last.topic)
    quote = scene.reading.quote("act:reflects") or scene.reading.quote("act:summarises")
    if scene.before.disclosed:
        scene.believe("recognised" if scene.before.rung == 0 else "curious", "heard their own problem said back, rightly", quote)
    return Beat(move="warm", lines=[scene.lines.reaction("reflected")], why="felt understood", topic=last.topic if last else None)


def _otherwise(scene: Scene) -> Beat:
    """An ordinary remark. After two in a row, or late in the meeting, the person brings something up."""
    before = scene.before
    quiet = before.last is not None and before.last.why == "an ordinary remark"
    if (objection := _unraised(scene, "late")) and before.minutes_left < scene.persona.minutes / 2 and not before.open_objections:
        return _raise(scene, objection)
    if quiet:
        return Beat(move="answer", lines=[scene.lines.reaction("initiative")], why="keeps the meeting going")
    return _with_question(scene, Beat(move="answer", lines=[scene.lines.reaction("acknowledge")], why="an ordinary remark"))


def _with_question(scene: Scene, beat: Beat) -> Beat:
    """They may add a question of their own, to test the rep."""
    question = _next_question(scene)
    if question is None or scene.before.turn < 2 or number(scene.seed, scene.turn, "own") > 0.6:
        return beat
    scene.set(f"question:{question.id}", "asked", "asked to see whether the rep knows")
    return beat.model_copy(update={"lines": [*beat.lines, scene.lines.question(question, "ask")], "question": question.id})


def _next_question(scene: Scene) -> OwnQuestion | None:
    return next((item for item in scene.persona.questions if item.id not in scene.before.questions), None)


def _unraised(scene: Scene, opener: str, topic: str = "") -> Objection | None:
    for objection in scene.persona.objections:
        moot = set(objection.moot_after) & {*scene.before.disclosed, *(change.to for change in scene.changes if change.what == "disclosed")}
        if not moot and objection.id not in scene.before.objections and opener in objection.raised_by and (opener != "asked" or topic in objection.topics):
            return objection
    return None


def _raise(scene: Scene, objection: Objection, topic: str | None = None) -> Beat:
    scene.set(f"objection:{objection.id}", "open", "brought up by what was said")
    return Beat(move="object", topic=topic, objection=objection.id, lines=[scene.lines.objection(objection, "raise")], why=f"objects: {objection.title}")
