"""Changing a map from a page: each change is kept at once as a version, and one that comes too late is told and not lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from pydantic import ValidationError

from coach.accounts.map import AccountMap
from coach.accounts.map_depth import Depth, depth, families_of
from coach.accounts.map_words import FIELD_WORDS, differences
from coach.content.errors import CoachError
from coach.pages import look
from coach.pages.shell import coach, practice, viewer
from coach.store.maps import MapChanged, StoredMap

Change = Callable[[AccountMap], AccountMap]


@dataclass(frozen=True)
class Waiting:
    """A change that came after somebody else's: what it was, in words, and how to make it after all."""

    words: list[str]
    change: Change
    what: str


def opened(id: str) -> StoredMap:
    """The map as it is now; from here on this tab has seen this revision. NotYours where there is no such map."""
    stored = coach().store.maps.load(viewer(), id)
    # What is sent off by a form in this run was written over what the run before had drawn.
    st.session_state[f"map-drawn-{id}"] = st.session_state.get(f"map-seen-{id}", stored.revision)
    st.session_state[f"map-seen-{id}"] = stored.revision
    return stored


def depth_of(map: AccountMap) -> Depth:
    return depth(map, families_of(practice().shelf()))


def drawn_revision(id: str) -> int:
    """The revision that this tab showed when the form was sent off that is being handled now."""
    return int(st.session_state[f"map-drawn-{id}"])


def send(id: str, change: Change, what: str = "") -> None:
    """The same as `edit`, for what a form sends off while the page is being drawn."""
    st.session_state[f"map-seen-{id}"] = drawn_revision(id)
    edit(id, change, what)


def edit(id: str, change: Change, what: str = "") -> None:
    """Make a change and keep it; `what` names it where the differences would not. For callbacks: what goes wrong is shown when the
    page is drawn."""
    maps = coach().store.maps
    try:
        stored = maps.load(viewer(), id)
        made = change(stored.map)
        if made == stored.map:
            return
        words = [what] if what else differences(stored.map, made)
        seen = st.session_state.get(f"map-seen-{id}", stored.revision)
        try:
            st.session_state[f"map-seen-{id}"] = maps.save(viewer(), id, made, seen, depth_of(made), words)
        except MapChanged:
            st.session_state[f"map-waiting-{id}"] = Waiting(words, change, what)
    except ValidationError as error:
        wrong = error.errors()[0]
        field = FIELD_WORDS.get(str(wrong["loc"][-1]), str(wrong["loc"][-1])) if wrong["loc"] else "it"
        missing = str(wrong["type"]).endswith("too_short")
        st.session_state["map-told"] = [
            f"This cannot be kept yet: the {field} {'is missing' if missing else 'cannot be: ' + wrong['msg']}. What you wrote stands below."
        ]
    except CoachError as error:
        st.session_state["map-told"] = list(error.lines)


def tell(id: str) -> None:
    """What went wrong with the last change, and one that waits for a word."""
    for line in st.session_state.pop("map-told", []):
        st.error(look.plain(line), icon=":material/error:")
    waiting = st.session_state.get(f"map-waiting-{id}")
    if waiting is None:
        return
    with st.container(border=True, key="map-waiting"):
        st.warning(
            "This map was changed in another tab or window since you opened it here. Below is the map as it is now; your last change is not in it yet.",
            icon=":material/sync_problem:",
        )
        st.html(look.items(waiting.words))
        with st.container(horizontal=True):
            st.button("Put it in", type="primary", key="map-put-in", on_click=_put_in, args=(id, waiting))
            st.button("Leave it out", key="map-leave-out", on_click=lambda: st.session_state.pop(f"map-waiting-{id}", None))


def _put_in(id: str, waiting: Waiting) -> None:
    st.session_state.pop(f"map-waiting-{id}", None)
    edit(id, waiting.change, waiting.what)
