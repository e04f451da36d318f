"""People: everybody one can meet, and the drafts of one's own."""

from __future__ import annotations

import re
from itertools import groupby

import streamlit as st

from coach.content import own
from coach.content.persona import Persona
from coach.content.shelf import Shelf
from coach.pages import cards, look, meet
from coach.pages.builder import build
from coach.pages.shell import getting_ready, page, practice, told

FAMILY_WORDS = {"clinical": "Treat patients", "operational": "Run the work", "economic": "Answer for the money", "administrative": "Guard rules and access"}


def main() -> None:
    if draft := st.query_params.get("draft", ""):
        with told():
            build(draft)
        return
    shelf = practice().shelf()
    st.title("People")
    st.html('<p class="lf-lead">Everybody you can meet, and what you may know before you do. Take anybody as the start of a person of your own.</p>')
    getting_ready()
    meet.controls()
    words = st.text_input(
        "Search", placeholder="A name, a role, a place, a red line", key="people-search", icon=":material/search:", persist_state="session", max_chars=80
    )
    yours(shelf, words)
    found = {name: [one for one in people if matches(one, shelf, words)] for name, people in cards.by_account(shelf).items()}
    if words.strip() and not any(found.values()):
        st.info("Nobody here fits these words. Try a role, a place or a part of a name.", icon=":material/person_search:")
    for name, people in found.items():
        if people:
            account(shelf, name, people)


def account(shelf: Shelf, name: str, people: list[Persona]) -> None:
    st.subheader(f"{cards.account_name(shelf, name)}{' (fictional)' if name in shelf.accounts and shelf.accounts[name].fictional else ''}")
    for family, members in groupby(people, key=lambda one: one.role_family):
        st.html(f'<h3 class="lf-family">{FAMILY_WORDS[family]}</h3>')
        cards.cards(shelf, list(members), beside=copying, whole=True)


def matches(persona: Persona, shelf: Shelf, words: str) -> bool:
    """Whether every word is somewhere in what may be known of a person."""
    card = persona.card
    text = " ".join(
        (
            *(persona.name, persona.title, persona.lens, persona.role_family, cards.account_name(shelf, persona.account or ""), card.why, card.evidence_bar),
            *card.known,
            *card.can_grant,
            *card.passes_on,
            *card.red_lines,
        )
    ).lower()
    return all(word in text for word in re.findall(r"\w+", words.lower()))


def copying(persona: Persona) -> None:
    if st.button("Make your own from this", type="tertiary", key=f"copy-{persona.id}", icon=":material/content_copy:"):
        with told():
            made = own.copy_of(persona)
            practice().draft(made)
        st.query_params.from_dict({"draft": made.id})
        st.rerun()


def yours(shelf: Shelf, words: str) -> None:
    mine = cards.own(shelf)
    st.subheader("Yours")
    if not mine:
        st.html('<p class="lf-quiet">Nobody yet. Describe the person on your calendar, or make your own from somebody below.</p>')
        st.page_link(page("tomorrow"), label="Describe tomorrow's meeting", icon=":material/event_upcoming:")
        return
    cards.cards(shelf, [persona for persona in mine if matches(persona, shelf, words)], below=keeping, whole=True)


def keeping(persona: Persona) -> None:
    """What can be done with a draft besides meeting it."""
    with st.container(horizontal=True, key=f"keeping-{persona.id}"):
        if st.button("Edit", key=f"edit-{persona.id}", icon=":material/edit:", help="Their card, their words, what they hide"):
            st.query_params.from_dict({"draft": persona.id})
            st.rerun()
        with st.popover("Rename", icon=":material/badge:", key=f"renaming-{persona.id}"), st.form(f"rename-form-{persona.id}", border=False):
            name = st.text_input("New name", value=persona.name, max_chars=80, key=f"name-{persona.id}", help="Initials will do for a real person.")
            if st.form_submit_button("Rename", key=f"rename-{persona.id}"):
                with told():
                    practice().rename(persona.id, name)
                st.rerun()
        if st.button("Delete", type="tertiary", key=f"delete-{persona.id}", icon=":material/delete:"):
            st.session_state[f"sure-{persona.id}"] = True
    st.page_link(page("tomorrow"), label="Refine after the real meeting", icon=":material/tune:", query_params={"after": persona.id})
    if st.session_state.get(f"sure-{persona.id}"):
        ask_first(persona)


def ask_first(persona: Persona) -> None:
    st.warning(f"Delete {look.plain(persona.name)} for good? Meetings you had with them stay.", icon=":material/delete:")
    with st.container(horizontal=True):
        if st.button("Yes, delete", type="primary", key=f"really-{persona.id}"):
            with told():
                practice().forget(persona.id)
            del st.session_state[f"sure-{persona.id}"]
            st.rerun()
        if st.button("Keep them", key=f"keep-{persona.id}"):
            del st.session_state[f"sure-{persona.id}"]
            st.rerun()


main()
