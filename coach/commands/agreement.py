"""evaluate judge: a model's levels against human levels."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from coach.commands.cases import judge_cases
from coach.commands.common import program, tells_trouble, warn
from coach.commands.figures import kappa, kappa_interval, mean, weighted_kappa
from coach.content.errors import CoachError
from coach.content.rubric import CRITERIA
from coach.debrief.judge import NAME, NO_JUDGE, Judges, judged
from coach.debrief.opinions import Opinions, unscored
from coach.debrief.seen import Seen, SeenTurn
from coach.roleplay.voice import Trouble

FOR_GOOD = ("refused", "key", "model", "page")
"""Troubles that the next case would meet as well."""
Result = tuple[dict[str, Any], list[dict[str, Any]]]
"""Figures, and a line a case."""


def judge(cases_path: Path) -> Result:
    """Agreement of the configured model with the people who labelled the cases. Raises CoachError where none is configured or reached,
    or where not one case could be judged, a line a reason. A case that could not be is counted, and named on standard error."""
    cases = judge_cases(cases_path)
    model = program().judge
    if model is None:
        raise CoachError(NO_JUDGE)
    tells_trouble()
    warn(f"The talk of {len(cases)} cases is sent to {model.where}.")
    found, troubles = [], []
    for number, case in enumerate(cases, 1):
        time.sleep(model.rests)  # Busy or slow a moment ago: the next case waits, so that one trouble is not taken for many.
        opinions, trouble = _opinions(case, model)
        found.append(opinions)
        if trouble is not None and trouble.kind in FOR_GOOD:
            raise trouble
        if trouble is not None:
            troubles.append(trouble.line)
            warn(f"case {number}: {trouble.line}")
    if len(troubles) == len(cases):
        raise CoachError(*dict.fromkeys(troubles))
    said = [{"levels": {item.id: item.level for item in one.criteria}, "labels": [line.label for line in one.lines]} for one in found]
    spent = [one.spent for one in found if one.spent]
    about = {"model": model.model, "prompt": NAME, "unanswered": len(troubles), "tokens": sum(one.sent + one.received for one in spent)}
    return about | agreement(cases, said), said


def _opinions(case: dict[str, Any], model: Judges) -> tuple[Opinions, Trouble | None]:
    turns = [SeenTurn(number, rep, other) for number, (rep, other) in enumerate(case["turns"], 1)]
    try:
        return judged(Seen(turns, greeting=case["greeting"]), model), None
    except Trouble as trouble:
        return unscored(model.model, NAME, trouble.line), trouble


def agreement(cases: list[dict[str, Any]], said: list[dict[str, Any]]) -> dict[str, Any]:
    """For each criterion that a case has a level for: weighted kappa (quadratic) with its 95% interval over the `n` cases that both
    gave a level, `exact` and `within_one` the shares that agree, and how many cases only one of them could score. `labels`: kappa
    and share over single lines, where cases are labelled that far."""
    figures: dict[str, Any] = {"cases": len(cases)}
    for id in (id for id in CRITERIA if any(id in case["levels"] for case in cases)):
        pairs = [(case["levels"][id], row["levels"].get(id)) for case, row in zip(cases, said, strict=True) if id in case["levels"]]
        both = [(human, model) for human, model in pairs if human is not None and model is not None]
        truth, got = [human for human, _ in both], [model for _, model in both]
        figures[id] = {
            "kappa": weighted_kappa(truth, got),
            "interval": kappa_interval(truth, got),
            "n": len(both),
            "exact": mean([float(human == model) for human, model in both]),
            "within_one": mean([float(abs(human - model) <= 1) for human, model in both]),
            "only_human": sum(human is not None and model is None for human, model in pairs),
            "only_model": sum(human is None and model is not None for human, model in pairs),
        }
    lines = [
        (human, model)
        for case, row in zip(cases, said, strict=True)
        if case["labels"] is not None and row["labels"]
        for human, model in zip([label for turn in case["labels"] for label in turn], row["labels"], strict=True)
    ]
    if lines:
        figures["labels"] = {
            "kappa": kappa([human for human, _ in lines], [model for _, model in lines]),
            "n": len(lines),
            "exact": mean([float(human == model) for human, model in lines]),
        }
    return figures
