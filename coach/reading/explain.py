"""Why a turn was read as it was: for whoever wants to check it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coach.reading.heads import HEADS
from coach.reading.reader import Reader
from coach.reading.records import Reading, Signal

WORTH_SHOWING = 0.15
"""Probability from which a head is named although it did not count."""
MOST_REASONS = 6


@dataclass(frozen=True)
class Considered:
    """One thing that a sentence may do. `reasons` are weights in log-odds, for (positive) and against, the strongest first."""

    head: str
    p: float
    threshold: float
    counted: bool
    reasons: list[tuple[str, float]]


@dataclass(frozen=True)
class ReadSentence:
    text: str
    acts: list[str]
    question: str | None
    considered: list[Considered]
    signals: list[Signal]


@dataclass(frozen=True)
class Explained:
    """A reading with what it was decided from. `uptake` adds up to the reading's uptake, but for its being kept within 0
    and 1; empty where nobody spoke before. `answer_from` and `clarify_from` are the topic tiers' thresholds."""

    reading: Reading
    sentences: list[ReadSentence]
    uptake: list[tuple[str, float]]
    answer_from: float
    clarify_from: float


def explain(reader: Reader, text: str, previous: str = "", on: date | None = None) -> Explained:
    """Read a turn and say why. The reading is the one that `reader.read` gives."""
    reading, hearing = reader.read(text, previous, on), reader.heard(text, previous)
    found = []
    for at, one in enumerate(hearing.sentences):
        considered = []
        for head in HEADS:
            p, threshold = one.likely[head], reader.acts.level(one, head)
            counted = one.question == "open" if head == "open" else head in reading.spans[at].acts
            if (head == "open" and not one.question) or not (counted or p >= WORTH_SHOWING):
                continue
            reasons = reader.acts.reasons(hearing.sentences, at, head, text, previous, hearing.vectors, hearing.near)
            considered.append(Considered(head, p, threshold, counted, reasons[:MOST_REASONS]))
        span = reading.spans[at]
        considered.sort(key=lambda item: (not item.counted, -item.p))
        found.append(ReadSentence(one.sentence.text, list(span.acts), one.question, considered, one.signals))
    return Explained(reading, found, reader.uptake.because(hearing.turned), reader.head.answer_from, reader.head.clarify_from)
