"""When the database cannot be reached: one line, what was typed is kept, and the page goes on by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st

from coach.content.errors import CoachError
from coach.pages import look
from coach.store.errors import Unavailable

AGAIN_SECONDS = 2.0
KEPT = "typed-before-it-went-away"
KEEPS = "What was saved before is safe, and what you typed is kept."
GOES_ON = "This page goes on by itself as soon as that works again."
SERVER = "The database does not answer just now."
log = logging.getLogger("coach")


def wait(error: Unavailable, shared: bool, answers: Callable[[], object]) -> None:
    """Say it, keep what stands in the fields, and draw the page again once `answers` raises nothing. Where it answers, but cannot do what
    was asked, it is said until somebody has read it. `shared`: a server that others
    look after, whose address is nobody's business here; what it said goes into the log."""
    st.session_state[KEPT] = typed()
    log.warning("%s", error)
    for line in [SERVER] if shared else error.lines:
        st.error(look.plain(line), icon=":material/cloud_off:")
    if _works(answers):
        st.caption(KEEPS)
        st.button("Try again", icon=":material/refresh:", key="try-again")
    else:
        st.caption(f"{KEEPS} {GOES_ON}")
        _look_again(answers)


def _works(answers: Callable[[], object]) -> bool:
    try:
        answers()
    except CoachError:
        return False
    return True


@st.fragment(run_every=AGAIN_SECONDS)
def _look_again(answers: Callable[[], object]) -> None:
    if _works(answers):
        st.rerun()


def typed() -> dict[str, str]:
    """What people wrote into fields that have a name. A field that is not drawn forgets it."""
    found = {str(key): getattr(value, "text", value) for key, value in st.session_state.items()}
    return {key: value for key, value in found.items() if isinstance(value, str) and value}


def hand_back() -> None:
    """Put what was typed back into its fields, before any is drawn."""
    for key, value in st.session_state.pop(KEPT, {}).items():
        if (st.session_state.get(key) or value) == value:  # set anew even where it stands there: a chat's field shows only what is
            st.session_state[key] = value


def was_said(key: str, words: str) -> None:
    """Where the words that are to go back into a field were said after all, they do not."""
    if str(st.session_state.get(key) or "").strip() == words.strip():
        st.session_state.pop(key, None)
