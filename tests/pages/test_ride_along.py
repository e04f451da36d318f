"""A ride-along on the page: kept as it is typed, nothing about a patient, marked as memory, and read by the one who was watched."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from coach.reviews.viewer import Viewer
from tests.pages.conftest import app, errors, program, shown, sound
from tests.pages.test_debrief import lookback, looked_back, mine

ME = Viewer("me", "admin", alone=True)


def begun() -> tuple[AppTest, str]:
    page = sound(app("ride_along").button(key="ride-begin").click().run())
    (one,) = program().store.ride_alongs.written(ME)
    return page, one.id


def tap(page: AppTest, id: str, criterion: str, level: int) -> AppTest:
    return sound(page.button_group(key=f"ride-{id}-{criterion}").set_value(level).run())


def write(page: AppTest, id: str, what: str, words: str) -> AppTest:
    field = page.text_input if what == "whom" else page.text_area
    return sound(field(key=f"ride-{id}-{what}").set_value(words).run())


def test_what_is_typed_is_kept_and_given_as_memory() -> None:
    page, id = begun()
    page = tap(write(page, id, "whom", "E. R."), id, "discovery", 2)
    page = write(page, id, "discovery-words", "Asked <b>twice</b> what happens at night.")
    again = app("ride_along", r=id)
    assert again.text_area(key=f"ride-{id}-discovery-words").value == "Asked <b>twice</b> what happens at night." and "You get to a problem." in shown(again)
    again = sound(again.selectbox(key=f"ride-{id}-purpose").select("corridor").run())
    assert not [one for one in again.text_area if one.key == f"ride-{id}-discovery-words"], "in a corridor nobody is held to it"
    again = sound(again.selectbox(key=f"ride-{id}-purpose").select("discovery").run())
    assert again.text_area(key=f"ride-{id}-discovery-words").value == "Asked <b>twice</b> what happens at night.", "and it is not lost"
    page = sound(again.button(key=f"ride-{id}-give").click().run())
    text = shown(page)
    assert "Asked &lt;b&gt;twice&lt;/b&gt;" in text and text.count("observer\u2019s memory") == 2 and "<blockquote" not in text
    sheet = program().store.ride_alongs.one(ME, id).sheet
    assert sheet.source == "memory" and set(sheet.notes) == {"discovery"}, "what was not seen is not there"


def test_the_one_who_was_watched_reads_it_apart_from_what_was_measured_and_answers() -> None:
    lookback().report(mine().load(looked_back("What happens with your patients' wounds after they go home?")))
    before = lookback().history()
    page, id = begun()
    page = tap(write(page, id, "whom", "E. R."), id, "discovery", 0)
    sound(page.button(key=f"ride-{id}-give").click().run())
    assert lookback().history() == before, "no level of it is measured"
    page = app("progress")
    text = shown(page)
    assert "no level here counts into what is measured" in text and "observer\u2019s memory" in text
    page.text_area(key=f"remembered-{id}").set_value("I asked at the door.")
    page = sound(next(one for one in page.button if one.label == "Answer").click().run())
    assert program().store.ride_alongs.one(ME, id).answer == "I asked at the door." and "Your answer" in shown(page)


def test_what_identifies_a_patient_stays_in_the_window() -> None:
    page, id = begun()
    page = write(page, id, "whom", "Mrs Jane Fielding")
    assert "in this window only" in errors(page) and page.button(key=f"ride-{id}-give").disabled
    assert program().store.ride_alongs.one(ME, id).sheet.whom == ""
    page = write(page, id, "whom", "J. F.")
    assert not page.error
    page = sound(page.button(key=f"ride-{id}-give").click().run())
    assert "nothing on the sheet yet" in errors(page)


def test_somebody_else_s_is_none() -> None:
    assert "no such ride-along" in errors(app("ride_along", r="abc"))
