"""Where everybody stands in the sales process: exit tests answered in words, and the plan B where one is not."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.accounts.arc import with_
from coach.accounts.process import WHOLE, Standing, back, pass_step, stands
from coach.content.process import Process
from coach.pages import look
from coach.pages.arc_edit import Beside, act, change


def process(beside: Beside) -> None:
    rules = beside.process
    st.html('<p class="lf-lead">A step is passed when its question is answered in words: who said or did what. A date passes nothing.</p>')
    choose(beside, rules)
    people = {WHOLE: f"{beside.account}, as a whole"} | {step.who.key: step.who.name for step in beside.plan.steps}
    board(beside, rules, people)
    key = st.selectbox("Whose step to look at", list(people), format_func=people.__getitem__, key="process-who")
    whose(beside, rules, key)
    with st.expander("All the steps", icon=":material/list:"):
        for number, step in enumerate(rules.steps, 1):
            st.html(
                f"<p class='lf-criterion'><b>{number}. {escape(step.title)}.</b> {escape(step.about)}</p>"
                f"<p class='lf-quiet'>To pass: {escape(step.exit_test)}<br>Plan B: {escape(step.plan_b)}</p>"
            )
        st.caption(look.plain(f"{rules.title}, version {rules.version}, from prompts/processes/{rules.id}.yaml."))


def choose(beside: Beside, rules: Process) -> None:
    if len(beside.shelf.processes) < 2:
        return
    names = {id: one.title for id, one in beside.shelf.processes.items()}
    st.session_state["process-which"] = rules.id
    st.selectbox("Which process", list(names), format_func=names.__getitem__, key="process-which", on_change=chosen, args=(beside.id,))


def chosen(id: str) -> None:
    name = str(st.session_state["process-which"])
    change(id, lambda arc: with_(arc, process=name))


def board(beside: Beside, rules: Process, people: dict[str, str]) -> None:
    """Everybody and the step they stand in."""
    rows = []
    for key, name in people.items():
        standing = stands(beside.arc, key, rules)
        where = standing.next.title if standing.next else "Through all of them"
        last = f"“{standing.passed[-1][1].words}”" if standing.passed else "no evidence yet"
        rows.append(f"<li><b>{escape(name)}</b>: {escape(where)}<br><small class='lf-quiet'>{escape(last)}</small></li>")
    st.html(f"<ul class='lf-list'>{''.join(rows)}</ul>")


def whose(beside: Beside, rules: Process, key: str) -> None:
    standing: Standing = stands(beside.arc, key, rules)
    for step, passed in standing.passed:
        st.html(look.quote(passed.words, escape(f"{step.title}, passed on {look.day(passed.day.isoformat())}")))
    for gone in standing.gone:
        st.html(look.quote(gone.words, escape(f"A step that the process does not have any more, {look.day(gone.day.isoformat())}")))
    if standing.next is not None:
        following = standing.next
        with st.container(border=True, key="process-next"):
            st.html(f"<h3>{escape(following.title)}</h3><p class='lf-why'>{escape(following.about)}</p><p><b>To pass.</b> {escape(following.exit_test)}</p>")
            field = f"process-words-{key}-{following.id}"
            words = st.text_area("The answer, in words", key=field, max_chars=300, height=80, placeholder="Who said or did what")
            day = st.date_input("True since", value=beside.today, key=f"{field}-day", format="DD.MM.YYYY")
            if st.button("It is passed", type="primary", icon=":material/check:", key="process-pass"):
                change(beside.id, lambda arc: pass_step(arc, key, rules, following.id, words, day, beside.today), f"“{following.title}” is passed.")
                st.rerun()
            st.html(f"<p class='lf-quiet'><b>Plan B.</b> {escape(following.plan_b)}</p>")
    if standing.passed:
        st.button("The last one does not hold any more", type="tertiary", key="process-back", on_click=act, args=(beside.id, lambda arc: back(arc, key, rules)))
