"""What a model is shown of a meeting: the rep's sentences, numbered, and what the other side said between them.

The kinds of question are those of SPIN (N. Rackham, SPIN Selling, 1988); reflections are simple or complex as in MITI 4.1 (Moyers,
Manuel and Ernst, 2014).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coach.debrief.seen import Seen
from coach.reading.acts import question_kind
from coach.reading.sentences import sentences

Label = Literal["situation", "problem", "implication", "need_payoff", "simple", "complex", "linked", "unlinked", "other"]
LABELS: dict[Label, str] = {
    "situation": "asks how things are",
    "problem": "asks what is hard",
    "implication": "asks what it leads to",
    "need_payoff": "asks what solving it would be worth",
    "simple": "gives their words back",
    "complex": "says what they may mean by it",
    "linked": "tells something, tied to their words",
    "unlinked": "tells something, tied to nothing they said",
    "other": "none of these",
}
"""Every label, with what a line that has it does."""
QUESTIONS: tuple[Label, ...] = ("situation", "problem", "implication", "need_payoff")
FURTHER: tuple[Label, ...] = ("implication", "need_payoff")
GIVES_BACK: tuple[Label, ...] = ("simple", "complex")
TELLS: tuple[Label, ...] = ("linked", "unlinked")


@dataclass(frozen=True)
class Line:
    """One sentence of the rep's. `number` counts them through the meeting from 1. `asks`: it is put as a question; `follows`: the
    other had said something before this turn; `checked`: the rep asks something in the same turn, here or later."""

    number: int
    turn: int
    text: str
    asks: bool
    follows: bool
    checked: bool

    def may_be(self) -> tuple[Label, ...]:
        """The labels that the words can bear: only a question is a kind of question, and nothing is given back or tied to before
        something was said."""
        back: tuple[Label, ...] = (*GIVES_BACK, "linked") if self.follows else ()
        return (*(QUESTIONS if self.asks else ()), *back, "unlinked", "other")


@dataclass(frozen=True)
class Other:
    """What the other side said, all of it until the rep spoke again."""

    text: str


Piece = Line | Other


def talk(seen: Seen) -> list[Piece]:
    """What was said in a meeting, in order, the rep's words sentence by sentence. Nothing else of the meeting is in it: no state,
    no name, no note."""
    found: list[Piece] = [Other(seen.greeting)] if seen.greeting.strip() else []
    number = 0
    for turn in seen.turns:
        follows = any(isinstance(piece, Other) for piece in found)
        texts = [piece.text for piece in sentences(turn.rep)]
        asks = [_asks(text) for text in texts]
        for at, text in enumerate(texts):
            number += 1
            found.append(Line(number, turn.number, text, asks[at], follows, any(asks[at:])))
        if turn.reply.strip():
            found.append(Other(turn.reply))
    return found


def _asks(text: str) -> bool:
    """Whether a line may be a question. Rather one too many: the model may still call it something else."""
    return "?" in text or "\uff1f" in text or question_kind(text) is not None
