"""A person in front of the app: opening pages in Chromium, with everything that goes wrong in them written down."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from .server import Server

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SLOW = 90_000
"""Milliseconds to wait for what may stand behind the loading of the embedding model on a busy machine."""
SETTLES = 200
"""Milliseconds after a run that Streamlit has called done. Clicks right at its end were lost now and then, with "dictionary changed size
during iteration" in its log: as it seems, the old run's thread still clears up while the new one begins. No person is that quick."""
STILL = '[data-testid="stApp"][data-test-script-state="notRunning"]'


class Visit:
    """One person's browser: pages share cookies, and errors and requests of all of them are kept."""

    def __init__(self, browser: Browser, server: Server, width: int = 1280, height: int = 900, scheme: str = "light") -> None:
        self.server = server
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.forgives = False
        """Set where the server is taken away on purpose."""
        self._log_start = len(server.said())
        self._context: BrowserContext = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        self._context.set_default_timeout(30_000)

    def open(self, path: str = "/") -> Page:
        """A new tab at a path of the app, or at a whole address, once it shows a heading and stands still."""
        page = self._tab()
        go(page, path if path.startswith("http") else f"{self.server.url}{path}")
        return page

    def open_told(self, path: str = "/") -> Page:
        """A new tab at a path where a line is shown instead of the page."""
        page = self._tab()
        page.goto(f"{self.server.url}{path}")
        page.get_by_test_id("stAlert").first.wait_for()
        return page

    def _tab(self) -> Page:
        page = self._context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("console", self._console)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        return page

    def _console(self, message: ConsoleMessage) -> None:
        where = str(message.location.get("url", ""))
        # What could not be fetched from elsewhere is counted among the requests. Below a page's address, Streamlit tries
        # its own endpoints at two places and expects one of them not to be there. A provider that people sign in at has no icon.
        if message.type == "error" and "/favicon.ico" not in where and (not where or (local(where) and "/_stcore/" not in where)):
            self.errors.append(f"{where}: {message.text}")

    def faults(self) -> list[str]:
        """Errors in the pages and tracebacks in the terminal since the visit began."""
        terminal = self.server.said()[self._log_start :]
        return ([] if self.forgives else self.errors) + ([terminal] if "Traceback" in terminal else [])

    def forget_cookies(self) -> None:
        """As when a session runs out, or a browser clears up."""
        self._context.clear_cookies()

    def close(self) -> None:
        self._context.close()


def local(url: str) -> bool:
    """Whether a request to this address stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "about") or parts.hostname in ("localhost", "127.0.0.1", "::1")


def go(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("main").get_by_role("heading").first.wait_for()
    still(page)


def still(page: Page) -> None:
    """Until the page's script has run to its end, and its thread too."""
    page.locator(STILL).wait_for(timeout=SLOW)
    page.wait_for_timeout(SETTLES)


def shows(page: Page, *words: str) -> None:
    """Until the page itself shows all of these words: a page that was just left may stand still before the next is drawn."""
    for some in words:
        expect(page.get_by_role("main")).to_contain_text(some, timeout=SLOW, use_inner_text=True)


def chat_input(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Say something to")


def messages(page: Page) -> Locator:
    """What was said so far, oldest first; the greeting is the first."""
    return page.get_by_role("group", name="Chat message from")


def spoken(message: Locator) -> str:
    """The words of one message as the page shows them, without its picture."""
    return "\n".join(paragraph.inner_text() for paragraph in message.get_by_role("paragraph").all())


def meet(page: Page, name: str) -> None:
    """From the start page into a meeting."""
    page.get_by_role("button", name=f"Meet {name}").click()
    chat_input(page).wait_for()
    still(page)


def send(page: Page, words: str) -> None:
    """Type and send, without waiting for an answer."""
    chat_input(page).fill(words)
    chat_input(page).press("Enter")


def say(page: Page, words: str) -> str:
    """Say something and hear the whole answer; returns it."""
    before = messages(page).count()
    send(page, words)
    messages(page).nth(before + 1).wait_for(timeout=SLOW)
    still(page)
    return spoken(messages(page).nth(before + 1))


def meeting_of(page: Page) -> str:
    """The id in the page's address."""
    return page.url.split("m=")[1].split("&")[0]


def by_menu(page: Page, section: str, title: str) -> None:
    """Go to a page by the menu at the top, as on a desk."""
    page.get_by_role("button", name=section, exact=True).click()
    page.get_by_role("menuitem", name=title, exact=True).click()
