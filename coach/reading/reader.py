"""The reading of one turn. Pure: the same text, previous words, date and content give the same reading."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from coach.content.catalogue import Need
from coach.content.claims import ClaimPack
from coach.content.library import Audience, Library
from coach.messages.claim_sources import Standing, last_approval
from coach.messages.claims import ClaimCheck, Finding, Near, Piece, Said
from coach.messages.vectors import Embedder, rounded
from coach.reading.acts import Heard, bare, hear, plain
from coach.reading.doubt import doubted
from coach.reading.heads import ActHeads
from coach.reading.manners import manners
from coach.reading.promises import commitments
from coach.reading.records import Act, Claim, Commitment, MessageHit, NeedHit, Reading, Signal, Span, TopicHit, Unsure
from coach.reading.rules import CONTEXTUAL, VIEW
from coach.reading.sentences import sentences
from coach.reading.topics import TopicHead
from coach.reading.uptake import Turned, UptakeHead

TAKEN = ("asks", "reflects", "tells")
"""What the uptake model wants to know of each sentence."""
MESSAGE_FROM = 0.66
"""Cosine from which a sentence counts as having delivered a message; paraphrases of one claim lie at .66 to .9."""
ASKED_FROM = 0.85
"""Some approved messages ask or begin with what was heard; other questions come close to what is approved without saying it."""
NEED_FROM = 0.55
MAX_CHARACTERS = 20_000
AT_ONCE = 128
STOCK_WORDS = 6
"""A sentence of empathy no longer than this, in a turn that goes on to pitch, is a bridge and nothing felt."""
ACT_ORDER: tuple[Act, ...] = (
    "asks", "reflects", "empathises", "tells", "claims", "admits", "frames", "summarises", "offers", "presses",
    "small_talk", "disparages", "thanks",
)  # fmt: skip


ADDRESSED = re.compile(
    r"^(?:(?i:so|and|but|well|now|then|okay|ok)\b,?\s+)?(?:(?:Dr|Ms|Mr|Mrs|Miss|Prof)\b\.?\s+[A-Z][\w'\u2019-]*(?:\s[A-Z][\w'\u2019-]*)?\s*,\s*"
    r"|[A-Z][a-z'\u2019-]+,\s+(?=(?:what|how|who|whose|when|where|why|which|is|are|was|do|does|did|can|could|would|will|have|has|tell|walk|help)\b))"
    r"|\s*,\s*(?:Dr|Ms|Mr|Mrs|Miss|Prof)\b\.?\s+[A-Z][\w'\u2019-]*(?=[?.!]*$)"
)
"""A name at either end of a question, which says to whom it is put and not what it is about: 'Ms. Nadkarni, how do you ...'."""


def unaddressed(question: str) -> str:
    """A question without the name it is put to; empty where it has none."""
    found = ADDRESSED.sub("", question, count=1)
    return found[:1].upper() + found[1:] if found != question else ""


@dataclass(frozen=True)
class Hearing:
    """A turn on its way to a reading: its sentences with what each does, their vectors, the cosine of each to what was said
    before, and what the uptake is measured from."""

    sentences: list[Heard]
    vectors: np.ndarray
    near: list[float]
    turned: Turned


class Reader:
    """Reads turns against a topic head, the needs catalogue and, where there is one, a message library."""

    def __init__(
        self,
        embedder: Embedder,
        head: TopicHead,
        acts: ActHeads,
        uptake: UptakeHead,
        needs: Mapping[str, Need],
        library: Library | None = None,
        pack: ClaimPack | None = None,
        audience: Audience = "professional",
        seat: str = "sales",
    ) -> None:
        self._embedder = embedder
        self.head = head
        self.acts = acts
        self.uptake = uptake
        self._need_texts = [(need.id, text) for need in needs.values() for text in need.voiced_as]
        written = library.messages.messages if library else []
        self._message_texts = [(message.id, text) for message in written for text in (message.text, *message.variants)]
        self._needs: np.ndarray | None = None
        self._messages: np.ndarray | None = None
        self._check = ClaimCheck(pack, library) if library and pack else None
        self._library, self._audience, self._seat = library, audience, seat
        self._last = last_approval(library) if library else date.min
        self._name = library.product.name.split()[0].lower() if library else ""

    def texts(self) -> list[str]:
        """All that is compared with, which never changes for a reader: worth keeping embedded."""
        return [text for _, text in (*self._need_texts, *self._message_texts)]

    def warm(self) -> None:
        """Embed the catalogue, so that the first turn does not wait for it."""
        if self._needs is None:
            self._needs = self._embedder.embed([text for _, text in self._need_texts]) if self._need_texts else np.empty((0, 384), np.float32)
            self._messages = self._embedder.embed([text for _, text in self._message_texts]) if self._message_texts else np.empty((0, 384), np.float32)

    def read_all(self, turns: Iterable[tuple[str, str]], on: date | None = None, today: date | None = None) -> Iterator[Reading]:
        """The reading of each (text, previous) in order, embedded many at a time. Holds no more than AT_ONCE turns."""
        waiting = iter(turns)
        while batch := list(itertools.islice(waiting, AT_ONCE)):
            own = (piece for text, _ in batch for piece in _pieces(text))
            theirs = (piece for _, previous in batch if previous.strip() for piece in (previous, *_pieces(previous)))
            self._embedder.embed([*own, *theirs])
            yield from (self.read(text, previous, on, today) for text, previous in batch)

    def expect(self, words: str) -> None:
        """Have the meaning of what they say at hand before it is replied to."""
        self._embedder.embed([words, *_pieces(words)])

    def heard(self, text: str, previous: str = "") -> Hearing:
        """What each sentence of a turn does, and what it is decided from."""
        pieces = sentences(text[:MAX_CHARACTERS])
        found = [hear(piece, previous) for piece in pieces]
        for one in found:
            if self._name and self._name in one.sentence.text.lower() and "product" not in one.signalled:
                one.signals.append(Signal(id="product", quote=one.sentence.text))
        before = [previous, *_pieces(previous)] if previous.strip() else []
        vectors = self._embedder.embed([*(piece.text for piece in pieces), *before])
        mine, theirs = vectors[: len(pieces)], vectors[len(pieces) :]
        near = [float(vector @ theirs[0]) if before else 0.0 for vector in mine]
        for one, row in zip(found, self.acts.probabilities(found, text[:MAX_CHARACTERS], previous, mine, near), strict=True):
            self.acts.decide(one, row)
        if any("claims" in one.acts for one in found):
            for one in found:  # "I totally hear you", and on with the pitch.
                if "empathises" in one.acts and one.sentence.words <= STOCK_WORDS:
                    one.acts.remove("empathises")
        # A claim for the product is telling, however softly it is put, and gives nothing back.
        likely = np.array([_sold(one) if "claims" in one.acts else [one.likely[name] for name in TAKEN] for one in found]).reshape(-1, 3)
        return Hearing(found, mine, near, Turned(tuple(piece.text for piece in pieces), likely, mine, previous, theirs))

    def read(self, text: str, previous: str = "", on: date | None = None, today: date | None = None, *, unsure: Sequence[Unsure] = ()) -> Reading:
        """Read what the rep said. `previous` is what the other said just before, `on` the day of the meeting;
        `today` stands for it where only what may be said on a day is asked, and not which day Thursday is.
        `unsure`: numbers in the text that were not surely heard, on which no claim and no date is decided."""
        self.warm()
        hearing = self.heard(text, previous)
        heard, mine = hearing.sentences, hearing.vectors
        promised = [_undated(item, text, unsure) for item in commitments(text[:MAX_CHARACTERS], on)]
        for item in heard:
            if any(found.action in item.sentence.text and (found.actor == "stakeholder") == bool(item.question) for found in promised):
                item.add("offers")
                item.acts = [act for act in item.acts if act != "tells"]
        topics, tier = self._topics(heard, mine)
        standing = Standing(max(on or today or date.min, self._last), self._audience, self._seat)
        usable = self._usable(standing)
        acts = {act for item in heard for act in item.acts}
        question = "open" if any(item.question == "open" for item in heard) else "closed" if any(item.question for item in heard) else None
        return Reading(
            text=text,
            acts=[act for act in ACT_ORDER if act in acts],
            spans=[
                Span(start=item.sentence.start, end=item.sentence.end, acts=[act for act in ACT_ORDER if act in item.acts], question=item.question)
                for item in heard
            ],
            question=question,
            reflection=max((item.likely["reflects"] for item in heard), default=0.0),
            telling=rounded(_telling(heard, self.acts.threshold_of("tells"))),
            empathy=max((item.likely["empathises"] for item in heard), default=0.0),
            uptake=self.uptake.score(hearing.turned),
            topics=topics,
            tier=tier,
            messages=self._delivered(text[:MAX_CHARACTERS], heard, mine, usable),
            needs=self._named(heard, mine),
            claims=self._claims(text[:MAX_CHARACTERS], heard, mine, previous, standing, usable, unsure),
            commitment=promised[0] if promised else None,
            commitments=promised,
            signals=[*_signals(heard), *manners(text[:MAX_CHARACTERS], previous)],
            words=sum(item.sentence.words for item in heard),
            unsure=list(unsure),
        )

    def _topics(self, heard: list[Heard], vectors: np.ndarray) -> tuple[list[TopicHit], str | None]:
        """The likeliest three topics of the clearest question, and its tier. An offered step or a request for
        leave to speak asks about nothing."""
        best: list[TopicHit] = []
        for at, item in enumerate(heard):
            if not item.question:
                continue
            if pointing := next((name for name, pattern in CONTEXTUAL if pattern.search(bare(item.sentence.text))), None):
                best = [TopicHit(id=pointing, p=0.9), *(hit for hit in self.head.rank(vectors[at]) if hit.id != pointing)][:3]
                continue
            if VIEW.search(plain(item.sentence.text)):
                continue
            names = item.signalled
            if "offers" in item.acts or ("permission" in names and item.question == "closed" and item.sentence.words < 13) or "small_talk" in item.acts:
                continue
            hits = self.head.rank(vectors[at])
            if (asked := unaddressed(item.sentence.text)) and (without := self.head.rank(self._embedder.embed([asked])[0]))[0].p > hits[0].p:
                hits = without
            if not best or hits[0].p >= best[0].p:
                best = hits
        return (best, self.head.tier(best)) if best else ([], None)

    def _usable(self, standing: Standing) -> np.ndarray:
        """For each text of a message, whether it may be used: approved, in force, for this listener and our seat."""
        if self._library is None:
            return np.empty(0, bool)
        barred = {message.id for message in self._library.messages.messages if standing.objection(message)}
        return np.array([id not in barred for id, _ in self._message_texts])

    def _delivered(self, turn: str, heard: list[Heard], vectors: np.ndarray, usable: np.ndarray) -> list[MessageHit]:
        """Approved messages among the statements; two neighbouring sentences may carry one together."""
        if not usable.any():
            return []
        told = [at for at, item in enumerate(heard) if item.sentence.words >= 5]
        found: dict[str, MessageHit] = {}
        asked = {heard[at].sentence.text for at in told if heard[at].question or {"frames", "reflects"} & set(heard[at].acts)}
        spans: list[tuple[str, np.ndarray]] = [(heard[at].sentence.text, vectors[at]) for at in told]
        for left, right in itertools.pairwise(told):
            if right == left + 1:
                both = vectors[left] + vectors[right]
                spans.append((heard[left].sentence.text, both / np.linalg.norm(both)))
        assert self._messages is not None
        for (name, text), may in zip(self._message_texts, usable, strict=True):
            if may and text in turn:  # Word for word: whatever else each of its sentences seems to do.
                found[name] = MessageHit(id=name, score=1.0, quote=text)
        for quote, vector in spans:
            scores = np.where(usable, self._messages @ vector, -1.0)
            at = int(scores.argmax())
            score, name = rounded(scores[at]), self._message_texts[at][0]
            if score >= (ASKED_FROM if quote in asked else MESSAGE_FROM) and (name not in found or score > found[name].score):
                found[name] = MessageHit(id=name, score=score, quote=quote)
        return sorted(found.values(), key=lambda hit: -hit.score)

    def _named(self, heard: list[Heard], vectors: np.ndarray) -> list[NeedHit]:
        """Needs that the words give back or ask about."""
        assert self._needs is not None
        found: dict[str, NeedHit] = {}
        if not len(self._need_texts):
            return []
        for item, vector in zip(heard, vectors, strict=True):
            scores = self._needs @ vector
            at = int(scores.argmax())
            score, name = rounded(scores[at]), self._need_texts[at][0]
            if score >= NEED_FROM and (name not in found or score > found[name].score):
                found[name] = NeedHit(id=name, score=score, quote=item.sentence.text)
        return sorted(found.values(), key=lambda hit: -hit.score)

    def _claims(
        self, turn: str, heard: list[Heard], vectors: np.ndarray, previous: str, standing: Standing, usable: np.ndarray, unsure: Sequence[Unsure] = ()
    ) -> list[Claim]:
        if self._check is None or not heard:
            return []
        assert self._messages is not None
        alone = vectors @ self._messages.T
        whole = vectors.sum(axis=0)
        both = self._messages @ (whole / (np.linalg.norm(whole) or 1.0))  # What several sentences carry together.
        near = [(self._nearest(row, both, usable), self._nearest(row, both, ~usable)) for row in alone]
        places = [(item.sentence.start, item.sentence.end) for item in heard]

        def check(text: str) -> list[Finding]:
            assert self._check is not None
            pieces = [Piece(text[start:end], item.question is not None, *of) for (start, end), item, of in zip(places, heard, near, strict=True)]
            return self._check.check(Said(text, pieces, previous[:MAX_CHARACTERS], standing))

        found = check(turn)
        if unsure and found:
            found = doubted(turn, places, unsure, found, check)
        return [Claim(rule=one.rule, severity=one.severity, quote=one.quote, message=one.message, why=one.why, instead=one.instead) for one in found]

    def _nearest(self, alone: np.ndarray, together: np.ndarray, among: np.ndarray) -> Near | None:
        """The closest of some messages to a sentence, by itself or as part of its turn."""
        if not among.any():
            return None
        scores = np.where(among, np.maximum(alone, together), -1.0)
        at = int(scores.argmax())
        return Near(self._message_texts[at][0], rounded(scores[at]))


def _telling(heard: list[Heard], threshold: float) -> float:
    """How much of what was said informs, pitches or advises, by words: a sentence counts half at the probability from which
    it tells, fully where it is certain. What separates good conversations from bad most (AUC .91 in the public data
    measured beforehand)."""
    total = sum(item.sentence.words for item in heard)
    return sum(item.sentence.words * float(np.interp(item.likely["tells"], (0.0, threshold, 1.0), (0.0, 0.5, 1.0))) for item in heard) / total if total else 0.0


def _undated(item: Commitment, text: str, unsure: Sequence[Unsure]) -> Commitment:
    """A promise without its day, where a number in that day was not surely heard."""
    start = text.find(item.date) if item.date else -1
    if start < 0 or not any(one.start < start + len(item.date or "") and start < one.end for one in unsure):
        return item
    return item.model_copy(update={"date": None, "on": None})


def _sold(one: Heard) -> list[float]:
    return [one.likely["asks"], 0.0, 1.0]


def _pieces(text: str) -> list[str]:
    return [piece.text for piece in sentences(text[:MAX_CHARACTERS])]


def _signals(heard: list[Heard]) -> list[Signal]:
    seen: dict[str, Signal] = {}
    features = 0
    for item in heard:
        for signal in item.signals:
            seen.setdefault(signal.id, signal)
        told = {"tells", "claims"} & set(item.acts)
        count = item.sentence.text.count(",") + sum(signal.id == "features" for signal in item.signals)
        if told and any(signal.id in ("features", "product") for signal in item.signals):
            features += count
            if features >= 3:
                seen.setdefault("feature_list", Signal(id="feature_list", quote=item.sentence.text))
        for act in item.acts:
            seen.setdefault(f"act:{act}", Signal(id=f"act:{act}", quote=item.sentence.text))
    return list(seen.values())
