"""What the demo's managers say to what was handed in: levels near the measured ones, as people score, and authored comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.debrief.records import Report, Scored
from coach.demo.team import MANAGERS, Rep
from coach.demo.words import ANSWERS, CLOSINGS, REASONS, SHORT, WELL
from coach.practice import Table
from coach.reviews.viewer import Viewer
from coach.roleplay.draw import number, pick
from coach.store.tables import now

if TYPE_CHECKING:
    from coach.wiring import Coach

COMMENTS = 3
STRICT = {"leader": 0.0, MANAGERS[0].id: -0.25, MANAGERS[1].id: 0.2}
"""How far each manager scores beside the measure, in levels: people differ, and steadily."""
HARD_TO_SEE = {"message_fit": 0.7, "adaptation": 0.8, "patient_first": 0.6}
"""Criteria on which people differ more than on others, in levels."""


def reviewed(coach: Coach, leader: Viewer, rep: Rep, id: str, table: Table, report: Report, draw: int) -> None:
    """The manager opens it, scores, comments and gives it back; the rep answers and closes, most of the time."""
    store = coach.store
    store.submissions.open(leader, id)
    moment = store.submissions.one(leader, id).turn
    document = review(report, draw, "leader", comments=True)
    if moment is not None:
        document |= {
            "levels": {},
            "overrides": {},
            "moment": None,
            "comments": [one for one in document["comments"] if moment - 2 <= one["turn"] <= moment + 1],
        }
    store.reviews.save(leader, id, document, 0)
    store.reviews.give_back(leader, id)
    asked = document.get("questions", [])
    if asked and number(draw, 0, "answers") < 0.7:
        store.submissions.answer(rep.viewer, id, {question: pick(ANSWERS[question], draw, 0, "answer") for question in asked})
    if number(draw, 0, "closes") < 0.75:
        store.submissions.close(rep.viewer, id)


def compared(coach: Coach, id: str, report: Report, draw: int) -> None:
    """The other managers score it too, without knowing whose it is."""
    for one in MANAGERS:
        viewer = Viewer(one.id, "manager")
        coach.store.reviews.save(viewer, id, review(report, draw, one.id, comments=False), 0)
        coach.store.reviews.give_back(viewer, id)


def review(report: Report, draw: int, who: str, comments: bool) -> dict[str, Any]:
    """A review as it is stored, version 1."""
    scored = [item for item in report.criteria if item.level is not None and item.id != "account_read"]
    levels = {item.id: seen(item, draw, who) for item in scored}
    document: dict[str, Any] = {"v": 1, "levels": levels, "blind": True, "levels_at": now().isoformat()}
    if not comments:
        return document
    apart = [item for item in scored if item.level is not None and abs(levels[item.id] - item.level) == 1]
    if apart and number(draw, 0, "overrides") < 0.3:
        item = pick(apart, draw, 0, "override")
        document["overrides"] = {item.id: {"level": levels[item.id], "measured": item.level, "reason": pick(REASONS, draw, 0, "reason")}}
    told = [(item, turn) for item in scored if (turn := next((one.turn for one in item.evidence if one.source == "turn" and one.turn), 0))]
    told = sorted(told, key=lambda one: number(draw, one[1], f"comment {one[0].id}"))[:COMMENTS]
    document["comments"] = [{"turn": turn, "words": (WELL if (item.level or 0) >= 2 else SHORT)[item.id]} for item, turn in told]
    if report.focus and report.focus.again and number(draw, 0, "moment") < 0.6:
        document["moment"] = {"turn": report.focus.again, "instead": SHORT[report.focus.criterion]}
    if number(draw, 0, "asks") < 0.55:
        document["questions"] = [pick(list(ANSWERS), draw, 0, "asks of the decision")]
    document["closing"] = pick(CLOSINGS, draw, 0, "closing")
    return document


def seen(item: Scored, draw: int, who: str) -> int:
    """A level as this manager sees it."""
    spread = 1.1 + 2 * HARD_TO_SEE.get(item.id, 0.0)
    by = STRICT[who] + spread * (number(draw, 0, f"{who} sees {item.id}") - 0.5)
    return max(0, min(3, round((item.level or 0) + by)))
