"""Scoring the same meetings: who may, what they see of whom, and what is left for those who keep the rubric: numbers and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from coach.reviews.agreement import FEWEST
from coach.reviews.viewer import Viewer
from coach.store.errors import NotAllowed
from coach.store.repository import Store
from coach.store.tables import OpinionsRow, PersonRow, ScoreRow
from tests.store.samples import ANN, BOB, begin

MIA, NED, OLA = Viewer("mia", "manager"), Viewer("ned", "manager"), Viewer("ola", "manager")
EVE, ADA = Viewer("eve", "enablement"), Viewer("ada", "admin")


@pytest.fixture
def team(store: Store) -> Store:
    for one in ("ann", "bob", "mia", "ned", "ola", "eve", "ada"):
        store.people.ensure(one, one.title())
    with store.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id.in_(["ann", "bob"])).values(manager="mia"))
    return store


def handed(store: Store, shared: bool = True, turn: int | None = None) -> str:
    return store.submissions.submit(ANN, begin(store, turns=2), "Did I rush my ask?", turn=turn, shared=shared)


def score(store: Store, by: Viewer, id: str, blind: bool = True, give: bool = True, **levels: int | None) -> None:
    kept = store.reviews.mine(by, id)
    store.reviews.save(by, id, {"v": 1, "blind": blind, "levels": levels, "closing": "Words of a reviewer."}, kept.revision if kept else 0)
    if give:
        store.reviews.give_back(by, id)


def measure(store: Store, id: str, model: str = "m", **levels: int | None) -> None:
    meeting, at = store.submissions.one(MIA, id).meeting, datetime.now(UTC)
    document: dict[str, Any] = {"criteria": [{"id": name, "level": level} for name, level in levels.items()]}
    with store.database.write() as session:
        session.add(ScoreRow(meeting=meeting, rubric="conversation", hash="h", owner="ann", v=1, document=document, at=at))
        session.add(OpinionsRow(meeting=meeting, model=model, prompt="judge.v1", owner="ann", v=1, document=document, at=at))


def test_whole_shared_meetings_show_to_all_who_lead_and_to_nobody_else(team: Store) -> None:
    id = handed(team)
    handed(team, shared=False)
    handed(team, turn=1)
    (found,) = team.calibration.shared(NED)
    assert (found.id, found.person, found.standing, found.handed, found.others) == (id, "Dr. Elena Ruiz", "to score", False, 0)
    assert "ann" not in repr(found).lower() and "rush my ask" not in repr(found), "neither whose it is nor what they asked"
    assert [one.handed for one in team.calibration.shared(MIA)] == [True]
    for other in (ANN, BOB, EVE, ADA):
        assert team.calibration.shared(other) == []
    score(team, MIA, id, discovery=2)
    score(team, NED, id, give=False, discovery=1)
    (found,) = team.calibration.shared(NED)
    assert (found.standing, found.others) == ("begun", 1)
    team.submissions.close(ANN, id)
    assert team.calibration.shared(OLA)[0].others == 1, "it goes on being compared when the rep has read what came back"


def test_taken_back_it_is_in_no_list_and_no_figure(team: Store) -> None:
    id = handed(team)
    score(team, NED, id, discovery=1)
    assert len(team.calibration.scores(EVE)) == 1
    team.submissions.take_back(ANN, id)
    assert team.calibration.shared(NED) == [] and team.calibration.scores(EVE) == []


def test_figures_are_made_of_blind_levels_that_were_given_back(team: Store) -> None:
    first, second = handed(team), handed(team)
    measure(team, first, discovery=3, uptake=None)
    score(team, MIA, first, discovery=2, uptake=None)
    score(team, NED, first, discovery=1)
    score(team, OLA, first, blind=False, discovery=3)
    score(team, NED, second, give=False, discovery=0)
    score(team, OLA, second, discovery=2, nonsense=3, uptake=7)
    one, two = team.calibration.scores(EVE)
    assert one.levels == {"rater A": {"discovery": 2, "uptake": None}, "rater B": {"discovery": 1}} and one.measured == {"discovery": 3}
    assert two.levels == {"rater C": {"discovery": 2}} and two.measured == {}
    told = repr(team.calibration.scores(EVE))
    assert not any(word in told for word in ("mia", "ned", "ola", "ann", first, second, "Words", "Ruiz"))


def test_only_those_who_keep_the_rubric_see_the_figures(team: Store) -> None:
    score(team, NED, handed(team), discovery=1)
    for other in (ANN, BOB, MIA, NED):
        with pytest.raises(NotAllowed):
            team.calibration.scores(other)
    assert len(team.calibration.scores(ADA)) == 1
    assert list(team.calibration.scores(Viewer("ned", "admin", alone=True))[0].levels) == ["you"]


def test_a_meeting_that_is_handed_in_twice_is_one_meeting(team: Store) -> None:
    meeting = begin(team, turns=1)
    for level in (2, 3):
        id = team.submissions.submit(ANN, meeting, "?", shared=True)
        score(team, MIA, id, discovery=level)
    (found,) = team.calibration.scores(EVE)
    assert found.levels == {"rater A": {"discovery": 2}}, "the second time they had seen it"


def test_how_a_model_stands_to_people_tells_nothing_of_one_meeting(team: Store) -> None:
    ids = [handed(team) for _ in range(FEWEST)]
    for at, id in enumerate(ids):
        measure(team, id, discovery=(at + 1) % 4, message_fit=1 if at else None)
        score(team, MIA, id, discovery=at % 4, message_fit=2)
    found = team.calibration.judged(ANN)["m", "judge.v1"]
    assert found["discovery"] == sorted((at % 4, (at + 1) % 4) for at in range(FEWEST))
    assert found["message_fit"] == [(0, 0)] * (FEWEST - 1), "how many there are, and no level"
    assert team.calibration.judged(MIA) == team.calibration.judged(ANN)


def test_comparing_waits_for_one_s_own_levels(team: Store) -> None:
    id = handed(team)
    score(team, MIA, id, discovery=2)
    assert team.reviews.returned(NED, id) == []
    score(team, NED, id, give=False, discovery=1)
    assert team.reviews.returned(NED, id) == [] and team.submissions.score(NED, id) is None, "nothing measured, too"
    team.reviews.give_back(NED, id)
    assert [kept.document["levels"]["discovery"] for kept in team.reviews.returned(NED, id)] == [2, 1]
