"""A rep's criteria over many meetings, against nobody but their own past.

One meeting says little: what was asked of the rep differs from one to the next, and a level is one of four. So each point is
a mean of the meetings just before it, drawn towards the rep's own mean over all criteria by as much as there are few of
them: n / (n + K) of its own mean and the rest of the other (Kelley 1927, the regressed score; the same as the estimator of
James and Stein 1961 with the spread given). K = (1 - r) / r, where r is how far one meeting alone tells a rep's level; r is
taken to be .25, so K = 3: with three meetings behind it a point is half its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.content.rubric import CRITERIA
from coach.debrief.debrief import USEFUL
from coach.debrief.own import PARTS, Area, OwnMarks, gaps
from coach.debrief.records import Report

K = 3.0
WINDOW = 6
"""Meetings behind a point at most: what somebody could not do a year ago says nothing of today."""
FEW = 3
"""Below so many meetings a point is called a first sight."""
STEADY = 0.3
"""Levels; a smaller difference between then and now is none."""


@dataclass(frozen=True)
class Played:
    """One meeting of the rep's own with its debrief. `label` says which it was, for whoever reads the chart."""

    meeting: str
    label: str
    report: Report
    marks: OwnMarks | None = None


@dataclass(frozen=True)
class Point:
    """Where a criterion stood after the meeting with the number `at` (from 1): `level` the shrunk mean, 0 to 3, `raw` the mean as it
    is, `behind` the number of meetings in both."""

    at: int
    meeting: str
    label: str
    level: float
    raw: float
    behind: int


@dataclass(frozen=True)
class Line:
    """A criterion over time; `points` only where it was scored."""

    criterion: str
    title: str
    points: list[Point]

    @property
    def now(self) -> Point:
        return self.points[-1]

    @property
    def trend(self) -> str:
        """Now against the first point that rests on enough meetings."""
        firm = [point for point in self.points if point.behind >= FEW]
        if len(firm) < 2:
            return "too few meetings to say where it is going"
        by = firm[-1].level - firm[0].level
        return "steady" if abs(by) < STEADY else f"{'up' if by > 0 else 'down'} from {firm[0].level:.1f}"


@dataclass(frozen=True)
class Next:
    """What to practise next and why; `meeting` and `turn` are where it was last missed, turn 0 where no turn shows it."""

    criterion: str
    title: str
    reason: str
    meeting: str
    turn: int


def lines(played: Sequence[Played]) -> list[Line]:
    """Each criterion that was ever scored, in the order of the rubric. `played` is in the order of time."""
    every = [item.level for one in played for item in one.report.criteria if item.level is not None]
    own = sum(every) / len(every) if every else 0.0
    found = []
    for id in CRITERIA:
        levels: list[int] = []
        points = []
        title = id
        for at, one in enumerate(played, 1):
            item = one.report.criterion(id)
            if item.level is None:
                continue
            title = item.title
            levels.append(item.level)
            recent = levels[-WINDOW:]
            mean = sum(recent) / len(recent)
            points.append(Point(at, one.meeting, one.label, round(shrunk(mean, len(recent), own), 2), round(mean, 2), len(recent)))
        if points:
            found.append(Line(id, title, points))
    return found


def shrunk(mean: float, n: float, towards: float) -> float:
    """A mean of `n` drawn towards another by as much as `n` is small."""
    return (n * mean + K * towards) / (n + K)


def next_up(played: Sequence[Played]) -> Next | None:
    """The lowest criterion, and among equals the most useful; None before anything was scored, or where all is well."""
    standing = [line for line in lines(played) if line.now.level < 2.5]
    if not standing:
        return None
    lowest = min(standing, key=lambda line: (line.now.level, USEFUL.index(line.criterion)))
    levels = [(one, item) for one in played if (item := one.report.criterion(lowest.criterion)).level is not None][-WINDOW:]
    low = sum((item.level or 0) <= 1 for _, item in levels)
    of = len(levels)
    if of == 1:
        reason = f"It stood at {levels[0][1].level} of 3 in the one meeting that called for it. One meeting is a first sight and no more."
    else:
        reason = f"In {low} of the last {of} meetings that called for it, it stood at 0 or 1; it is the lowest of all you were measured on."
    one, item = next(((one, item) for one, item in reversed(levels) if (item.level or 0) <= 1), levels[-1])
    turn = next((shown.turn for shown in item.evidence if shown.source == "turn"), 0)
    return Next(lowest.criterion, lowest.title, reason, one.meeting, turn)


@dataclass(frozen=True)
class Eye:
    """How far the rep's own eye is from the measure, over the meetings in which both are there. `by`: own less measured."""

    area: Area
    by: float
    of: int

    @property
    def words(self) -> str:
        title = PARTS[self.area].title
        meetings = "one meeting" if self.of == 1 else f"{self.of} meetings"
        if abs(self.by) <= 0.5:
            return f"{title}: your own eye and the measure agree to within half a level, over {meetings}."
        side = "more than was measured" if self.by > 0 else "less than was measured"
        return f"{title}: you see {abs(self.by):.1f} of a level {side}, over {meetings}."


def own_eye(played: Sequence[Played]) -> list[Eye]:
    """The gap for each broad mark, as a mean."""
    found = []
    for area in PARTS:
        all_gaps = [gap.by for one in played for gap in gaps(one.report.criteria, one.marks) if gap.area == area]
        if all_gaps:
            found.append(Eye(area, round(sum(all_gaps) / len(all_gaps), 2), len(all_gaps)))
    return found
