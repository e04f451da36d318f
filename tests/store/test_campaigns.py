"""Campaigns are kept event by event; a second tab is told; a campaign is its owner's."""

from __future__ import annotations

from datetime import date

import pytest

from coach.accounts.campaign import Event, Left
from coach.reviews.viewer import Viewer
from coach.store.errors import NotYours, Taken
from coach.store.repository import Store

ME, YOU = Viewer("me"), Viewer("you")
DAY = date(2026, 12, 2)


def test_events_are_kept_in_their_order_and_a_second_tab_is_told(store: Store) -> None:
    id = store.campaigns.begin(ME, "tarn_hollow", "Tarn Hollow", 7, "guarded", "abc")
    left = Left(trust=12.5, belief="curious", outcome="continuation", told=["a_fact"])
    events = [Event(kind="planned", day=DAY, person="surgeon", why="she signs"), Event(kind="met", day=DAY, person="surgeon", left=left)]
    store.campaigns.append(ME, id, 0, events)
    with pytest.raises(Taken):
        store.campaigns.append(ME, id, 1, events)
    store.campaigns.append(ME, id, 2, events[:1])
    kept = store.campaigns.load(ME, id)
    assert kept.events == [*events, events[0]]
    assert (kept.seed, kept.difficulty, kept.version) == (7, "guarded", "abc")
    assert [(line.id, line.day) for line in store.campaigns.mine(ME)] == [(id, DAY)]


def test_a_campaign_is_its_owners_and_practice_without_one_is_none(store: Store) -> None:
    id = store.campaigns.begin(ME, "tarn_hollow", "Tarn Hollow", 7, "guarded", "abc")
    engagement = store.campaigns.engage(ME, id, DAY, "discovery", "surgeon", [])
    assert store.campaigns.of(ME, engagement) == id and store.campaigns.of(YOU, engagement) is None
    assert store.campaigns.counts(ME, engagement) is None
    for forbidden in (
        lambda: store.campaigns.load(YOU, id),
        lambda: store.campaigns.append(YOU, id, 0, []),
        lambda: store.campaigns.engage(YOU, id, DAY, "discovery", "surgeon", []),
        lambda: store.campaigns.counts(YOU, engagement),
        lambda: store.campaigns.load(ME, "nothing there"),
    ):
        with pytest.raises(NotYours):
            forbidden()
    assert store.campaigns.mine(YOU) == []
