"""From outside, with a real browser: how soon the first page is there, and how much memory the server takes when everything is warm."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from coach.content.shelf import load
from tests.browser.server import Server
from tests.browser.visits import FLAGS, SLOW, Visit, chat_input, meet, say

from .figures import Figure

TITLE = "Who are you meeting?"


def measure(data: Path, runs: int) -> Iterator[Figure]:
    """`data` holds what was fitted before; each start has an empty folder, as on the first day."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        try:
            yield from first_page(browser, runs)
            yield from memory(browser, data)
        finally:
            browser.close()


def first_page(browser: Browser, runs: int) -> Iterator[Figure]:
    """From starting the process until the start page's title can be seen."""
    figure = Figure("process start to first page", "s", target=4)
    waiting = 0
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as name:
            server = Server(Path(name) / "data", Path(name) / "server.log")
            page = browser.new_context().new_page()
            started = time.perf_counter()
            try:
                server.start()
                page.goto(server.url, wait_until="commit")
                page.get_by_role("heading", name=TITLE).wait_for(timeout=SLOW)
                figure.values.append(time.perf_counter() - started)
                waiting += page.get_by_text("Getting ready to listen").count()
            finally:
                page.context.close()
                server.stop()
    figure.note = f"the model was still loading in {waiting} of {runs}"
    yield figure


def memory(browser: Browser, data: Path) -> Iterator[Figure]:
    """Of the server's process after a whole meeting, its debrief and a search."""
    expert = next(one for one in load(None).shelf.experts.values() if one.persona == "surgeon")
    ready = Figure("page shown to ready for the first turn", "s", note="with the topics fitted at an earlier start")
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(data / "fitted", Path(name) / "data" / "fitted")
        server = Server(Path(name) / "data", Path(name) / "server.log").start()
        try:
            visit = Visit(browser, server)
            page = visit.open("/")
            started = time.perf_counter()
            page.get_by_text("Getting ready to listen").wait_for(state="hidden", timeout=SLOW)
            ready.values.append(time.perf_counter() - started)
            yield ready
            meet(page, "Dr. Halloway")
            for line in expert.lines:
                if not chat_input(page).count():
                    break
                say(page, line.say)
            if page.get_by_role("button", name="End the meeting").count():
                page.get_by_role("button", name="End the meeting").click()
            page.get_by_role("link", name="Read your debrief").click()
            page.get_by_role("heading", name="Your meeting with").wait_for()
            search = visit.open("/messages?lens=clinical")
            search.get_by_role("textbox", name="What they said").fill("they get infected after they have gone home")
            search.get_by_role("textbox", name="What they said").press("Enter")
            search.get_by_text("Say with it.").first.wait_for(timeout=SLOW)
            status = Path(f"/proc/{server.pid}/status").read_text()
            yield Figure("memory of the server", "MiB", [mebibytes(status, "VmRSS")], target=900, note="after a meeting, a debrief and a search")
            yield Figure("  the most it had", "MiB", [mebibytes(status, "VmHWM")])
            visit.close()
        finally:
            server.stop()


def mebibytes(status: str, name: str) -> float:
    found = re.search(rf"{name}:\s+(\d+) kB", status)
    assert found is not None
    return int(found.group(1)) / 1024
