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
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from coach.content.rubric import SPOKEN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pair = tuple[int | None, int | None]

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
    gave one level throughout. `interval`: the middle 95%, None where too few draws have a kappa, or all the
    same one, as where one side gave one level throughout. `exact`: the share of comparisons
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
class Among:
    """Agreement of people with each other. By rater: the mean over criteria and over everybody with whom they share enough meetings."""

    criteria: dict[str, Agreement]
    raters: dict[str, Agreement]


@dataclass(frozen=True)
class _Comparison:
    """Two raters on one criterion: `meetings` that both scored, `same` of them with one level. `kappa` and its `draws` are None where
    there are too few, or where chance alone would agree."""

    pair: tuple[str, str]
    criterion: str
    meetings: int
    same: int
    kappa: float | None
    draws: NDArray[np.float64] | None


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
    return _kappa(tuple(one), tuple(other))


def among_raters(meetings: Sequence[Scores], criteria: Sequence[str]) -> Among:
    """Agreement of people with each other, by criterion and by rater."""
    found = [_compared(meetings, one, other, id) for one, other in combinations(raters(meetings), 2) for id in criteria]
    return Among(
        {id: _agreement([one for one in found if one.criterion == id]) for id in criteria},
        {rater: _agreement([one for one in found if rater in one.pair]) for rater in raters(meetings)},
    )


def with_measured(meetings: Sequence[Scores], criteria: Iterable[str]) -> dict[str, Agreement]:
    """Agreement of people with what was measured, by criterion. Where several scored a meeting, their middle level counts."""
    return {id: _agreement([_comparison(("people", "measured"), id, [(consensus(one, id), one.measured.get(id)) for one in meetings])]) for id in criteria}


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
    name = SPOKEN.get(criterion, criterion)
    if len(pairs) < FEWEST:
        return False, f"On {name} it does not count towards a certification: {len(pairs)} of {FEWEST} meetings that people scored too."
    kappa = weighted_kappa([human for human, _ in pairs], [model for _, model in pairs])
    if kappa is None:
        return False, f"On {name} it does not count towards a certification: in {len(pairs)} meetings there was one level only, which shows nothing."
    counts, over = round(kappa, 6) >= bar, f"over {len(pairs)} meetings"
    against = f"weighted kappa with people's scores is {kappa:.2f} {over}, and the bar is {bar:.2f}"
    return counts, f"On {name} it {'counts' if counts else 'does not count'} towards a certification: {against}."


def _both(meetings: Sequence[Scores], one: str, other: str, criterion: str) -> list[tuple[int, int]]:
    return _known(_given(meetings, one, other, criterion))


def _given(meetings: Sequence[Scores], one: str, other: str, criterion: str) -> list[Pair]:
    return [(meeting.levels.get(one, {}).get(criterion), meeting.levels.get(other, {}).get(criterion)) for meeting in meetings]


def _known(pairs: Iterable[Pair]) -> list[tuple[int, int]]:
    return [(one, other) for one, other in pairs if one is not None and other is not None]


def _compared(meetings: Sequence[Scores], one: str, other: str, criterion: str) -> _Comparison:
    return _comparison((one, other), criterion, _given(meetings, one, other, criterion))


def _comparison(pair: tuple[str, str], criterion: str, pairs: Sequence[Pair]) -> _Comparison:
    both = _known(pairs)
    kappa = weighted_kappa([one for one, _ in both], [other for _, other in both]) if len(both) >= FEWEST else None
    return _Comparison(pair, criterion, len(both), sum(one == other for one, other in both), kappa, None if kappa is None else _draws(tuple(pairs)))


def _agreement(found: Sequence[_Comparison]) -> Agreement:
    """The mean kappa of the comparisons that have one, with its interval."""
    import numpy as np

    most, having = max((one.meetings for one in found), default=0), [one for one in found if one.kappa is not None]
    if not having:
        return Agreement(None, None, most)
    drawn = np.array([one.draws for one in having])
    known = ~np.isnan(drawn)
    means = np.where(known, drawn, 0).sum(axis=0)[known.any(axis=0)] / known.sum(axis=0)[known.any(axis=0)]
    low, high = (float(edge) for edge in np.percentile(means, [2.5, 97.5]))
    exact = sum(one.same for one in having) / sum(one.meetings for one in having)
    return Agreement(sum(one.kappa or 0 for one in having) / len(having), (low, high) if low < high and 2 * len(means) >= RESAMPLES else None, most, exact)


@lru_cache(maxsize=1_000)  # A page asks for the same at every touch, and scikit-learn takes milliseconds to look at twelve numbers.
def _kappa(one: tuple[int, ...], other: tuple[int, ...]) -> float | None:
    if len({*one, *other}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score(one, other, labels=LEVELS, weights="quadratic"))


@lru_cache(maxsize=1_000)
def _draws(pairs: tuple[Pair, ...]) -> NDArray[np.float64]:
    """Weighted kappa of one pair in each draw of meetings; the same draws for every pair, so that levels of one meeting stay together."""
    import numpy as np

    kinds = len(LEVELS) ** 2
    codes = np.array([-1 if one is None or other is None else len(LEVELS) * one + other for one, other in pairs])
    one_hot = (codes[:, None] == np.arange(kinds)).astype(float)
    return _kappas((_drawn(len(pairs)) @ one_hot).reshape(RESAMPLES, len(LEVELS), len(LEVELS)))


@lru_cache(maxsize=2)
def _drawn(meetings: int) -> NDArray[np.float64]:
    """How often each meeting is in each draw."""
    import numpy as np

    return np.random.default_rng(SEED).multinomial(meetings, [1 / meetings] * meetings, size=RESAMPLES).astype(float)


def _kappas(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted kappa of many tables at once, not a number where chance alone would agree. A thousand calls of scikit-learn a pair
    would take seconds; a test holds both to the same figures."""
    import numpy as np

    levels = np.arange(len(LEVELS))
    weights = ((levels[:, None] - levels[None, :]) ** 2).astype(float)
    observed = (tables * weights).sum(axis=(1, 2)) * tables.sum(axis=(1, 2))
    expected = ((tables.sum(axis=2) @ weights) * tables.sum(axis=1)).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)
