"""Before the scores: how the rep saw it. Under a minute, and one tap to pass it by."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.debrief.own import LEVELS, MOST_WORDS, PARTS, OwnMarks, gaps, named_moment
from coach.debrief.records import Report
from coach.pages import look
from coach.pages.shell import lookback, told
from coach.practice import Table

NONE = 0
"""Stands for no turn in the list of moments."""
SHOWN = 70


def ask(table: Table) -> None:
    """Three marks, one moment, one sentence; then the scores."""
    words = {turn.said.turn: turn.said.words for turn in table.meeting.turns if turn.said.kind == "rep"}
    with st.container(border=True, key="reflect"):
        st.html(
            '<p class="lf-eyebrow">First, your own eye</p><h3 class="lf-ask">How did you see it?</h3>'
            '<p class="lf-quiet">Under a minute, before the scores. The marks are graded by nobody; what you write can only count for you.</p>'
        )
        if st.button("Skip to the scores", type="tertiary", icon=":material/skip_next:", key="skip-reflection"):
            keep(table, OwnMarks(skipped=True))
        with st.form("own-eye", border=False):
            marks = {
                area: st.segmented_control(part.asks, range(4), format_func=lambda level: LEVELS[level], key=f"own-{table.id}-{area}")
                for area, part in PARTS.items()
            }
            turn = st.selectbox(
                "The moment you would do differently",
                [NONE, *words],
                format_func=lambda number: f"{number}. {shortened(words[number])}" if number else "None comes to mind",
                key=f"own-{table.id}-turn",
            )
            text = st.text_area(
                "What you noticed, and what you did about it",
                placeholder="She went quiet after the trial figures, so I stopped and asked about her weekends.",
                max_chars=MOST_WORDS,
                height=90,
                key=f"own-{table.id}-words",
            )
            if st.form_submit_button("Keep it, and show the scores", type="primary", icon=":material/visibility:"):
                made = {area: level for area, level in marks.items() if level is not None}
                nothing = not made and not turn and not text.strip()
                keep(table, OwnMarks(skipped=nothing, marks=made, turn=turn or None, words=text.strip()))


def keep(table: Table, marks: OwnMarks) -> None:
    with told():
        lookback().mark(table, marks)
    st.rerun()


def shortened(words: str) -> str:
    words = " ".join(words.split()) or "You said nothing."
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rsplit(' ', 1)[0]} ..."


def beside(report: Report, marks: OwnMarks | None) -> None:
    """Own eye and measure, side by side."""
    if marks is None or marks.skipped:
        return
    found = gaps(report.criteria, marks)
    with st.container(border=True, key="own-eye-beside"):
        st.html('<p class="lf-eyebrow">Your own eye, and what was measured</p>')
        rows = []
        for gap in found:
            near = "close" if gap.close else f"you saw {abs(gap.by):.1f} {'more' if gap.by > 0 else 'less'}"
            rows.append([PARTS[gap.area].title, f"{gap.own} of 3", f"{gap.measured:.1f} over {gap.of}", near])
        if rows:
            st.html(look.table(["", "Your mark", "Measured", "Gap"], rows))
        if marks.turn is not None:
            st.html(f'<p class="lf-quiet">You would change <b>turn {marks.turn}</b>. {escape(named_moment(report, marks))}</p>')
        if marks.words:
            st.html(look.quote(marks.words, "your reflection"))
