"""Objectives by horizon with what serves them and what moved them, and the engagements that serve none."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from coach.accounts import objectives as goals
from coach.accounts.arc import ABOVE, HORIZON_WORDS, HORIZONS, Arc, Horizon
from coach.accounts.objectives import Progress
from coach.pages import look
from coach.pages.arc_edit import Beside, act, change, step_words

NONE = ""


def objectives(beside: Beside) -> None:
    st.html('<p class="lf-lead">What is to be different for them, in their terms. The long ones give the short ones their sense; engagements serve those.</p>')
    theirs(beside)
    found = goals.progress(beside.arc, beside.plan)
    for horizon in HORIZONS:
        st.subheader(HORIZON_WORDS[horizon])
        for item in found[horizon]:
            card(beside, item)
        adding(beside, horizon)
    unserved(beside)
    if lines := goals.missing(beside.arc, beside.plan):
        st.subheader("What does not hold")
        st.html(f'<div class="lf-note" role="note">{look.items(lines)}</div>')


def theirs(beside: Beside) -> None:
    """What the account itself says it wants, where that is known."""
    account = beside.shelf.accounts.get(beside.plan.account or "")
    if account is not None and account.objectives:
        with st.expander("What they say they want", icon=":material/domain:"):
            st.html(look.items(list(account.objectives)))


def card(beside: Beside, item: Progress) -> None:
    one, id = item.objective, beside.id
    with st.container(border=True, key=f"goal-{one.id}"):
        above = next((other for other in beside.arc.objectives if other.id == one.serves), None)
        serves = f"<p class='lf-quiet'>For: {escape(above.words)}</p>" if above else ""
        st.html(f"<p class='lf-msg'><b>{escape(one.words)}</b></p>{serves}<p class='lf-why'>{escape(item.says)}</p>")
        if item.steps or item.under:
            st.html(look.items([*(f"Served by: {step_words(step)}" for step in item.steps), *(f"Served by: {under.words}" for under in item.under)]))
        if one.evidence:
            with st.expander(f"What moved it ({len(one.evidence)})"):
                for moved in sorted(one.evidence, key=lambda each: each.day, reverse=True):
                    st.html(look.quote(moved.words, escape(f"{look.day(moved.day.isoformat())}{by(beside, moved.step, moved.meeting)}")))
        with st.container(horizontal=True):
            evidence(beside, one.id)
            editing(beside, item)
            st.button("Take it out", key=f"goal-out-{one.id}", type="tertiary", on_click=act, args=(id, lambda arc: goals.removed(arc, one.id)))


def by(beside: Beside, step: str, meeting: str) -> str:
    """Which engagement it was, in words."""
    found = next((one for one in beside.plan.steps if one.id == step), None)
    met = next((one for id, one in beside.meetings if id == meeting), None)
    return f", with {found.who.name}" if found else f", after the meeting with {met.who.name}" if met else ""


def evidence(beside: Beside, goal: str) -> None:
    with st.popover("It moved", icon=":material/trending_up:"):
        words = st.text_area("What moved it: what they did or said", key=f"goal-moved-{goal}", height=80, max_chars=300)
        day = st.date_input("On", value=beside.today, key=f"goal-day-{goal}", format="DD.MM.YYYY")
        places = {NONE: "No engagement of ours"}
        places |= {f"s:{step.id}": step_words(step) for step in beside.plan.steps if step.day <= beside.today}
        places |= {f"m:{id}": f"The real meeting with {met.who.name}, {look.day(met.day.isoformat())}" for id, met in beside.meetings}
        place = st.selectbox("By which engagement", list(places), format_func=places.__getitem__, key=f"goal-by-{goal}")
        if st.button("Keep it", type="primary", key=f"goal-keep-{goal}"):
            kind, _, id = place.partition(":")
            step, meeting = (id if kind == "s" else ""), (id if kind == "m" else "")
            change(beside.id, lambda arc: goals.moved(arc, goal, words, day, beside.today, step=step, meeting=meeting), "Kept as evidence.")
            st.rerun()


def editing(beside: Beside, item: Progress) -> None:
    one = item.objective
    with st.popover("Change", type="tertiary"):
        words = st.text_area("In their terms", value=one.words, key=f"goal-words-{one.id}", height=80, max_chars=300)
        serves = above(beside.arc, one.horizon, f"goal-serves-{one.id}", one.serves)
        reached: date | None = st.date_input("Reached on", value=one.reached, key=f"goal-reached-{one.id}", format="DD.MM.YYYY")
        if st.button("Keep it", type="primary", key=f"goal-change-{one.id}"):
            change(beside.id, lambda arc: goals.changed(arc, one.id, words, serves, reached))
            st.rerun()


def above(arc: Arc, horizon: Horizon, key: str, now: str = NONE) -> str:
    """Which longer objective it serves; nothing is asked where there is none."""
    longer = {one.id: one.words for one in arc.objectives if one.horizon == ABOVE.get(horizon)}
    if not longer:
        return NONE
    options = [NONE, *longer]
    start = options.index(now) if now in options else (1 if not now and len(longer) == 1 else 0)
    chosen: str = st.selectbox("Which longer one it serves", options, index=start, format_func=lambda id: longer.get(id, "None of them"), key=key)
    return chosen


def adding(beside: Beside, horizon: Horizon) -> None:
    with st.popover("Add an objective", icon=":material/add:", key=f"goal-add-{horizon}"):
        words = st.text_area("In their terms", key=f"goal-new-{horizon}-{beside.arc.made}", height=80, max_chars=300, placeholder=PLACEHOLDERS[horizon])
        serves = above(beside.arc, horizon, f"goal-new-serves-{horizon}-{beside.arc.made}")
        if st.button("Add it", type="primary", key=f"goal-put-{horizon}"):
            change(beside.id, lambda arc: goals.added(arc, horizon, words, serves))
            st.rerun()


PLACEHOLDERS: dict[Horizon, str] = {
    "three_years": "Every wound that comes back is counted, wherever it is treated",
    "year": "The committee decides on their own figure",
    "quarter": "One ward counts for four weeks",
}


def unserved(beside: Beside) -> None:
    """Each engagement with what it serves; those that serve nothing first, because they are what to think about."""
    if not beside.plan.steps:
        return
    st.subheader("What each engagement serves")
    nothing = {step.id for step in goals.unserving(beside.arc, beside.plan)}
    if nothing and beside.arc.objectives:
        some = "One engagement serves" if len(nothing) == 1 else f"{len(nothing)} engagements serve"
        st.warning(f"{some} no objective. Say which, or ask whether to go at all.", icon=":material/question_mark:")
    options = [NONE, *(one.id for one in beside.arc.objectives)]
    words = {one.id: f"{HORIZON_WORDS[one.horizon]}: {one.words}" for one in beside.arc.objectives}
    for step in sorted(beside.plan.steps, key=lambda step: (step.id not in nothing, step.day)):
        key = f"serves-{step.id}"
        st.session_state[key] = beside.arc.serves.get(step.id, NONE) if step.id not in nothing else NONE
        st.selectbox(step_words(step), options, format_func=lambda id: words.get(id, "Nothing yet"), key=key, on_change=serve, args=(beside.id, step.id, key))


def serve(id: str, step: str, key: str) -> None:
    chosen = str(st.session_state[key])
    change(id, lambda arc: goals.serving(arc, step, chosen))
