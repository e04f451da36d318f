"""The plan that both sides sign: what goes into it, what one would rather mend first, and the files."""

from __future__ import annotations

from functools import partial

import streamlit as st

from coach.accounts.arc import HORIZON_WORDS, with_
from coach.accounts.joint import as_markdown, as_word, doubts, joint
from coach.pages import look
from coach.pages.arc_edit import Beside, change
from coach.pages.plan_take import WORD


def joint_plan(beside: Beside) -> None:
    st.html('<p class="lf-lead">A page that both can sign: what it is for, in their terms, and who does what by when. Nothing else.</p>')
    left, right = st.columns(2)
    customer = left.text_input("What they are called in it", value=beside.account, key=f"joint-them-{beside.id}", max_chars=80)
    us = right.text_input("What we are called", value="our team", key=f"joint-us-{beside.id}", max_chars=80)
    found = beside.owed
    words = {one.id: f"{HORIZON_WORDS[one.horizon]}: {one.words}" for one in beside.arc.objectives if one.reached is None}
    words |= {one.id: f"{'We' if one.side == 'ours' else 'They'}: {one.action}" for one in found if not one.settled}
    if words:
        key = f"joint-in-{beside.id}"
        st.session_state[key] = [id for id in words if id not in beside.arc.kept_out]
        st.multiselect("What stands in it", list(words), format_func=words.__getitem__, key=key, on_change=choose, args=(beside.id, key, list(words)))
    made = joint(beside.arc, found, customer, us, beside.today, beside.fictional)
    if lines := doubts(made):
        st.html(f'<div class="lf-note" role="note"><b>Before you put it on the table</b>{look.items(lines)}</div>')
    with st.container(border=True, key="joint-paper"):
        st.markdown(as_markdown(made))
    with st.container(horizontal=True, key="joint-files"):
        st.download_button("Word", partial(as_word, made), f"{made.file_name}.docx", WORD, key="joint-docx", icon=":material/description:", on_click="ignore")
        text = partial(as_markdown, made)
        st.download_button("Markdown", text, f"{made.file_name}.md", "text/markdown", key="joint-md", icon=":material/text_snippet:", on_click="ignore")


def choose(id: str, key: str, all: list[str]) -> None:
    wanted = set(st.session_state[key])
    change(id, lambda arc: with_(arc, kept_out=[*(one for one in arc.kept_out if one not in all), *(one for one in all if one not in wanted)]))
