"""How the spoken turns of a meeting sounded, in its debrief, with the recordings where they were kept."""

from __future__ import annotations

import streamlit as st

from coach.debrief.delivery import in_words
from coach.debrief.records import Report
from coach.pages import look
from coach.pages.shell import practice, told
from coach.practice import Table


def sounded(table: Table, report: Report) -> None:
    """How the spoken turns sounded, and the recordings where they were kept."""
    if report.delivery is not None:
        st.subheader("How you sounded")
        spoke = "1 turn was" if report.delivery.turns == 1 else f"{report.delivery.turns} turns were"
        st.caption(f"{spoke} spoken. Not scored. Silence counts from the moment the microphone was on; some fillers are never written down.")
        st.html(look.items(in_words(report.delivery)))
    kept = practice().recordings.of(table.id)
    if not kept:
        return
    with st.expander(f"Your recordings ({len(kept)})", icon=":material/mic:"):
        for turn, file in kept.items():
            st.caption(f"Turn {turn}")
            st.audio(file.read_bytes(), format="audio/wav")
        if st.button("Delete these recordings", icon=":material/delete:"):
            with told():
                practice().recordings.forget(table.id)
            st.rerun()
