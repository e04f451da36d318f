"""From a message that was found into a plan: which step of which plan, in one menu."""

from __future__ import annotations

import streamlit as st

from coach.content.library import Library, Message
from coach.messages import plan as plans
from coach.messages.plan import Plan
from coach.messages.plan_gaps import objection
from coach.pages import look
from coach.pages.shell import coach, page, told, viewer
from coach.store.plans import StoredPlan


def offer(library: Library, message: Message) -> None:
    """A menu of the steps in the viewer's plans with this library."""
    with st.popover("Put into a plan", icon=":material/route:", key=f"into-plan-{message.id}", type="tertiary", on_change="rerun") as menu:
        if not menu.open:
            return
        mine = [stored for stored in coach().store.plans.mine(viewer()) if stored.plan.library == library.id]
        places = {(stored.id, step.id): (stored, step) for stored in mine for step in stored.plan.steps}
        if not places:
            st.caption("There is no plan with a step for this library yet.")
            st.page_link(page("plan"), label="Make a plan", icon=":material/route:")
            return
        place = st.selectbox("For which step", list(places), format_func=lambda key: words(*places[key]), key=f"into-step-{message.id}")
        stored, step = places[place]
        if step.carries(message.id):
            st.caption("It is in that step.")
        elif against := objection(message, library, step):
            st.caption(look.plain(f"It {against}, so it may not be said to {step.who.name} on {look.day(step.day.isoformat())}."))
        elif st.button("Put it in", type="primary", key=f"into-put-{message.id}"):
            with told():
                coach().store.plans.save(viewer(), stored.id, _carry(step.id, message, stored.plan), stored.revision)
            st.rerun()
        st.page_link(page("plan"), label="Open the plan", icon=":material/route:", query_params={"p": stored.id, "s": step.id})


def words(stored: StoredPlan, step: plans.Step) -> str:
    return f"{step.who.name}, {look.day(step.day.isoformat())} · {stored.plan.title}"


def _carry(step: str, message: Message, plan: Plan) -> Plan:
    return plans.carrying(plan, step, message.id, message.version)
