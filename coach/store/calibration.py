"""Meetings that reps agreed to share so that several managers score them, and the numbers that come of it.

Only whole meetings that are shared and not taken back are ever looked at here, and of what was scored only levels that were given
blind and given back: a level that may still change, or that was set beside the measured one, says nothing of how far people agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from coach.content.rubric import CRITERIA
from coach.reviews.agreement import FEWEST, Scores, consensus
from coach.reviews.viewer import Viewer
from coach.store.engine import Database
from coach.store.errors import NotAllowed
from coach.store.submissions import SHOWN
from coach.store.tables import OpinionsRow, ScoreRow, SummaryRow
from coach.store.tables_team import ReviewRow, SubmissionRow

Standing = Literal["to score", "begun", "given"]
MOST = 500
"""Shared meetings, the latest, that figures are taken from: what was agreed years ago says little of today's raters."""
NUMBERS = "How far reviewers agree is for those who keep the rubric. Yours, beside the others', stands with each meeting that you scored."
YOU = "you"
Levels = dict[str, int | None]


@dataclass(frozen=True)
class Shared:
    """A meeting to score without knowing whose it is. `person`: whom the rep met. `handed`: it was handed to the viewer, who reviews
    it as such. `others`: how many others gave their levels. `at` is when it was handed in, aware, in UTC."""

    id: str
    person: str
    standing: Standing
    handed: bool
    others: int
    at: datetime


class Calibration:
    """Every method: StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def shared(self, viewer: Viewer, limit: int = 100) -> list[Shared]:
        """What the viewer may score beside others: those without their levels first, the latest first. Their own meetings are not
        among them, unless they work alone; for whoever leads nobody there are none."""
        if not viewer.may_lead:
            return []
        met = select(func.min(SummaryRow.name)).where(SummaryRow.meeting == SubmissionRow.meeting).correlate(SubmissionRow).scalar_subquery()
        others = (
            select(func.count())
            .select_from(ReviewRow)
            .where(ReviewRow.submission == SubmissionRow.id, ReviewRow.reviewer != viewer.id, ReviewRow.returned_at.is_not(None))
            .correlate(SubmissionRow)
            .scalar_subquery()
        )
        mine = and_(ReviewRow.submission == SubmissionRow.id, ReviewRow.reviewer == viewer.id)
        chosen = (
            select(SubmissionRow, met, others, ReviewRow)
            .outerjoin(ReviewRow, mine)
            .where(*_SHARED)
            .order_by(ReviewRow.returned_at.is_not(None), SubmissionRow.created_at.desc(), SubmissionRow.id)
            .limit(limit)
        )
        if not viewer.alone:
            chosen = chosen.where(SubmissionRow.owner != viewer.id)
        with self._database.read() as session:
            return [
                Shared(row.id, person or "", _standing(review), row.reviewer == viewer.id, count, row.created_at)
                for row, person, count, review in session.execute(chosen)
            ]

    def scores(self, viewer: Viewer) -> list[Scores]:
        """The levels that people gave blind, and those measured, by a number in the place of the meeting and a letter in the place of
        the rater (`you` for the viewer). Nobody's words, no name, no id. Errors: NotAllowed for whoever does not keep the rubric."""
        if not (viewer.may_approve or viewer.alone):
            raise NotAllowed(NUMBERS)
        with self._database.read() as session:
            given = _given(session)
            measured = _measured(session, list(given))
        first: dict[str, datetime] = {}
        for rater, _, at in (one for row in given.values() for one in row):
            first[rater] = min(at, first.get(rater, at))
        order = sorted((rater for rater in first if rater != viewer.id), key=lambda rater: (first[rater], rater))
        names = {rater: _letter(at) for at, rater in enumerate(order)} | {viewer.id: YOU}
        return [
            Scores(number, {names[rater]: levels for rater, levels, _ in rows}, measured.get(meeting, {}))
            for number, (meeting, rows) in enumerate(given.items(), 1)
        ]

    def judged(self, viewer: Viewer) -> dict[tuple[str, str], dict[str, list[tuple[int, int]]]]:
        """People's middle level and a model's, meeting by meeting, by (model, prompt) and criterion. In order of size, and for fewer
        than ten meetings all as zeros, so that nobody's meeting can be found in it: anybody may know from when an opinion counts."""
        with self._database.read() as session:
            given = _given(session)
            chosen = select(OpinionsRow).where(OpinionsRow.meeting.in_(given)).order_by(OpinionsRow.model, OpinionsRow.prompt)
            rows = list(session.scalars(chosen))
        found: dict[tuple[str, str], dict[str, list[tuple[int, int]]]] = {}
        for row in rows:
            people = Scores(0, {rater: levels for rater, levels, _ in given[row.meeting]}, {})
            for item in row.document.get("criteria", []):
                human, level = consensus(people, item["id"]), item.get("level")
                if human is not None and level is not None:
                    found.setdefault((row.model, row.prompt), {}).setdefault(item["id"], []).append((human, level))
        return {key: {id: sorted(pairs) if len(pairs) >= FEWEST else [(0, 0)] * len(pairs) for id, pairs in by.items()} for key, by in found.items()}


_SHARED = (SubmissionRow.shared.is_(True), SubmissionRow.turn.is_(None), SubmissionRow.state.in_(SHOWN))


def _given(session: Session) -> dict[str, list[tuple[str, Levels, datetime]]]:
    """By meeting, in the order in which they were handed in: each rater, their blind levels, and when these were given back. Where a
    meeting was handed in twice, a rater's first levels count: the second time they had seen it."""
    chosen = (
        select(SubmissionRow.meeting, ReviewRow)
        .join(ReviewRow, ReviewRow.submission == SubmissionRow.id)
        .where(*_SHARED, ReviewRow.returned_at.is_not(None))
        .order_by(SubmissionRow.created_at.desc(), SubmissionRow.id, ReviewRow.returned_at.desc(), ReviewRow.reviewer)
    )
    found: dict[str, dict[str, tuple[str, Levels, datetime]]] = {}
    for meeting, review in session.execute(chosen):
        levels = dict(_blind(review.document))
        if not levels or review.returned_at is None or (meeting not in found and len(found) >= MOST):
            continue
        found.setdefault(meeting, {})[review.reviewer] = (review.reviewer, levels, review.returned_at)
    return {meeting: list(rows.values()) for meeting, rows in reversed(found.items())}


def _blind(document: dict[str, Any]) -> Iterator[tuple[str, int | None]]:
    levels = document.get("levels")
    if document.get("blind") is True and isinstance(levels, dict):
        yield from ((id, level) for id, level in levels.items() if id in CRITERIA and level in (None, 0, 1, 2, 3))


def _measured(session: Session, meetings: list[str]) -> dict[str, dict[str, int]]:
    """What was measured, by the debrief that was made last."""
    rows = session.scalars(select(ScoreRow).where(ScoreRow.meeting.in_(meetings)).order_by(ScoreRow.at, ScoreRow.hash.desc()))
    return {row.meeting: {item["id"]: item["level"] for item in row.document.get("criteria", []) if item.get("level") is not None} for row in rows}


def _standing(review: ReviewRow | None) -> Standing:
    return "to score" if review is None else "begun" if review.returned_at is None else "given"


def _letter(at: int) -> str:
    """A, B ... Z, then A2, B2 ..."""
    return f"rater {chr(ord('A') + at % 26)}{at // 26 + 1 if at >= 26 else ''}"
