"""What a rep loses when they press Stop, open a second tab, or the machine goes down while an answer streams: nothing."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .server import Server

if TYPE_CHECKING:
    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
ASKED = "What happens with your patients' wounds in the first two weeks after they go home?"


@pytest.fixture(scope="module")
def slow_server(fill: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """It speaks four words a second, which leaves time to interrupt."""
    folder = tmp_path_factory.mktemp("slow")
    server = Server(fill(folder / "data"), folder / "server.log", streaming_ms=250)
    yield server
    server.stop()


@pytest.fixture
def slow(slow_server: Server) -> Server:
    return slow_server if slow_server.running else slow_server.start()


@contextmanager
def nobody_else_may_write(data: Path) -> Iterator[None]:
    """Hold the database's write lock, as a long write of another program would."""
    with closing(sqlite3.connect(data / "coach.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_stop_keeps_what_was_heard_and_the_meeting_goes_on(slow: Server, visit: Callable[..., Visit]) -> None:
    from .visits import SLOW, chat_input, meet, messages, send, spoken, still

    page = visit(slow).open("/")
    meet(page, "Dr. Halloway")
    send(page, ASKED)
    messages(page).nth(2).get_by_role("paragraph").wait_for(timeout=SLOW)
    page.wait_for_function("() => [...document.querySelectorAll('[data-testid=stChatMessage]')].at(-1).innerText.trim().split(/\\s+/).length >= 4")
    page.get_by_role("button", name="Stop script").click()
    still(page)
    seen = messages(page).nth(2).get_by_role("paragraph").first.inner_text().split()  # without "You cut them off here."
    page.reload()
    chat_input(page).wait_for()
    still(page)
    assert spoken(messages(page).nth(1)) == ASKED
    kept = messages(page).nth(2)
    assert "You cut them off here." in kept.inner_text()
    heard = kept.get_by_role("paragraph").first.inner_text().split()
    assert heard[: len(seen)] == seen and len(heard) <= len(seen) + 8, "what was heard is kept, and not what was not"
    assert not re.search(r"[.?!]$", heard[-1]) or len(heard) < 20
    send(page, "Who hears about it when a wound goes wrong out there?")
    messages(page).nth(4).get_by_role("paragraph").wait_for()
    assert messages(page).count() == 5


def test_two_tabs_that_speak_at_once(slow: Server, visit: Callable[..., Visit]) -> None:
    from .visits import SLOW, chat_input, meet, messages, send, shows, spoken, still

    someone = visit(slow)
    one = someone.open("/")
    meet(one, "Ruth")
    two = someone.open(one.url)
    chat_input(two).wait_for()
    assert [spoken(message) for message in messages(two).all()] == [spoken(message) for message in messages(one).all()], "both show the meeting"
    tabs = {"How did the last product rollout go for your staff?": one, "Who usually ends up teaching everyone?": two}
    with nobody_else_may_write(slow.data):  # until both have read the meeting as it was and decided what follows
        for words, tab in tabs.items():
            send(tab, words)
        for words, tab in tabs.items():
            messages(tab).filter(has_text=words).wait_for()
        one.wait_for_timeout(2500)
    told = {words: tab.get_by_text("was already played in another tab") for words, tab in tabs.items()}
    for _ in range(100):
        losers = [words for words, line in told.items() if line.count()]
        if losers:
            break
        one.wait_for_timeout(100)
    assert len(losers) == 1, "one of the two is told"
    lost, loser = losers[0], tabs[losers[0]]
    won = next(words for words in tabs if words != lost)
    shows(loser, "What you typed was not sent")
    assert loser.locator("code").inner_text().strip() == lost, "the words can be taken from the page"
    messages(tabs[won]).nth(2).get_by_role("paragraph").wait_for(timeout=SLOW)
    still(tabs[won])
    loser.get_by_role("button", name="Show the meeting as it is now").click()
    messages(loser).filter(has_text=won).wait_for()
    still(loser)
    assert [spoken(message) for message in messages(loser).all()] == [spoken(message) for message in messages(tabs[won]).all()]
    assert not messages(loser).filter(has_text=lost).count()


def test_a_second_tab_that_speaks_while_the_first_still_listens(slow: Server, visit: Callable[..., Visit]) -> None:
    from .visits import SLOW, chat_input, meet, messages, send

    someone = visit(slow)
    one = someone.open("/")
    meet(one, "Desmond")
    two = someone.open(one.url)
    chat_input(two).wait_for()
    send(one, "How does a penalty like that reach your desk?")
    messages(one).nth(2).get_by_role("paragraph").wait_for(timeout=SLOW)
    words = "What does the board ask you about it?"
    send(two, words)
    messages(two).nth(2).get_by_role("paragraph").wait_for()
    chat_input(two).wait_for()
    two.get_by_text(words).first.wait_for(timeout=30_000)  # said, or handed back, but not gone


def test_killed_while_an_answer_streams(slow: Server, visit: Callable[..., Visit]) -> None:
    from .visits import SLOW, chat_input, meet, messages, send, spoken, still

    someone = visit(slow)
    someone.forgives = True
    page = someone.open("/")
    meet(page, "Marisol")
    greeting, address = spoken(messages(page).first), page.url
    words = "What goes wrong most often with the packets that reach you?"
    send(page, words)
    messages(page).nth(2).get_by_role("paragraph").wait_for(timeout=SLOW)
    slow.kill()
    begun = spoken(messages(page).nth(2))
    page.close()
    slow.start()
    page = someone.open(address)
    messages(page).nth(2).get_by_role("paragraph").wait_for()
    still(page)
    chat_input(page).wait_for()
    assert [spoken(message) for message in messages(page).all()[:2]] == [greeting, words]
    answer = spoken(messages(page).nth(2))
    assert answer.startswith(begun) and len(answer) > len(begun), "the answer that had begun is spoken to its end"
    assert answer[-1] in ".?!"
    assert "You cut them off here." not in page.get_by_role("main").inner_text()
