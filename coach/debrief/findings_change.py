"""Findings about changing course in the meeting, and about the rep's own note and reflection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from coach.debrief import cues
from coach.debrief.facts import Facts
from coach.debrief.records import Evidence
from coach.debrief.registry import finding
from coach.debrief.turns import HEAP_FROM, QUOTE, Turn, first, sentence_with
from coach.reading.acts import plain
from coach.reading.sentences import content_words
from coach.roleplay.rules import RULES

Found = Iterator[Evidence]
STATEMENT = 5
"""Words from which a line of a note can say something; fewer are a heading or a heap of keywords."""
_WHO = (
    r"(?:dr|mr|mrs|ms)\b|\b(?:committee|board|surgeons?|physicians?|doctors?|nurses?|managers?|directors?|chairs?|chief|cfo|cmo|pharmac\w+|finance|purchasing|"
    r"payers?|plan|coordinators?|administrators?|front desk|colleagues?|partners?|she|he|they|who|nobody|somebody)\b"
)
PATHWAY = [
    re.compile(
        r"\b(?:patients?|people|cases?|referr\w+)\b.{0,160}\b(?:come|comes|go|goes|going|move|moves|get|gets|reach|reaches|sent|seen|see|sees|return\w*|back|home|"
        r"discharged?|admitted|referred|operated|treated|start\w*|wait\w*|from|through|after|then|until|before)\b|"
        r"\bfrom\b.{2,80}\b(?:to|through|until)\b.{2,80}\b(?:home|clinic|ward|theatre|surgery|visit|follow-?up|discharge|dose|infusion|therapy)\b"
    ),
    re.compile(rf"(?:{_WHO}).{{0,120}}\b(?:decid\w+|approv\w+|signs?|votes?|says? (?:yes|no)|final say|chooses?)\b|"
               rf"\b(?:decid\w+|decision|approv\w+|signed|vote)\b.{{0,120}}(?:{_WHO})"),
]  # fmt: skip
"""How patients move, as a movement and not a word; and a decision, with somebody who takes it."""
INFLUENCE = [
    re.compile(rf"(?:{_WHO}|\b[a-z]+\b).{{0,80}}\b(?:influenc\w+|listens? to|trusts?|reports? to|sponsor\w*|blocks?|follows?|respects?|asks?|in the way)\b"),
    re.compile(
        r"\b(?:budgets?|money|staff\w*|short of|minutes|time|polic(?:y|ies)|constrain\w*|rules?|contracts?|formulary|space|nights?|turnover|penalt\w+|capacity|"
        r"can't|cannot|won't|not allowed)\b"
    ),
    re.compile(r"\b(?:don't know|do not know|unknown|not sure|find out|unclear|no idea|wonder|have to ask|need to ask|i'll ask)\b|\?"),
]
"""Who listens to whom, what holds them back, and what is not known."""
CHANGED = re.compile(
    r"\bi\b.{0,60}\b(?:stopp\w+|turned|switched|changed|slowed|backed|let (?:it|that|go)|went back|put (?:it|that|the)|asked|tried|started|gave|dropped|held|"
    r"waited|listened|admitted|apologi[sz]ed|moved)\b"
)
"""The reflection says what was done differently."""
WHY = re.compile(
    r"\b(?:because|so that|so i\b|since|as (?:she|he|they|i|it)\b|reason|in order to|which is why|that's why|when (?:she|he|they|i)|after (?:she|he|they|i))\b"
)
"""And what made the rep do it."""


@dataclass(frozen=True)
class Fault:
    """Something that went wrong, and what the rep did in the next two turns."""

    turn: Turn
    rules: frozenset[str]
    quote: str
    then: Literal["repeats", "words", "approach"]
    next: Turn


def _faults(facts: Facts) -> list[Fault]:
    found = []
    for turn in facts.turns:
        later = facts.after(turn.number, 2)
        if not later or turn.number in facts.not_followed:
            continue
        rules = frozenset(rule for rule in turn.seen.rules if rule in RULES and RULES[rule].trust < 0)
        quote = next((change.quote for change in turn.seen.response.changes if change.rule in rules and change.quote), "") if turn.seen.response else ""
        if turn.seen.response is None:
            quote = sentence_with(turn.seen.reply, cues.PUTS_OFF)
        if (rules or turn.seen.response is None) and quote:
            found.append(Fault(turn, rules, quote, *_then(turn, rules, later)))
    return found


def _then(turn: Turn, rules: frozenset[str], later: list[Turn]) -> tuple[Literal["repeats", "words", "approach"], Turn]:
    for item in later:
        again = rules & item.seen.rules or ("pressed" in rules and "pressed_after_no" in item.seen.rules)
        if again or (not rules and item is later[0] and item.reading.telling >= 0.5 and turn.reading.telling >= 0.5):
            return "repeats", item
    listens = bool({"empathises", "admits"} & set(later[0].reading.acts)) or bool(later[0].given_back)
    turned = later[0].reading.telling < 0.5 and not later[0].heap and (bool(later[0].question) or listens)
    return ("approach" if turned else "words"), later[0]


def _fates(facts: Facts, kind: str) -> list[Fault]:
    return [fault for fault in _faults(facts) if fault.then == kind]


@finding("repeats_what_failed", "Something cost trust, and was done again within two turns.")
def repeats_what_failed(facts: Facts) -> Found:
    for fault in _fates(facts, "repeats"):
        again = fault.next
        words = again.pitch or again.act("presses", "claims", "tells", "asks") or first(again.reading.text)
        yield from facts.evidence(again.number, words, f"the same again after turn {fault.turn.number}")


@finding("changes_words", "After something cost trust it was mostly not repeated, though the approach stayed.")
def changes_words(facts: Facts) -> Found:
    words = [*_fates(facts, "words"), *_fates(facts, "approach")]
    if len(words) >= len(_fates(facts, "repeats")):
        for fault in words:
            yield from facts.evidence(fault.next.number, first(fault.next.reading.text), f"other words after turn {fault.turn.number}")


@finding("changes_approach", "After something cost trust the rep turned to asking, giving back or admitting, more often than not.")
def changes_approach(facts: Facts) -> Found:
    turned = _fates(facts, "approach")
    if len(turned) > len(_fates(facts, "repeats")) and len(turned) >= len(_fates(facts, "words")):
        for fault in turned:
            yield from facts.evidence(fault.next.number, fault.next.listened, f"changed course after turn {fault.turn.number}")


@finding("explains_change", "In the reflection the rep says what they did otherwise in the meeting, and why.")
def explains_change(facts: Facts) -> Found:
    text = facts.seen.reflection or ""
    if len(text.split()) >= STATEMENT and CHANGED.search(plain(text)) and WHY.search(plain(text)):
        yield from _written(text, "reflection", CHANGED, "says what you changed, and why")


@finding("note_empty", "The pre-work was opened and left empty.")
def note_empty(facts: Facts) -> Found:
    if facts.seen.note is not None and not facts.seen.note.strip():
        yield Evidence(source="note", turn=0, quote="", why="the pre-work was opened and left empty")


@finding("note_written", "The pre-work says something.")
def note_written(facts: Facts) -> Found:
    yield from _written(facts.seen.note, "note", re.compile(r"\w+"), "was written beforehand")


@finding("note_pathway", "The pre-work names how patients move and where something is decided.")
def note_pathway(facts: Facts) -> Found:
    yield from _all_written(facts, PATHWAY, "the way of patients and of decisions")


@finding("note_influence", "The pre-work names who influences whom, what constrains them, and what is not known.")
def note_influence(facts: Facts) -> Found:
    yield from _all_written(facts, INFLUENCE, "influence, constraints and what is unknown")


def _all_written(facts: Facts, patterns: list[re.Pattern[str]], why: str) -> Found:
    """One piece for each pattern, if the note has all of them."""
    found = [list(_stated(facts.seen.note, pattern, why)) for pattern in patterns]
    if all(found):
        yield from (item for items in found for item in items)


def _stated(text: str | None, pattern: re.Pattern[str], why: str) -> Found:
    """The line of the note that says it in a sentence: keywords in a row say nothing."""
    for piece in _lines(text or ""):
        own = {word.strip(".,;:?!") for word in piece.lower().split()}
        said = piece.partition(": ")[2] or piece  # The fields of the form begin with what they ask.
        if len(said.split()) >= STATEMENT and len(content_words(said)) < HEAP_FROM * len(own) and pattern.search(plain(said)):
            yield Evidence(source="note", turn=0, quote=piece[:QUOTE], why=why)
            return


def _lines(text: str) -> list[str]:
    return [piece.strip() for piece in re.split(r"(?<=[.!?])\s+|\n+", text) if piece.strip()]


def _written(text: str | None, source: Literal["note", "reflection"], pattern: re.Pattern[str], why: str) -> Found:
    if text and (quote := next((piece for piece in _lines(text) if pattern.search(plain(piece))), "")):
        yield Evidence(source=source, turn=0, quote=quote[:QUOTE], why=why)
