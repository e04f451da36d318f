"""Commitments heard in a turn: who does what by when."""

from __future__ import annotations

import re
from datetime import date, timedelta

from coach.reading.records import Commitment

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]

_VERBS = "send|bring|share|e-?mail|prepare|put together|come back|come by|arrange|set up|draft|fill|book|forward|drop|find|find out|check|call|get|write|ask|confirm|look|follow up|pull"
_OWN = re.compile(rf"\b(?:i(?:'ll| will|'m going to| am going to| can)|let me|we(?:'ll| will)) ((?:{_VERBS})\b[^.?!;]*)", re.IGNORECASE)
_THEIRS = re.compile(
    r"\b(?:could|can|would|will) (?:you(?: and [\w. ]{2,30}?)?|your \w+(?: \w+)?|the [\w ]{2,30}?) (?:please )?((?:look|go through|count|check|introduce|connect|put|join|bring|ask|get|add|sponsor|pencil|book|send|share|review|sign|try|pull|forward)\b[^.?!;]*)",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:by |on |before |until |this |next |the )*(?:{'|'.join(WEEKDAYS)}|tomorrow|today|tonight|next week|this week|end of (?:the )?(?:week|month)|the \d{{1,2}}(?:st|nd|rd|th)|(?:{'|'.join(MONTHS)}) \d{{1,2}}|\d{{1,2}} (?:{'|'.join(MONTHS)}))\b",
    re.IGNORECASE,
)


def commitments(text: str, on: date | None) -> list[Commitment]:
    """Promises by the rep and steps asked of the other, in order. Relative dates count from `on`, the day of the
    meeting; without it `on` in the result is null. A date that cannot be resolved stays as words."""
    found: list[tuple[int, Commitment]] = []
    for actor, pattern in (("rep", _OWN), ("stakeholder", _THEIRS)):
        for match in pattern.finditer(text.replace("\u2019", "'")):
            action = re.split(r",? (?:and|but|so|because) (?:i|we|you|could|can|would|that|then)\b", match.group(1))[0].strip(" ,")
            when = _DATE.search(action) or _DATE.search(text, match.end())
            word = when.group(0).strip() if when else None
            words = _DATE.sub("", action).strip(" ,") or action
            found.append((match.start(), Commitment(actor=actor, action=words[:160], date=word, on=resolved(word, on))))
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def resolved(word: str | None, on: date | None) -> str | None:
    """A relative date as an ISO date, the first such day after `on`; None where it cannot be told."""
    if not word or not on:
        return None
    low = word.lower()
    if "today" in low or "tonight" in low:
        return on.isoformat()
    if "tomorrow" in low:
        return (on + timedelta(days=1)).isoformat()
    for at, name in enumerate(WEEKDAYS):
        if name in low:
            ahead = (at - on.weekday() - 1) % 7 + 1
            if "next" in low and on.weekday() < at:
                ahead += 7
            return (on + timedelta(days=ahead)).isoformat()
    if "next week" in low:
        return (on + timedelta(days=7 - on.weekday())).isoformat()
    if "week" in low:
        return (on + timedelta(days=(4 - on.weekday()) % 7)).isoformat()
    number = re.search(r"\d{1,2}", low)
    month = next((at for at, name in enumerate(MONTHS, 1) if name in low), None)
    if number is None:
        return None
    return _next_day(on, int(number.group()), month)


def _next_day(on: date, day: int, month: int | None) -> str | None:
    """The next date with that day of the month (and that month) on or after `on`."""
    for ahead in range(0, 14):
        at = (on.month - 1 + ahead) % 12 + 1
        year = on.year + (on.month - 1 + ahead) // 12
        if month is not None and at != month:
            continue
        try:
            found = date(year, at, day)
        except ValueError:
            continue
        if found >= on:
            return found.isoformat()
    return None
