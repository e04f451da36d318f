"""The demo's mark on every page, and whose eyes one looks through in it: one's own, or those of somebody who does not exist."""

from __future__ import annotations

import streamlit as st

from coach.reviews.viewer import Role, Viewer
from coach.store.errors import StoreError
from coach.wiring import Coach

EYES = "demo-eyes"
OWN = "me"
ROLES: dict[Role, str] = {"rep": "a rep", "manager": "a manager", "enablement": "enablement", "admin": "an administrator"}


@st.cache_resource(ttl=10, show_spinner=False)
def _asked(_coach: Coach) -> dict[str, tuple[str, Role]]:
    from coach.store import demo

    return demo.here(_coach.store.database)


def _here(coach: Coach) -> dict[str, tuple[str, Role]]:
    """Everybody of the demo; nobody where the database cannot be used, which the page says where it needs it."""
    try:
        return _asked(coach)
    except StoreError:
        return {}


def looking(viewer: Viewer, coach: Coach) -> Viewer:
    """The viewer; where nobody signs in, whoever of the demo was chosen and is still there."""
    chosen = st.session_state.get(EYES, OWN)
    if not viewer.alone or chosen == OWN or chosen not in (found := _here(coach)):
        return viewer
    return Viewer(chosen, found[chosen][1])


def banner(viewer: Viewer, coach: Coach) -> None:
    """Say that this is a demo, on every page; nothing where there is none. The choice is for who works without login."""
    found = _here(coach)
    if not found:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="demo-banner"):
        st.html('<p class="lf-demo"><b>Demo data: nobody here is real.</b> <code>python -m coach demo --remove</code> takes it out.</p>')
        if viewer.alone or viewer.id in found:
            st.selectbox(
                "Look around as", [OWN, *found], key=EYES, label_visibility="collapsed", width=300,
                format_func=lambda id: "As yourself, leading the reps" if id == OWN else f"As {found[id][0]}, {ROLES[found[id][1]]}",
            )  # fmt: skip
