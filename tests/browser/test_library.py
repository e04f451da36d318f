"""A message on its whole way, in a browser: written, overtaken by another tab, reviewed, approved, found, withdrawn, found no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .server import Server
from .test_pages import PHONE, wider_than_the_screen

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
ONE = "/library?library=norvane&message=op_nights_educator"
MINE = "Our educators come on Sundays as well, at the hour your charge nurse picks. Two visits won't catch everyone."
ASKED = "do your educators come on Sundays"


@pytest.fixture
def server(fill: Callable[[Path], Path], tmp_path: Path) -> Iterator[Server]:
    """A server of its own: the messages belong to everybody who uses it."""
    server = Server(fill(tmp_path / "data"), tmp_path / "server.log").start()
    yield server
    server.stop()


def write(page: Page, label: str, words: str) -> None:
    from .visits import still

    still(page)
    field = page.get_by_role("textbox", name=label, exact=True)
    field.fill(words)
    field.press("Control+Enter")
    page.locator(".lf-state", has_text="Changed").wait_for()
    still(page)


def press(page: Page, label: str, *words: str) -> None:
    from .visits import shows, still

    still(page)
    page.get_by_role("button", name=label, exact=True).click()
    shows(page, *words)
    still(page)


def found(page: Page, server: Server) -> int:
    """How often the new words come up for who asks for them."""
    from .visits import SLOW, go, still

    go(page, f"{server.url}/messages")
    field = page.get_by_role("textbox", name="What they said, or what you need")
    field.fill(ASKED)
    field.press("Enter")
    page.locator('[class*="st-key-message-"]').first.wait_for(timeout=SLOW)
    still(page)
    return page.locator(".lf-msg", has_text="come on Sundays as well").count()


def test_from_the_first_word_to_withdrawn(visit: Callable[..., Visit], server: Server) -> None:
    from playwright.sync_api import expect

    from .visits import shows, still

    one = visit(server)
    mine, other, finding = one.open(ONE), one.open(ONE), one.open("/messages")
    shows(mine, "Approved until 30 June 2028", "Nobody changed it in the app")
    write(mine, "Text", MINE)
    write(other, "Text", "Somebody else's words, which stand in nobody's way.")
    press(other, "Save as a draft", "Version 2 is a draft. Version 1 stays in force until 30 June 2028")
    press(mine, "Save as a draft", "saved version 2 while this was written over version 1. What you typed is still here.")
    assert mine.get_by_role("textbox", name="Text", exact=True).input_value() == MINE
    assert mine.get_by_role("button", name="Save as a draft").is_disabled()
    mine.reload()
    shows(mine, "What you typed is still here")
    still(mine)
    expect(mine.get_by_role("textbox", name="Text", exact=True)).to_have_value(MINE)
    press(mine, "Put mine on top of theirs", "Changed: Text")
    press(mine, "Save as a draft", "Version 3 is a draft")
    assert not found(finding, server), "a draft is for nobody to say"

    press(mine, "Send for review", "Version 4 is in review")
    press(mine, "Approve", "Choose the day on which it runs out")
    mine.get_by_role("textbox", name="Document number").fill("ALD-0999")
    mine.get_by_role("textbox", name="Approved by").fill("Review board")
    mine.get_by_role("spinbutton", name="year, Runs out on").click()
    mine.keyboard.type("20990131")
    press(mine, "Approve", "Approved until 31 January 2099, ALD-0999", "approved by Review board")
    assert found(finding, server) == 1

    mine.locator("summary", has_text="Withdraw it").click()
    mine.get_by_role("textbox", name="Why").fill("Nobody is there on Sundays any more.")
    press(mine, "Withdraw", "Search never finds it", "Nobody is there on Sundays any more.")
    assert not found(finding, server)


def test_a_list_is_brought_in_and_taken_back_on_a_phone(visit: Callable[..., Visit], server: Server, tmp_path: Path) -> None:
    from .visits import shows, still

    file = tmp_path / "copy.csv"
    file.write_text("ID,Message,Lens,Rung,Labels,Owner\nsunday_cover,We come on Sundays.,operational,curious,who comes on Sundays|Sundays,Service\n")
    page = visit(server, *PHONE).open("/library?library=norvane")
    page.get_by_role("tab", name="Bring in").click()
    page.locator("input[type=file]").set_input_files(file)
    shows(page, "What it would do", "How its 6 columns are read")
    press(page, "Bring in 1", "Brought in before", "copy.csv: 1 message")
    assert not wider_than_the_screen(page)
    press(page, "Take it back", "1 withdrawn, because the import had brought them", "taken back")
    page.get_by_role("tab", name="Messages").click()
    shows(page, "Withdrawn (2)")
    still(page)
    assert not wider_than_the_screen(page)
