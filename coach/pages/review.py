"""One review: the rep's question on top, the transcript beside the levels, then what is asked of the rep, and back to them."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.content.errors import CoachError
from coach.pages import look, review_shown
from coach.pages.review_desk import DESKS, Desk, desk, fill, keep, keep_over, own_words, reload, typed, while_typing
from coach.pages.review_levels import levels
from coach.pages.review_turns import transcript
from coach.pages.shell import page, reviewing, told, viewer
from coach.pages.shortcuts import shortcuts
from coach.pages.typed import commit_while_typing
from coach.reviews.queue import since
from coach.reviews.review import DECISION_QUESTIONS, MOST_QUESTION, MOST_WORDS
from coach.roleplay.purposes import KINDS
from coach.store.errors import NotYours
from coach.store.tables import now


def show(id: str) -> None:
    """The review of one submission. What can no longer be read is said, and what was typed stays to be copied."""
    had: Desk | None = st.session_state.get(DESKS + id)
    if had is not None:
        had.review = typed(had)  # Whatever the database says next, it is in hand.
    try:
        found = desk(id)
        fill(found)
        keep(found)
    except NotYours as error:
        gone(error, had)
        return
    head(found)
    if found.given:
        finished(found)
        return
    shortcuts()
    commit_while_typing("rv")
    with st.container(key="rv"):
        trouble(found)
        left, right = st.columns([1.5, 1], gap="large")
        with left:
            st.subheader("What was said")
            transcript(found)
        with right, st.container(key="rv-side"):
            if found.opened.criteria:
                levels(found)
            else:  # A moment is not scored: four turns are too few.
                ask(found)
        if found.opened.criteria:
            ask(found)
    give_back(found)


def gone(error: CoachError, had: Desk | None) -> None:
    """It was taken back, or the viewer's role was: what they typed is theirs all the same."""
    st.title("Review")
    for line in error.lines:
        st.error(look.plain(line), icon=":material/error:")
    if had is not None and (words := own_words(had)):
        st.caption("What you wrote, to copy:")
        st.code(words, language=None, wrap_lines=True)
    st.page_link(page("reviews"), label="To the queue", icon=":material/inbox:")


def head(desk: Desk) -> None:
    """Whose it is, whom they met, and what they ask."""
    about, setup = desk.opened.submission, desk.opened.table.meeting.setup
    who = "You" if about.owner == viewer().id else about.name or "Your rep"
    persona = desk.opened.table.persona
    kind = next((kind.title for name, kind in KINDS.items() if name == setup.purpose), "")
    what = "the whole meeting" if about.turn is None else f"the moment at turn {about.turn}"
    st.title(f"{look.plain(who)} with {look.plain(persona.name)}")
    st.html(
        f'<p class="lf-eyebrow">{escape(persona.title)} &middot; {escape(kind.lower())} &middot; {setup.difficulty} &middot; {what} '
        f"&middot; waiting {since(about.created_at, now())}</p>"
        f'<div class="lf-focus"><p class="lf-eyebrow">{"Your" if who == "You" else "Their"} question</p><p class="lf-ask">{escape(about.question)}</p></div>'
    )
    outcome = desk.opened.table.meeting.outcome
    if about.turn is None and outcome is not None:
        title, words = look.OUTCOMES[outcome.kind]
        step = f"{outcome.owner} will {outcome.action}, by {look.day(outcome.date)}." if outcome.action else words
        st.html(f'<p class="lf-quiet"><b>How it ended.</b> {escape(title)}. {escape(step)}</p>')


def trouble(desk: Desk) -> None:
    """Whether what is typed is kept; where it is not, why, and what to do."""
    if desk.behind:
        st.error("This review was saved in another tab or window since you opened it here. What you typed is still here.", icon=":material/sync_problem:")
        with st.container(horizontal=True):
            st.button("Keep what stands here", icon=":material/save:", key=desk.key("over"), on_click=keep_over, args=(desk,))
            st.button("Take the other one", type="tertiary", icon=":material/refresh:", key=desk.key("reload"), on_click=reload, args=(desk.id,))
        return
    for line in desk.problems:
        st.error(look.plain(f"{line} Until then this is in this window only."), icon=":material/edit_off:")
    if not desk.problems:
        st.caption(":material/save: Kept as you type. The rep sees nothing until you give it back.")


def ask(desk: Desk) -> None:
    """Questions about the decision, and a closing word."""
    st.subheader("Ask about the decision")
    st.html('<p class="lf-quiet">The rep answers in their own words. One question that makes them think beats three comments.</p>')
    st.pills("Ask", DECISION_QUESTIONS, selection_mode="multi", key=desk.key("questions"), label_visibility="collapsed")
    st.text_input(
        "Or in your own words",
        key=desk.key("own-question"),
        on_change=while_typing,
        args=(desk,),
        max_chars=MOST_QUESTION,
        placeholder="Who else in that unit would know?",
    )
    st.text_area(
        "In closing",
        key=desk.key("closing"),
        on_change=while_typing,
        args=(desk,),
        height=100,
        max_chars=MOST_WORDS,
        placeholder="An answer to their question, in a sentence or two.",
    )


def give_back(desk: Desk) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="rv-give"):
        if st.button("Give it back", type="primary", icon=":material/reply:", key=desk.key("give"), disabled=bool(desk.problems) or desk.behind):
            try:
                reviewing().give_back(desk.opened)
            except CoachError as error:
                for line in error.lines:
                    st.error(look.plain(line), icon=":material/edit:")
                return
            st.rerun()
        st.page_link(page("reviews"), label="Later", icon=":material/inbox:")
    for line in desk.problems:
        st.caption(f":material/edit_off: {look.plain(line)}")


def finished(desk: Desk) -> None:
    """Given back: the next one, and what was said with what the rep answered."""
    with told():
        following = reviewing().next_after(desk.id)
        answers = reviewing().answers(desk.id)
    st.success("Given back. It stays as it is now.", icon=":material/mark_email_read:")
    with st.container(horizontal=True, key="rv-next"):
        if following is not None:
            label = f"Next: {following.name or 'you'}, with {following.person}"
            st.page_link(page("reviews"), label=look.plain(label), icon=":material/arrow_forward:", query_params={"s": following.id})
        st.page_link(page("reviews"), label="To the queue" if following else "That was the last one. To the queue", icon=":material/inbox:")
    review_shown.read_only(desk.review, desk.opened.table, desk.opened.titles, answers)
