"""Real meetings and what goes beside a plan are their owner's; what is kept twice and the second of two tabs are told."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from coach.accounts.arc import Arc, committed
from coach.accounts.heard import Draft, Promise, RealMeeting, kept_done
from coach.messages.plan import Plan, Stakeholder
from coach.store.errors import NotYours, StoreError
from coach.store.plans import Changed
from coach.store.repository import Store

from .samples import ANN, BOB

WHO = Stakeholder(name="J. K.", lens="operational")
MET = RealMeeting(
    who=WHO, day=date(2026, 12, 3), plan="p1", said="Ünïcode 伤口 '; DROP TABLE arcs --\nsecond", promises=[Promise(side="ours", who="Me", action="send it")]
)  # fmt: skip


def test_what_is_kept_comes_back_latest_day_first(store: Store) -> None:
    id, earlier = store.real_meetings.begin(), store.real_meetings.begin()
    store.real_meetings.keep(ANN, id, MET)
    store.real_meetings.keep(ANN, earlier, MET.model_copy(update={"day": date(2026, 11, 3), "plan": None}))
    assert store.real_meetings.load(ANN, id).meeting == MET
    assert [one.id for one in store.real_meetings.mine(ANN)] == [id, earlier]
    assert [one.id for one in store.real_meetings.mine(ANN, "p1")] == [id]
    assert store.real_meetings.last_with(ANN, WHO.key) == MET.day and store.real_meetings.last_with(BOB, WHO.key) is None
    with pytest.raises(Changed, match="kept already"):
        store.real_meetings.keep(ANN, id, MET)
    store.real_meetings.forget(ANN, id)
    assert [one.id for one in store.real_meetings.mine(ANN)] == [earlier]


def test_a_meeting_is_its_owner_s_and_the_second_tab_is_told(store: Store) -> None:
    id = store.real_meetings.begin()
    store.real_meetings.keep(ANN, id, MET)
    done = kept_done(MET, 0, done=MET.day)
    for asked in (lambda: store.real_meetings.load(BOB, id), lambda: store.real_meetings.save(BOB, id, done, 1), lambda: store.real_meetings.forget(BOB, id)):
        with pytest.raises(NotYours):
            asked()
    with pytest.raises(NotYours):
        store.real_meetings.load(ANN, "'; --\0")
    assert store.real_meetings.save(ANN, id, done, 1) == 2
    with pytest.raises(Changed, match="another tab"):
        store.real_meetings.save(ANN, id, MET, 1)
    assert store.real_meetings.load(ANN, id).meeting == done


def test_a_document_beside_a_plan(store: Store) -> None:
    assert store.arcs.load(ANN, "after", "", Draft) == (Draft(), 0)
    draft = Draft(id="d1", said="half a sen")
    assert store.arcs.save(ANN, "after", "", draft, 0) == 1
    assert store.arcs.load(ANN, "after", "", Draft) == (draft, 1) and store.arcs.load(BOB, "after", "", Draft) == (Draft(), 0)
    with pytest.raises(Changed):
        store.arcs.save(ANN, "after", "", Draft(), 0)
    assert store.arcs.save(ANN, "after", "", draft, None) == 2, "a draft has one writer, who always wins"
    store.arcs.forget(ANN, "after", "")
    store.arcs.forget(ANN, "after", "")
    assert store.arcs.load(ANN, "after", "", Draft) == (Draft(), 0)


def test_what_stands_beside_a_plan_goes_with_it(store: Store) -> None:
    id = store.plans.make(ANN, Plan(title="x", library="norvane"))
    other = store.plans.make(ANN, Plan(title="y", library="norvane"))
    for one in (id, other):
        store.arcs.save(ANN, "arc", one, committed(Arc(), "ours", "", "send it", None), 0)
    store.plans.forget(ANN, id)
    assert store.arcs.load(ANN, "arc", id, Arc) == (Arc(), 0) and store.arcs.load(ANN, "arc", other, Arc)[1] == 1


def test_what_a_newer_app_wrote_is_said(store: Store) -> None:
    id = store.real_meetings.begin()
    store.real_meetings.keep(ANN, id, MET)
    store.arcs.save(ANN, "after", "", Draft(id="d1"), None)
    with store.database.write() as session:
        session.execute(text("UPDATE real_meetings SET v = 2"))
        session.execute(text("UPDATE arcs SET v = 2"))
    for asked in (lambda: store.real_meetings.load(ANN, id), lambda: store.arcs.load(ANN, "after", "", Draft)):
        with pytest.raises(StoreError, match="Update the app"):
            asked()
    assert store.real_meetings.mine(ANN) == []
