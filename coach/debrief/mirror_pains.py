"""Which needs a pitch tells of. A pain is told in a passage, not in a catchword: what is compared are one to three sentences.

Pure. Two similarities are added: the cosine of the passage to what people say who have the need, and a little for each rare
word they have in common, because a story about one patient shares its words with such a line rather than its sense.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coach.content.catalogue import Need
from coach.content.persona import Persona
from coach.messages.lexicon import Lexicon
from coach.messages.vectors import Embedder, rounded

LONGEST_PASSAGE = 3
"""Sentences."""
RARE_WORDS = 0.004
"""What a point of BM25 adds to the cosine. On the pitches that were open for tuning, 0.002 to 0.006 told needs from others alike."""


@dataclass(frozen=True)
class Told:
    """A need that a passage tells of: sentences `start` up to `stop`, and how close it came, 0 to 1."""

    need: str
    start: int
    stop: int
    score: float


class Pains:
    """The needs of a catalogue as people say them. Where a persona has one, what they say when they tell it counts as well: that is
    used to hear it, and never shown."""

    def __init__(self, embedder: Embedder, needs: Mapping[str, Need], people: Iterable[Persona] = ()) -> None:
        said: dict[str, list[str]] = {need.id: [*need.voiced_as, need.about] for need in needs.values()}
        for persona in people:
            for hidden in persona.needs:
                if hidden.need in said:
                    said[hidden.need] += [*hidden.disclose, *hidden.deepen]
        self._embedder = embedder
        self._ids = list(said)
        self._owners = np.array([id for id, lines in said.items() for _ in lines])
        self._lines = [line for lines in said.values() for line in lines]
        self._words = Lexicon.of(" ".join(lines) for lines in said.values())

    def texts(self) -> list[str]:
        """All that is compared with: worth keeping embedded."""
        return list(self._lines)

    def told(self, sentences: Sequence[str], may: Sequence[bool], least: float, words: int, among: Iterable[str] | None = None) -> list[Told]:
        """The needs that the sentences tell of, from the score `least`, best first, each once and no two in the same sentence.

        Only sentences for which `may` is true count, and only passages of at least that many `words`: naming a pain is not telling
        of it. A sentence that by itself is about another need ends a passage. `among` keeps to some of the needs."""
        spans = [
            (start, start + length)
            for length in range(1, LONGEST_PASSAGE + 1)
            for start in range(len(sentences) - length + 1)
            if all(may[start : start + length])
        ]
        if not spans:
            return []
        scores = dict(zip(spans, self._scores([" ".join(sentences[start:stop]) for start, stop in spans]), strict=True))
        alone = {start: max(scores[start, stop].items(), key=lambda one: (one[1], one[0])) for start, stop in spans if stop == start + 1}
        about = {at: need for at, (need, score) in alone.items() if score >= least}
        wanted = set(self._ids if among is None else among)
        found = [
            Told(need, start, stop, score)
            for (start, stop), row in scores.items()
            if sum(len(one.split()) for one in sentences[start:stop]) >= words
            for need, score in row.items()
            if need in wanted and score >= least and (stop == start + 1 or {about.get(at, need) for at in range(start, stop)} == {need})
        ]
        return _apart(found)

    def _scores(self, passages: Sequence[str]) -> list[dict[str, float]]:
        cosines = self._embedder.embed(passages) @ self._embedder.embed(self._lines).T
        best = np.stack([cosines[:, self._owners == id].max(axis=1) for id in self._ids], axis=1) if self._ids else np.empty((len(passages), 0))
        shared = np.stack([self._words.scores(passage) for passage in passages])
        return [dict(zip(self._ids, map(rounded, row), strict=True)) for row in best + RARE_WORDS * shared]


def _apart(found: list[Told]) -> list[Told]:
    kept: list[Told] = []
    for one in sorted(found, key=lambda told: (-told.score, told.stop - told.start, told.start, told.need)):
        if not any(one.need == other.need or (one.start < other.stop and other.start < one.stop) for other in kept):
            kept.append(one)
    return kept
