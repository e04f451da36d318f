"""Numbers as they are said: '9.2 percent', 'sixteen and a half', '$3,150', 'week 48', '31 of the 53'."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_ONES = dict(zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], range(1, 10), strict=True))
_TEENS = dict(zip(["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"], range(10, 20), strict=True))
_TENS = dict(zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True))
_BIG = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_WORD = "|".join((*_ONES, *_TEENS, *_TENS, *_BIG))
_NUMBER = re.compile(
    rf"(?P<minus>(?<![\w.,:/)-])[-\u2212](?=\$?\d))?(?P<money>\$ ?)?(?(minus)|(?<![\w.,:/-]))(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<k>k\b)?|"
    rf"(?P<words>\b(?:{_WORD})(?:(?:[- ]| and )(?:{_WORD}))*\b))(?P<half> and a half\b)?(?P<big> (?:thousand|million)\b)?",
    re.IGNORECASE,
)
_NOT_A_FIGURE = re.compile(r"(?:st|nd|rd|th)\b|:\d|/\d|-\d{3}|[A-Za-z]")
_AFTER = re.compile(
    r"[- ]?(?:(?P<percent>%|percent\b|per cent\b)|(?P<points>(?:percentage )?points?\b)|(?P<money>dollars?\b|bucks\b)|(?P<minutes>min(?:ute)?s?\b)|(?P<seconds>seconds?\b)|"
    r"(?P<hours>hours?\b|h\b)|(?P<days>days?\b)|(?P<weeks>weeks?\b)|(?P<months>months?\b)|(?P<years>years?\b)|(?P<ml>ml\b|millilit\w+)|(?P<mmhg>mm ?hg\b|millimet\w+)|"
    r"(?P<grams>g\b|grams?\b)|(?P<people>(?:\w+[- ]){0,3}?(?:patients|people|nurses|hospitals|practices|surgeons|volunteers|members|users|requests)\b))",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(minute|hour|day|week|month|year)s? $", re.IGNORECASE)
_RATIO = re.compile(r" (?:out of|of|in)(?: the| every)? (?=\d|(?:" + _WORD + r")\b)", re.IGNORECASE)
_LINK = re.compile(r"(?: with [\w ]+?)?,? (?:against|to|and|versus|vs\.?|or|down to|up to) (?:about |around |over |from )?\$?", re.IGNORECASE)
_AGAINST = re.compile(r"^[^.;?!]*\b(?:against|to|versus|vs\.?|down to) (?:about |around )?$", re.IGNORECASE)
SHARED = ("percent", "points", "money")
TIMES = ("minutes", "seconds", "hours", "days", "weeks", "months", "years")


@dataclass(frozen=True)
class Figure:
    """One number. `unit` is empty where none was said; `start` and `end` index the text; `ratio`: the first of 'N of M'."""

    value: float
    unit: str
    start: int
    end: int
    ratio: bool = False

    @property
    def telling(self) -> bool:
        """Rare enough that sharing it means talking about the same result."""
        return self.unit in ("percent", "points", "money") or self.value != int(self.value) or self.value >= 100

    def fits(self, other: Figure) -> bool:
        """The same unit; a number without a unit goes with any but a length of time."""
        loose = ("", "people")
        return self.unit == other.unit or (self.unit in loose and other.unit not in TIMES) or (other.unit in loose and self.unit not in TIMES)

    def same(self, other: Figure) -> bool:
        return self.fits(other) and abs(self.value - other.value) < 1e-9

    def near(self, other: Figure) -> bool:
        """The same within what rounding takes away: half a step of the last digit said, or one in thirty."""
        step = 0.5 if self.value == int(self.value) else 0.05
        return self.fits(other) and abs(self.value - other.value) <= max(step, abs(other.value) / 30) + 1e-9


def figures(text: str) -> list[Figure]:
    """The numbers of a text in order, without clock times, days of the month and years of the calendar. A minus is left off, because
    people say "ninety below" and "seven points fewer"."""
    found = []
    for match in _NUMBER.finditer(text):
        end = match.end()
        if match["digits"] and not match["k"] and not match["half"] and not match["big"] and _NOT_A_FIGURE.match(text, end):
            unit_glued = _AFTER.match(text, end)
            if not unit_glued:
                continue
        value = float(match["digits"].replace(",", "")) if match["digits"] else _said(match["words"])
        value += 0.5 if match["half"] else 0
        value *= 1_000 if match["k"] else _BIG[match["big"].strip().lower()] if match["big"] else 1
        after, before = _AFTER.match(text, end), _BEFORE.search(text[: match.start()])
        unit = "money" if match["money"] else after.lastgroup or "" if after else before[1].lower() + "s" if before else ""
        if unit == "" and match["digits"] and 1990 <= value <= 2040 and value == int(value):
            continue
        found.append(Figure(value, unit, match.start(), after.end() if after and unit != "people" else end, bool(_RATIO.match(text, end))))
    return _shared(found, text)


def _shared(found: list[Figure], text: str) -> list[Figure]:
    """'16.5 against 9.2 percent', '31 percent off them, against 18': the unit is said once and meant for both."""
    for at, figure in enumerate(found):
        if figure.unit == "":
            after = found[at + 1] if at + 1 < len(found) else None
            if after and after.unit in SHARED and _LINK.fullmatch(text[figure.end : after.start]):
                found[at] = replace(figure, unit=after.unit)
            elif at and found[at - 1].unit in SHARED and _AGAINST.search(text[found[at - 1].end : figure.start]):
                found[at] = replace(figure, unit=found[at - 1].unit)
    return found


def _said(words: str) -> float:
    """'two hundred and six' as 206; words that do not add up ('four eight') as the last of them."""
    total, part = 0, 0
    for word in re.split(r"[- ]+", words.lower()):
        if word in _BIG:
            part = max(part, 1) * _BIG[word]
            if _BIG[word] > 100:
                total, part = total + part, 0
        elif word != "and":
            value = _ONES.get(word) or _TEENS.get(word) or _TENS.get(word, 0)
            fits = part == 0 or part % 100 == 0 or (value < 10 and part % 10 == 0 and part % 100 >= 20)
            part = part + value if fits else value
    return float(total + part)
