"""Reviews: what waits for a manager, by what was asked for, the oldest first; and one review at its address."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.pages import look, review
from coach.pages.review_desk import clear_desks
from coach.pages.shell import addressed, page, reviewing, told, viewer
from coach.reviews.queue import since
from coach.store.submissions import Submission
from coach.store.tables import now


def main() -> None:
    id = st.query_params.get("s", "")
    addressed("reviews", "s", id)
    if id:
        with told():
            review.show(id)
        return
    clear_desks()
    st.title("Reviews")
    if not viewer().may_lead:
        st.html('<p class="lf-lead">Here a manager reads what their people hand in. What came back to you stands under What came back.</p>')
        st.page_link(page("returned"), label="What came back", icon=":material/mark_email_read:")
        return
    with told():
        groups = reviewing().queue()
        back = reviewing().given_back()
    if not groups:
        st.html('<p class="lf-lead">Nothing waits for you.</p>')
        if viewer().alone:
            st.html('<p class="lf-quiet">You work alone here: hand in a meeting from its debrief, and it waits here for you to read as a manager would.</p>')
            st.page_link(page("debrief"), label="Your debriefs", icon=":material/rate_review:")
    else:
        st.html('<p class="lf-lead">What your people want to know. The longest wait comes first.</p>')
    for group in groups:
        st.subheader(group.title)
        st.caption(group.takes)
        for one in group.waiting:
            row(one)
    if back:
        with st.expander("Given back lately", icon=":material/reply:"):
            for one in back:
                answered = sum(bool(words.strip()) for words in one.answers.values())
                says = f"{one.state}, {answered} answered" if answered else one.state
                with st.container(horizontal=True, vertical_alignment="center", key=f"back-{one.id}"):
                    st.page_link(page("reviews"), label=who(one), icon=":material/reply:", query_params={"s": one.id})
                    st.caption(says)

    week()


def week() -> None:
    """The weekly letter, to copy where no mail server sends it."""
    if text := reviewing().digest():
        with st.expander("Your week, as text to copy", icon=":material/mail:"):
            st.code(text, language=None, wrap_lines=True)
            st.caption("No words of anybody's: only names, counts and where to find it. `python -m coach digest` prints one for each person, or sends it.")


def row(one: Submission) -> None:
    """Who, whom they met, what they ask, since when."""
    opened = " · you began" if one.state == "in review" else ""
    with st.container(border=True, key=f"waits-{one.id}", gap="small"):
        st.page_link(page("reviews"), label=who(one), icon=":material/rate_review:", query_params={"s": one.id})
        st.html(look.quote(one.question, f"{'' if one.turn is None else f'turn {one.turn} &middot; '}waiting {escape(since(one.created_at, now()))}{opened}"))


def who(one: Submission) -> str:
    return look.plain(f"{'You' if one.owner == viewer().id else one.name or 'Your rep'}, with {one.person}")


main()
