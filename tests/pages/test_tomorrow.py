"""My meeting tomorrow: a card becomes a person to practise with, and nothing about a patient is kept."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import app, errors, mine, program, said, shown, sound

CARD = {
    "t_initials": "J.K.",
    "t_role": "Head of respiratory medicine",
    "t_setting": "Small practice",
    "t_uses": "the older inhaler",
    "t_said": "send me something I can read in two minutes",
    "t_objection": "we tried that and the paperwork killed it",
}


def fill(**other: str) -> AppTest:
    page = app("tomorrow")
    for key, words in (CARD | other).items():
        page.text_input(key=key).set_value(words)
    return sound(page.button[0].click().run())


def test_a_card_leads_to_a_meeting_in_which_nothing_is_judged() -> None:
    page = fill()
    table = mine().load(page.query_params["m"])
    assert table.persona.unverified and table.library is None and table.persona.minutes == 10
    assert "Send me something I can read in two minutes." in said(page)[0]
    text = shown(page)
    assert "unverified" in text and "Listening practice" in text
    page = sound(page.chat_input[0].set_value("It is completely safe.").run())
    assert mine().load(table.id).meeting.turns[1].said.reading.claims == []  # type: ignore[union-attr]
    assert "Your own" in shown(app()), "it can be met again"


def test_a_patient_s_identifier_is_refused_and_nothing_kept() -> None:
    secret = "MRN 4471002, born 12/03/1961"
    page = app("tomorrow")
    for key, words in CARD.items():
        page.text_input(key=key).set_value(words)
    for field in ("t_setting", "t_uses", "t_cares", "t_said", "t_objection"):
        page.text_input(key=field).set_value(secret)
        page = sound(page.button[0].click().run())
        assert "nothing about a patient" in errors(page), field
        assert page.text_input(key=field).value == secret, "what was typed is still there to be put right"
        page.text_input(key=field).set_value("")
    assert program().store.meetings.recent(mine()._viewer) == []
    assert program().store.contents.edits(mine()._viewer) == []


def test_initials_and_role_are_needed() -> None:
    page = fill(t_initials="", t_role="")
    assert "Initials: please fill this in." in errors(page) and "Role: please fill this in." in errors(page)


def test_markup_in_a_card_is_words() -> None:
    odd = "<b>{{7*7}}</b> $x$ {first}"
    page = fill(t_said=odd, t_role=odd)
    assert odd in said(page)[0]
    assert "<b>{{7*7}}" not in "".join(str(item.proto.body) for item in page.get("html"))
