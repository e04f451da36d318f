"""Score a meeting by a rubric: measured findings, each with its words, and one thing to work on.

A level is reached when every finding under its `when` was made. Levels are tried from 3 down, and the first that is
reached counts; where none is, the criterion is not observed, which is not zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from coach.content.rubric import CRITERIA, Criterion, Rubric
from coach.debrief.behind import behind
from coach.debrief.better import chosen, moment_of
from coach.debrief.delivery import delivery
from coach.debrief.ending import ending
from coach.debrief.facts import Facts
from coach.debrief.findings import FINDINGS
from coach.debrief.fitting import fitting
from coach.debrief.measures import disclosed, measures, missed, not_followed, trajectory
from coach.debrief.records import Compliance, Evidence, Focus, Report, RubricUsed, Scored
from coach.debrief.seen import Seen, SeenTurn, seen_of
from coach.debrief.turns import QUOTE, Turn, first
from coach.roleplay.purposes import KINDS

__all__ = ["Report", "Seen", "SeenTurn", "debrief", "seen_of"]

USEFUL = (
    "listen_first", "discovery", "uptake", "evidence_honesty", "objection", "message_fit", "advance", "patient_first", "opening", "adaptation", "account_read",
)  # fmt: skip
"""Which of several equally low criteria to work on first: listening changes most of what follows it."""
MOST_EVIDENCE = 4


def debrief(seen: Seen, rubric: Rubric, worked_on: str | None = None) -> Report:
    """Measure a meeting. Pure: stored readings, beats and states in, the same report out every time. Raises nothing for
    what a rubric asks: a finding that does not exist makes its criterion `unscored` (`content lint` names it).
    `worked_on`: a criterion to stay with as the one thing to work on, where it was scored."""
    facts = Facts(seen, rubric)
    found: dict[str, list[Evidence]] = {}
    by_id: dict[str, Criterion] = {criterion.id: criterion for criterion in reversed(rubric.criteria)}
    criteria = [_scored(by_id[id], facts, found) if id in by_id else _unknown(id) for id in CRITERIA]
    purpose = seen.opening.day.purpose if seen.opening is not None else "discovery"
    criteria = [item if item.id not in by_id or by_id[item.id].applies(purpose) else _no_chance(item, KINDS[purpose].title) for item in criteria]
    return Report(
        rubric=RubricUsed(id=rubric.id, version=rubric.version, title=rubric.title),
        persona=seen.persona.id if seen.persona else None,
        practice=seen.practice,
        on=seen.on,
        outcome=ending(facts),
        focus=_focus(facts, criteria, by_id, worked_on),
        criteria=criteria,
        measures=measures(facts),
        compliance=_compliance(facts),
        trajectory=trajectory(facts),
        disclosed_needs=disclosed(facts),
        missed_needs=missed(facts),
        not_followed=not_followed(facts),
        behind=behind(seen),
        fitting=fitting(facts),
        delivery=delivery(seen),
    )


def _no_chance(item: Scored, purpose: str) -> Scored:
    """A criterion for which a meeting of this purpose gives no chance is not observed, whatever was said."""
    return Scored(id=item.id, title=item.title, status="not_observed", why=f"A meeting of this purpose ({purpose.lower()}) gives no chance for it.")


def _unknown(id: str) -> Scored:
    return Scored(id=id, title=id.replace("_", " ").capitalize(), status="unscored", why="The rubric that was used does not ask about this.")


def _scored(criterion: Criterion, facts: Facts, found: dict[str, list[Evidence]]) -> Scored:
    """One criterion. `found` keeps what was looked for already, because levels share findings."""
    blank = Scored(id=criterion.id, title=criterion.title, status="not_observed", why=criterion.why)
    if any(name not in FINDINGS for level in criterion.levels for name in level.when):
        return blank.model_copy(update={"status": "unscored"})
    for level in sorted(criterion.levels, key=lambda item: -item.level):
        for name in level.when:
            if name not in found:
                found[name] = FINDINGS[name].evidence(facts)
        if not level.when or not all(found[name] for name in level.when):
            continue
        evidence = _told_apart([found[name] for name in level.when])
        told = {"level": level.level, "anchor": level.anchor, "advice": criterion.advice[level.level]}
        return blank.model_copy(update={"status": "scored", "evidence": evidence, **told})
    return blank


def _told_apart(groups: list[list[Evidence]]) -> list[Evidence]:
    """Evidence of several findings: the first of each, then the rest; nothing twice, in the order of the turns."""
    ranked = [item for group in groups for item in group[:1]] + [item for group in groups for item in group[1:]]
    kept: list[Evidence] = []
    for item in ranked:
        if not any(item.turn == other.turn and item.quote == other.quote for other in kept):
            kept.append(item)
    return sorted(kept[:MOST_EVIDENCE], key=lambda item: item.turn)


def _compliance(facts: Facts) -> list[Compliance]:
    """What was claimed against the rules: a gate beside the scores, never averaged in. A balance that comes in the rep's next
    turn has come in time."""
    if not facts.seen.judges_claims:
        return []
    return [
        Compliance(rule=claim.rule, severity=claim.severity, turn=turn.number, quote=claim.quote, why=claim.why, instead=claim.instead)
        for turn, then in zip_longest(facts.turns, facts.turns[1:])
        if turn is not None
        for claim in turn.reading.claims
        if not (claim.rule == "balance" and then is not None and _balanced(then))
    ]


def _balanced(turn: Turn) -> bool:
    """Whether a turn tells limits."""
    return turn.reading.has("limits") and {"tells", "claims", "admits"} & set(turn.reading.acts) != set()


def _focus(facts: Facts, criteria: list[Scored], by_id: Mapping[str, Criterion], worked_on: str | None) -> Focus | None:
    """What is being worked on; else the lowest criterion, and among equals the most useful. None where nothing was scored."""
    scored = [item for item in criteria if item.level is not None and item.advice]
    if not scored:
        return None
    worst = next((item for item in scored if item.id == worked_on), None) or min(scored, key=lambda item: (item.level, USEFUL.index(item.id)))
    level, advice = worst.level or 0, worst.advice or ""
    spoken = [item for item in worst.evidence if item.source == "turn"]
    if not spoken:
        opening = next(iter(facts.turns), None)
        return Focus(
            criterion=worst.id, title=worst.title, level=level, advice=advice,
            turn=opening.number if opening else 0, quote=first(opening.reading.text) if opening else "",
        )  # fmt: skip
    shown, line = chosen(facts, by_id[worst.id], level, spoken)
    again, theirs = moment_of(facts, shown)
    said = next((turn.reading.text for turn in facts.turns if turn.number == again), "")
    return Focus(
        criterion=worst.id, title=worst.title, level=level, turn=shown.turn, quote=shown.quote, advice=advice,
        theirs=bool(theirs), again=again, weak=(said[:QUOTE].rstrip() if again != shown.turn else "") if theirs else shown.quote,
        better=line.say if line else "", better_why=line.why if line else "", cites=line.cites if line else None,
    )  # fmt: skip
