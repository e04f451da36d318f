"""Assignments: what one is asked to practise, and for whoever leads, what others were asked."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.assigned import Assigned
from coach.pages import assignments_ask
from coach.pages.assignments_card import card
from coach.pages.shell import coach, told, viewer
from coach.reviews import assignments as words

MINE, THEIRS = "Asked of you", "What you ask"


def main() -> None:
    st.title("Assignments")
    assigned = Assigned(coach(), viewer())
    side = MINE
    if viewer().may_lead:
        if "person" in st.query_params:  # The team's page asks for somebody and a behaviour.
            st.session_state["assignments-side"] = THEIRS
            st.session_state["ask-from"] = (st.query_params.pop("person"), st.query_params.pop("criterion", ""))
        side = st.segmented_control("Whose", [MINE, THEIRS], default=MINE, required=True, label_visibility="collapsed", key="assignments-side")
    with told():
        if side == THEIRS:
            assignments_ask.theirs(assigned)
        else:
            mine(assigned)


def mine(assigned: Assigned) -> None:
    found = coach().store.assignments.mine(viewer())
    if not found:
        st.html(
            '<p class="lf-lead">Nobody has asked you for anything. Here stands what whoever leads you asks you to practise: with whom, '
            "one behaviour, by when, and why.</p>"
        )
        return
    st.html(f'<p class="lf-lead">{escape(words.PRIVATE)}</p>')
    open_ones = [one for one in found if one.open]
    for one in open_ones:
        card(assigned, one)
    if not open_ones:
        st.caption("Nothing is open. What you handed in and what is done stands below.")
    if rest := [one for one in found if not one.open]:
        st.subheader("Handed in and done")
        for one in rest:
            card(assigned, one)


main()
