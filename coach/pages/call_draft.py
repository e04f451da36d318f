"""Practise a call again: the person in it as a draft, which the rep puts right before meeting them."""

from __future__ import annotations

from datetime import date

import streamlit as st
from pydantic import ValidationError

from coach.calls import KeptCall
from coach.content.base import LENSES, Lens
from coach.content.draft import TomorrowCard
from coach.pages import look
from coach.pages.shell import calls, page, practice, told

FAMILIES: dict[Lens, str] = {
    "clinical": "Treats patients",
    "operational": "Runs the work",
    "economic": "Answers for the money",
    "administrative": "Guards rules and access",
}


def draft(kept: KeptCall) -> None:
    found = kept.call.learned
    st.subheader("Practise this call again")
    st.html(
        '<p class="lf-quiet">With a draft of the person: the nearest sample persona, wearing what was heard in the call. Unverified; put right what is not so. '
        "Initials only, and nothing about any patient.</p>"
    )
    with st.form(f"draft-{kept.id}", border=True):
        left, middle, right = st.columns([1, 3, 1])
        initials = left.text_input("Initials", value=found.role[:1], max_chars=4, key="d_initials")
        role = middle.text_input("Role", value=found.role, max_chars=80, key="d_role")
        minutes = right.number_input("Minutes", 1, 120, 10, key="d_minutes")
        family: Lens = st.radio(
            "What the job is about", LENSES, index=LENSES.index(found.family), format_func=FAMILIES.__getitem__, horizontal=True, key="d_family"
        )
        uses = st.text_input("What they use today", value=found.uses[0].text if found.uses else "", max_chars=200, key="d_uses")
        cares = st.text_input("What they care about", value=found.cares[0].text if found.cares else "", max_chars=200, key="d_cares")
        said = st.text_input("What they said last", value=found.said_last.text if found.said_last else "", max_chars=200, key="d_said")
        objection = st.text_input("What they objected", value=found.objections[0].text if found.objections else "", max_chars=200, key="d_objection")
        _besides(kept)
        sent = st.form_submit_button("Practise this call again", type="primary", icon=":material/meeting_room:", key="d_send")
    if not sent:
        return
    try:
        card = TomorrowCard(initials=initials, role=role, family=family, minutes=minutes, uses=uses, cares=cares, said_last=said, objection=objection)
    except ValidationError:
        st.error("Initials and a role are needed: one to four letters, and what the person does.", icon=":material/edit:")
        return
    with told():
        meeting = practice().begin(calls().draft(kept.id, card), on=date.today())
    st.switch_page(page("practice"), query_params={"m": meeting})


def _besides(kept: KeptCall) -> None:
    """What goes into the draft besides the card."""
    found = kept.call.learned
    lines = [f"Also objected: {item.text}" for item in found.objections[1:]] + [f"Asked: {item.text}" for item in found.questions[:1]]
    lines += [f"Bound by: {item.text}" for item in found.constraints]
    if found.people:
        lines.append("Named: " + ", ".join(item.text for item in found.people))
    if lines:
        st.html(f'<p class="lf-quiet">Goes into the draft as well:</p>{look.items(lines)}')
