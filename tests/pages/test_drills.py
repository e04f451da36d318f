"""Drills: asked in their words, answered or only thought, looked at, rated; and the line on the start page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coach.content.shelf import ROOT
from coach.reviews.viewer import Viewer
from tests.pages.conftest import app, program, shown, sound

ME = Viewer("me")


def begin(library: str = "norvane") -> AppTest:
    page = app("drills", library=library)
    return sound(page.button(key="begin").click().run())


def param(page: AppTest, name: str) -> str:
    """A parameter of the address: the harness gives a list for what a test set, and text for what the page did."""
    value = page.query_params[name]
    return value if isinstance(value, str) else value[0]


def asked(page: AppTest) -> str:
    """The id of the question on the page."""
    cards = program().shelf.drills[param(page, "library")].cards
    text = shown(page)
    return next(card.id for card in cards if card.ask.replace("'", "&#x27;") in text)


def say(page: AppTest, words: str) -> AppTest:
    page.text_input[0].set_value(words)
    return sound(next(button for button in page.button if button.label == "Show the answer").click().run())


def rate(page: AppTest, rating: int) -> AppTest:
    return sound(next(button for button in page.button if str(button.key).startswith(f"rate-{rating}-")).click().run())


def suggested(page: AppTest) -> list[str]:
    return [str(button.key)[5] for button in page.button if str(button.key).startswith("rate-") and button.proto.type == "primary"]


def test_a_typed_answer_is_looked_at_and_kept() -> None:
    page = begin()
    assert "1 of 8" in shown(page) and asked(page) == "touches_skin" and "OR nurse manager" in shown(page)
    assert "A silicone layer with holes in it" not in shown(page), "the answer comes after theirs"
    page = say(page, "Silicon, with holes")
    text = shown(page)
    assert "A silicone layer with holes in it" in text and "<small>there</small>" in text and "<small>missing</small>" not in text
    assert "peeled acrylic" in text and "a perforated silicone contact layer" in text, "why they ask, and what it rests on"
    assert suggested(page) == ["3"]
    page = rate(page, 4)
    assert "2 of 8" in shown(page) and asked(page) != "touches_skin"
    assert [one.card for one in program().store.drills.standings(ME, "norvane")] == ["touches_skin"], "the rep had the last word"
    assert program().store.drills.standings(ME, "norvane")[0].due > datetime.now(UTC) + timedelta(days=5)


def test_what_may_not_be_said_is_named() -> None:
    page = say(begin(), "Silicone, and it is completely safe for everybody")
    assert "may not be said so" in "\n".join(item.value for item in page.warning) and suggested(page) == ["1"]
    page = say(rate(page, 1), "")
    assert not page.warning and suggested(page) == [], "who only thinks is suggested nothing"


def test_a_session_to_its_end_and_through_a_reload() -> None:
    page = begin()
    first, start = asked(page), param(page, "s")
    page = rate(say(page, ""), 1)
    for _ in range(3):
        page = rate(say(page, ""), 3)
    page = app("drills", library="norvane", s=start)
    assert "5 of 8" in shown(page), "a reload, a second tab: the session is what was answered in it"
    for _ in range(4):
        page = rate(say(page, ""), 3)
    assert "Once more" in shown(page) and asked(page) == first
    page = rate(say(page, ""), 3)
    text = shown(page)
    assert "8 answered" in text and "tomorrow" in text and "in 2 days" in text
    page = sound(page.button(key="done").click().run())
    assert "Nothing is due today" in shown(page) and "The next one comes back tomorrow" in shown(page)
    page = sound(page.button(key="more").click().run())
    assert "1 of 10" in shown(page) and asked(page) not in {one.card for one in program().store.drills.standings(ME, "norvane")}


def test_the_line_on_the_start_page() -> None:
    assert "Try the drills: 8 short questions (about 2 minutes)" in links(app())
    store, now = program().store.drills, datetime.now(UTC)
    cards = [card.id for card in program().shelf.drills["tessvara"].cards][:8]
    for card in cards:
        store.answer(ME, "tessvara", card, 3, "", now)
    assert not any("drill" in label.lower() for label in links(app()) if label != "Drills" and "Try" not in label), "nothing is due"
    for card in cards:
        store.answer(ME, "norvane", card, 1, "", now - timedelta(days=40))
    store.answer(ME, "norvane", "lights_that_are_gone", 1, "", now - timedelta(days=40))
    store.answer(ME, "norvane", "touches_skin", 1, "", now - timedelta(days=40))
    assert "9 drills are due (about 3 minutes)" in links(app()), "one known and eight new; what is gone from the library is not counted"


def links(page: AppTest) -> list[str]:
    return [str(item.proto.label) for item in page.get("page_link")]


def test_libraries_without_drills(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program().shelf, "drills", {})
    page = app("drills")
    assert "Your libraries have no drills." in shown(page) and not page.button and not page.text_input
    assert not any("drills" in label for label in links(app()))


def test_a_question_whose_fact_is_gone_is_left_out_and_named(own: Callable[[str, str], None], tmp_path: Path) -> None:
    folder = tmp_path / "content" / "message_library" / "norvane"
    folder.mkdir(parents=True)
    for name in ("product", "evidence", "messages"):
        text = (ROOT / f"message_library/norvane/{name}.yaml").read_text(encoding="utf-8")
        (folder / f"{name}.yaml").write_text(text.replace("a perforated silicone contact layer", "a woven cotton contact layer"), encoding="utf-8")
    own("COACH_CONTENT", str(tmp_path / "content"))
    page = begin()
    assert asked(page) == "how_much_it_holds"
    program().store.drills.answer(ME, "norvane", "touches_skin", 1, "", datetime.now(UTC) - timedelta(days=30))
    page = app("drills", library="norvane", s=param(page, "s"), shown="touches_skin.0")
    assert asked(page) == "how_much_it_holds", "though somebody knew it before"
    assert any("perforated silicone" in problem.what for problem in program().problems())


def test_odd_addresses() -> None:
    for query in ({"s": "yesterday"}, {"s": "9" * 40}, {"library": "nobodys"}, {"s": "-1", "library": "../x"}):
        assert shown(app("drills", **query))
    page = app("drills", s="1", shown="<b>touches_skin.0</b>")
    assert "Show the answer" in [button.label for button in page.button], "an answer is shown for the question asked, and for no other"
