"""A review by keyboard alone: from turn to turn, a comment, scores; and never while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .conftest import Played
from .test_pages import PHONE, wider_than_the_screen

if TYPE_CHECKING:
    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def test_a_review_by_keyboard_alone_is_kept_as_it_is_typed(visit: Callable[..., Visit], played: Played) -> None:
    from playwright.sync_api import expect

    from .visits import shows, still

    rep = visit()
    page = rep.open(played.debrief_address)
    page.get_by_role("button", name="Hand this to my manager").click()
    page.get_by_label("Your question, in one line").fill("Did I leave the number too early?")
    page.get_by_role("button", name="Hand it in").click()
    shows(page, "Nobody has opened it yet")
    try:
        page = rep.open("/reviews")
        page.get_by_role("link", name="You, with Dr. Ines Halloway").click()
        shows(page, "What was said")
        still(page)
        page.keyboard.press("?")
        expect(page.get_by_text("decide differently at this turn")).to_be_visible()
        for key in "jjc":
            page.keyboard.press(key)
        field = page.get_by_label("Your comment on turn 2")
        expect(field).to_be_focused()
        page.keyboard.type("jk 3 c: these stay words.")
        shows(page, "Keep it to use again")  # What was typed came through without leaving the field.
        page.keyboard.press("Escape")
        still(page)
        for key in "32":
            page.keyboard.press(key)
        shows(page, "(2 of ")
        still(page)
        page.reload()  # A session that has run out begins like this.
        shows(page, "(2 of ")
        expect(page.get_by_label("Your comment on turn 2")).to_have_value("jk 3 c: these stay words.")
        phone = visit(width=PHONE[0], height=PHONE[1], scheme="dark").open(page.url)
        assert not wider_than_the_screen(phone)
    finally:  # The meeting is shared by other tests.
        page = rep.open(played.debrief_address)
        page.get_by_role("button", name="Take it back").click()
        page.get_by_role("button", name="Take it back").wait_for(state="detached")
