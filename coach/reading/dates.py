"""Dates as people say them: found in a text, and counted from a day.

One table of phrases serves both: its rows joined make the pattern that finds, and the first row that fits words says
which day they mean. Words that name no single day ("Christmas", "3/4", "before your committee meets") are found and kept;
their day is None.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
FRIDAY = 4


@dataclass(frozen=True)
class Said:
    """A date in a text: text[start:end], with its preposition. `kind`: day, date, clock, period, span or event."""

    start: int
    end: int
    kind: str


Resolve = Callable[[re.Match[str], date], date | None]

_ONES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEENS = ["tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"]
_ORDINALS = {word: at for at, word in enumerate([*_ONES, *_TEENS, *(f"twenty {one}" for one in _ONES), "thirtieth", "thirty first"], 1)}
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"]
_COUNTS = {word: at for at, word in enumerate(_NUMBERS, 1)} | {
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "twenty": 20,
    "thirty": 30,
    "twenty-four": 24,
    "forty-eight": 48,
}

_WD = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|weds?|thu|thurs?|fri)\b"
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
_WORD_DAY = "(?:" + "|".join(sorted((word.replace(" ", "[- ]") for word in _ORDINALS), key=len, reverse=True)) + ")"
_NTH = r"\d{1,2}(?:st|nd|rd|th)"
_YEAR = r"(?:,?\s+(\d{4}))?"
_COUNT = r"(\d{1,3}|" + "|".join(sorted(_COUNTS, key=len, reverse=True)) + ")"
_ON = r"(?:by|on|before|until|till|for)"
_HOUR = "(?:" + "|".join(_NUMBERS[:12]) + ")"
_CLOCK = (
    rf"(?:half\s+(?:past\s+)?(?:{_HOUR}|\d{{1,2}})|quarter\s+(?:to|past)\s+\w+|"
    rf"\d{{1,2}}(?:[:.]\d{{2}})?(?:\s?(?:am|pm|a\.m\.|p\.m\.|o'clock))?|{_HOUR}(?:\s+(?:thirty|fifteen|o'clock))?)"
)
_EVENT = r"(?:(?!(?:and|but|i|i'll|so|could|can|would|then|or|please|because|if|thanks|thank|let|shall)\b)[\w'-]+)"
_OWNER = r"(?:the|your|our|my|his|her|their|any|its)"
_OCCASION = r"(?:meeting|committee|visit|session|clinic|board|review|call|round|appointment|audit|holidays?|deadline|tender)"


def coming(on: date, weekday: int) -> date:
    """The next such weekday after `on`; on that weekday itself, a week later."""
    return on + timedelta(days=(weekday - on.weekday() - 1) % 7 + 1)


def _in_week(on: date, weekday: int, weeks: int) -> date:
    """That weekday of the Monday-to-Sunday week `weeks` after the one of `on`."""
    return on + timedelta(days=weekday - on.weekday() + 7 * weeks)


def _this_friday(on: date) -> date:
    """Friday of this week; at a weekend the next one, for this week's is over."""
    return on + timedelta(days=(FRIDAY - on.weekday()) % 7)


def _weekday(words: str) -> int:
    return next(at for at, name in enumerate(WEEKDAYS) if words.startswith(name[:3]))


def _month(words: str) -> int:
    return next(at for at, name in enumerate(MONTHS, 1) if words.startswith(name[:3]))


def _number(words: str) -> int:
    digits = re.match(r"\d+", words)
    return int(digits.group()) if digits else _ORDINALS.get(words.replace("-", " "), _COUNTS.get(words, 0))


def _month_end(on: date, months: int) -> date:
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _next_day(on: date, day: int, month: int | None, year: str | None = None) -> date | None:
    """The next date with that day of the month (and that month) on or after `on`; in a year that was named, that one."""
    if year and month:
        return _valid(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for ahead in range(0, 14):
        end = _month_end(on, ahead)
        if (month is None or end.month == month) and day <= end.day and (found := _valid(end.year, end.month, day)) and found >= on:
            return found
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _figures(match: re.Match[str], on: date) -> date | None:
    """'14/12': day and month in either order, where only one of them makes a date."""
    one, two, year = int(match[1]), int(match[2]), match[3]
    readings = {found for day, month in ((one, two), (two, one)) if 1 <= month <= 12 and (found := _next_day(on, day, month, year))}
    return readings.pop() if len(readings) == 1 else None


def _day_of_month(match: re.Match[str], on: date) -> date | None:
    if "next month" in match[0]:
        end = _month_end(on, 1)
        return _valid(end.year, end.month, _number(match[1]))
    return _next_day(on, _number(match[1]), None)


def _ahead(match: re.Match[str], on: date) -> date | None:
    """'in two weeks', 'within ten working days': the last day of it."""
    count, unit = _number(match[1]), match[3]
    if unit.startswith("month"):
        end = _month_end(on, count)
        return end.replace(day=min(on.day, end.day))
    if unit.startswith(("hour", "minute")):
        hours = count if unit.startswith("hour") else 0
        return on + timedelta(days=hours // 24)
    if unit.startswith("day") and match[2]:
        for _ in range(count):
            on += timedelta(days=3 if on.weekday() == FRIDAY else 2 if on.weekday() == FRIDAY + 1 else 1)
        return on
    return on + timedelta(days=count * {"d": 1, "w": 7, "f": 14}[unit[0]])


def _counted_from(match: re.Match[str], on: date) -> date | None:
    """'a week from Friday', 'a fortnight on Monday': so many weeks after that day."""
    weeks = _number(match[1]) * (2 if match[2].startswith("f") else 1)
    return _base(match[3], on) + timedelta(weeks=weeks)


def _base(words: str, on: date) -> date:
    if words in ("today", "now"):
        return on
    return on + timedelta(days=1) if words == "tomorrow" else coming(on, _weekday(words))


def _part_of_week(match: re.Match[str], on: date) -> date | None:
    """The latest day it can mean: 'next week' is its Friday, 'early' its Tuesday, 'mid' its Wednesday."""
    part, later = match[1] or "", match[2] == "next"
    day = 0 if part.startswith(("start", "beginning", "first")) else 1 if part.startswith("early") else 2 if part.startswith("mid") else FRIDAY
    return _in_week(on, day, 1) if later else _this_friday(on) if day == FRIDAY else _later(_in_week(on, day, 0), on)


def _later(found: date, on: date) -> date | None:
    return found if found >= on else None


def _none(match: re.Match[str], on: date) -> date | None:
    return None


def _nth(match: re.Match[str], on: date) -> date | None:
    return _next_day(on, _number(match[1]), _month(match[2]), match[3])


def _month_nth(match: re.Match[str], on: date) -> date | None:
    return _next_day(on, _number(match[2]), _month(match[1]), match[3])


# (kind, pattern, day). Order matters: the longer reading first. Every week here runs from Monday to Sunday.
ROWS: list[tuple[str, str, Resolve]] = [
    ("date", r"(\d{4})-(\d{2})-(\d{2})\b", lambda m, on: _valid(int(m[1]), int(m[2]), int(m[3]))),
    ("date", rf"{_ON}\s+(?:the\s+)?(\d{{1,2}})/(\d{{1,2}})(?:/(\d{{4}}|\d{{2}}))?\b(?!/)", _figures),
    ("date", rf"{_ON}\s+(?:the\s+)?(\d{{1,2}})\.(0?[1-9]|1[0-2])\.(\d{{4}})?", lambda m, on: _next_day(on, int(m[1]), int(m[2]), m[3])),
    ("date", rf"(?:the\s+)?({_NTH}|\d{{1,2}}|{_WORD_DAY})(?:\s+of)?\s+({_MONTH}){_YEAR}", _nth),
    ("date", rf"(?:the\s+)?({_NTH}|\d{{1,2}}|{_WORD_DAY})\s+of\s+(may)\b{_YEAR}", _nth),
    ("date", rf"(?:(?:{_ON}\s+)(?:the\s+)?\d{{1,2}}|{_NTH})\s+may\b(?:,?\s+\d{{4}})?", lambda m, on: _may(m[0], on)),
    ("date", rf"({_MONTH})\s+(?:the\s+)?({_NTH}|\d{{1,2}}\b|{_WORD_DAY}\b){_YEAR}", _month_nth),
    ("date", rf"{_ON}\s+(may)\s+(?:the\s+)?({_NTH}|\d{{1,2}}\b|{_WORD_DAY}\b){_YEAR}", _month_nth),
    ("period", rf"(?:the\s+)?week\s+of\s+(?:the\s+)?({_NTH})\b", lambda m, on: _week_of(_next_day(on, _number(m[1]), None))),
    ("date", rf"the\s+({_NTH})\b(?:\s+of\s+(?:this|next|the)\s+month)?", _day_of_month),
    ("date", rf"{_ON}\s+({_NTH})\b", _day_of_month),
    ("date", rf"the\s+({_WORD_DAY})\b(?:\s+of\s+(?:this|next|the)\s+month)?(?!\s+of\b)", _day_of_month),
    ("span", rf"(?:in\s+)?{_COUNT}\s+(weeks?|fortnights?)(?:'s?\s+time)?\s+(?:from|on|after)\s+({_WD}|today|tomorrow|now)", _counted_from),
    ("span", r"(a)\s+(week|fortnight)\s+(today|tomorrow)\b", _counted_from),
    ("day", rf"({_WD}|today|tomorrow)\s+(week|fortnight)\b", lambda m, on: _base(m[1], on) + timedelta(weeks=2 if m[2] == "fortnight" else 1)),
    ("day", rf"({_WD})\s+(?:of\s+|in\s+)?(?:the\s+)?week\s+after\s+next", lambda m, on: _in_week(on, _weekday(m[1]), 2)),
    ("day", rf"(?:the\s+)?({_WD})\s+after\s+next\b", lambda m, on: coming(on, _weekday(m[1])) + timedelta(weeks=1)),
    ("period", r"(?:the\s+)?week\s+after\s+next\b", lambda m, on: _in_week(on, FRIDAY, 2)),
    ("day", rf"({_WD})\s+(?:of\s+|in\s+)?next\s+week\b", lambda m, on: _in_week(on, _weekday(m[1]), 1)),
    ("day", rf"next\s+week(?:,?\s+(?:on|by))?\s+({_WD})", lambda m, on: _in_week(on, _weekday(m[1]), 1)),
    ("day", rf"({_WD})\s+(?:of\s+)?this\s+week\b", lambda m, on: coming(on, _weekday(m[1]))),
    ("day", rf"(?:next\s+({_WD})|({_WD})\s+next\b(?!\s+(?:week|month|to|door)))", lambda m, on: _in_week(on, _weekday(m[1] or m[2]), 1)),
    ("day", rf"(?:(?:this|the)\s+)?(?:coming\s+)?({_WD})", lambda m, on: coming(on, _weekday(m[1]))),
    ("day", r"(?:the\s+)?day\s+after\s+tomorrow\b", lambda m, on: on + timedelta(days=2)),
    ("day", r"in\s+the\s+morning\b|tomorrow\b", lambda m, on: on + timedelta(days=1)),
    ("day", r"(?:later\s+)?(?:today|this\s+(?:afternoon|evening|morning))\b|tonight\b|overnight\b", lambda m, on: on),
    ("period", r"(?:the\s+)?(early|mid|middle\s+of|late|later|(?:the\s+)?(?:very\s+)?(?:end|start|beginning)\s+of|first\s+thing)?\s*(?:the\s+)?(next|"
        r"this)\s+week\b", _part_of_week),
    ("period", r"(?:the\s+)?(?:very\s+)?(?:end\s+of\s+(?:the\s+)?|close\s+of\s+the\s+)week\b|week's\s+end\b|"
        r"before\s+the\s+weekend\b", lambda m, on: _this_friday(on)),
    ("period", r"after\s+the\s+weekend\b", lambda m, on: coming(on, 0)),
    ("period", r"next\s+weekend\b", lambda m, on: _in_week(on, 6, 1)),
    ("period", r"(?:this|the|at\s+the|over\s+the)\s+weekend\b", lambda m, on: _in_week(on, 6, 0)),
    ("period", r"(?:the\s+)?end\s+of\s+next\s+month\b|next\s+month\b", lambda m, on: _month_end(on, 1)),
    ("period", r"(?:the\s+)?end\s+of\s+(?:the|this)\s+month\b|this\s+month\b|month[- ]end\b", lambda m, on: _month_end(on, 0)),
    ("period", rf"(?:the\s+)?end\s+of\s+({_MONTH}|may\b)", lambda m, on: _month_end(on, (_month(m[1]) - on.month) % 12)),
    ("period", r"(?:the\s+)?end\s+of\s+(?:the|this)\s+year\b|year[- ]end\b", lambda m, on: date(on.year, 12, 31)),
    ("span", r"(?:in|within|over)\s+(?:the\s+next\s+)?(?:a\s+(?:week|day|month)\s+or\s+(?:two|so)|(?:\w+)\s+(?:or|to)\s+\w+\s+(?:days|weeks|months)|"
        r"(?:a\s+few|several|some)\s+(?:days|weeks|months))\b", _none),
    ("span", rf"(?:in|within|inside|over)\s+(?:the\s+next\s+)?{_COUNT}\s+(working\s+|business\s+)?(hours?|days?|weeks?|fortnights?|"
        rf"months?)\b(?:'s?\s+time)?", _ahead),
    ("span", rf"(?:in|within)\s+{_COUNT}()\s+(minutes)\b", _ahead),
    ("span", rf"{_COUNT}()\s+(days?|weeks?|months?)(?:'s?\s+time|\s+from\s+(?:now|today))\b", _ahead),
    ("clock", r"(?:by|at|before|around)\s+(?:noon|midday|lunch(?:time)?|tea\s?time)\b|(?:by\s+)?(?:the\s+)?(?:end\s+of\s+(?:the\s+|my\s+)?(?:day|"
        r"business|play|shift)|close\s+of\s+(?:business|play)|cob|eod)\b|within\s+the\s+hour\b", lambda m, on: on),
    ("clock", rf"(?:by|at|before|around)\s+{_CLOCK}(?<=am|pm|ck|m\.)|by\s+{_CLOCK}(?=\s*(?:[.,;!?]|$))", lambda m, on: on),
    ("clock", rf"(?:at|around)\s+{_CLOCK}(?=\s*(?:[.,;!?]|$))", _none),
    ("event", r"(?:(?:by|before|around|over|at|after|until)\s+)?(?:christmas|easter|new\s+year(?:'s)?|thanksgiving)\b(?:\s+(?:eve|day|break))?", _none),
    ("event", rf"(?:by|in|before|until|during|(?:in\s+)?(?:early|mid|late)[- ])\s*(?:{_MONTH}|may(?=\s*(?:[.,;!?]|$)))(?!\s+(?:report|numbers|list|"
        rf"figures))", _none),
    ("event", r"(?:by|in|before|until|(?:by\s+)?(?:the\s+)?end\s+of)\s+(?:the\s+|this\s+|next\s+)?(?:quarter|spring|summer|autumn|winter|q[1-4]|year|"
        r"next\s+year)\b|next\s+(?:quarter|year)\b", _none),
    ("event", r"(?:the\s+)?(?:week|day|month)\s+after\b(?:\s+that\b)?|the\s+following\s+(?:week|day|month)\b|by\s+then\b", _none),
    ("event", rf"(?:before|by\s+the\s+time)\s+(?:(?:(?!the\b){_OWNER}|we|you|they|she|he|it)\s+|the\s+(?:\w+\s+)?(?={_OCCASION}))"
        rf"{_EVENT}(?:\s+{_EVENT}){{0,6}}", _none),
    ("event", rf"(?:by|at|in\s+time\s+for|ahead\s+of)\s+{_OWNER}\s+(?:next\s+)?(?:\w+\s+)?{_OCCASION}\b", _none),
]  # fmt: skip


def _may(words: str, on: date) -> date | None:
    found = re.search(r"(\d{1,2})\D+may(?:,?\s+(\d{4}))?", words)
    return _next_day(on, int(found[1]), 5, found[2]) if found else None


def _week_of(day: date | None) -> date | None:
    return _in_week(day, FRIDAY, 0) if day else None


_READ = [(kind, re.compile(rf"\b(?:{pattern})", re.IGNORECASE), day) for kind, pattern, day in ROWS]
_BEFORE = (
    r"(?:(?:by(?!\s+(?:on|the time)\b)|on|before|until|till|no\s+later\s+than|not\s+later\s+than|within|at|around|for(?!\s+(?:by|before|on)\b)|"
    r"starting(?:\s+(?:on|from))?|due(?:\s+on)?|"
    r"first\s+thing(?:\s+on)?|early(?:\s+on)?|late(?:\s+on)?|some\s?time|(?:on\s+)?the\s+(?:morning|afternoon|evening)\s+of)\s+)"
)
_AFTER = (
    rf"(?:,?\s+(?:first\s+thing|(?:at\s+the\s+)?(?:very\s+)?latest|morning|afternoon|evening|night|lunch(?:time)?|noon|midday|"
    rf"(?:by|at|before|around|from)\s+(?:noon|midday|lunch(?:time)?|{_CLOCK})(?!\s+(?:the|of)\b)|{_CLOCK}(?=\s*(?:[.?!]|$))|end\s+of\s+(?:the\s+)?day)\b)"
)
_FIND = re.compile(rf"\b{_BEFORE}{{0,2}}(?:{'|'.join(f'(?P<r{at}>{pattern})' for at, (_, pattern, _) in enumerate(ROWS))}){_AFTER}{{0,2}}", re.IGNORECASE)
_CUE = re.compile(
    rf"\b(?:{_WD}|to(?:day|morrow|night)\b|overnight|days?\b|week(?:s|end|-end)?\b|fortnights?\b|months?\b|year|quarter\b|hours?\b|minutes\b|"
    rf"(?:this|the) (?:morning|evening|afternoon)|noon\b|midday|lunch|tea\s?time|\d{{1,2}}(?:st|nd|rd|th)\b|\d{{1,4}}[/.-]\d|(?:by|at|around|"
    rf"before)\s+{_CLOCK}|{_WORD_DAY}\b|{_MONTH}|"
    rf"may\b|before\b|by the (?:time|end)\b|by then\b|(?:end|close) of\b|(?:cob|eod|q[1-4])\b|christmas|easter|thanksgiving|"
    rf"(?:spring|summer|autumn|winter)\b|{_OCCASION}\b)"
)
_START = re.compile(
    rf"\b(?:by|on|before|until|till|no later|not later|within|inside|in|over|at|around|for|come|starting|due|first thing|early|later?|mid|middle|"
    rf"some ?time|the|this|next|an?|during|after|ahead|"
    rf"very|start|beginning|end|close|coming|week|month|year|day|today|tomorrow|tonight|overnight|{_WD}|{_MONTH}|\d+|cob|eod|christmas|easter|new|"
    rf"thanksgiving|{_COUNT}\b|{_WORD_DAY}\b|week's)(?![a-z'])"
)
_REACH = 44
"""Characters before a cue in which its phrase may start: 'by the morning of Thursday'."""
MAX_TRIES = 120
"""Places in a text where a date is looked for; nobody makes that many plans in one breath."""

_OTHERS = re.compile(
    r"\b(?:last|past|previous|since|every|each|any|(?<!, )from|about|regarding|than|back to|between|of|most|not before|both|(?:on|for) an?|"
    r"\d+ (?:patients|cases) (?:on|in))(?:\s+the)?\s*$"
)
"""What stands before a date that tells of something else: 'from last Thursday', 'about Friday'."""
_TOLD = re.compile(
    r"\b(?:i|we|you|he|she|they|who|which|that|it)(?:'ve|'d| have| had)? (?:\w+ ){0,3}?(?:\w{2,}ed|sent|told|said|saw|met|spoke|gave|showed|brought|did|"
    r"was|were|had|"
    r"wrote|made|got|took|heard|lost|read|ran|went|came|left|found|began)\b(?:\s+\w+){0,3}\s*$"
)
"""A past clause of its own just before a date without 'by': 'the form you sent on Monday'."""
_BOUND = re.compile(r"(?:by|before|until|within|in|no later|tomorrow|next|the day after|for by)\b")
_HAPPENS = re.compile(
    r"\b(?:meets|starts|begins|opens|closes|runs|is|are|was|were|sits|happens|goes|comes|came|went|falls|ends|has|had|starting|happening)(?:\s+(?:only|"
    r"again|back|there|up|due))?\s*$"
)
_NOUN = re.compile(
    r"\s+(?:clinics?|lists?|theatres?|meetings?|rounds?|huddles?|sessions?|slots?|numbers?|reports?|minutes|committees?|patients?|cases?|teams?|shifts?|"
    r"figures|surgery|surgeries|conference|rota|handover|floors?|page|time|audit|review|data|emails?|issue|edition|half|step|thing|one|two|weeks?|days?|"
    r"months?|few|year)\b"
)
_DETERMINED = re.compile(r"\b(?:the|your|our|my|his|her|their|its|that|those|these|a|an|whole)\s*$")
_PLAIN = re.compile(
    r"\s*(?:$|[^\w\s])|\s+(?:and|or|but|so|then|at|by|on|in|with|for|to|from|if|when|because|as|i|i'll|i'm|we|we'll|you|you'll|he|she|they|it|that|this|"
    r"the|a|could|can|would|will|shall|"
    r"should|let|please|thanks|thank|okay|ok|morning|afternoon|evening|night|noon|before|after|around|latest|first|no|not|wait|actually|sorry|hang|make|maybe|"
    r"or|using|via|through|next|week|what|how|who|is|does|do|are|works?|suits?|fits?|once|while|until|right|alright|yes|yeah|again|instead|too|there|"
    r"together|your|my|our|of|about|you're|we're|it's|that's|don't|unless|suit|say|um|uh|like)\b"
)


def dates(text: str) -> list[Said]:
    """The dates in a text that say when something is to happen, in order; not those that belong to something else ('the
    numbers from last Thursday', 'the Friday clinic'). `text` is lower case with straight quotes."""
    found: list[Said] = []
    for match in _phrases(text):
        if _elsewhere(text, match):
            continue
        kind = _kind(match)
        end = match.end()
        last = found[-1] if found else None
        if last and last.kind != kind and not {last.kind, kind} & {"period", "span"} and re.fullmatch(r",?\s+", text[last.end : match.start()]):
            found[-1] = Said(last.start, end, last.kind)  # "Thursday, the 10th", "by noon on Friday"
        else:
            found.append(Said(match.start(), end, kind))
    return found


def _phrases(text: str) -> Iterator[re.Match[str]]:
    """All date phrases from left to right. The big pattern is tried only before a word that a date cannot do without."""
    at, tries = 0, 0
    for cue in _CUE.finditer(text):
        for start in _START.finditer(text, max(at, cue.start() - _REACH), cue.end() + 1):
            if start.start() < at:
                continue
            tries += 1
            if tries > MAX_TRIES:
                return
            if match := _FIND.match(text, start.start()):
                at = match.end()
                yield match
                break
            at = start.start() + 1


def _kind(match: re.Match[str]) -> str:
    return ROWS[int((match.lastgroup or "r0")[1:])][0]


_ATTRIBUTE = re.compile(rf"\b{_OWNER}\s+{_WD}\s+(?!morning|afternoon|evening|night|after|week|fortnight|of|at|by|before|first|next|the|or|and)(?=[a-z])")
"""'before your Monday list': Monday is the name of the list."""


def _elsewhere(text: str, match: re.Match[str]) -> bool:
    words, end = match[0], match.end()
    before = text[max(0, match.start() - 60) : match.start()]
    if _OTHERS.search(before) or text.startswith("'s", end):
        return True
    bound = _BOUND.match(words) is not None
    if not bound and (_TOLD.search(before) or _HAPPENS.search(before)):
        return True
    if _kind(match) in ("event", "clock", "span"):
        return False
    held = _DETERMINED.search(before) or re.search(r"\b(?:the|this)\s+(?:coming\s+)?\S+$", words)
    if _NOUN.match(text, end):
        return True
    ordinal = re.search(rf"\b{_WORD_DAY}$", words) is not None
    attributive = held is not None and re.search(rf"{_WD}$", words) is not None
    return (attributive or ordinal) and not _PLAIN.match(text, end)


def resolved(words: str | None, on: date | None) -> str | None:
    """The day that words mean, as an ISO date on or after `on`; None without `on`, and where the words name no single day."""
    if not words or not on:
        return None
    low = words.lower().replace("\u2019", "'")
    if low.startswith("after ") and "weekend" not in low:
        return None
    try:
        low = _ATTRIBUTE.sub(" ", low)
        either = re.split(r"\bor\b(?! (?:two|so|three)\b)", low)
        if len(either) > 1:
            days = {_resolve(part, on) for part in either}
            return _iso(days.pop()) if len(days) == 1 else None
        return _iso(_resolve(low, on))
    except (OverflowError, ValueError):
        return None  # The calendar ends before that.


def _resolve(words: str, on: date) -> date | None:
    for kind, pattern, day in _READ:
        if match := pattern.search(words):
            found = day(match, on)
            named = re.search(rf"\b({_WD})", words)
            if kind == "date" and found and named and found.weekday() != _weekday(named[1]):
                return None  # "Thursday the 15th" when the 15th is no Thursday: one of the two is wrong.
            return found
    return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
