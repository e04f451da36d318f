"""A debrief as xAPI statements (version 1.0.3) for a learning record store: the meeting, and each criterion that was scored.

Who it was is an account name, by default a pseudonym; nobody's words are in a statement. Ids follow from the meeting, the
rubric and the criterion, so that sending the same debrief twice makes no second record.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from coach.debrief.records import Report

HOME = "https://listen-first.example"
"""The address space of our ids; nothing has to answer there. A team puts its own."""
VERBS = {"completed": "http://adlnet.gov/expapi/verbs/completed", "scored": "http://adlnet.gov/expapi/verbs/scored"}
TYPES = {"meeting": "http://adlnet.gov/expapi/activities/simulation", "call": "http://adlnet.gov/expapi/activities/meeting",
         "criterion": "http://adlnet.gov/expapi/activities/objective"}  # fmt: skip
LANGUAGE = "en-US"
TOP = 3


def statements(report: Report, meeting: str, actor: str, at: datetime | date | None = None, home: str = HOME) -> list[dict[str, Any]]:
    """One statement for the meeting and one for each criterion that was scored. `actor`: the account's name, or a pseudonym;
    `at`: when it was, left out where it is not known. Raises nothing."""
    levels = [item for item in report.criteria if item.level is not None]
    mean = sum(item.level or 0 for item in levels) / len(levels) if levels else None
    whole = _activity(f"{home}/meetings/{meeting}", _title(report), TYPES["meeting" if report.practice else "call"])
    result: dict[str, Any] = {
        "completion": report.outcome.kind != "cut_short",
        "extensions": {f"{home}/extensions/outcome": report.outcome.kind, f"{home}/extensions/compliance-findings": len(report.compliance)},
    }
    if mean is not None:
        result["score"] = _score(mean)
    made = [_statement(report, meeting, actor, at, home, "completed", whole, result, None)]
    for item in levels:
        objective = _activity(f"{home}/rubrics/{report.rubric.id}/{item.id}", item.title, TYPES["criterion"])
        made.append(_statement(report, meeting, actor, at, home, "scored", objective, {"score": _score(item.level or 0)}, whole))
    return made


def _statement(
    report: Report, meeting: str, actor: str, at: datetime | date | None, home: str, verb: str, thing: dict[str, Any], result: dict[str, Any],
    parent: dict[str, Any] | None,
) -> dict[str, Any]:  # fmt: skip
    activities: dict[str, Any] = {"grouping": [{"objectType": "Activity", "id": f"{home}/rubrics/{report.rubric.id}"}]}
    if parent is not None:
        activities["parent"] = [{"objectType": "Activity", "id": parent["id"]}]
    made = {
        "id": str(uuid5(NAMESPACE_URL, f"{home}/{meeting}/{actor}/{report.rubric.id}/{report.rubric.version}/{verb}/{thing['id']}")),
        "actor": {"objectType": "Agent", "account": {"homePage": home, "name": actor}},
        "verb": {"id": VERBS[verb], "display": {LANGUAGE: verb}},
        "object": thing,
        "result": result,
        "context": {
            "registration": str(uuid5(NAMESPACE_URL, f"{home}/{meeting}")),
            "contextActivities": activities,
            "platform": "Listen First",
            "language": LANGUAGE,
            "extensions": {f"{home}/extensions/rubric-version": report.rubric.version},
        },
        "version": "1.0.3",
    }
    if at is not None:
        made["timestamp"] = at.isoformat() if isinstance(at, datetime) else f"{at.isoformat()}T12:00:00Z"
    return made


def _title(report: Report) -> str:
    who = report.persona.replace("_", " ") if report.persona else "somebody"
    return f"{'A practised meeting' if report.practice else 'A call'} with {who}"


def _activity(id: str, name: str, kind: str) -> dict[str, Any]:
    return {"objectType": "Activity", "id": id, "definition": {"name": {LANGUAGE: name}, "type": kind}}


def _score(level: float) -> dict[str, float]:
    return {"scaled": round(level / TOP, 2), "raw": round(level, 2), "min": 0, "max": TOP}
