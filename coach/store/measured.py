"""What a meeting adds to a team's page, kept beside its debrief so that a page need not read thousands of those."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.debrief.records import Report
from coach.reviews.measured import measured
from coach.store import turns
from coach.store.engine import insert
from coach.store.tables import MeetingRow, ScoreRow
from coach.store.tables_team import MeasuredRow


def write(session: Session, row: MeetingRow, report: Report) -> None:
    """Keep what a debrief adds, in the place of what an earlier one of the same meeting did."""
    meeting = turns.read_meeting(session, row)
    values = {"owner": row.owner, "persona": meeting.setup.persona, "at": row.created_at, "document": measured(report, meeting).model_dump(mode="json")}
    new = insert(session, MeasuredRow).values(meeting=row.id, **values)
    session.execute(new.on_conflict_do_update(index_elements=["meeting"], set_=values))


def write_again(session: Session, row: MeetingRow) -> None:
    """The same from the latest debrief that is kept; nothing where there is none."""
    found = session.scalars(select(ScoreRow).where(ScoreRow.meeting == row.id).order_by(ScoreRow.at.desc(), ScoreRow.hash).limit(1)).first()
    if found is not None:
        write(session, row, Report.model_validate(found.document))
