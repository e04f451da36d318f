"""How a meeting ended: as recorded in practice, and told with caution from the words of a call."""

from __future__ import annotations

import re

from coach.debrief import cues
from coach.debrief.facts import Facts
from coach.debrief.records import Ending
from coach.debrief.turns import Turn, first, fullest, sentence_with
from coach.reading.acts import plain
from coach.reading.sentences import sentences


def agreed_step(facts: Facts) -> tuple[int, str] | None:
    """Where a step of theirs was agreed: turn and words. In practice as recorded; in a call a promise of theirs in the
    last third, or a yes to a step that the rep asked for."""
    seen = facts.seen
    if seen.practice:
        steps = [turn for turn in seen.turns if (turn.changed("agreed") or "withdrawn") != "withdrawn"]
        kept = seen.outcome is None or seen.outcome.kind == "advance"
        return (
            (steps[-1].number, next((piece.text for piece in sentences(steps[-1].reply) if dated(piece.text)), fullest(steps[-1].reply)))
            if steps and kept
            else None
        )
    for turn in facts.turns[-max(2, len(facts.turns) // 3) :]:
        if quote := _their_promise(turn):
            return turn.number, quote
    return None


_PROMISE = re.compile(
    r"\b(?:i(?:'ll| will| can)|we(?:'ll| will| can)|let me|let's|my \w+ (?:will|can)|put (?:it|that|you|us) (?:on|in|down)|"
    r"come (?:back )?(?:on|at|by)|see you)\b"
)


def _their_promise(turn: Turn) -> str:
    """The words with which the other takes a step, or ''."""
    reply = turn.seen.reply
    asked = any(item.actor == "stakeholder" for item in turn.reading.commitments) or ("offers" in turn.reading.acts and turn.reading.question is not None)
    if asked and cues.AGREES.search(plain(reply)) and not cues.REFUSES.search(plain(first(reply))):
        return first(reply)
    promise = sentence_with(reply, _PROMISE)
    return promise if promise and dated(promise) and not cues.REFUSES.search(plain(promise)) else ""


def dated(text: str) -> str:
    """The day that a text names, or ''."""
    found = _DAY.search(plain(text))
    return text[found.start() : found.end()] if found else ""


_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next week|this week|end of the (?:week|month)|the \d{1,2}(?:st|nd|rd|th)|"
    r"(?:january|february|march|april|june|july|august|september|october|november|december) \d{1,2}|may \d{1,2}|\d{1,2} (?:january|february|"
    r"march|april|may|june|july|august|september|october|november|december))\b"
)


def honest_no(facts: Facts) -> Turn | None:
    """The turn in which the rep said that it is not a fit, where the meeting ended on that."""
    if facts.seen.practice:
        ended = facts.seen.outcome is not None and facts.seen.outcome.kind == "no_fit"
        return next((turn for turn in reversed(facts.turns) if turn.reading.has("no_fit")), None) if ended else None
    closing = facts.turns[-max(1, len(facts.turns) // 3) :]
    return next((turn for turn in closing if turn.number > 1 and turn.reading.has("no_fit")), None)


def ending(facts: Facts) -> Ending:
    """The outcome. A call is an advance only where the other took a step with a day in the last third, a no fit where it
    was said, and else a continuation; that it was cut short cannot be told from words."""
    seen = facts.seen
    if seen.outcome is not None:
        return Ending.model_validate(seen.outcome.model_dump())
    if seen.practice:
        return Ending(kind="continuation", because="the meeting is not over")
    if (no := honest_no(facts)) is not None:
        return Ending(kind="no_fit", because=f"said in turn {no.number}")
    if (step := agreed_step(facts)) is not None:
        turn = next(turn for turn in facts.turns if turn.number == step[0])
        if day := dated(step[1]) or dated(turn.seen.reply) or dated(turn.reading.text):
            return Ending(kind="advance", action=step[1][:160], owner="stakeholder", date=day, because=f"heard in turn {step[0]}")
    return Ending(kind="continuation", because="no step with a day was heard")
