"""The demo's plans, the objectives behind them, what reps know beforehand, and the campaigns of three of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.accounts import arc as arcs
from coach.accounts import campaign_calendar
from coach.accounts.arc import Arc, Moved
from coach.accounts.learnt import learnt
from coach.accounts.objectives import added as with_objective
from coach.accounts.strategies import Seen, follows_influence
from coach.campaigns import Campaigns
from coach.content.persona import Persona
from coach.demo.playing import Player, policy
from coach.demo.team import REPS, WEEKS, Rep
from coach.demo.words import EVIDENCE, QUARTER, YEAR
from coach.messages import plan as plans
from coach.messages.plan import Plan, stakeholder
from coach.roleplay.draw import number, pick
from coach.roleplay.records import Planned
from coach.store.tables import as_of

if TYPE_CHECKING:
    from coach.wiring import Coach

RUNGS = ("recognised", "curious", "evaluating")
STEPS = 5
CAMPAIGNS = ((1, 5), (4, 6), (6, 8))
"""Which reps play a campaign, and how many of its meetings."""


@dataclass(frozen=True)
class Put:
    """A plan that was kept, with the step that sees each persona."""

    id: str
    steps: dict[str, Planned]

    def step(self, persona: str) -> Planned | None:
        """What a meeting with somebody practises; None for whom the plan does not see."""
        return self.steps.get(persona)


def planned(coach: Coach, rep: Rep, draw: int, start: datetime) -> Put:
    """A plan for one account, and objectives that some of its steps serve; evidence came in as the rep got better."""
    shelf = coach.shelf
    account = pick(sorted(shelf.accounts.values(), key=lambda one: one.id), draw, 0, "plan for")
    people = [one for one in shelf.personas.values() if one.account == account.id and (not one.seats or "sales" in one.seats)]
    people.sort(key=lambda one: number(draw, 0, f"plans {one.id}"))
    plan = Plan(title=f"{account.name}, this quarter", account=account.id, library=account.library)
    for at, persona in enumerate(people[:STEPS]):
        day = (start + timedelta(weeks=2 + 2 * at)).date()
        plan = plans.added(plan, stakeholder(persona), day, rung=RUNGS[min(at // 2, 2)])
    arc = with_objective(Arc(), "three_years", account.objectives[0])
    arc = with_objective(arc, "year", YEAR, arc.objectives[0].id)
    for words in QUARTER:
        arc = with_objective(arc, "quarter", words, arc.objectives[1].id)
    quarter = arc.objectives[2:]
    arc = arcs.with_(arc, serves={step.id: quarter[at % len(quarter)].id for at, step in enumerate(plan.steps)})
    moved = []
    for one in arc.objectives:
        week = int(number(draw, 0, f"moves {one.id}") * WEEKS)
        day = (start + timedelta(weeks=week, days=3)).date()
        serving = next((step for step, serves in arc.serves.items() if serves == one.id), "")
        if serving and number(draw, 1, f"moves {one.id}") < rep.skill(week):
            evidence = [Moved(day=day, words=pick(EVIDENCE, draw, 0, one.id), step=serving)]
            one = one.model_copy(update={"evidence": evidence, "reached": day + timedelta(days=7) if rep.ends > 0.8 and week < WEEKS - 2 else None})
        moved.append(one)
    arc = arcs.with_(arc, objectives=moved)
    store = coach.store
    with as_of(start):
        id = store.plans.make(rep.viewer, plan)
        store.arcs.save(rep.viewer, "arc", id, arc, None)
    return Put(id, {step.who.persona: Planned(plan=id, step=step.id, rung=step.rung) for step in plan.steps if step.who.persona})


def prework(coach: Coach, persona: Persona, skill: float, draw: int) -> str:
    """What a prepared rep writes down, out of the account's page, which everybody may read: the better they are, the more of it."""
    account = coach.shelf.accounts.get(persona.account or "")
    lines = [f"{persona.title}."]
    if account is not None and number(draw, 0, "writes of the pathway") < skill:
        first, last = account.pathway[0].title, account.pathway[-1].title
        lines.append(f"Patients come in by {first.lower()} and are done with {last.lower()}. Somewhere between, somebody has to decide, and it waits there.")
        if number(draw, 0, "writes of influence") < skill:
            lines.append(f"{pick(account.pressures, draw, 0, 'prework')} That holds them back. I do not know who they listen to; I will ask who else decides.")
    return " ".join(lines)


def campaigns(coach: Coach, player: Player, seed: int, start: datetime, reps: Sequence[Rep]) -> int:
    """Three of the reps are in the middle of a campaign, each at another place; returns how many meetings were played."""
    count = 0
    for at, (number_of, meetings) in enumerate(CAMPAIGNS):
        rep = REPS[number_of]
        if rep not in reps:
            continue
        played = Campaigns(coach, rep.viewer)
        account = played.accounts()[at % len(played.accounts())]
        with as_of(start + timedelta(weeks=4, days=at)):
            id = played.begin(account.id, seed=seed * 10 + at)
        for meeting in range(meetings):
            with as_of(start + timedelta(weeks=5 + meeting, days=at)):
                opened = played.load(id)
                day = campaign_calendar.next_day(opened.setting, opened.world)
                if day is None or opened.world.closed:
                    break
                open_to = campaign_calendar.open_to(opened.setting, opened.world, day)
                choice = follows_influence(Seen(opened.setting, opened.world, day, open_to, learnt(opened.setting, opened.world)))
                if choice is None:
                    break
                played.plan(opened, choice.person, day, why="They move most of what is to be decided, as far as I know.")
                opened = played.load(id)
                if opened.world.planned is None:
                    break
                player.play(rep.viewer, played.meet(opened), policy(rep.skill(5 + meeting), seed * 100 + meeting))
                played.load(id)
                count += 1
    return count
