"""Mirror: a take delivered, measured, held against the one before, taken along and forgotten."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from coach.reviews.viewer import Viewer
from tests.debrief.test_mirror import LIST, STORY
from tests.pages.conftest import app, errors, program, shown, sound

ME = Viewer("me")


def deliver(page: AppTest, text: str) -> AppTest:
    page.text_area(key="mirror-words").set_value(text)
    return sound(next(button for button in page.button if button.label == "That was a take").click().run())


def test_take_after_take() -> None:
    page = app("mirror", p="surgeon", s="60")
    assert "They have told you nothing yet" in shown(page) and not page.expander and "Until it sits" not in shown(page)
    page = deliver(page, " ".join([STORY[1], LIST, *STORY[3:5]]))
    text = shown(page)
    assert "0 of 3 takes in a row hold" in text and "Asks for one step: not yet" in text
    assert "things in a row" in text and "Not touched: " in text and "Burned as a champion" not in text
    assert page.expander[0].label.startswith("What good looks like"), "only after a take of one's own"
    page = deliver(page, " ".join(STORY))
    text = shown(page)
    assert "1 of 3 takes in a row hold" in text and "better" in text and "<s>It has a pump" in text
    assert page.text_area(key="mirror-words").value == " ".join(STORY), "the next take begins with the last"
    first, second = program().store.takes.of(ME, "surgeon")
    page = sound(page.selectbox(key="mirror-shown").set_value(first.id).run())
    assert "The words of this take" in shown(page) and "Take 1 &middot;" in shown(page)
    page = sound(page.button(key=f"forget-{first.id}").click().run())
    assert [one.id for one in program().store.takes.of(ME, "surgeon")] == [second.id] and "Take 1 &middot;" in shown(page)
    page = app("mirror")
    assert page.selectbox(key="mirror-whom").value == "surgeon", "whom one spoke to last"


def test_what_cannot_be_a_take_costs_nothing() -> None:
    page = deliver(app("mirror", p="cfo", s="nonsense"), "Reach me at a.b@example.com.")
    assert "an e-mail address" in errors(page) and page.text_area(key="mirror-words").value.startswith("Reach me")
    assert program().store.takes.of(ME, "cfo") == []
    assert "Nothing was said yet" in errors(deliver(page, "   "))
    assert shown(app("mirror", p="<b>nobody", s="-1")), "an address that makes no sense shows the page all the same"
