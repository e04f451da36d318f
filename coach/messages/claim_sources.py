"""What a library lets somebody say on a day: which messages stand, which figures are known, which outcomes were shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from coach.content.library import Audience, Library, Message, Study
from coach.messages.claim_numbers import Figure, figures

_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")
_COMPARED = re.compile(r"(?<!not )\brandomi[sz]ed|\bmodel\b|\bbefore and after\b", re.IGNORECASE)
_SAME = re.compile(r"\bno difference(?: in ([^:.;,]+))?|\bnot significant", re.IGNORECASE)


_INTERVAL = re.compile(r"\b95% CI\b")  # How sure they are is no result.
_QUALIFIED = re.compile(r"\b(?:that needed|needing|requiring|that required)\b[^.;]*", re.IGNORECASE)


@dataclass(frozen=True)
class Standing:
    """For whom something is said, by whom and when. A payer may hear what is meant for professionals as well."""

    day: date
    audience: Audience = "professional"
    seat: str = "sales"

    def objection(self, message: Message) -> str:
        """Why a message may not be used here, in words that follow 'it'; empty where it may."""
        if message.status == "withdrawn":
            return "was withdrawn"
        if message.status != "approved":
            return "is not approved yet"
        if message.expires_on is not None and message.expires_on < self.day:
            return f"expired on {message.expires_on}"
        if message.audience not in {self.audience, "professional" if self.audience == "payer" else self.audience}:
            return f"is written for another audience ({message.audience})"
        if message.seats and self.seat not in message.seats:
            return f"is kept to another seat ({', '.join(message.seats)})"
        return ""


def last_approval(library: Library) -> date:
    """The day before which it cannot be: where nobody says the day, and for a clock that lags behind."""
    return max((message.approved_on for message in library.messages.messages if message.approved_on), default=date.min)


@dataclass(frozen=True)
class Line:
    """One sentence of the library with its figures, and the message it belongs to, None where it is evidence or a fact."""

    text: str
    figures: tuple[Figure, ...]
    message: Message | None


class Sources:
    """One library as it stands for one listener on one day."""

    def __init__(self, library: Library, standing: Standing) -> None:
        self.library = library
        messages = library.messages.messages
        self.barred = {message.id: reason for message in messages if (reason := standing.objection(message))}
        self.messages = {message.id: message for message in messages}
        self.lines = [*self._of_messages(), *self._of_evidence()]
        self.known = [figure for line in self.lines for figure in line.figures]

    def _of_messages(self) -> Iterator[Line]:
        for message in self.messages.values():
            if message.id not in self.barred:
                for text in (message.text, *message.variants, message.balance or ""):
                    yield from _lines(text, message)

    def _of_evidence(self) -> Iterator[Line]:
        for study in self.library.evidence.studies:
            for text in (study.result, study.design, study.population, study.endpoint, study.limits, f"{study.n} patients"):
                yield from _lines(text, None)
        product = self.library.product
        for text in (product.what, product.clearance, *product.facts, *product.risks, *product.steps, *product.indications):
            yield from _lines(text, None)

    @cached_property
    def gone(self) -> list[tuple[Figure, str]]:
        """Telling figures that stand only in messages that may not be used here."""
        texts = [(figure, id) for id in self.barred for text in (self.messages[id].text, *self.messages[id].variants) for figure in figures(text)]
        return [(figure, id) for figure, id in texts if figure.telling and not self.knows(figure)]

    def knows(self, figure: Figure) -> bool:
        return any(figure.same(other) for other in self.known)

    def rounds(self, figure: Figure) -> bool:
        return any(figure.near(other) for other in self.known)

    def sharing(self, said: list[Figure], least: int = 1, types: tuple[str, ...] = ()) -> Message | None:
        """The message, of these types if any are named, with most of the telling figures; None where none has the least."""
        telling = [figure for figure in said if figure.telling]
        best: tuple[int, Message | None] = (least - 1, None)
        for id, own in self._own.items():
            message = self.messages[id]
            count = 0 if types and message.claim_type not in types else sum(any(figure.same(other) for other in own) for figure in telling)
            if count > best[0]:
                best = (count, message)
        return best[1]

    @cached_property
    def _own(self) -> dict[str, list[Figure]]:
        own: dict[str, list[Figure]] = {}
        for line in self.lines:
            if line.message is not None and line.figures:
                own.setdefault(line.message.id, []).extend(line.figures)
        return own

    def word_for_word(self, turn: str) -> tuple[str, str]:
        """What of a turn is an approved text in full, or its balance; and what is one of its shorter forms."""
        usable = [message for message in self.messages.values() if message.id not in self.barred]
        whole = [text for message in usable for text in (message.text, message.balance) if text and text in turn]
        return "\n".join(whole), "\n".join(text for message in usable for text in message.variants if text in turn)

    @cached_property
    def _shown(self) -> list[tuple[str, str]]:
        """The endpoints of studies that compared, each with what they found no difference in."""
        found = []
        for study in self.library.evidence.studies:
            if _COMPARED.search(study.design):
                same = " ".join(match[1] or study.endpoint for match in _SAME.finditer(study.result))
                found.append((_measured(study), same))
        return found

    def shows(self, outcome: re.Pattern[str]) -> bool:
        """Whether a study that compared measured this outcome, and found a difference."""
        return any(outcome.search(measured) and not outcome.search(same) for measured, same in self._shown)


def _measured(study: Study) -> str:
    """What a study set out to measure. What only makes an event count ('attacks that needed admission') is no outcome."""
    return f"{study.endpoint} {study.result}" if "model" in study.design.lower() else _QUALIFIED.sub("", study.endpoint)


def _lines(text: str, message: Message | None) -> Iterator[Line]:
    for piece in _SENTENCE.split(_INTERVAL.sub("CI", text)):
        yield Line(piece, tuple(figures(piece)), message)
