"""The claim check: a turn against the rules of a market and one library. A gate beside the scores, never averaged in.

The rules are data (prompts/claims/). What needs only the words is decided here; what needs the library or what the other
said before is in `claim_context`, with its word lists out of the same file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coach.content.claims import ClaimPack, ClaimRule, Severity, expanded, filled
from coach.content.library import Library
from coach.messages.claim_sources import Sources, Standing, last_approval

BEFORE, AFTER = 40, 60
"""Characters around a match in which `unless` is looked for."""
_QUOTED = re.compile(r"[\"\u201c][^\"\u201c\u201d]+[\"\u201d]")


@dataclass(frozen=True)
class Near:
    """The message that a sentence comes closest to, with the cosine, 0 to 1."""

    id: str
    score: float


@dataclass(frozen=True)
class Piece:
    """One sentence of a turn. `approved` and `barred`: the closest message that may be used here, and that may not."""

    text: str
    asks: bool
    approved: Near | None = None
    barred: Near | None = None

    @property
    def straight(self) -> str:
        """With straight apostrophes, character for character."""
        return self.text.replace("\u2019", "'").replace("\u2018", "'")


@dataclass(frozen=True)
class Said:
    """A turn, what the other said before it, and for whom it is."""

    text: str
    pieces: Sequence[Piece]
    previous: str
    standing: Standing


@dataclass(frozen=True)
class Finding:
    """`quote` is a piece of the turn; `message` the id of the approved message concerned."""

    rule: str
    severity: Severity
    quote: str
    why: str
    instead: str
    message: str | None = None


class Rule:
    """One rule with its patterns compiled for one product."""

    def __init__(self, rule: ClaimRule, terms: dict[str, str], about: str) -> None:
        self.rule, self.id = rule, rule.id
        self.fires, self.unless, self.turn_unless = (_any(many, terms) for many in (rule.fires, rule.unless, rule.turn_unless))
        self.uses = _any([use.words for use in rule.uses if re.search(use.where, about, re.IGNORECASE)], terms)
        self.words = {name: _any(patterns, terms) for name, patterns in rule.words.items()}
        self.lists = {name: [_any([rf"(?<!\w)(?:{one})"], terms) for one in patterns] for name, patterns in rule.words.items()}

    def has(self, name: str, text: str) -> re.Match[str] | None:
        """The first match of a word list; None where the pack has no such list."""
        return self.words[name].search(text) if name in self.words else None

    def found(self, quote: str, why: str = "", message: str | None = None, severity: Severity | None = None) -> Finding:
        return Finding(self.id, severity or self.rule.severity, quote, f"{self.rule.why} {why}".strip(), self.rule.instead, message)


class ClaimCheck:
    """The rules of a pack, ready for the turns of one library's meetings."""

    def __init__(self, pack: ClaimPack, library: Library) -> None:
        product = library.product
        names = dict.fromkeys([product.name.split()[0], product.company.split()[0]])
        terms = expanded(pack.terms, "|".join(map(re.escape, names)))
        about = " ".join((product.what, *product.indications, *product.contraindications))
        word = product.clearance.split()[0].lower().strip(".,:")
        self.library = library
        self.rules = [Rule(rule, terms, about) for rule in pack.rules if rule.clearance in ("any", word)]
        self._taken_back = _any(pack.innocent_after, terms)
        self._negated = _any(pack.negated_by, terms)
        self._new_clause = _any(pack.new_clause, terms)
        self._tag = _any(pack.tags, terms)
        self._last = last_approval(library)
        self._sources = lru_cache(maxsize=16)(lambda standing: Sources(library, standing))

    def standing(self, standing: Standing) -> Standing:
        """The same with a day on which the library can be."""
        return Standing(max(standing.day, self._last), standing.audience, standing.seat)

    def sources(self, standing: Standing) -> Sources:
        return self._sources(self.standing(standing))

    def rule(self, id: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.id == id), None)

    def check(self, said: Said) -> list[Finding]:
        """Everything the rules object to in a turn, in the order of its sentences. Questions, negations, quotations and what
        the other said do not fire."""
        from coach.messages import claim_context as context

        sources = self.sources(said.standing)
        found: list[Finding] = []
        whole, short = sources.word_for_word(said.text)
        for piece in said.pieces:
            if piece.text in whole:
                continue
            if piece.text in short:  # Approved as it stands, but a short form may still lack its balance.
                found += context.balance(self, piece, said, sources, [])
                continue
            here = [*self._worded(piece, said), *context.off_label(self, piece, said)]
            if not self.asks(piece):
                here += context.status(self, piece, sources)
                here += context.economic(self, piece, said)
                here += context.numbers(self, piece, said, sources, here)
                here += context.outcomes(self, piece, sources, here)
                here += context.balance(self, piece, said, sources, here)
            found += here
        return [*context.adverse_event(self, said), *_once(found)]

    def asks(self, piece: Piece) -> bool:
        """Whether a sentence only asks: 'it is safe, right?' does not."""
        return piece.asks and not self._tag.search(piece.straight)

    def _worded(self, piece: Piece, said: Said) -> Iterable[Finding]:
        asks = self.asks(piece)
        for rule in self.rules:
            if rule.id == "economic" or (asks and not rule.rule.asked):
                continue
            if match := self.match(rule, piece, said):
                yield rule.found(piece.text[match.start() : match.end()].strip())

    def match(self, rule: Rule, piece: Piece, said: Said) -> re.Match[str] | None:
        """Where a rule fires by its words alone."""
        text = piece.straight
        for match in rule.fires.finditer(text):
            around = text[max(0, match.start() - BEFORE) : match.end() + AFTER]
            if rule.unless.search(around) or rule.turn_unless.search(said.text):
                continue
            if self.taken_back(piece, match.start(), said, match.group(0)) and rule.id != "patient_data":
                continue
            return match
        return None

    def taken_back(self, piece: Piece, start: int, said: Said | None = None, words: str = "") -> bool:
        """Whether the words at a place are negated, quoted, or the other's own given back."""
        text = piece.straight
        if self._taken_back.search(text[:start]) or self._negated.search(text[self._clause(text, start) : start]):
            return True
        if any(match.start() < start < match.end() for match in _QUOTED.finditer(text)):
            return True
        return bool(said and words and text.lower().startswith(("so ", "you ")) and words.lower().strip() in said.previous.lower())

    def _clause(self, text: str, start: int) -> int:
        """Where the clause begins in which a place lies."""
        return max((match.end() for match in self._new_clause.finditer(text, 0, start)), default=0)


def _any(patterns: Iterable[str], terms: dict[str, str]) -> re.Pattern[str]:
    """One pattern for many; one that never matches where there are none."""
    joined = "|".join(f"(?:{filled(pattern, terms)})" for pattern in patterns)
    return re.compile(joined or r"(?!)", re.IGNORECASE)


def _once(found: list[Finding]) -> list[Finding]:
    """The same words are found once by a rule, and a turn lacks its balance once."""
    first = next((finding for finding in found if finding.rule == "balance"), None)
    return list({(finding.rule, finding.quote): finding for finding in found if finding.rule != "balance" or finding is first}.values())
