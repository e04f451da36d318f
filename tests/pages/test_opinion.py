"""A model's opinion on the debrief page: only where one is configured, asked by a button, kept, and apart from what was measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from coach.lookback import Lookback
from coach.reviews.viewer import Viewer
from tests.models import scripted
from tests.models.scripted import KEY, Server, serving
from tests.pages.conftest import app, mine, program, shown, sound
from tests.pages.test_debrief import looked_back, played

LINES = ("What happens with your patients' wounds after they go home?", "So you hear of it late. Our dressing is <b>quite</b> new.")
TITLE = "A model\u2019s opinion"


def choose(number: int, offered: list[str]) -> str:
    return {1: "situation", 2: "simple"}.get(number, "unlinked")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made.does(scripted.labels(choose))


@pytest.fixture
def configured(server: Server, own: Callable[[str, str], None]) -> Server:
    for name, value in {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": KEY, "COACH_JUDGE_MODEL": "scripted", "COACH_JUDGE_SECONDS": "2"}.items():
        own(name, value)
    return server


def asked(page: AppTest) -> AppTest:
    return sound(page.button(key="ask-a-model").click().run())


def lookback() -> Lookback:
    return Lookback(program(), Viewer("me"))


def test_without_a_model_nothing_is_said_of_one() -> None:
    page = app("debrief", m=looked_back(*LINES))
    assert TITLE not in shown(page) and not [button for button in page.button if button.key == "ask-a-model"]


def test_it_is_asked_by_a_button_that_says_what_is_sent(configured: Server) -> None:
    id = looked_back(*LINES)
    page = app("debrief", m=id)
    text = shown(page)
    assert TITLE in text and f"by both of you and word for word, to <b>scripted</b> at <b>{configured.url}</b>" in text
    assert configured.requests == [] and configured.looked == [], "looking asks nothing"
    page = asked(page)
    assert len(configured.requests) == 1
    sent = configured.requests[0].raw.decode()
    persona = mine().load(id).persona
    assert "patients' wounds" in sent and persona.name not in sent and not any(need.need in sent for need in persona.needs)
    text = shown(page)
    assert "Our dressing is &lt;b&gt;quite&lt;/b&gt; new." in text and "tied to nothing they said" in text
    assert "scripted, prompt judge.v1, 120 tokens" in text and "It changes no level there" in text and "Measured:" in text
    assert KEY not in text
    assert "On discovery it does not count towards a certification: 0 of 10 meetings that people scored too." in text


def test_it_is_kept_and_not_asked_twice(configured: Server, own: Callable[[str, str], None]) -> None:
    id = looked_back(*LINES)
    asked(app("debrief", m=id))
    page = app("debrief", m=id)
    assert "prompt judge.v1" in shown(page) and not [button for button in page.button if button.key == "ask-a-model"]
    assert len(configured.requests) == 1
    own("COACH_JUDGE_MODEL", "another")
    page = asked(app("debrief", m=id))
    assert [kept.opinions.model for kept in lookback().opinions(mine().load(id))] == ["another", "scripted"], "another model may be asked as well"
    own("COACH_JUDGE_MODEL", "")
    assert "another, prompt judge.v1" in shown(app("debrief", m=id)), "what was said stays, though nobody can be asked any more"


def test_what_was_measured_is_the_same_to_the_byte(configured: Server) -> None:
    id = looked_back(*LINES)
    before = json.dumps(lookback().report(mine().load(id)).shown())
    asked(app("debrief", m=id))
    assert json.dumps(lookback().report(mine().load(id)).shown()) == before
    assert json.dumps(mine().report(mine().load(id)).shown()) == before, "measured anew, too"


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (scripted.fails(401, f"bad key {KEY}"), "OPENAI_API_KEY"),
        (scripted.whole("Well done."), "asked for JSON"),
        (scripted.labels(lambda number, offered: "need_payoff"), "which it was not offered"),
        (scripted.stalls("", 4), "COACH_JUDGE_SECONDS"),
    ],
)
def test_trouble_is_a_line_and_the_debrief_stands(configured: Server, act: scripted.Acts, words: str) -> None:
    id = looked_back(*LINES)
    configured.does(act)
    page = asked(app("debrief", m=id))
    assert len(page.warning) >= 1 and words in shown(page) and "Nothing was kept" in shown(page) and KEY not in shown(page)
    assert "Take it along" in shown(page) and lookback().opinions(mine().load(id)) == []
    assert page.button(key="ask-a-model"), "it can be asked again"


def test_the_cap_of_the_meeting_holds(configured: Server, own: Callable[[str, str], None]) -> None:
    own("COACH_MEETING_TOKENS", "50")
    page = asked(app("debrief", m=looked_back(*LINES)))
    assert configured.requests == [] and "COACH_MEETING_TOKENS" in shown(page)


def test_not_before_a_meeting_is_over(configured: Server) -> None:
    assert TITLE not in shown(app("debrief", m=played(*LINES, leave=False)))


def test_what_leaves_names_it(configured: Server) -> None:
    text = shown(app("leaves"))
    assert (
        "Nothing while you talk" in text
        and "When you ask for a model\u2019s opinion in a debrief, what was said there goes to" in text
        and f"scripted at {configured.url}" in text
    )
    assert "a talk that a model is asked about leaves it" in text and configured.requests == [] and configured.looked == []
