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
from coach.events import timed
from coach.lookback import Lookback
from coach.pages import away, eyes, login, look, unsent
from coach.practice import Practice
from coach.privacy import Keeping, Privacy
from coach.reviewing import Reviewing
from coach.reviews.viewer import Role, Viewer
from coach.store.errors import Unavailable
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


@st.cache_resource(show_spinner=False)
def keeping() -> Keeping:
    return Keeping(coach())


def viewer() -> Viewer:
    """Whoever sits here. One person on a laptop needs no login, and nobody else is there to approve what they write; a team's people
    are who they signed in as, in the role that they have now. Raises CoachError for whoever is not signed in, or may not be here."""
    return eyes.looking(login.viewer(coach()), coach())


def privacy() -> Privacy:
    return Privacy(coach(), viewer())


def practice() -> Practice:
    return Practice(coach(), viewer())


def calls() -> RealCalls:
    from coach.calls import RealCalls  # With numpy behind it; the first page does without.

    return RealCalls(coach(), viewer())


def lookback() -> Lookback:
    return Lookback(coach(), viewer())


def reviewing() -> Reviewing:
    return Reviewing(coach(), viewer())


@contextmanager
def told() -> Iterator[None]:
    """Show a CoachError as its lines and end the page there. What was typed before is kept by whoever typed it, and where the database
    is away, for them."""
    try:
        yield
    except CoachError as error:
        tell(error)
        st.stop()


def tell(error: CoachError) -> None:
    """Show what cannot be done, a line each."""
    if isinstance(error, Unavailable):
        away.wait(error, bool(coach().settings.database_url), answers)
        return
    for line in error.lines:
        st.error(look.plain(line), icon=":material/error:")


def answers() -> None:
    """Ask the database for nothing. Raises CoachError where it does not even answer that."""
    coach().store.database.ask()


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
    "returned": ("What came back", ":material/mark_email_read:", "returned.py"),
    "after": ("After a real meeting", ":material/hearing:", "after.py"),
    "calls": ("A real call", ":material/record_voice_over:", "calls.py"),
    "reviews": ("Reviews", ":material/inbox:", "reviews.py"),
    "ride_along": ("Ride-along", ":material/directions_car:", "ride_along.py"),
    "calibration": ("Calibration", ":material/balance:", "calibration.py"),
    "assignments": ("Assignments", ":material/assignment:", "assignments.py"),
    "coaching": ("Coaching session", ":material/handshake:", "coaching.py"),
    "team": ("Team", ":material/diversity_3:", "team.py"),
    "library": ("Library", ":material/edit_note:", "library.py"),
    "how": ("How it works", ":material/fact_check:", "how.py"),
    "leaves": ("What leaves this machine", ":material/shield:", "leaves.py"),
    "your_data": ("Your data", ":material/person:", "your_data.py"),
    "team_people": ("The team's people", ":material/manage_accounts:", "team_people.py"),
    "opened": ("Who opened what", ":material/visibility:", "opened.py"),
    "sign_out": ("Sign out", ":material/logout:", "sign_out.py"),
}
MENU = {
    "": ("start",),
    "Prepare": ("territory", "account", "plan", "account_plan", "messages", "drills"),
    "Practise": ("people", "tomorrow", "mirror", "practice", "committee", "campaign"),
    "Look back": ("debrief", "returned", "progress", "after", "calls"),
    "Coaching": ("reviews", "team", "assignments", "coaching", "ride_along", "calibration", "team_people", "opened"),
    "Behind it": ("library", "how", "leaves", "your_data", "sign_out"),
}
"""The menu, in the order of a rep's week."""
MANAGES: dict[str, tuple[Role, ...]] = {
    "reviews": ("manager",),
    "team": ("manager", "enablement"),
    "ride_along": ("manager",),
    "calibration": ("manager", "enablement", "admin"),
    "team_people": ("admin",),
    "opened": ("admin",),
}
"""Pages that serve some roles only. Alone, all do. What may be read there is checked where it is read."""


def page(name: str) -> str:
    """The path of a page as st.switch_page and st.page_link want it."""
    return str(HERE / PAGES[name][2])


def addressed(page: str, name: str, id: str) -> None:
    """Put what a page shows into its address. A link from a page to itself reaches the program with its query, but the browser leaves
    that out of the address, and the next run would be without it. Called with '' where nothing is chosen."""
    if st.session_state.get("addressed") != (page, id):
        st.session_state["addressed"] = (page, id)
        if id:
            st.query_params[name] = id


def serves(name: str, who: Viewer) -> bool:
    """Whether a page is for somebody in this role."""
    if name == "sign_out":
        return login.team()
    return who.alone or name not in MANAGES or who.role in MANAGES[name]


def menu(who: Viewer | None) -> dict[str, list[st.Page]]:
    """All pages by section; those that are not for this viewer keep their address and are not in the menu."""

    def made(name: str) -> st.Page:
        title, icon, file = PAGES[name]
        shown = who is not None and serves(name, who)
        default = name == "start"
        path = None if default else name
        return st.Page(HERE / file, title=title, icon=icon, default=default, url_path=path, visibility="visible" if shown else "hidden")

    return {section: [made(name) for name in names] for section, names in MENU.items()}


def run() -> None:
    """Draw the page that the address asks for."""
    away.hand_back()
    st.set_page_config(page_title=NAME, page_icon=str(HERE / "mark.svg"), layout="wide", initial_sidebar_state="auto")
    st.logo(HERE / "logo.svg", icon_image=HERE / "mark.svg", size="medium")
    refused: CoachError | None = None
    try:
        coach()
    except CoachError as error:  # A setting that cannot be used: every page says so, and nothing is read.
        st.navigation(menu(login.ALONE), position="top")
        st.html(look.style(st.context.theme.type or "light"))
        tell(error)
        return
    try:
        who: Viewer | None = viewer()
    except Unavailable as error:  # Whoever it is comes back with the database; until then nothing is read.
        refused, who = error, login.last() or (None if login.team() else login.ALONE)
    except CoachError as error:
        refused, who = error, None
    chosen = st.navigation(menu(who), position="top" if who else "hidden")
    st.html(look.style(st.context.theme.type or "light"))
    if isinstance(refused, Unavailable):
        tell(refused)
        return
    if who is None:
        login.door(coach(), refused or login.SignedOut(login.WELCOME))
        return
    if not who.alone:
        login.back_to_where_they_were()
        with told():
            unsent.after_signing_in(coach().store, who)
    if chosen.url_path != "calls":
        st.session_state.pop(CALL, None)  # A call that was not kept is dropped by leaving the page.
    with told():
        coach().look_again()
        warming()
        keeping()
        eyes.banner(who, coach())
        if serves(chosen.url_path or "start", who):
            with timed("page", page=chosen.url_path or "start"):
                chosen.run()
        else:
            not_for_you(chosen.url_path, who)
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


def not_for_you(name: str, who: Viewer) -> None:
    """A page for another role: by its address, or because the role was taken away while somebody wrote there."""
    st.title(PAGES[name][0])
    st.warning(
        f"This page is for {' and '.join(login.PLURALS[role] for role in MANAGES[name])}, and you are here as {login.AS[who.role]}.", icon=":material/lock:"
    )
    kept = [draft.words for draft in coach().store.drafts.under(who, f"{name}/")]
    if words := [*kept, *unsent.in_fields().values()]:
        unsent.show("What you were writing is kept, and is here to copy.", words)


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
