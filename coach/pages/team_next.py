"""Who needs what next: one behaviour for each person, with its reason, in the order of the alphabet."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from coach.pages.shell import PAGES, coach, page
from coach.reviews.team import NextUp


def next_for_each(found: Sequence[NextUp]) -> None:
    st.subheader("Who needs what next")
    st.caption("From the last meetings that each handed in, against nobody but themselves. In the order of the alphabet.")
    titles: dict[str, str] = {item.id: item.title for item in coach().shelf.rubric().criteria}
    for one in found:
        with st.container(key=f"next-{one.who}"):
            st.html(words(one, titles))
            if one.criterion is not None:
                links(one, titles[one.criterion])


def words(one: NextUp, titles: dict[str, str]) -> str:
    name = escape(one.name)
    if not one.meetings:
        return f"<h4>{name}</h4><p>Has handed in no whole meeting yet. That says nothing about how they practise.</p>"
    if one.criterion is None:
        return f"<h4>{name}</h4><p>Nothing stands out. Somebody harder, or another purpose, would show more.</p>"
    others = f" After that: {escape(' and '.join(titles.get(id, id).lower() for id in one.others))}." if one.others else ""
    return f"<h4>{name}: {escape(titles[one.criterion])}</h4><p>{escape(one.reason)}{others}</p>"


def links(one: NextUp, title: str) -> None:
    with st.container(horizontal=True):
        if "assignments" in PAGES:
            st.page_link(
                page("assignments"),
                label=f"Ask for practice: {title.lower()}",
                icon=":material/add_task:",
                query_params={"person": one.who, "criterion": one.criterion or ""},
            )
        if "reviews" in PAGES:
            st.page_link(page("reviews"), label="What they handed in", icon=":material/rate_review:", query_params={"s": one.submission})
