"""What happened in a meeting, worked out once from what was stored: the ground that findings stand on.

Readings are taken as they are. The few things worked out here from words (is this an echo, is this a heap of keywords)
guard against gaming and use no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from coach.debrief import cues
from coach.debrief.records import Evidence
from coach.debrief.seen import Seen, SeenTurn
from coach.reading.acts import plain
from coach.reading.records import MessageHit, Reading
from coach.reading.sentences import content_words, sentences

BUILDS_FROM = 0.45
"""Uptake from which a turn builds on what was just said; the director uses the same figure."""
NEARLY_BUILDS_FROM = 0.4
"""Enough where the turn also gives something back in the rep's own words."""
ECHO_FROM = 0.75
HEAP_FROM = 0.8
HEAP_WORDS = 8
"""Ordinary sentences are about half meaning words; from this share on, and this long, a turn is a heap of keywords."""
QUESTIONS_AT_MOST = 3
"""More questions than this in one breath are an interrogation: whatever one of them opened was not asked for."""
BACK_WORDS = 14
TERSE = 8
"""Words; below this a question word at the end asks."""
QUOTE = 240
LISTENS = {"asks", "reflects", "summarises", "empathises"}


@dataclass(frozen=True)
class Turn:
    """A turn in which the rep said something, with its reading and what the other had said just before (`previous`) and
    the time before that (`earlier`). `claiming` holds the ids of approved messages that claim something."""

    seen: SeenTurn
    reading: Reading
    before: SeenTurn | None
    previous: str
    earlier: str = ""
    claiming: frozenset[str] = frozenset()

    @property
    def number(self) -> int:
        return self.seen.number

    @cached_property
    def mine(self) -> set[str]:
        return content_words(self.reading.text)

    @cached_property
    def shared(self) -> int:
        """How many meaning words the turn takes from what was just said."""
        return len(self.mine & content_words(self.previous)) if self.previous else 0

    @cached_property
    def parrots(self) -> bool:
        """Their words given back with at most one word of one's own, and nothing asked beyond them."""
        if not self.shared or not self._echo(self.mine):
            return False
        asked = content_words(self.question)
        return not self.question or self._echo(asked) or self.question.strip() == self.reading.text.strip()

    def _echo(self, words: set[str]) -> bool:
        shared = len(words & content_words(self.previous))
        return shared > 0 and shared >= ECHO_FROM * len(words) and len(words) - shared <= (1 if shared > 1 else 0)

    @cached_property
    def heap(self) -> bool:
        """Keywords strung together in the hope that one of them opens something, or question upon question."""
        if sum(span.question is not None for span in self.reading.spans) > QUESTIONS_AT_MOST:
            return True
        words = {word.strip(".,;:?!'\"()") for word in self.reading.text.lower().split()}
        return self.reading.words >= HEAP_WORDS and len(self.mine) >= HEAP_FROM * len(words) and not self.reading.has("number")

    @cached_property
    def question(self) -> str:
        """The first question about the other person and their work, or ''. Asking leave to speak or what to use the time
        for, offering a step, pressing, and questions that sell do not count."""
        for span in self.reading.spans:
            text = self.reading.text[span.start : span.end]
            if span.question and not {"offers", "presses", "small_talk"} & set(span.acts) and not cues.LEADING.search(plain(text)):
                product = self.reading.quote("product")
                sells = bool(product) and product in text and self.reading.has("benefit")
                agenda = self.reading.quote("agenda")
                if (span.question == "closed" and ("frames" in span.acts or sells)) or (agenda and agenda in text):
                    continue
                return text
        terse = self.reading.words <= TERSE and self.before is not None and cues.ASKS_LAST.search(plain(self.reading.text).strip())
        return self.reading.text.strip() if terse else ""

    @cached_property
    def pitch(self) -> str:
        """The sentence in which the rep says what the product does or is, or ''."""
        reading = self.reading
        if "admits" in reading.acts and "claims" not in reading.acts:
            return ""
        if "claims" in reading.acts:
            return reading.quote("act:claims")
        if told := next((hit.quote for hit in self.delivered if hit.id in self.claiming), ""):
            return told
        if reading.has("feature_list"):
            return reading.quote("feature_list")
        product = reading.quote("product")
        for span in reading.spans if product else []:
            text = reading.text[span.start : span.end]
            if "tells" in span.acts and product in text:
                return text
        return ""

    @cached_property
    def delivered(self) -> list[MessageHit]:
        """Approved messages that were told. Giving back what was said can come close to one, and tells nothing."""
        gives_back = {self.reading.text[span.start : span.end] for span in self.reading.spans if {"reflects", "summarises"} & set(span.acts)}
        return [hit for hit in self.reading.messages if hit.quote not in gives_back]

    @cached_property
    def given_back(self) -> str:
        """A sentence that gives back what was said and is about it, or '': 'you told me' alone gives nothing back."""
        words = self.act("reflects", "summarises")
        heard = content_words(self.previous) | content_words(self.earlier)
        return words if words and (content_words(words) & heard or self.reading.uptake >= NEARLY_BUILDS_FROM) else ""

    def act(self, *acts: str) -> str:
        """The words that show the first of these acts, or ''."""
        return next((quote for act in acts if (quote := self.reading.quote(f"act:{act}"))), "")

    def sentence(self, signal: str) -> str:
        """The sentence in which a signal was heard, or ''."""
        words = self.reading.quote(signal)
        spans = (self.reading.text[span.start : span.end] for span in self.reading.spans)
        return next((text for text in spans if words in text), words) if words else ""

    @property
    def listened(self) -> str:
        """The words with which the turn gives something back or asks on, else its first sentence."""
        return self.given_back or self.question or self.act("reflects", "summarises", "empathises") or self.act("asks") or first(self.reading.text)


@dataclass(frozen=True)
class Objection:
    """A reason against: where it was raised, in which words, and its id where it is known."""

    turn: int
    quote: str
    id: str | None


class Facts:
    """One meeting's facts. Everything is worked out on first use and kept."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen

    @cached_property
    def turns(self) -> list[Turn]:
        """The turns in which the rep said something, in order."""
        found, before, earlier = [], None, ""
        for turn in self.seen.turns:
            previous = before.reply if before else self.seen.greeting
            if turn.reading is not None and turn.reading.words:
                found.append(Turn(turn, turn.reading, before, previous, earlier, self._claiming))
            before, earlier = turn, previous
        return found

    @cached_property
    def _claiming(self) -> frozenset[str]:
        """Messages that claim something of the product; those about how to go on together do not."""
        library = self.seen.library
        return frozenset(message.id for message in library.messages.messages if message.claim_type != "process") if library else frozenset()

    @cached_property
    def replies(self) -> list[SeenTurn]:
        return [turn for turn in self.seen.turns if turn.reply.strip()]

    def after(self, number: int, count: int = 1) -> list[Turn]:
        """The rep's next turns after a numbered one."""
        return [turn for turn in self.turns if turn.number > number][:count]

    @cached_property
    def not_followed(self) -> set[int]:
        """Turns that we failed to understand. They count neither for nor against the rep."""
        beats = {turn.number: turn.response.beat for turn in self.seen.turns if turn.response}
        return {number for number, beat in beats.items() if beat.move == "clarify" or (beat.move == "deflect" and beat.topic is None)}

    @cached_property
    def repeats(self) -> set[int]:
        """Turns in which the rep says, word for word, what they said before: nothing builds twice with the same words."""
        said: set[str] = set()
        found = set()
        for turn in self.turns:
            words = " ".join(plain(turn.reading.text).split())
            if words in said:
                found.add(turn.number)
            said.add(words)
        return found

    @cached_property
    def building(self) -> dict[int, str]:
        """Turns that build on what was just said, each with the words that do it."""
        found: dict[int, str] = {}
        probes: set[str] = set()
        for turn in self.turns:
            if turn.before is None or not turn.previous or turn.parrots or turn.heap or turn.number in self.repeats:
                continue
            reading = turn.reading
            probe = self._going_on(turn)
            fresh = bool(probe) and probe not in probes and not turn.pitch  # 'Tell me more' builds once; said every time it is a habit.
            probes.add(probe)
            acts = set(reading.acts) | ({"asks"} if turn.question else set())
            on_topic = reading.uptake >= BUILDS_FROM and (bool(acts & LISTENS) or reading.telling < 0.5)
            gives_back = bool(turn.given_back) and not turn.pitch
            if on_topic or gives_back or fresh or self._went_on(turn) or self.asks_meaning(turn) or "message_fits" in turn.seen.rules:
                found[turn.number] = turn.listened
        return found

    def _going_on(self, turn: Turn) -> str:
        """A short question that points back at what was just said ('what does that look like?'), or ''."""
        asked = turn.question
        if not asked or len(asked.split()) > BACK_WORDS:
            return ""
        low = plain(asked)
        points = bool(cues.BACK.search(low)) or turn.reading.has("probe") or bool(content_words(asked) & content_words(turn.previous))
        return low.strip(" .?!") if points else ""

    def _went_on(self, turn: Turn) -> bool:
        """The stakeholder took it as going on from their words: said what it means, or what is behind it."""
        if turn.seen.response is None:
            return False
        beat = turn.seen.response.beat
        return any(".deepen." in line or ".probed." in line for line in beat.lines)

    def asks_meaning(self, turn: Turn) -> bool:
        """Asks what a problem that was just voiced leads to, or what solving it would be worth."""
        if not turn.question or turn.heap or not self.needs:
            return False
        recent = [number for number, _ in self.needs if turn.number - 2 <= number < turn.number]
        about = any(hit.id in cues.GOES_ON for hit in turn.reading.topics[:1]) and turn.reading.tier == "answer"
        deepened = turn.seen.response is not None and any(".deepen." in line for line in turn.seen.response.beat.lines)
        return deepened or (bool(recent) and (about or bool(cues.MEANING.search(plain(turn.reading.text)))))

    @cached_property
    def needs(self) -> list[tuple[int, str]]:
        """Where a need was stated because the rep asked or listened: turn, and the stakeholder's words."""
        found = []
        for turn in self.turns:
            if turn.heap or not (turn.question or turn.reading.has("agenda") or "reflects" in turn.reading.acts):
                continue
            if turn.seen.response is not None:
                if turn.seen.response.beat.disclosed:
                    found.append((turn.number, fullest(turn.seen.reply)))
            elif quote := sentence_with(turn.seen.reply, cues.PROBLEM):
                found.append((turn.number, quote))
        return [(number, quote) for number, quote in found if quote]

    @cached_property
    def offered(self) -> list[tuple[int, str]]:
        """What the stakeholder held out: a hint at a need, or in a call a problem they brought up."""
        found = []
        for turn in self.seen.turns:
            if turn.response is not None:
                if any(".hints." in line for line in turn.response.beat.lines) or turn.response.beat.disclosed:
                    found.append((turn.number, fullest(turn.reply)))
            elif quote := sentence_with(turn.reply, cues.PROBLEM):
                found.append((turn.number, quote))
        return [(number, quote) for number, quote in found if quote]

    @cached_property
    def first_pitch(self) -> Turn | None:
        return next((turn for turn in self.turns if turn.pitch), None)

    @cached_property
    def first_question(self) -> Turn | None:
        return next((turn for turn in self.turns if turn.question and not turn.heap), None)

    @cached_property
    def objections(self) -> list[Objection]:
        found: list[Objection] = []
        for turn in self.seen.turns:
            if turn.response is not None:
                name = turn.response.beat.objection
                if name and turn.changed(f"objection:{name}") == "open" and turn.reply:
                    found.append(Objection(turn.number, first(turn.reply), name))
            elif quote := sentence_with(turn.reply, cues.OBJECTION):
                found.append(Objection(turn.number, quote, None))
        return found

    def evidence(self, turn: int, quote: str, why: str) -> Iterator[Evidence]:
        """One piece of evidence, if the words are in that turn; nothing without words."""
        text = next((f"{item.rep}\n{item.reply}" for item in self.seen.turns if item.number == turn), "")
        quote = quote[:QUOTE].rstrip()
        if quote and quote in text:
            yield Evidence(source="turn", turn=turn, quote=quote, why=why)


def first(text: str) -> str:
    """The first sentence of a text, or ''."""
    pieces = sentences(text)
    return pieces[0].text if pieces else ""


def fullest(text: str) -> str:
    """The longest sentence of a text, the one that says most, or ''."""
    return max((piece.text for piece in sentences(text)), key=len, default="")


def last(text: str) -> str:
    pieces = sentences(text)
    return pieces[-1].text if pieces else ""


def sentence_with(text: str, pattern: re.Pattern[str]) -> str:
    """The first sentence in which a pattern is found, or ''. A question of theirs is no statement and is passed over."""
    return next((piece.text for piece in sentences(text) if not piece.text.endswith("?") and pattern.search(plain(piece.text))), "")
