"""How it works, in a browser: whole on a desk and on a phone, in light and dark, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .server import Server
from .test_pages import DESK, PHONE, tab_to, wider_than_the_screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
FOLDED = {"How the listening is made": "labelled utterances", "How the stakeholder decides": "Nobody skips a rung", "What it cannot do": "It reads English"}


def out_of_place(page: Page) -> list[str]:
    """Tables and bars that stick out of what holds them."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.lf-table, .lf-balance li, .lf-gauge, .lf-chips')].filter(one => {
            const around = one.closest('[data-testid="stExpander"], [data-testid="stColumn"]');
            return around && one.getBoundingClientRect().right > around.getBoundingClientRect().right + 1;
        }).map(one => one.outerHTML.slice(0, 120))"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [DESK, PHONE])
def test_everything_opened_is_whole_and_asks_nobody_else(width: int, height: int, scheme: str, visit: Callable[..., Visit]) -> None:
    from .visits import SLOW, local, still

    someone = visit(width=width, height=height, scheme=scheme)
    page = someone.open("/how")
    page.get_by_role("button", name="A question that goes deeper").click()
    page.get_by_text("What was heard").wait_for(timeout=SLOW)
    still(page)
    assert page.get_by_role("textbox", name="What the rep says").input_value().startswith("So some of them")
    for why in page.get_by_text("Why", exact=True).all():
        why.click()
    page.get_by_role("img", name="asks: probability").first.wait_for()
    for title, words in FOLDED.items():
        page.get_by_text(title, exact=True).click()
        page.get_by_text(words).first.wait_for(timeout=SLOW)
        still(page)
    assert not page.get_by_test_id("stException").count()
    assert not wider_than_the_screen(page)
    assert not out_of_place(page)
    assert not {url for url in someone.asked if not local(url)}, "requests that leave this machine"


def test_by_keyboard_alone(visit: Callable[..., Visit]) -> None:
    from .visits import SLOW, still

    page = visit().open("/")
    tab_to(page, "Behind it")
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="How it works").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="How it works", exact=True).wait_for()
    still(page)
    tab_to(page, "What the rep says")
    page.keyboard.type("What happens on your unit at night, and <b>who</b> shows them?")
    page.keyboard.press("Control+Enter")
    page.get_by_text("What was heard").wait_for(timeout=SLOW)
    still(page)
    assert page.get_by_text("What happens on your unit at night, and <b>who</b> shows them?").count() >= 1, "markup is shown, not followed"
    tab_to(page, "Why")
    page.keyboard.press("Enter")
    bar = page.get_by_role("img", name="asks: probability")
    bar.wait_for()
    assert "counts from" in str(bar.get_attribute("aria-label"))
    assert page.get_by_role("status").filter(has_text="A question").count(), "and it is said aloud"


def test_what_was_opened_before_the_listening_is_ready_stays_open(chromium: Browser, fill: Callable[[Path], Path], tmp_path: Path) -> None:
    from .visits import SLOW, Visit, still

    server = Server(fill(tmp_path / "data"), tmp_path / "server.log").start()
    try:
        someone = Visit(chromium, server)
        page = someone.open("/how")
        waiting = page.get_by_text("Getting ready to listen")
        waiting.first.wait_for()
        page.get_by_text("What it cannot do", exact=True).click()
        page.get_by_text("It reads English").first.wait_for()
        assert waiting.count(), "ready too soon to see what this test looks for"
        page.get_by_role("button", name="A parrot").click()
        page.get_by_text("Why", exact=True).first.click(timeout=SLOW)
        waiting.first.wait_for(state="detached", timeout=SLOW)
        still(page)
        page.wait_for_timeout(2_000)  # the line looks every 1.5 s whether it may go
        assert page.get_by_text("It reads English").first.is_visible()
        assert page.get_by_role("img", name="probability").first.is_visible()
        assert not someone.faults()
        someone.close()
    finally:
        server.stop()
