"""A person of one's own: written in a form, section by section, with what is wrong beside it and somebody to try it on.

What was typed is kept in the store at once, right or wrong, so that a reload loses nothing; Save makes it the person one meets.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from html import escape

import streamlit as st

from coach.content import own
from coach.content.own import Checked, Document
from coach.content.persona import Persona
from coach.content.shelf import Shelf
from coach.pages import look, meet
from coach.pages.fields import FLAT, NEW, REPEATED, SECTIONS, TASTES, Field, named
from coach.pages.shell import getting_ready, page, practice
from coach.pages.tryout import try_out
from coach.pages.writing import forget_widgets, write
from coach.roleplay.rules import RULES

SHOWN = 12
"""Faults that are listed; when there are more, mending these comes first."""


def build(id: str) -> None:
    """The form of one draft. NotYours where there is no such draft."""
    saved = practice().own(id)
    shelf = practice().shelf()
    document = practice().unfinished(id) or own.written(saved)
    if st.button("All people", type="tertiary", icon=":material/arrow_back:", key="back"):
        st.query_params.clear()
        st.rerun()
    st.title(look.plain(str(document.get("name") or "A person of your own")))
    getting_ready()
    bar = st.container(horizontal=True, vertical_alignment="center", key="draft-bar")
    left, right = st.columns([1.55, 1], gap="large")
    with left:
        _form(document, id, shelf)
    changed = document != own.written(saved)
    if not changed:
        practice().leave_as_saved(id)
    found = own.checked(document, shelf)
    with bar:
        _bar(saved, found, changed)
    with right, st.container(key="draft-side"):
        _faults(found)
        if not changed:
            st.subheader("Meet them")
            meet.buttons(saved)
            st.page_link(page("tomorrow"), label="Refine after the real meeting", icon=":material/tune:", query_params={"after": id})
        try_out(id, found, shelf)


def _bar(saved: Persona, found: Checked, changed: bool) -> None:
    """Whether it is saved, and Save; it stays in sight."""
    words = "Everything is saved" if not changed else "Changed, and can be saved" if found.sound else "Changed, and cannot be saved yet"
    st.html(f'<p class="lf-state" role="status"><span class="lf-mark">unverified draft</span> {words}</p>')
    if changed:
        if st.button("Save", type="primary", icon=":material/save:", key="save", disabled=not found.sound) and found.persona is not None:
            practice().draft(found.persona)
            st.rerun()
        if st.button("Undo all since saving", type="tertiary", icon=":material/undo:", key="discard"):
            practice().leave_as_saved(saved.id)
            forget_widgets(saved.id)
            st.rerun()


def _faults(found: Checked) -> None:
    st.subheader("What is not right yet")
    if not found.faults:
        st.html('<p class="lf-quiet">Nothing. It loads, and what it says fits together.</p>')
        return
    for title, stops in (("Before it can be saved", True), ("Better mended", False)):
        faults = [fault for fault in found.faults if fault.stops == stops]
        if faults:
            rows = "".join(f"<li><b>{escape(named(fault.field))}</b> {escape(fault.what)}</li>" for fault in faults[:SHOWN])
            more = f'<p class="lf-quiet">And {len(faults) - SHOWN} more.</p>' if len(faults) > SHOWN else ""
            st.html(f'<p class="lf-eyebrow">{title}</p><ul class="lf-list">{rows}</ul>{more}')


def _form(document: Document, id: str, shelf: Shelf) -> None:
    """One section of the form."""
    section = st.segmented_control("Section", SECTIONS, default=SECTIONS[0], required=True, key=f"section:{id}", persist_state="session", wrap=True)
    if section == TASTES:
        _tastes(document, id)
        return
    if section in REPEATED:
        _repeated(document, id, section, shelf)
        return
    if section == "Greetings":
        st.html('<p class="lf-quiet">One line each row. No line is said twice in a meeting while there is another.</p>')
    if section == "Reactions":
        st.html('<p class="lf-quiet">What they say when this happens; one line each row, at least three. The last eleven may stay empty.</p>')
    columns = st.columns(2 if section == "Opening and lenses" else 1)
    for at, field in enumerate(FLAT[section]):
        with columns[at % len(columns)]:
            write(document, (), field, id, shelf)


def _tastes(document: Document, id: str) -> None:
    """Every rule with its plain reason; what differs from most people is a taste."""
    st.html('<p class="lf-quiet">Trust points that each of these earns or costs. Change a number where this person differs from most.</p>')
    columns = st.columns(2)
    for at, rule in enumerate(RULES.values()):
        taste = Field(("tastes", rule.id), f"{rule.because[0].upper()}{rule.because[1:]} (most: {rule.trust:+d})", "number", low=-30, high=30)
        with columns[at % 2]:
            write(document, (), taste, id, None, otherwise=rule.trust)


def _repeated(document: Document, id: str, section: str, shelf: Shelf) -> None:
    name, one, fields = REPEATED[section]
    for number, item in enumerate(document[name]):
        title = item.get("title") or (shelf.needs[item["need"]].title if item.get("need") in shelf.needs else f"A new {one}")
        with st.expander(f"{number + 1}. {look.plain(title)}", key=f"{id}|open:{name}:{number}", expanded=not item.get("title") and not item.get("need")):
            for field in fields:
                write(document, (name, number), field, id, shelf)
            st.button(
                f"Take this {one} away",
                type="tertiary",
                icon=":material/delete:",
                key=f"{id}|away:{name}:{number}",
                on_click=_change,
                args=(id, lambda now, name=name, number=number: own.without(now, name, number)),
            )
    new = NEW[name] | ({"id": f"{'q_' if name == 'questions' else ''}own_{secrets.token_hex(3)}"} if "id" in NEW[name] else {})
    st.button(f"One more {one}", icon=":material/add:", key=f"{id}|more:{name}", on_click=_change, args=(id, lambda now: own.added(now, name, new)))


def _change(id: str, how: Callable[[Document], Document]) -> None:
    """Add or take away, before the form is drawn again; the fields behind it move up, so none keeps what it showed."""
    practice().put_aside(id, how(practice().unfinished(id) or own.written(practice().own(id))))
    forget_widgets(id)
