"""What does not fit on a map: arrows to nobody, a pathway in a circle, the same thing twice, days that cannot be. It is kept all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from coach.accounts.map import AccountMap
from coach.accounts.map_words import label, plain_name

SAID = 20
"""Problems of one kind that are said one by one; of the rest only how many there are."""


@dataclass(frozen=True)
class Misfit:
    """One thing to mend. `item`: the id of what is wrong."""

    item: str
    says: str


def misfits(map: AccountMap, today: date) -> list[Misfit]:
    """Everything to mend, a line each. The map is kept as it is; what does not fit is left out of the drawing."""
    return [*_people(map), *_arrows(map), *_pathway(map), *_twice(map), *_days(map, today)]


def drawable(map: AccountMap) -> AccountMap:
    """The map without what cannot be drawn: arrows that lack an end, and steps named as coming before that are not there."""
    people = {one.id for one in map.people}
    arrows = [one for one in map.arrows if one.of in people and one.on in people and one.of != one.on]
    return map.model_copy(update={"arrows": arrows})


def _people(map: AccountMap) -> Iterator[Misfit]:
    seen: dict[str, str] = {}
    found = []
    for one in map.people:
        name = plain_name(one.name)
        if name in seen:
            found.append(Misfit(one.id, f"{one.name} stands here twice. If it is one person, take one out; if it is two, tell them apart by name."))
        seen[name] = one.id
    yield from found[:SAID]
    if len(found) > SAID:
        yield Misfit(found[SAID].item, f"And {len(found) - SAID:,} more people stand here twice.")


def _arrows(map: AccountMap) -> Iterator[Misfit]:
    people = {one.id: one for one in map.people}
    seen = set()
    for arrow in map.arrows:
        gone = [end for end in (arrow.of, arrow.on) if end not in people]
        if len(gone) == 2:
            yield Misfit(arrow.id, "An arrow has nobody at either end. Say who moves whom, or take it out.")
        elif gone and arrow.of in people:
            yield Misfit(arrow.id, f"The arrow from {people[arrow.of].name} points at nobody on this map. Say whom it moves, or take it out.")
        elif gone:
            yield Misfit(arrow.id, f"The arrow to {people[arrow.on].name} comes from nobody on this map. Say who it is, or take it out.")
        elif arrow.of == arrow.on:
            yield Misfit(arrow.id, f"{people[arrow.of].name} moves only themselves here. Say whom the arrow is to point at.")
        elif (arrow.of, arrow.on) in seen:
            yield Misfit(arrow.id, f"{label(map, arrow)}: this stands here twice. Keep one, and put the sources of both to it.")
        seen.add((arrow.of, arrow.on))


def _pathway(map: AccountMap) -> Iterator[Misfit]:
    steps = {one.id: one for one in map.steps}
    for step in map.steps:
        if any(before not in steps for before in step.after):
            yield Misfit(step.id, f"“{step.title}” comes after a step that is no longer here. Say what it comes after.")
    if circle := circle_of(map):
        names = " → ".join(f"“{steps[id].title}”" for id in (*circle, circle[0]))
        yield Misfit(circle[0], f"The pathway goes round in a circle: {names}. Say which of these comes first.")


def circle_of(map: AccountMap) -> list[str]:
    """The ids of steps that come after each other in a circle, in their order; none where the pathway has a beginning."""
    there = {one.id for one in map.steps}
    try:
        TopologicalSorter({one.id: [id for id in one.after if id in there] for one in map.steps}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle[:-1]
    return []


def _twice(map: AccountMap) -> Iterator[Misfit]:
    for items, what in ((map.steps, "step"), (map.constraints, "constraint"), (map.questions, "question"), (map.decisions, "decision")):
        seen = set()
        for item in items:
            words = plain_name(label(map, item))
            if words in seen:
                yield Misfit(item.id, f"“{label(map, item)}” stands here twice as a {what}. Keep one.")
            seen.add(words)


def _days(map: AccountMap, today: date) -> Iterator[Misfit]:
    for item in map.items():
        for source in item.sources:
            if source.day is not None and source.day > today and source.kind == "heard":
                yield Misfit(item.id, f"{label(map, item)}: heard on {_day(source.day)}, which is still to come. Mend the day.")
    for decision in map.decisions:
        heard = [source.day for source in decision.sources if source.day is not None]
        if decision.on is not None and heard and decision.on < min(heard):
            yield Misfit(decision.id, f"“{decision.text}” is on {_day(decision.on)}, before anybody told you of it on {_day(min(heard))}. Mend one of the two.")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
