"""Whether two texts are about the same matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from coach.messages.lexicon import tokens
from coach.messages.vectors import Embedder


class Similarity(Protocol):
    """How alike texts are, 0 to 1; from `enough` on they are about the same matter."""

    @property
    def enough(self) -> float: ...

    def __call__(self, left: Sequence[str], right: Sequence[str]) -> list[list[float]]:
        """A row for each on the left, a number for each on the right."""
        ...


class SharedWords:
    """Words in common, as a share of the words of both (Dice). Needs no model; blind to other words for the same thing. Of the
    paraphrases in tests/cases/map_paraphrases.yaml 17 of 30 are alike by it, and 1 of 240 pairs that are not the same."""

    enough = 0.2

    def __call__(self, left: Sequence[str], right: Sequence[str]) -> list[list[float]]:
        words = [set(tokens(text)) for text in right]
        return [[_dice(one, other) for other in words] for one in (set(tokens(text)) for text in left)]


class Meaning:
    """Cosines of sentence embeddings. Of the same paraphrases 22 of 30 are alike by it, and 6 of 240 pairs that are not the same;
    since a thing is matched once, with what is likeliest, fewer of those do harm."""

    enough = 0.45

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def __call__(self, left: Sequence[str], right: Sequence[str]) -> list[list[float]]:
        if not left or not right:
            return [[] for _ in left]
        vectors = self._embedder.embed([*left, *right])
        near = vectors[: len(left)] @ vectors[len(left) :].T
        return [
            [float(max(0.0, cosine)) if one.strip() and other.strip() else 0.0 for cosine, other in zip(row, right, strict=True)]
            for row, one in zip(near, left, strict=True)
        ]


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
