"""A pack of claim rules: what a rep may not say in one market, and what to say instead, as data."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator

from coach.content.base import Document, Id, Strict, Text

RuleId = Literal[
    "status", "unsupported", "drift", "relative", "absolute", "superlative", "comparison", "disparagement", "balance", "off_label",
    "adverse_event", "economic", "clearance", "inducement", "patient_data",
]  # fmt: skip
Severity = Literal["block", "warn", "note"]

_TERM = re.compile(r"\{([a-z_]+)\}")
PRODUCT = "product"
"""The term that stands for the name of the product and its company; the library fills it in."""


def filled(pattern: str, terms: dict[str, str]) -> str:
    """A pattern with each {term} replaced. Raises ValueError for a term that there is not."""

    def one(match: re.Match[str]) -> str:
        if match[1] not in terms:
            raise ValueError(f"uses {match[0]}, and there is no such term; there are {', '.join(sorted(terms))}")
        return f"(?:{terms[match[1]]})"

    return _TERM.sub(one, pattern)


def _compiles(pattern: str) -> str:
    try:
        re.compile(_TERM.sub("x", pattern))
    except re.error as error:
        raise ValueError(f"is not a regular expression ({error}); in YAML it is safest between single quotes") from None
    return pattern


Pattern = Annotated[str, StringConstraints(min_length=1, max_length=4000), AfterValidator(_compiles)]
"""A regular expression as Python reads it, whatever the case of the letters; {name} stands for one of the pack's terms."""


class Use(Strict):
    """A use outside the indication. It counts for products whose own description, indications or contraindications hold `where`."""

    where: Pattern
    words: Pattern


class ClaimRule(Strict):
    """One rule; a rule may have several entries. It fires on words that match `fires`, unless words around them match `unless`."""

    id: RuleId
    severity: Severity
    fires: list[Pattern] = Field(default_factory=list)
    unless: list[Pattern] = Field(default_factory=list, description="Readings of the same words, around the match, that are innocent.")
    turn_unless: list[Pattern] = Field(default_factory=list, description="Words anywhere in the turn that make it innocent.")
    clearance: Literal["cleared", "approved", "any"] = Field(default="any", description="Only for a product whose clearance begins with this word.")
    asked: bool = Field(default=False, description="True: a question breaks it as well, as an offer does.")
    uses: list[Use] = Field(default_factory=list)
    words: dict[Id, list[Pattern]] = Field(default_factory=dict, description="Word lists of the rules that know the library.")
    why: Text
    instead: Text = Field(description="What to say instead.")


class ClaimPack(Document):
    """prompts/claims/ID.yaml: the rules of one market."""

    kind: Literal["claims"]
    market: Text
    version: Text
    terms: dict[Id, Pattern] = Field(default_factory=dict, description="Pieces that patterns share; a later one may use earlier ones.")
    innocent_after: list[Pattern] = Field(default_factory=list, description="What, shortly before the words, takes them back: you said, if, whether.")
    negated_by: list[Pattern] = Field(default_factory=list, description="The same for not, never, without: these hold up to the next clause.")
    new_clause: list[Pattern] = Field(default_factory=list, description="Where a new clause begins, over which no negation reaches: ', but it'.")
    tags: list[Pattern] = Field(default_factory=list, description="Ends that make no question of a statement: 'right?'")
    rules: list[ClaimRule] = Field(min_length=1)

    @field_validator("rules")
    @classmethod
    def _fit(cls, rules: list[ClaimRule], info: ValidationInfo) -> list[ClaimRule]:
        terms = expanded(info.data.get("terms", {}), "x")
        for rule in rules:
            patterns = [*rule.fires, *rule.unless, *rule.turn_unless, *(use.words for use in rule.uses), *(one for many in rule.words.values() for one in many)]
            for pattern in patterns:
                try:
                    filled(pattern, terms)
                except ValueError as error:
                    raise ValueError(f"{rule.id}: {pattern[:40]!r} {error}") from None
        return rules


def expanded(terms: dict[str, str], product: str) -> dict[str, str]:
    """The terms with those that they use filled in; `product` is a pattern for the product's names."""
    found = {PRODUCT: product}
    for name, pattern in terms.items():
        found[name] = filled(pattern, found)
    return found
