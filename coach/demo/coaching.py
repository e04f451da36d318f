"""What the demo's reps are asked to practise, the talks their manager has with them, and the real meetings the manager sat in on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from coach.content.persona import Persona
from coach.demo.team import REPS, WEEKS, Rep
from coach.demo.words import AGREED, RIDES, SESSION_ANSWERS, WHY
from coach.reviews.assignments import Asked
from coach.reviews.ride_along import Noted, RideAlong
from coach.reviews.session import FollowUp, Held, Step
from coach.reviews.viewer import Viewer
from coach.roleplay.draw import number, pick
from coach.store.tables import as_of

if TYPE_CHECKING:
    from coach.wiring import Coach

ASKED = (0, 1, 3, 5, 7)
"""Which reps are asked for practice."""
FROM_WEEK = 5
TALKS = (4, 9)
"""The weeks in which the manager sits down with somebody."""


@dataclass(frozen=True)
class Assignment:
    """What somebody was asked: tries with that person, begun after that moment, belong to it."""

    id: str
    persona: str
    since: datetime


def asked(coach: Coach, leader: Viewer, draw: int, start: datetime, coming: Iterable[tuple[Rep, Persona, datetime]]) -> dict[str, Assignment]:
    """An assignment for some of the reps, by their id: with whomever they meet most from then on, so that there are tries."""
    since, meets = start + timedelta(weeks=FROM_WEEK), list(coming)
    found = {}
    for rep in (REPS[at] for at in ASKED):
        people = Counter(persona.id for who, persona, at in meets if who is rep and at > since)
        if not people:
            continue
        persona = max(sorted(people), key=lambda id: people[id])
        criterion = pick(sorted(WHY), draw, 0, f"asks {rep.id}")
        one = Asked(persona=persona, criterion=criterion, due=(since + timedelta(weeks=WEEKS - FROM_WEEK + 1)).date(), why=WHY[criterion])
        with as_of(since):
            found[rep.id] = Assignment(coach.store.assignments.ask(leader, rep.id, [one])[0], persona, since)
    return found


def tried(coach: Coach, rep: Rep, meeting: str, persona: str, at: datetime, assignments: dict[str, Assignment]) -> str | None:
    """Tie a meeting to what the rep was asked, where it is a try of it; returns that assignment."""
    mine = assignments.get(rep.id)
    if mine is None or mine.persona != persona or at <= mine.since:
        return None
    coach.store.assignments.begun(rep.viewer, mine.id, "meeting", meeting)
    return mine.id


def talks(coach: Coach, leader: Viewer, draw: int, start: datetime, today: date) -> None:
    """Coaching sessions with most, each with a step; of the first of them it is said what became of it."""
    for week in TALKS:
        for rep in REPS:
            if number(draw, week, f"talks with {rep.id}") < 0.35:
                continue
            at = start + timedelta(weeks=week, days=1 + int(number(draw, week, rep.id) * 3))
            what, who = pick(AGREED, draw, week, f"agreed {rep.id}")
            step = Step(what=what, who=who, by=at.date() + timedelta(days=14))
            held = Held(question=pick(tuple(SESSION_ANSWERS), draw, week, f"asked {rep.id}"), step=step)
            with as_of(at):
                id = coach.store.sessions.hold(leader, rep.id, at.date(), held)
            if step.by < today and number(draw, week, f"follows {rep.id}") < 0.75:
                how, words = pick(tuple(SESSION_ANSWERS.values()), draw, week, f"became {rep.id}")
                with as_of(at + timedelta(days=14)):
                    coach.store.sessions.follow_up(rep.viewer, id, FollowUp(how=how, words=words, said_by="rep"), 1)


def rides(coach: Coach, leader: Viewer, draw: int, start: datetime) -> None:
    """Three sheets from beside real meetings, the last of them still a draft."""
    store = coach.store.ride_alongs
    people: Sequence[Rep] = (REPS[1], REPS[4], REPS[8])
    for at, (rep, ride) in enumerate(zip(people, RIDES, strict=True)):
        notes = {id: Noted(level=level, words=words) for id, (level, words) in ride.notes.items()}
        sheet = RideAlong.model_validate(
            {"whom": ride.whom, "notes": {id: one.model_dump() for id, one in notes.items()}, "keep": ride.keep, "change": ride.change}
        )
        on = start + timedelta(weeks=3 + 4 * at, days=2)
        with as_of(on):
            id = store.begin(leader, rep.id, on.date())
            store.save(leader, id, sheet, 1)
            if at < len(RIDES) - 1:
                store.give(leader, id)
                store.answer(rep.viewer, id, ride.answer)
