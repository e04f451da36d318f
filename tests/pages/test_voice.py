"""The model's voice on the pages: only where one is configured, off until switched on, and never in the way of a meeting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.models import scripted
from tests.models.scripted import KEY, Server, serving
from tests.pages.conftest import app, mine, said, shown, sound

ASKED = "What happens with your patients' wounds after they go home?"
GOOD = "Come again on that one, and I may have something for you."


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made.does(scripted.says(GOOD))


@pytest.fixture
def configured(server: Server, own: Callable[[str, str], None]) -> Server:
    for name, value in {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": KEY, "COACH_VOICE_MODEL": "scripted", "COACH_FIRST_SECONDS": "1"}.items():
        own(name, value)
    return server


@pytest.fixture
def meeting() -> str:
    return mine().begin("surgeon", on=date(2026, 12, 1), seed=7)


def switched_on(page: AppTest) -> AppTest:
    return sound(next(item for item in page.button_group if item.label == "Voice").set_value("model").run())


def say(page: AppTest, words: str = ASKED) -> AppTest:
    return sound(page.chat_input[0].set_value(words).run())


def last(meeting: str):  # type: ignore[no-untyped-def]
    return mine().load(meeting).meeting.turns[-1]


def authored(meeting: str) -> str:
    table = mine().load(meeting)
    return table.answer(table.meeting.turns[-1].said)


def test_without_an_endpoint_there_is_nothing_to_switch(meeting: str) -> None:
    page = app("practice", m=meeting)
    assert not [item for item in page.button_group if item.label == "Voice"]
    assert "sends nothing anywhere" in shown(app())


def test_off_until_it_is_switched_on(configured: Server, meeting: str) -> None:
    say(app("practice", m=meeting))
    assert last(meeting).replied[0].voice == "authored" and last(meeting).replied[0].spent is None
    assert configured.requests == [] and configured.looked == []


def test_switched_on_they_speak_with_it(configured: Server, meeting: str) -> None:
    page = say(switched_on(app("practice", m=meeting)))
    reply = last(meeting).replied[0]
    assert configured.requests and reply.voice in ("model", "both") and reply.words.startswith(GOOD)
    assert said(page)[-1].startswith(GOOD)
    assert not page.get("doc_string"), "nothing is drawn but the words"
    assert "tokens" in shown(page) and "in this meeting" in shown(page)
    assert said(app("practice", m=meeting)) == said(page), "as it is after a reload"


def test_after_a_reload_the_voice_is_as_it_was(configured: Server, meeting: str) -> None:
    say(switched_on(app("practice", m=meeting)))
    before = len(configured.requests)
    say(app("practice", m=meeting), "Tell me more.")
    assert len(configured.requests) > before


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (scripted.fails(401, f"Incorrect API key provided: {KEY}"), "Correct OPENAI_API_KEY"),
        (scripted.fails(429, "slow down", Retry_After="45"), "wait 45 s"),
        (scripted.page(), "web page"),
        (scripted.stalls("", 5), "had not begun to answer"),
        (scripted.breaks("Come"), "broke off"),
    ],
)
def test_trouble_is_a_quiet_line_and_the_meeting_goes_on(configured: Server, meeting: str, act: scripted.Acts, words: str) -> None:
    configured.does(act)
    page = say(switched_on(app("practice", m=meeting)))
    assert not page.error and words in said(page)[-1] and "They speak in the authored voice." in said(page)[-1]
    assert said(page)[-1].startswith(authored(meeting)) and last(meeting).replied[0].words == authored(meeting)
    assert KEY not in shown(page) + last(meeting).model_dump_json()
    page = say(page, "Tell me more.")
    assert len(said(page)) == 5 and last(meeting).replied[0].words == authored(meeting)


def test_what_the_guard_holds_back_is_said_discreetly(configured: Server, meeting: str) -> None:
    configured.does(scripted.says("As an AI I cannot say."))
    page = say(switched_on(app("practice", m=meeting)))
    assert "As an AI" not in shown(page)
    assert said(page)[-1] == f"{authored(meeting)}\n:material/graphic_eq: In the authored words: the model stepped out of the role."
    leaves = app("leaves")
    assert "2 \u00d7 the model stepped out of the role" in shown(leaves)


def test_at_the_cap_the_authored_voice_goes_on(configured: Server, meeting: str, own: Callable[[str, str], None]) -> None:
    own("COACH_MEETING_TOKENS", "100")
    page = say(switched_on(app("practice", m=meeting)))
    asked = len(configured.requests)
    assert asked
    page = say(page, "Tell me more.")
    assert len(configured.requests) == asked and last(meeting).replied[0].words == authored(meeting)
    assert "This meeting has used its 100 tokens. They go on in the authored voice." in shown(page)


def test_money_is_counted_where_prices_are_given(configured: Server, meeting: str, own: Callable[[str, str], None]) -> None:
    own("COACH_PRICE_PROMPT", "1000")
    own("COACH_CURRENCY", "\u20ac")
    page = say(switched_on(app("practice", m=meeting)))
    assert "\u20ac0.1" in shown(page) or "\u20ac0.2" in shown(page)


def test_what_leaves_is_said_as_it_is() -> None:
    text = shown(app("leaves"))
    assert "Nothing. No model is configured" in text and "not configured" in text


def test_what_leaves_with_an_endpoint(configured: Server) -> None:
    text = shown(app("leaves"))
    assert configured.url in text and "which is this machine" in text and KEY not in text
    assert "Nothing, while the voice is" in text and configured.requests == [] and configured.looked == []
    assert "sends nothing anywhere" not in text
