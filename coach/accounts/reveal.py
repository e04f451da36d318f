"""What would have revealed something that a map misses: from whom, and by which question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coach.content.catalogue import Topic
from coach.content.persona import Persona
from coach.content.shelf import Shelf
from coach.content.truth import ToldBy


@dataclass(frozen=True)
class Reveal:
    """A person who tells it, and a question that leads there. `needs_trust`: it belongs to something they do not volunteer."""

    persona: str
    name: str
    question: str
    needs_trust: bool


def reveals(told_by: Iterable[ToldBy], shelf: Shelf) -> list[Reveal]:
    """A way to learn it from each person who tells it: a question on a topic, or for what they keep back the one that opens it.
    Persons who are no longer there are left out."""
    found = []
    for by in told_by:
        persona = shelf.personas.get(by.persona)
        way = next((way for fact in by.facts if persona and (way := _question(persona, fact, shelf.topics))), None)
        if persona is not None and way is not None:
            found.append(Reveal(persona.id, persona.name, *way))
    return found


def _question(persona: Persona, fact: str, topics: dict[str, Topic]) -> tuple[str, bool] | None:
    for need in persona.needs:
        if fact in need.facts:
            return need.opened_by, True
    for entry in persona.topics:
        if any(fact in line.tells for line in entry.lines):
            topic = topics.get(entry.topic)
            return (topic.phrasings[0] if topic and not topic.contextual else f"Ask about {entry.handle}."), False
    return None
