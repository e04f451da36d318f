"""The sections of the form, in the order in which they are offered, and what stands in each. Data only."""

from __future__ import annotations

from coach.pages.fields import AFTER, CARD, ENDING, GREETING, INTERRUPTION, OPENING, REACTION, Field

TASTES, TOPICS, FACTS, PARTED = "Tastes", "Topics", "Facts", "Favour and obstacles"
FLAT: dict[str, tuple[Field, ...]] = {
    "Card": CARD, "Opening and lenses": OPENING, "Greetings": GREETING, "Reactions": REACTION, "Interruptions": INTERRUPTION, "Endings": (*ENDING, *AFTER),
}  # fmt: skip
REPEATED: dict[str, str] = {
    "Needs": "needs", "Objections": "objections", "Their questions": "questions", "Mistakes": "mistaken", "Own interests": "stakes", "Weeks": "weeks",
}  # fmt: skip
"""Title of a section to the place of its items in the document."""
ABOUT: dict[str, str] = {
    "Greetings": "One line each row. No line is said twice in a meeting while there is another.",
    "Reactions": "What they say when this happens; one line each row, at least three. The last eleven may stay empty.",
    "Interruptions": "What they say when life gets in the way; one line each row, at least two. Empty: it does not happen to them.",
}
SECTIONS = (
    "Card", "Opening and lenses", TASTES, "Greetings", TOPICS, FACTS, "Reactions", "Needs", "Objections", "Their questions", "Mistakes", "Own interests",
    "Weeks", "Interruptions", PARTED, "Endings",
)  # fmt: skip
