"""What of a typed answer to a drill question was there, and what is wrong with questions that could not be answered rightly.

A rating is the rep's own; what is found here is only a suggestion for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from coach.content.drills import DrillCard, found
from coach.content.library import Library
from coach.content.shelf import Loaded
from coach.content.yamlfile import Problem, Where
from coach.messages.claim_numbers import figures
from coach.messages.drill_swaps import swapped
from coach.messages.drill_words import TERMS, holds, unknown_terms
from coach.messages.spacing import AGAIN, GOOD, HARD


@dataclass(frozen=True)
class Checked:
    """A typed answer: the points that were there and those that were not, and the rating that would follow from it. `swapped`: those
    of the missing whose numbers were there, but each in the other's place."""

    there: list[str]
    missing: list[str]
    rating: int
    swapped: list[str] = field(default_factory=list)


def check(card: DrillCard, words: str) -> Checked | None:
    """What of a typed answer was there; None where nothing was typed. All points make 3 (good), at least half 2 (hard), fewer 1
    (again). 4 (easy) is never suggested: how easily something came only the rep knows."""
    if not words.strip():
        return None
    held = [[alternative for alternative in point.any if holds(words, alternative)] for point in card.holds]
    moved = {value for pair in swapped(card.answer, words) for value in pair}
    turned = [bool(found) and all(moved & {figure.value for figure in figures(alternative)} for alternative in found) for found in held]
    met = [bool(found) and not wrong for found, wrong in zip(held, turned, strict=True)]
    rating = GOOD if all(met) else HARD if 2 * sum(met) >= len(met) else AGAIN
    return Checked(
        [point.what for point, there in zip(card.holds, met, strict=True) if there],
        [point.what for point, there in zip(card.holds, met, strict=True) if not there],
        rating,
        [point.what for point, wrong in zip(card.holds, turned, strict=True) if wrong],
    )


def problems(loaded: Loaded) -> list[Problem]:
    """What is wrong with drill files beyond their references: an expected answer that would not be taken for right, and a
    number in it that nothing it rests on says."""
    shelf, told = loaded.shelf, []
    for (kind, id), parsed in loaded.files.items():
        if kind == "drills" and id in shelf.drills and id in shelf.libraries:
            for at, card in enumerate(shelf.drills[id].cards):
                told += [parsed.problem(("cards", at, *where), what) for where, what in _card(card, shelf.libraries[id])]
    return told


def _card(card: DrillCard, library: Library) -> Iterator[tuple[Where, str]]:
    for index, point in enumerate(card.holds):
        terms = [term for alternative in point.any for term in unknown_terms(alternative)]
        for term in terms:
            yield ("holds", index, "any"), f"no {{{term}}}; there are {', '.join(f'{{{name}}}' for name in TERMS)}"
        if not terms and not any(holds(card.answer, alternative) for alternative in point.any):
            yield ("holds", index, "any"), "is not met by the expected answer itself; add the words with which it says this"
    rests = [rest for source in card.rests if (rest := found(source, library))]
    if len(rests) < len(card.rests):
        return  # said already, and its numbers would be missing
    # A number before a dash (14-day) is a number here, whatever the dash means.
    said = {figure.value for rest in rests for text in (rest.text, rest.text.replace("-", " ")) for figure in figures(text)}
    for figure in figures(card.answer):
        if figure.value not in said and figure.value > 1:
            yield ("answer",), f"says {card.answer[figure.start : figure.end]!r}, and nothing that it rests on has that number"
