"""Asking: one assignment or a whole programme, and how far those who were asked have come."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

import streamlit as st

from coach.assigned import Assigned
from coach.campaigns import Campaigns
from coach.content.errors import CoachError
from coach.content.programme import FEWEST, LONGEST
from coach.pages import look
from coach.pages.assignments_card import certificate, heading
from coach.pages.shell import coach, page, viewer
from coach.reviews import assignments as words
from coach.store.assignments import Assignment
from coach.store.people import Person

DAYS = 14
"""Until when something is asked for, unless another day is chosen."""


def theirs(assigned: Assigned) -> None:
    people = coach().store.people.led(viewer())
    if not people and not viewer().alone:
        st.html('<p class="lf-lead">Nobody is set as one of yours yet. Whoever runs this installation sets who leads whom.</p>')
        return
    st.html(f'<p class="lf-lead">{escape(words.SEEN)}</p>')
    names = {one.id: one.name for one in people} or {viewer().id: "You"}
    if viewer().alone:
        st.caption("You work here alone, so whom you lead is yourself.")
    asking(assigned, names)
    course(assigned, names)
    progress(assigned, people)


def asking(assigned: Assigned, names: dict[str, str]) -> None:
    """One assignment: who, with whom, which behaviour, how often, by when, why."""
    shelf = coach().shelf
    accounts = {one.id: one for one in Campaigns(coach(), viewer()).accounts()}
    titles = assigned.titles()
    places = [*(f"persona/{id}" for id in shelf.personas), *(f"campaign/{id}" for id in accounts)]

    person, criterion = st.session_state.pop("ask-from", ("", ""))
    if came := person in names:
        st.session_state["ask-person"] = person
        if criterion in titles:
            st.session_state["ask-behaviour"] = criterion

    def place(value: str) -> str:
        kind, id = value.split("/")
        return f"{shelf.personas[id].name}, {shelf.personas[id].title}" if kind == "persona" else f"The campaign at {accounts[id].name}"

    with st.expander("Ask somebody to practise", icon=":material/add_task:", key="asking", expanded=came), st.form("ask", border=False):
        person = st.selectbox("Whom you ask", list(names), format_func=names.__getitem__, key="ask-person")
        where = st.selectbox("With whom, or in which campaign", places, format_func=place, key="ask-where")
        criterion = st.selectbox("The one behaviour", list(titles), format_func=titles.__getitem__, key="ask-behaviour")
        with st.container(horizontal=True):
            tries = st.number_input("Tries, at least", FEWEST, 20, FEWEST, key="ask-tries")
            due = st.date_input("By", date.today() + timedelta(days=DAYS), date.today(), date.today() + timedelta(days=LONGEST), key="ask-due")
        why = st.text_area(
            "Why, in a line of your own", max_chars=400, height=80, key="ask-why", placeholder="What would be different in the field if this went well?"
        )
        if st.form_submit_button("Ask", type="primary", icon=":material/send:") and where and person and criterion:
            kind, id = where.split("/")
            act(
                lambda: assigned.ask(
                    person, criterion=criterion, due=due, why=why, today=date.today(), tries=int(tries),
                    persona=id if kind == "persona" else None, campaign=id if kind == "campaign" else None,
                ),
                "Asked. It stands on their start page.",
            )  # fmt: skip


def course(assigned: Assigned, names: dict[str, str]) -> None:
    """A programme, step by step, and its start with somebody."""
    programmes = {one.id: one for one in assigned.programmes()}
    if not programmes:
        return
    with st.expander("Begin a programme", icon=":material/format_list_numbered:", key="course"):
        id = st.selectbox("Which", list(programmes), format_func=lambda one: programmes[one].title, key="course-which")
        start = st.date_input("Start", date.today(), date.today() - timedelta(days=7), date.today() + timedelta(days=90), key="course-start")
        chosen, titles = programmes[id], assigned.titles()
        st.markdown(look.plain(chosen.about))
        steps = words.steps_of(chosen, start)
        st.html(look.items([f"{titles.get(one.criterion, one.criterion)}, {assigned.where(one)}, by {look.day(one.due.isoformat())}" for one in steps]))
        if (rules := chosen.certification) is not None:
            st.caption(
                f"The last step ends in a certification: a whole meeting without hints and from its beginning, no claim that had to be stopped, "
                f"and two raters who scored blind, both at level {rules.bar} or above and at most {levels(rules.tolerance)} apart."
            )
        person = st.selectbox("With whom", list(names), format_func=names.__getitem__, key="course-person")
        if st.button("Begin it", type="primary", icon=":material/play_arrow:", key="course-begin"):
            act(lambda: assigned.start(person, id, start), "Begun. The first step stands on their start page.")
        st.caption("Programmes are files in prompts/programmes/. Enablement writes them; python -m coach content lint reads them over.")


def levels(number: int) -> str:
    return "one level" if number == 1 else f"{number} levels"


def progress(assigned: Assigned, people: list[Person]) -> None:
    """How far everybody has come, by person and day. Nobody is compared with anybody."""
    if done := st.session_state.pop("assignments-done", None):
        st.success(done, icon=":material/check:")
    found = coach().store.assignments.led(viewer())
    if not found:
        st.caption("Nothing has been asked yet.")
        return
    names = {one.id: one.name for one in people}
    for owner in sorted({one.owner for one in found}, key=lambda id: names.get(id, id)):
        st.subheader(look.plain(names.get(owner) or "You"))
        for one in [one for one in found if one.owner == owner]:
            line(assigned, one)


def line(assigned: Assigned, one: Assignment) -> None:
    asked = one.asked
    with st.container(border=True, key=f"asked-{one.id}"):
        st.html(
            f'{heading(assigned, one)}<p class="lf-quiet">{escape(words.progress(one.tries, asked.tries))}. {escape(words.days_words(one.tries))} '
            f"{escape(words.due_words(asked.due, date.today(), one.stage))}</p>"
        )
        certificate(assigned, one)
        with st.container(horizontal=True, vertical_alignment="center"):
            if one.handed_in and one.handed_in[0].submission:
                st.page_link(page("reviews"), label="What was handed in", icon=":material/inbox:", query_params={"s": one.handed_in[0].submission})
            if one.open:
                with st.popover("Another day", icon=":material/event:", key=f"move-{one.id}"):
                    due = st.date_input("By", max(asked.due, date.today()), date.today(), date.today() + timedelta(days=LONGEST), key=f"move-due-{one.id}")
                    if st.button("Keep", type="primary", key=f"move-keep-{one.id}"):
                        act(lambda: assigned.move(one.id, due, date.today()))
            if one.stage != "done":
                with st.popover("Withdraw", icon=":material/delete:", key=f"withdraw-{one.id}"):
                    st.markdown("They are no longer asked for this. What they tried stays theirs; what they handed in stays handed in.")
                    if st.button("Withdraw it", key=f"withdraw-now-{one.id}"):
                        act(lambda: coach().store.assignments.withdraw(viewer(), one.id))


def act(do: object, after: str = "") -> None:
    """Do it and draw the page anew; what speaks against it is said where it was asked for, and what was typed stays."""
    try:
        do()  # type: ignore[operator]
    except CoachError as error:
        for line in error.lines:
            st.error(look.plain(line), icon=":material/error:")
        return
    if after:
        st.session_state["assignments-done"] = after
    st.rerun()
