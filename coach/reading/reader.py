"""The reading of one turn. Pure: the same text, previous words, date and content give the same reading."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date

import numpy as np

from coach.content.catalogue import Need
from coach.content.library import Library
from coach.messages import claims as claim_rules
from coach.messages.vectors import Embedder, rounded
from coach.reading.acts import Heard, bare, hear, plain
from coach.reading.promises import commitments
from coach.reading.records import Act, Claim, MessageHit, NeedHit, Reading, Signal, Span, TopicHit
from coach.reading.rules import CONTEXTUAL, VIEW
from coach.reading.sentences import content_words, sentences
from coach.reading.topics import TopicHead

MESSAGE_FROM = 0.66
"""Cosine from which a sentence counts as having delivered a message; paraphrases of one claim lie at .66 to .9."""
NEED_FROM = 0.55
MAX_CHARACTERS = 20_000
ACT_ORDER: tuple[Act, ...] = (
    "asks", "reflects", "empathises", "tells", "claims", "admits", "frames", "summarises", "offers", "presses",
    "small_talk", "disparages", "thanks",
)  # fmt: skip


class Reader:
    """Reads turns against a topic head, the needs catalogue and, where there is one, a message library."""

    def __init__(self, embedder: Embedder, head: TopicHead, needs: Mapping[str, Need], library: Library | None = None) -> None:
        self._embedder = embedder
        self._head = head
        self._need_texts = [(need.id, text) for need in needs.values() for text in need.voiced_as]
        approved = [message for message in library.messages.messages if message.status == "approved"] if library else []
        self._message_texts = [(message.id, text) for message in approved for text in (message.text, *message.variants)]
        self._needs: np.ndarray | None = None
        self._messages: np.ndarray | None = None
        self._judges_claims = library is not None

    def texts(self) -> list[str]:
        """All that is compared with, which never changes for a reader: worth keeping embedded."""
        return [text for _, text in (*self._need_texts, *self._message_texts)]

    def warm(self) -> None:
        """Embed the catalogue, so that the first turn does not wait for it."""
        if self._needs is None:
            self._needs = self._embedder.embed([text for _, text in self._need_texts]) if self._need_texts else np.empty((0, 384), np.float32)
            self._messages = self._embedder.embed([text for _, text in self._message_texts]) if self._message_texts else np.empty((0, 384), np.float32)

    def read(self, text: str, previous: str = "", on: date | None = None) -> Reading:
        """Read what the rep said. `previous` is what the other said just before, `on` the day of the meeting."""
        self.warm()
        pieces = sentences(text[:MAX_CHARACTERS])
        heard = [hear(piece, previous, at == 0) for at, piece in enumerate(pieces)]
        texts = [piece.text for piece in pieces]
        vectors = self._embedder.embed([*texts, previous]) if texts else np.empty((0, 384), np.float32)
        mine, theirs = vectors[: len(texts)], vectors[len(texts) :]
        near = (mine @ theirs.T)[:, 0] if previous and len(texts) else np.zeros(len(texts))
        self._soften(heard, near)
        promised = commitments(text[:MAX_CHARACTERS], on)
        for item in heard:
            asked_of_them = item.question == "closed" and any(found.actor == "stakeholder" and found.action in item.sentence.text for found in promised)
            promised_by_me = item.question is None and any(found.actor == "rep" and found.action in item.sentence.text for found in promised)
            if asked_of_them or promised_by_me:
                item.add("offers")
                item.acts = [act for act in item.acts if act != "tells"]
        topics, tier = self._topics(heard, mine)
        acts = {act for item in heard for act in item.acts}
        question = "open" if any(item.question == "open" for item in heard) else "closed" if any(item.question for item in heard) else None
        words = sum(piece.words for piece in pieces)
        return Reading(
            text=text,
            acts=[act for act in ACT_ORDER if act in acts],
            spans=[
                Span(start=item.sentence.start, end=item.sentence.end, acts=[act for act in ACT_ORDER if act in item.acts], question=item.question)
                for item in heard
            ],
            question=question,
            reflection=rounded(max((item.reflection for item in heard), default=0.0)),
            telling=rounded(_telling(heard)),
            empathy=rounded(0.8 if "empathises" in acts else 0.0),
            uptake=rounded(_uptake(heard, near, previous)),
            topics=topics,
            tier=tier,
            messages=self._delivered(heard, mine),
            needs=self._named(heard, mine),
            claims=self._claims(heard),
            commitment=promised[0] if promised else None,
            commitments=promised,
            signals=_signals(heard),
            words=words,
        )

    def _soften(self, heard: list[Heard], near: np.ndarray) -> None:
        """A statement about 'you' that is close in meaning to what was just said is probably a reflection."""
        for item, closeness in zip(heard, near, strict=True):
            if item.question is None and "tells" in item.acts and "claims" not in item.acts and item.sentence.words <= 30:
                about_them = " you" in f" {item.sentence.text.lower()}"
                likely = round(min(0.9, 0.1 + 0.7 * max(0.0, float(closeness)) + 0.3 * item.echo), 2)
                if about_them and likely > item.reflection:
                    item.reflection = likely
                    if likely >= 0.55:
                        item.add("reflects")
                        item.acts.remove("tells")
        pitched = any("claims" in item.acts for item in heard)
        for item in heard:
            if pitched and "empathises" in item.acts and item.sentence.words <= 6:
                item.acts.remove("empathises")  # "I totally hear you", and on with the pitch.

    def _topics(self, heard: list[Heard], vectors: np.ndarray) -> tuple[list[TopicHit], str | None]:
        """The likeliest three topics of the clearest question, and its tier. An offered step or a request for
        leave to speak asks about nothing."""
        best: list[TopicHit] = []
        for at, item in enumerate(heard):
            if not item.question:
                continue
            if pointing := next((name for name, pattern in CONTEXTUAL if pattern.search(bare(item.sentence.text))), None):
                best = [TopicHit(id=pointing, p=0.9), *(hit for hit in self._head.rank(vectors[at]) if hit.id != pointing)][:3]
                continue
            if VIEW.search(plain(item.sentence.text)):
                continue
            names = {signal.id for signal in item.signals}
            if "offers" in item.acts or ("permission" in names and item.question == "closed" and item.sentence.words < 13) or "small_talk" in item.acts:
                continue
            hits = self._head.rank(vectors[at])
            if not best or hits[0].p >= best[0].p:
                best = hits
        return (best, self._head.tier(best)) if best else ([], None)

    def _delivered(self, heard: list[Heard], vectors: np.ndarray) -> list[MessageHit]:
        """Approved messages among the statements; two neighbouring sentences may carry one together."""
        if not len(self._message_texts):
            return []
        told = [at for at, item in enumerate(heard) if not item.question and item.sentence.words >= 5 and not {"frames", "reflects"} & set(item.acts)]
        found: dict[str, MessageHit] = {}
        spans: list[tuple[str, np.ndarray]] = [(heard[at].sentence.text, vectors[at]) for at in told]
        for left, right in itertools.pairwise(told):
            if right == left + 1:
                both = vectors[left] + vectors[right]
                spans.append((heard[left].sentence.text, both / np.linalg.norm(both)))
        assert self._messages is not None
        for quote, vector in spans:
            scores = self._messages @ vector
            at = int(scores.argmax())
            score, name = rounded(scores[at]), self._message_texts[at][0]
            if score >= MESSAGE_FROM and (name not in found or score > found[name].score):
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

    def _claims(self, heard: list[Heard]) -> list[Claim]:
        if not self._judges_claims:
            return []
        return [
            Claim(rule=found.rule, severity=found.severity, quote=found.quote, message=None, why=found.why)
            for item in heard
            for found in claim_rules.check(item.sentence.text, item.question is not None)
        ]


def _telling(heard: list[Heard]) -> float:
    """The share of words in sentences that inform, pitch or advise. What separates good conversations from bad most
    (AUC .91 in the public data measured beforehand)."""
    total = sum(item.sentence.words for item in heard)
    told = sum(item.sentence.words for item in heard if {"tells", "claims"} & set(item.acts))
    return told / total if total else 0.0


def _uptake(heard: list[Heard], near: np.ndarray, previous: str) -> float:
    """Does the turn build on what was just said: meaning and words, not echo (after arXiv 2106.03873)."""
    if not previous or not heard:
        return 0.0
    best = 0.0
    theirs = content_words(previous)
    for item, closeness in zip(heard, near, strict=True):
        shared = len(content_words(item.sentence.text) & theirs)
        score = 0.75 * max(0.0, float(closeness)) + 0.12 * min(3, shared)
        if item.question:
            score += 0.08
        if "reflects" in item.acts or "summarises" in item.acts:
            score += 0.12
        if item.echo > 0.8 and shared >= 3:
            score = min(score, 0.5)  # A sentence given back word for word shows ears, not thought.
        best = max(best, score)
    return best * (1 - 0.5 * _telling(heard))


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
