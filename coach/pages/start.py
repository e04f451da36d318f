"""Start: whom to meet and why, what is known about them, and meetings to go on with."""

from __future__ import annotations

from datetime import date

import streamlit as st

from coach.content.shelf import Shelf
from coach.messages import drills
from coach.pages import cards, drilling, look, meet
from coach.pages.shell import coach, getting_ready, page, practice, viewer
from coach.reviews.assignments import due_short, progress

# How many people are shown here at most, and how many of them may be one's own; the rest are on the page People.
MOST, OWN = 6, 2


def main() -> None:
    shelf = practice().shelf()
    st.title("Who are you meeting?")
    st.html(
        '<p class="lf-lead">Practise tomorrow\'s conversation with somebody busy, guarded and fair. Listen first, lead with the patient, '
        "say &ldquo;I don't know&rdquo; when you don't. Then read what you did, in your own words.</p>"
    )
    getting_ready()
    problems = coach().loaded.problems
    if problems:
        with st.expander(f"{len(problems)} problems in files that people wrote; what is wrong is left out", icon=":material/warning:"):
            for problem in problems[:50]:
                st.text(str(problem))
    resume()
    asked()
    ready = [one for one in drilling.all_ready() if one.count]
    drill([one for one in ready if one.tried])
    meet.controls()
    mine = cards.own(shelf)[-OWN:]
    if mine:
        st.subheader("Your own")
        cards.cards(shelf, mine)
    groups = cards.by_account(shelf)
    if groups:
        chosen = next(iter(groups))
        if len(groups) > 1:
            chosen = st.segmented_control(
                "Where",
                list(groups),
                default=chosen,
                required=True,
                format_func=lambda id: cards.account_name(shelf, id),
                key="account",
                persist_state="session",
            )
        account(shelf, chosen)
        cards.cards(shelf, cards.most_useful(shelf, groups[chosen], MOST - len(mine)))
    st.page_link(page("people"), label=f"Everybody you can meet ({len(shelf.personas)}), and people of your own", icon=":material/groups:")
    with st.container(border=True, key="tomorrow-card"):
        st.html(
            '<p class="lf-eyebrow">My meeting tomorrow</p><p class="lf-why">Somebody else on your calendar? '
            "Describe them in five minutes and practise with someone like them.</p>"
        )
        st.page_link(page("tomorrow"), label="Describe tomorrow's meeting", icon=":material/event_upcoming:")
    if not any(one.tried for one in ready):
        drill(ready)
    past()


def account(shelf: Shelf, account_id: str) -> None:
    found = shelf.accounts.get(account_id)
    if found is None:
        return
    st.subheader(f"{found.name}{' (fictional)' if found.fictional else ''}")
    with st.expander("What you are told about the place"):
        st.markdown(look.plain(found.setting))
        st.markdown(look.plain(found.briefing))
        st.markdown("**How visits work**")
        st.html(look.items(list(found.access_rules)))
        soon = [entry for entry in sorted(found.calendar, key=lambda entry: entry.on) if entry.on >= date.today()][:5]
        if soon:
            st.markdown("**Coming up**")
            st.html(look.items([f"{entry.on:%d %B %Y}: {entry.what}" for entry in soon]))


def drill(ready: list[drilling.Ready]) -> None:
    """A quiet line where drill questions are due, or were never tried."""
    if not ready:
        return
    first = ready[0]
    name, minutes = coach().shelf.libraries[first.library].product.name, drills.minutes(first.count)
    about = f"about {minutes} minute{'' if minutes == 1 else 's'}"
    verb = "is" if first.count == 1 else "are"
    label = (
        f"{first.count} drill{'' if first.count == 1 else 's'} {verb} due ({about})"
        if first.tried
        else f"Try the drills: {first.count} short questions ({about})"
    )
    with st.container(horizontal=True, vertical_alignment="center", key="drills-due"):
        st.page_link(page("drills"), label=label, icon=":material/quiz:", query_params={"library": first.library})
        st.caption(f"{name}: what they will ask you, in their words")


def resume() -> None:
    """Meetings that were begun and not ended."""
    open_ones = [row for row in coach().store.meetings.recent(viewer(), 40) if row.outcome is None and row.mode == "played" and row.turns][:3]
    if not open_ones:
        return
    with st.container(border=True, key="resume"):
        st.html('<p class="lf-eyebrow">Go on where you left off</p>')
        for row in open_ones:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.page_link(page("practice"), label=f"{row.name}, {row.title}", icon=":material/play_arrow:", query_params={"m": row.meeting})
                st.caption(f"{look.turns(row.turns)}, about {round(row.minutes_left)} minutes left")


def asked() -> None:
    """What somebody asked one to practise and is still open: of a programme the next step."""
    found = [one for one in coach().store.assignments.mine(viewer()) if one.open]
    next_up = [one for at, one in enumerate(found) if one.started is None or one.started not in {other.started for other in found[:at]}]
    if not next_up:
        return
    from coach.assigned import Assigned  # With the campaigns behind it; a first page where nothing is asked does without.
    from coach.pages.assignments_card import begin

    assigned = Assigned(coach(), viewer())
    with st.container(border=True, key="asked"):
        st.html('<p class="lf-eyebrow">Asked of you</p>')
        for one in next_up[:3]:
            with st.container(horizontal=True, vertical_alignment="center", key=f"asked-{one.id}"):
                title = assigned.titles().get(one.asked.criterion, one.asked.criterion)
                if st.button(look.plain(f"{title}, {assigned.where(one.asked)}"), type="tertiary", icon=":material/assignment:", key=f"asked-begin-{one.id}"):
                    begin(assigned, one)
                st.caption(look.plain(f"{progress(one.tries, one.asked.tries)}, {due_short(one.asked.due, date.today())}"))
        st.page_link(page("assignments"), label="Assignments", icon=":material/arrow_forward:")


def past() -> None:
    """Meetings that ended, with their debriefs."""
    ended = [row for row in coach().store.meetings.recent(viewer(), 60) if row.outcome is not None and row.mode == "played"][:8]
    if not ended:
        return
    st.subheader("Your meetings")
    for row in ended:
        with st.container(horizontal=True, vertical_alignment="center", key=f"past-{row.meeting}"):
            st.page_link(page("debrief"), label=f"{row.name}", icon=":material/rate_review:", query_params={"m": row.meeting})
            st.caption(f"{look.OUTCOMES[row.outcome or 'continuation'][0].lower()} · {look.turns(row.turns)} · {row.updated_at.astimezone():%d %b, %H:%M}")


main()
