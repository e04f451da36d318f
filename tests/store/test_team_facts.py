"""Whose meetings stand behind a team's page, and for whom: handed in whole, by people whom the viewer leads, and never fewer than five."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from sqlalchemy import delete, update

from coach.debrief.records import DisclosedNeed, Ending, Measures, MissedNeed, Questions, Report, RubricUsed, Scored
from coach.reviews.viewer import Viewer
from coach.store import demo
from coach.store.errors import NotAllowed
from coach.store.repository import Store
from coach.store.tables import PersonRow, as_of
from coach.store.tables_team import MeasuredRow
from tests.store.samples import begin

MIA, EVE, ADA = Viewer("mia", "manager"), Viewer("eve", "enablement"), Viewer("ada", "admin")
REPS = [Viewer(name) for name in ("ann", "bob", "cas", "dev", "eli")]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def report(level: int = 2) -> Report:
    return Report(
        rubric=RubricUsed(id="conversation", version="1.0", title="A rubric"), persona="surgeon", practice=True, outcome=Ending(kind="advance"), focus=None,
        criteria=[Scored(id="discovery", title="Discovery", status="scored", level=level)], compliance=[], trajectory=[], not_followed=[],
        disclosed_needs=[DisclosedNeed(need="time", title="Time", turn=1, quote="Time")],
        missed_needs=[MissedNeed(need="cost", title="Cost", cost="", opened_by="")],
        measures=Measures(telling_share=0.4, talk_share=0.5, uptake=0.3, questions=Questions(open=1, closed=0), longest_monologue_words=9, needs=None),
    )  # fmt: skip


@pytest.fixture
def team(store: Store) -> Store:
    """Mia leads five people."""
    for one in (*REPS, MIA, EVE, ADA):
        store.people.ensure(one.id, one.id.title())
    with store.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id.in_([one.id for one in REPS])).values(manager="mia"))
    return store


def played(store: Store, viewer: Viewer, level: int = 2) -> str:
    meeting = begin(store, viewer, turns=2)
    store.scores.keep(viewer, meeting, "one", report(level))
    return meeting


def test_only_what_was_handed_in_whole_counts_and_no_longer_once_taken_back(team: Store) -> None:
    ann = REPS[0]
    first, moment, kept = (played(team, ann) for _ in range(3))
    id = team.submissions.submit(ann, first, "?")
    team.submissions.submit(ann, moment, "?", turn=1)
    (found,) = team.facts.handed_in(MIA, LONG_AGO)
    assert (found.submission, found.who, found.name, found.persona, found.measured.levels) == (id, "ann", "Ann", "surgeon", {"discovery": 2})
    assert found.measured.needs == {"time": True, "cost": False} and found.measured.told == ["volume"] and kept
    team.submissions.take_back(ann, id)
    assert team.facts.handed_in(MIA, LONG_AGO) == []


def test_a_meeting_that_was_handed_in_twice_counts_once(team: Store) -> None:
    ann = REPS[0]
    meeting = played(team, ann)
    id = team.submissions.submit(ann, meeting, "?")
    team.reviews.save(MIA, id, {}, 0)
    team.reviews.give_back(MIA, id)
    team.submissions.submit(ann, meeting, "Again?")
    assert len(team.facts.handed_in(MIA, LONG_AGO)) == 1


def test_it_is_the_team_of_whoever_leads_it_now(team: Store) -> None:
    team.submissions.submit(REPS[0], played(team, REPS[0]), "?")
    assert team.facts.handed_in(Viewer("ned", "manager"), LONG_AGO) == []
    with team.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "ann").values(manager="ned"))
    assert team.facts.handed_in(MIA, LONG_AGO) == []
    for other in (REPS[0], EVE, ADA):
        with pytest.raises(NotAllowed):
            team.facts.handed_in(other, LONG_AGO)


def test_enablement_sees_patterns_from_five_people_on_and_nothing_before(team: Store) -> None:
    for one in REPS[:4]:
        team.submissions.submit(one, played(team, one), "?")
    assert team.facts.patterns(EVE, LONG_AGO).people is None and team.facts.patterns(EVE, LONG_AGO).needs == []
    last = team.submissions.submit(REPS[4], played(team, REPS[4]), "?")
    found = team.facts.patterns(EVE, LONG_AGO)
    assert (found.people, [(one.id, one.raw) for one in found.needs]) == (5, [("cost", 1.0), ("time", 0.0)])
    assert not any(name in repr(found) for name in ("ann", "eli", last)), "neither a person nor a meeting"
    team.submissions.take_back(REPS[4], last)
    assert team.facts.patterns(EVE, LONG_AGO).people is None
    for other in (REPS[0], ADA):
        with pytest.raises(NotAllowed):
            team.facts.patterns(other, LONG_AGO)


def test_a_newer_debrief_takes_the_place_and_rebuild_makes_it_again(team: Store) -> None:
    ann = REPS[0]
    meeting = played(team, ann, level=1)
    team.submissions.submit(ann, meeting, "?")
    team.scores.keep(ann, meeting, "two", report(3).model_copy(update={"rubric": RubricUsed(id="conversation", version="2.0", title="A rubric")}))
    assert [one.measured.levels for one in team.facts.handed_in(MIA, LONG_AGO)] == [{"discovery": 3}]
    before = team.facts.handed_in(MIA, LONG_AGO)
    with team.database.write() as session:
        session.execute(delete(MeasuredRow))
    assert team.facts.handed_in(MIA, LONG_AGO) == []
    team.meetings.rebuild()
    assert team.facts.handed_in(MIA, LONG_AGO) == before


def test_an_upgrade_fills_levels_and_needs_from_the_debriefs_that_were_there(team: Store) -> None:
    ann = REPS[0]
    meeting = played(team, ann, level=1)
    team.scores.keep(ann, meeting, "two", report(3).model_copy(update={"rubric": RubricUsed(id="conversation", version="2.0", title="A rubric")}))
    team.submissions.submit(ann, meeting, "?")
    (before,) = team.facts.handed_in(MIA, LONG_AGO)
    with team.database.write() as session:
        session.execute(delete(MeasuredRow))
        import_module("coach.store.migrations.versions.0012_measured")._fill(session.connection())
    (after,) = team.facts.handed_in(MIA, LONG_AGO)
    assert after == replace(before, measured=before.measured.model_copy(update={"told": []}))


def test_as_of_dates_what_is_written_and_only_inside(team: Store) -> None:
    then = datetime(2026, 9, 1, 10, tzinfo=UTC)
    with as_of(then):
        old = played(team, REPS[0])
    new = played(team, REPS[0])
    assert team.meetings.load(REPS[0], old).created_at == then
    assert team.meetings.load(REPS[0], new).created_at - datetime.now(UTC) < timedelta(seconds=60)


def test_a_demo_goes_with_all_that_hangs_on_it_and_nothing_else(team: Store) -> None:
    mine = team.submissions.submit(REPS[0], played(team, REPS[0]), "Mine?")
    before = {table: rows for table, rows in counted(team).items()}
    demo.put(team.database, [demo.Put("demo-zoe", "Zoe (Demo)", "rep", "mia"), demo.Put("demo-max", "Max (Demo)", "manager", None)])
    zoe = Viewer("demo-zoe")
    theirs = team.submissions.submit(zoe, played(team, zoe), "?")
    team.submissions.open(MIA, theirs)
    team.reviews.save(MIA, theirs, {"words": "Well done."}, 0)
    with team.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "bob").values(manager="demo-max"))
    assert set(demo.here(team.database)) == {"demo-zoe", "demo-max"}
    assert demo.remove(team.database) > 10
    assert counted(team) == before and demo.here(team.database) == {}
    assert team.submissions.one(MIA, mine).question == "Mine?"
    assert team.people.one(ADA, "bob").manager is None
    assert demo.remove(team.database) == 0


def counted(store: Store) -> dict[str, int]:
    from sqlalchemy import func, select

    from coach.store.tables import Base

    with store.database.read() as session:
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in Base.metadata.sorted_tables}
