"""What a call told of the place, as a draft account: kept only when asked for, and always with its gaps in sight."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.calls import KeptCall
from coach.content.errors import CoachError
from coach.debrief.draft_account import GAP, is_gap, parts
from coach.pages import look
from coach.pages.shell import calls, page, told


def account(kept: KeptCall) -> None:
    """What was heard of the place and what was not. One conversation, heard by rules: a draft, and no account one could rely on."""
    st.subheader("What it told you about the place")
    kept_already = calls().drafted(kept.id)
    try:
        found = kept_already or calls().account(kept.id)
    except CoachError as error:
        st.caption(look.plain(error.lines[0]))
        return
    mark = '<span class="lf-mark">unverified draft</span>'
    st.html(f'<p class="lf-quiet">{mark} One conversation, heard by rules. What is not known yet stays open.</p>')
    turns = {item.text.casefold(): item.turn for _, item in kept.call.learned.account}
    for title, lines in parts(found):
        st.markdown(f"**{title}**")
        st.html(f"<ul class='lf-list'>{''.join(f'<li>{_line(text, turns)}</li>' for text in lines)}</ul>")
    if kept_already is None:
        if st.button("Keep it as a draft account", icon=":material/add_home_work:", key="account-keep"):
            with told():
                calls().keep_account(kept.id)
            st.rerun()
        st.caption("It is then among your places in the plan, with the word draft in its name. Nobody else sees it.")
        return
    st.caption(f"Kept as “{look.plain(kept_already.name)}”, for you alone. It goes when you delete the call.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(page("plan"), label="Plan with it", icon=":material/route:")
        if st.button("Delete the draft", icon=":material/delete:", key="account-drop", type="tertiary"):
            with told():
                calls().drop_account(kept.id)
            st.rerun()


def _line(text: str, turns: dict[str, int]) -> str:
    """A line as HTML: a gap marked as one, anything heard with its turn."""
    if is_gap(text):
        return f'<span class="lf-mark">not known</span> {escape(text.removeprefix(GAP).removesuffix(" Ask.").rstrip("."))}'
    turn = next((number for said, number in turns.items() if said in text.casefold()), None)
    return escape(text) + (f" (turn {turn})" if turn is not None else "")
