"""What must not be heard before it is earned: the facts behind undisclosed needs and interests, their numbers, names and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.content.checks import spoken
from coach.content.persona import Persona
from coach.reading.acts import plain
from coach.roleplay.records import State

SHINGLE = 5
"""Words in a row that nobody hits upon by chance."""
BY_CHANCE = 2
"""Such runs that an open line may share with something hidden: one turn of phrase. With more it repeats what is hidden."""
SMALLEST = 10
"""Numbers below are in everybody's mouth."""
SAID_TO_ANYBODY = "reactions."
"""Lines that are said whatever was asked: a hidden number or name that stands in one was not earned there either."""

_UNITS = dict(zip([
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
], range(20), strict=True))  # fmt: skip
_TENS = dict(zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_NUMBER_WORD = "|".join([*_UNITS, *_TENS, *_SCALES])
_SPELLED = re.compile(rf"\b(?:{_NUMBER_WORD})\b(?:(?:[ -]| and )(?:{_NUMBER_WORD}|point)\b)*")
_NO_NAME = frozenset([
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "christmas", "easter", "thanksgiving", "mrs",
])  # fmt: skip


def leaks(persona: Persona, state: State, text: str) -> list[str]:
    """What a text gives away that this state has not earned, a line each: 'need: the words'. Empty where nothing leaks.

    A leak is five words in a row out of a hidden fact or out of a line that discloses it; a number of two digits and more,
    in figures or words, or a person's name, that stands there and nowhere in what they may say to anyone.
    """
    found = []
    said, numbers, capitals = shingles(text), set(_numbers(text)), {word.lower() for word in re.findall(r"[A-Z][a-z]+", text)}
    for secret in _secrets(persona):
        if secret.name in state.disclosed or (state.ledger.get("stake") == "known" and secret.name == state.day.stake):
            continue
        tells = [" ".join(words) for words in sorted(secret.shingles & said)] + sorted(secret.numbers & numbers) + sorted(secret.names & capitals)
        found += [f"{secret.name}: {tell}" for tell in tells]
    return found


@dataclass(frozen=True)
class _Secret:
    """What one need or interest hides."""

    name: str
    shingles: set[tuple[str, ...]]
    numbers: set[str]
    names: set[str]


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", plain(text))


def _words(text: str) -> set[str]:
    return {word.removesuffix("'s") for word in _tokens(text)}


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every run of SHINGLE words in a text, lower case."""
    words = _tokens(text)
    return {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


def _numbers(text: str) -> Iterator[str]:
    """Numbers from SMALLEST on, in figures without commas: '$420k', '420,000' and 'four hundred and twenty thousand' are one."""
    low = plain(text)
    for figure, thousands in re.findall(r"(\d[\d,]*(?:\.\d+)?)(k\b)?", low):
        plainly = figure.replace(",", "")
        value = f"{float(plainly) * 1000:.0f}" if thousands else plainly
        if float(value) >= SMALLEST:
            yield value
    for run in _SPELLED.findall(low):
        yield from (value for value in _spelled(re.split(r"[ -]", run)) if float(value) >= SMALLEST)


def _spelled(words: list[str]) -> Iterator[str]:
    """The numbers in a run of number words: one, unless a word begins the next ('nineteen and four')."""
    total, part, decimals, begun, pointed = 0, 0, "", False, False
    for word in words:
        small = _UNITS.get(word, _TENS.get(word))
        if pointed and small is not None and small < SMALLEST:
            decimals += str(small)
            continue
        if small is not None:
            room = part % 100 == 0 if small >= SMALLEST else part % 10 == 0 and part % 100 != 10
            if begun and (pointed or not room or (part == 0 and total == 0)):
                yield f"{total + part}" + (f".{decimals}" if decimals else "")
                total, part, decimals, pointed = 0, 0, "", False
            part, begun = part + small, True
        elif word == "hundred":
            part, begun = max(part, 1) * 100, True
        elif word in _SCALES:
            total, part, begun = total + max(part, 1) * _SCALES[word], 0, True
        elif word == "point":
            pointed = True
    if begun:
        yield f"{total + part}" + (f".{decimals}" if decimals else "")


def _names(text: str) -> Iterator[str]:
    """People by first and last name or by title: words with a capital, two and more in a row, lower case; not the calendar."""
    for run in re.findall(r"(?:\b(?:Dr|Mr|Mrs|Ms)\. |\b[A-Z][a-z]+ )(?:[A-Z][a-z]+ ?)+", text):
        yield from (word.lower() for word in re.findall(r"[A-Z][a-z]{2,}", run) if word.lower().removesuffix("s") not in _NO_NAME)


def _secrets(persona: Persona) -> list[_Secret]:
    kept = _CACHE.get(id(persona))
    if kept is not None and kept[0] is persona:
        return kept[1]
    facts = {fact.id: fact.text for fact in persona.facts}
    hidden = {fact for need in persona.needs for fact in need.facts}
    card = persona.card
    known = [persona.name, persona.title, card.why, *card.known, *card.can_grant, *card.passes_on, card.week]
    known += [text for id, text in facts.items() if id not in hidden]
    lines = {place: text for place, _, text in spoken(persona) if not _discloses(place)}
    open_words = set().union(*map(shingles, known))
    answers = [*known, *(text for place, text in lines.items() if not place.startswith(SAID_TO_ANYBODY))]
    open_numbers, open_names = {number for text in answers for number in _numbers(text)}, set().union(*map(_words, answers))
    shared = [shingles(text) for text in lines.values()]

    def secret(name: str, texts: Iterable[str]) -> _Secret:
        runs = set().union(*map(shingles, texts)) - open_words
        for line in shared:
            if len(both := runs & line) <= BY_CHANCE:
                runs -= both
        numbers = {number for text in texts for number in _numbers(text)} - open_numbers
        return _Secret(name, runs, numbers, {name for text in texts for name in _names(text)} - open_names)

    made = [secret(need.need, [*(facts[id] for id in need.facts if id in facts), *need.disclose, *need.deepen]) for need in persona.needs]
    made += [secret(stake.id, [stake.text, *stake.disclose]) for stake in persona.stakes]
    if len(_CACHE) > 64:
        _CACHE.clear()
    _CACHE[id(persona)] = (persona, made)
    return made


def _discloses(place: str) -> bool:
    return place.startswith(("needs.", "stakes.")) and (".disclose." in place or ".deepen." in place)


_CACHE: dict[int, tuple[Persona, list[_Secret]]] = {}
