"""Progress: nothing before the first debrief, then each criterion against the rep's own past."""

from __future__ import annotations

from coach.debrief.own import OwnMarks
from coach.lookback import Lookback
from coach.reviews.viewer import Viewer
from tests.pages.conftest import app, mine, program, shown
from tests.pages.test_debrief import PITCH, looked_back, played


def test_it_begins_empty() -> None:
    assert "Nothing to see yet" in shown(app("progress"))


def test_a_meeting_counts_once_its_debrief_was_read() -> None:
    id = played(*PITCH)
    assert "not in here yet" in shown(app("progress"))
    lookback = Lookback(program(), Viewer("me"))
    lookback.mark(mine().load(id), OwnMarks(marks={"listening": 3}))
    lookback.report(mine().load(id))
    text = shown(app("progress"))
    assert "not in here yet" not in text and "One meeting, against nobody but your own past" in text
    assert "To practise next" in text and "a first sight" in text and "too few meetings" in text.lower()
    assert "Listening: you see" in text


def test_tries_are_no_meetings() -> None:
    id = looked_back(*PITCH)
    lookback, practice = Lookback(program(), Viewer("me")), mine()
    lookback.report(practice.load(id))
    again = practice.again(id, 1)
    table = practice.load(again)
    practice.answered(table, left := practice.leave(table), table.answer(left))
    lookback.report(practice.load(again))
    assert [one.meeting for one in lookback.history()] == [id]
