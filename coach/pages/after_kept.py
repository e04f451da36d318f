"""A real meeting that was kept: where it went, the note for the CRM, and practising the next one."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from coach.accounts.heard import RealMeeting, crm_note, kept_done, promise_words, shortened
from coach.after import After, Kept
from coach.content.errors import CoachError
from coach.pages import cards, look
from coach.pages.shell import coach, page, practice, told, viewer

SHOWN = 12


def one(after: After, id: str) -> None:
    stored = after.load(id)
    meeting = stored.meeting
    st.title(f"Met {look.plain(meeting.who.name)}")
    account = cards.account_name(practice().shelf(), meeting.account) if meeting.account else ""
    below = " &middot; ".join(filter(None, (look.day(meeting.day.isoformat()), escape(meeting.who.title), escape(account))))
    st.html(f'<p class="lf-anchor">{below}</p>')
    kept = st.session_state.get("a-kept")
    where_it_went(after, meeting, kept if isinstance(kept, Kept) and kept.id == id else None, id)
    promises(after, id)
    note(meeting, account)
    again(meeting)
    with st.container(horizontal=True):
        st.page_link(page("after"), label="Another meeting", icon=":material/add:")
        with st.popover("Delete", icon=":material/delete:", type="tertiary"):
            st.caption("Delete it for good? What it put into the plan and onto the map stays.")
            if st.button("Yes, delete", type="primary", key="after-really"):
                after.forget(id)
                st.query_params.clear()
                st.rerun()


def where_it_went(after: After, meeting: RealMeeting, kept: Kept | None, id: str) -> None:
    if kept is not None:
        done = ["Kept."]
        if kept.step:
            done.append("The next step is in your plan.")
        if kept.map:
            done.append("The map has it, in their words.")
        st.success(look.plain(" ".join(done)), icon=":material/check_circle:")
        for line in kept.lines:
            st.warning(look.plain(line), icon=":material/sync_problem:")
    with st.container(horizontal=True):
        if meeting.plan and any(one.id == meeting.plan for one in after.plans()):
            query = {"p": meeting.plan} | ({"s": kept.step} if kept and kept.step else {})
            st.page_link(page("plan"), label="Open the plan", icon=":material/route:", query_params=query)
            st.page_link(page("account_plan"), label="What both owe", icon=":material/flag:", query_params={"p": meeting.plan, "v": "owed"})
        if kept is not None and kept.map:
            st.page_link(page("account"), label="Open the map", icon=":material/hub:", query_params={"m": kept.map})
    maps = after.maps()
    if maps and (kept is None or kept.map is None):
        with st.popover("Put it onto a map", icon=":material/hub:", type="tertiary"):
            chosen = st.selectbox("Which map", list(maps), format_func=maps.__getitem__, key="after-map")
            if st.button("Put it there", type="primary", key="after-onto"):
                with told():
                    after.onto_map(id, chosen)
                st.session_state["a-onto"] = maps[chosen]
        if title := st.session_state.pop("a-onto", ""):
            st.success(look.plain(f"It is on the map “{title}”."), icon=":material/check_circle:")


def promises(after: After, id: str) -> None:
    stored = after.load(id)
    if not stored.meeting.promises:
        return
    st.subheader("Promised")
    for at, promise in enumerate(stored.meeting.promises):
        side = "You" if promise.side == "ours" else "They"
        key = f"after-done-{id}-{at}"
        st.session_state[key] = promise.done is not None
        st.checkbox(look.plain(f"{side}: {promise_words(promise)}"), key=key, on_change=tick, args=(after, id, at, key))
    for line in st.session_state.pop("a-told", []):
        st.error(look.plain(line), icon=":material/sync_problem:")


def tick(after: After, id: str, at: int, key: str) -> None:
    try:
        stored = after.load(id)
        made = kept_done(stored.meeting, at, done=date.today() if st.session_state[key] else None)
        coach().store.real_meetings.save(viewer(), id, made, stored.revision)
    except CoachError as error:
        st.session_state["a-told"] = error.lines


def note(meeting: RealMeeting, account: str) -> None:
    st.subheader("For your CRM")
    kind = st.segmented_control("As", ("Plain text", "Markdown"), default="Plain text", required=True, key="after-kind", label_visibility="collapsed")
    st.code(crm_note(meeting, account, markdown=kind == "Markdown"), language=None, wrap_lines=True)
    st.caption("Copy it with the button in its corner. Nothing is sent.")


def again(meeting: RealMeeting) -> None:
    """Practise the next one with somebody like them, who says what they really said."""
    st.subheader("The next one")
    who, said = meeting.who, shortened(meeting.said, 200)
    draft = next((persona for persona in cards.own(practice().shelf()) if persona.id == who.persona), None)
    if not st.button("Practise the next one", type="primary", icon=":material/meeting_room:", key="after-practise"):
        st.caption("Your card of them is filled in with what they said. You add what you fear next.")
        return
    if draft is not None:
        st.session_state["a_last"] = said
        st.switch_page(page("tomorrow"), query_params={"after": draft.id})
    st.session_state.update(t_initials=look.initials(who.name)[:4], t_role=who.title[:80], t_family=who.lens, t_said=said)
    st.switch_page(page("tomorrow"))


def listed(after: After) -> None:
    mine = after.mine()
    if not mine:
        return
    st.subheader("Meetings you kept")
    for stored in mine[:SHOWN]:
        meeting = stored.meeting
        label = f"{meeting.who.name}, {look.day(meeting.day.isoformat())}"
        st.page_link(page("after"), label=look.plain(label), icon=":material/hearing:", query_params={"m": stored.id})
        words = meeting.said or meeting.surprised or meeting.next_action or (meeting.promises[0].action if meeting.promises else "")
        st.caption(look.plain(shortened(words, 110)))
