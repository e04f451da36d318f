"""Several seats on our side: who may call on whom, what each may say, whom to bring to which meeting, and what does not fit in a plan."""

from __future__ import annotations

from coach.accounts.arc import MAX_TEAM, Arc, Colleague, with_
from coach.content.errors import CoachError
from coach.content.persona import Persona, Seat
from coach.content.process import SeatRules, Team
from coach.messages.plan import Plan, Stakeholder, Step


def may_call(rules: SeatRules, who: Stakeholder, persona: Persona | None) -> str:
    """Why a seat may not call on somebody by itself, in a line; empty where it may. What the person says of themselves comes first."""
    if persona is not None and persona.seats and rules.id not in persona.seats:
        return f"{who.name} does not see: {rules.title.lower()}."
    if rules.calls_on and who.lens not in rules.calls_on:
        return f"The {rules.title.lower()} does not call on {who.name} alone: they see {' and '.join(rules.calls_on)} people."
    return ""


def suggested(team: Team, step: Step, persona: Persona | None) -> list[SeatRules]:
    """Whom to bring to a meeting, by what it is for and whom it is with; never somebody whom that person does not see, nor the seat that goes."""
    fitting = [one for one in team.seats if one.id != step.who.seat and (step.purpose in one.bring_to or step.who.lens in one.bring_for)]
    return [one for one in fitting if persona is None or not persona.seats or one.id in persona.seats]


def brought(arc: Arc, step: str, seat: Seat, name: str, why: str) -> Arc:
    """A colleague for a step. CoachError where somebody in that seat comes already, or too many do."""
    there = arc.team.get(step, [])
    if any(one.seat == seat for one in there):
        raise CoachError("Somebody in that seat comes already.")
    if len(there) >= MAX_TEAM:
        raise CoachError(f"{MAX_TEAM} of us in one room is more than they came to meet. Leave somebody out first.")
    return with_(arc, team=arc.team | {step: [*there, Colleague(seat=seat, name=name, why=why)]})


def in_words(arc: Arc, team: Team) -> dict[str, list[str]]:
    """Who of us comes along, by step: a line each, with the seat, the name and what they are to do there."""
    return {
        step: [f"{team.rules(one.seat).title}{f', {one.name}' if one.name else ''}{f': {one.why}' if one.why else ''}" for one in those]
        for step, those in arc.team.items()
    }


def left_out(arc: Arc, step: str, seat: Seat) -> Arc:
    kept = [one for one in arc.team.get(step, []) if one.seat != seat]
    rest = {id: those for id, those in arc.team.items() if id != step}
    return with_(arc, team=rest | ({step: kept} if kept else {}))


def misfits(arc: Arc, plan: Plan, team: Team, personas: dict[str, Persona]) -> dict[str, list[str]]:
    """What does not fit, by step: somebody who may not call there, somebody who has no reason to come."""
    found: dict[str, list[str]] = {}
    for step in plan.steps:
        persona = personas.get(step.who.persona or "")
        lines = [line] if (line := may_call(team.rules(step.who.seat), step.who, persona)) else []
        for one in arc.team.get(step.id, []):
            rules = team.rules(one.seat)
            if persona is not None and persona.seats and one.seat not in persona.seats:
                lines.append(f"{step.who.name} does not see: {rules.title.lower()}.")
            if one.seat == step.who.seat:
                lines.append(f"You come as {rules.title.lower()} yourself.")
            if not one.why:
                lines.append(f"{rules.title}: say what they are to do there, or go without them.")
        if lines:
            found[step.id] = lines
    return found
