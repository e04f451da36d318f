"""Practice: the chat, reload, words shown as typed, and clear lines where something is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coach.models import embeddings
from coach.models.embeddings import SentenceEmbedder
from coach.reviews.viewer import Viewer
from tests.pages.conftest import app, errors, mine, program, said, shown, sound

ODD = [
    "What does $x$ cost, and $y$? It's $420,000.",
    "<script>alert(1)</script> <b>bold</b> & <img src=x onerror=alert(1)>",
    "{{7*7}} {% if x %} ${env} %s",
    "# Heading\n* list\n1. one\n> quote\n| a | b |",
    "**bold** _it_ `code` ~~gone~~ [link](https://example.org) ![x](y) :material/home: :red[x] ->",
    "\\ back\\slash \\$ \\*",
    "你好，伤口怎么样？ 😀 ماذا",
]


@pytest.fixture
def meeting() -> str:
    return mine().begin("surgeon", on=date(2026, 12, 1), seed=7)


def say(page: AppTest, words: str) -> AppTest:
    return sound(page.chat_input[0].set_value(words).run())


def button(page: AppTest, label: str) -> AppTest:
    return sound(next(item for item in page.button if item.label == label).click().run())


def test_a_turn_adds_what_was_said_and_what_was_answered(meeting: str) -> None:
    page = app("practice", m=meeting)
    assert len(said(page)) == 1
    page = say(page, "What happens with your patients' wounds after they go home?")
    _, mine_, theirs = said(page)
    turn = mine().load(meeting).meeting.turns[1]
    assert (mine_, theirs) == (turn.said.words, turn.replied[0].words)
    assert turn.replied[0].stopped is False
    assert len(said(say(page, "Tell me more."))) == 5


def test_reload_and_a_second_tab_show_the_same_meeting(meeting: str) -> None:
    before = said(say(app("practice", m=meeting), "Who hears about it when a wound goes wrong?"))
    assert said(app("practice", m=meeting)) == before
    second = say(app("practice", m=meeting), "Tell me more.")
    assert said(second)[:3] == before and len(said(second)) == 5


def test_words_are_shown_as_typed(meeting: str) -> None:
    page = app("practice", m=meeting)
    for turn, words in enumerate(ODD, start=1):
        page = say(page, words)
        message = page.chat_message[2 * turn - 1]
        assert said(page)[2 * turn - 1] == words
        assert not message.markdown[0].allow_html
        raw = message.markdown[0].value
        bare = [letter for at, letter in enumerate(raw) if letter in "$<>[]*_`{}#|~" and raw[at - 1] != "\\"]
        assert not bare, raw
    assert [turn.said.words for turn in mine().load(meeting).meeting.turns[1:]] == ODD


def test_saying_nothing(meeting: str) -> None:
    page = button(app("practice", m=meeting), "Say nothing")
    assert said(page)[1] == "You say nothing."
    assert mine().load(meeting).meeting.turns[1].said.words == ""


def test_ending_the_meeting_leads_to_the_debrief(meeting: str) -> None:
    page = say(app("practice", m=meeting), "What happens on nights?")
    page = button(page, "End the meeting")
    assert "The meeting is over" in shown(page) and "To be continued" in shown(page)
    assert not page.chat_input
    assert "Read your debrief" in [link.proto.label for link in page.get("page_link")]
    assert mine().load(meeting).meeting.ended


def test_an_answer_that_a_crash_swallowed_is_spoken_on_the_next_visit(meeting: str) -> None:
    practice = mine()
    table = practice.load(meeting)
    said_ = practice.say(table, "What happens on nights?")
    assert practice.load(meeting).unanswered
    page = app("practice", m=meeting)
    assert said(page)[-1] == table.answer(said_)
    assert practice.load(meeting).unanswered is None


def test_a_slower_tab_is_told_and_its_words_are_not_lost(meeting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from coach.practice import Practice

    page = app("practice", m=meeting)
    real = Practice.say

    def overtaken(self: Practice, table, words, spoken=None):  # type: ignore[no-untyped-def]
        monkeypatch.setattr(Practice, "say", real)
        self.answered(table, first := self.say(self.load(meeting), "The other tab was faster."), table.answer(first))
        return self.say(table, words)

    monkeypatch.setattr(Practice, "say", overtaken)
    page = say(page, "Words that took a while to type.")
    assert "another tab" in page.warning[0].value.replace("\\", "")
    assert page.code[0].value == "Words that took a while to type."
    page = button(page, "Show the meeting as it is now")
    assert said(page)[1] == "The other tab was faster."


@pytest.mark.parametrize("name", ["practice", "debrief"])
def test_no_such_meeting(name: str) -> None:
    page = app(name, m="nothing12345")
    for id in ("../../etc/passwd", "' or 1=1 --", "é\x00", "%00"):
        assert "There is no such meeting, or it is not yours." in errors(page)
        assert not page.chat_input
        page.query_params["m"] = id
        page = sound(page.run())


def test_somebody_else_s_meeting_looks_like_none() -> None:
    from coach.practice import Practice

    theirs = Practice(program(), Viewer("somebody")).begin("cfo", on=date(2026, 12, 1))
    for name in ("practice", "debrief"):
        assert "There is no such meeting, or it is not yours." in errors(app(name, m=theirs))


def test_without_a_meeting_there_is_a_way_to_start() -> None:
    assert "No meeting is open" in shown(app("practice"))


def test_the_card_shows_what_is_known_and_hides_what_is_not(meeting: str) -> None:
    persona = mine().load(meeting).persona
    text = shown(app("practice", m=meeting))
    assert all(line.replace("'", "&#x27;") in text for line in persona.card.known)
    assert not any(need.cost in text for need in persona.needs) and persona.card.history not in text
    assert "about 8 minutes left" in text


def test_watching_turn_by_turn_and_taking_over() -> None:
    watched = mine().watch("surgeon", on=date(2026, 12, 1))
    page = app("practice", m=watched)
    assert len(said(page)) == 1
    page = button(button(page, "Next turn"), "Next turn")
    assert len(said(page)) == 5
    note = next(iter(mine().shelf().experts.values())).lines[0].note
    assert note or "Why this line." in shown(page)
    before = said(page)
    page = button(page, "Take over from here")
    assert page.query_params["m"] != watched
    assert said(page) == before and page.chat_input
    assert len(said(say(page, "Tell me more."))) == 7
    assert len(said(app("practice", m=watched, t="2"))) == 5, "the expert's meeting is untouched"


def test_the_rail_is_off_until_it_is_asked_for_and_every_look_is_noted(meeting: str) -> None:
    page = say(app("practice", m=meeting), "What happens with your patients' wounds after they go home?")
    store, me = program().store, Viewer("me")
    assert "lf-eyebrow\">Coach's rail" not in shown(page) and store.hints.of(me, meeting) == []
    switch = next(item for item in page.toggle if item.label == "Coach's rail")
    page = sound(switch.set_value(True).run())
    hint = mine().hint(mine().load(meeting))
    assert hint and f"“{hint.say.replace(chr(39), '&#x27;')}”" in shown(page) and not page.chat_input[0].value, "it never speaks for the rep"
    page = button(page, "Put into my plan")
    (stored,) = store.plans.mine(me)
    assert [step.question for step in stored.plan.steps] == [hint.say] and stored.plan.account == "tarn_hollow"
    assert "In your plan" in [link.proto.label for link in page.get("page_link")] and len(said(page)) == 3
    page = say(page, "Tell me more.")
    assert [look.turn for look in store.hints.of(me, meeting)] == [1, 2]
    page = sound(next(item for item in page.toggle if item.label == "Coach's rail").set_value(False).run())
    say(page, "And then?")
    assert [look.turn for look in store.hints.of(me, meeting)] == [1, 2]


def test_an_odd_turn_in_the_address() -> None:
    page = app("practice", m=mine().watch("cfo", on=date(2026, 12, 1)), t="-5")
    for turn in ("999", "x", ""):
        assert said(page)
        page.query_params["t"] = turn
        page = sound(page.run())


def test_a_damaged_embedding_model_is_one_clear_line_and_the_meeting_is_kept(meeting: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import streamlit as st

    (tmp_path / "model.safetensors").write_bytes(b"damaged")
    monkeypatch.setattr(embeddings, "SentenceEmbedder", SentenceEmbedder)  # the real one
    monkeypatch.setattr(embeddings, "shipped_model", lambda: tmp_path)
    st.cache_resource.clear()
    assert not errors(app()), "one can look around"
    page = say(app("practice", m=meeting), "What happens on nights?")
    assert len(page.error) == 1 and "checksum" in errors(page) and "Reinstall it with" in errors(page)
    assert "What happens on nights?" in said(page)[-1], "what was typed is still to be read"
    assert len(mine().load(meeting).meeting.turns) == 1
    assert said(app("practice", m=meeting)), "the meeting itself can be read"
