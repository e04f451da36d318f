"""The arithmetic of evaluation, written out so that anyone can check it."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Mapping, Sequence


def detection(truth: Sequence[bool], said: Sequence[bool]) -> dict[str, float | int | None]:
    """Precision, recall and F1 of a yes-or-no label, and how many cases have it. None where there is nothing to divide by."""
    hit = sum(t and s for t, s in zip(truth, said, strict=True))
    precision = hit / sum(said) if any(said) else None
    recall = hit / sum(truth) if any(truth) else None
    f1 = 2 * hit / (sum(said) + sum(truth)) if any(said) or any(truth) else None
    return {"precision": rounded(precision), "recall": rounded(recall), "f1": rounded(f1), "support": sum(truth), "cases": len(truth)}


def auc(truth: Sequence[bool], scores: Sequence[float]) -> float | None:
    """The chance that a case with the label scores above one without; ties count half. None where one side is empty."""
    yes, no = sum(truth), len(truth) - sum(truth)
    if not yes or not no:
        return None
    ranks = _ranks(scores)
    return rounded((sum(rank for rank, t in zip(ranks, truth, strict=True) if t) - yes * (yes + 1) / 2) / (yes * no))


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """The correlation of the ranks; ties share theirs. None where one side does not vary."""
    left, right = _ranks(one), _ranks(other)
    if len(set(left)) < 2 or len(set(right)) < 2:
        return None
    return rounded(statistics.correlation(left, right))


def _ranks(scores: Sequence[float]) -> list[float]:
    """From 1; the same score, the same rank."""
    order = sorted(range(len(scores)), key=lambda at: scores[at])
    ranks, start = [0.0] * len(scores), 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and scores[order[end + 1]] == scores[order[start]]:
            end += 1
        for at in order[start : end + 1]:
            ranks[at] = (start + end) / 2 + 1
        start = end + 1
    return ranks


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], at: int = 10) -> float:
    """nDCG with gain 2^grade - 1 and discount log2(rank + 1). 0 where nothing is relevant."""
    best = _gain(sorted(grades.values(), reverse=True)[:at])
    return _gain([grades.get(id, 0) for id in ranking[:at]]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def recall(ranking: Sequence[str], grades: Mapping[str, int], at: int) -> float:
    """The share of what is relevant (grade above 0) among the first `at`."""
    relevant = {id for id, grade in grades.items() if grade > 0}
    return len(relevant & set(ranking[:at])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    return next((1 / rank for rank, id in enumerate(ranking, 1) if grades.get(id, 0) > 0), 0.0)


def weighted_kappa(truth: Sequence[int], said: Sequence[int], levels: int = 4) -> float | None:
    """Agreement on levels from 0 beyond chance, with quadratic weights (Cohen 1968): 1 is perfect, 0 no better than chance. None
    where chance alone would agree, as where both give one level throughout."""
    observed = sum((t - s) ** 2 for t, s in zip(truth, said, strict=True)) / len(truth) if truth else 0.0
    expected = sum((i - j) ** 2 * truth.count(i) * said.count(j) for i in range(levels) for j in range(levels)) / max(1, len(truth)) ** 2
    return rounded(1 - observed / expected) if expected else None


def kappa_interval(truth: Sequence[int], said: Sequence[int], resamples: int = 2_000) -> list[float] | None:
    """The middle 95% of weighted kappa over resampled cases (a percentile bootstrap, seeded: the same cases, the same interval). None
    where fewer than half of the resamples have a kappa."""
    draw = random.Random(len(truth))
    found = []
    for _ in range(resamples if truth else 0):
        places = draw.choices(range(len(truth)), k=len(truth))
        kappa = weighted_kappa([truth[at] for at in places], [said[at] for at in places])
        if kappa is not None:
            found.append(kappa)
    if 2 * len(found) < resamples:
        return None
    found.sort()
    return [found[round(0.025 * (len(found) - 1))], found[round(0.975 * (len(found) - 1))]]


def kappa(truth: Sequence[str], said: Sequence[str]) -> float | None:
    """Agreement on names beyond chance (Cohen 1960). None where chance alone would agree."""
    if not truth:
        return None
    same = sum(t == s for t, s in zip(truth, said, strict=True)) / len(truth)
    chance = sum(truth.count(name) * said.count(name) for name in set(truth)) / len(truth) ** 2
    return rounded((same - chance) / (1 - chance)) if chance < 1 else None


def mean(values: Sequence[float]) -> float | None:
    return rounded(sum(values) / len(values)) if values else None


def rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)
