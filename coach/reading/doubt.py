"""Claims in a turn of which some numbers were not surely heard: a finding stands only where it would stand whatever they were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from coach.messages.claims import Finding
from coach.reading.records import Unsure, blanked


def doubted(
    turn: str, places: Sequence[tuple[int, int]], unsure: Sequence[Unsure], found: Sequence[Finding], check: Callable[[str], list[Finding]]
) -> list[Finding]:
    """Of `found` in a turn, what is found without the unsure numbers too: the same rule, in the same sentence. `places` are where
    the sentences begin and end, `check` finds claims in another text of the same length. Quotes are out of the turn itself."""
    without = blanked(turn, unsure)
    known = {(one.rule, _sentence(one.quote, turn, places)) for one in found}
    kept = []
    for one in check(without):
        at = _sentence(one.quote, without, places)
        if (one.rule, at) in known:
            start = without.find(one.quote, places[at][0])
            kept.append(replace(one, quote=turn[start : start + len(one.quote)]))
    return kept


def _sentence(quote: str, text: str, places: Sequence[tuple[int, int]]) -> int:
    """Which sentence a quote stands in; the first where it is none's."""
    return next((at for at, (start, end) in enumerate(places) if quote in text[start:end]), 0)
