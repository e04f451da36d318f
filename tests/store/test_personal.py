"""One person's data, whole: taken along, erased everywhere, and run out. The tables are walked, so one that is added later is asked about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import String, Table, select, update

from coach.reviews.viewer import Viewer
from coach.store.errors import NotAllowed, NotYours
from coach.store.personal import FATES, NOBODYS, doomed
from coach.store.repository import Store
from coach.store.retention import GAP
from coach.store.tables import Base, CampaignRow, EngagementRow, MeetingRow, PersonRow

from .samples import ANN, BOB, begin
from .tables_filled import everything, fill

ADA = Viewer("ada", "admin")
HARMLESS = frozenset(
    {
        *(
            "id",
            "kind",
            "hash",
            "title",
            "name",
            "email",
            "role",
            "team",
            "key",
            "what",
            "state",
            "mode",
            "version",
            "counts",
            "account",
            "campaign",
            "engagement",
        ),
        *("purpose", "difficulty", "belief", "outcome", "person", "persona", "content_id", "content_hash", "library", "message", "batch", "card", "rubric"),
        *("model", "prompt", "plan", "assignment", "issuer", "subject", "programme", "started"),
    }
)
"""Names of columns that hold no person's id. `person` is a stakeholder's, except where a table's fates say otherwise; `name` and `email`
stand in rows that go with their person."""


def columns_of(table: Table) -> list[str]:
    """Columns of short text that are not explained: no key to another row, no owner, and not said to be harmless."""
    plain = [column for column in table.columns if isinstance(column.type, String) and not column.foreign_keys]
    return [column.name for column in plain if column.name != "owner" and column.name not in HARMLESS and column.name not in FATES.get(table.name, {})]


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_says_whose_its_rows_are(table: Table) -> None:
    owned = doomed({one.name: [one.c.owner == "x"] for one in Base.metadata.sorted_tables if "owner" in one.c})
    assert table.name in NOBODYS or table.name in FATES or table in owned, (
        f"{table.name}: whose are its rows? Give it an owner, a key to a row that has one, or a line in FATES or NOBODYS of coach/store/personal.py"
    )
    assert not columns_of(table), f"{table.name}: does {columns_of(table)} hold a person's id? Say so in FATES, or here in HARMLESS"


def test_erased_is_erased_in_every_table_and_nobody_else_loses_anything(store: Store) -> None:
    fill(store, "zz-victim", "zz-other")
    fill(store, "zz-other", "zz-victim")
    before = everything(store)
    gone = store.personal.erase(ADA, "zz-victim")
    after = everything(store)
    kept = {"message_versions", "message_trail", "audit", "reviews"}
    for name, rows in after.items():
        text = "\n".join(rows)
        assert '"zz-victim"' not in text, name
        if name not in kept:
            assert "words of zz-victim" not in text and "zz-victimrow" not in text, name
        theirs = [one.replace('"zz-victim"', f'"{gone.pseudonym}"') for one in before[name] if "zz-otherrow" in one or '["zz-other"' in one]
        if name == "people":  # whom they led, nobody leads now
            theirs = [one.replace(f'"{gone.pseudonym}"', '"None"') for one in theirs]
        assert set(theirs) <= set(rows), name
    assert gone.meetings == ("zz-victimrow",) and gone.pseudonym in "\n".join(after["message_trail"])
    assert "erased everything of theirs" in "\n".join(after["audit"])


def test_who_may_erase_and_who_may_take_along(store: Store) -> None:
    begin(store, turns=2)
    for other in (BOB, Viewer("mia", "manager"), Viewer("eve", "enablement")):
        with pytest.raises(NotAllowed):
            store.personal.erase(other, "ann")
        with pytest.raises(NotAllowed):
            store.personal.export(other, "ann")
    with pytest.raises(NotAllowed):
        store.personal.export(ADA, "ann")
    found = store.personal.export(ANN, "ann")
    assert [one["record"]["words"] for one in found["said"] if one["turn"]] == ["Question 1?", "Question 2?"]
    assert {"meetings", "participants", "replied", "summaries", "engagements", "campaigns"} <= set(found) and "people" not in found
    store.personal.erase(ANN, "ann")
    assert store.personal.export(ANN, "ann") == {} and store.meetings.recent(ANN) == []


def test_what_is_taken_along_holds_reviews_that_came_back_and_no_others(store: Store) -> None:
    for one in ("ann", "mia", "ned"):
        store.people.ensure(one, one.title())
    with store.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "ann").values(manager="mia"))
    mia, ned = Viewer("mia", "manager"), Viewer("ned", "manager")
    id = store.submissions.submit(ANN, begin(store, turns=1), "Did I rush?", shared=True)
    store.reviews.save(mia, id, {"words": "Well heard."}, 0)
    store.reviews.save(ned, id, {"words": "To compare."}, 0)
    store.reviews.give_back(ned, id)
    assert "reviews" not in store.personal.export(ANN, "ann"), "a draft is its writer's alone"
    store.reviews.give_back(mia, id)
    assert [one["document"] for one in store.personal.export(ANN, "ann")["reviews"]] == [{"words": "Well heard."}]
    mias = store.personal.export(mia, "mia")
    assert [one["document"] for one in mias["reviews"]] == [{"words": "Well heard."}] and "submissions" not in mias and "said" not in mias
    gone = store.personal.erase(mia, "mia")
    (kept,) = store.reviews.returned(ANN, id)
    assert kept.reviewer == gone.pseudonym and kept.document == {"words": "Well heard."}, "what came back to the rep stays theirs"


def aged(store: Store, meeting: str, at: datetime) -> str:
    with store.database.write() as session:
        session.execute(update(MeetingRow).where(MeetingRow.id == meeting).values(updated_at=at, created_at=at))
    return meeting


def test_old_meetings_run_out_and_those_in_use_do_not(store: Store) -> None:
    today = datetime(2027, 6, 1, tzinfo=UTC)
    old, new = today - timedelta(days=91), today - timedelta(days=89)
    gone, kept = aged(store, begin(store, turns=2), old), aged(store, begin(store, turns=2), new)
    branch = aged(store, store.meetings.branch(ANN, gone, 1), new)
    handed = aged(store, begin(store, BOB, turns=1), old)
    back = aged(store, begin(store, BOB, turns=1), old)
    store.people.ensure("bob", "Bob")
    with store.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "bob").values(manager="mia"))
    store.submissions.submit(BOB, handed, "?")
    store.submissions.take_back(BOB, store.submissions.submit(BOB, back, "?"))
    assert store.retention.sweep(0, today) == []
    assert sorted(store.retention.sweep(90, today)) == sorted([gone, back])
    for id in (gone, back):
        with pytest.raises(NotYours):
            store.meetings.load(ANN if id == gone else BOB, id)
    for viewer, id in ((ANN, kept), (ANN, branch), (BOB, handed)):
        assert store.meetings.load(viewer, id).id == id
    assert store.meetings.load(ANN, branch).branched_from is None
    with store.database.read() as session:
        assert gone not in set(session.scalars(select(EngagementRow.counts)))
    assert store.retention.sweep(90, today + timedelta(hours=20)) == []


def test_a_clock_that_jumps_erases_nothing_at_once(store: Store) -> None:
    today = datetime.now(UTC)
    meeting = begin(store, turns=1)
    store.retention.sweep(90, today)
    assert store.retention.sweep(90, today + timedelta(days=20 * 365)) == [], "the clock jumped"
    assert store.retention.sweep(90, today) == [], "and back"
    assert store.meetings.load(ANN, meeting).id == meeting
    far = today + GAP
    assert store.retention.sweep(90, far) == [] and store.retention.sweep(90, far + timedelta(days=40)) == []
    assert store.retention.sweep(90, far + timedelta(days=80)) == [meeting], "day by day it comes to its end"


def test_a_campaign_stays_whole_until_all_of_it_is_old(store: Store) -> None:
    today = datetime(2027, 6, 1, tzinfo=UTC)
    campaign = store.campaigns.begin(ANN, "lakeside", "One", 7, "guarded", "hash-9")
    with store.database.write() as session:
        session.execute(update(CampaignRow).values(created_at=today - timedelta(days=300)))
    held = [_played(store, store.campaigns.engage(ANN, campaign, date(2026, 12, 1), "discovery", "surgeon", [])) for _ in range(2)]
    for meeting, age in zip(held, (200, 50), strict=True):
        aged(store, meeting, today - timedelta(days=age))
    assert store.retention.sweep(90, today) == [] and store.retention.sweep(90, today + timedelta(days=30)) == []
    assert len(store.campaigns.mine(ANN)) == 1
    assert sorted(store.retention.sweep(90, today + timedelta(days=60))) == sorted(held) and store.campaigns.mine(ANN) == []


def _played(store: Store, engagement: str) -> str:
    from .samples import SURGEON, said, setup

    return store.meetings.start(ANN, setup(), said(0), [SURGEON], engagement=engagement)
