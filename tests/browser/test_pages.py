"""Every page, in light and dark, on a desk and on a phone; by mouse, by touch and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .conftest import Played

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
DESK, PHONE = (1280, 900), (390, 844)
PAGES = {
    "/": "Who are you meeting?",
    "/people": "People",
    "/tomorrow": "My meeting tomorrow",
    "/practice": "Practice",
    "/practice?m={id}": "Dr. Ines Halloway",
    "/practice?m=nosuchmeeting": "",
    "/campaign": "Campaign",
    "/mirror?p=surgeon": "Mirror",
    "/debrief": "Debrief",
    "/debrief?m={id}": "Your meeting with Dr. Ines Halloway",
    "/account": "Account",
    "/account?a=tarn_hollow": "Tarn Hollow Medical Center",
    "/plan": "Plan",
    "/account_plan": "Account plan",
    "/territory": "Territory",
    "/after": "After a real meeting",
    "/calls": "A real call",
    "/messages?lens=economic": "Messages",
    "/drills": "Drills",
    "/library": "Library",
    "/reviews": "Reviews",
    "/returned": "What came back",
    "/progress": "Progress",
    "/how": "How it works",
    "/leaves": "What leaves this machine",
}


def wider_than_the_screen(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return page.evaluate(
        """() => {
            const main = document.querySelector('[data-testid="stMain"]') || document.documentElement;
            if (Math.max(document.documentElement.scrollWidth, main.scrollWidth) <= innerWidth + 1) return [];
            const sticks_out = one => one.getBoundingClientRect().right > innerWidth + 1;
            return [...document.querySelectorAll('body *')].filter(sticks_out).map(one => one.outerHTML.slice(0, 120)).slice(-5);
        }"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [DESK, PHONE])
def test_every_page_is_whole_and_asks_nobody_else(width: int, height: int, scheme: str, played: Played, visit: Callable[..., Visit]) -> None:
    from .visits import go, local, shows

    someone = visit(width=width, height=height, scheme=scheme)
    page = someone.open("/")
    for path, heading in PAGES.items():
        if path != "/":
            go_or_told(page, f"{someone.server.url}{path.format(id=played.id)}", bool(heading), go)
        main = page.get_by_role("main")
        if heading:
            assert main.get_by_role("heading", name=heading, exact=True).first.is_visible(), path
        else:
            shows(page, "There is no such meeting, or it is not yours.")
        assert not page.get_by_test_id("stException").count(), path
        assert bool(page.get_by_test_id("stAlertContentError").count()) == (not heading), path
        dark = page.evaluate(
            "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor.match(/\\d+/g).slice(0, 3).every(part => part < 100)"
        )
        assert dark == (scheme == "dark"), path
        assert not wider_than_the_screen(page), path
    elsewhere = {url for url in someone.asked if not local(url)}
    assert not elsewhere, "requests that leave this machine"


def go_or_told(page: Page, url: str, well: bool, go: Callable[[Page, str], None]) -> None:
    from .visits import still

    if well:
        go(page, url)
        return
    page.goto(url)
    page.get_by_test_id("stAlert").wait_for()
    still(page)


def test_my_meeting_tomorrow_on_a_phone(visit: Callable[..., Visit]) -> None:
    from .visits import chat_input, go, messages, say, shows, spoken, still

    someone = visit(width=PHONE[0], height=PHONE[1])
    page = someone.open("/")
    page.get_by_role("link", name="Describe tomorrow's meeting").click()
    page.get_by_role("heading", name="My meeting tomorrow").wait_for()
    still(page)
    send = page.get_by_role("button", name="Practise this meeting")
    send.click()
    page.get_by_text("please fill this in").first.wait_for()
    for label, words in {
        "Initials": "J.K.",
        "Role": "Head of respiratory medicine",
        "Where": "Small practice, four doctors, patient number 1234567",
        "What they use today": "The older inhaler",
        "What they said last": "Send me something I can read in two minutes",
        "The objection I fear": "We tried that and the paperwork killed it",
    }.items():
        page.get_by_role("textbox", name=label, exact=True).fill(words)
    page.get_by_role("spinbutton", name="Minutes you get").fill("12")
    send.click()
    page.get_by_text("nothing about a patient").last.wait_for()
    still(page)
    assert "/tomorrow" in page.url, "an identifier is refused"
    assert page.get_by_role("textbox", name="Role", exact=True).input_value() == "Head of respiratory medicine", "and nothing typed is lost"
    page.get_by_role("textbox", name="Where", exact=True).fill("Small practice, four doctors")
    send.click()
    chat_input(page).wait_for()
    still(page)
    shows(page, "unverified", "about 12 minutes left")
    assert "Send me something I can read in two minutes" in spoken(messages(page).first)
    assert not wider_than_the_screen(page)
    assert say(page, "What would you want to read in those two minutes?")
    go(page, someone.server.url)
    assert page.get_by_role("heading", name="Your own").count()


def test_search_the_messages(visit: Callable[..., Visit]) -> None:
    from .visits import SLOW, still

    page = visit().open("/messages")
    box = page.get_by_role("textbox", name="What they said, or what you need")
    box.fill("who is going to train my night shift")
    box.press("Enter")
    page.get_by_text("Say with it.").first.wait_for(timeout=SLOW)
    still(page)
    found = page.locator('[class*="st-key-message-"]')
    assert 1 <= found.count() <= 6
    assert "educators" in found.first.inner_text().lower()
    assert "close " in found.first.inner_text(), "and why it fits"
    page.get_by_role("radio", name="Economic").click()
    page.get_by_text("It looks through their lens: economic.").first.wait_for()
    still(page)
    for card in found.all():
        assert "economic" in card.inner_text()
    found.first.get_by_text("pproval").click()
    found.first.get_by_text("Approved, until").wait_for()


def test_a_meeting_by_keyboard_alone(visit: Callable[..., Visit]) -> None:
    from .visits import SLOW, chat_input, messages, still

    page = visit().open("/")
    tab_to(page, "Meet Desmond")
    page.keyboard.press("Enter")
    chat_input(page).wait_for()
    still(page)
    tab_to(page, "Say something to Desmond Pike")
    page.keyboard.type("How does a penalty like that reach your desk?")
    page.keyboard.press("Enter")
    messages(page).nth(2).wait_for(timeout=SLOW)
    still(page)
    assert messages(page).nth(1).inner_text().endswith("How does a penalty like that reach your desk?")
    tab_to(page, "End the meeting")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Read your debrief").wait_for()
    still(page)
    tab_to(page, "Read your debrief")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your meeting with Desmond Pike").wait_for()


def tab_to(page: Page, name: str, at_most: int = 120) -> None:
    """Press Tab until what has the focus is called `name`; it must look different from what has not."""
    called = "() => document.activeElement === document.body ? '' : document.activeElement.ariaLabel || document.activeElement.innerText"
    for _ in range(at_most):
        page.keyboard.press("Tab")
        called_now = str(page.evaluate(called))
        if name in called_now and len(called_now) < len(name) + 60:  # the page itself can have the focus, with everything in it
            break
    else:
        pytest.fail(f"{name!r} is not reached within {at_most} presses of Tab")
    focused = page.evaluate_handle("document.activeElement").as_element()
    assert focused is not None
    box = focused.bounding_box()
    assert box is not None
    around = {"x": box["x"] - 20, "y": box["y"] - 20, "width": box["width"] + 40, "height": box["height"] + 40}
    with_focus = page.screenshot(clip=around, animations="disabled")  # type: ignore[arg-type]
    focused.evaluate("one => one.blur()")
    without = page.screenshot(clip=around, animations="disabled")  # type: ignore[arg-type]
    focused.evaluate("one => one.focus()")
    assert with_focus != without, f"{name!r} has the focus and does not show it"
