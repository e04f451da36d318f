"""One moment, tried more than once: the tries side by side, and what to work on in each.

Three tries of one behaviour come before the next is suggested: feedback is put to use when the same thing is done again at
once, and a new goal at every try is how nothing is learned (Ericsson 2004 on deliberate practice in medicine; three is our
choice, enough to fail once and still do it twice).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.debrief.records import Report
from coach.debrief.seen import Seen

TRIES = 3
"""Tries of one behaviour before the next is suggested."""


@dataclass(frozen=True)
class Try:
    """One go at a moment: what was said in `turn`, what came of it at once, and where the meeting stood at its end.

    `trust` and `patience` are moves of that turn, in points; `belief` is what it became in that turn, None where it stayed.
    `level` is the level of the criterion over the whole meeting, None where it was not scored; `trust_end` 0 to 100.
    """

    meeting: str
    label: str
    turn: int
    said: str
    answered: str
    trust: int
    patience: int
    belief: str | None
    told: list[str]
    level: int | None
    trust_end: int
    belief_end: str
    ended: str | None


def attempt(meeting: str, label: str, seen: Seen, report: Report, turn: int, criterion: str | None) -> Try | None:
    """One go at the moment of `turn`; None where the meeting did not get there."""
    played = next((item for item in seen.turns if item.number == turn), None)
    row = next((item for item in report.trajectory if item.turn == turn), None)
    if played is None or row is None:
        return None
    moved = {what: round(sum(change.by or 0 for change in row.changes if change.what == what)) for what in ("trust", "patience")}
    belief = [change.to for change in row.changes if change.what == "belief"]
    last = report.trajectory[-1]
    return Try(
        meeting=meeting, label=label, turn=turn, said=played.rep, answered=played.reply, trust=moved["trust"], patience=moved["patience"],
        belief=belief[-1] if belief else None, told=[item.title for item in report.disclosed_needs if item.turn == turn],
        level=report.criterion(criterion).level if criterion else None, trust_end=last.trust, belief_end=last.belief,
        ended=seen.outcome.kind if seen.outcome else None,
    )  # fmt: skip


def difference(first: Try, other: Try) -> str:
    """What a try did otherwise, in a line."""
    parts = []
    if other.trust != first.trust:
        parts.append(f"trust {other.trust:+d} here, where it was {first.trust:+d}")
    if new := [title for title in other.told if title not in first.told]:
        parts.append(f"they told you: {', '.join(new)}")
    if lost := [title for title in first.told if title not in other.told]:
        parts.append(f"they kept to themselves: {', '.join(lost)}")
    if other.belief != first.belief and other.belief:
        parts.append("their belief moved")
    if other.level is not None and other.level != first.level:
        parts.append(f"level {other.level}, from {'not observed' if first.level is None else first.level}")
    return "; ".join(parts) or "nothing moved differently"


def worked_on(number: int, blocks: Sequence[str]) -> str | None:
    """The criterion of the try with this number, from 1: each of `blocks` is worked on three times; None after the last."""
    block = (number - 1) // TRIES
    return blocks[block] if block < len(blocks) else None


def of_three(number: int) -> int:
    """Which of three tries of one behaviour this one is: 1, 2 or 3."""
    return (number - 1) % TRIES + 1
