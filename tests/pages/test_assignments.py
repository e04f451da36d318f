"""Assignments from asking to handing in, and the talk about it: alone, one sits in both chairs."""

from __future__ import annotations

from datetime import date, timedelta

from streamlit.testing.v1 import AppTest

from coach.assigned import Assigned
from coach.debrief.own import OwnMarks
from coach.reviews.viewer import Viewer
from tests.pages.conftest import app, errors, mine, program, shown, sound
from tests.pages.test_debrief import PITCH, lookback

ME = Viewer("me", "admin", alone=True)
WHY = "You know more than you let them tell you."


def assigned() -> Assigned:
    program().store.people.ensure("me", "Me")
    return Assigned(program(), ME)


def ask() -> str:
    return assigned().ask("me", criterion="discovery", due=date.today() + timedelta(days=9), why=WHY, today=date.today(), persona="surgeon")


def end(id: str) -> None:
    """A begun meeting, played to its end and looked back on."""
    practice = mine()
    for words in PITCH[:2]:
        table = practice.load(id)
        said = practice.say(table, words)
        practice.answered(table, said, table.answer(said))
    table = practice.load(id)
    left = practice.leave(table)
    practice.answered(table, left, table.answer(left))
    lookback().mark(mine().load(id), OwnMarks(skipped=True))
    lookback().report(mine().load(id))


def tried(id: str) -> str:
    meeting = assigned().begin(id, on=date.today(), difficulty="guarded", seat="sales")[1]
    end(meeting)
    return meeting


def press(page: AppTest, key: str) -> AppTest:
    return sound(page.button(key=key).click().run())


def test_asked_on_one_page_it_stands_on_the_start_page_and_begins_with_one_tap() -> None:
    program().store.people.ensure("me", "Me")
    page = app("assignments")
    assert "Nobody has asked you" in shown(page)
    sound(page.segmented_control(key="assignments-side").set_value("What you ask").run())
    submit = next(one for one in page.button if one.label == "Ask")
    sound(submit.click().run())
    assert "Say why" in errors(page), "what is missing is said, and what was chosen stays"
    page.selectbox(key="ask-where").set_value("persona/surgeon")
    page.selectbox(key="ask-behaviour").set_value("discovery")
    page.text_area(key="ask-why").set_value(WHY)
    sound(next(one for one in page.button if one.label == "Ask").click().run())
    assert "You find what matters to them, with Dr. Ines Halloway" in shown(page) and "Asked. It stands on their start page." in "".join(
        one.value for one in page.success
    )
    (one,) = program().store.assignments.mine(ME)
    start = app()
    assert "No try yet, of 3" in shown(start)
    press(start, f"asked-begin-{one.id}")
    (again,) = program().store.assignments.mine(ME)
    assert len(again.tries) == 1 and not again.tries[0].over and again.stage == "asked"
    end(again.tries[0].meeting)
    text = shown(app("assignments"))
    assert "1 of 3 tries" in text and "level 0 of 3" in text and "What is said in a try stays yours" in text
    assert "Back to the assignment" in [one.proto.label for one in app("practice", m=again.tries[0].meeting).get("page_link")]


def test_the_best_of_three_is_handed_in_and_the_talk_rests_on_what_was_reviewed() -> None:
    id = ask()
    meetings = [tried(id) for _ in range(3)]
    page = app("assignments")
    sound(next(one for one in page.button if one.label == "Hand it in").click().run())
    assert "Write what you want to know" in errors(page)
    page.text_input(key=f"hand-in-question-{id}").set_value("Did I rush it?")
    sound(next(one for one in page.button if one.label == "Hand it in").click().run())
    store = program().store
    (handed,) = store.submissions.mine(ME)
    assert handed.assignment == id and handed.meeting in meetings and store.assignments.one(ME, id).stage == "submitted"
    talk = shown(app("coaching"))
    assert "One of them waits for your review" in talk and "None yet" in talk, "what was measured is not told before it is scored"
    store.submissions.open(ME, handed.id)
    moment = {"turn": 2, "instead": "I would have asked what she counts."}
    store.reviews.save(ME, handed.id, {"v": 1, "levels": {"discovery": 1}, "blind": True, "moment": moment}, 0)
    store.reviews.give_back(ME, handed.id)
    page = app("coaching")
    text = shown(page)
    assert "one whole meeting" in text and "I would have asked what she counts." in text and "level 0 in one meeting" in text
    page.text_input(key="agree-what-me").set_value("Watch a Monday clinic")
    sound(next(one for one in page.button if one.label == "Keep it" and one.key and "agree" in one.key).click().run())
    assert "Watch a Monday clinic" in shown(page)
    store.sessions.note(ME, "me", "Only for me.")
    sound(page.segmented_control(key="coaching-side").set_value("Your own").run())
    assert "Watch a Monday clinic" in shown(page) and "Only for me." not in shown(page)
    paper = shown(app("coaching", paper="me"))
    assert "Before the talk with Me" in paper and "Nothing was handed in since" in paper and "Agreed next" in paper
