"""What happened in a turn, as the stakeholder experiences it: events with the words that made them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from coach.content.library import Library, Message
from coach.content.persona import Cues, Gate, Persona
from coach.messages.claim_numbers import figures
from coach.reading.records import Claim, Reading
from coach.roleplay.records import Beat, State, fingerprint

MONOLOGUE_WORDS = 80
OVERCLAIMS = frozenset({"absolute", "superlative", "clearance", "off_label", "comparison", "drift"})
BUILDS_FROM = 0.45
"""Uptake from which a turn builds on what was just said."""
SHORT_WORDS, LONG_WORDS = 25, 60
SAME_WORDS = 4
"""Shorter turns ("Go on", "Tell me more") may be said again."""
BARRAGE = 5
"""Questions in one turn from which nobody can answer."""
HOLDS_BACK = re.compile(r"\b(?:before|without) (?:i|we)?\s*(?:say|tell|show|mention|talk|bring|open|pitch)", re.IGNORECASE)
"""'Before I say a word about our product' is no word about it."""
ASKED_ENOUGH = 6
"""Topics asked about after which a claim is no longer too early, even if no need came out."""
RIGHT_LENS = 0.25
"""A lens that this person gives at least this weight is theirs."""


@dataclass(frozen=True)
class Event:
    rule: str
    quote: str = ""


@dataclass
class Happened:
    """All that the director needs to know of a turn. `fits`, `neutral`, `off` and `again` are messages delivered."""

    events: list[Event] = field(default_factory=list)
    fits: list[Message] = field(default_factory=list)
    neutral: list[Message] = field(default_factory=list)
    off: list[Message] = field(default_factory=list)
    again: list[Message] = field(default_factory=list)
    cued: dict[str, str] = field(default_factory=dict)
    """Needs whose gate waits for preparation that was shown now, with the words that showed it."""
    claimed: bool = False
    too_early: bool = False
    builds: bool = False
    asks: bool = False
    reflects: bool = False

    def has(self, *rules: str) -> bool:
        return any(event.rule in rules for event in self.events)

    def events_beside(self, rule: str) -> bool:
        """Whether anything else happened."""
        return any(event.rule != rule for event in self.events)

    def add(self, rule: str, quote: str = "") -> None:
        if not self.has(rule):
            self.events.append(Event(rule, quote))


def happened(persona: Persona, library: Library | None, state: State, reading: Reading) -> Happened:
    """Judge one reading against where this person stands. Pure."""
    now = Happened()
    last = state.last
    now.asks = bool(reading.question) and reading.tier is not None
    now.reflects = gave_back(reading)
    now.builds = reading.uptake >= BUILDS_FROM and state.turn > 0
    if not any(letter.isalnum() for letter in reading.text):
        now.add("silence")
        return now
    if reading.has("foreign") or reading.has("gibberish"):
        now.asks = now.reflects = now.builds = False
        return now
    if state.words.get(fingerprint(reading.text)) and reading.words >= SAME_WORDS:
        # Whatever it was worth, it was worth it once.
        now.add("same_words", reading.text[:80])
        now.asks = now.reflects = now.builds = False
    if reading.has("heap"):
        now.add("heap", reading.text[:80])
        now.asks = now.reflects = now.builds = False
    if now.has("same_words", "heap"):
        _faults(reading, now, state, last)
        return now
    if reading.has("echo"):
        now.add("parroted", reading.text[:80])
        now.asks = now.reflects = now.builds = False
    _courtesies(reading, now, persona, state)
    _manners(reading, now, persona, state)
    _listening(reading, now, state)
    _messages(persona, library, state, reading, now)
    _faults(reading, now, state, last)
    return now


def gave_back(reading: Reading) -> bool:
    """Whether what they said was given back: a sentence that also tells or claims is talking, whatever words it borrows."""
    if not reading.spans:
        return bool({"reflects", "summarises"} & set(reading.acts))
    pure = any("reflects" in span.acts and not {"tells", "claims"} & set(span.acts) for span in reading.spans)
    return (pure or "summarises" in reading.acts) and not reading.has("guess")


def _courtesies(reading: Reading, now: Happened, persona: Persona, state: State) -> None:
    if reading.has("agenda") or (reading.has("permission") and reading.has("purpose")):
        now.add("framed", reading.quote("agenda") or reading.quote("permission"))
    if "empathises" in reading.acts:
        now.add("empathy", reading.quote("act:empathises"))
    if reading.has("time_respect"):
        now.add("time_respect", reading.quote("time_respect"))
    if "thanks" in reading.acts:
        now.add("thanks", reading.quote("act:thanks"))
    if "small_talk" in reading.acts:
        now.add("small_talk", reading.quote("act:small_talk"))
    if "admits" in reading.acts and not reading.has("accusation"):
        now.add("admitted", reading.quote("act:admits"))
    if reading.has("who_not"):
        now.add("who_not", reading.quote("who_not"))
    elif reading.has("patient_outcome") and not reading.has("feature_list"):
        now.add("patient_first", reading.quote("patient_outcome"))
    if reading.has("no_fit") and not reading.messages:
        now.add("honest_no_fit", reading.quote("no_fit"))
    now.cued = {need.need: found for need in persona.needs if (found := cue(need.gate, reading.text))}
    if now.cued:
        now.add("prepared", next(iter(now.cued.values())))


def _manners(reading: Reading, now: Happened, persona: Persona, state: State) -> None:
    if reading.has("peer_offer") and not reading.has("guess"):
        now.add("peer_offered", reading.quote("peer_offer"))
    if reading.has("own_numbers"):
        now.add("own_numbers", reading.quote("own_numbers"))
    if (name := _staff(persona, reading.text)) and "disparages" not in reading.acts:
        now.add("named_staff", name)
    if state.day.purpose == "service_recovery" and reading.has("apology"):
        now.add("owned_it", reading.quote("apology"))
    if state.last is not None and state.last.life in ("shorter", "pager") and 0 < reading.words <= SHORT_WORDS:
        now.add("shortened", reading.text[:80])
    if state.turn > 0 and state.minutes_left <= 1.0 and reading.words > LONG_WORDS:
        now.add("ran_over", reading.text[:80])
    if reading.has("guess") and not reading.question and "empathises" not in reading.acts and not now.reflects and state.turn > 0:
        now.add("guessed", reading.quote("guess"))
    if reading.has("interest"):
        now.add("accused", reading.quote("interest"))
    if reading.has("abuse"):
        now.add("abuse", reading.quote("abuse"))
    if reading.has("secret"):
        now.add("asked_for_secrets", reading.quote("secret"))
    if reading.has("ghost"):
        now.add("spoke_for_them", reading.quote("ghost"))
    if sum(span.question is not None for span in reading.spans) >= BARRAGE:
        now.add("barrage", reading.text[:80])


def _staff(persona: Persona, text: str) -> str:
    """The surname of somebody whose word counts with them, where it was said."""
    for person in persona.card.trusts:
        names = [word for word in re.findall(r"[A-Z][a-z]+", person.split(",")[0]) if word not in ("Dr", "Mr", "Ms", "Mrs", "The")]
        if names and (found := said_one([names[-1]], text)):
            return found
    return ""


def _listening(reading: Reading, now: Happened, state: State) -> None:
    if now.reflects and state.turn > 0:
        now.add("reflected", reading.quote("act:reflects") or reading.quote("act:summarises"))
    times = state.asked.get(reading.topics[0].id, 0) if reading.topics else 0
    if now.asks and times >= 2:
        return  # Asked again and again: nothing is earned by it.
    if now.asks and now.builds:
        now.add("built_on", reading.quote("act:asks"))
    elif now.asks and reading.question == "open" and not times:
        now.add("open_question", reading.quote("act:asks"))


def _messages(persona: Persona, library: Library | None, state: State, reading: Reading, now: Happened) -> None:
    known = {message.id: message for message in library.messages.messages} if library and reading.messages else {}
    for hit in reading.messages:
        message = known.get(hit.id)
        if message is None:
            continue
        if message.id in state.heard:
            now.again.append(message)
            now.add("repeated_message", hit.quote)
        elif persona.lenses.get(message.lens, 0.0) >= RIGHT_LENS or persona.role_family in message.role_families:
            fits = set(message.needs) & set(state.disclosed) or _answers(message, state)
            (now.fits if fits else now.neutral).append(message)
            now.add("message_fits" if fits else "right_lens", hit.quote)
        elif _answers(message, state):
            now.fits.append(message)
        else:
            now.off.append(message)
            now.add("off_lens", hit.quote)
    now.claimed = "claims" in reading.acts or bool(reading.messages)
    talks_of_it = reading.has("product") and "tells" in reading.acts and not HOLDS_BACK.search(reading.text)
    pitches = "claims" in reading.acts or reading.has("feature_list") or talks_of_it
    early = not state.disclosed and not now.fits and len(state.asked) < ASKED_ENOUGH
    if pitches and early and "admits" not in reading.acts:
        now.too_early = True
        now.add("claim_before_need", reading.quote("act:claims") or reading.quote("feature_list") or reading.quote("act:tells"))
    elif now.claimed and (reading.has("source") and reading.has("limits")):
        now.add("sourced", reading.quote("source"))


def _answers(message: Message, state: State) -> bool:
    """The message answers a question of theirs, or an objection that was heard before it was answered."""
    asked = [name for name, status in state.questions.items() if status == "asked"]
    heard = [name for name, status in state.objections.items() if status == "probed"]
    return bool(set(message.answers) & {*asked, *heard})


def _faults(reading: Reading, now: Happened, state: State, last: Beat | None) -> None:
    for claim in reading.claims:
        if claim.rule in ("inducement", "disparagement"):
            now.add("inducement" if claim.rule == "inducement" else "disparaged", claim.quote)
        elif overclaims(claim):
            now.add("overclaim", claim.quote)
    if "disparages" in reading.acts:
        now.add("disparaged", reading.quote("act:disparages"))
    if reading.words > MONOLOGUE_WORDS and reading.telling >= 0.4:
        now.add("monologue", reading.text[:80])
    if reading.has("feature_list"):
        now.add("feature_list", reading.quote("feature_list"))
    if reading.has("flattery"):
        now.add("flattery", reading.quote("flattery"))
    arguing = reading.has("accusation") and last is not None and last.objection is not None
    if "presses" in reading.acts and not arguing:  # Arguing with an objection escalates it, which is answered there.
        refused = bool(last and last.move in ("push_back", "object", "challenge")) or bool(state.rules.get("pressed"))
        now.add("pressed_after_no" if refused else "pressed", reading.quote("act:presses"))


def overclaims(claim: Claim) -> bool:
    """Whether a finding is a claim that costs belief: more than anybody can know or may say. A number that nothing supports
    is one; a benefit without its number, its balance or its horizon is for the debrief."""
    return claim.rule in OVERCLAIMS or (claim.rule == "unsupported" and bool(figures(claim.quote)))


def cue(gate: Gate, text: str) -> str:
    """The words of a turn that show the preparation this gate waits for, or an empty string."""
    return said_one(gate.cues, text)


def gate_holds(gate: Gate, trust: float, reading: Reading, builds: bool, prepared: bool = False) -> bool:
    """Whether every condition of a gate holds now; `prepared`: its preparation was shown earlier in the meeting."""
    return (
        trust >= gate.trust
        and (not gate.open_question or reading.question == "open")
        and (not gate.builds_on or builds)
        and (not gate.cues or prepared or bool(cue(gate, reading.text)))
    )


def said_all(groups: Sequence[Cues], text: str) -> bool:
    """Whether one phrase out of each group was said. Never where there are no groups."""
    return bool(groups) and all(said_one(group, text) for group in groups)


def said_one(cues: Cues, text: str) -> str:
    """The first of these phrases that stands in the text, as it stands there, or an empty string."""
    return next((match.group(0) for word in cues if (match := _phrase(word).search(text))), "")


@lru_cache(maxsize=8_192)
def _phrase(words: str) -> re.Pattern[str]:
    # All people together have more phrases than `re` remembers, and each turn tries dozens of them.
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
