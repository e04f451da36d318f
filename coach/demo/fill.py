"""Filling the demo: a quarter of meetings of nine reps, what they handed in, and what was said to it. The same seed and day make the
same demo, but for the ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from coach.content.account import Account
from coach.content.persona import Persona
from coach.debrief.own import PARTS, OwnMarks
from coach.debrief.records import Report
from coach.demo import coaching, planning, reviewing
from coach.demo.playing import Player, policy
from coach.demo.team import REPS, WEEKS, Rep, people
from coach.demo.words import MOMENTS, QUESTIONS, REFLECTIONS
from coach.lookback import Lookback
from coach.practice import Practice, Table
from coach.reviews.viewer import Viewer
from coach.roleplay.draw import number, pick
from coach.roleplay.records import DIFFICULTIES
from coach.store import demo
from coach.store.tables import as_of

if TYPE_CHECKING:
    from coach.wiring import Coach

Told = Callable[[int, int], None]
"""Called with how many meetings are done, of how many."""
FRESH = timedelta(days=9)
"""What was handed in since then still waits for the manager, most of it."""


@dataclass(frozen=True)
class Slot:
    """A meeting to be played: by whom, with whom, when. `draw` keys everything that is drawn for it."""

    rep: Rep
    persona: Persona
    at: datetime
    week: int
    draw: int
    counted: int


def fill(coach: Coach, leader: Viewer, seed: int, today: date, told: Told, reps: Sequence[Rep] = REPS, weeks: int = WEEKS) -> int:
    """Put the whole demo into the database, or of its meetings those of some reps in their first weeks; returns how many were played. A
    demo that is there already is taken out first."""
    store = coach.store
    demo.remove(store.database)
    start = datetime.combine(today - timedelta(weeks=WEEKS), time(9), UTC)
    with as_of(start):
        demo.put(store.database, people(leader.id))
    plans = {rep.id: planning.planned(coach, rep, seed + at, start) for at, rep in enumerate(REPS)}
    quarter = sorted(calendar(coach, seed, start, datetime.combine(today, time(12), UTC)), key=lambda slot: slot.at)
    slots = [slot for slot in quarter if slot.rep in reps and slot.week < weeks]
    assignments = coaching.asked(coach, leader, seed, start, ((slot.rep, slot.persona, slot.at) for slot in quarter))
    player = Player(coach)
    for done, slot in enumerate(slots):
        told(done, len(slots))
        table = held(coach, player, slot, plans[slot.rep.id])
        with as_of(slot.at + timedelta(minutes=30)):
            report = looked_back(coach, slot, table)
        with as_of(slot.at + timedelta(minutes=30)):
            assignment = coaching.tried(coach, slot.rep, table.id, slot.persona.id, slot.at, assignments)
        handed_in(coach, leader, slot, table, report, start + timedelta(weeks=WEEKS), assignment)
    coaching.talks(coach, leader, seed, start, today)
    coaching.rides(coach, leader, seed, start)
    played = planning.campaigns(coach, player, seed, start, reps)
    told(len(slots), len(slots))
    return len(slots) + played


def calendar(coach: Coach, seed: int, start: datetime, end: datetime) -> Iterator[Slot]:
    """Everybody's meetings: one a week, in some weeks two, in turn with the people of both accounts."""
    accounts: list[Account] = list(coach.shelf.accounts.values())
    meet: dict[str, list[Persona]] = {
        account.id: [
            one for one in coach.shelf.personas.values() if one.account == account.id and not one.unverified and (not one.seats or "sales" in one.seats)
        ]
        for account in accounts
    }
    for number_of, rep in enumerate(REPS):
        count = 0
        for week in range(WEEKS):
            draw = seed * 100_000 + number_of * 1_000 + week * 10
            for again in range(1 + (number(draw, 0, "twice a week") < 0.2)):
                account = accounts[(number_of + count // 2) % len(accounts)]
                persona = pick(meet[account.id], draw, again, "who")
                at = start + timedelta(weeks=week, days=(number_of + 2 * again) % 5, minutes=30 * number_of)
                if at < end:
                    count += 1
                    yield Slot(rep, persona, at, week, draw + again, count)


def held(coach: Coach, player: Player, slot: Slot, plan: planning.Put) -> Table:
    practice = Practice(coach, slot.rep.viewer)
    skill = slot.rep.skill(slot.week)
    hard = DIFFICULTIES[min(len(DIFFICULTIES) - 1, int(number(slot.draw, 0, "difficulty") * len(DIFFICULTIES)))]
    with as_of(slot.at):
        id = practice.begin(slot.persona.id, on=slot.at.date(), difficulty=hard, seed=slot.draw % 10_000, planned=plan.step(slot.persona.id))
        if number(slot.draw, 0, "prepared") < 0.3 + skill:
            practice.prepare(practice.load(id), planning.prework(coach, slot.persona, skill, slot.draw))
        return player.play(slot.rep.viewer, id, policy(skill, slot.draw))


def looked_back(coach: Coach, slot: Slot, table: Table) -> Report:
    """Mark it as the rep saw it, then read the debrief."""
    lookback = Lookback(coach, slot.rep.viewer)
    report = lookback.report(table)
    if lookback.asks(table):
        levels = {item.id: item.level for item in report.criteria if item.level is not None}
        marks = {}
        for area, part in PARTS.items():
            scored = [levels[id] for id in part.criteria if id in levels]
            if scored:
                seen = sum(scored) / len(scored) + slot.rep.eye * 0.8 + number(slot.draw, 0, f"own eye {area}") - 0.5
                marks[area] = max(0, min(3, round(seen)))
        lookback.mark(table, OwnMarks(marks=marks, turn=None, words=pick(REFLECTIONS, slot.draw, 0, "reflection")))
    return lookback.report(table)


def handed_in(coach: Coach, leader: Viewer, slot: Slot, table: Table, report: Report, end: datetime, assignment: str | None) -> None:
    """Most meetings are handed in whole, some as a moment, some are kept; of what is older most came back."""
    drawn = number(slot.draw, 0, "handed in")
    moment = report.focus.again if report.focus and 0.68 <= drawn < 0.82 else 0
    if drawn >= 0.82 or (drawn >= 0.68 and not moment):
        return
    submissions = coach.store.submissions
    asks = pick(MOMENTS if moment else QUESTIONS, slot.draw, 0, "question")
    shared = not moment and number(slot.draw, 0, "shared") < 0.5
    with as_of(slot.at + timedelta(hours=2)):
        id = submissions.submit(slot.rep.viewer, table.id, asks, turn=moment or None, shared=shared, assignment=assignment)
    waits = slot.at > end - FRESH and number(slot.draw, 0, "waits") < 0.8
    if not waits:
        with as_of(min(slot.at + timedelta(days=2, hours=3), end)):
            reviewing.reviewed(coach, leader, slot.rep, id, table, report, slot.draw)
    if shared:
        with as_of(min(slot.at + timedelta(days=3), end)):
            reviewing.compared(coach, id, report, slot.draw)
