"""What was begun for assignments, read for many at once: meetings, tries from a turn of one, the meetings of a campaign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from coach.reviews.assignments import HandedIn, Tried
from coach.reviews.viewer import Viewer
from coach.store.submissions import SHOWN
from coach.store.tables import EngagementRow, HintRow, MeetingRow, SummaryRow
from coach.store.tables_team import AssignmentRow, SubmissionRow, TryRow


def tries_of(session: Session, viewer: Viewer, rows: Sequence[AssignmentRow]) -> dict[str, list[Tried]]:
    """The tries by assignment, in the order of time. For whoever asked they hold a day, only of those that are over, and nothing else."""
    found: dict[str, list[Tried]] = defaultdict(list)
    own = {row.id for row in rows if row.owner == viewer.id}
    hints = select(func.count()).where(HintRow.meeting == MeetingRow.id).correlate(MeetingRow).scalar_subquery()
    turns = select(func.max(SummaryRow.turns)).where(SummaryRow.meeting == MeetingRow.id).correlate(MeetingRow).scalar_subquery()
    over = select(func.max(SummaryRow.outcome)).where(SummaryRow.meeting == MeetingRow.id).correlate(MeetingRow).scalar_subquery()
    name = select(func.min(SummaryRow.name)).where(SummaryRow.meeting == MeetingRow.id).correlate(MeetingRow).scalar_subquery()
    first = aliased(MeetingRow)
    # A try from a turn belongs to the engagement of its meeting; the meetings of a campaign belong to its engagements.
    of_meetings = select(TryRow.assignment, first.engagement).join(first, first.id == TryRow.meeting)
    of_campaigns = select(TryRow.assignment, EngagementRow.id).join(EngagementRow, EngagementRow.campaign == TryRow.campaign)
    places = of_meetings.where(_among(rows)).union_all(of_campaigns.where(_among(rows))).subquery()
    chosen = (
        select(places.c.assignment, MeetingRow, turns, over, name, hints)
        .join(MeetingRow, MeetingRow.engagement == places.c.engagement)
        .where(MeetingRow.mode == "played")
        .order_by(MeetingRow.created_at, MeetingRow.id)
    )
    for assignment, row, said, outcome, person, looks in session.execute(chosen):
        counts = outcome is not None and (said or 0) > (row.branched_turn or 0)
        day = row.created_at.astimezone().date()
        if assignment in own:
            branched = row.branched_turn if row.branched_from is not None else None
            found[assignment].append(Tried(row.id, day, counts, branched, looks, person or ""))
        elif counts:
            found[assignment].append(Tried("", day, True, None, 0))
    return found


def handed_in_for(session: Session, viewer: Viewer, rows: Sequence[AssignmentRow]) -> dict[str, list[HandedIn]]:
    """What was handed in by assignment, the latest first, for its owner and for whom it was handed to."""
    found: dict[str, list[HandedIn]] = defaultdict(list)
    owners = {row.id: row.owner for row in rows}
    chosen = select(SubmissionRow).where(SubmissionRow.assignment.in_(list(owners)), SubmissionRow.state.in_(SHOWN))
    for row in session.scalars(chosen.order_by(SubmissionRow.created_at.desc(), SubmissionRow.id)):
        if owners[str(row.assignment)] != row.owner:  # Only one's own counts for what one was asked.
            continue
        theirs = viewer.id in (row.owner, row.reviewer)
        found[str(row.assignment)].append(HandedIn(row.id if theirs else "", row.meeting if theirs else "", row.turn, row.state, row.created_at))
    return found


def _among(rows: Sequence[AssignmentRow]) -> ColumnElement[bool]:
    return TryRow.assignment.in_([row.id for row in rows])
