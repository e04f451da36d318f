"""People, in a browser: a meeting with a purpose, and a draft that is written, saved and met."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .test_pages import DESK, PHONE, tab_to, wider_than_the_screen

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def saved(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Everything is saved").wait_for()


@pytest.mark.parametrize(("width", "height", "scheme"), [(*DESK, "light"), (*PHONE, "dark")])
def test_from_people_into_a_meeting_and_to_a_draft_of_one_s_own(width: int, height: int, scheme: str, visit: Callable[..., Visit]) -> None:
    from .visits import SLOW, chat_input, go, messages, shows, spoken, still

    someone = visit(width=width, height=height, scheme=scheme)
    page = someone.open("/people")
    assert not wider_than_the_screen(page)
    pike = page.locator(".st-key-card-cfo")
    still(page)
    # With the card at the top there is room for the menu below its button, whatever was still growing above it.
    pike.get_by_role("button", name="Discovery").evaluate("button => button.scrollIntoView({block: 'start'})")
    pike.get_by_role("button", name="Discovery").click()
    still(page)
    # Sent to the label itself: where the menu lies is Streamlit's affair, and the page may still be growing above it.
    page.locator("label", has=page.get_by_role("radio", name="In the corridor")).dispatch_event("click")
    page.keyboard.press("Escape")
    pike.get_by_role("button", name="In the corridor").wait_for()
    still(page)
    pike.get_by_role("button", name="Meet Desmond").click()
    chat_input(page).wait_for()
    still(page)
    shows(page, "In the corridor · guarded")
    assert spoken(messages(page).first)

    go(page, f"{someone.server.url}/people")
    page.locator(".st-key-card-surgeon").get_by_role("button", name="Make your own from this").click()
    page.get_by_role("heading", name="What is not right yet").wait_for()
    still(page)
    why = page.get_by_role("textbox", name="Why meet them")
    why.fill("")
    why.press("Control+Enter")
    page.get_by_text("Before it can be saved").wait_for()
    assert page.get_by_role("button", name="Save", exact=True).is_disabled()
    page.reload()
    page.get_by_text("Before it can be saved").wait_for()
    still(page)
    assert page.get_by_role("textbox", name="Why meet them").input_value() == "", "a reload keeps what was typed"
    page.get_by_role("textbox", name="Why meet them").fill("She hears of every wound first.")
    page.get_by_role("radio", name="Greetings").click()
    page.get_by_role("textbox", name="How they greet").wait_for()
    page.get_by_text("Changed, and can be saved").wait_for()  # what was typed last is kept by the click that leaves it
    page.get_by_role("textbox", name="How they greet").fill("One minute.\nYou again, then.\nSpeak, I'm listening.")
    saved(page)
    assert not wider_than_the_screen(page)
    still(page)
    say = page.get_by_role("textbox", name="Say something to")
    say.fill("What happens after they go home?")
    say.press("Enter")
    page.get_by_text("Why this answer.").wait_for(timeout=SLOW)
    still(page)
    page.get_by_role("button", name="Meet Dr. Halloway").click()
    page.wait_for_url("**/practice?*", wait_until="commit")  # the page that is left has a box of the same name
    shows(page, "unverified")
    still(page)
    assert not page.get_by_test_id("stException").count()


def test_a_draft_by_keyboard_and_deleting_asks_first(visit: Callable[..., Visit]) -> None:
    from .visits import still

    page = visit().open("/people")
    page.locator(".st-key-card-or_nurse_manager").get_by_role("button", name="Make your own from this").click()
    page.get_by_role("heading", name="What is not right yet").wait_for()
    still(page)
    tab_to(page, "Title")
    page.keyboard.press("Control+A")
    page.keyboard.type("Keeper of the night shift")
    page.keyboard.press("Enter")
    page.get_by_text("Changed, and can be saved").wait_for()
    still(page)
    saved(page)
    page.get_by_role("button", name="All people").click()
    page.get_by_role("heading", name="Yours").wait_for()
    still(page)
    mine = page.locator('[class*="st-key-card-my_"]', has=page.get_by_text("Keeper of the night shift")).last
    mine.get_by_role("button", name="Delete").click()
    mine.get_by_text("for good?").wait_for()
    mine.get_by_role("button", name="Yes, delete").click()
    page.get_by_text("Keeper of the night shift").wait_for(state="detached")
