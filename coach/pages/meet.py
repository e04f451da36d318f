"""Beginning a meeting, wherever it begins: how they are today, who of us comes, what for."""

from __future__ import annotations

from datetime import date

import streamlit as st

from coach.content.persona import SEATS, Persona, Purpose, Seat
from coach.content.shelf import Shelf
from coach.pages import look, voice
from coach.pages.shell import page, practice, told, wait_until_ready
from coach.practice import turned_away
from coach.roleplay.day import BLOCKED, EVENTS, STAKE
from coach.roleplay.purposes import KINDS, minutes, offered
from coach.roleplay.records import DIFFICULTIES, Difficulty
from coach.roleplay.rules import COST, GAIN, START

SEAT_TITLES: dict[Seat, str] = {
    "sales": "Sales", "account_manager": "Account manager", "reimbursement": "Reimbursement specialist", "educator": "Clinical educator", "medical": "Medical",
}  # fmt: skip
MOODS: dict[Difficulty, str] = {"open": "forgives more", "guarded": "an ordinary day", "hostile": "a bad week with somebody who sells things"}


def difficulty_line(difficulty: Difficulty) -> str:
    """Which parameters a difficulty changes, out of the tables themselves."""
    start, events = START[difficulty], EVENTS[difficulty]
    trust = f"trust starts {abs(start)} points {'higher' if start > 0 else 'lower'}" if start else "trust starts as it does with them"
    even = GAIN[difficulty] == COST[difficulty] == 1
    counts = "gains and losses count in full" if even else f"gains count {GAIN[difficulty]:g}\u00d7, losses {COST[difficulty]:g}\u00d7"
    stake = f"in {STAKE[difficulty]:.0%} of meetings an interest of theirs is in play" if STAKE[difficulty] else "no interest of theirs is in play"
    interruptions = f"at most {events} {'interruption' if events == 1 else 'interruptions'}"
    stuck = f"in {BLOCKED[difficulty]:.0%} they are stuck even when convinced"
    return f"{difficulty.capitalize()}, {MOODS[difficulty]}: {trust}; {counts}; {stake}; {stuck}; {interruptions}."


def controls(doors: bool = True) -> None:
    """How they are, which seat is yours and, for meetings with one person (`doors`), whether somebody may look in; all hold for every
    meeting begun from here on."""
    with st.container(horizontal=True, gap="medium", key="how-to-meet"):
        difficulty: Difficulty = st.segmented_control(
            "How they are today",
            DIFFICULTIES,
            default="guarded",
            required=True,
            format_func=str.capitalize,
            key="difficulty",
            persist_state="session",
            help="  \n".join(look.plain(difficulty_line(one)) for one in DIFFICULTIES),
        )
        st.segmented_control(
            "Your seat",
            SEATS,
            default="sales",
            required=True,
            format_func=SEAT_TITLES.__getitem__,
            key="seat",
            persist_state="session",
            help="Some people see only some of us.",
        )
        if doors:
            st.toggle(
                "Somebody may look in",
                key="may_look_in",
                persist_state="session",
                help="A colleague who shares their corridor may come in for a minute. Both hear what you say then, and neither opens up before the other.",
            )
        voice.switch()
    st.caption(look.plain(difficulty_line(difficulty)))


def seat() -> Seat:
    chosen = st.session_state.get("seat", "sales")
    return chosen if chosen in SEATS else "sales"


def purpose_of(persona: Persona) -> Purpose:
    """What was chosen for this person; discovery where nothing was, or where it is no longer on offer."""
    chosen = st.session_state.get(f"purpose-{persona.id}", "discovery")
    return chosen if chosen in offered(persona) else "discovery"


def watching(shelf: Shelf, persona: Persona) -> None:
    """Where an expert's meeting with this person is written, a way to watch it."""
    scripted = any(expert.persona == persona.id for expert in shelf.experts.values())
    if scripted and st.button("Watch an expert", type="tertiary", key=f"watch-{persona.id}", icon=":material/visibility:"):
        watch(persona)


def buttons(persona: Persona) -> None:
    """Meet, and what for; a line instead where your seat is not let in."""
    away, kinds, chosen = turned_away(persona, seat()), offered(persona), purpose_of(persona)
    if away:
        st.caption(f":material/lock: {look.plain(away)}")
    with st.container(horizontal=True, vertical_alignment="center"):
        if not away:
            if st.button(f"Meet {short(persona)}", type="primary", key=f"meet-{persona.id}", icon=":material/meeting_room:"):
                begin(persona)
            if len(kinds) > 1:
                with st.popover(KINDS[chosen].title, icon=":material/flag:", key=f"why-{persona.id}", help="What the meeting is for"):
                    st.radio(
                        "What the meeting is for",
                        kinds,
                        format_func=lambda name: KINDS[name].title,
                        captions=[f"{KINDS[name].about} {minutes(persona, name):g} minutes." for name in kinds],
                        key=f"purpose-{persona.id}",
                        persist_state="session",
                    )
    if not away and chosen != "discovery":
        st.caption(f"{look.plain(KINDS[chosen].about)} {minutes(persona, chosen):g} minutes.")


def short(persona: Persona) -> str:
    """How one would say it across a desk."""
    words = persona.name.split()
    return f"Dr. {words[-1]}" if words[0] == "Dr." else words[0]


def begin(persona: Persona) -> None:
    with told():
        difficulty: Difficulty = st.session_state.get("difficulty", "guarded")
        doors = bool(st.session_state.get("may_look_in"))
        meeting = practice().begin(persona.id, on=date.today(), difficulty=difficulty, purpose=purpose_of(persona), seat=seat(), walk_in=doors)
    st.switch_page(page("practice"), query_params={"m": meeting})


def watch(persona: Persona) -> None:
    with told():
        wait_until_ready()
        with st.spinner("Setting the table"):
            meeting = practice().watch(persona.id, on=date.today())
    st.switch_page(page("practice"), query_params={"m": meeting, "t": "0"})
