"""Sentences out of pieces, as they come in."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_SENTENCE = 600
"""Characters after which whatever has come counts as a sentence, ended or not."""
_ENDS = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)\]*]*\s+|\n+")
_SHORT = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|vs|No|a\.m|p\.m|e\.g|i\.e|approx|[A-Z])\.$")


class Sentences:
    """Takes pieces, gives whole sentences; what is left at the end is given by `rest`."""

    def __init__(self) -> None:
        self._held = ""

    def add(self, piece: str) -> Iterator[str]:
        self._held += piece
        start = 0
        while found := _ENDS.search(self._held, start):
            sentence = self._held[: found.start()] + found[0].rstrip()
            if _SHORT.search(sentence) and "\n" not in found[0]:
                start = found.end()
                continue
            self._held, start = self._held[found.end() :], 0
            if sentence.strip():
                yield sentence.strip()
        if len(self._held) > LONGEST_SENTENCE:
            yield self.rest()

    def rest(self) -> str:
        """What came after the last whole sentence."""
        held, self._held = self._held.strip(), ""
        return held
