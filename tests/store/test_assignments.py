"""Assignments and coaching sessions: who reads what, what counts as a try, and two who write at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from coach.content.programme import Certification
from coach.reviews.assignments import Asked, FromProgramme
from coach.reviews.certification import Certificate, Rating, standing
from coach.reviews.session import FollowUp, Held, Step
from coach.reviews.viewer import Viewer
from coach.roleplay.records import Outcome
from coach.store.errors import NotYours, StoreError, Taken
from coach.store.repository import Store
from coach.store.tables import PersonRow, now
from tests.store.samples import ANN, BOB, SURGEON, begin, replied, said, setup

MIA, NED = Viewer("mia", "manager"), Viewer("ned", "manager")
EVE, ADA = Viewer("eve", "enablement"), Viewer("ada", "admin")
DUE = date(2026, 12, 15)
RULES = Certification(bar=2, tolerance=1)
ASKED = Asked(persona="surgeon", criterion="discovery", due=DUE, why="You know more than you let them tell you.")
STEP = Held(question="On what evidence?", step=Step(what="Ask to watch a clinic", who="rep", by=DUE))


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


def tried(store: Store, id: str, viewer: Viewer = ANN) -> str:
    """A meeting begun for an assignment and played to its end."""
    meeting = begin(store, viewer, turns=1)
    store.assignments.begun(viewer, id, "meeting", meeting)
    end(store, meeting, 2, viewer)
    return meeting


def end(store: Store, meeting: str, turn: int, viewer: Viewer = ANN) -> None:
    store.meetings.append_said(viewer, meeting, said(turn, outcome=Outcome(kind="continuation")))
    store.meetings.append_reply(viewer, meeting, replied(turn))


def test_only_whoever_leads_somebody_asks_them_and_sees_how_far_they_are(team: Store) -> None:
    (id,) = team.assignments.ask(MIA, "ann", [ASKED])
    for other in (BOB, NED, EVE, ADA):
        refused(
            lambda other=other: team.assignments.ask(other, "ann", [ASKED]),  # type: ignore[misc]
            lambda other=other: team.assignments.one(other, id),  # type: ignore[misc]
            lambda other=other: team.assignments.looked_at(other, id),  # type: ignore[misc]
            lambda other=other: team.assignments.move(other, id, DUE),  # type: ignore[misc]
            lambda other=other: team.assignments.withdraw(other, id),  # type: ignore[misc]
            lambda other=other: team.assignments.begun(other, id, "meeting", begin(team, other)),  # type: ignore[misc]
        )
        assert team.assignments.mine(other) == [] and team.assignments.led(other) == []
    (mine,) = team.assignments.mine(ANN)
    assert (mine.asked, mine.by_name, mine.stage, mine.open) == (ASKED, "Mia", "asked", True)
    assert [one.id for one in team.assignments.led(MIA)] == [id] and team.assignments.led(MIA, "bob") == []
    assert [one.what for one in team.audit.about(ANN)] == ["asked for practice"]
    team.assignments.move(MIA, id, DUE + timedelta(days=7))
    assert team.assignments.one(ANN, id).asked.due == DUE + timedelta(days=7)
    team.assignments.withdraw(MIA, id)
    assert team.assignments.mine(ANN) == [] and team.assignments.led(MIA) == []
    refused(lambda: team.assignments.begun(ANN, id, "meeting", begin(team)))


def test_of_a_try_whoever_asked_sees_the_day_and_nothing_else(team: Store) -> None:
    (id,) = team.assignments.ask(MIA, "ann", [ASKED])
    first = tried(team, id)
    team.hints.record(ANN, first, 1, {})
    again = team.meetings.branch(ANN, first, 1)
    unfinished = begin(team, turns=1)
    team.assignments.begun(ANN, id, "meeting", unfinished)
    silent = team.meetings.branch(ANN, first, 1)
    mine = team.assignments.one(ANN, id)
    assert [(one.meeting, one.over, one.branched, one.hints) for one in mine.tries] == [
        (first, True, None, 1), (again, False, 1, 0), (unfinished, False, None, 0), (silent, False, 1, 0),
    ]  # fmt: skip
    end(team, again, 2)
    seen = team.assignments.one(MIA, id)
    assert len(seen.tries) == 2 and all((one.meeting, one.person, one.hints, one.branched) == ("", "", 0, None) for one in seen.tries)
    assert first not in repr(seen) and again not in repr(seen) and "Ruiz" not in repr(seen) and seen.stage == "tried"
    refused(lambda: team.meetings.load(MIA, first))
    assert team.assignments.of_meeting(ANN, again) == id and team.assignments.of_meeting(ANN, begin(team)) is None
    refused(lambda: team.assignments.of_meeting(MIA, first), lambda: team.assignments.begun(ANN, id, "meeting", begin(team, BOB)))


def test_the_meetings_of_a_campaign_are_tries(team: Store) -> None:
    (id,) = team.assignments.ask(MIA, "ann", [ASKED.model_copy(update={"persona": None, "campaign": "lakeside"})])
    campaign = team.campaigns.begin(ANN, "lakeside", "Lakeside", 1, "guarded", "hash-9")
    refused(lambda: team.assignments.begun(ANN, id, "campaign", team.campaigns.begin(BOB, "lakeside", "Lakeside", 1, "guarded", "hash-9")))
    team.assignments.begun(ANN, id, "campaign", campaign)
    assert team.assignments.campaign(ANN, id) == campaign and team.assignments.one(ANN, id).tries == []
    engagement = team.campaigns.engage(ANN, campaign, DUE, "discovery", "surgeon", [])
    meeting = team.meetings.start(ANN, setup(), said(0), [SURGEON], engagement=engagement)
    team.meetings.append_said(ANN, meeting, said(1))
    end(team, meeting, 2)
    tied = tried(team, id)
    assert [one.meeting for one in team.assignments.one(ANN, id).tries] == [meeting, tied]
    assert team.assignments.of_meeting(ANN, meeting) == id


def test_what_is_handed_in_moves_it_and_taken_back_it_is_tried_again(team: Store) -> None:
    (id,) = team.assignments.ask(MIA, "ann", [ASKED])
    meeting = tried(team, id)
    submission = team.submissions.submit(ANN, meeting, "?", assignment=id)
    seen = team.assignments.one(MIA, id)
    assert (seen.stage, seen.handed_in[0].submission, seen.handed_in[0].meeting) == ("submitted", submission, meeting)
    team.submissions.open(MIA, submission)
    assert team.assignments.one(ANN, id).stage == "in review"
    team.submissions.take_back(ANN, submission)
    assert team.assignments.one(MIA, id).stage == "tried" and meeting not in repr(team.assignments.one(MIA, id))
    # Somebody else's meeting under this assignment's id counts for nothing.
    team.submissions.submit(BOB, begin(team, BOB, turns=1), "?", assignment=id)
    assert team.assignments.one(ANN, id).stage == "tried"
    with team.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "ann").values(manager="ned"))
    refused(lambda: team.assignments.one(MIA, id))
    assert [one.id for one in team.assignments.led(NED)] == [id], "whoever leads them now goes on with it"


def test_two_raters_who_did_not_see_each_other_certify_and_the_first_certificate_stays(team: Store) -> None:
    programme = FromProgramme(id="p", title="First weeks", version="1", step=1, of=1)
    (id,) = team.assignments.ask(MIA, "ann", [ASKED.model_copy(update={"programme": programme, "certifies": RULES})])
    meeting = tried(team, id)
    assert team.assignments.looked_at(ANN, id) == (None, [])
    submission = team.submissions.submit(ANN, meeting, "?", shared=True, assignment=id)
    team.reviews.save(NED, submission, {"levels": {"discovery": 3}, "blind": True}, 0)
    team.reviews.give_back(NED, submission)
    for viewer in (ANN, MIA):
        shown, ratings = team.assignments.looked_at(viewer, id)
        assert shown is not None and (shown.meeting, shown.whole, shown.branched, shown.hints, shown.blockers) == (meeting, True, False, 0, None)
        assert [one.level for one in ratings] == [None], "before the one it was handed to has scored, nobody sees a level"
    team.reviews.save(MIA, submission, {"levels": {"discovery": 2}, "blind": True}, 0)
    team.reviews.give_back(MIA, submission)
    shown, ratings = team.assignments.looked_at(ANN, id)
    assert [(one.name, one.level) for one in ratings] == [("Ned", 3), ("Mia", 2)]
    found = standing(RULES, "discovery", 3, 3, shown.model_copy(update={"blockers": 0}) if shown else None, ratings)
    assert found.certified
    made = Certificate(
        criterion="discovery", programme="First weeks", programme_version="1", rubric="r", rubric_version="1.2", bar=2, raters=found.agreed,
        meeting=meeting, at=now(),
    )  # fmt: skip
    with pytest.raises(StoreError, match="not scored so"):
        team.assignments.certify(ANN, id, made.model_copy(update={"raters": [one.model_copy(update={"level": 3}) for one in made.raters]}))
    kept = team.assignments.certify(ANN, id, made)
    assert team.assignments.certify(MIA, id, made.model_copy(update={"raters": [Rating(rater="x", name="X", level=3)] * 2})) == kept
    assert team.assignments.one(MIA, id).certificate == kept == team.assignments.one(ANN, id).certificate
    refused(lambda: team.assignments.certify(NED, id, made))
    assert [one.name for one in kept.raters] == ["Ned", "Mia"]
    team.personal.erase(NED, "ned")
    certificate = team.assignments.one(ANN, id).certificate
    assert certificate is not None and [one.name for one in certificate.raters] == ["somebody who is no longer here", "Mia"], "erased here too"


def test_a_score_with_the_measured_one_in_sight_and_ones_own_are_no_ratings(team: Store) -> None:
    (id,) = team.assignments.ask(MIA, "ann", [ASKED])
    submission = team.submissions.submit(ANN, tried(team, id), "?", assignment=id)
    team.reviews.save(MIA, submission, {"levels": {"discovery": 2}, "blind": False}, 0)
    team.reviews.give_back(MIA, submission)
    assert team.assignments.looked_at(ANN, id)[1] == []
    me = Viewer("ann", "admin", alone=True)
    (own,) = team.assignments.ask(me, "ann", [ASKED])
    mine = team.submissions.submit(me, tried(team, own), "?", assignment=own)
    team.reviews.save(me, mine, {"levels": {"discovery": 3}, "blind": True}, 0)
    team.reviews.give_back(me, mine)
    assert team.assignments.looked_at(me, own)[1] == []


def test_the_agreed_step_is_for_the_two_and_notes_are_for_one(team: Store) -> None:
    id = team.sessions.hold(MIA, "ann", date(2026, 12, 1), STEP)
    team.sessions.note(MIA, "ann", "Tired since autumn; ask.")
    (mine,) = team.sessions.mine(ANN)
    assert (mine.held, mine.by_name) == (STEP, "Mia") and "Tired" not in repr(mine)
    assert [one.id for one in team.sessions.with_person(MIA, "ann")] == [id] and team.sessions.notes(MIA, "ann") == "Tired since autumn; ask."
    followed = FollowUp(how="partly", words="Half a morning.", said_by="rep")
    for other in (BOB, NED, EVE, ADA):
        refused(
            lambda other=other: team.sessions.hold(other, "ann", DUE, STEP),  # type: ignore[misc]
            lambda other=other: team.sessions.with_person(other, "ann"),  # type: ignore[misc]
            lambda other=other: team.sessions.notes(other, "ann"),  # type: ignore[misc]
            lambda other=other: team.sessions.note(other, "ann", "x"),  # type: ignore[misc]
            lambda other=other: team.sessions.opened(other, "ann"),  # type: ignore[misc]
            lambda other=other: team.sessions.save(other, id, STEP, 1),  # type: ignore[misc]
            lambda other=other: team.sessions.follow_up(other, id, followed, 1),  # type: ignore[misc]
        )
        assert team.sessions.mine(other) == []
    refused(lambda: team.sessions.notes(ANN, "ann"), lambda: team.sessions.save(ANN, id, STEP, 1))
    assert team.sessions.follow_up(ANN, id, followed, 1) == 2
    with pytest.raises(Taken):
        team.sessions.follow_up(MIA, id, FollowUp(how="not yet", said_by="lead"), 1)
    assert team.sessions.mine(ANN)[0].held.followed == followed
    with team.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "ann").values(manager="ned"))
    refused(lambda: team.sessions.with_person(MIA, "ann"), lambda: team.sessions.notes(MIA, "ann"), lambda: team.sessions.follow_up(MIA, id, followed, 2))
    assert "Tired" not in repr(team.personal.export(ANN, "ann")) and "Tired" in repr(team.personal.export(MIA, "mia"))
    assert team.sessions.with_person(NED, "ann") == [] and team.sessions.notes(NED, "ann") == "" and len(team.sessions.mine(ANN)) == 1


def test_alone_one_asks_oneself(store: Store) -> None:
    me = Viewer("ann", "admin", alone=True)
    (id,) = store.assignments.ask(me, "ann", [ASKED])
    assert [one.id for one in store.assignments.mine(me)] == [id]
    store.people.ensure("ann", "Me")
    assert [one.id for one in store.assignments.led(me)] == [id] and store.audit.about(me) == []
    store.sessions.hold(me, "ann", DUE, STEP)
    assert len(store.sessions.mine(me)) == len(store.sessions.with_person(me, "ann")) == 1
