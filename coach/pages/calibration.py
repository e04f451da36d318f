"""Calibration: managers score the same meetings without knowing whose they are, and read where they differ; those who keep the rubric
read how far people agree."""

from __future__ import annotations

import streamlit as st

from coach.pages import agreed, look, side_by_side
from coach.pages.shell import coach, page, told, viewer
from coach.raters import Raters
from coach.store.calibration import Shared

SEEN = 8
"""Rows of each kind that are seen at once; the others unfold."""


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
    for title, rows in (("To score", [one for one in found if one.standing != "given"]), ("Given", [one for one in found if one.standing == "given"])):
        if not rows:
            continue
        st.subheader(title)
        for one in rows[:SEEN]:
            row(one)
        if len(rows) > SEEN:
            with st.expander(f"{len(rows) - SEEN} more"):
                for one in rows[SEEN:]:
                    row(one)


def row(one: Shared) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"shared-{one.id}"):
        label = f"With {one.person}, {one.at.astimezone():%d %b, %H:%M}"
        st.page_link(page("calibration"), label=look.plain(label), icon=":material/balance:", query_params={"s": one.id})
        st.caption(" · ".join(standing(one)))


def standing(one: Shared) -> list[str]:
    """Where a meeting stands, in a few words."""
    yours = ["begun"] if one.standing == "begun" else []
    yours += ["among your reviews"] if one.handed and one.standing != "given" else []
    others = f"{one.others} {'other has' if one.others == 1 else 'others have'} scored it" if one.others else "nobody else has scored it yet"
    return [*yours, others]


main()
