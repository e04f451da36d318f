"""What came back: what the manager says to a meeting, questions to answer, overrides to answer, and done."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.content.errors import CoachError
from coach.debrief.records import Report
from coach.pages import look, review_shown
from coach.pages.again import again
from coach.pages.shell import addressed, lookback, page, reviewing, told
from coach.pages.submit import standing, trail
from coach.pages.typed import commit_while_typing
from coach.reviewing import CameBack
from coach.reviews.review import MOST_WORDS, OVERRIDE, ReviewDocument


def main() -> None:
    id = st.query_params.get("s", "")
    addressed("returned", "s", id)
    with told():
        if id:
            one(reviewing().came_back(id))
        else:
            listing()


def listing() -> None:
    st.title("What came back")
    handed = reviewing().handed_in()
    if not handed:
        st.html('<p class="lf-lead">You have handed in nothing yet. On a debrief, hand your manager one moment with one question.</p>')
        st.page_link(page("debrief"), label="Your debriefs", icon=":material/rate_review:")
        return
    st.html('<p class="lf-lead">What you handed in, and where it stands.</p>')
    for found in handed:
        with st.container(border=True, key=f"handed-{found.id}", gap="small"):
            st.page_link(
                page("debrief"), label=look.plain(f"Your meeting with {found.person}"), icon=":material/rate_review:", query_params={"m": found.meeting}
            )
            standing(found)
    if text := reviewing().digest():
        with st.expander("Your week, as text to copy", icon=":material/mail:"):
            st.code(text, language=None, wrap_lines=True)


def one(found: CameBack) -> None:
    about, review = found.submission, found.review
    st.title(f"What came back on {look.plain(found.table.persona.name)}")
    st.html(trail(about))
    st.page_link(page("debrief"), label="The debrief", icon=":material/rate_review:", query_params={"m": about.meeting})
    if review is None:
        st.html(look.quote(about.question, "your question"))
        st.info("It has not come back yet.", icon=":material/hourglass_empty:")
        return
    review_shown.closing(review, about.question)
    commit_while_typing("returned")
    with st.container(key="returned"):
        if review.moment is not None:
            st.subheader("Where your manager would have decided differently")
            review_shown.moment(review, found.table)
            again(found.table, review.moment.turn, f"Try again from turn {review.moment.turn}", "primary", "returned")
        if review.questions:
            st.subheader("To answer")
            for at, question in enumerate(review.questions):
                answer(about.id, question, question, about.answers.get(question, ""), f"question-{at}")
        if review.comments:
            st.subheader("Beside your turns")
            review_shown.comments(review, found.table)
        scores(found, review)
    if about.state == "done":
        st.caption(":material/check: You have read it. You can still answer.")
    elif st.button("I have read it", type="primary", icon=":material/check:", key="done"):
        with told():
            reviewing().done(about.id)
        st.rerun()


def scores(found: CameBack, review: ReviewDocument) -> None:
    """Both scores, and what was overruled with the reason and the rep's answer."""
    if found.submission.turn is not None or not (review.levels or review.overrides):
        return
    report: Report = lookback().report(found.table)
    titles: dict[str, str] = {item.id: item.title for item in found.rubric.criteria}
    if review.overrides:
        st.subheader("Overruled")
        st.html('<p class="lf-quiet">Both levels are kept. What was measured stays in your debrief and in your progress.</p>')
        for id, item in review.overrides.items():
            with st.container(border=True, key=f"overruled-{id}"):
                st.html(review_shown.override(titles.get(id, id), item.level, item.measured, item.reason))
                answer(found.submission.id, OVERRIDE + id, "Your answer, if you have one", item.answer, f"override-{id}")
    if any(level is not None for level in review.levels.values()):
        st.subheader("Their levels beside the measured ones")
        review_shown.levels(review, titles, {item.id: item.level for item in report.criteria})


def answer(id: str, key: str, label: str, before: str, name: str) -> None:
    """A field for an answer, kept as it is typed."""
    field = f"answer-{id}-{name}"
    st.session_state.setdefault(field, before)
    words = st.text_area(label, key=field, height=90, max_chars=MOST_WORDS)
    if words.strip() == before.strip():
        return
    try:
        reviewing().answer(id, key, words)
        st.caption(":material/save: Kept. Your manager can read it.")
    except CoachError as error:
        for line in error.lines:
            st.html(f'<p class="lf-fault">{escape(line)} Until then this is in this window only.</p>')


main()
