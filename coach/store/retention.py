"""Practice meetings that have been kept for long enough."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, and_, delete, exists, false, or_, select, update
from sqlalchemy.orm import Session, aliased

from coach.reviews.viewer import Viewer
from coach.store.arcs import Arcs
from coach.store.engine import Database
from coach.store.personal import doomed, remove
from coach.store.tables import Base, CampaignEventRow, CampaignRow, EngagementRow, MeetingRow
from coach.store.tables_team import SubmissionRow

PARTS = frozenset({"meetings", "participants", "said", "replied", "summaries", "notes", "hints", "own_marks", "scores", "opinions", "measured"})
"""What a meeting is made of. Any other table that points at a meeting is a use of it, and a meeting in use is kept."""
GAP = timedelta(days=45)
"""Where nobody looked for this long, or the last look lies ahead, the clock may have jumped: nothing is erased before the next look."""
AT_ONCE = 200
PROGRAM = Viewer("coach")


class Look(BaseModel):
    at: datetime | None = None


class Retention:
    """StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept = Arcs(database)

    def sweep(self, days: int, now: datetime) -> list[str]:
        """Erase practice meetings that nobody used for that many days (0: none), with what was written beside them and measured in
        them; returns their ids. Meetings that were handed in or are used otherwise stay, and those of a campaign stay until all of it
        is as old. `now` is aware. Any number of processes may do so at once."""
        if days <= 0:
            return []
        last = self._kept.load(PROGRAM, "retention", "", Look)[0].at
        self._kept.save(PROGRAM, "retention", "", Look(at=now), None)
        if last is not None and not timedelta(0) <= now - last <= GAP:
            return []
        gone: list[str] = []
        while some := self._some(now - timedelta(days=days)):
            gone += some
        return gone

    def _some(self, before: datetime) -> list[str]:
        with self._database.erase() as session:
            ids = list(session.scalars(_old(before).limit(AT_ONCE).with_for_update(skip_locked=True)))
            if ids:
                engagements = list(session.scalars(select(MeetingRow.engagement).where(MeetingRow.id.in_(ids)).distinct()))
                remove(session, doomed({"meetings": [MeetingRow.__table__.c.id.in_(ids)]}))
                session.execute(update(EngagementRow).where(EngagementRow.counts.in_(ids)).values(counts=None))
                _tidy(session, engagements)
            return ids


def _old(before: datetime) -> Select[str]:
    going_on = select(EngagementRow.id).join(CampaignRow, CampaignRow.id == EngagementRow.campaign).where(CampaignRow.seed.is_not(None), ~_over(before))
    chosen = select(MeetingRow.id).where(MeetingRow.updated_at < before, ~_used(MeetingRow), MeetingRow.engagement.not_in(going_on))
    return chosen.order_by(MeetingRow.created_at, MeetingRow.id)


def _used(meeting: type[MeetingRow]) -> ColumnElement[bool]:
    """Whether something beside its own parts points at a meeting. What was taken back before it was read is no use."""
    uses: list[ColumnElement[bool]] = []
    for table in Base.metadata.sorted_tables:
        for column in (key.parent for key in table.foreign_keys if key.column.table.name == "meetings" and table.name not in PARTS):
            points = column == meeting.id
            uses.append(exists().where(and_(points, SubmissionRow.state != "taken back") if table.name == "submissions" else points))
    return or_(false(), *uses)


def _over(before: datetime) -> ColumnElement[bool]:
    """Whether nothing has happened in a campaign since then, and none of its meetings is in use."""
    met, planned = aliased(MeetingRow), aliased(EngagementRow)
    lately = exists().where(CampaignEventRow.campaign == CampaignRow.id, CampaignEventRow.at >= before)
    in_use = exists().where(planned.campaign == CampaignRow.id, met.engagement == planned.id, or_(met.updated_at >= before, _used(met)))
    return and_(CampaignRow.created_at < before, ~lately, ~in_use)


def _tidy(session: Session, engagements: list[str]) -> None:
    """Take away the engagements that are empty now, and the campaigns that were played, with their events, once nothing is left in them."""
    empty = ~exists().where(MeetingRow.engagement == EngagementRow.id)
    campaigns = list(session.scalars(select(EngagementRow.campaign).where(EngagementRow.id.in_(engagements)).distinct()))
    session.execute(delete(EngagementRow).where(EngagementRow.id.in_(engagements), empty))
    hollow = select(CampaignRow.id).where(
        CampaignRow.id.in_(campaigns),
        CampaignRow.seed.is_not(None),
        ~exists().where(MeetingRow.engagement == EngagementRow.id, EngagementRow.campaign == CampaignRow.id),
    )
    ids = list(session.scalars(hollow))
    if ids:
        remove(session, doomed({"campaigns": [CampaignRow.__table__.c.id.in_(ids)]}))
