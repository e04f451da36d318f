"""Start: whom to meet and why, what is known about them, and meetings to go on with."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from coach.content.persona import Persona
from coach.content.shelf import Shelf
from coach.pages import look
from coach.pages.shell import coach, getting_ready, page, practice, told, viewer
from coach.roleplay.records import DIFFICULTIES, Difficulty

DIFFICULTY_WORDS: dict[Difficulty, str] = {
    "open": "Open: forgives more, and trusts you a little from the start.",
    "guarded": "Guarded: as such people are on an ordinary day.",
    "hostile": "Hostile: had a bad week with someone who sells things.",
}


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
    difficulty: Difficulty = st.segmented_control(
        "How they are today",
        DIFFICULTIES,
        default="guarded",
        required=True,
        format_func=str.capitalize,
        key="difficulty",
        persist_state="session",
        help="  \n".join(DIFFICULTY_WORDS.values()),
    )
    own = [persona for persona in shelf.personas.values() if persona.unverified]
    shipped = [persona for persona in shelf.personas.values() if not persona.unverified]
    if own:
        st.subheader("Your own")
        cards(shelf, own, difficulty)
    by_account: dict[str, list[Persona]] = {}
    for persona in shipped:
        by_account.setdefault(persona.account or "", []).append(persona)
    for account_id, people in by_account.items():
        account(shelf, account_id)
        cards(shelf, sorted(people, key=lambda one: ("clinical", "operational", "economic", "administrative").index(one.role_family)), difficulty)
    with st.container(border=True, key="tomorrow-card"):
        st.html(
            '<p class="lf-eyebrow">My meeting tomorrow</p><p class="lf-why">Somebody else on your calendar? '
            "Describe them in five minutes and practise with someone like them.</p>"
        )
        st.page_link(page("tomorrow"), label="Describe tomorrow's meeting", icon=":material/event_upcoming:")
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


def cards(shelf: Shelf, people: list[Persona], difficulty: Difficulty) -> None:
    experts = {expert.persona for expert in shelf.experts.values()}
    for left in range(0, len(people), 2):
        for column, persona in zip(st.columns(2), people[left : left + 2], strict=False):
            with column.container(border=True, height="stretch", key=f"card-{persona.id}"):
                st.html(f'{look.person_head(persona)}<p class="lf-why">{escape(persona.card.why)}</p>')
                with st.expander("What is known"):
                    st.html(look.items(list(persona.card.known)))
                    st.markdown(f"**How they talk.** {look.plain(persona.card.manner)}")
                    st.markdown(f"**This week.** {look.plain(persona.card.week)}")
                    st.markdown(f"**Can say yes to.** {look.plain('; '.join(persona.card.can_grant))}")
                    st.markdown(f"**Can only pass on.** {look.plain('; '.join(persona.card.passes_on))}")
                    st.markdown(f"**What counts as proof.** {look.plain(persona.card.evidence_bar)}")
                    st.markdown(f"**Red lines.** {look.plain('; '.join(persona.card.red_lines))}")
                with st.container(horizontal=True):
                    if st.button(f"Meet {short(persona)}", type="primary", key=f"meet-{persona.id}", icon=":material/meeting_room:"):
                        begin(persona.id, difficulty)
                    if persona.id in experts and st.button("Watch an expert first", type="tertiary", key=f"watch-{persona.id}", icon=":material/visibility:"):
                        watch(persona.id)


def short(persona: Persona) -> str:
    """How one would say it across a desk."""
    words = persona.name.split()
    return f"Dr. {words[-1]}" if words[0] == "Dr." else words[0]


def begin(persona_id: str, difficulty: Difficulty) -> None:
    with told():
        meeting = practice().begin(persona_id, on=date.today(), difficulty=difficulty)
    st.switch_page(page("practice"), query_params={"m": meeting})


def watch(persona_id: str) -> None:
    from coach.pages.shell import wait_until_ready

    with told():
        wait_until_ready()
        with st.spinner("Setting the table"):
            meeting = practice().watch(persona_id, on=date.today())
    st.switch_page(page("practice"), query_params={"m": meeting, "t": "0"})


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
