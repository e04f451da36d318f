"""Ride-along: the rubric beside a real meeting, on a phone and with one thumb. Nothing is recorded; what is typed is kept as it is typed."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from coach.content.errors import CoachError
from coach.content.rubric import Criterion, Rubric
from coach.pages import look, remembered
from coach.pages.shell import coach, page, told, viewer
from coach.pages.typed import commit_while_typing
from coach.reviews.review import scorable
from coach.reviews.ride_along import MEMORY, MOST_WHOM, MOST_WORDS, Noted, RideAlong
from coach.roleplay.purposes import KINDS
from coach.store.ride_alongs import StoredRide

NOT_SEEN = -1
STEPS = {NOT_SEEN: "Not seen", 0: "0", 1: "1", 2: "2", 3: "3"}


def main() -> None:
    with told():
        if id := st.query_params.get("r", ""):
            stored = coach().store.ride_alongs.one(viewer(), id)
            if stored.given_at is None:
                sheet(stored)
            else:
                given(stored)
            return
        st.title("Ride-along")
        begin()
        listed()


def begin() -> None:
    st.html(
        '<p class="lf-lead">You sit beside somebody in a real meeting. The rubric is here, a tap a level and a line of what you saw. '
        "Nothing is recorded. What you write is your memory, and stands apart from what is measured.</p>"
    )
    people = {person.id: person.name for person in coach().store.people.led(viewer())}
    if viewer().alone:
        people.setdefault(viewer().id, "Yourself")
    if not people:
        st.info("Nobody is set as led by you yet. Whoever runs this installation can set it.", icon=":material/group_off:")
        return
    with st.container(key="ride"):
        who = st.selectbox("Whom you ride with", list(people), format_func=people.__getitem__, key="ride-who")
        day = st.date_input("On", value=date.today(), key="ride-day", format="DD.MM.YYYY")
        if st.button("Begin", type="primary", icon=":material/play_arrow:", key="ride-begin", width="stretch"):
            id = coach().store.ride_alongs.begin(viewer(), who, day)
            st.query_params.from_dict({"r": id})
            st.rerun()


def listed() -> None:
    written = coach().store.ride_alongs.written(viewer())
    for title, rows in (("Not given yet", [one for one in written if not one.given_at]), ("Given", [one for one in written if one.given_at])):
        if not rows:
            continue
        st.subheader(title)
        for one in rows:
            label = f"{whose(one)}, {look.day(one.day.isoformat())}{f', with {one.sheet.whom}' if one.sheet.whom else ''}"
            st.page_link(page("ride_along"), label=look.plain(label), icon=":material/directions_car:", query_params={"r": one.id})
            if one.given_at:
                st.caption("answered" if one.answer else "no answer yet")


def whose(one: StoredRide) -> str:
    return "You" if one.observed == viewer().id else one.watched or "Somebody"


def given(stored: StoredRide) -> None:
    """As it was given, with what was answered."""
    st.title("Ride-along")
    remembered.read(stored, whose(stored))
    st.page_link(page("ride_along"), label="All ride-alongs", icon=":material/arrow_back:", query_params={})


def sheet(stored: StoredRide) -> None:
    rubric, key = coach().shelf.rubric(), f"ride-{stored.id}"
    fill(stored, key)
    commit_while_typing("ride")
    name = whose(stored)
    reader = "You alone read this."
    st.title("Beside yourself" if stored.observed == viewer().id else f"Beside {look.plain(name)}")
    if stored.observed != viewer().id:
        reader = f"{name} reads it once you give it, and may answer. Nobody else does. “You” in the rubric is {name}."
    st.html(f'<p class="lf-anchor">{look.day(stored.day.isoformat())}. {escape(reader)}</p>')
    with st.container(key="ride"):
        made = fields(rubric, stored.sheet, key)
        kept = keep(stored, made, key)
        st.caption(":material/lock: Kept as you type. Nothing about any patient." if kept else ":material/lock: Nothing about any patient.")
        if st.button(
            "Give it" if stored.observed == viewer().id else f"Give it to {look.plain(name)}",
            type="primary",
            icon=":material/send:",
            key=f"{key}-give",
            width="stretch",
            disabled=not kept,
        ):
            give(stored)
        st.caption("From then on it stays as it is.")
        with st.popover("Throw it away", icon=":material/delete:", type="tertiary"):
            if st.button("Yes, delete it for good", type="primary", key=f"{key}-really"):
                coach().store.ride_alongs.forget(viewer(), stored.id)
                st.query_params.clear()
                st.rerun()


def fill(stored: StoredRide, key: str) -> None:
    """Put the sheet into the fields, once a visit."""
    state = st.session_state
    if f"{key}-whom" in state:
        return
    state[f"{key}-revision"] = stored.revision
    state[f"{key}-whom"], state[f"{key}-purpose"] = stored.sheet.whom, stored.sheet.purpose
    state[f"{key}-keep"], state[f"{key}-change"] = stored.sheet.keep, stored.sheet.change


def fields(rubric: Rubric, before: RideAlong, key: str) -> RideAlong:
    whom = st.text_input("Whom they meet", key=f"{key}-whom", max_chars=MOST_WHOM, placeholder="E. R., surgeon")
    purpose = st.selectbox("What for", list(KINDS), format_func=lambda name: KINDS[name].title, key=f"{key}-purpose")
    notes = dict(before.notes)  # What was noted before the purpose was changed is kept, shown or not.
    for criterion in scorable(rubric, purpose):
        with st.container(border=True, key=f"{key}-box-{criterion.id}"):
            noted = one(criterion, before.notes.get(criterion.id, Noted()), key)
        if noted.empty:
            notes.pop(criterion.id, None)
        else:
            notes[criterion.id] = noted
    keep = st.text_area("To keep doing", key=f"{key}-keep", height=80, max_chars=MOST_WORDS)
    change = st.text_area("To try next time", key=f"{key}-change", height=80, max_chars=MOST_WORDS)
    return RideAlong(whom=whom, purpose=purpose, notes=notes, keep=keep, change=change)


def one(criterion: Criterion, before: Noted, key: str) -> Noted:
    """A criterion: a tap for its level, the wording of that level, and a line for what was seen. Filled from what is kept wherever the
    fields are new: with another purpose they go, and come back with it."""
    state, level_key, words_key = st.session_state, f"{key}-{criterion.id}", f"{key}-{criterion.id}-words"
    state.setdefault(level_key, NOT_SEEN if before.level is None else before.level)
    st.html(f'<div class="lf-row"><h4>{escape(criterion.title)}</h4></div>')
    tapped = st.segmented_control(
        criterion.title, list(STEPS), format_func=STEPS.__getitem__, key=level_key, required=True, width="stretch", label_visibility="collapsed"
    )
    level = None if tapped in (None, NOT_SEEN) else tapped
    anchors = "".join(f"<li><b>{one.level}</b> {escape(one.anchor)}</li>" for one in criterion.levels)
    chosen = next((one.anchor for one in criterion.levels if one.level == level), "")
    st.html(
        (f'<p class="lf-anchor">{escape(chosen)}</p>' if chosen else "")
        + f'<details class="lf-anchors"><summary>What the levels say</summary><ul class="lf-steps">{anchors}</ul></details>'
    )
    if level is None and not state.get(words_key, before.words).strip():
        return Noted()
    state.setdefault(words_key, before.words)
    words = st.text_area(f"What you saw ({MEMORY})", key=words_key, height=80, max_chars=MOST_WORDS, placeholder="She asked twice what happens at night")
    return Noted(level=level, words=words)


def keep(stored: StoredRide, made: RideAlong, key: str) -> bool:
    """Keep the sheet as it is typed; whether what is on the screen is what is kept."""
    if made == stored.sheet:
        return True
    try:
        revision = st.session_state[f"{key}-revision"]
        st.session_state[f"{key}-revision"] = coach().store.ride_alongs.save(viewer(), stored.id, made, revision)
    except CoachError as error:
        for line in error.lines:
            st.error(look.plain(f"{line} Until then this is in this window only."), icon=":material/person_off:")
        return False
    return True


def give(stored: StoredRide) -> None:
    try:
        coach().store.ride_alongs.give(viewer(), stored.id)
    except CoachError as error:
        for line in error.lines:
            st.error(look.plain(line), icon=":material/edit:")
        return
    st.rerun()


main()
