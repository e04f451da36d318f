"""The three measures of a team over time: how deeply accounts are understood, how good the engagement with those who count is, and how far
the accounts' objectives have come. Out of meetings that were handed in, and never how many there were.

No number rests on fewer than five people: it is None there. With few meetings behind it a number is drawn towards the team's own, as in
coach.debrief.progress, because a handful of meetings says little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from coach.content.base import LENSES, Lens
from coach.content.rubric import CRITERIA
from coach.content.truth import Truth
from coach.debrief.debrief import USEFUL
from coach.debrief.progress import FEW, WINDOW, shrunk
from coach.reviews.measured import Measured
from coach.reviews.patterns import PEOPLE

WEEK, MONTH = timedelta(weeks=6), timedelta(weeks=9)
"""How far back a point looks: by week the six weeks before it, by month the nine, so that enough people stand behind it."""
WELL = 2.5
"""From this level on a criterion is nobody's next thing."""


@dataclass(frozen=True)
class Handed:
    """A meeting that was handed in. `weight`: what the person they met weighs in the account's decision, 1 where nobody knows; `family`
    None where the person is no longer known. `reviewed`: it was given back."""

    submission: str
    who: str
    name: str
    on: date
    persona: str
    family: Lens | None
    weight: float
    measured: Measured
    reviewed: bool = True

    @property
    def level(self) -> float | None:
        """The mean over the criteria that were scored, 0 to 3."""
        levels = self.measured.levels.values()
        return sum(levels) / len(levels) if levels else None


@dataclass(frozen=True)
class Goal:
    """An objective that handed-in meetings serve: whose, from when, with which families, and since when it has moved."""

    who: str
    begun: date
    families: frozenset[Lens]
    moved: date | None


@dataclass(frozen=True)
class Standing:
    """A number with what stands behind it. `value` is None where fewer than five people do; `raw` is the same before it was drawn
    towards the team's own. `of` is what was counted: meetings, or objectives."""

    value: float | None
    raw: float | None
    of: int
    people: int

    @property
    def few(self) -> bool:
        return self.of < FEW * 2


@dataclass(frozen=True)
class Series:
    """One measure of the team, or of one family of stakeholders (None: all), at the end of each week or month."""

    family: Lens | None
    ends: list[date]
    points: list[Standing]

    @property
    def now(self) -> Standing:
        return self.points[-1]

    @property
    def trend(self) -> str:
        """The last number against the first that there is."""
        known = [one.value for one in self.points if one.value is not None]
        if self.now.value is None or len(known) < 2:
            return "too little to say where it is going"
        first, last = known[0], known[-1]
        if abs(last - first) < 0.1 * max(first, last, 0.1):
            return "steady"
        return "up" if last > first else "down"


Things = Mapping[str, Sequence[Mapping[str, frozenset[str]]]]
"""By account, for each thing that can be found out there: who tells it (persona id), and by which facts."""


def things_of(truth: Truth) -> list[dict[str, frozenset[str]]]:
    """What can be found out in an account by asking: its people, arrows, stalls and constraints."""
    known = (*truth.stakeholders, *truth.influence, *truth.stalls, *truth.constraints)
    return [{source.persona: frozenset(source.facts) for source in one.told_by} for one in known if one.told_by and not one.briefed]


def engagement(handed: Sequence[Handed], ends: Sequence[date], back: timedelta) -> list[Series]:
    """The mean level of what was handed in, 0 to 3, each meeting by what the person weighs."""
    levels = [(one, level) for one in handed if (level := one.level) is not None]
    base = _weighted([(one.weight, level) for one, level in levels])

    def at(end: date, family: Lens | None) -> Standing:
        rows = [(one, level) for one, level in levels if end - back < one.on <= end and family in (None, one.family)]
        raw = _weighted([(one.weight, level) for one, level in rows])
        return _standing(raw, base, len(rows), {one.who for one, _ in rows}, _effective([one.weight for one, _ in rows]))

    return _series(ends, at)


def depth(handed: Sequence[Handed], ends: Sequence[date], things: Things, families: Mapping[str, Lens]) -> list[Series]:
    """The share of what can be found out in an account that people there have told, 0 to 1, as a mean over the reps; of a family, the
    share of what that family can tell. It adds up over time: what was told once is known. A rep counts for an account from the first meeting."""

    known = sorted((one for one in handed if one.measured.account in things), key=lambda one: one.on)
    found = []
    for family in (None, *LENSES):
        mine = {account: [thing for one in those if (thing := _of_family(one, family, families))] for account, those in things.items()}
        told: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        rows = [one for one in known if family in (None, one.family) and mine[one.measured.account]]
        points, count = [], 0
        for end in ends:
            while count < len(rows) and rows[count].on <= end:
                told[rows[count].who, rows[count].measured.account][rows[count].persona].update(rows[count].measured.told)
                count += 1
            each: dict[str, list[float]] = defaultdict(list)
            for (who, account), facts in told.items():
                heard = sum(any(facts.get(persona, set()) & wanted for persona, wanted in thing.items()) for thing in mine[account])
                each[who].append(heard / len(mine[account]))
            means = [sum(shares) / len(shares) for shares in each.values()]
            raw = sum(means) / len(means) if means else None
            points.append(_standing(raw, raw, count, set(each)))
        found.append(Series(family, list(ends), points))
    return found


def objectives(goals: Sequence[Goal], ends: Sequence[date]) -> list[Series]:
    """The share of the objectives behind what was handed in that something has moved, 0 to 1."""

    def at(end: date, family: Lens | None) -> Standing:
        there = [one for one in goals if one.begun <= end and (family is None or family in one.families)]
        every = [one for one in goals if one.begun <= end]
        base = sum(_moved(one, end) for one in every) / len(every) if every else None
        raw = sum(_moved(one, end) for one in there) / len(there) if there else None
        return _standing(raw, base, len(there), {one.who for one in there})

    return _series(ends, at)


@dataclass(frozen=True)
class NextUp:
    """What somebody would gain most from practising next, and why; None where nothing stands out. `submission` is where it was last low, and `persona`
    whom they met there."""

    who: str
    name: str
    meetings: int
    criterion: str | None = None
    reason: str = ""
    submission: str = ""
    persona: str = ""
    others: list[str] = field(default_factory=list)


def next_up(handed: Sequence[Handed], people: Sequence[tuple[str, str]]) -> list[NextUp]:
    """For each of the people (id, name), in their order: from their own last meetings that were given back, against nobody else. One that
    still waits is left out: whoever reviews it scores it before they see what was measured."""
    mine: dict[str, list[Handed]] = defaultdict(list)
    for one in handed:
        if one.reviewed:
            mine[one.who].append(one)
    return [_next(who, name, sorted(mine[who], key=lambda one: one.on)) for who, name in people]


def _next(who: str, name: str, handed: Sequence[Handed]) -> NextUp:
    every = [level for one in handed for level in one.measured.levels.values()]
    own = sum(every) / len(every) if every else 0.0
    standing: dict[str, float] = {}
    recent: dict[str, list[tuple[Handed, int]]] = {}
    for criterion in CRITERIA:
        levels = [(one, one.measured.levels[criterion]) for one in handed if criterion in one.measured.levels][-WINDOW:]
        if levels:
            recent[criterion] = levels
            standing[criterion] = shrunk(sum(level for _, level in levels) / len(levels), len(levels), own)
    low = sorted((id for id, level in standing.items() if level < WELL), key=lambda id: (standing[id], USEFUL.index(id)))
    if not low:
        return NextUp(who, name, len(handed))
    levels = recent[low[0]]
    missed = [one for one, level in levels if level <= 1]
    if len(levels) == 1:
        reason = f"It stood at {levels[0][1]} of 3 in the one meeting that called for it. One meeting is a first sight and no more."
    else:
        reason = f"In {len(missed)} of the last {len(levels)} that called for it, it stood at 0 or 1; it is the lowest of what was measured."
    last = (missed or [one for one, _ in levels])[-1]
    return NextUp(who, name, len(handed), low[0], reason, last.submission, last.persona, low[1:3])


def ends_of(today: date, by: str, count: int) -> list[date]:
    """The last days of the weeks or months to show, the current one as its last, up to today."""
    if by == "week":
        return [today - timedelta(weeks=back) for back in range(count - 1, -1, -1)]
    found, first = [today], today.replace(day=1)
    for _ in range(count - 1):
        found.append(first - timedelta(days=1))
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


def _series(ends: Sequence[date], at: Callable[[date, Lens | None], Standing]) -> list[Series]:
    return [Series(family, list(ends), [at(end, family) for end in ends]) for family in (None, *LENSES)]


def _standing(raw: float | None, base: float | None, of: int, people: set[str], n: float | None = None) -> Standing:
    if len(people) < PEOPLE or raw is None:
        return Standing(None, None, of, len(people))
    value = shrunk(raw, of if n is None else n, raw if base is None else base)
    return Standing(round(value, 3), round(raw, 3), of, len(people))


def _weighted(rows: Sequence[tuple[float, float]]) -> float | None:
    total = sum(weight for weight, _ in rows)
    return sum(weight * level for weight, level in rows) / total if total else None


def _effective(weights: Sequence[float]) -> float:
    """How many equally weighted meetings would say as much (Kish 1965)."""
    squares = sum(weight * weight for weight in weights)
    return sum(weights) ** 2 / squares if squares else 0.0


def _of_family(thing: Mapping[str, frozenset[str]], family: Lens | None, families: Mapping[str, Lens]) -> dict[str, frozenset[str]]:
    return {persona: facts for persona, facts in thing.items() if family is None or families.get(persona) == family}


def _moved(goal: Goal, end: date) -> bool:
    return goal.moved is not None and goal.moved <= end
