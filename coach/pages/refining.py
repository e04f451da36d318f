"""After the real meeting: what they really said goes into the draft, which can be practised again."""

from __future__ import annotations

import streamlit as st

from coach.content.persona import Persona
from coach.content.refine import AfterMeeting, refined
from coach.pages import look, meet
from coach.pages.shell import page, practice, told


def refine(id: str) -> None:
    """The form for one draft. NotYours where there is no such draft."""
    persona = practice().own(id)
    st.title(f"After the meeting with {look.plain(persona.name)}")
    st.html('<p class="lf-lead">What did they really say? What you write here goes into the person you practise with. Leave empty what you did not hear.</p>')
    st.info("In their words as far as you remember them. Nothing about any patient. What you write stays on this machine.", icon=":material/lock:")
    needs = practice().shelf().needs
    with st.form(f"after-{id}", border=False):
        last = st.text_input("The last thing they said", max_chars=200, key="a_last", placeholder="Come back when you know what it does to my Mondays")
        objection = st.text_input("What they objected", max_chars=200, key="a_objection", placeholder="Nobody here has an hour to be trained")
        left, right = st.columns(2)
        need = left.selectbox("The need that came up", [None, *needs], format_func=lambda id: needs[id].title if id else "none, or none of these", key="a_need")
        need_words = right.text_input("How they put it", max_chars=200, key="a_need_words", placeholder="My weekend nurse is on the phone half the night")
        question = st.text_input("What they asked you", max_chars=200, key="a_question", placeholder="Who else around here uses it?")
        sent = st.form_submit_button("Put it in", type="primary", icon=":material/tune:")
    if sent:
        with told():
            after = AfterMeeting(last_words=last, objection=objection, need=need, need_words=need_words, question=question)
            practice().draft(refined(persona, after, practice().shelf().personas.values()))
        st.session_state[f"refined-{id}"] = True
        st.rerun()
    if st.session_state.pop(f"refined-{id}", False):
        st.success(f"{look.plain(persona.name)} knows it now. Practise it again.", icon=":material/check_circle:")
    _again(persona)


def _again(persona: Persona) -> None:
    meet.controls()
    meet.buttons(persona)
    st.page_link(page("people"), label="All your people", icon=":material/groups:")
