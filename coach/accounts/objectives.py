"""Objectives for three years, one year and the quarter, backed into engagements; progress as words and evidence, never as a count of activity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from coach.accounts.arc import ABOVE, HORIZON_WORDS, HORIZONS, MAX_OBJECTIVES, Arc, Horizon, Moved, Objective, with_
from coach.content.errors import CoachError
from coach.messages.plan import Plan, Step

_OURS = re.compile(r"[€$£]\s?\d|\b(?:revenue|turnover|market share|sales target|quota|units sold|sell|upsell|our (?:target|number|forecast))\b", re.IGNORECASE)
"""Words in which a company speaks of its own goals."""


@dataclass(frozen=True)
class Progress:
    """An objective with what serves it. `steps` are the engagements that name it; `under` the objectives that do."""

    objective: Objective
    steps: list[Step]
    under: list[Objective]

    @property
    def says(self) -> str:
        """Where it stands, in words."""
        found, evidence = self.objective, self.objective.evidence
        if found.reached:
            return f"Reached on {found.reached.day} {found.reached:%B %Y}."
        if evidence:
            last = max(evidence, key=lambda one: one.day)
            return f"Last moved on {last.day.day} {last.day:%B %Y}: {last.words}"
        return "Nothing has moved it yet." if self.steps or self.under else "Nothing serves it yet."


def added(arc: Arc, horizon: Horizon, words: str, serves: str = "") -> Arc:
    """One more objective; its id is the last one's. CoachError where it says nothing, or serves one that is not of the next longer horizon."""
    if not words.strip():
        raise CoachError("What is to be different for them? Write it in their terms.")
    if len(arc.objectives) >= MAX_OBJECTIVES:
        raise CoachError(f"{MAX_OBJECTIVES} objectives are the most. More than a handful is none.")
    _fits(arc, horizon, serves)
    made = Objective(id=f"o{arc.made + 1}", horizon=horizon, words=words, serves=serves)
    return with_(arc, objectives=[*arc.objectives, made], made=arc.made + 1)


def changed(arc: Arc, id: str, words: str, serves: str, reached: date | None) -> Arc:
    """The objective with other words, another one that it serves, or reached on a day. CoachError as above."""
    old = arc.objective(id)
    if not words.strip():
        raise CoachError("An objective needs words. Take it out where it is none any more.")
    _fits(arc, old.horizon, serves)
    made = Objective.model_validate(old.model_dump() | {"words": words, "serves": serves, "reached": reached})
    return with_(arc, objectives=[made if one.id == id else one for one in arc.objectives])


def removed(arc: Arc, id: str) -> Arc:
    """Without the objective. What served it serves nothing then, and is shown so."""
    arc.objective(id)
    kept = [one.model_copy(update={"serves": ""}) if one.serves == id else one for one in arc.objectives if one.id != id]
    return with_(arc, objectives=kept, serves={step: of for step, of in arc.serves.items() if of != id})


def serving(arc: Arc, step: str, id: str) -> Arc:
    """A step of the plan that serves an objective ('': none)."""
    if id:
        arc.objective(id)
    rest = {one: of for one, of in arc.serves.items() if one != step}
    return with_(arc, serves=rest | ({step: id} if id else {}))


def moved(arc: Arc, id: str, words: str, day: date, today: date, *, step: str = "", meeting: str = "") -> Arc:
    """Evidence that an objective moved: what happened, on which day, by what. CoachError where it says nothing or lies ahead."""
    old = arc.objective(id)
    if not words.strip():
        raise CoachError("What moved it? Write what they did or said, not what we did.")
    if day > today:
        raise CoachError(f"{day.day} {day:%B %Y} is still to come, and evidence is of what has happened.")
    made = old.model_copy(update={"evidence": [*old.evidence, Moved(day=day, words=words, step=step, meeting=meeting)]})
    return with_(arc, objectives=[made if one.id == id else one for one in arc.objectives])


def progress(arc: Arc, plan: Plan) -> dict[Horizon, list[Progress]]:
    """Every objective with what serves it, by horizon, the longest first."""
    found: dict[Horizon, list[Progress]] = {horizon: [] for horizon in HORIZONS}
    for one in arc.objectives:
        steps = [step for step in plan.steps if arc.serves.get(step.id) == one.id]
        found[one.horizon].append(Progress(one, steps, [under for under in arc.objectives if under.serves == one.id]))
    return found


def unserving(arc: Arc, plan: Plan) -> list[Step]:
    """The engagements that serve no objective."""
    there = {one.id for one in arc.objectives}
    return [step for step in plan.steps if arc.serves.get(step.id) not in there]


def missing(arc: Arc, plan: Plan) -> list[str]:
    """What does not hold, a line each: an objective of ours rather than theirs, one that hangs in the air, one that nothing works on."""
    lines = [f"“{one.words}” reads like a goal of ours. Say it as they would: what is different for their patients or their people?"
             for one in arc.objectives if _OURS.search(one.words)]  # fmt: skip
    for horizon, items in progress(arc, plan).items():
        for item in items:
            one = item.objective
            if horizon in ABOVE and not one.serves and any(other.horizon == ABOVE[horizon] for other in arc.objectives):
                lines.append(f"“{one.words}” serves none of the longer objectives.")
            if one.reached is None and not item.steps and not item.under:
                below = next((HORIZON_WORDS[name].lower() for name, above in ABOVE.items() if above == horizon), "")
                lines.append(f"“{one.words}” is worked on by nothing: no engagement{f', no objective for {below}' if below else ''}.")
    return lines


def _fits(arc: Arc, horizon: Horizon, serves: str) -> None:
    if serves and (horizon not in ABOVE or arc.objective(serves).horizon != ABOVE[horizon]):
        wanted = HORIZON_WORDS[ABOVE[horizon]].lower() if horizon in ABOVE else ""
        raise CoachError(
            f"An objective for {HORIZON_WORDS[horizon].lower()} serves one for {wanted}." if wanted else "An objective for three years serves no other."
        )
