"""A field whose words are kept while they are typed, whatever happens to the tab, the login or the role of who types."""

from __future__ import annotations

from typing import Any

import streamlit as st

from coach.content.errors import CoachError
from coach.pages import login, look
from coach.pages.shell import coach, told, viewer
from coach.pages.typed import commit_while_typing

FAILED = "kept-failed"


def area(label: str, place: str, **more: Any) -> str:
    """A text area whose words are kept at `place` (the page, then the field: `reviews/k3m9/turn-4`); returns what stands in it. It
    begins with what was typed there before. `more` goes to st.text_area. Call `sent` once the words are stored elsewhere."""
    key = f"kept:{place}"
    if key not in st.session_state:
        with told():
            st.session_state[key] = coach().store.drafts.load(viewer(), place)
    box = "kept-field-" + "".join(letter if letter.isalnum() else "-" for letter in place)
    with st.container(key=box):
        words = st.text_area(label, key=key, on_change=_keep, args=(place, key), **more)
        commit_while_typing("kept-field", box)
    for line in st.session_state.pop(FAILED, []):
        st.warning(look.plain(line), icon=":material/sync_problem:")
    return words or ""


def sent(place: str) -> None:
    """The words were stored where they belong: the field is empty again. For a button's `on_click`, or before st.rerun."""
    with told():
        coach().store.drafts.forget(viewer(), place)
    st.session_state.pop(f"kept:{place}", None)


def _keep(place: str, key: str) -> None:
    """Runs before the page is drawn, so also where the page is no longer for who writes there."""
    who = login.writer(coach())
    if who is None:
        return
    try:
        coach().store.drafts.save(who, place, st.session_state.get(key) or "")
    except CoachError as error:
        st.session_state[FAILED] = [f"What you type here is not kept yet: {line}" for line in error.lines]
