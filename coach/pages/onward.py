"""From one meeting to the next: what is left of the last one, which promises were kept, and when they meet again."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

import streamlit as st

from coach.pages import look, meet
from coach.pages.shell import page, practice, told
from coach.practice import Table, turned_away
from coach.roleplay.purposes import KINDS, offered
from coach.roleplay.records import Before

WEEKS_BETWEEN = 2
LONGEST = timedelta(days=365)


def next_meeting(table: Table) -> None:
    """The way on from a meeting that is over: mark what was kept, choose the day and what for."""
    before = practice().left_by(table)
    people = practice().shelf().personas
    st.subheader("The next meeting")
    with st.container(border=True, key="next-meeting"):
        st.html(
            '<p class="lf-why">They will remember: what they told you, what you told them, and about half of the trust you won or lost. '
            "What you promised and did not do, they will remember longer.</p>"
        )
        if before.step:
            st.html(f"<p><b>Their step.</b> {escape(step_words(before))}</p>")
        if left := open_titles(table, before):
            st.html(f"<p><b>Still open.</b></p>{look.items(left)}")
        persona = people.get(table.persona.id)
        if persona is None:
            st.caption("This person is no longer among those you can meet.")
            return
        setup = table.meeting.setup
        with st.container(horizontal=True, vertical_alignment="bottom"):
            on = st.date_input(
                "When",
                value=setup.on + timedelta(weeks=WEEKS_BETWEEN),
                min_value=setup.on + timedelta(days=1),
                max_value=setup.on + LONGEST,
                key=f"next-on-{table.id}",
            )
            purpose = st.selectbox("What for", offered(persona), format_func=lambda name: KINDS[name].title, key=f"next-purpose-{table.id}")
        kept = promises(table, before, on)
        if away := turned_away(persona, meet.seat()):
            st.caption(f":material/lock: {look.plain(away)}")
        elif st.button(f"Meet {meet.short(persona)} again", type="primary", icon=":material/meeting_room:", key="next-begin"):
            with told():
                id = practice().next(table.id, on=on, kept=kept, purpose=purpose, seat=meet.seat())
            st.switch_page(page("practice"), query_params={"m": id})


def promises(table: Table, before: Before, on: date) -> list[int]:
    """Which of the rep's promises were kept by that day, as the rep says: a list of their places."""
    if not before.promises:
        st.caption("You promised nothing, so nothing can be kept or broken.")
        return []
    st.markdown("**What you said you would do.** Tick what you have really done. What is due and not ticked counts as broken.")
    return [
        at
        for at, promise in enumerate(before.promises)
        if st.checkbox(
            look.plain(promise_words(promise.action, promise.by, promise.due(on))),
            key=f"kept-{table.id}-{at}",
        )
    ]


def promise_words(action: str, by: str | None, due: bool) -> str:
    return f"{action[:1].upper()}{action[1:]}{f' ({by})' if by else ''}{'' if due else ', not due by then'}"


def step_words(before: Before) -> str:
    step = before.step
    assert step is not None
    by = f" by {look.day(step.on)}" if step.on else ""
    return f"{step.owner} was to {step.action}{by}. {'It happened.' if step.taken else 'It did not happen.'}"


def open_titles(table: Table, before: Before) -> list[str]:
    """The objections that were not settled, by their titles."""
    titles = {item.id: item.title for item in table.persona.objections}
    return [titles[name] for name in before.objections if name in titles]


def last_time(table: Table) -> None:
    """Beside a meeting that follows another: what the rep may know from the last one."""
    before = table.meeting.setup.after
    if before is None:
        return
    st.markdown(f"**Last time, {look.day(before.on.isoformat())}**")
    needs = practice().shelf().needs
    lines = [f"They told you: {needs[name].title}" for name in before.disclosed if name in needs]
    lines += [f"Still open: {title}" for title in open_titles(table, before)]
    if before.step:
        lines.append(step_words(before))
    on = table.meeting.setup.on
    for promise in before.promises:
        lines.append(f"You promised: {promise.action}. {'Kept.' if promise.kept else 'Not kept.' if promise.due(on) else 'Not due yet.'}")
    st.html(look.items(lines or ["Nothing was settled, and nothing promised."]))
    if before.meeting:
        st.page_link(page("debrief"), label="Its debrief", icon=":material/rate_review:", query_params={"m": before.meeting})
