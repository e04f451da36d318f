"""What is said and searched for while measuring: the experts' real lines, and what people ask in the words of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from coach.content.shelf import Shelf


def meetings(shelf: Shelf) -> Iterator[tuple[str, list[str]]]:
    """Persona and lines, without end: the experts one after another. Whoever measures lets the embedder forget them in between."""
    for expert in cycle(shelf.experts.values()):
        yield expert.persona, [line.say for line in expert.lines]


def queries(shelf: Shelf) -> Iterator[str]:
    """What somebody may type into the search: the topics' phrasings, each once."""
    for topic in shelf.topics.values():
        yield from topic.phrasings


def of_words(shelf: Shelf, count: int) -> Iterator[str]:
    """Turns of exactly `count` words, each another: the experts' lines one after another, cut to length."""
    said = [word for expert in shelf.experts.values() for line in expert.lines for word in line.say.split()]
    for start in range(0, len(said) - count, 7):
        yield " ".join(said[start : start + count])
