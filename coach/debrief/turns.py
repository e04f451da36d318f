"""One turn of the rep with its reading, and what a debrief makes of its words.

Readings are taken as they are. The few things worked out here from words (is this an echo, is this a heap of keywords)
guard against gaming and use no model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from coach.debrief import cues
from coach.debrief.exchange import from_sheet, lists, only_checks, praises, subject
from coach.debrief.seen import SeenTurn
from coach.reading.acts import plain, question_kind
from coach.reading.records import MessageHit, Reading, Span
from coach.reading.sentences import content_words, sentences

BUILDS_FROM = 0.45
"""Uptake from which a turn builds on what was just said; the director uses the same figure."""
OWN_WORDS = 3
"""Words of a subject from which giving back can do without one of theirs, if the reading holds it for near: fewer fit anybody."""
ECHO_FROM = 0.75
ECHO_WORDS = 3
HEAP_FROM = 0.8
HEAP_WORDS = 8
"""Ordinary sentences are about half meaning words; from this share on, and this long, a turn is a heap of keywords."""
QUESTIONS_AT_MOST = 3
"""More questions than this in one breath are an interrogation: whatever one of them opened was not asked for."""
BACK_WORDS = 14
TERSE = 8
"""Words; below this a question word at the end asks."""
QUOTE = 240


@dataclass(frozen=True)
class Turn:
    """A turn in which the rep said something, with its reading and what the other had said just before (`previous`) and
    the time before that (`earlier`). `claiming` holds the ids of approved messages that claim something, `heard` the words of
    what they had said so far, `sheet` those of each anchor of the rubric."""

    seen: SeenTurn
    reading: Reading
    before: SeenTurn | None
    previous: str
    earlier: str = ""
    claiming: frozenset[str] = frozenset()
    heard: frozenset[str] = frozenset()
    sheet: tuple[frozenset[str], ...] = ()

    @property
    def number(self) -> int:
        return self.seen.number

    @cached_property
    def mine(self) -> frozenset[str]:
        return content_words(self.reading.text)

    @cached_property
    def shared(self) -> int:
        """How many meaning words the turn takes from what was just said."""
        return len(self.mine & content_words(self.previous)) if self.previous else 0

    @cached_property
    def own(self) -> list[Span]:
        """The sentences in which the rep says or asks something of their own about the other's subject, or might: neither praise
        nor a list of words, not read from the score sheet, and no bare 'is that right?'."""
        return [span for span in self.reading.spans if not self._empty(self.reading.text[span.start : span.end])]

    def _empty(self, text: str) -> bool:
        return only_checks(text) or praises(text) or lists(text) or from_sheet(text, self.sheet)

    @cached_property
    def parrots(self) -> bool:
        """Their words given back with at most one word of one's own, and nothing asked beyond them."""
        if self.sentence_of_theirs:
            return True
        checks = [self.reading.text[span.start : span.end] for span in self.reading.spans]
        said = frozenset(word for text in checks if not only_checks(text) for word in subject(text))
        if not self.shared or not self._echo(said):
            return False
        if self.question and cues.ASKS_LAST.search(plain(self.question)):
            return False  # 'Wearing him out how': their words, and a question about them.
        asked = content_words(self.question)
        return not self.question or self._echo(asked) or self.question.strip() == self.reading.text.strip()

    @cached_property
    def sentence_of_theirs(self) -> bool:
        """The turn is one of their sentences, word for word, with at most 'so you say' before it and 'is that right?' behind: it asks,
        offers and says nothing of its own, whatever the sentence did when they said it."""
        mine = _spelled(" ".join(text for span in self.reading.spans if not only_checks(text := self._text(span))))
        return len(mine) >= ECHO_WORDS and any(mine == _spelled(piece.text) for piece in sentences(self.previous))

    def _echo(self, words: frozenset[str]) -> bool:
        shared = len(words & content_words(self.previous))
        return shared > 0 and shared >= ECHO_FROM * len(words) and len(words) - shared <= (1 if shared > 1 else 0)

    @cached_property
    def heap(self) -> bool:
        """Keywords strung together in the hope that one of them opens something, question upon question, or the score sheet read
        aloud: whatever else stands in such a turn, it is played to the score."""
        if sum(span.question is not None for span in self.reading.spans) > QUESTIONS_AT_MOST:
            return True
        texts = [self.reading.text[span.start : span.end] for span in self.reading.spans]
        if any(lists(text) for text in texts):
            return True
        if 2 * sum(len(text.split()) for text in texts if from_sheet(text, self.sheet)) >= self.reading.words:
            return True
        words = {word.strip(".,;:?!'\"()") for word in self.reading.text.lower().split()}
        return self.reading.words >= HEAP_WORDS and len(self.mine) >= HEAP_FROM * len(words) and not self.reading.has("number")

    @cached_property
    def question(self) -> str:
        """The first question about the other person and their work, or ''. Asking leave to speak or what to use the time
        for, offering a step, pressing, questions that sell and questions of theirs said back do not count."""
        if self.sentence_of_theirs:
            return ""
        for span in self.own:
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
    def in_their_mouth(self) -> bool:
        """Sums up as theirs what is about our product: 'so you need our dressing'."""
        words, product = self.act("reflects", "summarises"), self.reading.quote("product")
        return bool(product) and product in words

    @cached_property
    def given_back(self) -> str:
        """A sentence that gives back what was said, or '': with words of theirs, and one in the turn that they had not just used. Without
        words of theirs it has to say enough for nobody else to be meant, and to ask on. A wish for our product put into their mouth is none."""
        if self.in_their_mouth:
            return ""
        return next((text for span in self.own if {"reflects", "summarises"} & set(span.acts) and self._gives_back(text := self._text(span))), "")

    def _gives_back(self, text: str) -> bool:
        words, all_mine = subject(text), frozenset(word for span in self.own for word in subject(self._text(span)))
        if words & self.heard:
            return bool(all_mine - subject(self.previous))
        return len(words) >= OWN_WORDS and self.reading.uptake >= BUILDS_FROM and bool(self.question)

    def _text(self, span: Span) -> str:
        return self.reading.text[span.start : span.end]

    @cached_property
    def asked_by_them(self) -> str:
        """The question of theirs that stood when the rep spoke, or ''. 'Right?' and 'are you done?' ask for nothing."""
        asked = (piece.text for text in (self.previous, self.earlier) for piece in sentences(text))
        return next((text for text in asked if (text.endswith("?") or question_kind(text)) and subject(text)), "")

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


_LEAD_IN = re.compile(
    r"^\W*(?:(?:so|and|okay|ok|well|right|in other words|what you(?:'re| are) (?:telling me|saying) is(?: that)?|"
    r"you(?:'re| are) (?:telling me|saying)(?: that)?|"
    r"you (?:say|said)(?: that)?|i (?:hear|heard)(?: you say)?(?: that)?)\b\W*)+"
)


def _spelled(text: str) -> list[str]:
    """The words of a sentence without case and punctuation, and without what leads into it."""
    return re.findall(r"[\w']+", _LEAD_IN.sub("", plain(text)))


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
