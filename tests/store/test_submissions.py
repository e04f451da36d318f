"""What is handed in: to whom it shows, what of it, until when it can be taken back, and two people who write at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update

from coach.reviews.viewer import Viewer
from coach.store.errors import NotAllowed, NotYours, StoreError, Taken
from coach.store.repository import Store
from coach.store.tables import PersonRow
from tests.store.samples import ANN, BOB, begin

MIA, NED = Viewer("mia", "manager"), Viewer("ned", "manager")
EVE, ADA = Viewer("eve", "enablement"), Viewer("ada", "admin")


@pytest.fixture
def team(store: Store) -> Store:
    """Mia leads Ann and Bob; Ned leads nobody of them."""
    for one in ("ann", "bob", "mia", "ned", "eve", "ada"):
        store.people.ensure(one, one.title())
    with store.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id.in_(["ann", "bob"])).values(manager="mia"))
    return store


def refused(*attempts: Callable[[], object]) -> None:
    for attempt in attempts:
        with pytest.raises(NotYours):
            attempt()


def test_nobody_sees_a_meeting_before_it_is_handed_in(team: Store) -> None:
    meeting = begin(team, turns=2)
    assert team.submissions.queue(MIA) == [] and team.submissions.of_person(MIA, "ann") == []
    refused(lambda: team.meetings.load(MIA, meeting), lambda: team.submissions.submit(BOB, meeting, "Mine?"))


def test_handed_in_it_shows_to_the_one_who_leads_and_to_nobody_else(team: Store) -> None:
    meeting = begin(team, turns=2)
    id = team.submissions.submit(ANN, meeting, "Did I rush it?")
    (waiting,) = team.submissions.queue(MIA)
    assert (waiting.id, waiting.name, waiting.person, waiting.question, waiting.state) == (id, "Ann", "Dr. Elena Ruiz", "Did I rush it?", "submitted")
    assert len(team.submissions.open(MIA, id).meeting.turns) == 3
    assert team.submissions.one(MIA, id).state == "in review"
    assert [(one.by, one.about, one.what, one.subject) for one in team.audit.about(ANN)] == [("mia", "ann", "opened a meeting", id)]
    for other in (BOB, NED, EVE, ADA):
        assert team.submissions.queue(other) == [] and team.submissions.of_person(other, "ann") == []
        refused(
            lambda other=other: team.submissions.open(other, id),  # type: ignore[misc]
            lambda other=other: team.submissions.score(other, id),  # type: ignore[misc]
            lambda other=other: team.reviews.save(other, id, {}, 0),  # type: ignore[misc]
        )
    with pytest.raises(NotAllowed):
        team.audit.all(MIA)
    assert len(team.audit.all(ADA)) == 1


def test_of_a_moment_only_its_turns_are_read(team: Store) -> None:
    meeting = begin(team, turns=9)
    id = team.submissions.submit(ANN, meeting, "Here?", turn=5)
    opened = team.submissions.open(MIA, id)
    assert [turn.said.turn for turn in opened.meeting.turns] == [3, 4, 5, 6]
    assert "Question 8" not in repr(opened) and team.submissions.score(MIA, id) is None


def test_taken_back_it_is_gone_and_reviewed_it_stays(team: Store) -> None:
    meeting = begin(team, turns=2)
    id = team.submissions.submit(ANN, meeting, "?")
    with pytest.raises(StoreError, match="already"):
        team.submissions.submit(ANN, meeting, "Again?")
    team.submissions.open(MIA, id)
    team.reviews.save(MIA, id, {"words": "Hm."}, 0)
    team.submissions.take_back(ANN, id)
    assert team.submissions.queue(MIA) == [] and team.submissions.mine(ANN) == []
    refused(lambda: team.submissions.open(MIA, id), lambda: team.reviews.give_back(MIA, id), lambda: team.submissions.take_back(ANN, id))
    again = team.submissions.submit(ANN, meeting, "?")
    team.reviews.save(MIA, again, {"words": "Well heard."}, 0)
    assert team.reviews.returned(ANN, again) == [], "a draft is its writer's alone"
    team.reviews.give_back(MIA, again)
    with pytest.raises(StoreError, match="reviewed already"):
        team.submissions.take_back(ANN, again)
    assert team.submissions.one(ANN, again).state == "returned"
    assert [kept.document for kept in team.reviews.returned(ANN, again)] == [{"words": "Well heard."}]
    team.submissions.answer(ANN, again, {"what": "A no."})
    team.submissions.close(ANN, again)
    found = team.submissions.one(MIA, again)
    assert found.state == "done" and found.answers == {"what": "A no."}


def test_a_manager_who_no_longer_leads_sees_it_no_longer(team: Store) -> None:
    id = team.submissions.submit(ANN, begin(team, turns=1), "?")
    with team.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "ann").values(manager="ned"))
    assert team.submissions.queue(MIA) == []
    refused(lambda: team.submissions.open(MIA, id), lambda: team.reviews.save(MIA, id, {}, 0))
    refused(lambda: team.submissions.open(Viewer("mia", "rep"), id))


def test_of_two_tabs_the_second_is_told_and_of_two_managers_nothing_is_lost(team: Store) -> None:
    id = team.submissions.submit(ANN, begin(team, turns=1), "?", shared=True)
    assert team.reviews.save(MIA, id, {"words": "one"}, 0) == 1 and team.reviews.save(NED, id, {"words": "other"}, 0) == 1
    with pytest.raises(Taken):
        team.reviews.save(MIA, id, {"words": "late"}, 0)
    assert team.reviews.save(MIA, id, {"words": "two"}, 1) == 2
    mia, ned = team.reviews.mine(MIA, id), team.reviews.mine(NED, id)
    assert mia is not None and ned is not None and (mia.document, ned.document) == ({"words": "two"}, {"words": "other"})


def test_who_scores_to_compare_knows_neither_the_rep_nor_what_others_said(team: Store) -> None:
    id = team.submissions.submit(ANN, begin(team, turns=1), "?", shared=True)
    team.reviews.save(MIA, id, {"words": "one"}, 0)
    team.reviews.give_back(MIA, id)
    found = team.submissions.one(NED, id)
    assert (found.owner, found.name) == ("", "") and team.submissions.open(NED, id).owner == ""
    assert team.reviews.returned(NED, id) == []
    team.reviews.save(NED, id, {"words": "other"}, 0)
    team.reviews.give_back(NED, id)
    assert len(team.reviews.returned(NED, id)) == 2
    assert [kept.reviewer for kept in team.reviews.returned(ANN, id)] == ["mia"], "what is said to compare is not for the rep"


def test_alone_one_looks_through_the_managers_eyes(store: Store) -> None:
    me = Viewer("ann", "admin", alone=True)
    store.people.ensure("ann", "Me")
    id = store.submissions.submit(me, begin(store, me, turns=1), "?")
    assert [one.id for one in store.submissions.queue(me)] == [id] and [one.id for one in store.people.led(me)] == ["ann"]
    store.submissions.open(me, id)
    store.reviews.save(me, id, {"words": "So."}, 0)
    store.reviews.give_back(me, id)
    assert store.submissions.one(me, id).state == "returned" and store.audit.about(me) == []


def test_without_a_manager_it_says_whom_to_ask(store: Store) -> None:
    with pytest.raises(StoreError, match="Nobody is set as your manager"):
        store.submissions.submit(ANN, begin(store, turns=1), "?")
