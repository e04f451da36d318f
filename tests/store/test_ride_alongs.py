"""Ride-alongs: two people read them and nobody else, a draft is its writer's, and nothing about a patient is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text, update

from coach.content.errors import CoachError
from coach.reviews.ride_along import Noted, RideAlong
from coach.reviews.viewer import Viewer
from coach.store.errors import NotYours, StoreError, Taken
from coach.store.repository import Store
from coach.store.tables import PersonRow
from tests.store.samples import ANN, BOB
from tests.store.test_calibration import ADA, EVE, MIA, NED

DAY = date(2026, 12, 1)
SHEET = RideAlong(whom="E. R.", notes={"discovery": Noted(level=2, words="Asked twice what happens at night.")}, keep="The second question.")


@pytest.fixture
def team(store: Store) -> Store:
    for one in ("ann", "bob", "mia", "ned", "eve", "ada"):
        store.people.ensure(one, one.title())
    with store.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id.in_(["ann", "bob"])).values(manager="mia"))
    return store


def refused(*attempts: Callable[[], object]) -> None:
    for attempt in attempts:
        with pytest.raises(NotYours):
            attempt()


def sheet(store: Store, made: RideAlong = SHEET) -> str:
    id = store.ride_alongs.begin(MIA, "ann", DAY)
    store.ride_alongs.save(MIA, id, made, 1)
    return id


def test_only_whoever_leads_somebody_rides_with_them(team: Store) -> None:
    for other in (NED, BOB, EVE, ADA, ANN):
        refused(lambda other=other: team.ride_alongs.begin(other, "ann", DAY))  # type: ignore[misc]
    alone = Viewer("ann", "admin", alone=True)
    id = team.ride_alongs.begin(alone, "ann", DAY)
    team.ride_alongs.save(alone, id, SHEET, 1)
    team.ride_alongs.give(alone, id)
    assert [one.id for one in team.ride_alongs.about(alone)] == [one.id for one in team.ride_alongs.written(alone)] == [id]


def test_a_draft_is_its_writer_s_and_what_was_given_is_for_two(team: Store) -> None:
    id = sheet(team)
    assert team.ride_alongs.about(ANN) == []
    refused(lambda: team.ride_alongs.one(ANN, id), lambda: team.ride_alongs.answer(ANN, id, "?"))
    team.ride_alongs.give(MIA, id)
    (read,) = team.ride_alongs.about(ANN)
    assert (read.by, read.watched, read.sheet, read.day) == ("Mia", "Ann", SHEET, DAY)
    assert [(one.by, one.what) for one in team.audit.about(ANN)] == [("mia", "gave a ride-along")]
    team.ride_alongs.answer(ANN, id, "It was three times.")
    assert team.ride_alongs.one(MIA, id).answer == "It was three times."
    for other in (BOB, NED, EVE, ADA):
        assert team.ride_alongs.about(other) == [] and team.ride_alongs.written(other) == []
        refused(
            lambda other=other: team.ride_alongs.one(other, id),  # type: ignore[misc]
            lambda other=other: team.ride_alongs.answer(other, id, "Mine."),  # type: ignore[misc]
            lambda other=other: team.ride_alongs.save(other, id, SHEET, 2),  # type: ignore[misc]
            lambda other=other: team.ride_alongs.forget(other, id),  # type: ignore[misc]
        )
    with pytest.raises(StoreError, match="given already"):
        team.ride_alongs.save(MIA, id, RideAlong(whom="Somebody else"), 2)
    with pytest.raises(StoreError, match="given already"):
        team.ride_alongs.forget(MIA, id)


def test_who_no_longer_leads_reads_it_no_longer_and_the_other_still_does(team: Store) -> None:
    id = sheet(team)
    team.ride_alongs.give(MIA, id)
    with team.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "ann").values(manager="ned"))
    assert team.ride_alongs.written(MIA) == [] and team.ride_alongs.written(NED) == []
    refused(lambda: team.ride_alongs.one(MIA, id), lambda: team.ride_alongs.one(NED, id))
    assert [one.id for one in team.ride_alongs.about(ANN)] == [id]


def test_nothing_about_a_patient_is_kept(team: Store) -> None:
    id = sheet(team)
    for wrong in (
        SHEET.model_copy(update={"whom": "Mrs Jane Fielding"}),
        SHEET.model_copy(update={"notes": {"uptake": Noted(level=1, words="About MRN 4471002.")}}),
        SHEET.model_copy(update={"change": "Write to j.k@example.org."}),
    ):
        with pytest.raises(CoachError, match="Leave it out"):
            team.ride_alongs.save(MIA, id, wrong, 2)
    assert team.ride_alongs.one(MIA, id).sheet == SHEET
    team.ride_alongs.give(MIA, id)
    with pytest.raises(CoachError, match="Leave it out"):
        team.ride_alongs.answer(ANN, id, "Born 01.02.1950.")


def test_of_two_tabs_the_second_is_told(team: Store) -> None:
    id = sheet(team)
    assert team.ride_alongs.save(MIA, id, SHEET, 2) == 3
    with pytest.raises(Taken):
        team.ride_alongs.save(MIA, id, RideAlong(), 2)
    assert team.ride_alongs.one(MIA, id).sheet == SHEET


def test_an_empty_sheet_is_not_given_and_a_draft_can_be_thrown_away(team: Store) -> None:
    id = sheet(team, RideAlong(notes={"discovery": Noted()}))
    with pytest.raises(StoreError) as told:
        team.ride_alongs.give(MIA, id)
    assert len(told.value.lines) == 2
    team.ride_alongs.forget(MIA, id)
    refused(lambda: team.ride_alongs.one(MIA, id), lambda: team.ride_alongs.one(MIA, "../x\0"))
    with team.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM ride_alongs")) == 0


def test_what_is_taken_along_and_erased_of_one_of_the_two(team: Store) -> None:
    given, draft = sheet(team), sheet(team)
    team.ride_alongs.give(MIA, given)
    assert [one["id"] for one in team.personal.export(ANN, "ann")["ride_alongs"]] == [given], "a draft is its writer's alone"
    assert {one["id"] for one in team.personal.export(MIA, "mia")["ride_alongs"]} == {given, draft}
    gone = team.personal.erase(MIA, "mia")
    (kept,) = team.ride_alongs.about(ANN)
    assert kept.id == given and kept.observer == gone.pseudonym and kept.by == "", "what was given to the other stays theirs"
    team.personal.erase(ANN, "ann")
    with team.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM ride_alongs")) == 0
