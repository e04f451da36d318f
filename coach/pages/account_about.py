"""What may be known of an account before anybody is met. Never where the pathway stalls, and nothing of how it really is."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from coach.content.account import Account
from coach.content.shelf import Shelf
from coach.pages import cards, look


def about(account: Account, shelf: Shelf, today: date) -> None:
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        st.html(f'<p class="lf-eyebrow">Briefing</p><p class="lf-why">{escape(account.briefing)}</p>')
        st.html(f'<p class="lf-eyebrow">Setting</p><p class="lf-why">{escape(account.setting)}</p>')
        listed("What presses on them", account.pressures)
        listed("What they want to reach", account.objectives)
        st.subheader("The pathway")
        st.html(f"<ol class='lf-list'>{''.join(f'<li>{escape(step.title)}</li>' for step in account.pathway)}</ol>")
        st.caption("Where it speeds up and where it stalls is for you to find out.")
        listed("Names people drop", account.people)
    with right:
        listed("How one gets in", account.access_rules)
        coming = [entry for entry in account.calendar if entry.on >= today] or account.calendar
        st.subheader("Calendar")
        st.html(look.items([f"{entry.on.day} {entry.on:%B %Y}: {entry.what}" for entry in coming[:8]]))
        if len(coming) > 8:
            with st.expander(f"And {len(coming) - 8} more days"):
                st.html(look.items([f"{entry.on.day} {entry.on:%B %Y}: {entry.what}" for entry in coming[8:]]))
        people = [persona for persona in cards.by_account(shelf).get(account.id, [])]
        if people:
            st.subheader("Whom you can meet")
            st.html(look.items([f"{persona.name}, {persona.title} ({persona.role_family})" for persona in people]))


def listed(title: str, lines: list[str]) -> None:
    if lines:
        st.subheader(title)
        st.html(look.items(lines))
