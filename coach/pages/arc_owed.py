"""What both sides said they would do: overdue, due and open, across the plan and the real meetings. Practised ones stand apart."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.accounts.arc import committed, without_commitment
from coach.accounts.commitments import Owed
from coach.accounts.heard import Side
from coach.content.errors import CoachError
from coach.pages import look
from coach.pages.arc_edit import Beside, act, change, settle
from coach.pages.shell import coach, practice, viewer

STATE_WORDS = {"overdue": "Overdue", "due": "Due within a week", "open": "Open", "done": "Done", "dropped": "Dropped"}
SIDES: dict[Side, str] = {"ours": "We said", "theirs": "They said"}
SETTLED = 30


def commitments(beside: Beside) -> None:
    st.html(
        '<p class="lf-lead">A kept promise opens the door; one of theirs that slips tells you how much it matters to them. Both stand here by their day.</p>'
    )
    found = beside.owed
    for state in ("overdue", "due", "open"):
        if items := [one for one in found if one.state == state]:
            st.subheader(STATE_WORDS[state])
            for one in items[:100]:
                line(beside, one)
            if len(items) > 100:
                st.caption(f"{len(items) - 100:,} more are not shown here; they are in the list that goes out.")
    if not [one for one in found if not one.settled]:
        st.info("Nothing is owed by either side.", icon=":material/handshake:")
    adding(beside)
    if settled := [one for one in found if one.settled]:
        with st.expander(f"Done and dropped ({len(settled)})"):
            for one in settled[:SETTLED]:
                line(beside, one)
    practised(beside)


def line(beside: Beside, one: Owed) -> None:
    key = f"owed-{one.id}"
    since = f", to {one.whom} on {look.day(one.since.isoformat())}" if one.since else ""
    due = f"by {look.day(one.due.isoformat())}" if one.due else "no day named"
    why = f" · dropped: {one.dropped}" if one.dropped else f" · done on {look.day(one.done.isoformat())}" if one.done else ""
    st.session_state[key] = one.done is not None
    with st.container(border=True, key=f"line-{one.id}".replace(".", "-")):
        st.checkbox(f"**{SIDES[one.side]}:** {look.plain(one.action)}", key=key, on_change=tick, args=(beside, one, key), disabled=bool(one.dropped))
        st.html(f"<p class='lf-quiet'>{escape(f'{one.who}, {due}{since}{why}')}</p>")
        with st.popover("More", type="tertiary", help=f"More on: {one.action}"):
            if one.dropped:
                st.button("Open it again", key=f"{key}-again", on_click=settle, args=(beside.id, one, None))
            elif not one.done:
                why = st.text_input("Drop it, because", key=f"{key}-why", max_chars=120)
                if st.button("Drop it", key=f"{key}-drop", disabled=not why.strip()):
                    settle(beside.id, one, None, why)
                    st.rerun()
            if one.plan:
                st.button("Take it out", key=f"{key}-out", type="tertiary", on_click=act, args=(beside.id, lambda arc: without_commitment(arc, one.plan)))


def tick(beside: Beside, one: Owed, key: str) -> None:
    settle(beside.id, one, beside.today if st.session_state[key] else None)


def adding(beside: Beside) -> None:
    with st.popover("Add one", icon=":material/add:", key="owed-add"):
        fresh = beside.arc.made
        side: Side = st.segmented_control("Whose", list(SIDES), default="ours", required=True, format_func=SIDES.__getitem__, key=f"owed-side-{fresh}")
        action = st.text_input("What", key=f"owed-what-{fresh}", max_chars=300)
        who = st.text_input("Who", key=f"owed-who-{fresh}", max_chars=80)
        due = st.date_input("By", value=None, key=f"owed-due-{fresh}", format="DD.MM.YYYY")
        if st.button("Add it", type="primary", key="owed-put"):
            change(beside.id, lambda arc: committed(arc, side, who, action, due))
            st.rerun()


def practised(beside: Beside) -> None:
    """What was promised in practice, kept apart: nobody real waits for it."""
    people = {step.who.persona for step in beside.plan.steps if step.who.persona}
    if not people:
        return
    with st.expander("Promised in practice", icon=":material/forum:", key="owed-practised", on_change="rerun") as box:
        if not box.open:
            return
        lines, seen = [], set()
        for row in coach().store.meetings.recent(viewer(), 100):
            if row.person not in people or row.person in seen or row.mode != "played" or row.outcome is None:
                continue
            seen.add(row.person)
            try:
                before = practice().left_by(practice().load(row.meeting))
            except CoachError:
                continue
            lines += [f"You to {row.name}: {one.action}" for one in before.promises]
            if before.step:
                lines.append(f"{row.name}: {before.step.action}")
        st.caption("From the last practised meeting with each. Nobody real waits for these.")
        st.html(look.items(lines) if lines else f"<p class='lf-quiet'>{escape('Nothing was promised in practice.')}</p>")
