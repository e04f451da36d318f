"""From one meeting to the next: the promises on the debrief, the day, and what is shown beside the meeting that follows."""

from __future__ import annotations

from datetime import date, timedelta

from tests.pages.conftest import app, mine, shown, sound
from tests.pages.test_debrief import looked_back, played

PROMISE = "I don't know that. I'll send you the exclusion table by Friday."


def test_what_was_promised_is_asked_about_and_the_next_meeting_begins() -> None:
    id = looked_back("What happens with your patients after they leave?", PROMISE)
    page = app("debrief", m=id)
    assert "The next meeting" in shown(page)
    (promise,) = (box for box in page.checkbox if box.key == f"kept-{id}-0")
    assert "Send you the exclusion table" in promise.label
    sound(promise.check().run())
    begin = next(button for button in page.button if button.key == "next-begin")
    assert begin.label == "Meet Dr. Halloway again"
    sound(begin.click().run())
    following = next(row.meeting for row in mine()._store.meetings.recent(mine()._viewer) if row.meeting != id)
    setup = mine().load(following).meeting.setup
    assert setup.after is not None and setup.after.promises[0].kept is True
    assert setup.on == date(2026, 12, 1) + timedelta(weeks=2)
    beside = shown(app("practice", m=following))
    assert "Last time, Tuesday 1 December" in beside
    assert "You promised: send you the exclusion table. Kept." in beside


def test_an_unticked_promise_is_broken_and_said_so() -> None:
    id = played(PROMISE)
    following = mine().next(id, on=date(2026, 12, 20), seed=4)
    assert "send you the exclusion table. Not kept." in shown(app("practice", m=following))


def test_nothing_follows_a_meeting_that_goes_on() -> None:
    assert "The next meeting" not in shown(app("debrief", m=played("What happens after they leave?", leave=False)))
