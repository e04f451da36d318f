"""What stood in a field when its page was closed to whoever wrote there: because their role was taken away, or their login ran out."""

from __future__ import annotations

import streamlit as st

from coach.content.errors import CoachError
from coach.pages import away, look
from coach.reviews.viewer import Viewer
from coach.store.repository import Store

PLACE = "unsent/"
FOUND = "unsent-found"
WORDS = 3
"""Fields with fewer words hold a choice or a name rather than somebody's sentence."""


def in_fields() -> dict[str, str]:
    """Sentences that stand in fields now, by field; the fields get them back when their page is drawn again."""
    found = away.typed()
    st.session_state[away.KEPT] = found
    return {key: words for key, words in found.items() if len(words.split()) >= WORDS}


def put_aside(store: Store, who: Viewer) -> None:
    """Keep them beyond this visit: after signing in, nothing of it is left."""
    for key, words in in_fields().items():
        try:
            store.drafts.save(who, PLACE + key, words)
        except CoachError:  # Said by the page already; the fields still have them.
            return


def show(line: str, words: list[str]) -> None:
    st.html(f'<p class="lf-quiet">{line}</p>')
    for some in dict.fromkeys(words):
        st.code(some, language=None, wrap_lines=True)


def after_signing_in(store: Store, who: Viewer) -> None:
    """Once a visit: what was put aside when the login ran out, until it is put away."""
    if FOUND not in st.session_state:
        st.session_state[FOUND] = [(one.place, one.words) for one in store.drafts.under(who, PLACE)]
    if found := st.session_state[FOUND]:
        with st.expander("When your login ran out, you were writing this", expanded=True, icon=":material/edit_note:"):
            show("Where the page kept it, it stands there again. Copy what is missing.", [words for _, words in found])
            st.button("Put it away", key="unsent-away", on_click=_put_away, args=(store, who))


def _put_away(store: Store, who: Viewer) -> None:
    try:
        for place, _ in st.session_state[FOUND]:
            store.drafts.forget(who, place)
        st.session_state[FOUND] = []
    except CoachError as error:
        st.toast(look.plain(error.lines[0]))
