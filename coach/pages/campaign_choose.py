"""The choices of a campaign: whom to see, when, why and with what; what was promised; who hands in the request."""

from __future__ import annotations

from datetime import timedelta
from html import escape

import streamlit as st

from coach.accounts import campaign_calendar as calendar
from coach.accounts.choices import slot_refused
from coach.campaigns import Campaigns, Opened, due
from coach.content.errors import CoachError
from coach.pages import look
from coach.pages.shell import page
from coach.roleplay.purposes import KINDS, offered

MOST_MESSAGES = 3


def planned(campaigns: Campaigns, opened: Opened) -> None:
    """The meeting that was chosen: go in, or go on with it."""
    plan = opened.world.planned
    assert plan is not None
    name = opened.setting.name(plan.person)
    with st.container(border=True, key="campaign-planned"):
        st.html(
            f'<p class="lf-eyebrow">{escape(look.day(plan.day.isoformat()))}</p><p><b>You see {escape(name)}.</b> '
            f"Your reason: \u201c{escape(plan.why)}\u201d</p>"
        )
        label = "Go on with the meeting" if opened.running else "Meet now"
        if st.button(label, type="primary", icon=":material/meeting_room:"):
            st.switch_page(page("practice"), query_params={"m": campaigns.meet(opened)})


def next_one(campaigns: Campaigns, opened: Opened) -> None:
    setting, world = opened.setting, opened.world
    days = [day for day in calendar.visit_days(setting) if day >= world.day and calendar.slots_left(setting, world, day)]
    with st.container(border=True, key="campaign-next"):
        st.subheader("Whom do you see next?")
        if not days:
            st.markdown("There is no day left on which anybody sees you.")
            if st.button("Wait for the decision", icon=":material/hourglass_top:"):
                act(lambda: campaigns.wait(opened, setting.plan.ends))
            return
        day = st.selectbox("When", days, format_func=lambda one: look.day(one.isoformat()), key="campaign-day")
        free = calendar.slots_left(setting, world, day)
        st.caption(f"{free} {'slot' if free == 1 else 'slots'} left in that week.")
        refused = {person: calendar.person_refused(setting, world, person, day) for person in setting.personas}
        can = [person for person, line in refused.items() if not line]
        if can:
            person = st.selectbox("Whom", can, format_func=lambda one: f"{setting.name(one)}, {setting.personas[one].title}", key="campaign-who")
            st.caption(look.plain(setting.personas[person].card.why))
            with st.container(horizontal=True):
                purpose = st.selectbox("What for", offered(setting.personas[person]), format_func=lambda one: KINDS[one].title, key="campaign-purpose")
                messages = st.multiselect(
                    "With which messages",
                    approved(opened, person),
                    format_func=lambda one: titles(opened)[one],
                    max_selections=MOST_MESSAGES,
                    key="campaign-messages",
                )
            why = st.text_area(
                "Why this person, and why now?", max_chars=600, key="campaign-why", help="This choice is what is practised. Your reason is kept with it."
            )
            with st.container(horizontal=True):
                if st.button("Plan it", type="primary", icon=":material/event_available:"):
                    act(lambda: campaigns.plan(opened, person, day, why=why, purpose=purpose, messages=messages))
                if st.button(
                    "Only bring something useful", icon=":material/volunteer_activism:", help="Takes a slot. You ask for nothing, and no meeting is held."
                ):
                    act(lambda: campaigns.visit(opened, person, day, why=why))
        with st.container(horizontal=True):
            if st.button("Let a week go by", type="tertiary", icon=":material/hourglass_top:"):
                act(lambda: campaigns.wait(opened, min(world.day + timedelta(days=7), setting.plan.ends)))
        shut = [f"{setting.name(person)}: {line}" for person, line in refused.items() if line]
        if shut:
            with st.expander(f"Not on that day: {len(shut)}", icon=":material/lock:", type="compact"):
                st.html(look.items(shut))


def approved(opened: Opened, person: str) -> list[str]:
    """Approved messages, those for this person's lens first."""
    library = opened.setting.library
    lenses = opened.setting.personas[person].lenses
    found = [one for one in library.messages.messages if one.status == "approved"] if library else []
    return [one.id for one in sorted(found, key=lambda one: -lenses.get(one.lens, 0.0))]


def titles(opened: Opened) -> dict[str, str]:
    library = opened.setting.library
    return {one.id: one.text for one in library.messages.messages} if library else {}


def promises(campaigns: Campaigns, opened: Opened) -> None:
    """What both sides said they would do."""
    mine = due(opened)
    theirs = [(person, stands) for person, stands in opened.world.people.items() if stands.step is not None]
    if not mine and not theirs:
        return
    st.subheader("Promised")
    for at, (person, action, by) in enumerate(mine):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(look.plain(f"You to {opened.setting.name(person)}, by {look.day(by.isoformat())}: {action}"))
            if st.button("Done", key=f"kept-{at}", icon=":material/check:"):
                act(lambda person=person, action=action: campaigns.keep(opened, person, action))
    for person, stands in theirs:
        assert stands.step is not None
        day = look.day(stands.step_on.isoformat()) if stands.step_on else "a day to be named"
        st.markdown(look.plain(f"{opened.setting.name(person)} to you, by {day}: {stands.step.action}"))


def request(campaigns: Campaigns, opened: Opened) -> None:
    """Who hands it in."""
    setting, world = opened.setting, opened.world
    met = [person for person, stands in world.people.items() if stands.met]
    if world.submitted or not met or calendar.next_decision(setting, world) is None:
        return
    with st.expander("Hand in the request", icon=":material/outgoing_mail:"):
        st.markdown("Somebody there must put their name to it, and speak for it without you. Being asked too soon costs you something with them.")
        who = st.selectbox("Who", met, format_func=setting.name, key="campaign-sponsor")
        if st.button(f"Ask {setting.name(who)}", icon=":material/edit_document:"):
            act(lambda: campaigns.ask_to_sponsor(opened, who))


def committee(campaigns: Campaigns, opened: Opened) -> None:
    """Ten minutes before those who decide, where they hear anybody."""
    if opened.world.submitted is None or not opened.setting.plan.table:
        return
    line = slot_refused(opened.setting, opened.world)
    with st.container(border=True, key="campaign-slot"):
        st.html('<p class="lf-eyebrow">Before they decide</p><p>You may ask for ten minutes before the people who decide. Then you wait outside.</p>')
        if line and not opened.world.slot:
            st.caption(f":material/lock: {look.plain(line)}")
        elif st.button("Go back in" if opened.world.slot else "Go in for ten minutes", type="primary", icon=":material/groups_3:"):
            st.switch_page(page("committee"), query_params={"m": campaigns.go_in(opened), "c": opened.id})


def act(do: object) -> None:
    """Do it and draw the page anew; what speaks against it is said where it was asked for, and what was typed stays."""
    try:
        do()  # type: ignore[operator]
    except CoachError as error:
        for line in error.lines:
            st.error(look.plain(line), icon=":material/error:")
        return
    st.rerun()
