"""Who opened or changed what of whose, for an administrator. Nobody's words are in the log."""

from __future__ import annotations

import streamlit as st

from coach.pages import look
from coach.pages.shell import coach, told, viewer

SHOWN = 500


def main() -> None:
    who = viewer()
    st.title("Who opened what")
    st.html('<p class="lf-lead">Written down where it happens. It says who looked, at whose, and when; never what was in it.</p>')
    with told():
        found = coach().store.audit.all(who, SHOWN)
        names = coach().store.people.names(who, [id for one in found for id in (one.by, one.about)])
    if not found:
        st.html('<p class="lf-quiet">Nothing yet.</p>')
        return
    people = sorted({names.get(one.about, one.about) for one in found}, key=str.casefold)
    only = st.selectbox("About", ["Everybody", *people], key="opened-about")
    rows = [
        [names.get(one.by, one.by), one.what, names.get(one.about, one.about), look.when(one.at)]
        for one in found
        if only in ("Everybody", names.get(one.about, one.about))
    ]
    st.html(f'<div class="lf-scroll">{look.table(["Who", "What", "Whose", "When"], rows)}</div>')
    if len(found) == SHOWN:
        st.caption(f"The last {SHOWN}.")


main()
