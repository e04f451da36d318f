"""Speech that was written down: the words with their times and how surely each was heard, and what is kept of that with a turn.

Pure. Who listens is given from outside, as a `Transcribes`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Protocol

from coach.reading.acts import question_kind
from coach.reading.records import Spoken, Unsure, Way

SURE_FROM = 0.7
"""Probability from which a number counts as heard. Set by hand: numbers that synthetic voices said, and that were written down rightly, had .74 to .99."""
ALIKE_FROM = 0.5
"""Share of the words, in order, that must still be the transcript's for a turn to be what was spoken."""
FILLERS = frozenset(("um", "umm", "uhm", "uh", "uhh", "er", "erm", "ehm", "ah", "hm", "hmm", "mm", "mhm"))
"""Sounds, not words: 'like' and 'you know' may mean something."""
_NUMBER = re.compile(
    r"\d|^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|half|halves|thirds?|quarters?|fourths?|fifths?|"
    r"first|second|twice|doubles?|doubled|triples?|tripled|dozens?|zero|percent|point)\b",
    re.IGNORECASE,
)
"""A word of which a number consists, or that makes one of its neighbour. A word too many costs nothing: it is only looked at more closely."""


@dataclass(frozen=True)
class Word:
    """A word as it stood in the talk. `start` and `end` in seconds, None where whoever listened does not say; `p` 0 to 1, None alike."""

    text: str
    start: float | None = None
    end: float | None = None
    p: float | None = None


@dataclass(frozen=True)
class Transcript:
    """What was heard in a recording of `seconds`. `engine` names who listened."""

    words: tuple[Word, ...]
    seconds: float
    engine: str

    @property
    def text(self) -> str:
        """The words as one line."""
        return " ".join(word.text for word in self.words)

    def followed_by(self, other: Transcript) -> Transcript:
        """Two recordings of one turn as one."""
        later = [replace(word, start=_later(word.start, self.seconds), end=_later(word.end, self.seconds)) for word in other.words]
        return Transcript((*self.words, *later), self.seconds + other.seconds, other.engine)

    def unsure(self) -> list[Unsure]:
        """The numbers in `text` that were heard with less than SURE_FROM, or of which nobody says how surely. Neighbouring words
        make one number ('two hundred and six'), which is as sure as the least sure of them."""
        places, at = [], 0
        for word in self.words:
            places.append(at)
            at += len(word.text) + 1
        found = []
        for first, last in _runs(self.words):
            known = [word.p for word in self.words[first : last + 1]]
            least = None if None in known else min(p for p in known if p is not None)
            if least is None or least < SURE_FROM:
                heard = self.text[places[first] : places[last] + len(self.words[last].text)].rstrip(".,;:?!")
                found.append(Unsure(start=places[first], heard=heard, p=None if least is None else round(least, 2)))
        return found


def _runs(words: Sequence[Word]) -> list[tuple[int, int]]:
    """First and last place of each run of words that make a number."""
    runs: list[tuple[int, int]] = []
    for at, word in enumerate(words):
        if not _NUMBER.search(word.text.lstrip("$\u20ac\u00a3(\"'-")):
            continue
        joined = runs and (at == runs[-1][1] + 1 or (at == runs[-1][1] + 2 and words[at - 1].text.lower() == "and"))
        if joined:
            runs[-1] = runs[-1][0], at
        else:
            runs.append((at, at))
    return runs


def _later(at: float | None, by: float) -> float | None:
    return None if at is None else at + by


def asked(heard: Transcript) -> Transcript:
    """The same with a question mark where a sentence asks by its words and was given a stop. Marks are a recogniser's guess, and the
    reading believes in them."""
    words, begin = list(heard.words), 0
    for at, word in enumerate(words):
        if not word.text.endswith((".", "?", "!")):
            continue
        sentence = " ".join(one.text for one in words[begin : at + 1])
        if sentence.endswith(".") and question_kind(sentence.rstrip(".")):
            words[at] = replace(word, text=word.text.rstrip(".") + "?")
        begin = at + 1
    return replace(heard, words=tuple(words))


class Transcribes(Protocol):
    """Writes speech down, in a thread of its own. The future raises CoachError with a line where there is nothing to write down."""

    def begin(self, audio: bytes, glossary: Sequence[str]) -> Future[Transcript]: ...


def spoken(heard: Transcript, way: Way) -> Spoken:
    """What is kept of a recording. Numbers that went past the rep's own eyes (`edited`) count as heard."""
    starts = [word.start for word in heard.words if word.start is not None]
    ends = [word.end for word in heard.words if word.end is not None]
    sounds = sum(word.text.lower().strip(".,;:?!\u2026-") in FILLERS for word in heard.words)
    return Spoken(
        way=way,
        engine=heard.engine,
        seconds=round(heard.seconds, 1),
        words=len(heard.words),
        fillers=sounds,
        before=round(max(0.0, min(starts)), 1) if starts else None,
        speaking=round(max(0.0, max(ends) - min(starts)), 1) if starts and ends else None,
        unsure=heard.unsure() if way == "hands_free" else [],
    )


def alike(heard: Transcript, words: str) -> bool:
    """Whether words are still, by and large, what was spoken: edited, and not something else."""
    mine, theirs = (text.lower().split() for text in (words, heard.text))
    same = sum(block.size for block in SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks())
    return bool(theirs) and same >= ALIKE_FROM * max(len(mine), len(theirs))
