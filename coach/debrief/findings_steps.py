"""Findings about objections and the next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coach.debrief import cues
from coach.debrief.ending import agreed_step, dated, honest_no
from coach.debrief.facts import Facts, Objection
from coach.debrief.records import Evidence
from coach.debrief.registry import finding
from coach.debrief.turns import Turn, first, last
from coach.reading.acts import plain

Found = Iterator[Evidence]


@dataclass(frozen=True)
class Handling:
    """What became of an objection: the turns that heard it out, answered it and checked; `argued` is the turn against it."""

    objection: Objection
    next: Turn
    heard: Turn | None
    answered: Turn | None
    checked: Turn | None
    argued: Turn | None
    quote: str = ""


def _handlings(facts: Facts) -> list[Handling]:
    """Objections after which the rep spoke again, and was understood."""
    made = []
    for objection in facts.objections:
        later = facts.after(objection.turn, 4)
        if later and later[0].number not in facts.not_followed:
            made.append(_handled(facts, objection, later))
    return made


def _handled(facts: Facts, objection: Objection, later: list[Turn]) -> Handling:
    """In practice what the stakeholder made of it counts; in a call what the rep did next."""
    heard = answered = argued = None
    played = facts.seen.practice and objection.id is not None
    for at, turn in enumerate(later):
        change = turn.seen.changed(f"objection:{objection.id}") if played else None
        if argued is None and at == 0 and ("argued" in turn.seen.rules or turn.reading.has("accusation")):
            argued = turn
        if heard is None and (change == "probed" or _hears(facts, turn, at)):
            heard = turn
        if answered is None and (change in ("resolved", "admitted") or _answers(facts, objection, turn, at, heard)):
            answered = turn
    near = [turn for turn in later if answered is not None and answered.number <= turn.number][:2]
    checked = next((turn for turn in near if turn.reading.has("check") and turn.reading.question), None)
    return Handling(objection, later[0], heard, answered, checked, argued)


def _hears(facts: Facts, turn: Turn, at: int) -> bool:
    """Takes the objection seriously before answering: gives it back, or asks what is behind it. Only right after it."""
    if at > 0 or turn.reading.has("accusation") or turn.parrots or turn.heap:
        return False
    reading = turn.reading
    asks = reading.has("probe") and bool(turn.question)
    return turn.number in facts.building or asks or (bool(turn.given_back or "empathises" in reading.acts) and not turn.pitch)


def _answers(facts: Facts, objection: Objection, turn: Turn, at: int, heard: Turn | None) -> bool:
    reading = turn.reading
    if turn.reading.has("accusation") or turn.heap:
        return False
    if facts.seen.practice and objection.id is not None:
        library = facts.seen.library
        answers = {message.id for message in library.messages.messages if objection.id in message.answers} if library else set()
        return any(hit.id in answers for hit in reading.messages)
    if at > 2:
        return False
    return "admits" in reading.acts or (bool({"tells", "claims", "offers"} & set(reading.acts)) and (heard is not None or turn.shared > 0))


@finding("argues", "An objection is argued with or walked past.")
def argues(facts: Facts) -> Found:
    for item in _handlings(facts):
        if item.argued is not None:
            words = item.argued.reading.quote("accusation") or item.argued.act("claims", "tells") or first(item.argued.reading.text)
            yield from facts.evidence(item.argued.number, words, f"argued with {item.objection.quote!r}")
        elif item.heard is None and item.answered is None:
            yield from facts.evidence(item.objection.turn, item.objection.quote, f"an objection, and turn {item.next.number} went past it")


@finding("takes_it_up", "An objection is answered, or at least asked about.")
def takes_it_up(facts: Facts) -> Found:
    for item in _handlings(facts):
        if item.argued is None and (turn := item.answered or item.heard) is not None:
            yield from facts.evidence(turn.number, _words(turn), f"an answer to {item.objection.quote!r}")


@finding("probes_and_answers", "An objection is heard out or asked about first, and answered then.")
def probes_and_answers(facts: Facts) -> Found:
    for item in _handlings(facts):
        if item.heard is not None and item.answered is not None and item.argued is None and _in_order(item):
            yield from facts.evidence(item.heard.number, item.heard.listened, "heard the objection out")
            yield from facts.evidence(item.answered.number, _words(item.answered), "and then answered it")


@finding("checks_it_landed", "After the answer the rep asks whether it settled the objection.")
def checks_it_landed(facts: Facts) -> Found:
    for item in _handlings(facts):
        if item.heard is not None and item.checked is not None and item.argued is None:
            yield from facts.evidence(item.checked.number, item.checked.reading.quote("check"), "asked whether that settled it")


def _in_order(item: Handling) -> bool:
    return item.heard is not None and item.answered is not None and item.heard.number <= item.answered.number


def _words(turn: Turn) -> str:
    return turn.act("admits", "claims", "tells", "offers") or turn.listened


@finding("leaves_with_nothing", "The meeting ends without a step and without a promise.")
def leaves_with_nothing(facts: Facts) -> Found:
    if len(facts.turns) >= 2:
        turn = facts.turns[-1]
        cut = facts.seen.outcome is not None and facts.seen.outcome.kind == "cut_short"
        why = "they ended the meeting here" if cut else "your last words, and no step was named"
        yield from facts.evidence(turn.number, last(turn.reading.text), why)


@finding("keeps_in_touch", "The rep offers or promises something, and the meeting ends in peace.")
def keeps_in_touch(facts: Facts) -> Found:
    if facts.seen.outcome is not None and facts.seen.outcome.kind == "cut_short":
        return
    for turn in reversed(facts.turns):
        if turn.heap or turn.sentence_of_theirs or "presses" in turn.reading.acts:
            continue
        if "offers" in turn.reading.acts or any(item.actor == "rep" for item in turn.reading.commitments):
            yield from facts.evidence(turn.number, turn.act("offers") or first(turn.reading.text), "offered something to go on with")


@finding("specific_step", "A step of theirs was agreed, or the meeting ended on an honest no fit.")
def specific_step(facts: Facts) -> Found:
    if (step := agreed_step(facts)) is not None:
        yield from facts.evidence(step[0], step[1], "a step that is theirs to take")
    elif (no := honest_no(facts)) is not None:
        yield from facts.evidence(no.number, no.reading.quote("no_fit"), "said openly that it is not a fit")


@finding("firm_step_or_no_fit", "The agreed step has a day in the rep's words, or the rep tested whether it will happen; or an honest no fit.")
def firm_step_or_no_fit(facts: Facts) -> Found:
    if (step := agreed_step(facts)) is not None:
        for turn in facts.turns:
            if turn.number >= step[0]:
                words = plain(turn.reading.text)
                test = cues.FIRM.search(words)
                if test and turn.reading.question:
                    yield from facts.evidence(turn.number, turn.reading.text[test.start() : test.end()], "tested whether it will happen")
                elif day := dated(turn.reading.text):
                    yield from facts.evidence(turn.number, day, "put a day on it")
    elif (no := honest_no(facts)) is not None:
        yield from facts.evidence(no.number, no.reading.quote("no_fit"), "an honest no fit")
