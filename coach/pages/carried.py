"""The messages that were chosen for a meeting when it was planned: beside it while it goes on, and what became of them afterwards."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.pages import look
from coach.pages.shell import practice
from coach.practice import Table


def beside(table: Table) -> None:
    """What the rep means to bring, with what must be said with it, and which of it was said by now."""
    found = practice().carries(table)
    if not found:
        return
    heard = set(table.meeting.state().heard)
    st.markdown("**You mean to bring**")
    rows = []
    for one in found:
        mark = ' <span class="lf-mark">said</span>' if one.id in heard else ""
        balance = f"<br><small>Say with it: {escape(one.balance)}</small>" if one.balance else ""
        rows.append(f"<li>{escape(one.text)}{mark}{balance}</li>")
    st.html(f'<ul class="lf-list">{"".join(rows)}</ul>')


def became(table: Table) -> None:
    """In a line: how many of them were heard; nothing where none was chosen."""
    found = practice().carries(table)
    if not found:
        return
    heard = set(table.meeting.state().heard) - set(table.meeting.setup.opening[table.persona.id].heard)
    left = [one.text for one in found if one.id not in heard]
    if not left:
        st.caption("They heard everything that you meant to bring.")
        return
    st.caption(f"Of {len(found)} {'message' if len(found) == 1 else 'messages'} that you meant to bring they heard {len(found) - len(left)}. Not heard:")
    st.html(look.items(left))
