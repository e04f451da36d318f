"""Findings about how the rep comes in, asks and listens: opening, listen_first, discovery, uptake."""

from __future__ import annotations

from collections.abc import Iterator

from coach.debrief.exchange import subject
from coach.debrief.facts import Facts
from coach.debrief.records import Evidence
from coach.debrief.registry import finding
from coach.debrief.turns import Turn, first

Found = Iterator[Evidence]
OPENING_TURNS = 2
SHORT = 3
"""Turns of the rep up to which a meeting has room for no more than one that builds."""
BUILD_SHARE = 0.4
CHECK_SHARE = 0.5
"""Share of the turns after the first that build on what was said: the level rests on the meeting, not on one good turn."""


def _opening(facts: Facts) -> list[Turn]:
    return facts.turns[:OPENING_TURNS]


def _pitches_at_once(facts: Facts) -> bool:
    """A pitch in the first turn, or in the second without having asked about them: asking leave to pitch is a pitch."""
    pitch, asked = facts.first_pitch, facts.first_question
    if pitch is None or pitch not in _opening(facts):
        return False
    return pitch is facts.turns[0] or asked is None or asked.number >= pitch.number


@finding("opens_with_pitch", "The first words are about the product, or the first thing after asking leave is.")
def opens_with_pitch(facts: Facts) -> Found:
    pitch = facts.first_pitch
    if pitch is not None and _pitches_at_once(facts):
        yield from facts.evidence(pitch.number, pitch.pitch, "the product came before a question about them")


@finding("opens_without_pitch", "The rep comes in without pitching.")
def opens_without_pitch(facts: Facts) -> Found:
    if facts.turns and not _pitches_at_once(facts):
        turn = facts.turns[0]
        yield from facts.evidence(turn.number, turn.reading.quote("introduction") or first(turn.reading.text), "came in without selling")


@finding("purpose_and_permission", "In the first two turns the rep says why they came and asks for leave or for the other's wishes, and does not pitch next.")
def purpose_and_permission(facts: Facts) -> Found:
    if _pitches_at_once(facts):
        return
    opening = _opening(facts)
    purpose = next((turn for turn in opening if turn.reading.has("purpose")), None)
    leave = next((turn for turn in opening if turn.reading.has("permission") or turn.reading.has("agenda")), None)
    if purpose and leave:
        yield from facts.evidence(purpose.number, purpose.sentence("purpose"), "said why you came")
        yield from facts.evidence(leave.number, leave.sentence("permission") or leave.sentence("agenda"), "left it to them how to use the time")


@finding("asks_their_agenda", "In the first two turns the rep asks what the other wants from the time.")
def asks_their_agenda(facts: Facts) -> Found:
    for turn in _opening(facts):
        if turn.reading.has("agenda") and turn.reading.question and not _pitches_at_once(facts):
            yield from facts.evidence(turn.number, turn.sentence("agenda"), "asked what would be useful to them")


@finding("claims_before_asking", "The first claim about the product comes before any question about the other person and their work.")
def claims_before_asking(facts: Facts) -> Found:
    pitch, asked = facts.first_pitch, facts.first_question
    if pitch is not None and (asked is None or pitch.number <= asked.number):
        yield from facts.evidence(pitch.number, pitch.pitch, "a claim before anything was asked about them")


@finding("asks_before_claiming", "A question about the other person comes before the first claim. Asking leave to speak does not count.")
def asks_before_claiming(facts: Facts) -> Found:
    pitch, asked = facts.first_pitch, facts.first_question
    if asked is not None and (pitch is None or asked.number < pitch.number):
        yield from facts.evidence(asked.number, asked.question, "asked before claiming anything")


@finding("need_before_claim", "The other person stated a need, having been asked, before the first claim.")
def need_before_claim(facts: Facts) -> Found:
    pitch = facts.first_pitch
    for number, quote in facts.needs[:1]:
        if pitch is None or number < pitch.number:
            yield from facts.evidence(number, quote, "they told you this before you had claimed anything")


@finding("need_confirmed_before_claim", "The rep gave the stated need back, or asked what it means, before the first claim.")
def need_confirmed_before_claim(facts: Facts) -> Found:
    if not facts.needs:
        return
    stated, pitch = facts.needs[0][0], facts.first_pitch
    for turn in facts.turns:
        if turn.number <= stated or turn.parrots or turn.heap:
            continue
        if pitch is not None and turn.number > pitch.number:
            return
        words = turn.given_back or (turn.question if turn.number in facts.building else "")
        at = turn.reading.text.find
        if words and (pitch is None or turn.number < pitch.number or at(words) < at(turn.pitch)):
            yield from facts.evidence(turn.number, words, "made sure of the need before any claim")
            return


@finding("walks_past", "The other person held something out and the rep went on without it, or never asked anything.")
def walks_past(facts: Facts) -> Found:
    for number, quote in facts.offered:
        for turn in facts.after(number):
            if turn.number not in facts.building and turn.number not in facts.not_followed and not turn.question:
                yield from facts.evidence(number, quote, f"this was held out, and turn {turn.number} went past it")
    if facts.turns and facts.first_question is None:
        longest = max(facts.turns, key=lambda turn: (turn.reading.words, -turn.number))
        yield from facts.evidence(longest.number, longest.pitch or first(longest.reading.text), "nothing was asked about them, here or anywhere")


@finding("asks_situation", "The rep asks about the other person's situation. Questions that sell do not count, nor does a heap of keywords.")
def asks_situation(facts: Facts) -> Found:
    for turn in facts.turns:
        if turn.question and not turn.heap:
            yield from facts.evidence(turn.number, turn.question, "asked about their situation")


@finding("finds_problem", "A question, or giving back what was said, brought a need into the open.")
def finds_problem(facts: Facts) -> Found:
    asked = {turn.number: turn.given_back or turn.question or turn.sentence("agenda") or turn.listened for turn in facts.turns}
    for number, _ in facts.needs:
        yield from facts.evidence(number, asked[number], "this opened a need")


@finding("asks_what_it_means", "On a stated need the rep asks what it leads to, or what solving it would be worth.")
def asks_what_it_means(facts: Facts) -> Found:
    for turn in facts.turns:
        if facts.needs and turn.number > facts.needs[0][0] and facts.asks_meaning(turn):
            yield from facts.evidence(turn.number, turn.question or turn.listened, "asked what it means for them")


def _followable(facts: Facts) -> list[Turn]:
    """The turns that could build on something. Those that we did not follow, or that close, count only if they built."""
    later = [turn for turn in facts.turns if turn.before is not None and turn.previous and turn.number > 1]
    spared = facts.not_followed - facts.repeats
    return [turn for turn in later if turn.number in facts.building or not (turn.number in spared or _closes(turn))]


def _closes(turn: Turn) -> bool:
    """Admitting a gap where they asked, offering a step, saying goodbye: such turns need not build on anything."""
    closing = {"offers", "thanks"} | ({"admits"} if turn.asked_by_them else set())
    return bool(closing & set(turn.reading.acts)) and not turn.pitch and turn.reading.telling < 0.5


def _share(facts: Facts) -> tuple[float, int, int]:
    """The share of turns that build, how many they are, and out of how many."""
    turns = _followable(facts)
    built = sum(turn.number in facts.building for turn in turns)
    return (built / len(turns) if turns else 0.0), built, len(turns)


@finding("ignores_what_was_said", "Hardly any turn takes up what was just said.")
def ignores_what_was_said(facts: Facts) -> Found:
    turns = _followable(facts)
    passed = [turn for turn in turns if turn.number not in facts.building]
    for turn in sorted(passed, key=lambda item: (item.reading.uptake, item.number)):
        words = turn.pitch or first(turn.reading.text)
        yield from facts.evidence(turn.number, words, f"they had just said {first(turn.previous)!r}, and this does not take it up")


@finding("gives_words_back", "Now and then a turn takes up what was said, or gives the words back as they were.")
def gives_words_back(facts: Facts) -> Found:
    for turn in _followable(facts):
        if turn.number in facts.building:
            yield from facts.evidence(turn.number, facts.building[turn.number], "took up what was just said")
        elif turn.parrots:
            yield from facts.evidence(turn.number, first(turn.reading.text), "their words, given back as they were")


@finding("builds_on_them", "At least two in five of the turns after the first build on what was just said, and one of them asks on.")
def builds_on_them(facts: Facts) -> Found:
    share, built, of = _share(facts)
    asks_on = any(turn.question for turn in facts.turns if turn.number in facts.building)
    if share >= BUILD_SHARE and (built >= 2 or len(facts.turns) <= SHORT) and asks_on:
        for turn in _followable(facts):
            if turn.number in facts.building:
                yield from facts.evidence(turn.number, facts.building[turn.number], f"built on what they said, as {built} of {of} turns did")


@finding("adds_meaning_and_checks", "In a meeting that builds throughout, the rep puts what was said into words of their own and checks it.")
def adds_meaning_and_checks(facts: Facts) -> Found:
    share, built, _ = _share(facts)
    if share < CHECK_SHARE or built < 2:
        return
    for turn in _followable(facts):
        adds = bool(subject(turn.given_back) - subject(turn.previous))
        if adds and turn.number in facts.building and turn.reading.question and not turn.pitch:
            yield from facts.evidence(turn.number, turn.given_back, "gave it a meaning and asked on, so that they could put it right")
