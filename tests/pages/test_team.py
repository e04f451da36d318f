"""The team page: for whoever leads, for enablement, with five people and with four; and the mark of a demo, with other eyes to look through."""

from __future__ import annotations

from coach.pages.eyes import EYES
from coach.reviews.viewer import Viewer
from coach.store import demo
from tests.pages.conftest import app, program, shown, sound
from tests.store.samples import begin
from tests.store.test_team_facts import report

ME = Viewer("me", "admin", alone=True)
NAMES = ("Zoe", "Max", "Ida", "Bo", "Ola")


def handed_in(count: int) -> None:
    """By so many people of a demo, who are led by whoever sits here, a meeting each."""
    store = program().store
    put = [demo.Put(f"demo-{name.lower()}", f"{name} (Demo)", "rep", "me") for name in NAMES[:count]]
    demo.put(store.database, [*put, demo.Put("demo-eve", "Eve (Demo)", "enablement", None)])
    for one in put:
        meeting = begin(store, Viewer(one.id), turns=1)
        store.scores.keep(Viewer(one.id), meeting, "one", report(1))
        id = store.submissions.submit(Viewer(one.id), meeting, "?")
        store.reviews.save(ME, id, {}, 0)
        store.reviews.give_back(ME, id)


def test_it_begins_empty_and_nothing_says_demo() -> None:
    text = shown(app("team"))
    assert "Nothing to see yet" in text and "Demo data" not in text


def test_four_people_are_no_team_but_each_has_a_next_thing() -> None:
    handed_in(4)
    text = shown(app("team"))
    assert "Numbers of a team begin at 5 people" in text and "1.0 of 3" not in text and "not shown" in text.lower()
    assert "Zoe (Demo): " in text


def test_five_people_have_numbers_and_stand_in_the_order_of_the_alphabet() -> None:
    handed_in(5)
    page = app("team")
    text = shown(page)
    assert "5 whole meetings that 5 people handed in" in text and "<b>1.0 of 3</b>" in text and "5 meetings, 5 people" in text
    places = [text.index(f"{name} (Demo)") for name in sorted(NAMES)]
    assert places == sorted(places)
    assert "Demo data: nobody here is real" in text
    page = sound(page.button(key="ask-demo-max").click().run())
    (asked,) = program().store.assignments.led(ME)
    assert (asked.owner, asked.asked.criterion, asked.asked.persona, asked.asked.tries) == ("demo-max", "discovery", "surgeon", 3)
    assert "Asked. See it" in "".join(str(item.proto) for item in page.get("page_link"))


def test_enablement_sees_patterns_and_nobody() -> None:
    handed_in(5)
    page = app("team")
    page = sound(page.selectbox(key=EYES).select("demo-eve").run())
    text = shown(page)
    assert "Needs that stay hidden" in text and "5 meetings, 5 people" in text
    assert not any(f"{name} (Demo)" in text for name in NAMES)
