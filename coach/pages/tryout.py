"""Say something to a draft and see what comes back and why: the engine itself, with the unsaved draft, and nothing stored."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from coach.content.own import Checked
from coach.content.persona import Persona
from coach.content.shelf import Shelf
from coach.pages import look
from coach.pages.shell import coach, told, wait_until_ready
from coach.roleplay import meeting as steps
from coach.roleplay.meeting import Stage
from coach.roleplay.records import Change, Meeting, Response

MAX_CHARACTERS = 500
MOST = 8
"""Turns that are tried; each edit plays all of them again."""
SEED = 7
NAMES = {"trust": "Trust", "patience": "Patience", "belief": "Belief", "disclosed": "A need told", "agreed": "A step agreed"}


def try_out(id: str, found: Checked, shelf: Shelf) -> None:
    """A few turns with the draft as it is written now. Every change to the draft is played again with the same words."""
    st.subheader("Try it out")
    if found.persona is None or not found.sound:
        st.html('<p class="lf-quiet">As soon as it can be saved, you can say something to it here.</p>')
        return
    persona, key = found.persona, f"tried:{id}"
    said: list[str] = st.session_state.setdefault(key, [])
    place = st.container(key="tryout")
    with st.form(f"try:{id}", clear_on_submit=True, border=False):
        words = st.text_input(f"Say something to {persona.name}", key=f"try-words:{id}")
        sent = st.form_submit_button("Say it", icon=":material/chat:")
    if sent and words.strip():
        said.append(words.strip()[:MAX_CHARACTERS])
        del said[:-MOST]
    if said and st.button("Start over", type="tertiary", icon=":material/restart_alt:", key=f"try-again:{id}"):
        said.clear()
    with place:
        if not said:
            st.html('<p class="lf-quiet">Nothing said here is stored, and nothing has to be saved first.</p>')
            return
        with told():
            wait_until_ready()
            _show(persona, _played(persona, shelf, said))


def _played(persona: Persona, shelf: Shelf, said: list[str]) -> Meeting:
    library = shelf.library_of(persona)
    stage = Stage(persona, library, coach().shelf.topics, coach().reader(library))
    meeting = steps.open_meeting(persona, library, seed=SEED, difficulty="guarded", on=date.today(), versions={})
    for words in said:
        if meeting.ended:
            break
        turn = steps.take_turn(stage, meeting, words)
        meeting = steps.with_turn(meeting, turn, steps.speak(persona, turn))
    return meeting


def _show(persona: Persona, meeting: Meeting) -> None:
    parts = []
    for turn in meeting.turns:
        if turn.said.words:
            parts.append(f'<p class="lf-tried lf-mine"><small>You</small>{escape(turn.said.words)}</p>')
        parts += [f'<p class="lf-tried"><small>{escape(persona.name)}</small>{escape(reply.words)}</p>' for reply in turn.replied]
    st.html("".join(parts))
    st.html(_why(meeting.turns[-1].said.responses[0], coach().shelf))
    if meeting.ended:
        st.html('<p class="lf-quiet">The meeting has ended here; what you said after it is left out.</p>')


def _why(response: Response, shelf: Shelf) -> str:
    """Why this answer, and what it moved."""
    moves = [line for change in response.changes if (line := _moved(change))]
    topic = response.beat.topic
    about = f" Heard as a question about: {shelf.topics[topic].title.lower()}." if topic in shelf.topics else ""
    why = f"{response.beat.why[:1].upper()}{response.beat.why[1:]}.{about}"
    return f'<div class="lf-note"><b>Why this answer.</b> {escape(why)}{look.items(moves) if moves else ""}</div>'


def _moved(change: Change) -> str:
    if change.by is not None and change.what in NAMES:
        return f"{NAMES[change.what]} {change.by:+g}: {change.because}"
    if change.to is not None and change.what in NAMES:
        return f"{NAMES[change.what]} ({change.to.replace('_', ' ')}): {change.because}"
    return ""
