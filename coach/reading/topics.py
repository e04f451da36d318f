"""Which topic a question is about: two kinds of centroids over sentence embeddings and "none of them", in three tiers.

A topic's centroid is compared twice: as it is, and after whitening, which plays down the directions in which phrasings
of one and the same topic differ. Over 60 topics of five phrasings each the two together put the right topic first in
89 of 100 (ridge regression, centroid and nearest phrasing: 87) and tell inside from outside better (AUROC .955
against .931); overlap of words adds nothing. "None of them" is one more candidate, its weight fitted on whole topics
that were held out. Hence: answer, ask which of two was meant, or pass. The thresholds come from the same
cross-validation, for at most 5% answered wrongly.
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
GROUPS = 10
"""So many groups of topics are held out, one after the other, to see how what is about none of the others scores."""
WRONG_AT_MOST = 0.05
ANSWER_AT_LEAST = 0.5
"""What is answered is likelier meant than not, even where a small bank promises that nothing can go wrong."""
OUTSIDE_SHARE = 0.1
"""What share of all questions is taken to be about none of the topics when the thresholds are set: few, as topics that
were held out are nearer to the others than most of what people ask besides."""
CLARIFY_MISS_AT_MOST = 0.4
"""A clarifying question is worth asking while neither of its two candidates is right at most this often."""

METHOD = "whitened-centroids-2"
SPHERE = 1500
"""The spread of phrasings about their centroids is drawn towards a sphere as if so many phrasings beyond one a topic had
been seen to spread evenly. 240 seen (60 topics of five) call for a sphere of .9, 740 for one of .5 to .7."""
HALFWAY = 0.5
"""How much of the mean of all topics is taken off before whitening: all of it ranks best, none tells outside best."""
TIGHTNESS = 0.2
"""A topic whose phrasings are alike is near to much; this share of their mean cosine is taken off its match."""
LITERAL_FROM = 0.8
LITERAL = 2.0
"""What is nearer to a phrasing than paraphrases are is taken for it: each point of cosine above counts this often more."""
SHARPNESS = np.arange(4.0, 20.5, 0.5)
"""What is tried for the sharpness: 10 to 14 fit catalogues of 60 topics, and a few topics that never mix are no proof of more."""
AWAY_WEIGHTS = -np.arange(0.0, 21.0)
"""What is tried for the weight of the nearest outside utterance."""


@dataclass(frozen=True)
class TopicHead:
    """A fitted head. `centroids` and `whitened` (topics, dimensions), of length 1, the latter after taking off
    `middle` (dimensions) and applying `whitening` (dimensions, dimensions); `tightness` (topics) the mean cosine
    among a topic's phrasings; `examples` (phrasings, dimensions) with their `owners`; `outside` (utterances,
    dimensions) about none of the topics. `sharpness` turns match into evidence; `inside` (two numbers) is what the
    nearest outside utterance, per point of cosine, and "none of them" add to it."""

    ids: tuple[str, ...]
    centroids: np.ndarray
    whitened: np.ndarray
    middle: np.ndarray
    whitening: np.ndarray
    tightness: np.ndarray
    examples: np.ndarray
    owners: np.ndarray
    outside: np.ndarray
    sharpness: float
    inside: np.ndarray
    answer_from: float
    clarify_from: float

    def match(self, vectors: np.ndarray) -> np.ndarray:
        """How well each vector matches each topic, shape (vectors, topics): cosine to the centroid, plus the same after
        whitening, less a share of the topic's tightness; more where it is nearly one of its phrasings."""
        white = _unit((vectors - self.middle) @ self.whitening)
        literal = np.full((len(self.ids), len(vectors)), LITERAL_FROM, dtype=np.float32)
        np.maximum.at(literal, self.owners, self.examples @ vectors.T)
        return np.asarray(vectors @ self.centroids.T + white @ self.whitened.T - TIGHTNESS * self.tightness + LITERAL * (literal.T - LITERAL_FROM))

    def away(self, vectors: np.ndarray) -> np.ndarray:
        """The cosine of each vector to the nearest outside utterance, 0 where there are none."""
        return np.asarray((vectors @ self.outside.T).max(axis=1) if len(self.outside) else np.zeros(len(vectors)))

    def scores(self, vectors: np.ndarray) -> np.ndarray:
        """The probability of each topic for each vector, shape (vectors, topics); a row adds up to the probability that
        the question is about any of them, where questions about one and about none are taken to be equally frequent."""
        return _scores(self.match(vectors), self.away(vectors), self.sharpness, self.inside)

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
    """Fit a head on a bank of phrasings. `outside`: utterances about none of the topics (may be empty). Where no topic
    has two phrasings, or there is one topic only, nothing can be held out: sharpness and thresholds are then customary ones."""
    ids = tuple(sorted(bank))
    vectors = embedder.embed([text for name in ids for text in bank[name]])
    labels = np.array([at for at, name in enumerate(ids) for _ in bank[name]])
    away = embedder.embed(list(outside)) if outside else np.empty((0, vectors.shape[1]), dtype=np.float32)
    return _calibrated(_raw(ids, vectors, labels, away), vectors, labels, away)


def _raw(ids: tuple[str, ...], vectors: np.ndarray, labels: np.ndarray, outside: np.ndarray) -> TopicHead:
    """Everything but the calibration, in closed form. Sharpness, inside and thresholds are near those of a bank of five
    phrasings a topic."""
    exact = vectors.astype(np.float64)
    counts = np.bincount(labels)
    means = np.stack([exact[labels == at].mean(axis=0) for at in range(len(ids))])
    middle = HALFWAY * means.mean(axis=0)
    whitening = _whitening(exact - means[labels], len(exact) - len(ids))
    # The mean cosine over pairs of different phrasings; where there is one phrasing only, that of the other topics.
    squares = (means**2).sum(axis=1)
    several = counts > 1
    alike = (counts * squares - 1) / np.maximum(counts - 1, 1)
    tightness = np.where(several, alike, alike[several].mean() if several.any() else 0.0)
    return TopicHead(
        ids=ids,
        centroids=_unit(means).astype(np.float32),
        whitened=_unit((means - middle) @ whitening).astype(np.float32),
        middle=middle.astype(np.float32),
        whitening=whitening.astype(np.float32),
        tightness=tightness.astype(np.float32),
        examples=vectors,
        owners=labels,
        outside=outside,
        sharpness=12.0,
        inside=np.array([0.0, -7.0]),
        answer_from=0.5,
        clarify_from=0.2,
    )


def _whitening(residuals: np.ndarray, freedom: int) -> np.ndarray:
    """A square root of the inverse covariance of phrasings about their topic's mean, shrunk; shape (dimensions, dimensions)."""
    width, sphere = residuals.shape[1], SPHERE / (SPHERE + freedom)
    covariance = residuals.T @ residuals / max(freedom, 1)
    size = np.trace(covariance) / width
    if size < 1e-9:  # No topic has two different phrasings.
        return np.eye(width)
    # Cosines are the same for every square root; this one costs a tenth of the symmetric one.
    return np.asarray(np.linalg.inv(np.linalg.cholesky((1 - sphere) * covariance / size + sphere * np.eye(width))).T)


@dataclass(frozen=True)
class _Held:
    """What heads say about questions they have not seen: `match` (questions, topics), minus infinity for a topic that
    the head did not know, `away` and `truth` (questions; -1: about none), `weight` (questions), adding up to 1."""

    match: np.ndarray
    away: np.ndarray
    truth: np.ndarray
    weight: np.ndarray


def _held_out(head: TopicHead, vectors: np.ndarray, labels: np.ndarray, outside: np.ndarray) -> _Held:
    """Every phrasing twice: by a head without it, as a question about its topic, and by a head without its whole topic,
    as a question about none. Outside utterances, where they go round, are half of what is about none."""
    counts = np.bincount(labels)
    order = np.concatenate([np.arange(count) for count in counts])
    turn = np.arange(len(outside)) % FOLDS
    found: dict[str, list[tuple[np.ndarray, np.ndarray, np.ndarray]]] = {"inside": [], "outside": [], "other topics": []}

    def ask(kind: str, part: TopicHead, known: np.ndarray, asked: np.ndarray, truth: np.ndarray) -> None:
        match = np.full((len(asked), len(known)), -np.inf)
        match[:, known] = part.match(asked)
        found[kind].append((match, part.away(asked), truth))

    every = np.ones(len(counts), dtype=bool)
    for fold in range(FOLDS):
        held, away = (order % FOLDS == fold) & (counts[labels] > 1), turn == fold
        part = _raw(head.ids, vectors[~held], labels[~held], outside[~away])
        ask("inside", part, every, vectors[held], labels[held])
        if len(outside) >= FOLDS:
            ask("outside", part, every, outside[away], np.full(int(away.sum()), -1))
    groups = min(GROUPS, len(every))
    for group in range(groups):
        known = np.arange(len(every)) % groups != group
        kept = known[labels]
        part = _raw(tuple(np.array(head.ids)[known]), vectors[kept], (np.cumsum(known) - 1)[labels[kept]], outside)
        ask("other topics", part, known, vectors[~kept], np.full(int((~kept).sum()), -1))
    none = OUTSIDE_SHARE / (2 if found["outside"] else 1)
    share = {"inside": 1 - OUTSIDE_SHARE, "outside": none, "other topics": none}
    sizes = {kind: sum(len(truth) for _, _, truth in rows) for kind, rows in found.items()}
    matches, aways, truths = zip(*(row for rows in found.values() for row in rows), strict=True)
    weight = np.concatenate([np.full(size, share[kind] / max(size, 1)) for kind, size in sizes.items()])
    return _Held(np.concatenate(matches), np.concatenate(aways), np.concatenate(truths), weight)


def _calibrated(head: TopicHead, vectors: np.ndarray, labels: np.ndarray, outside: np.ndarray) -> TopicHead:
    """Set sharpness, the weight of "none of them" and both thresholds on questions that the heads have not seen."""
    if len(head.ids) < 2 or np.bincount(labels).max() < 2:
        return head
    held = _held_out(head, vectors, labels, outside)
    rows = np.flatnonzero(held.truth >= 0)
    sharpness = min(
        SHARPNESS.tolist(),
        key=lambda level: -np.log(_softmax(level * held.match[rows])[np.arange(len(rows)), held.truth[rows]] + 1e-12).mean(),
    )
    inside = _inside(_log_sum(sharpness * held.match), held, (len(outside) >= FOLDS) * AWAY_WEIGHTS)
    answer, clarify = _thresholds(_scores(held.match, held.away, sharpness, inside), held)
    return replace(head, sharpness=sharpness, inside=inside, answer_from=answer, clarify_from=clarify)


def _inside(evidence: np.ndarray, held: _Held, aways: np.ndarray) -> np.ndarray:
    """The likeliest of the weights `aways`, each with the level at which as much is taken for inside as is, inside and
    outside counting equally."""
    known = held.truth >= 0
    weight = held.weight * np.where(known, 0.5 / (1 - OUTSIDE_SHARE), 0.5 / OUTSIDE_SHARE)
    best, least = np.zeros(2), np.inf
    for away in np.unique(aways):
        fixed = evidence + away * held.away
        low, high = -200.0, 200.0
        for _ in range(50):
            level = (low + high) / 2
            low, high = (level, high) if (weight * _sigmoid(fixed + level)).sum() < 0.5 else (low, level)
        loss = float((weight * np.logaddexp(0.0, np.where(known, -1.0, 1.0) * (fixed + level))).sum())
        if loss < least:
            best, least = np.array([away, level]), loss
    return best


def _thresholds(scores: np.ndarray, held: _Held) -> tuple[float, float]:
    """Answer from where at most WRONG_AT_MOST of everything asked is answered wrongly, with one standard error to spare:
    few phrasings promise little. Ask back from where the right topic is among the first two often enough."""
    ranked = np.argsort(-scores, axis=1, kind="stable")
    top = np.array([rounded(row.max()) for row in scores])
    hit = ranked[:, 0] == held.truth
    pair = (ranked[:, :2] == held.truth[:, None]).any(axis=1)
    grid = np.round(np.arange(0.02, 0.99, 0.01), 2)

    def wrong(level: float) -> float:
        weight = held.weight[(top >= level) & ~hit]
        return float(weight.sum() + np.sqrt((weight**2).sum()))

    answer = next((float(level) for level in grid if level >= ANSWER_AT_LEAST and wrong(level) <= WRONG_AT_MOST), 0.99)
    for level in grid[grid < answer]:
        band = (top >= level) & (top < level + 0.1)
        if held.weight[band & pair].sum() >= (1 - CLARIFY_MISS_AT_MOST) * held.weight[band].sum() > 0:
            return answer, float(level)
    return answer, answer


def _scores(match: np.ndarray, away: np.ndarray, sharpness: float, inside: np.ndarray) -> np.ndarray:
    known = _sigmoid(_log_sum(sharpness * match) + inside[0] * away + inside[1])
    return np.asarray(_softmax(sharpness * match) * known[:, None])


def _unit(values: np.ndarray) -> np.ndarray:
    return np.asarray(values / np.maximum(np.linalg.norm(values, axis=-1, keepdims=True), 1e-9))


def _log_sum(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.logaddexp.reduce(values, axis=1))


def _softmax(values: np.ndarray) -> np.ndarray:
    shifted = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * values)))
