"""Drills in a browser: a whole session by keyboard alone, and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .test_pages import DESK, PHONE, tab_to, wider_than_the_screen

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def test_a_session_by_keyboard_alone(visit: Callable[..., Visit]) -> None:
    from .visits import shows, still

    page = visit(width=DESK[0], height=DESK[1]).open("/")
    tab_to(page, "Try the drills: 8 short questions (about 2 minutes)")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Drills", exact=True).wait_for()
    still(page)
    page.keyboard.press("b")
    shows(page, "1 OF 8")
    still(page)
    tab_to(page, "What do you say?")
    page.keyboard.type("1 silicone layer")
    page.keyboard.press("Enter")
    shows(page, "TO SAY", "silicone there", "Why they ask.")
    assert "1 silicone layer" in page.get_by_role("main").inner_text(), "keys typed into the field are words and rate nothing"
    still(page)
    rate(page, "1")
    for at in range(2, 9):
        shows(page, f"{at} OF 8")
        still(page)
        page.keyboard.press("a")
        shows(page, "TO SAY")
        still(page)
        rate(page, "3")
    shows(page, "ONCE MORE")
    still(page)
    page.keyboard.press("a")
    shows(page, "TO SAY")
    still(page)
    page.reload()
    shows(page, "TO SAY")
    still(page)
    rate(page, "4")
    shows(page, "That's it for now", "8 answered", "IN 2 DAYS")
    still(page)
    tab_to(page, "Done")
    page.keyboard.press("Space")
    shows(page, "Nothing is due today")
    tab_to(page, "Ask me new ones all the same")
    page.keyboard.press("Space")
    shows(page, "1 OF 10")
    still(page)
    tab_to(page, "Stop here")
    page.keyboard.press("Space")
    shows(page, "Nothing is due today")


def rate(page: Page, key: str) -> None:
    """Press a key once the last of the ratings is there to hear it."""
    from .visits import still

    page.get_by_role("button", name=re.compile("^Without thinking")).wait_for()
    still(page)
    page.keyboard.press(key)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone(scheme: str, visit: Callable[..., Visit]) -> None:
    from .visits import shows, still

    page = visit(width=PHONE[0], height=PHONE[1], scheme=scheme).open("/drills?library=tessvara")
    assert not wider_than_the_screen(page)
    page.get_by_role("button", name=re.compile("^Begin|Ask me new ones")).first.click()
    shows(page, "1 OF")
    still(page)
    page.get_by_role("button", name=re.compile("^Show the answer")).click()
    shows(page, "TO SAY")
    still(page)
    assert not wider_than_the_screen(page)
    page.get_by_role("button", name=re.compile("^With effort")).click()
    shows(page, "2 OF")
