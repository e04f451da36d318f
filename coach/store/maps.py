"""Maps of accounts: a row each, and a row for every version, so that nothing that was on one is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.accounts.compared import Comparison
from coach.accounts.map import AccountMap
from coach.accounts.map_depth import Depth
from coach.reviews.viewer import Viewer
from coach.store.engine import Database
from coach.store.errors import NotYours, StoreError
from coach.store.tables import MapRow, MapVersionRow, new_id, now

V = 1
"""The shape of a stored map. Raised with an upgrader when it changes."""
NOBODYS = "There is no such map, or it is not yours."


class MapChanged(StoreError):
    """Somebody else saved this map first."""


@dataclass(frozen=True)
class MapHead:
    """A map without what is on it. `closed`: its diagnosis was closed."""

    id: str
    title: str
    account: str | None
    revision: int
    closed: bool
    updated_at: datetime


@dataclass(frozen=True)
class Closed:
    """The diagnosis as it was closed: of which version, when, and what the comparison said then."""

    version: int
    at: datetime
    comparison: Comparison


@dataclass(frozen=True)
class StoredMap:
    """A map and what only the store knows of it. Times are aware, in UTC."""

    id: str
    map: AccountMap
    revision: int
    created_at: datetime
    updated_at: datetime
    closed: Closed | None


@dataclass(frozen=True)
class MapVersion:
    """One save: its number from 1, what it changed in words, and how deep the map went then."""

    version: int
    what: list[str]
    depth: Depth
    at: datetime


class Maps:
    """Every method: NotYours unless the viewer owns the map; StoreError when the database cannot do it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, viewer: Viewer, map: AccountMap, depth: Depth, what: Sequence[str] = ("Begun.",)) -> str:
        """Keep a new map; returns its id, twelve letters and digits."""
        with self._database.write() as session:
            at = now()
            row = MapRow(id=new_id(), owner=viewer.id, account=map.account, title=map.title, revision=0, closed=None, created_at=at, updated_at=at)
            session.add(row)
            session.flush()
            _add(session, row, map, depth, what)
            return row.id

    def load(self, viewer: Viewer, id: str) -> StoredMap:
        """Errors: StoreError for a map of a newer version, or one that cannot be read."""
        with self._database.read() as session:
            row = self._mine(session, viewer, id)
            map = _read(session, row, row.revision)
            closed = row.closed
            found = Closed(closed["version"], datetime.fromisoformat(closed["at"]), Comparison.model_validate(closed["comparison"])) if closed else None
            return StoredMap(row.id, map, row.revision, row.created_at, row.updated_at, found)

    def mine(self, viewer: Viewer, account: str | None = None, seed: int | None = None) -> list[MapHead]:
        """The viewer's maps, last saved first; of one account where it is given, and of campaigns with one seed."""
        chosen = select(MapRow).where(MapRow.owner == viewer.id).order_by(MapRow.updated_at.desc(), MapRow.id)
        if account is not None:
            chosen = chosen.where(MapRow.account == account)
        if seed is not None:
            chosen = chosen.join(MapVersionRow, (MapVersionRow.map == MapRow.id) & (MapVersionRow.version == MapRow.revision))
            chosen = chosen.where(MapVersionRow.document["seed"].as_integer() == seed)
        with self._database.read() as session:
            return [MapHead(row.id, row.title, row.account, row.revision, row.closed is not None, row.updated_at) for row in session.scalars(chosen)]

    def save(self, viewer: Viewer, id: str, map: AccountMap, revision: int, depth: Depth, what: Sequence[str]) -> int:
        """Keep a map as its next version; returns that. Errors: MapChanged where it has been saved since `revision`, which leaves
        what is stored as it is."""
        with self._database.write() as session:
            row = self._mine(session, viewer, id, lock=True)
            if row.revision != revision:
                raise MapChanged("This map was changed in another tab or window since you opened it here.")
            if row.closed is not None and not map.seen:
                map = map.model_copy(update={"seen": True})  # What was seen stays seen, whatever version one goes back to.
            return _add(session, row, map, depth, what)

    def close(self, viewer: Viewer, id: str, map: AccountMap, revision: int, comparison: Comparison, depth: Depth) -> int:
        """Close the diagnosis of a version, once, and keep what the comparison said. What follows is a new version, marked as seen.
        Errors: MapChanged where it has been saved since; StoreError where it is closed already."""
        with self._database.write() as session:
            row = self._mine(session, viewer, id, lock=True)
            if row.closed is not None:
                raise StoreError("The diagnosis on this map is closed already; its comparison stands as it was.")
            if row.revision != revision:
                raise MapChanged("This map was changed in another tab or window since you opened it here. Look at it again before you close it.")
            row.closed = {"version": revision, "at": now().isoformat(), "comparison": comparison.model_dump(mode="json")}
            return _add(session, row, map.model_copy(update={"seen": True}), depth, ["The diagnosis was closed; from here on the truth has been seen."])

    def versions(self, viewer: Viewer, id: str) -> list[MapVersion]:
        """All versions, oldest first, without what was on them."""
        columns = MapVersionRow.version, MapVersionRow.what, MapVersionRow.depth, MapVersionRow.at
        with self._database.read() as session:
            self._mine(session, viewer, id)
            rows = session.execute(select(*columns).where(MapVersionRow.map == id).order_by(MapVersionRow.version))
            return [MapVersion(version, what, Depth.model_validate(depth), at) for version, what, depth, at in rows]

    def at(self, viewer: Viewer, id: str, version: int) -> AccountMap:
        """One version of a map. NotYours where there is none."""
        with self._database.read() as session:
            return _read(session, self._mine(session, viewer, id), version)

    def forget(self, viewer: Viewer, id: str) -> None:
        """Delete a map with all its versions, for good."""
        with self._database.write() as session:
            row = self._mine(session, viewer, id, lock=True)
            for version in session.scalars(select(MapVersionRow).where(MapVersionRow.map == id)):
                session.delete(version)
            session.flush()
            session.delete(row)

    def _mine(self, session: Session, viewer: Viewer, id: str, lock: bool = False) -> MapRow:
        if not (id.isascii() and id.isalnum()):  # comes from an address: may hold what a driver refuses
            raise NotYours(NOBODYS)
        row = session.get(MapRow, id, with_for_update=True if lock else None)
        if row is None or row.owner != viewer.id:
            raise NotYours(NOBODYS)
        return row


def _add(session: Session, row: MapRow, map: AccountMap, depth: Depth, what: Sequence[str]) -> int:
    row.title, row.account, row.revision, row.updated_at = map.title, map.account, row.revision + 1, now()
    # Without what is as usual: a list of two thousand contacts is a third of the size.
    document: dict[str, Any] = map.model_dump(mode="json", exclude_defaults=True)
    session.add(
        MapVersionRow(map=row.id, version=row.revision, v=V, document=document, what=list(what), depth=depth.model_dump(mode="json"), at=row.updated_at)
    )
    session.flush()
    return row.revision


def _read(session: Session, row: MapRow, version: int) -> AccountMap:
    found = session.get(MapVersionRow, (row.id, version))
    if found is None:
        raise NotYours("There is no such version of this map.")
    if found.v != V:
        raise StoreError(f"The map “{row.title}” is of shape {found.v}; this app reads up to {V}. Update the app.")
    try:
        return AccountMap.model_validate(found.document)
    except ValidationError as error:
        raise StoreError(f"The map “{row.title}” cannot be read ({str(error).splitlines()[0]}). The database may be damaged: restore a backup.") from None
