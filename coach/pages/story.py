"""The story of a meeting: the chart, one turn at a time with what moved and why, and the transcript with what was heard."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from coach.debrief.records import Report, Row
from coach.pages import look, submit
from coach.pages.again import again
from coach.pages.chart import CHOSEN, causes, in_words, story
from coach.pages.heard import ACT_WORDS
from coach.pages.shell import lookback, told
from coach.practice import Table
from coach.reading.records import Reading
from coach.roleplay.walk_in import door

TALL = 620
"""Pixels of the transcript beside the chart; it scrolls in itself."""
SHORT_TALK = 5
"""Turns up to which the transcript stands at its own height."""


def tell(table: Table, report: Report) -> None:
    st.subheader("How the meeting went")
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        walk(table.id, report)
    with right:
        transcript(table, report)


@st.fragment
def walk(id: str, report: Report) -> None:
    """The chart and a turn to stand at. The slider moves by the arrow keys, so no hand needs a mouse; a click on a point moves it too."""
    last = max((row.turn for row in report.trajectory), default=0)
    at = None
    place, slider, chart = st.empty(), f"at-{id}", f"story-{id}"
    if last > 1:
        st.session_state.setdefault(slider, start(report, last))
        at = st.slider("Go through it turn by turn", 1, last, key=slider)
    elif last == 1:
        at = 1
    picture = story(report, st.context.theme.type or "light", at)
    place.altair_chart(picture, alt=in_words(report), key=chart, on_select=partial(stand_at, chart, slider, last), selection_mode=CHOSEN)
    if report.trajectory:
        st.caption("Along the bottom: **?** you asked, **!** you claimed something. Belief is on the scale to the right.")
    row = next((row for row in report.trajectory if row.turn == at), None)
    if row is not None:
        moved(row)


def stand_at(chart: str, slider: str, last: int) -> None:
    """Move the slider to the turn whose point was clicked. A click beside the points takes nothing away; turn 0 has no words."""
    chosen = st.session_state[chart].selection.get(CHOSEN) or []
    turn = chosen[-1].get("turn") if chosen else None
    if turn is not None and 1 <= turn <= last:
        st.session_state[slider] = int(turn)


def start(report: Report, last: int) -> int:
    """Where to begin: at the one thing to work on, else at the turn that moved trust most."""
    if report.focus is not None and 1 <= report.focus.turn <= last:
        return report.focus.turn
    return max(
        (row for row in report.trajectory if row.turn), key=lambda row: sum(abs(change.by or 0) for change in row.changes if change.what == "trust")
    ).turn


def moved(row: Row) -> None:
    """Where they stood after a turn, and each move with its words."""
    st.html(
        f'<p class="lf-eyebrow" role="status">After turn {row.turn}</p><p class="lf-quiet">Trust {row.trust}, patience {row.patience}, '
        f"{escape(look.BELIEF_WORDS[row.belief])}.</p>"
    )
    changes = [change for change in row.changes if change.because != "time passing" and (change.by or change.to)]
    if not changes:
        st.html('<p class="lf-quiet">Nothing moved but the clock.</p>')
    for change in changes:
        by = f"{change.by:+.0f}" if change.by else look.BELIEF_WORDS.get(change.to or "", change.to or "")
        words = look.quote(change.quote, "your words") if change.quote else ""
        st.html(f'<p class="lf-moved"><b>{escape(change.what.capitalize())} {escape(by)}</b>: {escape(change.because)}</p>{words}')


def heard(reading: Reading | None) -> str:
    """What was read in a turn, in a line."""
    if reading is None:
        return "nothing"
    parts = [ACT_WORDS.get(act, act) for act in reading.acts if act != "asks"]
    if reading.question:
        parts.insert(0, f"asks, {'openly' if reading.question == 'open' else 'a closed question'}")
    if reading.topics and reading.tier == "answer" and reading.question:
        parts.append(f"about {reading.topics[0].id.replace('_', ' ')}")
    return "; ".join(parts) or "nothing in particular"


def transcript(table: Table, report: Report) -> None:
    """Everything said, with what was heard in each turn, where we did not follow, and the way back to each."""
    rows = {row.turn: row for row in report.trajectory}
    lost = {item.turn: item.why for item in report.not_followed}
    meant = lookback().was_meant(table) if lost else {}
    spoken = sum(turn.said.kind == "rep" for turn in table.meeting.turns)
    with st.container(height=TALL if spoken > SHORT_TALK else "content", key="transcript"):
        for turn in table.meeting.turns:
            number = turn.said.turn
            if turn.said.kind == "rep":
                st.markdown(f"**{number}. You.** {look.plain(turn.said.words) if turn.said.words else '*silence*'}")
                why = causes(rows[number].changes) if number in rows else ""
                st.html(f'<p class="lf-moved"><b>Heard:</b> {escape(heard(turn.said.reading))}<br><b>Moved:</b> {escape(why)}</p>')
                if number in lost:
                    followed(table, number, lost[number], meant.get(number))
            comes, goes = door(table.meeting, turn.said)
            for reply in turn.replied:
                if comes and table.guest is not None and reply.person == table.guest.id:
                    st.caption(look.plain(comes))
                st.markdown(f"**{look.plain(table.who(reply.person).name)}.** {look.plain(reply.words)}")
            if goes:
                st.caption(look.plain(goes))
            if turn.said.kind == "rep":
                with st.container(horizontal=True, key=f"turn-{number}"):
                    again(table, number, "Try again from here", "tertiary", "turn")
                    submit.at_turn(table, number)


def followed(table: Table, turn: int, why: str, meant: str | None) -> None:
    """A turn that we failed to understand: said so, with a way to say what was meant."""
    st.html(f'<p class="lf-lost">{escape(why[:1].upper() + why[1:])}. That is our fault and cost you nothing.</p>')
    if meant:
        st.html(look.quote(meant, "what you meant, in your words"))
    with st.popover("Say what you meant", icon=":material/edit:", key=f"meant-{turn}"), st.form(f"meant-form-{turn}", border=False):
        words = st.text_input("What did you mean?", max_chars=500, key=f"meant-words-{turn}")
        if st.form_submit_button("Keep it", type="primary"):
            with told():
                lookback().meant(table, turn, words)
            st.rerun()
