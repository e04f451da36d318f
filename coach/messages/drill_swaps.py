"""Numbers of a typed answer that have changed places: "9.2 with standard dressings, 16.5 with ours" holds both and is wrong.

Which number a word belongs to is found by clauses: a clause with one number lends it its words. Where neither number has words of its
own, two that are linked in the expected answer ("58 to 81") must come in that order when they are linked by the same kind of word.
"""

from __future__ import annotations

import itertools
import re

from coach.messages.claim_numbers import TIMES, Figure, figures
from coach.messages.drill_words import words_of

_CLAUSE = re.compile(r"[,;:.!?](?=\s|$)|\b(?:and|but|against|versus|vs|to|from|while|down|up)\b|\n", re.IGNORECASE)
_LINK = re.compile(r"[\s%$]*(?:percent|per cent|points?|days?)?[\s,]*(?:against|versus|vs\.?|to|down to|up to|->|\u2192)[\s$]*(?:about )?", re.IGNORECASE)


def swapped(expected: str, typed: str) -> list[tuple[float, float]]:
    """Pairs of different numbers of the expected answer that the typed one has the other way round, each once."""
    right, given = _owned(expected), _owned(typed)
    both = [value for value in right if value in given]
    found = []
    for one, other in itertools.combinations(both, 2):
        fits = len(given[one] & (right[one] - right[other])) + len(given[other] & (right[other] - right[one]))
        crossed = len(given[one] & (right[other] - right[one])) + len(given[other] & (right[one] - right[other]))
        if crossed > fits or (crossed == fits == 0 and _linked(expected, one, other) and _linked(typed, other, one)):
            found.append((one, other))
    return found


def _owned(text: str) -> dict[float, set[str]]:
    """The numbers of a text, in order, each with the words of the clauses that are about no other."""
    numbers = figures(text)
    edges = [0, *(cut.start() for cut in _CLAUSE.finditer(text) if not any(one.start < cut.start() < one.end for one in numbers)), len(text)]
    found: dict[float, set[str]] = {one.value: set() for one in numbers}
    for start, end in itertools.pairwise(edges):
        inside = [one for one in numbers if start <= one.start < end]
        inside = [one for one in inside if one.unit not in TIMES] or inside  # "18 on placebo at week 48" is about the 18
        if len({one.value for one in inside}) == 1:
            one = inside[0]
            found[one.value] |= words_of(f"{text[start : one.start]} {text[min(one.end, end) : end]}")  # without its unit
    return found


def _linked(text: str, one: float, other: float) -> bool:
    """Whether these two numbers stand side by side, in this order, with no more than a link between them."""

    def bare(figure: Figure) -> int:
        digits = re.match(r"[-\u2212]?\$? ?[\d.,]*\d", text[figure.start :])
        return figure.start + digits.end() if digits else figure.end

    return any(
        (first.value, second.value) == (one, other) and _LINK.fullmatch(text[bare(first) : second.start]) for first, second in itertools.pairwise(figures(text))
    )
