"""Findings about what the rep says of the product, and about patients: message_fit, evidence_honesty, patient_first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from coach.content.base import BELIEFS
from coach.content.library import Message
from coach.debrief import cues
from coach.debrief.ending import dated
from coach.debrief.exchange import subject
from coach.debrief.facts import Facts
from coach.debrief.fitting import sayable
from coach.debrief.records import Evidence
from coach.debrief.registry import finding
from coach.debrief.turns import Turn, sentence_with
from coach.reading.acts import plain
from coach.reading.records import Claim, MessageHit
from coach.roleplay.events import RIGHT_LENS
from coach.roleplay.events import overclaims as costs_belief
from coach.roleplay.records import State

Found = Iterator[Evidence]
DUMP_FROM = 3
"""So many messages in one breath are a recital; none of them is tied to anything."""
SOON = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening)|within (?:a|the|two|three) \w+|(?:in|by) (?:an hour|noon|the end of))\b")
"""A time that is no day of the week."""
ADMITS_AT_MOST = 0.5
"""A rep who knows nothing in every other turn is not being honest but unprepared."""


SOME = re.compile(r"\b(?:your|the|those|these|he|she|him|her|his|some|few|one of|which)\b")
PATIENTS = subject("patient patients people members")
OURS = re.compile(r"\b(?:we|our|us|ours|deserves?)\b")
"""A sentence about what we live for is about us."""


@dataclass(frozen=True)
class Told:
    """One approved message, delivered, and how it sat."""

    turn: Turn
    hit: MessageHit
    fit: Literal["fits", "right", "off", "again", "unknown"]
    on_rung: bool


def _told(facts: Facts) -> list[Told]:
    """Messages delivered, judged against where the stakeholder stood before the turn."""
    seen = facts.seen
    if seen.library is None:
        return []
    known = {message.id: message for message in seen.library.messages.messages}
    states = {turn.number: turn.state for turn in seen.turns}
    found: list[Told] = []
    said: set[str] = set()
    for turn in facts.turns:
        before = states.get(turn.before.number) if turn.before else seen.opening
        for hit in turn.delivered:
            if hit.id in known:
                found.append(Told(turn, hit, _fit(facts, turn, known[hit.id], before, hit.id in said), _rung(known[hit.id], before)))
                said.add(hit.id)
    return found


def _fit(facts: Facts, turn: Turn, message: Message, before: State | None, again: bool) -> Literal["fits", "right", "off", "again", "unknown"]:
    persona = facts.seen.persona
    if again or "repeated_message" in turn.seen.rules:
        return "again"
    if persona is None or turn.reading.claims or turn.reading.has("feature_list"):
        return "unknown"  # Near an approved message, and not as it was approved.
    disclosed = set(before.disclosed) if before else set()
    open_now = set(before.open_objections) if before else set()
    asked = {name for name, status in before.questions.items() if status == "asked"} if before else set()
    if len(turn.delivered) < DUMP_FROM and (set(message.needs) & disclosed or set(message.answers) & (open_now | asked)):
        return "fits"
    right = persona.lenses.get(message.lens, 0.0) >= RIGHT_LENS or persona.role_family in message.role_families
    return "right" if right else "off"


def _rung(message: Message, before: State | None) -> bool:
    """No further along than the listener is, or one rung on: nobody skips a rung."""
    return before is not None and BELIEFS.index(message.stage) <= before.rung + 1


@finding("off_lens", "A message for somebody else's job.")
def off_lens(facts: Facts) -> Found:
    for told in _told(facts):
        if told.fit == "off":
            yield from facts.evidence(told.turn.number, told.hit.quote, "a message for somebody else's job")


@finding("generic_claim", "What is said about the product would be said to anyone.")
def generic_claim(facts: Facts) -> Found:
    told = _told(facts)
    fits = {item.fit for item in told}
    if facts.seen.library is None or facts.seen.persona is None or ("off" in fits and not fits & {"right", "fits"}):
        return
    for turn in facts.turns:
        if turn.pitch:
            yield from facts.evidence(turn.number, turn.pitch, "would be said to anyone")
    for item in told:
        yield from facts.evidence(item.turn.number, item.hit.quote, "tied to nothing they had said")


@finding("right_lens", "More messages in this person's lens than beside it or said twice.")
def right_lens(facts: Facts) -> Found:
    told = _told(facts)
    good = [item for item in told if item.fit in ("right", "fits")]
    if len(good) > sum(item.fit in ("off", "again") for item in told):
        for item in good:
            yield from facts.evidence(item.turn.number, item.hit.quote, "relevant to their role")


@finding("tied_to_their_need", "A message meets a need, an objection or a question that was on the table, and goes no further than they are.")
def tied_to_their_need(facts: Facts) -> Found:
    told = _told(facts)
    fits = [item for item in told if item.fit == "fits"]
    if 2 * len(fits) >= sum(item.fit in ("off", "again") for item in told):
        for item in fits:
            if item.on_rung:
                yield from facts.evidence(item.turn.number, item.hit.quote, "met something they had put on the table")


def _overclaims(facts: Facts) -> list[tuple[Turn, Claim]]:
    return [(turn, claim) for turn in facts.turns for claim in turn.reading.claims if costs_belief(claim) or claim.rule in ("disparagement", "inducement")]


def _claims(facts: Facts) -> list[Turn]:
    return [turn for turn in facts.turns if "claims" in turn.reading.acts or any(hit.id in turn.claiming for hit in turn.delivered)]


def _sourced(facts: Facts) -> list[Turn]:
    return [turn for turn in _claims(facts) if turn.reading.has("source") and not turn.heap]


def _admissions(facts: Facts) -> list[Turn]:
    """'I don't know' to a question of theirs that no approved message answers, with what will be done about it and by when."""
    admitted = [turn for turn in facts.turns if "admits" in turn.reading.acts]
    if len(admitted) > max(2, ADMITS_AT_MOST * len(facts.turns)):
        return []
    return [turn for turn in admitted if turn.asked_by_them and not turn.heap and not _answerable(facts, turn) and _followed_up(facts, turn)]


def _answerable(facts: Facts, turn: Turn) -> bool:
    """Whether an approved message answers the question that stood open: then not knowing is not being prepared."""
    before = turn.before.state if turn.before else None
    asked = {name for name, status in before.questions.items() if status == "asked"} if before else set()
    return any(asked & set(message.answers) for message in sayable(facts.seen)) if asked else False


def _followed_up(facts: Facts, turn: Turn) -> bool:
    """Something will be done about it, said there or in the next turn; and the day stands there or among the last words."""
    near = (turn, *facts.after(turn.number))
    what = any(item.actor == "rep" for one in near for item in one.reading.commitments) or any(cues.FOLLOWS_UP.search(plain(one.reading.text)) for one in near)
    return what and any(dated(one.reading.text) or SOON.search(plain(one.reading.text)) for one in (*near, *facts.turns[-2:]) if one.number >= turn.number)


@finding("overclaims", "A claim that nobody can know, or that is not allowed.")
def overclaims(facts: Facts) -> Found:
    if facts.seen.judges_claims:
        for turn, claim in _overclaims(facts):
            yield from facts.evidence(turn.number, claim.quote, claim.why)


@finding("unsupported_claim", "A claim without a word on where it comes from.")
def unsupported_claim(facts: Facts) -> Found:
    if facts.seen.judges_claims and not _overclaims(facts):
        for turn in _claims(facts):
            if not turn.reading.has("source"):
                yield from facts.evidence(turn.number, turn.act("claims") or turn.pitch, "no word on where this comes from")


@finding("sourced_claim", "At least half of the claims come with their source, and none is an overclaim.")
def sourced_claim(facts: Facts) -> Found:
    sourced = _sourced(facts)
    if facts.seen.judges_claims and not _overclaims(facts) and 2 * len(sourced) >= len(_claims(facts)):
        for turn in sourced:
            yield from facts.evidence(turn.number, turn.act("claims") or turn.pitch, f"named where it comes from ({turn.reading.quote('source')})")


@finding("limits_or_honest_gap", "Claims come with source and limits, or an 'I don't know' comes with a follow-up; and there is no overclaim.")
def limits_or_honest_gap(facts: Facts) -> Found:
    if not facts.seen.judges_claims or _overclaims(facts):
        return
    sourced, claims = _sourced(facts), _claims(facts)
    if 2 * len(sourced) >= len(claims):
        for turn in sourced:
            yield from facts.evidence(turn.number, turn.sentence("limits"), "the limits, said along with the claim")
    if len(claims) - len(sourced) <= len(sourced) + 1:
        for turn in _admissions(facts):
            yield from facts.evidence(turn.number, turn.act("admits"), "did not know, said so, and will find out")


def _outcomes(facts: Facts) -> list[Turn]:
    """Turns that speak of what happens to patients, as part of an exchange: asked, given back, taken from what was said, or told
    with an approved message. By itself a sentence about patients is a slogan, however it is worded."""
    return [
        turn
        for turn in facts.turns
        if turn.reading.has("patient_outcome")
        and not turn.heap
        and not turn.reading.has("feature_list")
        and not cues.CONTENTLESS.search(plain(turn.reading.text))
        and (turn.question or turn.delivered or turn.reading.has("source") or turn.reading.has("number") or _theirs(turn))
    ]


def _theirs(turn: Turn) -> bool:
    """The sentence about patients gives back or takes up what they just said of some of them: slogans are about all."""
    said = turn.sentence("patient_outcome")
    return (
        bool(SOME.search(plain(said)))
        and not OURS.search(plain(said))
        and (said in turn.given_back or bool((subject(said) - PATIENTS) & subject(turn.previous)))
    )


@finding("misses_patient", "The other person spoke of what patients go through, and the rep never did.")
def misses_patient(facts: Facts) -> Found:
    if any(turn.reading.has("patient") for turn in facts.turns):
        return
    for turn in facts.replies:
        if facts.after(turn.number) and (quote := sentence_with(turn.reply, cues.HARM)):
            yield from facts.evidence(turn.number, quote, "a patient was on the table here, and stayed there")


@finding("names_patients", "The rep names patients.")
def names_patients(facts: Facts) -> Found:
    for turn in facts.turns:
        yield from facts.evidence(turn.number, turn.sentence("patient"), "patients, in name")


@finding("patient_outcome", "The rep speaks or asks of what happens to patients, not in slogans.")
def patient_outcome(facts: Facts) -> Found:
    for turn in _outcomes(facts):
        yield from facts.evidence(turn.number, turn.sentence("patient_outcome"), "what happens to patients")


@finding("who_should_not", "The rep says or asks who should not get it.")
def who_should_not(facts: Facts) -> Found:
    for turn in facts.turns:
        if turn.reading.has("who_not") and not turn.heap:
            yield from facts.evidence(turn.number, turn.sentence("who_not"), "who it is not for")
