"""Whether a typed answer holds some words or numbers: whatever their order, case, spelling of numbers and small slips."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache

from coach.messages.claim_numbers import figures

TERMS = {
    "no": ("no", "not", "never", "none", "nothing", "nobody", "neither", "without"),
    "unknown": (
        "not know", "no idea", "not known", "nobody knows", "no data", "no study", "no studies", "no trial", "no evidence", "not studied",
        "never studied", "not measured", "nobody measured", "never measured", "not counted", "nobody counted", "never counted", "not tested",
        "not timed", "not looked", "nobody looked", "can not tell", "can not say", "could not tell", "could not say", "can not answer", "not sure",
        "nothing to show", "have nothing", "not compared", "nobody compared", "no head to head", "no comparison",
    ),
    "medical": ("medical information", "medical affairs", "med info", "medical team", "medinfo"),
}  # fmt: skip
"""What {no}, {unknown} and {medical} stand for in `any`: one of these is enough."""
_TERM = re.compile(r"\{(\w+)\}")
_SMALL = re.compile(r"a|an|the|of|to|in|on|at|for|is|are|was|were|be|been|it|its|and|or|with|by|that|this|i|we|you|they|do|does|did|there|then|just")
_FULL = (
    (r"\b(do|does|did|is|was|are|has|have|would|could|should|must|ca|wo)nt\b", r"\1n't"),
    (r"\bcannot\b", "can not"),
    (r"\bcan't\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"n't\b", " not"),
    (r"'(?:s|re|ve|ll|d|m)\b", ""),
)
_ALIKE = {
    "min": "minut", "hr": "hour", "sec": "second", "cm": "centimeter", "centimetr": "centimeter", "ml": "milliliter", "millilitr": "milliliter",
    "fridg": "refrigerator", "mic": "microliter", "third": "#3", "fourth": "#4", "fifth": "#5", "sixth": "#6", "seventh": "#7", "eighth": "#8",
    "ninth": "#9", "tenth": "#10",
}  # fmt: skip
"""Stems that mean the same; 'first' and 'second' stay words, because a second is also a time."""
_WORD = re.compile(r"#[\d.]+|[a-z]+")
_NUMBERS = re.compile(
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|k"
)
"""Said as numbers already."""
ROOM = 6
"""So many other words may stand between those of one alternative."""
ALIKE = 0.84
"""From this likeness on (difflib's ratio) a longer word is taken for a slip of the pen."""
ROUNDED = 0.05
"""A figure with a fraction may be rounded as long as it stays this close."""


def holds(words: str, alternative: str) -> bool:
    """Whether the words hold all of an alternative, near to one another. A {term} is held where one of its phrases is."""
    if term := _TERM.fullmatch(alternative.strip()):
        return any(holds(words, phrase) for phrase in TERMS.get(term[1], ()))
    said, wanted = _tokens(words), _tokens(alternative)
    if not wanted:
        return False
    places = [{at for at, token in enumerate(said) if _same(token, want)} for want in wanted]
    span = len(wanted) + ROOM
    return any(all(any(start <= at < start + span for at in some) for some in places) for start in range(len(said)))


def words_of(text: str) -> set[str]:
    """The words of a text that carry meaning, by their stems, without numbers."""
    return {token for token in _tokens(text) if not token.startswith("#")}


def unknown_terms(alternative: str) -> list[str]:
    """The {terms} of an alternative that stand for nothing."""
    return [name for name in _TERM.findall(alternative) if name not in TERMS]


@lru_cache(maxsize=2048)
def _tokens(text: str) -> tuple[str, ...]:
    """The words that count, by their stems; numbers as '#9.2', however they were written."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    plain = bare.lower().replace("\u2019", "'").replace("\u2018", "'")
    plain = re.sub(r"(\d),(?=\d{3}\b)", r"\1", plain)
    plain = re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", plain)
    plain = re.sub(r"(\d)(?!k\b)(?=[a-z])", r"\1 ", plain)
    plain = re.sub(r"[-\u2010-\u2015/]", " ", plain)
    for pattern, full in _FULL:
        plain = re.sub(pattern, full, plain)
    parts, end = [], 0
    for figure in figures(plain):
        parts += [plain[end : figure.start], f" #{figure.value:g} "]
        end = figure.start
    parts.append(plain[end:])
    return tuple(_stem(word) for word in _WORD.findall("".join(parts)) if not _SMALL.fullmatch(word) and not _NUMBERS.fullmatch(word))


def _stem(word: str) -> str:
    """The word without the endings that change from speaker to speaker."""
    bare = _ended(word)
    return _ALIKE.get(bare, bare)


def _ended(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "s", "ly"):
        if len(word) - len(ending) >= 3 and word.endswith(ending) and not word.endswith("ss"):
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


def _same(said: str, wanted: str) -> bool:
    if wanted.startswith("#"):
        return said.startswith("#") and _near(float(said[1:]), float(wanted[1:]))
    if said == wanted:
        return True
    return len(wanted) >= 5 and abs(len(said) - len(wanted)) <= 2 and difflib.SequenceMatcher(None, said, wanted).ratio() >= ALIKE


def _near(said: float, wanted: float) -> bool:
    """Equal, or the wanted figure rounded: '9' for 9.2, '0.8' for 0.81. Whole numbers are not rounded."""
    if said == wanted:
        return True
    step = 1 if said == int(said) else 0.1
    return wanted != int(wanted) and abs(said - wanted) <= step / 2 + 1e-9 and abs(said - wanted) <= ROUNDED * wanted
