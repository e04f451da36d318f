"""The terms of a library and the names of a place, for whoever writes speech down: what a dictionary does not have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from coach.content.library import Library
from coach.content.persona import Persona

MOST = 24
"""Few: with sixty terms Whisper base went on with the list where the talk had ended."""
LONG = 8
"""Letters from which a word that comes again and again is a term of the trade rather than everyday English."""
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)(?<!\w)(?:[A-Z][a-z]{2,}|[A-Z]{3,5})(?:[ -](?:[A-Z][a-z]+|[A-Z]{2,}))*\b")
_EVERYDAY = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"any\w+|some\w+|patients?|practices?|hospitals?|different|included?|possible|questions?|complete|continue|information|requests?|compared|watching|"
    r"appointment|watched|standard|business|weekdays|reported|answered|american|eastern|before\w*|about|nothing|everybody|together|anybody|trainers?",
    re.IGNORECASE,
)


def glossary(library: Library | None, persona: Persona | None = None) -> list[str]:
    """Terms in the order in which they matter, at most MOST: product and company, whose trials, who is there, names and then the
    long words that come most often."""
    found: dict[str, None] = {}
    texts: list[str] = []
    if persona is not None:
        found[persona.name.replace("Dr. ", "")] = None  # A stop in the list makes Whisper say the name after whatever was said.
        texts += [*persona.card.known, *persona.card.passes_on, *persona.card.trusts]
    if library is not None:
        product = library.product
        found = dict.fromkeys([product.name, product.company]) | found
        found |= dict.fromkeys(name for study in library.evidence.studies if len(name := study.citation.split()[0].strip(",.:")) > 2)
        texts += [product.what, product.clearance, *product.indications, *product.contraindications, *product.risks, *product.facts, *product.alternatives]
        texts += [study.endpoint for study in library.evidence.studies]
    for name in _names(texts):
        if not any(name in other for other in found):
            found[name] = None
    often = Counter(word for text in texts for word in re.findall(rf"(?<!\w)[a-z-]{{{LONG},}}", text) if not _EVERYDAY.fullmatch(word))
    found |= dict.fromkeys(word for word, _ in often.most_common(MOST))
    return list(found)[:MOST]


def _names(texts: Iterable[str]) -> Iterable[str]:
    """What is written with a capital in the middle of a sentence."""
    counted = Counter(match for text in texts for match in _NAME.findall(text))
    wanted = [name for name, _ in counted.most_common(MOST) if not _EVERYDAY.fullmatch(name)]
    return sorted(wanted, key=len, reverse=True)  # Whole names before their parts, which then need no place of their own.
