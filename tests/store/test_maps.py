"""Maps are their owner's; every save is a version that one can go back to; the second of two tabs is told; a diagnosis is closed once."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from coach.accounts import map as maps
from coach.accounts.compared import Comparison
from coach.accounts.map import AccountMap, Source
from coach.accounts.map_depth import Depth
from coach.store.errors import NotYours, StoreError
from coach.store.maps import MapChanged
from coach.store.repository import Store

from .samples import ANN, BOB

NOTHING = Comparison(parts=[], score=0.25, calibration=None)


def made(title: str = "Mill End", account: str | None = "mill_end") -> AccountMap:
    map = maps.added(AccountMap(title=title, account=account, seed=7), "person", name="Ünïcode 伤口 '; DROP TABLE maps --")
    said = Source(kind="turn", person="Dr. Lowe", persona="lowe", meeting="m1", turn=3, quote="Ask Nora.", facts=["voss_decides"])
    return maps.sourced(map, "p1", said)


def test_every_save_is_a_version_with_what_changed_and_how_deep_it_went(store: Store) -> None:
    first, depth = made(), Depth(things=1, heard=1, families=["clinical"])
    id = store.maps.make(ANN, first, Depth())
    assert store.maps.load(ANN, id).map == first and len(id) == 12
    second = maps.added(first, "question", text="Who else?")
    assert store.maps.save(ANN, id, second, 1, depth, ["New: Who else?."]) == 2
    kept = store.maps.load(ANN, id)
    assert (kept.map, kept.revision, kept.closed) == (second, 2, None)
    assert [(one.version, one.what, one.depth) for one in store.maps.versions(ANN, id)] == [(1, ["Begun."], Depth()), (2, ["New: Who else?."], depth)]
    assert store.maps.at(ANN, id, 1) == first
    assert store.maps.save(ANN, id, store.maps.at(ANN, id, 1), 2, Depth(), ["Back to version 1."]) == 3 and store.maps.load(ANN, id).map == first
    assert store.maps.at(ANN, id, 2) == second, "and what came between is still there"


def test_the_second_of_two_tabs_is_told_and_changes_nothing(store: Store) -> None:
    id = store.maps.make(ANN, made(), Depth())
    one, other = store.maps.load(ANN, id), store.maps.load(ANN, id)
    store.maps.save(ANN, id, maps.renamed(one.map, "The first tab's"), one.revision, Depth(), [])
    with pytest.raises(MapChanged, match="changed in another tab or window"):
        store.maps.save(ANN, id, maps.renamed(other.map, "The second tab's"), other.revision, Depth(), [])
    assert store.maps.load(ANN, id).map.title == "The first tab's" and len(store.maps.versions(ANN, id)) == 2


def test_a_diagnosis_is_closed_once_and_what_was_seen_stays_seen(store: Store) -> None:
    id = store.maps.make(ANN, made(), Depth())
    with pytest.raises(MapChanged, match="before you close it"):
        store.maps.close(ANN, id, made(), 9, NOTHING, Depth())
    assert store.maps.close(ANN, id, made(), 1, NOTHING, Depth()) == 2
    kept = store.maps.load(ANN, id)
    assert kept.closed is not None and (kept.closed.version, kept.closed.comparison) == (1, NOTHING) and kept.map.seen
    with pytest.raises(StoreError, match="closed already"):
        store.maps.close(ANN, id, kept.map, 2, NOTHING, Depth())
    store.maps.save(ANN, id, store.maps.at(ANN, id, 1), 2, Depth(), ["Back to version 1."])
    assert store.maps.load(ANN, id).map.seen, "going back does not unsee it"
    assert store.maps.mine(ANN)[0].closed


def test_nobody_else_sees_or_touches_it_and_it_goes_for_good(store: Store) -> None:
    id = store.maps.make(ANN, made(), Depth())
    assert store.maps.mine(BOB) == []
    for attempt in (
        lambda: store.maps.load(BOB, id),
        lambda: store.maps.save(BOB, id, made(), 1, Depth(), []),
        lambda: store.maps.close(BOB, id, made(), 1, NOTHING, Depth()),
        lambda: store.maps.versions(BOB, id),
        lambda: store.maps.at(BOB, id, 1),
        lambda: store.maps.forget(BOB, id),
        lambda: store.maps.load(ANN, "odd\0'; --"),
    ):
        with pytest.raises(NotYours, match="There is no such map, or it is not yours"):
            attempt()
    other = store.maps.make(ANN, made("Elsewhere", None), Depth())
    assert [one.id for one in store.maps.mine(ANN)] == [other, id] and [one.id for one in store.maps.mine(ANN, "mill_end")] == [id]
    store.maps.forget(ANN, id)
    assert [one.id for one in store.maps.mine(ANN)] == [other]
    with pytest.raises(NotYours, match="no such version"):
        store.maps.at(ANN, other, 2)


def test_what_cannot_be_read_is_a_line(store: Store) -> None:
    id = store.maps.make(ANN, made(), Depth())
    with store.database.engine.begin() as connection:
        connection.execute(text("UPDATE map_versions SET v = 9"))
    with pytest.raises(StoreError, match="is of shape 9; this app reads up to 1"):
        store.maps.load(ANN, id)
    with store.database.engine.begin() as connection:
        connection.execute(text("UPDATE map_versions SET v = 1, document = '{\"title\": 3}'"))
    with pytest.raises(StoreError, match="cannot be read"):
        store.maps.load(ANN, id)
    assert [one.id for one in store.maps.mine(ANN)] == [id], "the list still stands"
