"""Before the first word: what the rep knows of them, and what the debrief will look at. Both can be passed by."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.content.errors import CoachError
from coach.content.rubric import Rubric
from coach.pages import look
from coach.pages.shell import practice, told
from coach.practice import Table
from coach.roleplay.purposes import KINDS

ASKS: tuple[tuple[str, str, str], ...] = (
    ("How patients move", "How patients move here", "From where they come in to where they are followed up, and where it stalls."),
    ("Who decides", "Who decides, and whom they listen to", "By name or by seat, and at which point on the way."),
    ("What holds them back", "What holds them back", "Time, staff, budget, a rule, something that went wrong before."),
    ("What I don't know", "What you don't know", "The question you cannot answer from your desk."),
)
"""What a line of the note begins with, its label, and what helps to fill it."""
LONGEST = 600


def before_the_door(table: Table) -> None:
    """Shown until the rep has said something."""
    written = practice().prework(table)
    open_now = bool(st.session_state.get(_open(table)))
    help = "One minute, if you like. The debrief reads it."
    if written is None and not open_now and st.button("Write down what you know first", type="tertiary", icon=":material/edit_note:", help=help):
        st.session_state[_open(table)] = True
        st.rerun()
    if written:
        with st.expander("What you wrote down", icon=":material/edit_note:"):
            st.text(written)
    elif written is None and open_now:
        form(table)
    with st.expander("What the debrief will look at", icon=":material/checklist:"):
        looked_at(practice().rubric(table)[0], table.meeting.setup.purpose)


def form(table: Table) -> None:
    with st.container(border=True, key="prework"):
        st.html('<p class="lf-eyebrow">Before the door</p><p class="lf-quiet">Whatever you know, in a line or two each. Leave out what you don\'t have.</p>')
        for at, (_, label, help) in enumerate(ASKS):
            st.text_input(label, placeholder=help, max_chars=LONGEST, key=_field(table, at))
        st.caption("Kept with nothing in it, it counts as pre-work that was left empty. Put it away, and nothing is scored.")
        with st.container(horizontal=True):
            if st.button("Keep it", type="primary", icon=":material/check:"):
                with told():
                    practice().prepare(table, typed(table))
                st.rerun()
            if st.button("Put it away", type="tertiary"):
                st.session_state[_open(table)] = False
                st.rerun()


def typed(table: Table) -> str:
    """What stands in the form, a line a field."""
    lines = [(name, " ".join(str(st.session_state.get(_field(table, at), "")).split())) for at, (name, _, _) in enumerate(ASKS)]
    return "\n".join(f"{name}: {words}" for name, words in lines if words)


def keep_what_was_typed(table: Table) -> None:
    """The first words were said with the form still open: what stands in it is kept, not lost."""
    if st.session_state.pop(_open(table), False) and (words := typed(table)):
        try:
            practice().prepare(table, words)
        except CoachError as error:  # Said aloud matters more than written down: the meeting goes on.
            st.toast(look.plain(error.lines[0]), icon=":material/edit_off:")


def looked_at(rubric: Rubric, purpose: str) -> None:
    """The criteria that apply, each with what the highest level asks; and those for which this meeting gives no chance."""
    kind = next((kind for name, kind in KINDS.items() if name == purpose), KINDS["discovery"])
    for item in rubric.criteria:
        if item.applies(purpose):
            anchors = " ".join(f"<li>{escape(level.anchor)}</li>" for level in sorted(item.levels, key=lambda one: one.level))
            st.html(
                f'<p class="lf-criterion"><b>{escape(item.title)}.</b> {escape(item.why)}</p>'
                f'<details class="lf-anchors"><summary>The four levels</summary><ol start="0">{anchors}</ol></details>'
            )
    left_out = [item.title for item in rubric.criteria if not item.applies(purpose)]
    if left_out:
        st.caption(f"Not looked at in a meeting like this one ({kind.title.lower()}): {'; '.join(left_out)}.")
    st.caption(f"{rubric.title}, version {rubric.version}. What is not called for is not observed, and that is not a zero.")


def _open(table: Table) -> str:
    return f"prework-open-{table.id}"


def _field(table: Table, at: int) -> str:
    return f"prework-{table.id}-{at}"
