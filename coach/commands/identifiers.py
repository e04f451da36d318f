"""evaluate identifiers: how much of what says who somebody is, is found, and how much is taken out for nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from coach.commands.figures import mean
from coach.debrief.formats import Utterance
from coach.debrief.private import Finding, identifiers
from coach.debrief.private_words import TITLES

LEADING = re.compile(rf"(?:(?:{TITLES})\b\.? |the |on the )+", re.IGNORECASE)
"""What may stand before an identifier and stay: it says nobody's name."""


def found_in(case: dict[str, Any], ours: Sequence[str] = ()) -> list[Finding]:
    """What is found in the text of a case, said in a talk between its speakers. `ours`: names of products and companies."""
    others = [Utterance(name, "Hello.") for name in case["speakers"]]
    return [item for item in identifiers([*others, Utterance("Speaker", case["text"])], ours) if item.turn == len(others)]


def figures(cases: Sequence[dict[str, Any]], found: Sequence[Sequence[Finding]]) -> dict[str, Any]:
    """Recall: the share of identifiers of which nothing is left; precision: the share of findings that touch one; `innocent`: the
    share of innocent cases left as they are. Over all cases, over those set aside and the others, and by kind."""
    parts = {"all": lambda case: True, "aside": lambda case: case["aside"], "seen": lambda case: not case["aside"]}
    told: dict[str, Any] = {"cases": len(cases)}
    for name, belongs in parts.items():
        rows = [(case, items) for case, items in zip(cases, found, strict=True) if belongs(case)]
        if rows:
            told[name] = _part(rows)
    kinds = dict.fromkeys(one["kind"] for case in cases for one in case["find"])
    for kind in kinds:
        gone = [_gone(case, one, items) for case, items in zip(cases, found, strict=True) for one in case["find"] if one["kind"] == kind]
        told[kind] = {"recall": mean([float(one) for one in gone]), "support": len(gone)}
    return told


def _part(rows: Sequence[tuple[dict[str, Any], Sequence[Finding]]]) -> dict[str, Any]:
    gone = [_gone(case, one, items) for case, items in rows for one in case["find"]]
    right = [any(one["start"] < item.end and item.start < one["end"] for one in case["find"]) for case, items in rows for item in items]
    clear = [not items for case, items in rows if not case["find"]]
    return {
        "recall": mean([float(one) for one in gone]), "precision": mean([float(one) for one in right]), "support": len(gone),
        "innocent": mean([float(one) for one in clear]), "innocent_cases": len(clear),
    }  # fmt: skip


def _gone(case: dict[str, Any], one: dict[str, Any], items: Sequence[Finding]) -> bool:
    """Whether every letter and digit of an identifier is inside something found; a title before it may stay."""
    text, start = case["text"], one["start"]
    if before := LEADING.match(text[start : one["end"]]):
        start += before.end()
    covered = {at for item in items for at in range(item.start, item.end)}
    return all(at in covered for at in range(start, one["end"]) if text[at].isalnum())
