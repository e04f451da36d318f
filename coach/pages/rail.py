"""The coach's rail beside a practice meeting: off until it is asked for, and every look is noted for the debrief."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.messages.search import Hit
from coach.pages import look
from coach.pages.shell import page, practice, told, wait_until_ready
from coach.practice import Table

NOTED = "Off unless you ask. Each look is noted, and your debrief says so. It never speaks for you."


def switch() -> bool:
    """The switch among the meeting's actions."""
    return st.toggle("Coach's rail", key="rail_on", persist_state="session", help=NOTED)


def rail(table: Table) -> None:
    """The next question, and what may be said now."""
    wait_until_ready()
    found = practice().hint(table)
    if found is None:
        return
    with st.container(border=True, key="rail"):
        st.html(f'<p class="lf-eyebrow">Coach\'s rail</p><p class="lf-why"><b>{escape(found.title)}.</b> {escape(found.why)}</p>')
        if found.theirs:
            st.html(f'<p class="lf-quiet">Take up their words: “{escape(found.theirs)}”</p>')
        st.html(f'<p class="lf-msg">“{escape(found.say)}”</p>')
        planned(table, found.say)
        for hit in found.messages:
            message(table, hit)
        if found.hold:
            st.html(f'<p class="lf-quiet">{escape(found.hold)}</p>')


def planned(table: Table, key: str, hit: Hit | None = None) -> None:
    """One tap puts it into the plan, never into the rep's mouth."""
    if table.library is None or table.persona.account is None:
        return
    done = st.session_state.setdefault(f"planned-{table.id}", {})
    if key in done:
        st.page_link(page("plan"), label="In your plan", icon=":material/check:", query_params={"p": done[key]})
    elif st.button("Put into my plan", key=f"plan-{table.id}-{key}", type="tertiary", icon=":material/route:"):
        on = table.meeting.setup.on
        with told():
            done[key] = practice().put_in_plan(table.persona.id, hit.message.id, on) if hit else practice().ask_in_plan(table.persona.id, key, on)
        st.rerun()


def message(table: Table, hit: Hit) -> None:
    """One approved message, with what must be said with it."""
    with st.expander(look.plain(hit.message.text), icon=look.LENS_ICONS[hit.message.lens]):
        if hit.message.balance:
            st.markdown(f"**Say with it.** {look.plain(hit.message.balance)}")
        st.html(look.items(hit.why))
        for study in hit.evidence:
            st.caption(f"{look.plain(study.citation)} {look.plain(study.limits)}")
        planned(table, hit.message.id, hit)
