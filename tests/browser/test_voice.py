"""A meeting in a model's voice as a person sees it: switched on, speaking; and an endpoint that breaks leaves the meeting going."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.models import scripted
from tests.models.scripted import KEY, serving
from tests.models.scripted import Server as Model

from .server import Server

if TYPE_CHECKING:
    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
GOOD = "Come again on that one, and I may have something for you."


@pytest.fixture
def model() -> Iterator[Model]:
    with serving() as made:
        yield made.does(scripted.says(GOOD))


@pytest.fixture
def configured(model: Model, fill: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of one's own for each test: an endpoint that failed is left alone for a while by whoever met that."""
    folder = tmp_path_factory.mktemp("voice")
    settings = {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": KEY, "COACH_VOICE_MODEL": "scripted", "COACH_FIRST_SECONDS": "8"}
    server = Server(fill(folder / "data"), folder / "server.log", settings=settings).start()
    yield server
    server.stop()


def test_a_broken_endpoint_leaves_the_meeting_going(configured: Server, model: Model, visit: Callable[..., Visit]) -> None:
    from playwright.sync_api import expect

    from .visits import SLOW, chat_input, meet, messages, say, shows, spoken, still

    page = visit(configured).open("/")
    assert not model.requests and not model.looked, "nothing is asked before it is switched on"
    page.get_by_role("radio", name="Model").click()
    still(page)
    meet(page, "Dr. Halloway")
    assert say(page, "What happens with your patients' wounds after they go home?").startswith(GOOD[:20])
    shows(page, GOOD[:20])
    asked = len(model.requests)
    assert asked
    for act, words in (
        (scripted.breaks("Well, I"), "broke off"),
        (scripted.stalls("", 20), "had not begun to answer"),
        (scripted.page(), "had not begun to answer"),
    ):
        model.does(act)
        say(page, "Who hears about it when a wound goes wrong out there?")
        expect(messages(page).last).to_contain_text(words, timeout=SLOW, use_inner_text=True)
        expect(messages(page).last).to_contain_text("They speak in the authored voice.", use_inner_text=True)
        assert len(spoken(messages(page).last).split()) > 3
        assert chat_input(page).count(), "the meeting goes on"
    before = [spoken(message) for message in messages(page).all()]
    page.reload()
    chat_input(page).wait_for()
    assert [spoken(message) for message in messages(page).all()] == before, "nothing is lost"
    assert KEY not in page.content() and KEY not in configured.said()


def test_stop_while_the_model_is_silent(configured: Server, model: Model, visit: Callable[..., Visit]) -> None:
    from .visits import SLOW, chat_input, meet, messages, send, shows, still

    page = visit(configured).open("/")
    page.get_by_role("radio", name="Model").click()
    still(page)
    meet(page, "Ruth")
    model.does(scripted.silent(20))
    send(page, "How did the last product rollout go for your staff?")
    page.locator(".lf-waiting").wait_for(timeout=SLOW)
    page.get_by_role("button", name="Stop script").click()
    still(page)
    page.reload()
    chat_input(page).wait_for()
    shows(page, "You cut them off here.")
    assert messages(page).count() == 3
