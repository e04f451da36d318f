"""One Chromium for all browser tests, and a server for most of them. Every visit is checked at its end: no error in a page, none in the terminal."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.wiring import Coach

from .server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from .visits import Visit

LINES = (
    "Dr. Halloway, you've got eight minutes and I'll respect them. I came to understand your closed incisions before I say a word about a dressing.",
    "What happens with your patients' wounds in the first two weeks after they go home?",
    "So some of them are treated elsewhere, and they never reach your figure. What does that do to the number you look at?",
)


@dataclass(frozen=True)
class Played:
    """What a person saw: the answers, the last of the meeting, and the debrief."""

    id: str
    replies: list[str]
    over: str
    debrief_address: str
    debrief: str
    faults: list[str]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Skipped without Chromium or playwright; where CI=true, tests/conftest.py makes that a failure."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        pytest.skip(f"no playwright ({error}); pip install -r tests/requirements.txt")
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    if found is None:
        pytest.skip("no Chromium on this machine; on Debian: apt-get install chromium")
    from .visits import FLAGS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def fill(coach: Coach) -> Callable[[Path], Path]:
    """Puts what this process fitted and embedded into a data folder, so that no server need do it again; returns the folder."""

    def into(data: Path) -> Path:
        for name in ("fitted", "vectors"):
            shutil.copytree(coach.settings.coach_data / name, data / name)
        return data

    return into


@pytest.fixture(scope="session")
def app(fill: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app without any meetings yet, speaking fast."""
    folder = tmp_path_factory.mktemp("app")
    server = Server(fill(folder / "data"), folder / "server.log").start()
    yield server
    server.stop()


@pytest.fixture
def untouched(fill: Callable[[Path], Path], tmp_path: Path) -> Iterator[Server]:
    """The app before anybody was there: for a test in which it matters who is known already."""
    server = Server(fill(tmp_path / "data"), tmp_path / "server.log").start()
    yield server
    server.stop()


@pytest.fixture
def visit(chromium: Browser, app: Server) -> Iterator[Callable[..., Visit]]:
    """Opens the app for a person: `visit(server, width, height, scheme)`, all of them optional."""
    from .visits import Visit

    made: list[Visit] = []

    def start(server: Server | None = None, width: int = 1280, height: int = 900, scheme: str = "light") -> Visit:
        made.append(Visit(chromium, server or app, width, height, scheme))
        return made[-1]

    yield start
    faults = [fault for one in made for fault in one.faults()]
    calls = [call for one in made for call in one.server.called_out()]
    for one in made:
        one.close()
    assert not faults, "\n".join(faults)
    assert not calls, f"the server asked for addresses beyond this machine: {calls}"


@pytest.fixture(scope="session")
def played(chromium: Browser, app: Server) -> Played:
    """A whole meeting with the surgeon, played from the start page and ended by the rep."""
    from .visits import Visit, chat_input, meet, meeting_of, say, shows, still

    visit = Visit(chromium, app)
    page = visit.open("/")
    meet(page, "Dr. Halloway")
    replies = [say(page, words) for words in LINES]
    page.get_by_role("button", name="End the meeting").click()
    page.get_by_role("link", name="Read your debrief").wait_for()
    still(page)
    assert not chat_input(page).count(), "nothing more can be said in a meeting that is over"
    over = page.get_by_role("main").inner_text()
    id = meeting_of(page)
    page.get_by_role("link", name="Read your debrief").click()
    page.get_by_role("button", name="Skip to the scores").click()
    shows(page, "What you did")  # In these letters: the page before asks "what you did about it".
    page.get_by_role("heading", name="Your meeting with").wait_for()
    still(page)
    faults, address, debrief = visit.faults(), page.url, page.get_by_role("main").inner_text()
    visit.close()
    return Played(id, replies, over, address, debrief, faults)
