"""Agreement beyond chance: figures that were worked out by hand, what is withheld, and where it is the wording."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from coach.reviews import agreement
from coach.reviews.agreement import Agreement, Scores, Unclear, among_raters, judge_counts, unclear, weighted_kappa, with_measured

ONE, OTHER = [0, 0, 1, 1, 1, 2, 2, 2, 3, 3], [0, 1, 1, 1, 2, 2, 2, 3, 3, 1]
# Squared differences: 1 + 1 + 1 + 4 = 7. By chance: sums of squares 33 and 34, sums 15 and 16, so (10 x 33 + 10 x 34 - 2 x 15 x 16) / 10 = 19.
KAPPA = 1 - 7 / 19


def scored(measured: Sequence[int | None] = (), **raters: Sequence[int | None]) -> list[Scores]:
    """Meetings in a row with each rater's levels on discovery."""
    count = max(map(len, raters.values()))
    seen = [*measured, *[None] * count]
    return [
        Scores(at, {rater: {"discovery": levels[at]} for rater, levels in raters.items()}, {} if (level := seen[at]) is None else {"discovery": level})
        for at in range(count)
    ]


def agreed(meetings: list[Scores]) -> Agreement:
    return among_raters(meetings, ["discovery"]).criteria["discovery"]


def test_weighted_kappa_is_what_it_is_by_hand() -> None:
    assert weighted_kappa(ONE, OTHER) == pytest.approx(KAPPA)
    assert weighted_kappa([0] * 5 + [1] * 5, [0, 0, 0, 0, 1, 1, 1, 1, 1, 0]) == pytest.approx((0.8 - 0.5) / (1 - 0.5)), "two levels: Cohen's own"
    assert weighted_kappa([0, 3], [3, 0]) == pytest.approx(-1)
    assert weighted_kappa([2, 2, 2], [2, 2, 2]) is None and weighted_kappa([], []) is None
    assert weighted_kappa([2, 2, 2], [1, 2, 3]) == pytest.approx(0), "who gives one level throughout is no better than chance"


def test_the_quick_sum_for_many_draws_is_that_of_scikit_learn() -> None:
    draw = np.random.default_rng(1)
    pairs = draw.integers(0, 4, size=(50, 2, 12))
    tables = np.zeros((50, 4, 4))
    for at, (one, other) in enumerate(pairs):
        np.add.at(tables[at], (one, other), 1)
    expected = [cohen_kappa_score(one, other, labels=[0, 1, 2, 3], weights="quadratic") for one, other in pairs]
    assert agreement._kappas(tables) == pytest.approx(np.array(expected))


def test_of_three_raters_it_is_the_mean_over_their_pairs() -> None:
    found = agreed(scored(a=ONE, b=OTHER, c=ONE))
    assert found.kappa == pytest.approx((KAPPA + 1 + KAPPA) / 3) and found.meetings == 10
    assert found.exact == pytest.approx((6 + 10 + 6) / 30)
    each = among_raters(scored(a=ONE, b=OTHER, c=ONE), ["discovery", "uptake"]).raters
    assert each["b"].kappa == pytest.approx(KAPPA) and each["a"].kappa == pytest.approx((KAPPA + 1) / 2)


def test_its_interval_holds_it_and_is_the_same_each_time() -> None:
    meetings = scored(a=ONE * 3, b=OTHER * 3)
    found, again = agreed(meetings), agreed(meetings)
    assert found == again and found.interval is not None and found.kappa is not None
    assert found.interval[0] < found.kappa < found.interval[1]
    few = agreed(scored(a=ONE, b=OTHER)).interval
    assert few is not None and few[1] - few[0] > found.interval[1] - found.interval[0], "the fewer meetings, the less is known"


def test_below_ten_meetings_that_both_scored_nothing_is_told() -> None:
    nine = agreed(scored(a=[*ONE, 2, 2], b=[*OTHER[:9], None, None, None]))
    assert nine.kappa is None and nine.exact is None and nine.words == "not enough yet: 9 of 10 meetings"
    same = agreed(scored(a=[2] * 10, b=[2] * 10))
    assert same.kappa is None and same.words == "no figure: one level throughout, in 10 meetings"
    assert agreed(scored(a=ONE, b=OTHER)).words.startswith("0.63 (")


def test_a_pair_that_shares_too_few_is_left_out_of_the_mean() -> None:
    found = agreed(scored(a=ONE, b=OTHER, c=[3, 3, 3, *[None] * 7]))
    assert found.kappa == pytest.approx(KAPPA)


def test_people_and_measure_by_the_middle_of_what_people_gave() -> None:
    found = with_measured(scored(measured=OTHER, a=ONE, b=ONE, c=[3] * 10), ["discovery"])["discovery"]
    assert found.kappa == pytest.approx(KAPPA)
    assert with_measured(scored(measured=OTHER[:9], a=ONE), ["discovery"])["discovery"].words == "not enough yet: 9 of 10 meetings"


def test_where_everybody_stands_apart_from_everybody_it_is_the_wording() -> None:
    meetings = scored(
        a=[1, 2, 2, 1, 2, 1, 0, 3, 1, 2],
        b=[2, 1, 2, 2, 1, 1, 0, 3, 1, 2],
        c=[2, 2, 1, 1, 1, 2, 0, 3, 1, 2],
    )  # fmt: skip
    # At the line between 1 and 2 each pair has 8 meetings: a and b stand apart in 4 of them, a and c in 4, b and c in 4.
    assert unclear(meetings, "discovery") == [Unclear("discovery", 1, 12, 24, 3)]


def test_where_one_rater_stands_alone_it_is_not_the_wording() -> None:
    lenient = scored(a=[1, 1, 1, 1, 1, 2, 2, 2, 2, 2], b=[1, 1, 1, 1, 1, 2, 2, 2, 2, 2], c=[2] * 10)
    assert unclear(lenient, "discovery") == []
    assert unclear(scored(a=[1, 2] * 4, b=[2, 1] * 4), "discovery") == [], "eight meetings are too few"


@pytest.mark.parametrize(
    ("pairs", "counts", "words"),
    [
        (list(zip(ONE, OTHER, strict=True)), True, "it counts towards a certification: weighted kappa with people's scores is 0.63 over 10 meetings,"),
        (list(zip(ONE, OTHER, strict=True))[:9], False, "9 of 10 meetings"),
        ([(2, 2)] * 10, False, "one level only"),
        ([(0, 1), (1, 0)] * 5, False, "kappa with people's scores is -1.00 over 10 meetings"),
    ],
)  # fmt: skip
def test_a_model_s_opinion_counts_only_above_the_bar(pairs: list[tuple[int, int]], counts: bool, words: str) -> None:
    found, why = judge_counts("message_fit", pairs, 0.6)
    assert found is counts and words in why and why.startswith("On how the message fits it ") and why.endswith(".")


def test_at_the_bar_is_enough() -> None:
    pairs = list(zip([0] * 5 + [1] * 5, [0, 0, 0, 0, 1, 1, 1, 1, 1, 0], strict=True))
    assert judge_counts("uptake", pairs, 0.6)[0] and not judge_counts("uptake", pairs, 0.61)[0]
