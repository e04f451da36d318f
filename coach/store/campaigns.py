"""Campaigns that are played: append-only events, and the engagements in which they meet people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coach.accounts.campaign import Event
from coach.reviews.viewer import Viewer
from coach.roleplay.records import Difficulty
from coach.store.engine import Database
from coach.store.errors import NotYours, StoreError, Taken
from coach.store.tables import CampaignEventRow, CampaignRow, EngagementRow, new_id, now
from coach.store.upgrades import upgrade

MISSING = "There is no such campaign, or it is not yours."


@dataclass(frozen=True)
class StoredCampaign:
    """A campaign and all its events, in their order. `version` is the hash of the account that it was begun with."""

    id: str
    account: str
    title: str
    seed: int
    difficulty: Difficulty
    version: str
    created_at: datetime
    events: list[Event]


@dataclass(frozen=True)
class CampaignLine:
    """A line of the list. `day` is that of the last thing that happened; None where nothing has."""

    id: str
    account: str
    title: str
    day: date | None
    created_at: datetime


class Campaigns:
    """Every method: NotYours unless the viewer owns the campaign; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, viewer: Viewer, account: str, title: str, seed: int, difficulty: Difficulty, version: str) -> str:
        """A new campaign; returns its id, twelve letters and digits."""
        with self._database.write() as session:
            row = CampaignRow(id=new_id(), owner=viewer.id, account=account, title=title, created_at=now(), seed=seed, difficulty=difficulty, version=version)
            session.add(row)
            session.flush()
            return row.id

    def load(self, viewer: Viewer, id: str) -> StoredCampaign:
        """Errors: StoreError for an event of a newer version, or one that cannot be read."""
        with self._database.read() as session:
            row = _mine(session, viewer, id)
            chosen = select(CampaignEventRow.record).where(CampaignEventRow.campaign == id).order_by(CampaignEventRow.number)
            try:
                events = [Event.model_validate(upgrade("event", record)) for record in session.scalars(chosen)]
            except ValidationError as error:
                raise StoreError(f"An event of this campaign cannot be read ({str(error).splitlines()[0]}). Restore a backup.") from None
            assert row.account is not None and row.seed is not None and row.version is not None
            return StoredCampaign(row.id, row.account, row.title, row.seed, cast(Difficulty, row.difficulty), row.version, row.created_at, events)

    def mine(self, viewer: Viewer) -> list[CampaignLine]:
        """The viewer's campaigns, the one begun last first."""
        last = select(func.max(CampaignEventRow.day)).where(CampaignEventRow.campaign == CampaignRow.id).scalar_subquery()
        chosen = select(CampaignRow.id, CampaignRow.account, CampaignRow.title, last, CampaignRow.created_at)
        chosen = chosen.where(CampaignRow.owner == viewer.id, CampaignRow.seed.is_not(None)).order_by(CampaignRow.created_at.desc(), CampaignRow.id)
        with self._database.read() as session:
            return [CampaignLine(id, account or "", title, day, at) for id, account, title, day, at in session.execute(chosen)]

    def append(self, viewer: Viewer, id: str, after: int, events: Sequence[Event]) -> None:
        """Add events after the first `after`. Errors: Taken where others were added meanwhile; nothing is stored then."""
        at = now()
        with self._database.write() as session:
            _mine(session, viewer, id, lock=True)
            there = session.scalar(select(func.count()).where(CampaignEventRow.campaign == id)) or 0
            if there != after:
                raise Taken("This campaign went on in another tab or window. Reload this page to see where it stands.")
            for number, event in enumerate(events, after):
                record = event.model_dump(mode="json", exclude_defaults=True) | {"v": event.v}
                session.add(CampaignEventRow(campaign=id, number=number, v=event.v, kind=event.kind, day=event.day, record=record, at=at))

    def engage(self, viewer: Viewer, id: str, day: date, purpose: str, person: str, messages: Sequence[str]) -> str:
        """A meeting that is planned in a campaign; returns the id of the engagement."""
        with self._database.write() as session:
            _mine(session, viewer, id, lock=True)
            row = EngagementRow(
                id=new_id(), campaign=id, owner=viewer.id, day=day, purpose=purpose, stakeholders=[person], messages=list(messages), counts=None
            )
            session.add(row)
            session.flush()
            return row.id

    def messages(self, viewer: Viewer, engagement: str) -> list[str]:
        """The ids of the messages that were chosen for a meeting when it was planned."""
        with self._database.read() as session:
            row = session.get(EngagementRow, engagement)
            if row is None or row.owner != viewer.id:
                raise NotYours(MISSING)
            return list(row.messages)

    def counts(self, viewer: Viewer, engagement: str) -> str | None:
        """The meeting of an engagement that counts; None while there is none."""
        with self._database.read() as session:
            row = session.get(EngagementRow, engagement)
            if row is None or row.owner != viewer.id:
                raise NotYours(MISSING)
            return row.counts

    def of(self, viewer: Viewer, engagement: str) -> str | None:
        """The campaign that is played to which an engagement belongs; None for one that belongs to none."""
        chosen = select(CampaignRow.id).join(EngagementRow, EngagementRow.campaign == CampaignRow.id)
        with self._database.read() as session:
            return session.scalar(chosen.where(EngagementRow.id == engagement, CampaignRow.owner == viewer.id, CampaignRow.seed.is_not(None)))


def _mine(session: Session, viewer: Viewer, id: str, lock: bool = False) -> CampaignRow:
    row = session.get(CampaignRow, id, with_for_update=True if lock else None) if id.isascii() and id.isalnum() else None
    if row is None or row.owner != viewer.id or row.seed is None:
        raise NotYours(MISSING)
    return row
