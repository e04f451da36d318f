"""Who of us comes to which meeting, what each may say, and on whom each may call."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.accounts.team import brought, left_out, may_call, misfits, suggested
from coach.content.persona import SEATS, Seat
from coach.messages.plan import Step
from coach.pages import look
from coach.pages.arc_edit import Beside, act, change, step_words


def who_comes(beside: Beside) -> None:
    st.html(
        '<p class="lf-lead">One plan for all of us. Bring somebody where they answer what the person across the table asks, and go alone where they do not.</p>'
    )
    if not beside.plan.steps:
        st.info("There is no step yet.", icon=":material/route:")
    lines = misfits(beside.arc, beside.plan, beside.team, beside.shelf.personas)
    for step in sorted(beside.plan.steps, key=lambda step: step.day):
        with st.container(border=True, key=f"team-{step.id}"):
            meeting(beside, step, lines.get(step.id, []))
    seats(beside)


def meeting(beside: Beside, step: Step, lines: list[str]) -> None:
    team, id = beside.team, beside.id
    there = beside.arc.team.get(step.id, [])
    own = team.rules(step.who.seat)
    st.html(f"<p class='lf-msg'><b>{escape(step_words(step))}</b></p><p class='lf-quiet'>You go as: {escape(own.title.lower())}</p>")
    for one in there:
        rules = team.rules(one.seat)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f"<p class='lf-why'><b>{escape(rules.title)}{f', {escape(one.name)}' if one.name else ''}.</b> {escape(one.why)}</p>")
            st.button(
                "Leave out",
                key=f"team-out-{step.id}-{one.seat}",
                type="tertiary",
                on_click=act,
                args=(id, lambda arc, seat=one.seat: left_out(arc, step.id, seat)),
            )
    if lines:
        st.html(f'<div class="lf-note" role="note">{look.items(lines)}</div>')
    taken = {one.seat for one in there} | {step.who.seat}
    fits = [one for one in suggested(team, step, beside.shelf.personas.get(step.who.persona or "")) if one.id not in taken]
    for rules in fits:
        st.caption(look.plain(f"Worth bringing: {rules.title.lower()}. {rules.because}"))
    free = [seat for seat in SEATS if seat not in taken]
    if not free:
        return
    with st.popover("Bring somebody", icon=":material/person_add:", key=f"team-add-{step.id}"):
        first = fits[0].id if fits else free[0]
        seat: Seat = st.selectbox(
            "Which seat", free, index=free.index(first), format_func=lambda one: team.rules(one).title, key=f"team-seat-{step.id}-{len(there)}"
        )
        name = st.text_input("Who", key=f"team-name-{step.id}-{len(there)}", max_chars=80)
        why = st.text_input("What they are to do there", key=f"team-why-{step.id}-{len(there)}", max_chars=120)
        if st.button("Bring them", type="primary", key=f"team-put-{step.id}"):
            change(id, lambda arc: brought(arc, step.id, seat, name, why))
            st.rerun()


def seats(beside: Beside) -> None:
    st.subheader("The seats")
    people = {step.who.key: step.who for step in beside.plan.steps}
    for rules in beside.team.seats:
        with st.expander(rules.title, key=f"seat-{rules.id}"):
            st.html(f"<p class='lf-why'>{escape(rules.about)}</p><p><b>May say</b></p>{look.items(list(rules.may_say))}")
            st.html(f"<p><b>Leaves to others</b></p>{look.items(list(rules.never))}")
            cannot = [said for who in people.values() if (said := may_call(rules, who, beside.shelf.personas.get(who.persona or "")))]
            can = [who.name for who in people.values() if not may_call(rules, who, beside.shelf.personas.get(who.persona or ""))]
            may = [*(["May call on: " + ", ".join(can)] if can else []), *cannot]
            st.html(f"<p><b>In this plan</b></p>{look.items(may)}")
    st.caption("From prompts/seats.yaml. What your company says comes first: change the file to say it. Approved messages name their own seats as well.")
