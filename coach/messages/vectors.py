"""What the middle of the program needs from an embedding model, and arithmetic on its vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Names the vector space."""
        ...

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Shape (len(texts), dimensions), float32, each of length 1."""
        ...


def rounded(value: float) -> float:
    """Two decimals within 0 to 1: what is stored, shown and decided upon."""
    return round(min(1.0, max(0.0, float(value))), 2)
