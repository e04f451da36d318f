"""Before a committee: ten minutes in front of several people, then out before they deliberate. Its address holds the slot."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from html import escape

import streamlit as st

from coach.content.account import Account
from coach.debrief.panel import table
from coach.pages import away, look, meet
from coach.pages.live import announce
from coach.pages.others import moved
from coach.pages.shell import coach, getting_ready, page, told, viewer, wait_until_ready
from coach.panels import Panels, Slot
from coach.practice import MAX_CHARACTERS
from coach.roleplay.panel import MINUTES
from coach.roleplay.records import Replied
from coach.store.errors import Taken


def panels() -> Panels:
    return Panels(coach(), viewer())


def main() -> None:
    chosen = st.query_params.get("m", "")
    with told():
        if not chosen:
            choose()
        else:
            held(panels().load(chosen))


def choose() -> None:
    st.title("Before a committee")
    st.html(
        '<p class="lf-lead">Some committees hear a vendor: ten minutes, several people, and out before they deliberate. Everybody hears every word. '
        "Speak to somebody by name and they answer; speak to the table and whoever has most to say does. "
        "What people tell one visitor, they do not tell before the others.</p>"
    )
    getting_ready()
    meet.controls(doors=False)
    found = panels().tables()
    if not found:
        st.caption("No account here names who sits at its table.")
    for account in found:
        offer(account)
    past()


def past() -> None:
    """Slots that were begun: to go on with, or to look back at."""
    rows = panels().recent()
    if not rows:
        return
    st.subheader("Your slots")
    for row in rows:
        over = row.outcome is not None
        with st.container(horizontal=True, vertical_alignment="center", key=f"slot-{row.meeting}"):
            label = f"{'Look back at' if over else 'Go on with'} {row.updated_at.astimezone():%d %b, %H:%M}"
            st.page_link(page("committee"), label=label, icon=":material/replay:" if over else ":material/play_arrow:", query_params={"m": row.meeting})
            st.caption(f"{look.turns(row.turns)}")


def offer(account: Account) -> None:
    people = [coach().shelf.persona(name) for name in panels().seats(account) if name in coach().shelf.personas]
    with st.container(border=True, key=f"table-{account.id}"):
        st.subheader(f"{account.name}{' (fictional)' if account.fictional else ''}")
        rows = "".join(
            f'<div class="lf-person">{look.monogram(one.name, one.lens)}<div><h3>{escape(one.name)}{" · in the chair" if at == 0 else ""}</h3>'
            f"<p>{escape(one.title)}</p></div></div>"
            for at, one in enumerate(people)
        )
        st.html(f'<div class="lf-seats-at">{rows}</div>')
        if st.button(f"Go in for {MINUTES:g} minutes", type="primary", icon=":material/groups_3:", key=f"go-in-{account.id}"):
            with told():
                id = panels().begin(account.id, on=date.today(), difficulty=st.session_state.get("difficulty", "guarded"))
            st.query_params.from_dict({"m": id})
            st.rerun()


def held(slot: Slot) -> None:
    away.was_said(f"say-{slot.id}", slot.meeting.turns[-1].said.words)
    head(slot)
    getting_ready()
    for turn in slot.meeting.turns:
        if turn.said.kind == "rep":
            rep_says(turn.said.words)
        elif turn.said.kind == "left":
            st.caption("You thank them and go.")
        for reply in turn.replied:
            with bubble(slot, reply.person):
                st.markdown(look.plain(reply.words))
    if slot.owed:
        speak(slot, slot.owed)
        st.rerun()
    announce(" ".join(f"{slot.persona(one.person).name}: {one.words}" for one in slot.meeting.turns[-1].replied))
    if slot.meeting.ended:
        over(slot)
        return
    if st.button("Thank them and go", type="tertiary", icon=":material/logout:"):
        panels().leave(slot)
        st.rerun()
    words = st.chat_input("Say something to the table, or to somebody by name", key=f"say-{slot.id}", max_chars=MAX_CHARACTERS)
    if words:
        rep_says(words)
        wait_until_ready()
        try:
            panels().say(slot, words)
        except Taken as error:
            st.warning(f"{look.plain(error.lines[0])} What you typed was not sent:", icon=":material/tab:")
            st.code(words, language=None, wrap_lines=True)
            return
        speak(slot, panels().load(slot.id).owed)
        st.rerun()


def head(slot: Slot) -> None:
    state, start = slot.meeting.state(), slot.meeting.setup.opening[slot.meeting.setup.persona]
    with st.container(key="meeting-head", horizontal=True, vertical_alignment="center"):
        left, right = st.container(), st.container(width=150)
    faces = "".join(look.monogram(one.name, one.lens, "lf-small") for one in slot.people)
    names = ", ".join(gone(slot, one.id, meet.short(one)) for one in slot.people)
    place = slot.account.name if slot.account else "A committee"
    left.html(f'<div class="lf-at-table"><div class="lf-faces">{faces}</div><div><h3>{escape(place)}</h3><p class="lf-setup">{escape(names)}</p></div></div>')
    right.html(look.minutes_left(state.minutes_left, start.minutes_left))


def gone(slot: Slot, id: str, name: str) -> str:
    return f"{name} (left the room)" if slot.meeting.state(id).ended and not slot.meeting.ended else name


def rep_says(words: str) -> None:
    with st.chat_message("user", avatar=":material/person:"):
        st.markdown(look.plain(words))


def bubble(slot: Slot, id: str):  # type: ignore[no-untyped-def]
    """A place for one person's words, under their name: at a table one must see who speaks."""
    persona = slot.persona(id)
    place = st.chat_message(persona.name, avatar=look.LENS_ICONS[persona.lens])
    place.html(f'<p class="lf-who">{escape(persona.name)}<span>{escape(persona.title)}</span></p>')
    return place


def speak(slot: Slot, replies: list[Replied]) -> None:
    """One after another, word by word. An answer is kept whole before the next begins; what was not heard comes on a reload."""
    pause = coach().settings.coach_streaming_ms / 1000

    def words(reply: Replied) -> Iterator[str]:
        for word in look.plain(reply.words).split(" "):
            yield f"{word} "
            time.sleep(pause)

    for reply in replies:
        with bubble(slot, reply.person):
            st.write_stream(words(reply))
        panels().heard(slot, reply)


def over(slot: Slot) -> None:
    """What it did to each of them."""
    found = table(slot.meeting, {one.id: one for one in slot.people})
    assert slot.meeting.outcome is not None
    with st.container(border=True, key="over"):
        st.html(look.ending("They deliberate without you", ending_words(slot), slot.meeting.outcome.kind != "cut_short", "The slot is over"))
    st.subheader("What it did to each of them")
    for person in found.people:
        moved(slot.persona(person.id), person)
    if found.claims:
        st.subheader("What may not be said like that")
        for turn, claim in found.claims:
            st.html(look.quote(claim.quote, f"Turn {turn}. {escape(claim.why)}{f' Instead: {escape(claim.instead)}' if claim.instead else ''}"))
    if campaign := st.query_params.get("c", ""):
        st.page_link(page("campaign"), label="Back to the campaign", icon=":material/flag:", query_params={"c": campaign})
        return
    with st.container(horizontal=True):
        st.page_link(page("people"), label="See one of them alone", icon=":material/groups:")
        if st.button("Go in again", icon=":material/replay:", key="go-in-again") and slot.account:
            with told():
                setup = slot.meeting.setup
                id = panels().begin(slot.account.id, [one.id for one in slot.people], on=setup.on, difficulty=setup.difficulty)
            st.query_params.from_dict({"m": id})
            st.rerun()


def ending_words(slot: Slot) -> str:
    silent = [meet.short(slot.persona(id)) for id in table(slot.meeting, {one.id: one for one in slot.people}).silent]
    quiet = f" You never heard from {' or '.join(silent)}." if silent else ""
    return f"What happens now rests on what each of them took along, and on who is asked first.{quiet}"


main()
