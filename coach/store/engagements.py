"""Where a meeting belongs when nobody planned it: a campaign for each account, an engagement for each meeting."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy.orm import Session

from coach.reviews.viewer import Viewer
from coach.roleplay.records import Setup
from coach.store.engine import insert
from coach.store.errors import NotYours
from coach.store.tables import CampaignRow, EngagementRow, new_id, now


def account_of(setup: Setup) -> str | None:
    """The account among the content that the meeting uses."""
    return next((name.removeprefix("account/") for name in setup.versions if name.startswith("account/")), None)


def unplanned(session: Session, viewer: Viewer, setup: Setup, account: str | None) -> EngagementRow:
    """A new engagement in the viewer's default campaign for this account, which is made when it is missing."""
    # The id follows from owner and account, so that two tabs that start at once make one campaign, not two.
    campaign = sha256(f"{viewer.id}\0{account or ''}".encode()).hexdigest()[:16]
    new = insert(session, CampaignRow).values(id=campaign, owner=viewer.id, account=account, title=account or "Practice", created_at=now())
    session.execute(new.on_conflict_do_nothing())
    row = EngagementRow(
        id=new_id(), campaign=campaign, owner=viewer.id, day=setup.on, purpose=setup.purpose, stakeholders=list(setup.opening), messages=[], counts=None
    )
    session.add(row)
    session.flush()
    return row


def planned(session: Session, viewer: Viewer, engagement: str) -> EngagementRow:
    """An engagement of the viewer's, locked. Errors: NotYours."""
    row = session.get(EngagementRow, engagement, with_for_update=True)
    if row is None or row.owner != viewer.id:
        raise NotYours("There is no such engagement, or it is not yours.")
    return row
