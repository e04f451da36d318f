"""My meeting tomorrow: describe a real person in five minutes, and practise with somebody like them."""

from __future__ import annotations

from datetime import date

import streamlit as st
from pydantic import ValidationError

from coach.content.base import LENSES, Lens
from coach.content.draft import TomorrowCard, lay_over, nearest
from coach.pages import cards, look
from coach.pages.refining import refine
from coach.pages.shell import coach, page, practice, told

FAMILIES: dict[Lens, str] = {
    "clinical": "Treats patients",
    "operational": "Runs the work",
    "economic": "Answers for the money",
    "administrative": "Guards rules and access",
}


def main() -> None:
    if draft := st.query_params.get("after", ""):
        with told():
            refine(draft)
        return
    st.title("My meeting tomorrow")
    st.html(
        '<p class="lf-lead">Write down what you know of the person. You will practise with the nearest sample persona, wearing your card. '
        "What you leave empty is worth finding out.</p>"
    )
    st.info("Initials only, and nothing about any patient. What you write stays on this machine.", icon=":material/lock:")
    with st.form("tomorrow", border=False):
        left, right = st.columns(2)
        initials = left.text_input("Initials", max_chars=4, placeholder="J.K.", key="t_initials", persist_state="session")
        role = right.text_input("Role", max_chars=80, placeholder="Head of respiratory medicine", key="t_role", persist_state="session")
        family: Lens = st.radio(
            "What the job is about", LENSES, format_func=lambda name: FAMILIES[name], horizontal=True, key="t_family", persist_state="session"
        )
        left, right = st.columns([3, 1])
        setting = left.text_input("Where", max_chars=200, placeholder="Small practice, four doctors, one nurse", key="t_setting", persist_state="session")
        minutes = right.number_input("Minutes you get", 1, 120, 10, key="t_minutes", persist_state="session")
        uses = st.text_input(
            "What they use today", max_chars=200, placeholder="The older inhaler, and steroids when it gets bad", key="t_uses", persist_state="session"
        )
        cares = st.text_input(
            "What they care about", max_chars=200, placeholder="Patients who turn up in emergency at the weekend", key="t_cares", persist_state="session"
        )
        said = st.text_input(
            "What they said last", max_chars=200, placeholder="Send me something I can read in two minutes", key="t_said", persist_state="session"
        )
        objection = st.text_input(
            "The objection I fear", max_chars=200, placeholder="We tried that and the paperwork killed it", key="t_objection", persist_state="session"
        )
        sent = st.form_submit_button("Practise this meeting", type="primary", icon=":material/meeting_room:")
    if not sent:
        met()
        return
    try:
        card = TomorrowCard(
            initials=initials, role=role, family=family, setting=setting, minutes=minutes, uses=uses, cares=cares, said_last=said, objection=objection
        )
    except ValidationError as error:
        names = {"initials": "Initials", "role": "Role"}
        for detail in error.errors():
            field = str(detail["loc"][0])
            st.error(f"{names.get(field, field)}: please fill this in.", icon=":material/edit:")
        return
    with told():
        base = nearest(coach().shelf.personas.values(), card.family, card.role)
        persona = lay_over(base, card)
        practice().draft(persona)
        meeting = practice().begin(persona.id, on=date.today())
    st.switch_page(page("practice"), query_params={"m": meeting})


def met() -> None:
    """The people described before, for when the real meeting is over."""
    mine = cards.own(practice().shelf())
    if not mine:
        return
    st.subheader("After the real meeting")
    st.html('<p class="lf-quiet">Say what they really said, and practise with somebody more like them.</p>')
    for persona in mine:
        label = f"Refine {look.plain(persona.name)}, {look.plain(persona.title)}"
        st.page_link(page("tomorrow"), label=label, icon=":material/tune:", query_params={"after": persona.id})


main()
