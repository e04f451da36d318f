"""Calibration: managers score the same meetings without knowing whose they are, and read where they differ; those who keep the rubric
read how far people agree."""

from __future__ import annotations

import streamlit as st

from coach.pages import agreed, look, side_by_side
from coach.pages.shell import coach, page, told, viewer
from coach.raters import Raters

STATES = {"to score": "to score", "begun": "begun", "given": "yours is given"}


def main() -> None:
    raters = Raters(coach(), viewer())
    with told():
        if id := st.query_params.get("s", ""):
            side_by_side.one(raters, id)
            return
        st.title("Calibration")
        if viewer().may_lead:
            listed(raters)
        if viewer().may_approve or viewer().alone:
            agreed.figures(raters)


def listed(raters: Raters) -> None:
    st.html(
        '<p class="lf-lead">The same meetings, scored by several of you, each without the others: no name, nothing measured, nobody '
        "else\u2019s levels until yours are given. Then you read where you differ, and by which words of the rubric.</p>"
    )
    found = raters.shared()
    if not found:
        st.info("No meeting is shared for this yet. Reps share one by a tick when they hand it in.", icon=":material/balance:")
    for one in found:
        others = f"{one.others} {'other has' if one.others == 1 else 'others have'} scored it" if one.others else "nobody else has scored it yet"
        with st.container(horizontal=True, vertical_alignment="center", key=f"shared-{one.id}"):
            st.page_link(page("calibration"), label=look.plain(f"A meeting with {one.person}"), icon=":material/balance:", query_params={"s": one.id})
            st.caption(f"{STATES[one.standing]} · {others}")


main()
