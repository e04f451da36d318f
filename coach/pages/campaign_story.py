"""What a campaign has come to: its weeks, what happened, the minutes, and at the end how the place really was."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

import streamlit as st

from coach.accounts import campaign_calendar as calendar
from coach.accounts.campaign import Event, Moved
from coach.accounts.committee import missing
from coach.accounts.truths import variant_of
from coach.campaigns import Opened
from coach.content.base import BELIEF_WORDS
from coach.pages import look
from coach.pages.shell import page

NOTICED = ("met", "looked_in", "visited", "taken", "slipped", "kept", "broken", "refused", "submitted", "slot", "heard", "decided", "closed")
"""What a rep gets to know of; the rest is told when it is over."""
ENDS = {"won": "It was passed", "lost": "It was not passed"}


def weeks(opened: Opened) -> None:
    """The weeks as rows: who was seen, what is free, what is decided."""
    setting, world = opened.setting, opened.world
    st.subheader("The weeks")
    rows = []
    for monday in dict.fromkeys(calendar.week_of(day) for day in calendar.visit_days(setting)):
        sunday = monday + timedelta(days=6)
        seen = [setting.name(who) for day, who in world.seen if monday <= day <= sunday]
        if world.planned and monday <= world.planned.day <= sunday:
            seen.append(f"{setting.name(world.planned.person)} (planned)")
        free = calendar.slots_left(setting, world, monday) - (1 if world.planned and monday <= world.planned.day <= sunday else 0)
        dates = [f"{one.title}: the decision" for one in setting.plan.decisions if monday <= one.on <= sunday]
        dates += [f"{one.title}: requests are due on {look.day(one.due.isoformat())}" for one in setting.plan.decisions if monday <= one.due <= sunday]
        rows.append(_row(monday, seen, free if sunday >= world.day else 0, dates, monday <= world.day <= sunday))
    st.html(f'<table class="lf-weeks"><thead><tr><th>Week of</th><th>Seen</th><th>Free</th><th>Dates</th></tr></thead><tbody>{"".join(rows)}</tbody></table>')


def _row(monday: date, seen: list[str], free: int, dates: list[str], now: bool) -> str:
    mark = ' aria-current="date"' if now else ""
    cells = (f"{monday.day} {monday:%B}", ", ".join(seen) or "\u2013", str(free) if free > 0 else "\u2013", "; ".join(dates))
    return f"<tr{mark}>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def happened(opened: Opened, everything: bool = False) -> None:
    """The events, the latest first, in words. What nobody would have told the rep is left out until it is over."""
    shown = [
        (at, event) for at, event in enumerate(opened.events) if event.kind in NOTICED or (everything and event.kind in ("slept", "passed") and event.moved)
    ]
    if not shown:
        return
    st.subheader("What happened" if not everything else "What happened, and what went on behind it")
    for at, event in reversed(shown):
        with st.container(key=f"event-{at}"):
            lines = [event.because] if event.because else []
            if everything:
                lines += [_moved(opened, move) for move in event.moved if move.what == "belief"]
            st.html(f'<p class="lf-eyebrow">{escape(look.day(event.day.isoformat()))}</p><p>{"<br>".join(escape(line) for line in lines)}</p>')
            if event.why:
                st.caption(look.plain(f"Your reason: \u201c{event.why}\u201d"))
            if event.kind == "heard":
                there = {"m": event.meeting, "c": opened.id}
                st.page_link(page("committee"), label="What it did to each of them", icon=":material/groups_3:", query_params=there)
            elif event.meeting and event.kind == "met":
                st.page_link(page("debrief"), label="Its debrief", icon=":material/rate_review:", query_params={"m": event.meeting})
            if event.decided:
                minutes(event)


def _moved(opened: Opened, move: Moved) -> str:
    return f"{opened.setting.name(move.person)}, now {BELIEF_WORDS[move.to or 'unaware']}: {move.because}."


def minutes(event: Event) -> None:
    assert event.decided is not None
    with st.container(border=True):
        st.markdown("**Minutes**")
        st.html(look.items(event.decided.minutes))


def end(opened: Opened) -> None:
    """How it ended, what this place really was, and which ways were open."""
    setting, world = opened.setting, opened.world
    result = world.result or "lost"
    words = opened.events[-1].because if opened.events else ""
    st.html(look.ending(ENDS[result], words, result == "won", "The campaign is over"))
    st.subheader("How it really was this time")
    st.markdown(look.plain(variant_of(setting.account, setting.seed).text))
    st.page_link(
        page("account"), label="Hold your map against it", icon=":material/map:", query_params={"a": setting.account.id, "c": opened.id, "v": "diagnosis"}
    )
    st.subheader("The ways there were")
    for way in setting.plan.ways:
        with st.container(border=True):
            st.markdown(f"**{look.plain(way.title)}**  \n{look.plain(way.text)}")
            needs = [f"{setting.name(person)} was {BELIEF_WORDS[world.people[person].belief]}, where this needed: {BELIEF_WORDS[way.carried[person]]}."
                     for person in missing(world, way)]  # fmt: skip
            best = max(way.sponsors, key=lambda person: world.people[person].rung)
            if world.people[best].rung < setting.rung(way.sponsored):
                needs.insert(0, f"{setting.name(best)} was {BELIEF_WORDS[world.people[best].belief]}, and would have had to be {BELIEF_WORDS[way.sponsored]}.")
            if needs:
                st.html(look.items(needs))
            else:
                st.markdown("It was open at the end.")
