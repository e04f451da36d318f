"""Random choices keyed by what they are for, so that one more draw somewhere never shifts the others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def number(seed: int, turn: int, purpose: str) -> float:
    """A number from 0 up to 1 that depends on nothing but its three keys."""
    digest = hashlib.blake2b(f"{seed}|{turn}|{purpose}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def pick(options: Sequence[T], seed: int, turn: int, purpose: str) -> T:
    """One of the options; raises IndexError where there are none."""
    return options[int(number(seed, turn, purpose) * len(options))]
