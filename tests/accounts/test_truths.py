"""The truth of an account, with the variant that a seed draws."""

from __future__ import annotations

from collections import Counter

import pytest

from coach.accounts.truths import truth_of, variant_of, with_variant
from coach.content.errors import CoachError
from tests.accounts.places import ACCOUNT


def test_a_seed_draws_the_same_variant_for_ever_and_each_as_often_as_its_weight_says() -> None:
    drawn = Counter(variant_of(ACCOUNT, seed).id for seed in range(3000))
    assert 1900 <= drawn["as_written"] <= 2100 and drawn["cold"] == 3000 - drawn["as_written"]
    assert [variant_of(ACCOUNT, seed).id for seed in range(8)] == ["cold", "as_written", "as_written", "cold", *["as_written"] * 3, "cold"]


def test_a_variant_moves_arrows_adds_and_takes_away_and_frees_what_does_not_bind() -> None:
    assert ACCOUNT.truth is not None
    same, cold = (with_variant(ACCOUNT.truth, variant) for variant in ACCOUNT.truth.variants)
    assert (same.influence, same.constraints) == (ACCOUNT.truth.influence, ACCOUNT.truth.constraints)
    arrows = {(one.of, one.on): one for one in cold.influence}
    assert set(arrows) == {("marsh", "voss"), ("lowe", "pruitt"), ("marsh", "lowe")}
    stronger = arrows["lowe", "pruitt"]
    assert (stronger.strength, stronger.because, stronger.told_by[0].persona) == (3, "He asks her first now.", "pruitt"), "the same people tell it"
    assert arrows["marsh", "lowe"].told_by == [] and [one.id for one in cold.constraints] == ["launch"]
    assert truth_of(ACCOUNT, 0) == cold and truth_of(ACCOUNT, 1) == same


def test_a_real_account_has_no_truth() -> None:
    with pytest.raises(CoachError, match="Mill End Hospital has no truth"):
        truth_of(ACCOUNT.model_copy(update={"truth": None}), 1)
