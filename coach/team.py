"""What one viewer sees of a team: the measures over time, who needs what next, and what everybody misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from coach.accounts.influence import weights
from coach.accounts.map_depth import families_of
from coach.content.base import Lens
from coach.content.shelf import Shelf
from coach.reviews import team
from coach.reviews.patterns import Pattern, Patterns, patterns
from coach.reviews.team import Goal, Handed, NextUp, Series
from coach.reviews.viewer import Viewer
from coach.store.team_facts import NEWEST, HandedIn
from coach.wiring import Coach

By = Literal["week", "month"]
SHOWN: dict[By, int] = {"week": 13, "month": 12}
YEAR = timedelta(days=366)
QUARTER = timedelta(weeks=13)
UNKNOWN = 1.0


@dataclass(frozen=True)
class Page:
    """The team as a manager sees it. `full`: more meetings were handed in than are looked at. `waiting`: of so many people, nothing was
    handed in yet."""

    people: int
    meetings: int
    full: bool
    depth: list[Series]
    engagement: list[Series]
    objectives: list[Series]
    next_up: list[NextUp]
    patterns: Patterns


class Team:
    """Errors: NotAllowed for whoever neither leads nor cares for the library."""

    def __init__(self, coach: Coach, viewer: Viewer) -> None:
        self._coach, self._viewer, self._facts = coach, viewer, coach.store.facts

    def page(self, today: date, by: By = "week") -> Page:
        """The last quarter by week, or the last year by month."""
        shelf = self._coach.shelf_for(self._viewer)
        kept = self._facts.handed_in(self._viewer, _midnight(today - YEAR))
        handed = handed_of(kept, shelf)
        ends = team.ends_of(today, by, SHOWN[by])
        things = {account.id: team.things_of(account.truth) for account in shelf.accounts.values() if account.truth is not None}
        people = [(one.id, one.name) for one in self._coach.store.people.led(self._viewer)]
        back = team.WEEK if by == "week" else team.MONTH
        return Page(
            people=len({one.who for one in handed}),
            meetings=len(handed),
            full=len(handed) >= NEWEST,
            depth=team.depth(handed, ends, things, families_of(shelf)),
            engagement=team.engagement(handed, ends, back),
            objectives=team.objectives(self._goals(kept, handed), ends),
            patterns=patterns((one.who, one.persona, one.measured) for one in kept if one.begun >= _midnight(today - QUARTER)),
            next_up=team.next_up(handed, [(id, name) for id, name in people if id != self._viewer.id or any(one.who == id for one in handed)]),
        )

    def patterns(self, today: date) -> Patterns:
        """What everybody's meetings of the last quarter have in common, for enablement."""
        return self._facts.patterns(self._viewer, _midnight(today - QUARTER))

    def title(self, kind: str, one: Pattern) -> tuple[str, str]:
        """What to call something in a pattern, and a line below it; the id where it is no longer known."""
        shelf = self._coach.shelf_for(self._viewer)
        where, _, id = one.id.rpartition("/")
        if kind == "need":
            need = shelf.needs.get(id)
            return (need.title, need.about) if need else (id, "")
        if kind == "objection":
            persona = shelf.personas.get(where)
            found = next((item for item in persona.objections if item.id == id), None) if persona else None
            return (found.title, f"{persona.name}, {persona.title.lower()}. Behind it: {found.behind}") if found and persona else (id, where)
        if kind == "message":
            library = shelf.libraries.get(where)
            message = next((item for item in library.messages.messages if item.id == id), None) if library else None
            return (message.text, f"For the {message.lens} lens.") if message else (id, where)
        criterion = next((item for item in shelf.rubric().criteria if item.id == id), None)
        return (criterion.title if criterion else id, "")

    def _goals(self, kept: Sequence[HandedIn], handed: Sequence[Handed]) -> list[Goal]:
        """The objectives that a handed-in meeting serves, from the day of the first such meeting."""
        meetings: dict[tuple[str, str, str], list[Handed]] = {}
        for one in handed:
            if one.measured.plan:
                meetings.setdefault((one.who, one.measured.plan, one.measured.step), []).append(one)
        goals = []
        for objective in self._facts.objectives(self._viewer, kept):
            serving = [one for step in objective.served_by for one in meetings.get((objective.who, objective.plan, step), [])]
            if serving:
                families: frozenset[Lens] = frozenset(one.family for one in serving if one.family)
                goals.append(Goal(objective.who, min(one.on for one in serving), families, objective.moved))
        return goals


def handed_of(kept: Sequence[HandedIn], shelf: Shelf) -> list[Handed]:
    """With whom each meeting was: their family, and what they weigh in the decision of their account."""
    weighs = {account.id: weights(account.truth) for account in shelf.accounts.values() if account.truth is not None}
    found = []
    for one in kept:
        persona = shelf.personas.get(one.persona)
        weight = weighs.get(one.measured.account, {}).get(one.persona, UNKNOWN)
        family = persona.role_family if persona else None
        found.append(Handed(one.submission, one.who, one.name, one.begun.date(), one.persona, family, weight, one.measured, one.reviewed))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
