"""Commitments heard in a rep's turn: who does what by when.

The rep's own promises count, and what the rep asks of the other or proposes to do together; the latter two are the
stakeholder's, for it is theirs to grant. What is said about habits, the past, other people, products and the conversation
itself ("I'll be brief", "could you tell me ...") commits nobody. The method: find the words that open a commitment, look
at the verb that follows, take the words up to the end of the clause, and give it the date that its own clause names. The
words themselves are tables in `coach.reading.promise_words`.

- A joint proposal ("could we meet Thursday?", "let's ...", "would Thursday work?") counts with a date, else it is talk about this meeting.
- "You'll have it Thursday" is the rep's promise and needs a date; so does any verb that the tables do not know.
- Two deeds with their own objects are two commitments ("I'll send the audit and call Maria"); to do and report back is one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from coach.reading import promise_words as words
from coach.reading.acts import plain
from coach.reading.dates import Said, dates, resolved
from coach.reading.records import Commitment

MAX_COMMITMENTS = 24
"""A turn of 20,000 characters that promises more than this is no speech."""
MAX_OPENERS = 200
MAX_CLAUSE = 300
MAX_ACTION = 160


@dataclass(frozen=True)
class _Opener:
    kind: str
    actor: Literal["rep", "stakeholder"]
    start: int
    verb: int


@dataclass(frozen=True)
class _Part:
    """A deed within a clause: low[start:end], and the date that goes with it."""

    start: int
    end: int
    days: list[Said]


def commitments(text: str, on: date | None) -> list[Commitment]:
    """Promises by the rep and steps asked of the other or proposed to them, in the order said. `action` and `date` are words of the
    text. Relative dates count from `on`, the day of the meeting; without it, and where the words name no single
    day, `on` in the result is None."""
    low = plain(text)
    openers = list(_openers(low))
    if not openers:
        return []
    ends = [match.end() for match in words.STOP.finditer(low) if not words.ABBREVIATION.search(low, max(0, match.end() - 8), match.end())] + [len(low)]
    days = dates(low)
    found: list[Commitment] = []
    taken = 0
    for at, opener in enumerate(openers):
        stop = ends[bisect_left(ends, opener.verb)]
        following = openers[at + 1].start if at + 1 < len(openers) else len(low)
        end = min(stop, following, opener.verb + MAX_CLAUSE)
        inside = [day for day in days if max(taken, opener.verb) <= day.start and day.end <= end]
        if following < stop and inside and _leads(low, inside, following):
            end = inside.pop().start
        lead = _led(low, days, max(taken, _begin(ends, opener.start)), opener.start)
        parts = _parts(low, opener, end, inside)
        if not _commits(low, opener, parts, lead):
            # "I'll note that down and send you the summary": the second deed stands.
            parts = parts[1:] if opener.kind in ("will", "we", "letme", "ask") and not (parts[1:] and words.REPORTS.match(low, parts[1].start)) else []
        parts = _joined(low, parts)
        later = _fragment(low, days, ends, stop) if parts and end == stop else []
        for part in parts:
            own = part.days or ([lead] if lead else [])
            named, told = _chosen(low, text, [*own, *later] if not own or _mends(low, stop, later) else own)
            action = _trimmed(text, part.start, part.end)
            if action:
                found.append(Commitment(actor=_actor(opener, low), action=action, date=named, on=resolved(told, on)))
        if not parts:
            continue
        taken = max([opener.verb, *(day.end for part in parts for day in part.days), *(day.end for day in later)])
        if len(found) >= MAX_COMMITMENTS:
            break
    return found[:MAX_COMMITMENTS]


def _begin(ends: list[int], at: int) -> int:
    """Where the sentence that holds `at` begins."""
    before = bisect_left(ends, at + 1)
    return ends[before - 1] if before else 0


def _openers(low: str) -> Iterator[_Opener]:
    at = 0
    for _ in range(MAX_OPENERS):
        if (match := words.OPENER.search(low, at)) is None:
            return
        kind, actor, _ = words.OPENERS[int((match.lastgroup or "o0")[1:])]
        verb = match.end()
        if filler := words.FILLING.match(low, verb):
            verb = filler.end()
        before = low[max(0, match.start() - 45) : match.start()]
        at = max(match.end(), match.start() + 1)
        if words.opens(kind, before, low, match.start()):
            yield _Opener(kind, actor, match.start(), verb)


def _commits(low: str, opener: _Opener, parts: list[_Part], lead: Said | None) -> bool:
    """Whether verb, object and date make a commitment. Unknown verbs need a date."""
    verb = opener.verb
    dated = lead is not None or any(part.days for part in parts)
    near = low[verb : verb + 120]
    if not near[:1].isalpha() or not parts:
        return False
    kind = opener.kind
    tells = lead is not None and near.startswith("tell you")  # "On Friday I'll tell you how many."
    check: dict[str, Callable[[], bool]] = {
        "will": lambda: words.deed(near) or words.handles(near) or (dated and (tells or not words.TALK.match(near))),
        "we": lambda: words.deed(near) or words.handles(near) or (dated and not words.TALK.match(near)),
        "slurred": lambda: words.deed(near),
        "bare": lambda: words.deed(near),
        "elided": lambda: words.deed(near),
        "glad": lambda: words.deed(near) or (dated and not words.TALK.match(near)),
        "can": lambda: (words.deed(near) and not near.startswith(words.JUST_ABLE)) or (dated and near.startswith(words.ABLE_BY)),
        "letme": lambda: words.LET_ME.match(near) is not None or (dated and words.deed(near)),
        "now": lambda: dated,
        "yours": lambda: dated and words.GIVEN.match(near) is not None,
        "itself": lambda: True,
        "ours": lambda: words.deed(near) or (dated and not words.TALK.match(near)),
        "mind": lambda: words.asked(words.stem(near), dated),
        "ask": lambda: words.asked(words.stem(near), dated),
        "them": lambda: (dated or near.startswith(words.FETCHED) or words.asked(near, dated)) and not words.CHAT.match(near),
        "please": lambda: words.asked(near, dated),
        "know": lambda: dated,
        "bid": lambda: words.asked(near, dated),
        "joint": lambda: dated and (near.startswith("say ") or not words.CHAT.match(near)) and not near.startswith(("talk about", "be ")),
        "leave": lambda: dated and (words.GRANT.match(near) is not None or words.OFFERED.match(near) is not None),
    }  # fmt: skip
    if kind == "day":
        return bool(parts[0].days) and words.SUITS.match(low, parts[0].start) is not None
    return check[kind]()


def _actor(opener: _Opener, low: str) -> Literal["rep", "stakeholder"]:
    """'May I bring two samples on Thursday?' is the rep's deed; 'may I have ten minutes on Thursday?' is theirs to give."""
    return "rep" if opener.kind == "leave" and words.OFFERED.match(low, opener.verb) and not words.GRANT.match(low, opener.verb) else opener.actor


def _parts(low: str, opener: _Opener, end: int, inside: list[Said]) -> list[_Part]:
    """The deeds of a clause with their dates."""
    verb = opener.verb
    if opener.kind == "day":
        if not inside:
            return []
        verb = inside[0].end + len(low[inside[0].end : end]) - len(low[inside[0].end : end].lstrip(" ,"))
    clause = words.CLAUSE.search(low, verb, end)
    close = clause.start() if clause else end
    if not words.WONDERS.match(low, verb) and (condition := words.IF.search(low, verb, close)):
        close = condition.start()
    barrier = _barrier(low, verb, end)
    own = [day for day in inside if day.start < max(barrier, close) or opener.kind == "day"]
    starts = [verb, *_deeds(low, opener, verb, close)]
    parts = []
    for at, start in enumerate(starts):
        last = at + 1 == len(starts)
        until = close if last else starts[at + 1]
        days = [day for day in own if day.start >= (start if opener.kind != "day" else 0) and (last or day.start < until)]
        cut = min([until, *(day.start for day in days if day.start > start)])
        parts.append(_Part(start, cut, days))
    return parts


def _joined(low: str, parts: list[_Part]) -> list[_Part]:
    """Deeds that are one, made one; a date said at the end goes for all that have none of their own."""
    parts = list(parts)
    for at in range(len(parts) - 2, -1, -1):
        part, after = parts[at], parts[at + 1]
        second = low[after.start : after.end].strip(" ,.")
        if not part.days and (words.REPORTS.match(second) or " " not in low[part.start : part.end].replace(" and ", "").strip()):
            parts[at : at + 2] = [_Part(part.start, after.end, after.days)]
        elif not part.days:
            parts[at] = _Part(part.start, part.end, after.days)
    return parts


def _deeds(low: str, opener: _Opener, verb: int, close: int) -> Iterator[int]:
    """Where a second deed begins within the clause: 'send the audit AND CALL Maria'."""
    known = words.ASKED if opener.actor == "stakeholder" else words.DEED
    for match in words.AND.finditer(low, verb, close):
        if (
            known.match(low, match.end())
            and not (match[0].startswith(",") and "and" not in match[0] and "then" not in match[0])
            and not words.NAMES_DEED.match(low, match.end())
        ):
            yield match.end()


def _barrier(low: str, start: int, end: int) -> int:
    """Where another's clause begins, whose dates are its own."""
    for match in words.BARRIER.finditer(low, start, end):
        if not words.SO_YOU.match(low, match.start()):
            return match.start()
    return end


def _leads(low: str, inside: list[Said], following: int) -> bool:
    """Whether the last date opens the next clause: '... and tomorrow I'll call', 'by Friday on Monday I'll ...'."""
    last = inside[-1]
    if not re.fullmatch(r"[\s,]*(?:then|um|uh)?[\s,]*", low[last.end : following]):
        return False
    return (len(inside) > 1 and not words.MENDS.search(low[inside[-2].end : last.start])) or re.search(
        r"(?:\b(?:and|but|then|so)|[,;:\u2013\u2014])\s*$", low[: last.start][-12:]
    ) is not None


def _led(low: str, days: list[Said], begin: int, start: int) -> Said | None:
    """A date just before the opening words: 'on Monday I'll ...'."""
    for day in reversed(days):
        if day.end <= start:
            return day if day.start >= begin and re.fullmatch(r"[\s,]*(?:(?:then|and|so|um|uh|at the latest)[\s,]*)*", low[day.end : start]) else None
    return None


def _fragment(low: str, days: list[Said], ends: list[int], stop: int) -> list[Said]:
    """The dates of the next one or two sentences, where these are fragments: 'I'll send it. Thursday at the latest.'"""
    later: list[Said] = []
    for _ in range(2):
        if stop >= len(low):
            break
        close = ends[min(bisect_left(ends, stop + 1), len(ends) - 1)]
        if close - stop > 90 or re.match(r"\s*(?:would|does|is|could|can|shall|will|do)\b(?! that)", low[stop:close]):
            break
        inside = [day for day in days if stop <= day.start and day.end <= close]
        rest, at = "", stop
        for day in inside:
            rest, at = rest + low[at : day.start] + " ", day.end
        rest = words.FILLER.sub(" ", rest + low[at:close])
        if rest.split() or (not inside and not words.MENDS.search(low[stop:close])):
            break
        later += inside
        stop = close
    return later


def _mends(low: str, stop: int, later: list[Said]) -> bool:
    return bool(later) and words.MENDS.search(low[stop : later[0].start]) is not None


def _chosen(low: str, text: str, days: list[Said]) -> tuple[str | None, str | None]:
    """The words of the date that counts, and what to resolve: the first one, or the last correction of it. Of 'Thursday or Friday' neither."""
    if not days:
        return None, None
    chosen = days[0]
    for before, after in pairwise(days):
        between = low[before.end : after.start]
        if words.MENDS.search(between):
            chosen = after
        elif before is chosen and re.search(r"\bor\s*(?:on |by )?$", between) and len(between) <= 40:
            return text[before.start : after.end], f"{text[before.start : before.end]} or {text[after.start : after.end]}"
    named = text[chosen.start : chosen.end].strip(" ,")
    return named, named


def _trimmed(text: str, start: int, end: int) -> str:
    action = text[start:end]
    if len(action) > MAX_ACTION:
        action = action[:MAX_ACTION].rsplit(" ", 1)[0]
    trail = words.TRAIL.search(action)
    return action[: trail.start()] if trail else action
