"""What every page stands in: navigation, the program put together once, warming up, and errors as plain lines."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from coach.content.errors import CoachError
from coach.lookback import Lookback
from coach.pages import eyes, look
from coach.practice import Practice
from coach.reviews.viewer import Viewer
from coach.wiring import Coach

if TYPE_CHECKING:
    from coach.calls import RealCalls

NAME = "Listen First"
HEAD_START = 1.5
"""Seconds that the first page has for itself before the model is loaded."""
HERE = Path(__file__).parent
CALL = "call-in-hand"
"""Where a real call lies, in memory only, until somebody has looked at it and keeps it."""
FICTIONAL = "Every person, place, product, study and number in the sample content is invented."


class Warming:
    """Loads the embedding model beside the first pages. `error` holds what to show when it cannot be used."""

    def __init__(self, coach: Coach) -> None:
        self.error: CoachError | None = None
        self.done = threading.Event()
        self._coach = coach
        # Importing torch holds the interpreter for seconds; the first page is drawn before it begins.
        timer = threading.Timer(HEAD_START, self._run)
        timer.daemon = True
        timer.start()

    def _run(self) -> None:
        try:
            self._coach.warm()
        except CoachError as error:
            self.error = error
        except Exception:  # Whatever it is, the pages must say so instead of waiting for ever.
            logging.getLogger("coach").exception("the model could not be made ready")
            self.error = CoachError("The reading could not be made ready; the terminal says why. `python -m coach doctor` names what to do.")
        finally:
            # What is alive now stays for the life of the process, torch above all, so no collection need look at it again.
            gc.collect()
            gc.freeze()
            self.done.set()


@st.cache_resource(show_spinner=False)
def coach() -> Coach:
    return Coach(edited=True)


@st.cache_resource(show_spinner=False)
def warming() -> Warming:
    return Warming(coach())


def viewer() -> Viewer:
    """Whoever sits here. One person on a laptop needs no login, and nobody else is there to approve what they write."""
    return eyes.looking(Viewer("me", "admin", alone=True), coach())


def practice() -> Practice:
    return Practice(coach(), viewer())


def calls() -> RealCalls:
    from coach.calls import RealCalls  # With numpy behind it; the first page does without.

    return RealCalls(coach(), viewer())


def lookback() -> Lookback:
    return Lookback(coach(), viewer())


@contextmanager
def told() -> Iterator[None]:
    """Show a CoachError as its lines and end the page there. What was typed before is kept by whoever typed it."""
    try:
        yield
    except CoachError as error:
        for line in error.lines:
            st.error(look.plain(line), icon=":material/error:")
        st.stop()


PAGES = {
    "start": ("Start", ":material/home:", "start.py"),
    "account": ("Account", ":material/domain:", "account.py"),
    "plan": ("Plan", ":material/route:", "plan.py"),
    "account_plan": ("Account plan", ":material/flag:", "account_plan.py"),
    "territory": ("Territory", ":material/explore:", "territory.py"),
    "messages": ("Messages", ":material/library_books:", "messages.py"),
    "drills": ("Drills", ":material/quiz:", "drills.py"),
    "people": ("People", ":material/groups:", "people.py"),
    "tomorrow": ("My meeting tomorrow", ":material/event_upcoming:", "tomorrow.py"),
    "mirror": ("Mirror", ":material/mic_external_on:", "mirror.py"),
    "practice": ("Practice", ":material/forum:", "practice.py"),
    "committee": ("Before a committee", ":material/groups_3:", "committee.py"),
    "campaign": ("Campaign", ":material/flag:", "campaign.py"),
    "debrief": ("Debrief", ":material/rate_review:", "debrief.py"),
    "progress": ("Progress", ":material/trending_up:", "progress.py"),
    "after": ("After a real meeting", ":material/hearing:", "after.py"),
    "calls": ("A real call", ":material/record_voice_over:", "calls.py"),
    "team": ("Team", ":material/diversity_3:", "team.py"),
    "library": ("Library", ":material/edit_note:", "library.py"),
    "how": ("How it works", ":material/fact_check:", "how.py"),
    "leaves": ("What leaves this machine", ":material/shield:", "leaves.py"),
}
MENU = {
    "": ("start",),
    "Prepare": ("territory", "account", "plan", "account_plan", "messages", "drills"),
    "Practise": ("people", "tomorrow", "mirror", "practice", "committee", "campaign"),
    "Look back": ("debrief", "progress", "after", "calls"),
    "Manage": ("team",),
    "Behind it": ("library", "how", "leaves"),
}
"""The menu, in the order of a rep's week."""
MANAGES = {"team"}
"""Pages for those who lead people."""


def page(name: str) -> str:
    """The path of a page as st.switch_page and st.page_link want it."""
    return str(HERE / PAGES[name][2])


def run() -> None:
    """Draw the page that the address asks for."""
    st.set_page_config(page_title=NAME, page_icon=str(HERE / "mark.svg"), layout="wide", initial_sidebar_state="auto")
    st.logo(HERE / "logo.svg", icon_image=HERE / "mark.svg", size="medium")
    pages = {
        name: st.Page(HERE / file, title=title, icon=icon, default=name == "start", url_path=None if name == "start" else name)
        for name, (title, icon, file) in PAGES.items()
    }
    chosen = st.navigation({section: [pages[name] for name in names] for section, names in MENU.items()}, position="top")
    st.html(look.style(st.context.theme.type or "light"))
    if chosen.url_path != "calls":
        st.session_state.pop(CALL, None)  # A call that was not kept is dropped by leaving the page.
    with told():
        coach().look_again()
        warming()
        eyes.banner(viewer(), coach())
        chosen.run()
    if chosen.url_path != "practice":
        settings = coach().settings
        sends = [
            *(["talk in the model voice"] if settings.model_voice else []),
            *(["a talk that a model is asked about"] if settings.judge else []),
            *(["what is said into the microphone"] if settings.transcribe_place else []),
            *(["what messages are searched for"] if settings.embedding_place else []),
        ]
        leaves = (
            f"runs on this machine; {' and '.join(sends)} {'leave' if len(sends) > 1 else 'leaves'} it"
            if sends
            else "runs on this machine, sends nothing anywhere"
        )
        st.html(f'<footer class="lf-foot">{NAME} &middot; open source, {leaves}. {FICTIONAL} <a href="leaves" target="_self">What leaves</a></footer>')


def getting_ready() -> None:
    """A quiet line while the model loads. Does not wait. Its place stays when it goes: were everything below it to move up by
    one, the browser would draw it anew, and what somebody had opened would close."""
    place = st.empty()
    if not warming().done.is_set():
        with place.container():
            _ready_line()


@st.fragment(run_every=1.5)
def _ready_line() -> None:
    if warming().done.is_set():
        st.rerun()
    st.caption(":material/hourglass_top: Getting ready to listen. You can look around. The very first time it may take half a minute.")


def wait_until_ready() -> None:
    """Wait for the model before a turn is read. Raises CoachError where it cannot be used."""
    state = warming()
    if not state.done.is_set():
        with st.spinner("Getting ready to listen. This happens once, when the program starts."):
            state.done.wait()
    if state.error is not None:
        raise state.error
