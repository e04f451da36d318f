"""Plan, in a browser: made and reordered by keyboard alone, two tabs, files that open again, a page that prints."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from icalendar import Calendar

from .test_pages import DESK, PHONE, tab_to, wider_than_the_screen

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def a_plan(page: Page, *people: str) -> None:
    """From the empty page to a plan for the hospital with a step for each of these people."""
    from .visits import still

    choose(page, "For which place", "Tarn Hollow Medical Center")
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_role("button", name="Add the step").wait_for()
    still(page)
    for number, name in enumerate(people, 1):
        if number > 1:
            page.get_by_role("button", name="Add a step").click()
        page.get_by_role("button", name="Add the step").wait_for()
        choose(page, "Whom you see", name)
        page.get_by_role("button", name="Add the step").click()
        page.get_by_role("heading", name=f"{number}. {name}").wait_for()
        still(page)


def choose(page: Page, label: str, words: str) -> None:
    from .visits import still

    box = page.get_by_role("combobox", name=label).first
    box.click()
    box.fill(words)
    page.get_by_role("option", name=words).first.click()
    still(page)


def stands_at(page: Page, place: int, name: str) -> None:
    page.get_by_role("heading", name=f"{place}. {name}").wait_for()
    from .visits import still

    still(page)


@pytest.mark.parametrize(("width", "height", "scheme"), [(*DESK, "light"), (*PHONE, "dark")])
def test_reordered_by_keyboard_alone_and_taken_along(width: int, height: int, scheme: str, visit: Callable[..., Visit], tmp_path: Path) -> None:
    from playwright.sync_api import expect

    from .visits import SLOW, go, still

    someone = visit(width=width, height=height, scheme=scheme)
    page = someone.open("/plan")
    a_plan(page, "Dr. Ines Halloway", "Ruth Ashdown", "Desmond Pike")
    assert not wider_than_the_screen(page)
    # The step that was added last is open; its keys move it.
    stands_at(page, 3, "Desmond Pike")
    page.keyboard.press("Alt+ArrowUp")
    stands_at(page, 2, "Desmond Pike")
    page.keyboard.press("Alt+ArrowUp")
    stands_at(page, 1, "Desmond Pike")
    page.get_by_text("lies before that of the step above").first.wait_for()
    # Any other by its own buttons; which of them has the focus once the cards have changed places is the browser's business.
    tab_to(page, "Move down")
    page.keyboard.press("Enter")
    stands_at(page, 2, "Desmond Pike")
    page.locator(".st-key-move1-s3").get_by_role("button").focus()
    page.keyboard.press("Enter")
    stands_at(page, 3, "Desmond Pike")
    page.reload()
    stands_at(page, 3, "Desmond Pike")
    question = page.get_by_role("textbox", name="Ask first")
    question.fill("Whose budget does a readmission come out of?")
    expect(page.get_by_text("No question to begin with")).to_have_count(3)
    question.press("Tab")
    expect(page.get_by_text("No question to begin with")).to_have_count(2, timeout=SLOW)
    still(page)

    files = {}
    for name in ("Word", "Calendar", "CSV for a CRM", "Markdown"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name, exact=True).click()
        files[name] = Path(waiting.value.path()).read_bytes()
        still(page)
        assert waiting.value.suggested_filename.startswith("norvane-7-at-tarn-hollow")
    assert any("Whose budget does a readmission" in one.text for one in docx.Document(io.BytesIO(files["Word"])).paragraphs)
    events = Calendar.from_ical(files["Calendar"]).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == ["Discovery: Dr. Ines Halloway", "Discovery: Ruth Ashdown RN", "Discovery: Desmond Pike"]
    assert files["CSV for a CRM"].decode("utf-8-sig").count("\r\n") == 4 and b"Fictional sample content" in files["Markdown"]

    address = page.url
    page.get_by_role("link", name="One page, to print").click()
    page.get_by_role("heading", name="3. Desmond Pike").wait_for(timeout=SLOW)
    still(page)
    assert "Whose budget does a readmission" in page.locator(".lf-paper").inner_text() and not wider_than_the_screen(page)
    page.emulate_media(media="print")
    assert not page.get_by_test_id("stHeader").is_visible() and not page.get_by_role("link", name="Back to the plan").is_visible()
    page.emulate_media(media="screen")
    go(page, address)
    assert not page.get_by_test_id("stException").count()


def test_two_tabs_and_no_word_is_lost(visit: Callable[..., Visit]) -> None:
    from playwright.sync_api import expect

    from .visits import SLOW, still

    someone = visit()
    page = someone.open("/plan")
    a_plan(page, "Ruth Ashdown")
    other = someone.open(page.url)
    for tab, words in ((other, "How did the last rollout go?"), (page, "Who teaches the nights?")):
        box = tab.get_by_role("textbox", name="Ask first")
        box.fill(words)
        box.press("Tab")
        tab.wait_for_timeout(300)
        still(tab)
    page.get_by_text("This plan was changed in another tab or window").wait_for()
    expect(page.get_by_role("textbox", name="Ask first")).to_have_value("How did the last rollout go?", timeout=SLOW)
    page.get_by_text("Who teaches the nights?").wait_for()
    page.get_by_role("button", name="Put it in").click()
    page.get_by_text("This plan was changed in another tab or window").wait_for(state="detached")
    still(page)
    other.reload()
    expect(other.get_by_role("textbox", name="Ask first")).to_have_value("Who teaches the nights?", timeout=SLOW)
