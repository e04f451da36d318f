"""A campaign from its first choice to a second meeting, on a real SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from coach.accounts.campaign import Event
from coach.campaigns import Campaigns
from coach.content.errors import CoachError
from coach.panels import Panels
from coach.practice import Practice
from coach.reviews.viewer import Viewer
from coach.roleplay.walk_in import came
from coach.settings import Settings
from coach.store.errors import NotYours
from coach.wiring import Coach

ME = Viewer("me")
FIRST, LATER = date(2026, 12, 2), date(2027, 1, 13)


@pytest.fixture
def program(coach: Coach, tmp_path: Path) -> Iterator[Coach]:
    made = Coach(Settings(coach_data=tmp_path))
    made.embedder, made.loaded = coach.embedder, coach.loaded
    made.fitted.topics = coach.fitted.topics  # type: ignore[method-assign]
    yield made
    made.store.database.close()


def test_a_meeting_carries_over_and_the_next_one_opens_where_the_campaign_stands(program: Coach) -> None:
    campaigns, practice = Campaigns(program, ME), Practice(program, ME)
    id = campaigns.begin("tarn_hollow", seed=3)
    campaigns.plan(campaigns.load(id), "or_nurse_manager", FIRST, why="Nothing works in the rooms unless it works for her.")
    meeting = campaigns.meet(campaigns.load(id))
    assert campaigns.meet(campaigns.load(id)) == meeting, "going in twice is one meeting"
    assert campaigns.of_meeting(practice.load(meeting)) == id
    with pytest.raises(CoachError, match="is planned"):
        campaigns.plan(campaigns.load(id), "materials_manager", FIRST, why="He has a seat.")

    for words in (
        "I came to understand how the last product went in here. Who did the teaching?",
        "I don't know that. I will find out and write to you by Friday.",
    ):
        table = practice.load(meeting)
        said = practice.say(table, words)
        practice.answered(table, said, table.answer(said))
    again = practice.again(meeting, 1)
    practice.leave(practice.load(meeting))
    practice.leave(practice.load(again))
    opened = campaigns.load(id)
    assert [event.kind for event in opened.events] == ["planned", "met"], "a branch does not carry over"
    assert opened.events[1].meeting == meeting and opened.events[1].why.startswith("Nothing works")
    stands = opened.world.people["or_nurse_manager"]
    assert [one.action for one in stands.owed] and stands.met == 1

    campaigns.plan(opened, "or_nurse_manager", LATER, why="She is asked last.")
    opened = campaigns.load(id)
    assert "broken" in [event.kind for event in opened.events]
    second = practice.load(campaigns.meet(opened)).meeting
    start = second.state()
    assert second.setup.on == LATER and second.setup.after is not None and second.setup.after.meeting == meeting
    stranger = practice.load(practice.begin("or_nurse_manager", on=LATER, seed=second.setup.seed)).meeting.state()
    assert start.trust - stranger.trust == pytest.approx(opened.world.people["or_nurse_manager"].trust, abs=1)
    assert start.belief == opened.world.people["or_nurse_manager"].belief
    assert {"trust", "promise"} <= {change.what for change in second.turns[0].said.responses[0].changes}, "what moved them since is said"


def said(practice: Practice, meeting: str, words: str) -> None:
    """One turn, with everybody heard who answers."""
    practice.say(practice.load(meeting), words)
    table = practice.load(meeting)
    for who in table.owed:
        practice.keep(table, practice.heard_out(table, who))


def test_a_colleague_who_looked_in_takes_along_what_they_heard(program: Coach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.roleplay.walk_in.IN_CAMPAIGN", 1.0)
    campaigns, practice = Campaigns(program, ME), Practice(program, ME)
    id = campaigns.begin("tarn_hollow", seed=3)
    carried = [one.id for one in program.shelf.libraries["norvane"].messages.messages if one.status == "approved"][:2]
    campaigns.plan(campaigns.load(id), "or_nurse_manager", FIRST, why="She is asked last.", messages=carried)
    meeting = campaigns.meet(campaigns.load(id))
    table = practice.load(meeting)
    assert table.guest is not None and [one.id for one in practice.carries(table)] == carried
    for words in ("How does a case end here?", "Who teaches something new?", "I see.", "Who else is asked?", "Go on."):
        if not came(practice.load(meeting).meeting):
            said(practice, meeting, words)
    assert [reply.person for reply in practice.load(meeting).meeting.turns[-1].replied] == ["or_nurse_manager", table.guest.id]
    said(practice, meeting, f"{table.guest.name}, I don't know that. I will find out and write to you by Friday.")
    assert practice.load(meeting).meeting.turns[-1].replied[0].person == table.guest.id
    again = practice.again(meeting, 1)
    assert practice.load(again).guest == table.guest, "a second try has the same colleague"
    assert {row.person for row in program.store.meetings.recent(ME)} == {"or_nurse_manager"}, "whoever looks in has no line of their own"
    assert program.store.meetings.rebuild(ME) == 2
    if not practice.load(meeting).meeting.ended:
        practice.leave(practice.load(meeting))
    report = practice.report(practice.load(meeting))
    assert report.trajectory and report.outcome
    opened = campaigns.load(id)
    assert [event.kind for event in opened.events] == ["planned", "met", "looked_in"]
    assert "Of 2 messages that you meant to bring they heard 0." in opened.events[1].because
    assert campaigns.load(id).events == opened.events, "added once"
    stands = opened.world.people[table.guest.id]
    assert not stands.met and not stands.visits, "a word at a door is no visit"
    assert opened.events[2].moved and len(stands.owed) == 1, "what was promised to them is owed to them"
    assert not opened.world.people["or_nurse_manager"].owed
    campaigns.keep(opened, table.guest.id, stands.owed[0].action)
    campaigns.plan(campaigns.load(id), table.guest.id, date(2026, 12, 9), why="She asked me something.")
    opened = campaigns.load(id)
    start = practice.load(campaigns.meet(opened)).meeting
    alone = practice.load(practice.begin(table.guest.id, on=date(2026, 12, 9), seed=start.setup.seed)).meeting
    stands = opened.world.people[table.guest.id]
    assert start.state().trust - alone.state().trust == pytest.approx(stands.trust, abs=1), "the next meeting opens where that left them"
    assert opened.world.seen == ((FIRST, "or_nurse_manager"),)


def test_what_cannot_be_is_one_clear_line_and_nothing_is_lost(program: Coach) -> None:
    campaigns = Campaigns(program, ME)
    id = campaigns.begin("tarn_hollow", seed=3)
    campaigns.wait(campaigns.load(id), date(2026, 12, 15))
    before = campaigns.load(id).events
    for refused in (
        lambda: campaigns.plan(campaigns.load(id), "materials_manager", FIRST, why="early"),
        lambda: campaigns.plan(campaigns.load(id), "surgeon", date(2026, 12, 16), why="she signs"),
        lambda: campaigns.meet(campaigns.load(id)),
        lambda: campaigns.begin("nowhere"),
    ):
        with pytest.raises(CoachError):
            refused()
    assert campaigns.load(id).events == before
    with pytest.raises(NotYours):
        Campaigns(program, Viewer("you")).load(id)


def test_ten_minutes_before_they_decide_move_those_who_heard_them(program: Coach) -> None:
    campaigns, panels = Campaigns(program, ME), Panels(program, ME)
    id = campaigns.begin("tarn_hollow", seed=3)
    with pytest.raises(CoachError, match="request that is in"):
        campaigns.go_in(campaigns.load(id))
    opened = campaigns.load(id)
    submitted = Event(kind="submitted", day=date(2027, 1, 8), person="or_nurse_manager", decision="january", because="it is in")
    program.store.campaigns.append(ME, id, 0, [submitted])
    opened = campaigns.load(id)
    slot = campaigns.go_in(opened)
    assert campaigns.go_in(campaigns.load(id)) == slot, "going in twice is one slot"
    with pytest.raises(CoachError, match="before the committee"):
        campaigns.wait(campaigns.load(id), date(2027, 1, 20))
    held = panels.load(slot)
    assert held.meeting.setup.on == date(2027, 1, 14) and [one.id for one in held.people] == opened.setting.plan.table
    assert held.meeting.setup.opening["materials_manager"].trust == opened.setting.trust(opened.world, "materials_manager")
    panels.say(held, "It is completely safe and it pays for itself.")
    panels.leave(panels.load(slot))
    opened = campaigns.load(id)
    assert [event.kind for event in opened.events] == ["submitted", "slot", "heard"]
    assert all(opened.world.people[person].trust < 0 for person in opened.setting.plan.table), "everybody heard it"
    with pytest.raises(CoachError, match="heard before this decision"):
        campaigns.go_in(opened)
    campaigns.wait(opened, date(2027, 1, 20))
    assert "decided" in [event.kind for event in campaigns.load(id).events]
