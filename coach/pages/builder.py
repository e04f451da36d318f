"""A person of one's own: written in a form, section by section, with what is wrong beside it and somebody to try it on.

What was typed is kept in the store at once, right or wrong, so that a reload loses nothing; Save makes it the person one meets.
"""

from __future__ import annotations

import secrets
from functools import partial
from html import escape

import streamlit as st

from coach.content import own
from coach.content.own import Checked, Document
from coach.content.persona import Persona
from coach.content.shelf import Shelf
from coach.pages import look, meet
from coach.pages.fields import Field
from coach.pages.fields_facts import facts
from coach.pages.fields_faults import bring_into_sight, named, open_at, worded
from coach.pages.fields_items import ITEMS
from coach.pages.fields_names import short
from coach.pages.fields_parts import PARTS
from coach.pages.fields_sections import ABOUT, FACTS, FLAT, PARTED, REPEATED, SECTIONS, TASTES, TOPICS
from coach.pages.fields_topics import topics
from coach.pages.shell import getting_ready, page, practice
from coach.pages.tryout import try_out
from coach.pages.writing import change, forget_widgets, one_more, take_away, write
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
    st.session_state.setdefault(f"section:{id}", SECTIONS[0])
    section = st.segmented_control("Section", SECTIONS, required=True, key=f"section:{id}", persist_state="session", wrap=True)
    left, right = st.columns([1.55, 1], gap="large")
    with left, st.container(key="draft-form"):
        _form(document, id, section or SECTIONS[0], shelf)
        bring_into_sight(id)
    changed = document != own.written(saved)
    if not changed:
        practice().leave_as_saved(id)
    found = own.checked(document, shelf)
    with bar:
        _bar(saved, found, changed)
    with right, st.container(key="draft-side"):
        _faults(found, document, own.written(saved), id, shelf)
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


def _faults(found: Checked, document: Document, saved: Document, id: str, shelf: Shelf) -> None:
    """What is wrong, each with a way to the field where it is."""
    st.subheader("What is not right yet")
    if not found.faults:
        st.html('<p class="lf-quiet">Nothing. It loads, and what it says fits together.</p>')
        return
    for title, stops in (("Before it can be saved", True), ("Better mended", False)):
        faults = [fault for fault in found.faults if fault.stops == stops]
        if faults:
            st.html(f'<p class="lf-eyebrow">{title}</p>')
        for number, fault in enumerate(faults[:SHOWN]):
            with st.container(gap=None, key=f"fault-{'stops' if stops else 'mend'}-{number}"):
                st.html(f'<p class="lf-quiet"><b>{escape(named(fault.field, document, shelf))}</b> {escape(worded(fault, document, saved, shelf))}</p>')
                place = (id, fault.field, document)
                st.button("Show", type="tertiary", icon=":material/arrow_forward:", key=f"{id}|fault:{stops}:{number}", on_click=open_at, args=place)
        if len(faults) > SHOWN:
            st.html(f'<p class="lf-quiet">And {len(faults) - SHOWN} more.</p>')


def _form(document: Document, id: str, section: str, shelf: Shelf) -> None:
    """One section of the form."""
    if section in ABOUT:
        st.html(f'<p class="lf-quiet">{ABOUT[section]}</p>')
    if section == TASTES:
        _tastes(document, id, shelf)
    elif section == TOPICS:
        topics(document, id, shelf)
    elif section == FACTS:
        facts(document, id, shelf)
    elif section == PARTED:
        _parts(document, id, shelf)
    elif section in REPEATED:
        _repeated(document, id, section, shelf)
    else:
        columns = st.columns(2 if section == "Opening and lenses" else 1)
        there = [field for field in FLAT[section] if len(field.where) < 3 or own.at(document, field.where[:2]) is not None]
        for at, field in enumerate(there):
            with columns[at % len(columns)]:
                write(document, (), field, id, shelf)


def _tastes(document: Document, id: str, shelf: Shelf) -> None:
    """Every rule with its plain reason; what differs from most people is a taste."""
    st.html('<p class="lf-quiet">Trust points that each of these earns or costs. Change a number where this person differs from most.</p>')
    columns = st.columns(2)
    for at, rule in enumerate(RULES.values()):
        taste = Field(("tastes", rule.id), f"{rule.because[0].upper()}{rule.because[1:]} (most: {rule.trust:+d})", "number", low=-30, high=30)
        with columns[at % 2]:
            write(document, (), taste, id, shelf, otherwise=rule.trust)


def _repeated(document: Document, id: str, section: str, shelf: Shelf) -> None:
    """Several of a kind, each behind its title."""
    name = REPEATED[section]
    kind = ITEMS[name]
    st.html(f'<p class="lf-quiet">{kind.about}</p>')
    for number, item in enumerate(document[name]):
        title = _title(item[kind.title], shelf)
        begun = st.session_state.get(f"open:{id}") == (name, number)
        with st.expander(f"{number + 1}. {look.plain(title or f'A new {kind.one}')}", key=f"{id}|open:{name}:{number}", expanded=begun or not title):
            for field in kind.fields:
                write(document, (name, number), field, id, shelf)
            take_away(id, name, number, kind.one)
    one_more(id, name, kind.new | ({"id": f"{kind.mark}{secrets.token_hex(3)}"} if kind.mark else {}), f"One more {kind.one}")


def _title(value: str | list[str], shelf: Shelf) -> str:
    """What an item is called: its need, its title, or the beginning of what it says."""
    text = value if isinstance(value, str) else next(iter(value), "")
    return short(shelf.needs[text].title if text in shelf.needs else text)


def _parts(document: Document, id: str, shelf: Shelf) -> None:
    """What they have once or not at all."""
    for name, part in PARTS.items():
        with st.container(border=True, key=f"part-{name}"):
            st.html(f'<p class="lf-eyebrow">{part.title}</p><p class="lf-quiet">{part.about}</p>')
            if document[name] is None:
                st.button("Add it", icon=":material/add:", key=f"{id}|more:{name}", on_click=change, args=(id, partial(_put, name, part.new)))
                continue
            for field in part.fields:
                write(document, (name,), field, id, shelf)
            st.button(
                "Take it away", type="tertiary", icon=":material/delete:", key=f"{id}|away:{name}", on_click=change, args=(id, partial(_put, name, None), True)
            )


def _put(name: str, value: Document | None, now: Document) -> Document:
    return own.put(now, (name,), value)
