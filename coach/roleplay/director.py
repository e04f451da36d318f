"""What the stakeholder does next, decided by plain code from what the rep did. Pure and seeded.

`direct` goes down a short list of things a busy person attends to, in the order in which they would: am I still here;
was that out of line; did they answer my question; what about my objection; a step offered; a question asked; whatever
else was said. The first that applies decides the beat.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from coach.content.base import BELIEFS
from coach.content.catalogue import Topic
from coach.content.library import Library
from coach.content.persona import Persona
from coach.reading.records import Reading
from coach.roleplay.asked import asked
from coach.roleplay.draw import number
from coach.roleplay.events import happened
from coach.roleplay.life import happens
from coach.roleplay.lines import Lines
from coach.roleplay.mistaken import their_mistake
from coach.roleplay.objections import comes_back, raise_objection, their_objection, their_question, unraised
from coach.roleplay.odd import odd
from coach.roleplay.records import Beat, Change, Difficulty, Outcome, Response, State
from coach.roleplay.rules import RULES
from coach.roleplay.scene import Decision, Scene
from coach.roleplay.stakes import accused_or_routed, their_favour
from coach.roleplay.steps import closing, rep_leaves, step_offered, what_could_stop_it
from coach.roleplay.told import otherwise, told

WORDS_A_MINUTE = 140
"""Unhurried speech; minutes pass by words spoken, never by the clock."""
MINUTES_A_TURN = 0.08
"""Looking up, breathing, thinking: five seconds."""
LEAVES_AT_TRUST = 4
REFERS_FROM = 50
"""Trust from which an honest no earns the name of somebody it may suit."""


def direct(
    persona: Persona,
    library: Library | None,
    catalogue: Mapping[str, Topic],
    state: State,
    reading: Reading,
    *,
    seed: int,
    difficulty: Difficulty,
    on: date,
    turn: int,
) -> Response:
    """Decide what this person does after the rep's words: the beat, every change with its reason, and the outcome
    where the meeting ends. Reads nothing but its arguments."""
    now = happened(persona, library, state, reading)
    scene = Scene(persona, library, catalogue, state, reading, seed, difficulty, on, turn, now, Lines(persona, state, seed, turn))
    for event in now.events:
        scene.move(event.rule, event.quote)
    for need, quote in now.cued.items():
        scene.set(f"cue:{need}", "shown", "showed that they had prepared", quote)
    for message in (*now.fits, *now.neutral, *now.off):
        quote = next((hit.quote for hit in reading.messages if hit.id == message.id), "")
        scene.set("heard", message.id, "was told this", quote)
    beat, outcome = _in_circles(scene, *_decide(scene))
    if outcome is None:
        beat = comes_back(scene, beat)
    return _timed(scene, happens(scene, beat) if outcome is None else beat, outcome)


def _timed(scene: Scene, beat: Beat, outcome: Outcome | None) -> Response:
    """Let the minutes of the words pass; the last one is announced, and at none the meeting closes."""
    spoken = scene.reading.words + scene.lines.words(beat.lines)
    minutes = round(spoken / WORDS_A_MINUTE + MINUTES_A_TURN, 2)
    left = scene.state.minutes_left - minutes
    scene.changes.append(Change(what="minutes_left", by=-minutes, because="the time it took to say"))
    not_followed = beat.move == "clarify" or (beat.move == "deflect" and beat.topic is None)
    if not not_followed:  # What we failed to understand never costs the rep.
        scene.changes.append(Change(what="patience", by=RULES["time"].patience, because=RULES["time"].because))
    if outcome is None and left <= 0:
        line = scene.lines.ending("time_up")
        beat = Beat(
            move="close",
            lines=[*beat.lines[:1], line],
            topic=beat.topic,
            told=beat.told,
            disclosed=beat.disclosed,
            objection=beat.objection,
            question=beat.question,
            slots=beat.slots,
            life=beat.life,
            why="the time is up",
        )
        outcome = closing(scene.state, scene.persona, scene.on)
    elif outcome is None and left <= 1.0 < scene.before.minutes_left and beat.move not in ("close", "leave"):
        beat = beat.model_copy(update={"lines": [*beat.lines, scene.lines.reaction("time_short")]})
    if outcome is not None:
        if outcome.kind == "continuation" and scene.before.day.purpose == "no_ask" and "asked_after_all" not in scene.state.rules:
            scene.move("nothing_asked")
        scene.set("ended", outcome.kind, outcome.because or "the meeting ended")
    return Response(person=scene.persona.id, beat=beat, changes=scene.changes, outcome=outcome)


def _decide(scene: Scene) -> tuple[Beat, Outcome | None]:
    for step in STEPS:
        found = step(scene)
        if found is not None:
            return found if isinstance(found, tuple) else (found, None)
    raise AssertionError("unreachable: otherwise always answers")


def _in_circles(scene: Scene, beat: Beat, outcome: Outcome | None) -> tuple[Beat, Outcome | None]:
    """Nobody says the same twice: where all was said, the meeting is over."""
    if not scene.lines.spent or outcome is not None:
        return beat, outcome
    why = "everything was said, and some of it twice"
    return Beat(move="leave", topic=beat.topic, lines=[scene.lines.ending("cut_short")], why=why), Outcome(kind="cut_short", because=why)


def _gone(scene: Scene) -> Decision:
    state = scene.state
    if state.patience > 0 and state.trust > LEAVES_AT_TRUST:
        return None
    why = "out of patience" if state.patience <= 0 else "nothing left of the trust"
    if scene.before.agreed:
        scene.set("agreed", "withdrawn", why)
    return Beat(move="leave", lines=[scene.lines.ending("cut_short")], why=why), Outcome(kind="cut_short", because=why)


def _silent(scene: Scene) -> Decision:
    return Beat(move="hold_back", lines=[scene.lines.reaction("silence")], why="the rep said nothing") if scene.now.has("silence") else None


def _out_of_line(scene: Scene) -> Decision:
    """What stops a conversation: it is answered before anything else, and nothing else is."""
    now = scene.now
    if now.has("overclaim"):
        if scene.before.rung > 1:
            scene.set(
                "belief", BELIEFS[scene.before.rung - 1], "stopped believing after an overclaim", scene.reading.claims[0].quote if scene.reading.claims else ""
            )
        return Beat(move="challenge", lines=[scene.lines.reaction("overclaim")], why="claimed more than anyone can know")
    if now.has("pressed", "pressed_after_no", "inducement"):
        return Beat(move="push_back", lines=[scene.lines.reaction("pressed")], why="was offered a favour" if now.has("inducement") else "was pressed")
    if now.has("disparaged"):
        return Beat(move="cool", lines=[scene.lines.reaction("disparaged")], why="heard somebody run down")
    if now.has("monologue"):
        return Beat(move="push_back", lines=[scene.lines.reaction("monologue")], why="was talked at")
    if now.too_early:
        if (objection := unraised(scene, "claim")) and number(scene.seed, scene.turn, "early") < 0.5:
            return raise_objection(scene, objection)
        return Beat(move="push_back", lines=[scene.lines.reaction("claim_too_early")], why="was pitched before being asked")
    return None


def _no_fit(scene: Scene) -> Decision:
    if scene.now.has("honest_no_fit") and scene.before.turn > 0 and not scene.now.claimed:
        earned = scene.state.trust >= REFERS_FROM and bool(scene.persona.endings.referral)
        return Beat(move="close", lines=[scene.lines.ending("referral" if earned else "no_fit")], why="agreed that it is not a fit"), Outcome(
            kind="no_fit", because="the rep said openly that it is not a fit"
        )
    return None


STEPS = (
    _gone, _silent, odd, _out_of_line, _no_fit, their_favour, accused_or_routed, their_question, their_mistake, their_objection,
    what_could_stop_it, step_offered, rep_leaves, asked, told, otherwise,
)  # fmt: skip
"""What a busy person attends to, in the order in which they would."""
