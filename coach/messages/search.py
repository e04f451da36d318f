"""Which approved message fits this moment: hard gates, then the lens, then meaning, then what is known of the person.

The better of two similarities counts, to the text and to the labels (what they would say when they need it). Words in
common add a little: for spoken lines a small weight is the better mix, for long written queries a larger one
(reciprocal-rank fusion with BM25 hurt spoken queries; measured on public data beforehand).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from coach.content.base import BELIEFS, Belief, Lens
from coach.content.catalogue import Need
from coach.content.library import Audience, Library, Message, Study
from coach.messages.vectors import Embedder, rounded

Kind = Literal["spoken", "written"]
LEXICAL_WEIGHT: dict[Kind, float] = {"spoken": 0.06, "written": 0.25}
"""How much the words in common may add to a cosine, once they are scaled to 0 to 1 over the candidates. That the weight
should be small for speech and larger for writing was measured; these two values, and the raises below, are set by hand and
wait for `evaluate retrieval` on a labelled collection."""
STAGE_RAISE = 0.05
NEED_RAISE = 0.06
SAID_SINK = 0.3
"""Deep enough that a message they have heard comes after any other that fits half as well."""
CLOSE_FROM = 0.35
"""Cosine from which `why` may say that the meaning is close; below, unrelated sentences lie."""
UNSAID = {"text": 0.1, "stage": 0.3, "needs": 0.5}
"""With nothing said to search for: what any message gets, and what the rung and the needs add."""

_STOP_WORDS = (
    "a about all also am an and any are as at be been but by can could did do does for from get had has have he her how i if in into is it its just like "
    "me more my no not now of on one or our out she so some than that the their them then there these they this those to too up us was we were what when "
    "where which who why will with would yeah yes you your"
)
_STOP = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True)
class Hit:
    """A message that fits. `score` 0 to 1; `why` in plain words; `evidence` the studies that the message cites."""

    message: Message
    score: float
    why: list[str]
    evidence: list[Study] = field(default_factory=list)

    def shown(self) -> dict[str, object]:
        """What the command line prints of it."""
        message = self.message
        return {
            "id": message.id,
            "text": message.text,
            "lens": message.lens,
            "stage": message.stage,
            "score": self.score,
            "why": self.why,
            "evidence": [{"id": study.id, "citation": study.citation} for study in self.evidence],
            "balance": message.balance,
            "status": message.status,
            "expires_on": message.expires_on.isoformat() if message.expires_on else None,
            "needs": message.needs,
            "version": message.version,
            "document": message.document,
        }


class Lexicon:
    """BM25 over a few texts or many, by words with their endings cut off."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = [Counter(tokens(text)) for text in texts]
        self._lengths = np.array([sum(count.values()) for count in self._counts], dtype=np.float64)
        self._where: dict[str, list[tuple[int, int]]] = {}
        for at, count in enumerate(self._counts):
            for token, times in count.items():
                self._where.setdefault(token, []).append((at, times))

    def scores(self, query: str) -> np.ndarray:
        """How well each text matches the words of the query, 0 and up, shape (texts,)."""
        out = np.zeros(len(self._counts))
        mean = self._lengths.mean() if len(out) else 0.0
        for token in set(tokens(query)):
            found = self._where.get(token, [])
            rare = math.log(1 + (len(out) - len(found) + 0.5) / (len(found) + 0.5))
            for at, times in found:
                out[at] += rare * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * self._lengths[at] / max(mean, 1.0)))
        return out

    def shared(self, query: str, at: int) -> list[str]:
        """The query's own words that stand in one text, in the order in which they were said."""
        words = (word.lower() for word in re.findall(r"[^\W_]+", query))
        return list(dict.fromkeys(word for word in words if (found := tokens(word)) and found[0] in self._counts[at]))


class Finder:
    """Searches one library. Holds vectors of the messages it has looked at, so keep it while the library is in force."""

    def __init__(self, library: Library, embedder: Embedder, needs: Mapping[str, Need] | None = None) -> None:
        """`needs`: the catalogue, for the titles in `why`."""
        self._library = library
        self._embedder = embedder
        self._needs = needs or {}
        self._studies = {study.id: study for study in library.evidence.studies}
        self._vectors: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def allowed(self, on: date, audience: Audience = "professional", seat: str | None = None) -> list[Message]:
        """The messages that may be said on a day to an audience. An approval without its dates proves nothing, and a
        message kept to certain seats is for nobody else."""
        market = self._library.product.market
        return [
            message
            for message in self._library.messages.messages
            if message.in_force(on) and message.market == market and message.audience == audience and (not message.seats or seat in message.seats)
        ]

    def search(
        self,
        text: str,
        *,
        lens: Lens | None = None,
        stage: Belief | None = None,
        needs: Collection[str] = (),
        already: Collection[str] = (),
        on: date,
        k: int = 3,
        audience: Audience = "professional",
        kind: Kind = "spoken",
        seat: str | None = None,
    ) -> list[Hit]:
        """The `k` messages that fit best, best first.

        `text`: what they just said, or a query; without one, the rung (`stage`) and the disclosed `needs` decide the order. `already`:
        ids of messages said to this person before. Only what may be said on the day `on` is ever found. Empty where nothing is.
        """
        found = [message for message in self.allowed(on, audience, seat) if lens is None or message.lens == lens]
        if not found or k < 1:
            return []
        moment = _Moment(text.strip(), lens, stage, frozenset(needs), frozenset(already))
        near = self._near(moment.text, found) if tokens(moment.text) else []
        lexicon = Lexicon([" ".join((message.text, *message.variants, *message.labels)) for message in found])
        if near:
            base = mix(np.array([one.best for one in near]), lexicon.scores(moment.text), kind)
        else:
            base = np.full(len(found), UNSAID["text"])
        ranked = sorted((-round(float(base[at]) + moment.raised(message, bool(near)), 4), at) for at, message in enumerate(found))
        return [
            Hit(
                found[at],
                rounded(-negative),
                self._why(found[at], moment, near[at] if near else None, lexicon.shared(moment.text, at)[:4]),
                [self._studies[id] for id in found[at].evidence if id in self._studies],
            )
            for negative, at in ranked[:k]
        ]

    def _near(self, query: str, found: list[Message]) -> list[_Near]:
        """How near each message is to the query, by its text (variants included) and by its labels."""
        missing = [message for message in found if message.id not in self._vectors]
        if missing:
            groups = [(message.text, *message.variants) for message in missing] + [tuple(message.labels) for message in missing]
            vectors = self._embedder.embed([text for group in groups for text in group])
            parts = np.split(vectors, np.cumsum([len(group) for group in groups])[:-1])
            for at, message in enumerate(missing):
                self._vectors[message.id] = (parts[at], parts[at + len(missing)])
        vector = self._embedder.embed([query])[0]
        near = []
        for message in found:
            texts, labels = (np.round(part @ vector, 4) for part in self._vectors[message.id])
            near.append(_Near(max(0.0, float(texts.max())), max(0.0, float(labels.max())), message.labels[int(labels.argmax())]))
        return near

    def _why(self, message: Message, moment: _Moment, near: _Near | None, shared: list[str]) -> list[str]:
        why = []
        if near and near.best >= CLOSE_FROM and near.labels > near.text:
            why.append(f"They would say “{near.label}” when they need it, which is close to what was said.")
        elif near and near.best >= CLOSE_FROM:
            why.append("Its own words are close in meaning to what was said.")
        if shared:
            why.append(f"It shares the word{'s' if len(shared) > 1 else ''} {', '.join(shared)}.")
        for need in moment.named(message):
            why.append(f"It answers a need they have named: {self._needs[need].title if need in self._needs else need.replace('_', ' ')}.")
        if moment.rungs(message) == 0:
            why.append(f"It is for somebody who stands where they do: {message.stage}.")
        elif moment.rungs(message) == 1:
            why.append(f"It is for somebody one rung from where they stand: {message.stage}.")
        if moment.lens is not None:
            why.append(f"It looks through their lens: {moment.lens}.")
        if message.id in moment.already:
            why.append("They have heard it already, so it comes later.")
        return why or [f"Nothing closer may be said on this day; it is for somebody {message.stage}, through the {message.lens} lens."]


@dataclass(frozen=True)
class _Near:
    """Cosines, 0 to 1: the best to a message's text, the best to its labels, and which label that was."""

    text: float
    labels: float
    label: str

    @property
    def best(self) -> float:
        return max(self.text, self.labels)


@dataclass(frozen=True)
class _Moment:
    """What is known of the moment for which a message is sought."""

    text: str
    lens: Lens | None
    stage: Belief | None
    needs: frozenset[str]
    already: frozenset[str]

    def rungs(self, message: Message) -> float:
        """How many rungs lie between the message and where they stand; infinite where that is not known."""
        return abs(BELIEFS.index(message.stage) - BELIEFS.index(self.stage)) if self.stage else math.inf

    def named(self, message: Message) -> list[str]:
        """The needs which the message answers and they have named."""
        return [need for need in message.needs if need in self.needs]

    def raised(self, message: Message, spoken: bool) -> float:
        """What rung, needs and earlier hearing add to a score; with nothing said to search for, they decide it."""
        stage, need = (STAGE_RAISE, NEED_RAISE) if spoken else (UNSAID["stage"], UNSAID["needs"])
        return stage * max(0.0, 1 - self.rungs(message) / 2) + need * bool(self.named(message)) - SAID_SINK * (message.id in self.already)


def mix(cosines: np.ndarray, lexical: np.ndarray, kind: Kind) -> np.ndarray:
    """Cosines plus the weight of `kind` times the lexical scores, these scaled to 0 to 1 over the candidates."""
    span = float(lexical.max() - lexical.min()) if len(lexical) else 0.0
    scaled = (lexical - lexical.min()) / span if span > 0 else np.zeros(len(lexical))
    return np.asarray(cosines + LEXICAL_WEIGHT[kind] * scaled)


def tokens(text: str) -> list[str]:
    """The words of a text that carry meaning, lower case, with common endings cut off."""
    return [_stem(word) for word in re.findall(r"[^\W_]+", text.lower()) if word not in _STOP]


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
