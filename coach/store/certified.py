"""What a certification looks at: the meeting that was handed in for an assignment, and the levels that raters gave it blind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coach.debrief.records import Report
from coach.reviews.certification import Certificate, Rating, Shown, blind_level
from coach.store.engine import insert
from coach.store.submissions import SHOWN
from coach.store.tables import HintRow, MeetingRow, OpinionsRow, PersonRow, ScoreRow
from coach.store.tables_team import AssignmentRow, CertificateRaterRow, CertificateRow, ReviewRow, SubmissionRow


def looked_at(session: Session, row: AssignmentRow, criterion: str) -> tuple[Shown | None, list[Rating]]:
    """The meeting handed in last for an assignment, and its raters. Until whoever it was handed to has given their review back, no level
    is in it, so that nobody sees another's before their own is given."""
    chosen = select(SubmissionRow).where(SubmissionRow.assignment == row.id, SubmissionRow.owner == row.owner, SubmissionRow.state.in_(SHOWN))
    found = session.scalars(chosen.order_by((SubmissionRow.turn.is_(None)).desc(), SubmissionRow.created_at.desc(), SubmissionRow.id).limit(1)).first()
    if found is None:
        return None, []
    meeting = session.get_one(MeetingRow, found.meeting)
    scores = select(ScoreRow).where(ScoreRow.meeting == meeting.id).order_by(ScoreRow.at.desc(), ScoreRow.hash).limit(1)
    score = session.scalars(scores).first()
    report = Report.model_validate(score.document) if score else None
    shown = Shown(
        meeting=meeting.id,
        whole=found.turn is None,
        branched=meeting.branched_from is not None,
        hints=session.scalar(select(func.count()).where(HintRow.meeting == meeting.id)) or 0,
        blockers=sum(item.severity == "block" for item in report.compliance) if report else None,
        rubric=report.rubric.title if report else "",
        rubric_version=report.rubric.version if report else "",
    )
    reviews = select(ReviewRow, PersonRow.name).outerjoin(PersonRow, PersonRow.id == ReviewRow.reviewer)
    reviews = reviews.where(ReviewRow.submission == found.id, ReviewRow.returned_at.is_not(None), ReviewRow.reviewer != row.owner)
    ratings = [
        Rating(rater=one.reviewer, name=name or one.reviewer, level=blind_level(one.document, criterion))
        for one, name in session.execute(reviews.order_by(ReviewRow.returned_at))
        if one.document.get("blind")  # A level that was given with the measured one in sight is no second opinion.
    ]
    if found.state not in ("returned", "done"):
        return shown, [one.model_copy(update={"level": None}) for one in ratings[:1]]
    return shown, ratings + _opinions(session, meeting.id, criterion)


def _opinions(session: Session, meeting: str, criterion: str) -> list[Rating]:
    """The latest opinion of a model on it, where one was asked for; whether it counts is decided elsewhere."""
    row = session.scalars(select(OpinionsRow).where(OpinionsRow.meeting == meeting).order_by(OpinionsRow.at.desc(), OpinionsRow.model).limit(1)).first()
    found = next((one for one in row.document.get("criteria", []) if one.get("id") == criterion), None) if row else None
    if row is None or found is None or found.get("level") is None:
        return []
    return [Rating(rater=row.model, name=f"the model {row.model}", level=found["level"], judge=True, prompt=row.prompt)]


def keep(session: Session, row: AssignmentRow, made: Certificate) -> None:
    """Keep a certificate with its raters. What was certified before stays as it is."""
    document = made.model_dump(mode="json", exclude={"raters"})
    new = insert(session, CertificateRow).values(assignment=row.id, owner=row.owner, v=made.v, document=document, at=made.at)
    if session.scalar(new.on_conflict_do_nothing().returning(CertificateRow.assignment)) is None:
        return
    for number, one in enumerate(made.raters):
        session.add(CertificateRaterRow(assignment=row.id, number=number, rater=one.rater, level=one.level or 0, judge=one.judge))
    session.flush()


def kept(session: Session, assignments: Sequence[str]) -> dict[str, Certificate]:
    """The certificates of assignments, with the names that their raters have now."""
    chosen = select(CertificateRaterRow, PersonRow.name).outerjoin(PersonRow, PersonRow.id == CertificateRaterRow.rater)
    raters: dict[str, list[Rating]] = defaultdict(list)
    for one, name in session.execute(chosen.where(CertificateRaterRow.assignment.in_(assignments)).order_by(CertificateRaterRow.number)):
        called = f"the model {one.rater}" if one.judge else name or "somebody who is no longer here"
        raters[one.assignment].append(Rating(rater=one.rater, name=called, level=one.level, judge=one.judge))
    rows = session.scalars(select(CertificateRow).where(CertificateRow.assignment.in_(assignments)))
    return {one.assignment: Certificate.model_validate(one.document | {"raters": raters[one.assignment]}) for one in rows}
