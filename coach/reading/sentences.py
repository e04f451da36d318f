"""Cut a turn into sentences with their places, typed or spoken."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

MAX_SENTENCES = 60
"""A turn of 20,000 characters is read in its first sixty sentences; nobody listens longer."""

MAX_STRETCH = 3_000
"""Characters without a stop in which clauses are looked for; beyond, somebody leaned on the keyboard."""

_END = re.compile(r"[.!?\u2026\u3002\uff1f\uff01]+[\"')\]]*(?=\s|$)|\n+")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SPOKEN_BREAK = re.compile(
    r"\s(?=(?:and|but|so)\s+(?:(?:can|could|would|do|does|did|is|are|will|what|how|why|who|where|when|which|tell|walk)\b|i(?:'ll| will| don't)\b))"
    r"|\s(?=(?:what|how|why)\s+(?:do|does|did|is|are|was|were|would|happens|happened|about|can|could|makes)\b|who\s+(?:do|does|did|covers|decides|else)\b)",
    re.IGNORECASE,
)
_SPOKEN_WORDS = 9
"""From this many words on, a stretch without a stop is cut before words that start a new clause (speech)."""

_ABBREVIATION = re.compile(r"\b(?:dr|mr|mrs|ms|prof|e\.g|i\.e|vs|approx|no)\.$", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order; each `text` equals the original between `start` and `end`."""
    found: list[Sentence] = []
    begin = 0
    for end in [match.end() for match in _END.finditer(text)] + [len(text)]:
        if end < len(text) and _ABBREVIATION.search(text[max(begin, end - 12) : end].rstrip()):
            continue
        found += _clauses(text, begin, end)
        begin = end
        if len(found) >= MAX_SENTENCES:
            break
    return found[:MAX_SENTENCES]


def _clauses(text: str, begin: int, end: int) -> list[Sentence]:
    stretch = text[begin:end]
    cuts = [0]
    if len(stretch.split()) >= _SPOKEN_WORDS and "," not in stretch:
        for match in _SPOKEN_BREAK.finditer(stretch[:MAX_STRETCH]):
            if len(cuts) > MAX_SENTENCES:
                break
            before, after = stretch[cuts[-1] : match.start()], stretch[match.start() : match.start() + 80]
            # "Could you tell me what happens" is one question: a cut needs a clause before it that can stand alone.
            if len(before.split()) >= 4 and len(after.split()) >= 3 and not _LEADS_ON.search(before):
                cuts.append(match.start())
    cuts.append(len(stretch))
    return [piece for left, right in itertools.pairwise(cuts) if (piece := _trimmed(text, begin + left, begin + right))]


_LEADS_ON = re.compile(
    r"\b(?:tell|walk|ask|asks|wonder|wondering|understand|know|see|explain|describe|hear|learn|show|curious|about|through|of|that|and|me|you|to|on|with|for|from|is|are|was|matter|depends|find out)\s*$",
    re.IGNORECASE,
)


def _trimmed(text: str, start: int, end: int) -> Sentence | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    piece = text[start:end]
    return Sentence(start, end, piece) if any(letter.isalnum() for letter in piece) or "?" in piece else None


_STOP = set(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "don't",
        "for",
        "from",
        "get",
        "go",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "him",
        "his",
        "how",
        "i",
        "i'd",
        "i'll",
        "i'm",
        "if",
        "in",
        "into",
        "is",
        "it",
        "it's",
        "its",
        "just",
        "know",
        "like",
        "me",
        "more",
        "my",
        "no",
        "not",
        "now",
        "of",
        "on",
        "one",
        "or",
        "our",
        "out",
        "over",
        "really",
        "right",
        "she",
        "so",
        "some",
        "such",
        "than",
        "that",
        "that's",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "thing",
        "things",
        "think",
        "this",
        "those",
        "to",
        "too",
        "up",
        "us",
        "very",
        "was",
        "we",
        "well",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "yeah",
        "yes",
        "you",
        "you're",
        "your",
    ]
)


@lru_cache(maxsize=512)
def content_words(text: str) -> frozenset[str]:
    """The words that carry meaning, lower case, crudely stemmed; for overlap, never for display. Asked several times for the same
    words in one turn, and for what the stakeholder said by each of its sentences."""
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()) if word not in _STOP and len(word) > 2)


def is_small(word: str) -> bool:
    """Whether a word, in lower case, is one of those that hold a sentence together."""
    return word in _STOP


def _stem(word: str) -> str:
    for ending in ("'s", "ings", "ing", "edly", "ed", "ies", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
