"""Who needs what next: one behaviour for each person, with its reason, in the order of the alphabet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

import streamlit as st

from coach.assigned import Assigned
from coach.content.errors import CoachError
from coach.pages import look
from coach.pages.shell import coach, page, viewer
from coach.reviews.team import NextUp

DAYS = timedelta(days=14)
"""Until when something is asked for."""


def next_for_each(found: Sequence[NextUp]) -> None:
    st.subheader("Who needs what next")
    st.caption(
        "From the last meetings that each handed in and you gave back, against nobody but themselves. In the order of the alphabet. "
        "What still waits for your review is left out, so that you score it before you see what was measured."
    )
    titles: dict[str, str] = {item.id: item.title for item in coach().shelf.rubric().criteria}
    for one in found:
        with st.container(key=f"next-{one.who}"):
            st.html(words(one, titles))
            if one.criterion is not None:
                links(one, titles[one.criterion])


def words(one: NextUp, titles: dict[str, str]) -> str:
    name = escape(one.name)
    if not one.meetings:
        return f"<h4>{name}</h4><p>No whole meeting of theirs was reviewed yet. That says nothing about how they practise.</p>"
    if one.criterion is None:
        return f"<h4>{name}</h4><p>Nothing stands out. Somebody harder, or another purpose, would show more.</p>"
    others = f" After that: {escape(' and '.join(titles.get(id, id).lower() for id in one.others))}." if one.others else ""
    return f"<h4>{name}: {escape(titles[one.criterion])}</h4><p>{escape(one.reason)}{others}</p>"


def links(one: NextUp, title: str) -> None:
    with st.container(horizontal=True):
        done = st.session_state.get(f"asked-{one.who}")
        if done == one.criterion:
            st.page_link(page("assignments"), label="Asked. See it among the assignments", icon=":material/check:")
        else:
            st.button("Ask for it: three tries in two weeks", icon=":material/add_task:", key=f"ask-{one.who}", on_click=ask, args=(one,), help=with_whom(one))
        st.page_link(page("reviews"), label="Where it was last low", icon=":material/rate_review:", query_params={"s": one.submission})


def with_whom(one: NextUp) -> str:
    found = coach().shelf.personas.get(one.persona)
    return f"With {found.name}, where it was last low. You can change the day, or withdraw it, under Assignments." if found else ""


def ask(one: NextUp) -> None:
    """Ask somebody to practise what would help them most."""
    today = date.today()
    try:
        Assigned(coach(), viewer()).ask(
            one.who,
            criterion=one.criterion or "",
            due=today + DAYS,
            why=one.reason,
            today=today,
            persona=one.persona if one.persona in coach().shelf.personas else None,
        )
        st.session_state[f"asked-{one.who}"] = one.criterion
    except CoachError as error:
        for line in error.lines:
            st.toast(look.plain(line), icon=":material/error:")
