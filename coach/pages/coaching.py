"""A coaching session: the brief before the talk, the step agreed in it, and what became of the last one."""

from __future__ import annotations

import streamlit as st

from coach.assigned import Assigned
from coach.pages import coaching_paper, coaching_talk
from coach.pages.shell import coach, told, viewer

LEADS, OWN = "With somebody you lead", "Your own"


def main() -> None:
    paper = st.query_params.get("paper", "")
    if not paper:
        st.title("Coaching session")
    with told():
        if paper:
            coaching_paper.paper(Assigned(coach(), viewer()), paper)
            return
        side = OWN
        if viewer().may_lead:
            side = st.segmented_control("Whose", [LEADS, OWN], default=LEADS, required=True, label_visibility="collapsed", key="coaching-side")
        if side == LEADS:
            coaching_talk.with_somebody(Assigned(coach(), viewer()))
        else:
            coaching_talk.own()


main()
