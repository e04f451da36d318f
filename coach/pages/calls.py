"""A real call: bring one, look at what was found in it, and read its debrief. Nothing is kept before that look."""

from __future__ import annotations

import streamlit as st

from coach.pages import call_report, call_steps, look
from coach.pages.shell import CALL, coach, getting_ready, page, told, viewer


def main() -> None:
    if id := st.query_params.get("c", ""):
        st.session_state.pop(CALL, None)
        with told():
            call_report.show(id)
        return
    st.title("A real call")
    st.html(
        '<p class="lf-lead">Bring the transcript of a call you really had, and read the same debrief as after a practised one. '
        "You see what would be kept before anything is, and it stays on this machine.</p>"
    )
    getting_ready()
    # Everything below moves when a step begins; its place stays, so that the list of calls is not drawn anew.
    with st.container(key="call-steps"):
        call_steps.show()
    kept()


def kept() -> None:
    """The calls that are kept, while none is in hand."""
    if CALL in st.session_state:
        return
    rows = coach().store.calls.recent(viewer())
    if not rows:
        return
    st.subheader("Your calls")
    for row in rows:
        with st.container(horizontal=True, vertical_alignment="center", key=f"call-{row.id}"):
            st.page_link(page("calls"), label=look.plain(row.title), icon=":material/record_voice_over:", query_params={"c": row.id})
            st.caption(f"{row.at.astimezone():%d %b %Y, %H:%M}")


main()
