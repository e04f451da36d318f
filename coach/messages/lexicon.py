"""Words in common: BM25 over a few texts or very many, by words with their endings cut off."""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

_STOP_WORDS = (
    "a about all also am an and any are as at be been but by can could did do does for from get had has have he her how i if in into is it its just like "
    "me more my no not now of on one or our out she so some than that the their them then there these they this those to too up us was we were what when "
    "where which who why will with would yeah yes you your"
)
_STOP = frozenset(_STOP_WORDS.split())
SATURATION, BY_LENGTH = 1.2, 0.75
"""BM25's k1 and b, as they are set nearly everywhere."""
MOST_TIMES = 65_535


@dataclass(frozen=True)
class Lexicon:
    """Which word stands in which text, and how often. The texts in which word `n` stands are `texts[starts[n]:starts[n + 1]]`,
    ascending; `times` is beside them; `lengths` counts the words of each text."""

    words: tuple[str, ...]
    starts: np.ndarray
    texts: np.ndarray
    times: np.ndarray
    lengths: np.ndarray
    _numbers: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbers", {word: number for number, word in enumerate(self.words)})

    @classmethod
    def of(cls, texts: Iterable[str]) -> Lexicon:
        numbers: dict[str, int] = {}
        word, text, times, lengths = array("i"), array("i"), array("H"), array("i")
        for at, one in enumerate(texts):
            counts = Counter(tokens(one))
            lengths.append(sum(counts.values()))
            for token, count in counts.items():
                word.append(numbers.setdefault(token, len(numbers)))
                text.append(at)
                times.append(min(count, MOST_TIMES))
        of_word = np.asarray(word, dtype=np.int32)
        order = np.argsort(of_word, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(of_word, minlength=len(numbers)))]).astype(np.int64)
        return cls(tuple(numbers), starts, np.asarray(text, np.int32)[order], np.asarray(times, np.uint16)[order], np.asarray(lengths, np.int32))

    def scores(self, query: str, start: int = 0, stop: int | None = None, among: np.ndarray | None = None) -> np.ndarray:
        """How well each text from `start` to `stop` matches the words of the query, 0 and up, shape (stop - start,). How rare a
        word is counts among those texts alone, and of them only those for which `among` is true; the others get 0."""
        stop = len(self.lengths) if stop is None else stop
        lengths = self.lengths[start:stop]
        out = np.zeros(len(lengths))
        there = len(lengths) if among is None else int(among.sum())
        if not there:
            return out
        mean = max(float((lengths if among is None else lengths[among]).mean()), 1.0)
        for token in dict.fromkeys(tokens(query)):
            texts, times = self._standing(token, start, stop)
            if among is not None:
                inside = among[texts]
                texts, times = texts[inside], times[inside]
            rare = math.log(1 + (there - len(texts) + 0.5) / (len(texts) + 0.5))
            out[texts] += rare * times * (SATURATION + 1) / (times + SATURATION * (1 - BY_LENGTH + BY_LENGTH * lengths[texts] / mean))
        return out

    def _standing(self, token: str, start: int, stop: int) -> tuple[np.ndarray, np.ndarray]:
        """The texts from `start` to `stop`, counted from `start`, in which a word stands, and how often."""
        number = self._numbers.get(token)
        if number is None:
            return np.empty(0, np.int32), np.empty(0)
        first, last = self.starts[number], self.starts[number + 1]
        low, high = first + np.searchsorted(self.texts[first:last], (start, stop))
        return self.texts[low:high] - start, self.times[low:high].astype(np.float64)

    def shared(self, query: str, at: int) -> list[str]:
        """The query's own words that stand in one text, in the order in which they were said."""
        words = (word.lower() for word in re.findall(r"[^\W_]+", query))
        return list(dict.fromkeys(word for word in words if (found := tokens(word)) and len(self._standing(found[0], at, at + 1)[0])))


def tokens(text: str) -> list[str]:
    """The words of a text that carry meaning, lower case, with common endings cut off."""
    return [_stem(word) for word in re.findall(r"[^\W_]+", text.lower()) if word not in _STOP]


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
