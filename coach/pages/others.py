"""What a meeting did to each of several people in it: to everybody at a table, or to somebody who looked in."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.content.persona import Persona
from coach.debrief.panel import Moved, Person, person_of
from coach.pages import look
from coach.practice import Table
from coach.roleplay.walk_in import came


def looked_in(table: Table) -> None:
    """In a debrief: who looked in on the meeting, and what it did to them."""
    if table.guest is None or not came(table.meeting):
        return
    st.subheader("Who looked in")
    moved(table.guest, person_of(table.meeting, table.guest, False), went=False)


def moved(persona: Persona, person: Person, went: bool = True) -> None:
    """Where somebody stood before and after, the words that moved them most, and what they left open. `went`: say that they left the room."""
    belief = look.BELIEF_WORDS[person.belief[1]]
    stands = f"{belief}, as before" if person.belief[0] == person.belief[1] else f"{look.BELIEF_WORDS[person.belief[0]]}, now {belief}"
    with st.container(border=True, key=f"moved-{person.id}"):
        st.html(
            f'<div class="lf-person">{look.monogram(persona.name, persona.lens)}<div><h3>{escape(persona.name)}</h3>'
            f'<p class="lf-setup">Trust {round(person.trust[0])} to {round(person.trust[1])} · {escape(stands)}</p></div></div>'
        )
        for move in (person.best, person.worst):
            if move is not None:
                st.html(because(move))
        lines = []
        if person.raised:
            lines.append(f"Brought up: {'; '.join(person.raised)}.")
        if person.open:
            lines.append(f"Still open: {'; '.join(person.open)}.")
        if not person.spoke:
            lines.append("Said nothing. Nobody asked them.")
        if person.left and went:
            lines.append("Left the room.")
        if lines:
            st.caption(look.plain(" ".join(lines)))


def because(move: Moved) -> str:
    sign = "+" if move.by > 0 else "\u2212"
    line = f"{sign}{abs(move.by):g} in turn {move.turn}: {escape(move.because)}"
    return look.quote(move.quote, line) if move.quote else f"<p class='lf-why'>{line}</p>"
