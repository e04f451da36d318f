"""Which topic a question is about: a linear head and centroids over sentence embeddings, in three tiers.

One canonical phrasing a topic is right 56% of the time; five to ten phrasings and a linear head or centroid about
90%, with the right one among the top three in 98% (measured on public data beforehand). Hence: answer, ask which of
two was meant, or pass. The thresholds come from cross-validation, for at most 5% answered wrongly.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from coach.messages.vectors import Embedder, rounded
from coach.reading.records import TopicHit

FOLDS = 5
WRONG_AT_MOST = 0.05
CLARIFY_MISS_AT_MOST = 0.5
"""A clarifying question is worth asking while the right topic is among its two candidates at least this often."""

METHOD = "ridge-centroid-nearest-1"
RIDGE = 2.0
"""Weight of the ridge; 0.3 to 10 differ by less than two points in cross-validation."""


@dataclass(frozen=True)
class TopicHead:
    """A fitted head. `weights` (dimensions + 1, topics) of a ridge regression, `centroids` (topics, dimensions),
    `examples` (phrasings, dimensions) with their `owners`, `outside` (utterances about none of the topics).
    `sharpness` turns match into probability among the topics; `inside` (three numbers) is a logistic curve from the
    nearest phrasing and the nearest outside utterance to the probability that the question is about any of them."""

    ids: tuple[str, ...]
    weights: np.ndarray
    centroids: np.ndarray
    examples: np.ndarray
    owners: np.ndarray
    outside: np.ndarray
    sharpness: float
    inside: np.ndarray
    answer_from: float
    clarify_from: float

    def match(self, vectors: np.ndarray) -> np.ndarray:
        """How well each vector matches each topic: ridge plus centroid plus half the nearest phrasing."""
        ridge = vectors @ self.weights[:-1] + self.weights[-1]
        return np.asarray(ridge + vectors @ self.centroids.T + 0.5 * self._nearest(vectors))

    def _nearest(self, vectors: np.ndarray) -> np.ndarray:
        best = np.full((len(vectors), len(self.ids)), -1.0, dtype=np.float32)
        np.maximum.at(best.T, self.owners, (vectors @ self.examples.T).T)
        return best

    def nearness(self, vectors: np.ndarray) -> np.ndarray:
        """The nearest phrasing and the nearest outside utterance of each vector, shape (vectors, 2)."""
        near = self._nearest(vectors).max(axis=1)
        away = (vectors @ self.outside.T).max(axis=1) if len(self.outside) else np.zeros(len(vectors))
        return np.stack([near, away], axis=1)

    def scores(self, vectors: np.ndarray) -> np.ndarray:
        """The probability of each topic for each vector, shape (vectors, topics); a row adds up to the probability
        that the question is about any of them."""
        known = _sigmoid(self.nearness(vectors) @ self.inside[:2] + self.inside[2])
        return np.asarray(_softmax(self.sharpness * self.match(vectors)) * known[:, None])

    def rank(self, vector: np.ndarray, count: int = 3) -> list[TopicHit]:
        """The likeliest topics for one sentence, best first."""
        scores = self.scores(vector[None, :])[0]
        order = np.argsort(-scores, kind="stable")[:count]
        return [TopicHit(id=self.ids[at], p=rounded(scores[at])) for at in order]

    def tier(self, hits: Sequence[TopicHit]) -> str:
        """`answer`, `clarify` or `deflect`, decided on rounded scores."""
        best = hits[0].p if hits else 0.0
        if best >= self.answer_from:
            return "answer"
        return "clarify" if best >= self.clarify_from and len(hits) > 1 else "deflect"


def bank_key(bank: Mapping[str, Sequence[str]], outside: Sequence[str], space: str) -> str:
    """Names a fitted head: the same phrasings in the same vector space give the same key."""
    text = json.dumps([METHOD, space, {name: list(texts) for name, texts in sorted(bank.items())}, list(outside)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fit(bank: Mapping[str, Sequence[str]], outside: Sequence[str], embedder: Embedder) -> TopicHead:
    """Fit a head on a bank of phrasings. `outside`: utterances about none of the topics (may be empty)."""
    ids = tuple(bank)
    vectors = embedder.embed([text for name in ids for text in bank[name]])
    labels = np.array([at for at, name in enumerate(ids) for _ in bank[name]])
    away = embedder.embed(list(outside)) if outside else np.empty((0, vectors.shape[1]), dtype=np.float32)
    head = _raw(ids, vectors, labels, away)
    return _calibrated(head, vectors, labels, away)


def _raw(ids: tuple[str, ...], vectors: np.ndarray, labels: np.ndarray, outside: np.ndarray) -> TopicHead:
    """Everything but the calibration, in closed form."""
    centroids = np.stack([vectors[labels == at].mean(axis=0) for at in range(len(ids))])
    centroids /= np.linalg.norm(centroids, axis=1, keepdims=True)
    design = np.c_[vectors, np.ones(len(vectors))].astype(np.float64)
    weights = np.linalg.solve(design.T @ design + RIDGE * np.eye(design.shape[1]), design.T @ np.eye(len(ids))[labels])
    return TopicHead(ids, weights.astype(np.float32), centroids.astype(np.float32), vectors, labels, outside, 10.0, np.array([12.0, 0.0, -6.0]), 0.5, 0.2)


def _calibrated(head: TopicHead, vectors: np.ndarray, labels: np.ndarray, outside: np.ndarray) -> TopicHead:
    """Set sharpness, the inside curve and both thresholds on folds that the head has not seen. Of everything asked,
    inside or outside the bank, at most WRONG_AT_MOST is answered wrongly."""
    counts = np.bincount(labels)
    folds = min(FOLDS, int(counts.min()))
    if folds < 2 or len(head.ids) < 2:
        return head
    order = np.concatenate([np.arange(count) for count in counts])
    match, near, truth = [], [], []
    for fold in range(folds):
        held, away_held = order % folds == fold, np.arange(len(outside)) % folds == fold
        part = _raw(head.ids, vectors[~held], labels[~held], outside[~away_held])
        for block, owner in ((vectors[held], labels[held]), (outside[away_held], np.full(int(away_held.sum()), -1))):
            if len(block):
                match.append(part.match(block))
                near.append(part.nearness(block))
                truth.append(owner)
    matches, nearness, owners = np.concatenate(match), np.concatenate(near), np.concatenate(truth)
    known = owners >= 0
    rows = np.flatnonzero(known)
    sharpness = min(
        (float(level) for level in np.arange(4, 31)),
        key=lambda level: -np.log(_softmax(level * matches[rows])[np.arange(len(rows)), owners[rows]] + 1e-12).mean(),
    )
    inside = head.inside
    if (~known).sum() >= 5:
        from sklearn.linear_model import LogisticRegression

        curve = LogisticRegression(C=100.0, class_weight="balanced").fit(nearness, known)
        inside = np.array([*curve.coef_[0], curve.intercept_[0]])
    scores = _softmax(sharpness * matches) * _sigmoid(nearness @ inside[:2] + inside[2])[:, None]
    answer, clarify = _thresholds(scores, owners)
    return replace(head, sharpness=sharpness, inside=inside, answer_from=answer, clarify_from=clarify)


def _thresholds(scores: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    ranked = np.argsort(-scores, axis=1, kind="stable")
    top = np.array([rounded(row.max()) for row in scores])
    hit = ranked[:, 0] == truth
    pair = (ranked[:, :2] == truth[:, None]).any(axis=1)
    grid = np.round(np.arange(0.02, 0.99, 0.01), 2)
    answer = next((float(level) for level in grid if ((top >= level) & ~hit).sum() <= WRONG_AT_MOST * len(top)), 0.99)
    for level in grid[grid < answer]:
        band = (top >= level) & (top < level + 0.1)
        if band.any() and pair[band].mean() >= 1 - CLARIFY_MISS_AT_MOST:
            return answer, float(level)
    return answer, answer


def _softmax(values: np.ndarray) -> np.ndarray:
    shifted = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-values)))
