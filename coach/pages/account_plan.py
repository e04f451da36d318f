"""The account plan: what a plan is for, where everybody stands by evidence, what both sides owe, who of us comes, and what both can sign."""

from __future__ import annotations

import streamlit as st

from coach.pages import arc_joint, arc_lists, arc_objectives, arc_owed, arc_process, arc_team, cards, look
from coach.pages.arc_edit import opened, tell
from coach.pages.shell import coach, page, practice, told, viewer

VIEWS = {
    "objectives": ("Objectives", arc_objectives.objectives),
    "process": ("Process", arc_process.process),
    "owed": ("Commitments", arc_owed.commitments),
    "team": ("Who comes", arc_team.who_comes),
    "joint": ("Joint plan", arc_joint.joint_plan),
    "lists": ("Lists", arc_lists.lists),
}


def main() -> None:
    with told():
        if id := st.query_params.get("p", ""):
            one(id)
        else:
            overview()


def overview() -> None:
    st.title("Account plan")
    st.html('<p class="lf-lead">What a plan is for, in their terms; where everybody stands, by evidence; and what both sides said they would do.</p>')
    mine = coach().store.plans.mine(viewer())
    if not mine:
        st.info("It stands beside a plan, and there is none yet.", icon=":material/route:")
        st.page_link(page("plan"), label="Make a plan", icon=":material/route:")
        return
    shelf = practice().shelf()
    for stored in mine:
        with st.container(border=True, key=f"beside-{stored.id}"):
            st.page_link(page("account_plan"), label=look.plain(stored.plan.title), icon=":material/flag:", query_params={"p": stored.id})
            st.caption(look.plain(cards.account_name(shelf, stored.plan.account) if stored.plan.account else "A place of your own"))


def one(id: str) -> None:
    beside = opened(id)
    st.title(look.plain(beside.plan.title))
    st.html(f'<p class="lf-anchor">Account plan.{f" {look.SAMPLE}" if beside.fictional else ""}</p>')
    with st.container(horizontal=True):
        st.page_link(page("plan"), label="The steps of this plan", icon=":material/route:", query_params={"p": id})
    wanted = st.query_params.get("v", "objectives")
    if "arc-view" not in st.session_state:
        st.session_state["arc-view"] = wanted if wanted in VIEWS else "objectives"
    chosen = st.segmented_control(
        "What to see", list(VIEWS), key="arc-view", required=True, format_func=lambda name: VIEWS[name][0], label_visibility="collapsed"
    )
    st.query_params["v"] = chosen or "objectives"
    tell()
    with st.container(key="arc-body"):
        VIEWS[chosen or "objectives"][1](beside)


main()
