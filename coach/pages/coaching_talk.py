"""A talk: choosing with whom, the brief, what was agreed, notes for oneself; and the same from the other chair."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

import streamlit as st

from coach.assigned import Assigned
from coach.content.errors import CoachError
from coach.pages import look
from coach.pages.coaching_paper import body
from coach.pages.shell import coach, page, viewer
from coach.reviews.session import Brief, FollowUp, Held, How, Step, Who, followed_words, step_words
from coach.store.sessions import CoachingSession

WEEKS = 2
"""Until when a step is agreed, unless another day is chosen."""
HOWS: dict[How, str] = {"done": "Done", "partly": "In part", "not yet": "Not yet"}
ONLY_YOURS = "Only you see these notes: not the one they are about, not whoever leads you, not an admin in this app. They are in no export but your own."
MADE_OF = (
    "Whoever leads you prepares a talk from what you handed in: what changed since the last one, two moments, one question. Meetings that you "
    "did not hand in are in no brief. The agreed step is seen by the two of you. Either of you may keep notes that the other does not see."
)


def with_somebody(assigned: Assigned) -> None:
    people = coach().store.people.led(viewer())
    names = {one.id: one.name for one in people} or ({viewer().id: "You"} if viewer().alone else {})
    if not names:
        st.html('<p class="lf-lead">Nobody is set as one of yours yet. Whoever runs this installation sets who leads whom.</p>')
        return
    asked = st.query_params.get("with", "")
    ids = list(names)
    person = st.selectbox("With", ids, index=ids.index(asked) if asked in names else 0, format_func=names.__getitem__, key="coaching-with")
    st.query_params["with"] = person
    if st.session_state.get("coaching-opened") != person:
        coach().store.sessions.opened(viewer(), person)
        st.session_state["coaching-opened"] = person
    made, sessions = assigned.brief(person)
    with st.container(border=True, key="coaching-brief"):
        st.html(f'<article class="lf-paper">{body(made, sessions, names[person])}</article>')
        replay(made, person)
        with st.container(horizontal=True, vertical_alignment="center"):
            if sessions:
                follow_up(sessions[0], "lead")
            st.page_link(page("coaching"), label="One page, to print", icon=":material/print:", query_params={"paper": person})
    agree(made, person, names[person])
    notes(person)
    earlier(sessions, names[person], "You")


def replay(made: Brief, person: str) -> None:
    """Links to the two moments, where they can be read."""
    with st.container(horizontal=True):
        for one in made.moments:
            label = f"Turn {one.turn}, with {one.person}"
            if person != viewer().id:
                st.page_link(page("reviews"), label=label, icon=":material/replay:", query_params={"s": one.submission})
            elif person == viewer().id:
                st.page_link(page("debrief"), label=label, icon=":material/replay:", query_params={"m": one.meeting})


def agree(made: Brief, person: str, name: str) -> None:
    """After the talk: who does what by when."""
    st.subheader("After the talk")
    with st.form("agree", border=True):
        what = st.text_input("The step you agreed on", max_chars=300, key=f"agree-what-{person}", placeholder="One thing, small enough to be done by the day")
        who: Who = st.radio("Who does it", ("rep", "lead"), format_func={"rep": name, "lead": "You"}.__getitem__, horizontal=True, key=f"agree-who-{person}")
        with st.container(horizontal=True):
            by = st.date_input("By", date.today() + timedelta(weeks=WEEKS), key=f"agree-by-{person}")
            held_on = st.date_input("The talk was on", date.today(), max_value=date.today(), key=f"agree-on-{person}")
        st.caption("Both of you see this.")
        if st.form_submit_button("Keep it", type="primary"):
            if not what.strip():
                st.error("Write the step you agreed on, in a line.", icon=":material/error:")
                return
            act(lambda: coach().store.sessions.hold(viewer(), person, held_on, Held(question=made.question, step=Step(what=what, who=who, by=by))))


def became(session: CoachingSession, rep: str, lead: str) -> None:
    """What was agreed and what became of it, from the rep's chair."""
    step = session.held.step
    with st.container(border=True, key=f"became-{session.id}"):
        st.html(
            f'<p class="lf-eyebrow">Agreed on {escape(look.day(session.held_on.isoformat()))}</p>'
            f'<p class="lf-why">{escape(step_words(step, rep, lead))}</p>'
            f'<p class="lf-quiet">{escape(followed_words(session.held.followed, step, date.today()))}</p>'
        )
        follow_up(session, "rep")


def follow_up(session: CoachingSession, side: Who) -> None:
    """Say what became of the agreed step; either of the two may."""
    with st.popover("Say what became of the step", icon=":material/flag:", key=f"follow-{session.id}"), st.form(f"follow-form-{session.id}", border=False):
        how: How = st.radio("How it went", list(HOWS), format_func=HOWS.__getitem__, horizontal=True, key=f"follow-how-{session.id}")
        words = st.text_input("In a line (optional)", max_chars=300, key=f"follow-words-{session.id}")
        if st.form_submit_button("Keep it", type="primary"):
            act(lambda: coach().store.sessions.follow_up(viewer(), session.id, FollowUp(how=how, words=words.strip(), said_by=side), session.revision))


def notes(person: str) -> None:
    with st.expander("Your own notes", icon=":material/lock:", key="own-notes"):
        st.caption(ONLY_YOURS)
        kept = coach().store.sessions.notes(viewer(), person)
        text = st.text_area("Notes", kept, max_chars=4000, label_visibility="collapsed", key=f"notes-{person}")
        if st.button("Keep the notes", key=f"keep-notes-{person}"):
            act(lambda: coach().store.sessions.note(viewer(), person, text))


def earlier(sessions: list[CoachingSession], rep: str, lead: str) -> None:
    if len(sessions) < 2:
        return
    rows = [(look.day(one.held_on.isoformat()), one.held) for one in sessions[1:]]
    with st.expander(f"Earlier talks ({len(rows)})", icon=":material/history:"):
        st.html(look.items([f"{day}. {step_words(held.step, rep, lead)} {followed_words(held.followed, held.step, date.today())}" for day, held in rows]))


def own() -> None:
    """From the other chair: the agreed steps, and what a brief is made of."""
    st.html(f'<p class="lf-lead">{escape(MADE_OF)}</p>')
    sessions = coach().store.sessions.mine(viewer())
    if not sessions:
        st.caption("No talk has been kept yet.")
        return
    first, lead = sessions[0], sessions[0].by_name or "Whoever leads you"
    became(first, "You", lead)
    earlier(sessions, "You", lead)


def act(do: object) -> None:
    """Do it and draw the page anew; what speaks against it is said where it was asked for, and what was typed stays."""
    try:
        do()  # type: ignore[operator]
    except CoachError as error:
        for line in error.lines:
            st.error(look.plain(line), icon=":material/error:")
        return
    st.rerun()
