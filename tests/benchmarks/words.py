"""What is said and searched for while measuring: the experts' real lines, each time with other words in every sentence.

The embedder remembers texts, sentence by sentence; without this, a second round would measure a look-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from coach.content.shelf import Shelf

ASIDES = ("this week", "in your unit", "as far as you know", "these days", "on an ordinary day", "for people like yours", "over the last year", "around here")


def varied(text: str, number: int) -> str:
    """The text with an aside before the end of each sentence, another for every number."""
    aside = f"{ASIDES[number % len(ASIDES)]}, call {number}"
    return re.sub(r"[.?!](?=\s|$)", lambda end: f", {aside}{end.group()}", text)


def meetings(shelf: Shelf) -> Iterator[tuple[str, list[str]]]:
    """Persona and lines, without end: the experts one after another, never the same words twice."""
    for number in count(1):
        for expert in shelf.experts.values():
            yield expert.persona, [varied(line.say, number) for line in expert.lines]


def queries(shelf: Shelf) -> Iterator[str]:
    """What somebody may type into the search: the topics' phrasings, never the same twice."""
    for number in count(1):
        for topic in shelf.topics.values():
            for phrasing in topic.phrasings[:2]:
                yield varied(phrasing, number)
