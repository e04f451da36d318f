"""The fields of what a person has once or not at all: a favour they ask, what blocks them, whom they hand you to. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coach.pages.fields import Field


@dataclass(frozen=True)
class Part:
    """A part that may be missing: what it is called, what it is for, its fields, and what a new one begins with."""

    title: str
    about: str
    fields: tuple[Field, ...]
    new: dict[str, Any]


BLOCKS = {"staffing": "too few people", "coverage": "nobody pays for it", "contract": "a contract in force"}
PARTS: dict[str, Part] = {
    "favour": Part(
        "A favour they ask",
        "What they want when the meeting is for saying no: something you must not or cannot do. How that meeting begins is under Greetings.",
        (
            Field(("wants",), "What they ask for, and why it must be declined", "text", "For the debrief."),
            Field(("declined",), "When declined plainly, with another way", "rows", "At least two."),
            Field(("bare",), "When declined with nothing in its place", "rows", "At least two."),
            Field(("accepted",), "When you agree to it", "rows", "At least two."),
        ),
        {"wants": "", "declined": [], "bare": [], "accepted": []},
    ),
    "blocked": Part(
        "What blocks them",
        "Convinced, and still unable: in some meetings this stands in the way, and it is nobody's opinion.",
        (
            Field(("kind",), "What it is", "one", options=tuple(BLOCKS), words=lambda name: BLOCKS[name]),
            Field(("lines",), "How they say that they cannot", "rows", "At least two."),
            Field(("lifts",), "What would lift it, and who could", "text", "For the debrief."),
            Field(("helped",), "When you ask what it would take", "rows", "At least two."),
        ),
        {"kind": "staffing", "lines": [], "lifts": "", "helped": []},
    ),
    "handoff": Part(
        "Whom they hand you to",
        "Send it to my colleague: meant, where they are curious and trust you, or a polite way out.",
        (
            Field(("to",), "The colleague", "line"),
            Field(("meant",), "When they mean it", "rows", "At least two."),
            Field(("brushed",), "When they want to be rid of it", "rows", "At least two."),
        ),
        {"to": "", "meant": [], "brushed": []},
    ),
}
"""By their place in the document."""
