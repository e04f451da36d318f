"""Lines that are too much like each other: two people, or one person twice, who say the same in nearly the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from coach.content.checks import spoken
from coach.content.persona import Persona
from coach.messages.vectors import Embedder

NEAR = 0.9
"""Cosine from which two lines are one line said twice; what merely agrees in subject lies below .8."""
BLOCK = 1_024
SHORTEST = 4
"""Words; shorter lines ("Go on.") are common to all people."""


@dataclass(frozen=True)
class Pair:
    """Two lines as (persona, reference, words), and their cosine."""

    one: tuple[str, str, str]
    other: tuple[str, str, str]
    cosine: float


def near_lines(personas: Iterable[Persona], embedder: Embedder, least: float = NEAR) -> Iterator[Pair]:
    """Every pair of lines at least this close, over all personas. Embeds all their lines, some 5 ms each the first time."""
    lines = [
        (persona.id, place, text)
        for persona in personas
        for place, _, text in spoken(persona)
        if len(text.split()) >= SHORTEST and not place.startswith("clarify.")
    ]
    if not lines:
        return
    vectors = np.concatenate([embedder.embed([text for *_, text in lines[at : at + BLOCK]]) for at in range(0, len(lines), BLOCK)])
    for start in range(0, len(lines), BLOCK):
        close = vectors[start : start + BLOCK] @ vectors.T
        for row, column in zip(*np.nonzero(close >= least), strict=True):
            if column > start + row:
                yield Pair(lines[start + row], lines[column], round(float(close[row, column]), 2))
