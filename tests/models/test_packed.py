"""Vectors without padding: the library's own, whatever stands beside a text and however many threads share the work."""

from __future__ import annotations

import numpy as np
import pytest

from coach.models.packed import TOKENS_AT_ONCE, PackedEncoder, _shared
from coach.wiring import Coach

TURN = ["So some of them never come back to you.", "What does that do to the figure you look at every quarter?", "Ok.", ""]
MANY = [" ".join(["wound", "ward", "night", "pump", "nurse", "the", "of"][at % 7] for at in range(start, start + 1 + start % 31)) for start in range(300)]
LONG = ["word " * 5_000, "short"]


@pytest.fixture(scope="module")
def model(coach: Coach) -> object:
    coach.embedder.warm()
    return coach.embedder._model


@pytest.mark.parametrize("texts", [TURN, MANY, LONG, ["One."]], ids=["a turn", "many", "cut off", "one"])
def test_the_vectors_are_those_of_the_library_in_their_order(model: object, texts: list[str]) -> None:
    wanted = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)  # type: ignore[attr-defined]
    for threads in (1, 2, 3):
        assert np.abs(PackedEncoder(model, threads).encode(texts) - wanted).max() < 5e-6, threads


@pytest.mark.parametrize("threads", [1, 2, 4])
@pytest.mark.parametrize("lengths", [[], [5], [30, 8, 8, 9], [256] * 9, list(range(1, 200)), [3, 3, 250]], ids=str)
def test_each_text_is_in_one_part_and_no_part_is_long_when_others_are_short(lengths: list[int], threads: int) -> None:
    parts = _shared(lengths, threads)
    assert sorted(at for part in parts for at in part) == list(range(len(lengths)))
    assert all([lengths[at] for at in part] == sorted(lengths[at] for at in part) for part in parts)
    loads = [sum(lengths[at] for at in part) for part in parts]
    if sum(lengths) > threads * TOKENS_AT_ONCE:
        assert max(loads) <= TOKENS_AT_ONCE
    elif len(parts) > 1:
        assert max(loads) - min(loads) <= max(lengths)
