"""From a meeting to the map: what they said in a turn, as something to cite. What it means is the rep's to say."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from coach.accounts import map as maps
from coach.accounts.map import AccountMap, Kind, Source
from coach.accounts.map_heard import Known, cited, heard, mentioned
from coach.accounts.map_words import label
from coach.pages import look
from coach.pages.map_edit import edit, send
from coach.pages.map_forms import form, prefilled
from coach.pages.shell import coach, page, viewer

MEETINGS = 200
KINDS: dict[Kind, str] = {
    "person": "Somebody who matters", "arrow": "Who moves whom", "step": "A stall", "constraint": "What binds", "decision": "A decision",
    "question": "A question to ask",
}  # fmt: skip


def from_meetings(id: str, map: AccountMap, known: list[Known], today: date) -> None:
    here = {one.persona: one.name for one in known if one.persona}
    rows = [row for row in coach().store.meetings.recent(viewer(), MEETINGS) if row.person in here and row.turns and row.mode == "played"]
    if not rows:
        st.info("You have met nobody of this place yet. What people tell you in a meeting can be put on the map from here, with the turn it came from.")
        st.page_link(page("people"), label="Meet somebody", icon=":material/groups:")
        return
    titles = {row.meeting: f"{row.name}, {row.updated_at.astimezone():%d %B, %H:%M}, {look.turns(row.turns)}" for row in rows}
    chosen = st.selectbox("Which meeting", list(titles), format_func=titles.__getitem__, key=f"map-meeting-{id}")
    quotes = heard(coach().store.meetings.load(viewer(), chosen).meeting, chosen, here)
    if not quotes:
        st.html('<p class="lf-quiet">In this meeting they told you nothing about how things are here. A question would have done it.</p>')
        return
    used = cited(map)
    st.html('<p class="lf-quiet">Where they told you something. It is their view; whether it is so, and what it means, is for you to say.</p>')
    key = f"map-quote-{id}-{chosen}"
    for source in quotes:
        mark = '<span class="lf-mark">on your map</span>' if (source.meeting, source.turn) in used else ""
        below = f"{source.person}, turn {source.turn} {mark}"
        with st.container(border=st.session_state.get(key) == source.turn, key=f"quote-{chosen}-{source.turn}"):
            st.html(look.quote(source.quote, below))
            if st.session_state.get(key) != source.turn:
                st.button(
                    "Use this",
                    key=f"use-{chosen}-{source.turn}",
                    type="tertiary",
                    icon=":material/add_location_alt:",
                    on_click=st.session_state.update,
                    args=({key: source.turn},),
                )
            else:
                using(id, map, source, known, today)


def using(id: str, map: AccountMap, source: Source, known: list[Known], today: date) -> None:
    """Either it supports something that is on the map, or it is something new."""
    at = f"{source.meeting}-{source.turn}"
    items = {item.id: item for item in map.items() if source not in item.sources}
    if items:
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"citing-{at}"):
            chosen = st.selectbox("It says so of", list(items), format_func=lambda one: label(map, items[one]), key=f"cite-what-{at}-{len(items)}")
            st.button("Cite it", key=f"cite-{at}", on_click=edit, args=(id, lambda map: maps.sourced(map, chosen, source)), icon=":material/format_quote:")
    kind = st.segmented_control("Or it tells of something new", list(KINDS), format_func=KINDS.__getitem__, key=f"cite-kind-{at}")
    if kind == "step":
        stall(id, map, source, at)
    elif kind:
        named = mentioned(source.quote, known)
        with st.form(f"cite-form-{at}-{kind}", border=True):
            if kind == "person":
                st.caption("Named in it: " + (look.plain(", ".join(one.name for one in named)) or "nobody whom you know of"))
            form(id, map, kind, None, first(map, kind, named, source), today, source, at)


def first(map: AccountMap, kind: Kind, named: list[Known], source: Source) -> dict[str, Any]:
    """What the words suggest to begin with: names, and who spoke. Never what follows from them."""
    there = {one.name: one.id for one in map.people}
    speaker = next((one.id for one in map.people if one.persona == source.persona), "")
    others = [there[one.name] for one in named if one.name in there]
    if kind == "person":
        new = next((one for one in named if one.name not in there), None)
        return prefilled(new) if new else {}
    if kind == "arrow":
        return {"of": others[0] if others else "", "on": speaker}
    return {"whom": others[0] if others else ""} if kind == "question" else {}


def stall(id: str, map: AccountMap, source: Source, at: str) -> None:
    """A stall is at a step that is on the map."""
    steps = {step.id: step for step in map.steps}
    with st.form(f"cite-stall-{at}", border=True):
        chosen = st.selectbox("At which step", list(steps), format_func=lambda one: steps[one].title, key=f"cite-step-{at}")
        cause = st.text_area(
            "Why it stalls there, in your words", value=steps[chosen].cause if chosen else "", max_chars=maps.MAX_WORDS, height=80, key=f"cause-{at}"
        )
        if st.form_submit_button("Put it on the map", type="primary", key=f"cite-stall-keep-{at}", disabled=not steps):
            send(id, lambda map: maps.sourced(maps.changed(map, chosen, stalls=True, cause=cause), chosen, source))
            st.rerun()
