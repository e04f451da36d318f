"""A coaching session: a one-page brief before the talk, made of what was handed in and of nothing else, and the step agreed in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import median
from typing import Literal

from pydantic import ConfigDict, Field

from coach.content.rubric import CRITERIA
from coach.debrief.records import Report
from coach.reading.records import Record
from coach.reviews.session_words import FIRST_QUESTION, QUESTIONS

How = Literal["done", "partly", "not yet"]
Who = Literal["rep", "lead"]
MOMENTS = 2
CHANGES = 3
"""How many criteria are named at most: what a talk has room for."""
FALL = 3.0
"""Points of trust below which nobody need look at a fall: what one passed-over sentence costs."""
STARTED = "Nothing to compare yet: this is the first time."


class Step(Record):
    """What was agreed: who does what, by when."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    what: str = Field(min_length=1, max_length=300)
    who: Who
    by: date


class FollowUp(Record):
    """What became of the step, said by either of the two."""

    how: How
    words: str = Field(default="", max_length=300)
    said_by: Who


class Held(Record):
    """What is kept of a session, for both."""

    v: Literal[1] = 1
    question: str = Field(default="", max_length=400)
    step: Step
    followed: FollowUp | None = None


@dataclass(frozen=True)
class Seen:
    """One thing that was handed in. `turn` None: a whole meeting. `report` is what was measured in a whole meeting that its rep has
    looked back on. `marked` is the turn at which the one who leads would have decided differently, with their words. `waiting`: the one
    who leads has not given their review back, so nothing measured is in it: they score it blind first."""

    submission: str
    meeting: str
    person: str
    at: datetime
    turn: int | None
    question: str
    report: Report | None
    marked: tuple[int, str] | None = None
    waiting: bool = False


@dataclass(frozen=True)
class Changed:
    """Levels of one criterion in the order of time, before the last session and since."""

    criterion: str
    title: str
    before: list[int]
    since: list[int]

    @property
    def direction(self) -> Literal["higher", "lower", "the same"]:
        by = median(self.since) - median(self.before)
        return "higher" if by > 0 else "lower" if by < 0 else "the same"

    @property
    def words(self) -> str:
        few = "" if min(len(self.before), len(self.since)) > 1 else " One meeting on a side shows little."
        return f"Before: {_levels(self.before)}. Since: {_levels(self.since)}.{few}"


@dataclass(frozen=True)
class Moment:
    """A turn worth hearing again, and why."""

    submission: str
    meeting: str
    turn: int
    person: str
    why: str
    quote: str = ""


@dataclass(frozen=True)
class Brief:
    """What stands on the page. `behind` says how much it rests on."""

    behind: str
    changed: list[Changed]
    unchanged: str
    moments: list[Moment]
    question: str
    question_on: str


def brief(seen: Sequence[Seen], last: datetime | None) -> Brief:
    """The brief from what one person handed in, whatever its order. `last` is when the session before was kept; None for the first."""
    ordered = sorted(seen, key=lambda one: one.at)
    since = [one for one in ordered if last is None or one.at > last]
    before = [one for one in ordered if last is not None and one.at <= last]
    changed = _changed(before, since)
    moved = sorted((one for one in changed if one.direction != "the same"), key=lambda one: -abs(median(one.since) - median(one.before)))
    question, on = _question(since or ordered)
    return Brief(
        behind=_behind(since, last),
        changed=moved[:CHANGES],
        unchanged=_unchanged(before, since, moved),
        moments=_once([*_moments(since), *(replace(one, why=f"{one.why} From before the last talk.") for one in _moments(before))])[:MOMENTS],
        question=question,
        question_on=on,
    )


def _changed(before: Sequence[Seen], since: Sequence[Seen]) -> list[Changed]:
    found = []
    for id in CRITERIA:
        was, now = _of(before, id), _of(since, id)
        if was and now:
            title = next(item.title for one in since if one.report for item in one.report.criteria if item.id == id)
            found.append(Changed(id, title, was, now))
    return found


def _of(seen: Sequence[Seen], criterion: str) -> list[int]:
    """The levels on a criterion, of whole meetings; a meeting handed in twice counts once."""
    reports = {one.meeting: one.report for one in seen if one.report is not None and one.turn is None}
    return [item.level for report in reports.values() for item in report.criteria if item.id == criterion and item.level is not None]


def _behind(since: Sequence[Seen], last: datetime | None) -> str:
    whole = len({one.meeting for one in since if one.turn is None})
    moments = sum(one.turn is not None for one in since)
    when = f"since {last.astimezone():%d %B %Y}" if last else "so far"
    if not since:
        return f"Nothing was handed in {when}."
    parts = [*([_count(whole, "whole meeting")] if whole else []), *([_count(moments, "moment")] if moments else [])]
    waiting = sum(one.waiting for one in since)
    blind = (
        f" {_count(waiting, 'of them waits', 'of them wait').capitalize()} for your review; what was measured there stays out of this until you have scored it."
        if waiting
        else ""
    )
    return f"Behind this: {' and '.join(parts)}, handed in {when}. Nothing else was read.{blind}"


def _unchanged(before: Sequence[Seen], since: Sequence[Seen], moved: Sequence[Changed]) -> str:
    measured = [one for one in since if one.report is not None]
    if not before:
        return STARTED if measured else ""
    if not measured:
        return "No whole meeting since that was both debriefed and reviewed, so no level can be compared."
    return "" if moved else "No level moved since the last session, as far as whole meetings show."


def _moments(seen: Sequence[Seen]) -> list[Moment]:
    """The turn that was marked, the turn with the sharpest fall of trust, then what the rep brought themselves; the latest first."""
    latest = sorted(seen, key=lambda one: one.at, reverse=True)
    found = [Moment(one.submission, one.meeting, one.marked[0], one.person, "Marked in the review.", one.marked[1]) for one in latest if one.marked][:1]
    if fall := _fall(latest):
        found.append(fall)
    found += [
        Moment(one.submission, one.meeting, one.turn, one.person, "They brought this moment themselves.", one.question)
        for one in latest
        if one.turn is not None
    ]
    return _once(found)


def _once(moments: Sequence[Moment]) -> list[Moment]:
    """One turn is one moment."""
    places: dict[tuple[str, int], Moment] = {}
    for one in moments:
        places.setdefault((one.meeting, one.turn), one)
    return list(places.values())


def _fall(seen: Sequence[Seen]) -> Moment | None:
    """The turn in which trust fell most over all whole meetings."""
    worst: tuple[float, Moment] | None = None
    for one in seen:
        for row in one.report.trajectory if one.report is not None and one.turn is None else []:
            falls = [change for change in row.changes if change.what == "trust" and (change.by or 0) < 0]
            total = -sum(change.by or 0 for change in falls)
            if row.turn and total >= FALL and (worst is None or total > worst[0]):
                sharpest = min(falls, key=lambda change: change.by or 0)
                why = f"Trust fell by {total:.0f}: {sharpest.because}."
                worst = total, Moment(one.submission, one.meeting, row.turn, one.person, why, sharpest.quote)
    return worst[1] if worst else None


def _question(seen: Sequence[Seen]) -> tuple[str, str]:
    """A question about a decision, on what was lowest in the middle of whole meetings, and what it rests on."""
    levels: Mapping[str, list[int]] = {id: found for id in QUESTIONS if (found := _of(seen, id))}
    if not levels:
        return FIRST_QUESTION, ""
    lowest = min(levels, key=lambda id: (median(levels[id]), -len(levels[id])))
    latest = next(
        one for one in sorted(seen, key=lambda one: one.at, reverse=True)
        if one.report is not None and one.turn is None and any(item.id == lowest and item.level is not None for item in one.report.criteria)
    )  # fmt: skip
    assert latest.report is not None
    title = latest.report.criterion(lowest).title
    on = f"Asked because of “{title}”: {_levels(levels[lowest])}. Think of the meeting with {latest.person}."
    return QUESTIONS[lowest].format(person=latest.person), on


def _levels(levels: Sequence[int]) -> str:
    if len(levels) == 1:
        return f"level {levels[0]} in one meeting"
    return f"levels {', '.join(str(one) for one in levels[:-1])} and {levels[-1]} in {len(levels)} meetings"


def _count(number: int, noun: str, many: str = "") -> str:
    return f"one {noun}" if number == 1 else f"{number} {many or noun + 's'}"


def step_words(step: Step, rep: str, lead: str) -> str:
    """The agreed step in a line."""
    return f"{rep if step.who == 'rep' else lead}: {step.what.rstrip('.')}, by {step.by:%A} {step.by.day} {step.by:%B}."


def followed_words(found: FollowUp | None, step: Step, today: date) -> str:
    """What became of it."""
    if found is None:
        return "Nobody has said yet what became of it." if step.by <= today else "Not due yet."
    said = {"done": "It was done.", "partly": "It was done in part.", "not yet": "It has not been done yet."}[found.how]
    return f"{said} {found.words}".strip()
