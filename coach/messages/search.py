"""Which approved message fits this moment: hard gates, then the lens, then meaning, then what is known of the person.

The best of the similarities to what may be said and to the labels (what they would say when they need it) counts, and their average
more. Words in common add a little: for spoken lines a small weight is the better mix, for long written queries a larger one
(reciprocal-rank fusion with BM25 hurt spoken queries; measured on public data beforehand).
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from coach.content.base import BELIEFS, Belief, Lens
from coach.content.catalogue import Need
from coach.content.errors import CoachError
from coach.content.library import Audience, Library, Message, Study
from coach.messages.index import Columns, Index, Layout, held
from coach.messages.lexicon import tokens
from coach.messages.vectors import Embedder, rounded

Kind = Literal["spoken", "written"]
LEXICAL_WEIGHT: dict[Kind, float] = {"spoken": 0.05, "written": 0.25}
"""How much the words in common may add to a cosine, once they are scaled to 0 to 1 over the candidates. For speech chosen on 84 of
our own cases, together with what a message's average counts (see `_fit`); for writing set by hand: larger, as measured on public data."""
BEST_COUNTS = 0.3
"""How much of a message's similarity its nearest text or label is. Right first and among three, by 1, 0.5 and 0.3: on the 84 cases open for
tuning 65 and 90%, 73 and 94, 75 and 93; on 600 labels, each taken out of its message and searched for, 45 and 72%, 52 and 77, 54 and 78."""
STAGE_RAISE = 0.05
NEED_RAISE = 0.06
"""These two are set by hand: a tie between messages is decided by them, and no more."""
SAID_SINK = 0.3
"""Deep enough that a message they have heard comes after any other that fits half as well."""
CLOSE_FROM = 0.35
"""Cosine from which `why` may say that the meaning is close; below, unrelated sentences lie."""
UNSAID = {"text": 0.1, "stage": 0.3, "needs": 0.5}
"""With nothing said to search for: what any message gets, and what the rung and the needs add."""
ROUNDING = 2e-4
"""What rounding, of a cosine and of a score, to four decimals may add to the gap between two scores, and a little more."""
AT_ONCE = 2_048
"""Messages whose vectors are gathered at once; usually a few dozen are all."""


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


class Finder:
    """Searches one library. Holds the index of it, so keep it while the library is in force."""

    def __init__(self, library: Library, embedder: Embedder, needs: Mapping[str, Need] | None = None, index: Callable[[Layout], Index] | None = None) -> None:
        """`needs`: the catalogue, for the titles in `why`. `index`: makes or finds the index when it is first needed, in memory where nothing is given."""
        self._library = library
        self._embedder = embedder
        self._needs = needs or {}
        self._studies = {study.id: study for study in library.evidence.studies}
        self._layout = Layout.of(library.messages.messages)
        self._columns = Columns(self._layout, library)
        self._index: Index | None = None
        self._make = index or (lambda layout: held(layout, embedder.embed))
        self._lock = threading.Lock()

    def index(self) -> Index:
        """What is searched by meaning and by words, made now where it was not yet."""
        with self._lock:
            if self._index is None:
                self._index = self._make(self._layout)
            return self._index

    def allowed(self, on: date, audience: Audience = "professional", seat: str | None = None) -> list[Message]:
        """The messages that may be said on a day to an audience, in the order of the library."""
        open_ = self._columns.open(on, audience, seat, 0, len(self._layout))
        return [self._layout.messages[place] for place in sorted(self._layout.places[open_])]

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
        start, stop = self._layout.block(lens)
        may = self._columns.open(on, audience, seat, start, stop)
        if k < 1 or not may.any():
            return []
        moment = _Moment(text.strip(), lens, stage, frozenset(needs), frozenset(already))
        spoken = bool(tokens(moment.text))
        added = self._raised(moment, start, stop, spoken)
        if not spoken:
            kept = np.flatnonzero(may)
            return self._hits(kept, np.full(len(kept), UNSAID["text"]) + added[kept], k, start, moment)
        index, vector = self.index(), self._embedder.embed([moment.text])[0]
        if len(vector) != index.rows.width:
            raise CoachError(
                f"embeddings: the library's vectors have {index.rows.width} numbers and the query's {len(vector)}; another model answers now than before"
            )
        added[may] += LEXICAL_WEIGHT[kind] * scaled(index.lexicon.scores(moment.text, start, stop, may)[may])
        kept = self._contenders(index, vector, start, stop, may, added, k)
        near = self._near(index, vector, start + kept)
        return self._hits(kept, near + added[kept], k, start, moment, vector)

    def _raised(self, moment: _Moment, start: int, stop: int, spoken: bool) -> np.ndarray:
        """What rung, needs and earlier hearing add to each score; with nothing said to search for, they decide it."""
        stage, need = (STAGE_RAISE, NEED_RAISE) if spoken else (UNSAID["stage"], UNSAID["needs"])
        added = need * self._columns.answering(moment.needs, start, stop)
        if moment.stage:
            added += stage * np.maximum(0.0, 1 - np.abs(self._columns.stages[start:stop] - BELIEFS.index(moment.stage)) / 2)
        added[self._columns.where(moment.already, start, stop)] -= SAID_SINK
        return added

    def _contenders(self, index: Index, vector: np.ndarray, start: int, stop: int, may: np.ndarray, added: np.ndarray, k: int) -> np.ndarray:
        """Which messages from `start` to `stop`, counted from `start`, can be among the best `k`, though near is known roughly."""
        starts = self._layout.starts
        near, off = index.rows.near(vector, int(starts[start]), int(starts[stop]))
        found = np.flatnonzero(may)
        if len(found) <= k:
            return found
        # A message's figure is off by no more than the worst of its rows.
        rough = (_fit(near, starts[start:stop] - starts[start], np.diff(starts[start : stop + 1])) + added)[found]
        return np.asarray(found[rough >= np.partition(rough, -k)[-k] - 2 * off - ROUNDING])

    def _near(self, index: Index, vector: np.ndarray, messages: np.ndarray) -> np.ndarray:
        """How near each message is to a unit vector, exactly, 0 to 1; shape (len(messages),)."""
        out = np.empty(len(messages))
        for at in range(0, len(messages), AT_ONCE):
            some = messages[at : at + AT_ONCE]
            first, counts = self._layout.starts[some], self._layout.starts[some + 1] - self._layout.starts[some]
            edges = np.cumsum(counts) - counts
            rows = np.arange(counts.sum()) + np.repeat(first - edges, counts)
            out[at : at + AT_ONCE] = _fit(_cosines(index.rows.take(rows), vector), edges, counts)
        return out

    def _hits(self, kept: np.ndarray, scores: np.ndarray, k: int, start: int, moment: _Moment, vector: np.ndarray | None = None) -> list[Hit]:
        """The best `k`; of equal ones that first which stands first in the library."""
        totals = np.round(scores, 4)
        return [self._hit(start + int(kept[at]), float(totals[at]), moment, vector) for at in np.lexsort((self._layout.places[start + kept], -totals))[:k]]

    def _hit(self, at: int, score: float, moment: _Moment, vector: np.ndarray | None) -> Hit:
        message = self._layout.messages[self._layout.places[at]]
        near, shared = None, list[str]()
        if vector is not None:
            index, first, last = self.index(), int(self._layout.starts[at]), int(self._layout.starts[at + 1])
            cosines = _cosines(index.rows.take(np.arange(first, last)), vector)
            texts, labels = cosines[: self._layout.said[at]], cosines[self._layout.said[at] :]
            near = _Near(max(0.0, float(texts.max())), max(0.0, float(labels.max())), message.labels[int(labels.argmax())])
            shared = index.lexicon.shared(moment.text, at)[:4]
        return Hit(message, rounded(score), self._why(message, moment, near, shared), [self._studies[id] for id in message.evidence if id in self._studies])

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


def _fit(cosines: np.ndarray, edges: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """How near each message is, 0 to 1, from the cosines of its rows, which begin at `edges` and are `counts` many.

    `BEST_COUNTS` of it is the best of them, said or label, the rest their average: a single row is near by chance more often than all are.
    """
    return np.asarray(np.maximum(0.0, BEST_COUNTS * np.maximum.reduceat(cosines, edges) + (1 - BEST_COUNTS) * np.add.reduceat(cosines, edges) / counts))


def _cosines(vectors: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """To four decimals. Row by row, so that a figure does not depend on which others are computed with it."""
    return np.round((vectors * vector).sum(axis=1), 4)


def scaled(lexical: np.ndarray) -> np.ndarray:
    """Scores between the lowest and the highest of all candidates, 0 to 1; 0 where all are alike."""
    span = float(lexical.max() - lexical.min()) if len(lexical) else 0.0
    return np.asarray((lexical - lexical.min()) / span) if span > 0 else np.zeros(len(lexical))


def mix(cosines: np.ndarray, lexical: np.ndarray, kind: Kind) -> np.ndarray:
    """Cosines plus the weight of `kind` times the lexical scores, these scaled to 0 to 1 over the candidates."""
    return np.asarray(cosines + LEXICAL_WEIGHT[kind] * scaled(lexical))
