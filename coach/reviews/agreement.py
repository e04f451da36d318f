"""How far people who score the same meetings agree, beyond what chance would bring.

Agreement of two is Cohen's kappa with quadratic weights (J. Cohen, Weighted kappa, Psychological Bulletin 70, 1968), as scikit-learn
computes it: a difference of two levels counts four times one. Among more than two it is the mean over their pairs (R. J. Light,
Measures of response agreement for qualitative data, Psychological Bulletin 76, 1971), each pair over the meetings that both scored,
so that nobody has to have scored them all. Only levels count: where one saw no chance for a criterion, that pair says nothing of it.

Intervals are the middle 95% over meetings drawn again with replacement (a percentile bootstrap: B. Efron and R. Tibshirani, An
Introduction to the Bootstrap, 1993). Whole meetings are drawn, because levels of one meeting belong together. The draws are seeded:
the same scores give the same interval.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Cell = NDArray[np.intp]
    """Of one pair of raters on one criterion, a number a meeting: four times the one's level plus the other's, or -1 where not both gave one."""

LEVELS = (0, 1, 2, 3)
FEWEST = 10
"""Meetings scored by both, below which no agreement is told."""
RESAMPLES = 1_000
SEED = 20
JUDGE_BAR = 0.6
"""Where nothing else is set: between moderate and substantial agreement (J. R. Landis and G. G. Koch, The measurement of observer
agreement for categorical data, Biometrics 33, 1977)."""
SPLIT = 1 / 3
"""Share of the comparisons near a line in which two raters stand on either side of it, from which that line is called unclear. Two
who toss a coin there stand apart in half of them."""
FEWEST_APART = 3
"""Comparisons of each pair that have to stand apart, so that an unclear line does not rest on one odd meeting."""


@dataclass(frozen=True)
class Scores:
    """One meeting that several people scored, without anything that says which meeting it is. `levels`: by rater and criterion, None
    where that rater saw no chance for it. `measured`: by criterion, those that were scored."""

    number: int
    levels: Mapping[str, Mapping[str, int | None]]
    measured: Mapping[str, int]


@dataclass(frozen=True)
class Agreement:
    """`kappa` is -1 to 1, None while there are too few `meetings` (scored by both, in the pair that shares most) or where everybody
    gave one level throughout. `interval`: the middle 95%, None where too few draws have a kappa. `exact`: the share of comparisons
    with the same level, None without any."""

    kappa: float | None
    interval: tuple[float, float] | None
    meetings: int
    exact: float | None = None

    @property
    def words(self) -> str:
        """What is known, as one line."""
        if self.meetings < FEWEST:
            return f"not enough yet: {self.meetings} of {FEWEST} meetings"
        if self.kappa is None:
            return f"no figure: one level throughout, in {self.meetings} meetings"
        between = f" ({self.interval[0]:.2f} to {self.interval[1]:.2f})" if self.interval else ""
        return f"{self.kappa:.2f}{between}, {self.meetings} meetings"


@dataclass(frozen=True)
class Unclear:
    """A line of the rubric, between `lower` and the level above it, at which every pair of raters keeps standing apart: in `apart` of
    `near` comparisons in which both gave one of these two levels. With two `raters` it may be them as well as the words."""

    criterion: str
    lower: int
    apart: int
    near: int
    raters: int


def weighted_kappa(one: Sequence[int], other: Sequence[int]) -> float | None:
    """Quadratic weighted kappa of two raters' levels, 0 to 3, meeting by meeting; None without any, and where both gave one and the
    same level throughout."""
    if len({*one, *other}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score(one, other, labels=LEVELS, weights="quadratic"))


def by_criterion(meetings: Sequence[Scores], criteria: Iterable[str]) -> dict[str, Agreement]:
    """Agreement of all raters with each other, by criterion."""
    return {id: _agreement(_cells(meetings, [(one, other, id) for one, other in combinations(raters(meetings), 2)])) for id in criteria}


def by_rater(meetings: Sequence[Scores], criteria: Sequence[str]) -> dict[str, Agreement]:
    """Agreement of each rater with the others: the mean over criteria and over everybody with whom they share enough meetings."""
    everybody = raters(meetings)
    return {rater: _agreement(_cells(meetings, [(rater, other, id) for other in everybody if other != rater for id in criteria])) for rater in everybody}


def with_measured(meetings: Sequence[Scores], criteria: Iterable[str]) -> dict[str, Agreement]:
    """Agreement of people with what was measured, by criterion. Where several scored a meeting, their middle level counts."""
    return {id: _agreement([_codes([(consensus(one, id), one.measured.get(id)) for one in meetings])]) for id in criteria}


def raters(meetings: Sequence[Scores]) -> list[str]:
    return sorted({rater for one in meetings for rater in one.levels})


def consensus(meeting: Scores, criterion: str) -> int | None:
    """The middle of the levels that people gave, the lower of two middle ones; None where nobody gave one."""
    given = [level for levels in meeting.levels.values() if (level := levels.get(criterion)) is not None]
    return statistics.median_low(given) if given else None


def unclear(meetings: Sequence[Scores], criterion: str) -> list[Unclear]:
    """The lines of a criterion at which everybody stands apart from everybody: there it is the wording rather than one rater. Only
    pairs that share enough meetings are asked."""
    pairs = [both for one, other in combinations(raters(meetings), 2) if len(both := _both(meetings, one, other, criterion)) >= FEWEST]
    found = []
    for lower in LEVELS[:-1]:
        near = [[pair for pair in both if set(pair) <= {lower, lower + 1}] for both in pairs]
        apart = [sum(mine != theirs for mine, theirs in both) for both in near]
        if pairs and all(split >= max(FEWEST_APART, SPLIT * len(both)) for split, both in zip(apart, near, strict=True)):
            shared = {rater for one in meetings for rater, levels in one.levels.items() if levels.get(criterion) is not None}
            found.append(Unclear(criterion, lower, sum(apart), sum(map(len, near)), len(shared)))
    return found


def judge_counts(criterion: str, pairs: Sequence[tuple[int, int]], bar: float = JUDGE_BAR) -> tuple[bool, str]:
    """Whether a model's opinion on a criterion counts towards a certification, and why, as a sentence. `pairs`: people's level and the
    model's, one a meeting; `bar`: the weighted kappa from which it does."""
    name = criterion.replace("_", " ")
    if len(pairs) < FEWEST:
        return False, f"On {name} it does not count towards a certification: {len(pairs)} of {FEWEST} meetings that people scored too."
    kappa = weighted_kappa([human for human, _ in pairs], [model for _, model in pairs])
    if kappa is None:
        return False, f"On {name} it does not count towards a certification: in {len(pairs)} meetings there was one level only, which shows nothing."
    counts, over = round(kappa, 6) >= bar, f"over {len(pairs)} meetings"
    against = f"weighted kappa with people's scores is {kappa:.2f} {over}, and the bar is {bar:.2f}"
    return counts, f"On {name} it {'counts' if counts else 'does not count'} towards a certification: {against}."


def _both(meetings: Sequence[Scores], one: str, other: str, criterion: str) -> list[tuple[int, int]]:
    return [(mine, theirs) for mine, theirs in _pairs(meetings, one, other, criterion) if mine is not None and theirs is not None]


def _pairs(meetings: Sequence[Scores], one: str, other: str, criterion: str) -> list[tuple[int | None, int | None]]:
    return [(meeting.levels.get(one, {}).get(criterion), meeting.levels.get(other, {}).get(criterion)) for meeting in meetings]


def _cells(meetings: Sequence[Scores], wanted: Iterable[tuple[str, str, str]]) -> list[Cell]:
    return [_codes(_pairs(meetings, *one)) for one in wanted]


def _codes(pairs: Sequence[tuple[int | None, int | None]]) -> Cell:
    import numpy as np

    return np.array([-1 if one is None or other is None else len(LEVELS) * one + other for one, other in pairs], dtype=np.intp)


def _agreement(cells: Sequence[Cell]) -> Agreement:
    """The mean kappa over the cells that have enough meetings, with its interval over meetings drawn again."""
    most = max((int((cell >= 0).sum()) for cell in cells), default=0)
    enough = [cell for cell in cells if (cell >= 0).sum() >= FEWEST]
    levels = [divmod(cell[cell >= 0], len(LEVELS)) for cell in enough]
    kappas = [kappa for one, other in levels if (kappa := weighted_kappa(one.tolist(), other.tolist())) is not None]
    if not kappas:
        return Agreement(None, None, most)
    exact = sum(int((one == other).sum()) for one, other in levels) / sum(len(one) for one, _ in levels)
    return Agreement(sum(kappas) / len(kappas), _interval(enough), most, exact)


def _interval(cells: Sequence[Cell]) -> tuple[float, float] | None:
    """The middle 95% of the mean kappa; None where fewer than half of the draws have one."""
    import numpy as np

    meetings, kinds = len(cells[0]), len(LEVELS) ** 2
    drawn = np.random.default_rng(SEED).multinomial(meetings, [1 / meetings] * meetings, size=RESAMPLES)
    total, having = np.zeros(RESAMPLES), np.zeros(RESAMPLES)
    for cell in cells:
        one_hot = (cell[:, None] == np.arange(kinds)).astype(float)
        kappas = _kappas((drawn @ one_hot).reshape(RESAMPLES, len(LEVELS), len(LEVELS)))
        known = ~np.isnan(kappas)
        total[known] += kappas[known]
        having += known
    if 2 * (having > 0).sum() < RESAMPLES:
        return None
    low, high = np.percentile(total[having > 0] / having[having > 0], [2.5, 97.5])
    return float(low), float(high)


def _kappas(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted kappa of many tables at once, not a number where chance alone would agree. A thousand calls of scikit-learn a criterion
    would take seconds; a test holds both to the same figures."""
    import numpy as np

    levels = np.arange(len(LEVELS))
    weights = (levels[:, None] - levels[None, :]) ** 2
    count = tables.sum(axis=(1, 2))
    expected = np.einsum("ri,ij,rj->r", tables.sum(axis=2), weights, tables.sum(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (tables * weights).sum(axis=(1, 2)) * count / expected, np.nan)
