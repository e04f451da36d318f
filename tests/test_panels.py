"""Slots before several people that are kept: on a real SQLite file, through a crash in the middle of the answers and a second tab."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from coach.content.errors import CoachError
from coach.panels import Panels, weight
from coach.practice import Practice
from coach.reviews.viewer import Viewer
from coach.settings import Settings
from coach.store.errors import NotYours, Taken
from coach.wiring import Coach

DAY = date(2027, 1, 14)
OPENS = "Thank you for having me. I would rather use these minutes on your questions than on a talk. What would you need to hear to decide?"
OVERCLAIMS = "It is completely safe and it pays for itself."


@pytest.fixture
def kept(coach: Coach, tmp_path: Path) -> Iterator[Panels]:
    made = Coach(Settings(coach_data=tmp_path))
    made.embedder = coach.embedder
    made.loaded = coach.loaded
    made.fitted = coach.fitted
    yield Panels(made, Viewer("me"))
    made.store.database.close()


def test_each_account_that_names_a_table_can_be_gone_before(kept: Panels) -> None:
    assert [account.id for account in kept.tables()] == ["larkfield", "tarn_hollow"]
    slot = kept.load(kept.begin("tarn_hollow", on=DAY, seed=1))
    assert [one.id for one in slot.people] == kept.seats(slot.account) and slot.meeting.setup.persona == "value_analysis_chair"  # type: ignore[arg-type]


def test_what_is_loaded_is_what_was_said_and_answers_owed_are_heard_once(kept: Panels) -> None:
    id = kept.begin("tarn_hollow", on=DAY, seed=1)
    slot = kept.load(id)
    said = kept.say(slot, OVERCLAIMS)  # here the process dies: not a word of the answers was stored
    voices = [one.person for one in said.responses if not one.listens]
    again = kept.load(id)
    assert [reply.person for reply in again.owed] == voices and len(voices) == 2
    with pytest.raises(CoachError, match="has not been heard"):
        kept.say(again, OPENS)
    kept.heard(again, again.owed[0])
    assert [reply.person for reply in kept.load(id).owed] == voices[1:]
    kept.heard(again, again.owed[1])
    whole = kept.load(id)
    assert not whole.owed and whole.meeting.turns[1].said == said
    assert [reply.person for reply in whole.meeting.turns[1].replied] == voices


def test_the_second_of_two_tabs_is_told(kept: Panels) -> None:
    id = kept.begin("larkfield", on=DAY, seed=2)
    one, other = kept.load(id), kept.load(id)
    kept.say(one, OPENS)
    with pytest.raises(Taken):
        kept.say(other, OVERCLAIMS)


def test_leaving_ends_it_and_nothing_more_is_said(kept: Panels) -> None:
    id = kept.begin("tarn_hollow", on=DAY, seed=1)
    kept.say(kept.load(id), OPENS)
    kept.leave(kept.load(id))  # the answer still owed is heard first
    slot = kept.load(id)
    for reply in slot.owed:
        kept.heard(slot, reply)
    slot = kept.load(id)
    assert slot.meeting.ended and slot.meeting.turns[1].replied and not slot.owed
    with pytest.raises(CoachError, match="deliberate"):
        kept.say(slot, OPENS)


def test_a_slot_is_nobody_elses_and_no_meeting_with_one_person(kept: Panels) -> None:
    id = kept.begin("tarn_hollow", on=DAY, seed=1)
    with pytest.raises(NotYours):
        Panels(kept._coach, Viewer("you")).load(id)
    practice = Practice(kept._coach, Viewer("me"))
    with pytest.raises(CoachError, match="Before a committee"):
        practice.load(id)
    with pytest.raises(CoachError, match="Practice"):
        kept.load(practice.begin("surgeon", on=DAY, seed=1))
    assert [row.meeting for row in kept.recent()] == [id]


def test_a_vote_and_an_arrow_to_a_voter_weigh(coach: Coach) -> None:
    account = coach.shelf.accounts["tarn_hollow"]
    assert weight(account, "value_analysis_chair") == 3 > weight(account, "office_coordinator")
    assert weight(account, "infection_preventionist") == 3  # no vote, and asked first
