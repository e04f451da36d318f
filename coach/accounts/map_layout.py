"""Where everything on a map is drawn: people in columns by family and rows by who moves whom, arrows around the cards. The same map always lies the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from coach.accounts.map import AccountMap, Arrow, Person
from coach.content.base import LENSES, Lens

Point = tuple[float, float]
MOST_DRAWN = 60
"""People beyond whom a drawing is read by nobody; the table has them all."""


@dataclass(frozen=True)
class Format:
    """How much room there is, in pixels. `columns`: which families share a column."""

    width: int
    margin: int
    gap: int
    card: int
    gutter: int
    columns: tuple[tuple[Lens, ...], ...]
    per_row: int

    @property
    def column(self) -> float:
        return (self.width - 2 * self.margin - self.gap * (len(self.columns) - 1)) / len(self.columns)

    def left(self, column: int) -> float:
        return self.margin + column * (self.column + self.gap)

    def column_of(self, family: Lens) -> int:
        return next(at for at, families in enumerate(self.columns) if family in families)


WIDE = Format(width=1080, margin=26, gap=46, card=66, gutter=44, columns=tuple((lens,) for lens in LENSES), per_row=5)
NARROW = Format(width=358, margin=13, gap=22, card=88, gutter=40, columns=(("clinical", "economic"), ("operational", "administrative")), per_row=1)


@dataclass(frozen=True)
class Card:
    """Where a person stands."""

    person: Person
    row: int
    column: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Way:
    """An arrow's course as pieces of an SVG path; `middle` is where its label stands."""

    arrow: Arrow
    path: str
    middle: Point


@dataclass
class Layout:
    cards: list[Card] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    height: float = 0.0
    left_out: int = 0


def laid_out(map: AccountMap, form: Format, top: float) -> Layout:
    """The people and arrows of a map, below `top`. Arrows without both ends must be gone already (`drawable`)."""
    people = _drawn(map)
    there = {one.id for one in people}
    arrows = [arrow for arrow in map.arrows if arrow.of in there and arrow.on in there]
    cells = _cells(people, arrows, form)
    rows = max((row for row, _ in cells.values()), default=-1) + 1
    crossing = Counter(between for arrow in arrows for between in _between(cells[arrow.of][0], cells[arrow.on][0]))
    tops, y = [], top
    for row in range(rows):
        tops.append(y)
        y += form.card + form.gutter + min(48, 3 * crossing[row])
    cards = {one.id: Card(one, row, column, form.left(column), tops[row], form.column, form.card) for one in people for row, column in [cells[one.id]]}
    return Layout(list(cards.values()), _ways(arrows, cards, tops, form), (y - form.gutter) if rows else top, len(map.people) - len(people))


def _drawn(map: AccountMap) -> list[Person]:
    """Everybody, or of very many those who are joined to others, have a part, or of whom somebody has spoken."""
    if len(map.people) <= MOST_DRAWN:
        return list(map.people)
    joined = Counter(end for arrow in map.arrows for end in (arrow.of, arrow.on))
    ranked = sorted(map.people, key=lambda one: (-joined[one.id], one.part is None, -len(one.voices)))
    kept = {one.id for one in ranked[:MOST_DRAWN]}
    return [one for one in map.people if one.id in kept]


def _cells(people: Sequence[Person], arrows: Sequence[Arrow], form: Format) -> dict[str, tuple[int, int]]:
    """A row and a column for each person: whoever moves others stands above them, as near as there is room; nobody shares a place."""
    layers = _layers([one.id for one in people], arrows)
    joined = {end for arrow in arrows for end in (arrow.of, arrow.on)}
    above: dict[str, list[str]] = defaultdict(list)
    for arrow in arrows:
        if layers[arrow.of] < layers[arrow.on]:
            above[arrow.on].append(arrow.of)
    cells: dict[str, tuple[int, int]] = {}
    free = [0] * len(form.columns)
    for one in sorted((one for one in people if one.id in joined), key=lambda one: layers[one.id]):
        column = form.column_of(one.family)
        row = max([free[column], *(cells[id][0] + 1 for id in above[one.id])])
        cells[one.id], free[column] = (row, column), row + 1
    free = [max(free, default=0)] * len(form.columns)
    for one in people:
        if one.id not in joined:
            column = form.column_of(one.family)
            cells[one.id] = (free[column], column)
            free[column] += 1
    return cells


def _layers(ids: Sequence[str], arrows: Sequence[Arrow]) -> dict[str, int]:
    """The longest way from somebody whom nobody moves. Where influence runs in a circle, the arrow that closes it is not counted."""
    following: dict[str, list[str]] = {id: [] for id in ids}
    for arrow in arrows:
        following[arrow.of].append(arrow.on)
    order: list[str] = []
    state: dict[str, int] = {}
    kept: list[tuple[str, str]] = []
    moved = {arrow.on for arrow in arrows}
    for start in sorted(ids, key=lambda id: id in moved):  # Stable: who is moved by nobody comes first.
        if start in state:
            continue
        state[start] = 1
        stack = [(start, iter(following[start]))]
        while stack:
            id, rest = stack[-1]
            on = next(rest, None)
            if on is None:
                state[id] = 2
                order.append(id)
                stack.pop()
            elif state.get(on) != 1:
                kept.append((id, on))
                if on not in state:
                    state[on] = 1
                    stack.append((on, iter(following[on])))
    layers = dict.fromkeys(ids, 0)
    after: dict[str, list[str]] = defaultdict(list)
    for of, on in kept:
        after[of].append(on)
    for id in reversed(order):
        for on in after[id]:
            layers[on] = max(layers[on], layers[id] + 1)
    return layers


def _between(one: int, other: int) -> range:
    """The gutters that an arrow crosses, each by the row above it."""
    return range(min(one, other), max(one, other)) if one != other else range(one, one + 1)


def _ways(arrows: Sequence[Arrow], cards: dict[str, Card], tops: Sequence[float], form: Format) -> list[Way]:
    taken = {(card.row, card.column) for card in cards.values()}
    ports = _ports(arrows, cards)
    used: Counter[tuple[int, int]] = Counter()
    ways = []
    for arrow in arrows:
        of, on = cards[arrow.of], cards[arrow.on]
        if of.row == on.row:
            ways.append(_beside(arrow, of, on, ports, taken, form))
            continue
        down = of.row < on.row
        start = (ports[arrow.id, "of"], of.y + of.height if down else of.y)
        end = (ports[arrow.id, "on"], on.y - 3 if down else on.y + on.height + 3)
        points = [start]
        for row in range(of.row + 1, on.row) if down else range(of.row - 1, on.row, -1):
            share = abs(row - of.row) / abs(on.row - of.row)
            x = _passage(row, start[0] + share * (end[0] - start[0]), taken, used, form)
            edges = (tops[row] - 4, tops[row] + form.card + 4)
            points += [(x, edges[0] if down else edges[1]), (x, edges[1] if down else edges[0])]
        points.append(end)
        ways.append(Way(arrow, _smooth(points), _middle(points[0], points[1])))
    return ways


def _ports(arrows: Sequence[Arrow], cards: dict[str, Card]) -> dict[tuple[str, str], float]:
    """Where each arrow leaves and meets its cards: spread along an edge, in the order of the other ends."""
    sides: dict[tuple[str, bool], list[tuple[float, str, str]]] = defaultdict(list)
    for arrow in arrows:
        of, on = cards[arrow.of], cards[arrow.on]
        below = of.row <= on.row
        sides[of.person.id, below].append((on.x, arrow.id, "of"))
        sides[on.person.id, not below or of.row == on.row].append((of.x, arrow.id, "on"))
    ports = {}
    for (person, _), ends in sides.items():
        card = cards[person]
        for at, (_, arrow_id, end) in enumerate(sorted(ends), 1):
            ports[arrow_id, end] = card.x + card.width * at / (len(ends) + 1)
    return ports


def _beside(arrow: Arrow, of: Card, on: Card, ports: dict[tuple[str, str], float], taken: set[tuple[int, int]], form: Format) -> Way:
    """Between two in one row: straight across where nobody stands between, else through the gutter below."""
    columns = sorted((of.column, on.column))
    right = of.column < on.column
    if not any((of.row, column) in taken for column in range(columns[0] + 1, columns[1])):
        y = of.y + of.height * (0.42 if right else 0.62)  # Two who move each other have an arrow each.
        start, end = (of.x + of.width if right else of.x), (on.x - 3 if right else on.x + on.width + 3)
        return Way(arrow, f"M{start:.1f} {y:.1f}L{end:.1f} {y:.1f}", ((start + end) / 2, y))
    y = of.y + of.height
    start, end = ports[arrow.id, "of"], ports[arrow.id, "on"]
    dip = y + form.gutter * 0.95
    path = f"M{start:.1f} {y:.1f}C{start:.1f} {dip:.1f} {end:.1f} {dip:.1f} {end:.1f} {y + 3:.1f}"
    return Way(arrow, path, ((start + end) / 2, y + 0.75 * (dip - y)))


def _passage(row: int, wanted: float, taken: set[tuple[int, int]], used: Counter[tuple[int, int]], form: Format) -> float:
    """Where an arrow passes a row: the nearest gap between cards, a little beside those that pass there already."""
    gaps = [form.margin / 2, *(form.left(column) - form.gap / 2 for column in range(1, len(form.columns))), form.width - form.margin / 2]
    gaps += [form.left(column) + form.column / 2 for column in range(len(form.columns)) if (row, column) not in taken]
    at = min(range(len(gaps)), key=lambda at: (abs(gaps[at] - wanted) + 14 * used[row, at], at))
    count = used[row, at]
    used[row, at] += 1
    room = 5.0 if at < len(form.columns) + 1 else 11.0
    return gaps[at] + room * ((count + 1) // 2) * (-1 if count % 2 else 1)


def _smooth(points: Sequence[Point]) -> str:
    """A line through the points that leaves and enters each upright."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        half = (y0 + y1) / 2
        path += f"L{x1:.1f} {y1:.1f}" if x0 == x1 else f"C{x0:.1f} {half:.1f} {x1:.1f} {half:.1f} {x1:.1f} {y1:.1f}"
    return path


def _middle(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
