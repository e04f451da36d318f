"""What the trained heads look at in a sentence: its words and where they stand, the rules, the other's words, its meaning."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

import numpy as np

from coach.reading.acts import Heard, bare, plain, question_kind
from coach.reading.sentences import content_words, sentences

WORD = re.compile(r"[a-z0-9']+")
ME = frozenset(["i", "we", "my", "our", "me", "us", "i'm", "we're", "i've", "i'd", "i'll", "we've", "we'll", "mine", "ours"])
YOU = frozenset(["you", "your", "you're", "you've", "you'd", "you'll", "yours", "yourself"])
RULED = ("empathises", "admits", "summarises", "offers", "presses", "small_talk", "thanks", "disparages", "frames")
NOTICED = ("product", "benefit", "number", "features")

NUMBERS = (
    "ends with a question mark", "a question mark inside", "speech without punctuation", "the rules hear an open question",
    "the rules hear a closed question", "an open question without punctuation", "a closed question without punctuation",
    "the rules hear a reflection", "length", "three words or fewer", "more than 25 words", "how much is about me", "how much is about you",
    "says I or we", "says you", "has a figure", "first sentence", "last sentence", "the only sentence", "somebody spoke before",
    "close in meaning to what was said before", "close in meaning, and says you", "its words come from what was said before",
    "takes up words of what was said before", "shared words", "answers a question",
    *(f"the rules notice: {name}" for name in NOTICED), *(f"the rules hear: {act}" for act in RULED),
)  # fmt: skip
"""The numbers of a sentence, in order, in plain words for the page that explains a reading."""


def grams(text: str) -> list[str]:
    """The words of a sentence, alone and in twos; how it starts (`<`), also without its lead-in (`^`), and how it ends (`$`)."""
    low, core = WORD.findall(plain(text)), WORD.findall(bare(text))
    found = {*low, *(f"{one} {two}" for one, two in itertools.pairwise(low))}
    for size in (1, 2, 3):
        if len(core) >= size:
            found.add("^" + " ".join(core[:size]))
        if len(low) >= size:
            found.add("<" + " ".join(low[:size]))
            if size < 3:
                found.add(" ".join(low[-size:]) + "$")
    return sorted(found)


def unpunctuated(text: str) -> bool:
    """Speech as a recogniser writes it."""
    return not re.search(r"[.!?,]", text)


def numbers(heard: Sequence[Heard], text: str, previous: str, near: Sequence[float]) -> np.ndarray:
    """NUMBERS for each sentence of a turn, shape (sentences, len(NUMBERS)). `near`: cosine of each to what was said before."""
    raw, theirs = unpunctuated(text), content_words(previous)
    before = sentences(previous)
    answering = bool(before) and (previous.rstrip().endswith("?") or question_kind(before[-1].text) is not None)
    rows = [_numbers(one, at, len(heard), raw, bool(previous), theirs, answering, float(near[at])) for at, one in enumerate(heard)]
    return np.array(rows, dtype=np.float32).reshape(len(heard), len(NUMBERS))


def _numbers(heard: Heard, at: int, count: int, raw: bool, spoken_to: bool, theirs: frozenset[str], answering: bool, near: float) -> list[float]:
    text = heard.sentence.text
    low, mine = WORD.findall(plain(text)), content_words(text)
    length = len(low) or 1
    me, you, shared = sum(word in ME for word in low), sum(word in YOU for word in low), len(mine & theirs)
    opened, closed = heard.ruled == "open", heard.ruled == "closed"
    names = {signal.id for signal in heard.signals}
    return [
        heard.marked, "?" in text, raw, opened, closed, opened and raw, closed and raw,
        heard.guess, math.log1p(length) / 4, length <= 3, length > 25, 4 * me / length, 4 * you / length, me > 0, you > 0, any(map(str.isdigit, text)),
        at == 0, at == count - 1, count == 1, spoken_to, near, near * (you > 0), shared / len(mine) if mine else 0.0, shared / len(theirs) if theirs else 0.0,
        min(shared, 4) / 4, answering, *(name in names for name in NOTICED), *(act in heard.hinted for act in RULED),
    ]  # fmt: skip
