"""Handing a meeting, or a moment of it, to one's manager: what exactly they will see, the question, and the way back."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.content.errors import CoachError
from coach.pages import look
from coach.pages.reflect import shortened
from coach.pages.shell import coach, page, reviewing, told, viewer
from coach.practice import Table
from coach.reviews.queue import STATES, way
from coach.reviews.review import MOST_QUESTION
from coach.store.submissions import AFTER, BEFORE, OPEN, Submission

WHOLE, MOMENT = "The whole meeting", "One moment"
SEEN_WHOLE = (
    "Your manager will see whom you met, on what day, for what and how hard they were; every turn, your words and theirs; what was heard in each of your "
    "turns and what it moved; your question. After giving their own levels they also see the measured ones with the words they rest on, and these may be "
    "words you wrote before the meeting or in your reflection.",
    "They do not see your other notes, your own marks, what you said you meant, whether you had the rail on, recordings, other tries, or any other meeting.",
    "What was measured also goes into the numbers of your team, of which none rests on fewer than five people: what many miss, how well accounts are "
    "understood, and whether an objective that your plan has for this meeting has moved, without its words.",
)
NOTHING_ELSE = "They see nothing else of this meeting: no other turn, no scores, no notes."
TAKE_BACK = "You can take it back until it is reviewed."
SHARED = "Other managers may score it too, without my name"
SHARED_HELP = "So that managers see whether they score alike. Your name is left out; words in which you say it yourself are not."


def may(table: Table) -> bool:
    return table.meeting.ended and table.stored.mode == "played" and any(turn.said.kind == "rep" for turn in table.meeting.turns)


def section(table: Table) -> None:
    """On a debrief: what was handed in of this meeting and where it stands, and the way to hand it in."""
    if not may(table):
        return
    st.subheader("Your manager")
    with st.container(border=True, key="hand-in"):
        with told():
            handed = reviewing().handed_in(table.id)
        for one in handed:
            standing(one)
        if viewer().alone:
            says = "You work alone here, so what you hand in comes to you: open Reviews and look at it through a manager's eyes."
        else:
            says = "Nobody but you can see this meeting until you hand it in."
        st.html(f'<p class="lf-quiet">{escape(says)}</p>')
        if st.button("Hand this to my manager", icon=":material/outbox:", key="hand-in-open"):
            hand_in(table, None)


def at_turn(table: Table, turn: int) -> None:
    """At a turn of the transcript: hand in this moment."""
    if may(table) and st.button("Ask my manager about this", type="tertiary", icon=":material/outbox:", key=f"hand-in-{turn}"):
        hand_in(table, turn)


def standing(one: Submission) -> None:
    """What was handed in, its state in words, and what can be done about it."""
    st.html(
        f'<p class="lf-eyebrow">{WHOLE if one.turn is None else f"The moment at turn {one.turn}"}</p>'
        f"{look.quote(one.question, f'your question, {one.created_at.astimezone():%d %b, %H:%M}')}{trail(one)}"
    )
    with st.container(horizontal=True, key=f"standing-{one.id}"):
        if one.state not in OPEN:
            st.page_link(page("returned"), label="Read what came back", icon=":material/mark_email_read:", query_params={"s": one.id})
        elif st.button("Take it back", type="tertiary", icon=":material/undo:", key=f"take-back-{one.id}"):
            with told():
                reviewing().take_back(one.id)
            st.rerun()


def trail(one: Submission) -> str:
    """The states of a submission, with the one it is in."""
    steps = "".join(f'<li class="{"on" if now else ""}"{" aria-current=step" if now else ""}>{name}</li>' for name, now in way(one.state, bool(one.assignment)))
    return f'<ol class="lf-way">{steps}</ol><p class="lf-quiet">{escape(STATES[one.state])}</p>'


@st.dialog("Hand this to my manager")
def hand_in(table: Table, turn: int | None) -> None:
    form(table, turn)


def form(table: Table, turn: int | None) -> None:
    """What to hand in, the question, and what will be seen. `turn` None: the whole meeting, unless a moment is chosen."""
    words = {one.said.turn: one.said.words for one in table.meeting.turns if one.said.kind == "rep"}
    key = f"hand-in-{table.id}-{turn}"
    what = st.segmented_control("What", [WHOLE, MOMENT], default=WHOLE if turn is None else MOMENT, required=True, key=f"{key}-what")
    if what == MOMENT:
        numbers = list(words)
        at = numbers.index(turn) if turn in words else 0
        turn = st.selectbox("Around which turn", numbers, index=at, format_func=lambda number: f"{number}. {shortened(words[number])}", key=f"{key}-turn")
    else:
        turn = None
    question = st.text_input(
        "Your question, in one line", max_chars=MOST_QUESTION, key=f"{key}-question", placeholder="Did I leave her nights too early?", autocomplete="off"
    )
    shared = what == WHOLE and st.checkbox(SHARED, help=SHARED_HELP, key=f"{key}-shared")
    st.html(f'<div class="lf-note" role="note">{"".join(f"<p>{escape(line)}</p>" for line in seen_by_them(table, turn))}</div>')
    if st.button("Hand it in", type="primary", icon=":material/outbox:", key=f"{key}-go"):
        try:
            assignment = coach().store.assignments.of_meeting(viewer(), table.id) if turn is None else None
            reviewing().hand_in(table, question, turn, shared, assignment)
        except CoachError as error:
            for line in error.lines:
                st.error(look.plain(line), icon=":material/edit:")
            return
        st.rerun()


def seen_by_them(table: Table, turn: int | None) -> list[str]:
    """What exactly a manager sees of what is handed in."""
    if turn is None:
        return [*SEEN_WHOLE, TAKE_BACK]
    numbers = [one.said.turn for one in table.meeting.turns if turn - BEFORE <= one.said.turn <= turn + AFTER]
    named = ["their greeting" if number == 0 else "how it ended" if kind(table, number) == "left" else f"turn {number}" for number in numbers]
    listed = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
    return [
        f"Your manager will see {listed}: your words and theirs, what was heard in them and what it moved; whom you met, on what day, for what and how hard "
        f"they were; your question.",
        NOTHING_ELSE,
        TAKE_BACK,
    ]


def kind(table: Table, number: int) -> str:
    return next(one.said.kind for one in table.meeting.turns if one.said.turn == number)
