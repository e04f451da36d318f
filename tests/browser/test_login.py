"""A team signs in at a real OpenID provider, in a browser: what is closed before, whose is whose after, and what outlives a login."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .provider import team_server
from .server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
HALF = "She said the wound clinic fills up on Mondays, and then"


@pytest.fixture
def server(fill: Callable[[Path], Path], tmp_path: Path) -> Iterator[Server]:
    with team_server(fill, tmp_path) as server:
        yield server


def sign_in(page: Page, subject: str, heading: str = "") -> None:
    """From the door, by the provider's own page, back into the app."""
    from .visits import still

    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=subject).click()
    page.get_by_role("button", name="Practise").wait_for()
    if heading:
        page.get_by_role("heading", name=heading).wait_for()
    still(page)


def test_a_team_signs_in_and_each_sees_their_own(visit: Callable[..., Visit], server: Server) -> None:
    from .visits import SLOW, by_menu, go, meet, meeting_of, say, shows, still

    ann = visit(server)
    page = ann.open("/progress")
    shows(page, "Sign in with your team")
    assert page.get_by_role("button", name="Practise").count() == 0, "nothing is reachable from the door"
    assert page.get_by_role("heading", name="Progress").count() == 0
    sign_in(page, "ann-1", "Progress")
    assert page.url.endswith("/progress"), "back where one was asked to sign in"

    go(page, server.url)
    meet(page, "Dr. Halloway")
    say(page, "What happens with your patients' wounds in the first two weeks after they go home?")
    meeting = meeting_of(page)
    bobs = visit(server).open("/")
    sign_in(bobs, "bob-2")
    bobs.goto(f"{server.url}/practice?m={meeting}")
    shows(bobs, "There is no such meeting, or it is not yours")
    bobs.goto(f"{server.url}/team_people")
    shows(bobs, "This page is for administrators, and you are here as a rep")

    # Half a sentence is typed, and the session ends.
    page.goto(f"{server.url}/after")
    field = page.locator(".st-key-after textarea").first
    field.wait_for(timeout=SLOW)
    still(page)
    field.fill(HALF)
    field.press("Control+Enter")
    still(page)
    page.wait_for_timeout(1000)
    ann.forget_cookies()
    page.reload()
    shows(page, "Sign in with your team")
    sign_in(page, "ann-1")
    page.locator(".st-key-after textarea").first.wait_for(timeout=SLOW)
    still(page)
    assert page.locator(".st-key-after textarea").first.input_value() == HALF

    by_menu(page, "Behind it", "Sign out")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()  # The provider's own question.
    page.get_by_role("button", name="Sign in").wait_for(timeout=SLOW)
    page.goto(f"{server.url}/practice?m={meeting}")
    shows(page, "Sign in with your team")


def test_an_administrator_takes_somebody_off_the_team(visit: Callable[..., Visit], server: Server) -> None:
    from .visits import shows, still

    noor = visit(server).open("/your_data")
    sign_in(noor, "no-address")
    shows(noor, "none that the login vouches for")
    ada = visit(server).open("/team_people")
    sign_in(ada, "ada-3")
    shows(ada, "Noor", "no verified address")
    ada.get_by_role("combobox", name="Who").click()
    ada.get_by_role("option", name="Noor").click()
    ada.get_by_role("button", name="Has left").click()
    ada.get_by_role("button", name="Yes, has left").click()
    shows(ada, "Noor has left.")
    still(ada)
    noor.reload()
    shows(noor, "You are noted as having left this team")
