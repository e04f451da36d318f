"""Mirror: deliver the pitch alone, for one person, against the clock; see what it held, and do it again until it sits."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from coach.content.base import LENSES
from coach.content.errors import CoachError
from coach.content.persona import Persona
from coach.mirror import MAX_CHARACTERS, Clocked, Mirror, known_titles, rules_of
from coach.pages import look, mirror_speech, mirror_take
from coach.pages.clock import clock
from coach.pages.shell import coach, getting_ready, page, told, viewer, wait_until_ready

PLACEHOLDER = "Begin with one person, on one day."


def main() -> None:
    st.title("Mirror")
    st.html(
        '<p class="lf-lead">Say your pitch alone, to one person, against the clock. It is looked at as a story: whom it happened to, what hurts, '
        "one proof with its limit, one step. Take after take, until it sits.</p>"
    )
    getting_ready()
    with told():
        mine = Mirror(coach(), viewer())
        if not mine.shelf.personas:
            st.info(
                "There is nobody to speak to. Persona files go into prompts/personas/; `content lint` says what is wrong with them.", icon=":material/groups:"
            )
            return
        persona = whom(mine)
        seconds = against(mine, persona)
        deliver(mine, persona, seconds)
        rows = mine.takes(persona.id)
        here = next((row for row in rows if row.clock == seconds), None)
        if here is not None:
            seen(mine, persona, here)
        elsewhere(rows, seconds)
        if rows:
            st.divider()
            mirror_take.worked(mine, persona)
            take_along(mine, persona)


def whom(mine: Mirror) -> Persona:
    """The person in the address, or of the latest take; anybody on the shelf may be chosen."""
    people = sorted(mine.shelf.personas.values(), key=lambda one: (one.account or "", LENSES.index(one.role_family), one.name))
    ids = [one.id for one in people]
    wanted = st.query_params.get("p") or mine.last()
    by_id = mine.shelf.personas
    id = st.selectbox(
        "To whom", ids, index=ids.index(wanted) if wanted in ids else 0, format_func=lambda one: f"{by_id[one].name}, {by_id[one].title}", key="mirror-whom"
    )
    st.query_params["p"] = id
    persona = by_id[id]
    said = known_titles(mine.shelf, mine.told(persona))
    if said:
        st.html(f'<p class="lf-quiet">What they told you: {escape("; ".join(said))}.</p>')
    else:
        st.html('<p class="lf-quiet">They have told you nothing yet of what hurts. You can guess; or meet them first, and listen.</p>')
        st.page_link(page("people"), label="Meet them", icon=":material/meeting_room:")
    return persona


def against(mine: Mirror, persona: Persona) -> int:
    """How much time there is."""
    choices = mine.clocks(persona)
    asked = st.query_params.get("s", "")
    default = int(asked) if asked.isdecimal() and int(asked) in choices else choices[0]

    def words(seconds: int) -> str:
        theirs = " (what they give)" if seconds == round(60 * persona.minutes) else ""
        return (f"{seconds} s" if seconds < 120 else f"{seconds / 60:g} min") + theirs

    seconds: int = st.segmented_control("Time", choices, default=default, required=True, format_func=words, key=f"mirror-time-{persona.id}")
    st.query_params["s"] = str(seconds)
    rate = rules_of(mine.shelf).numbers.words_a_minute
    st.html(
        f'<p class="lf-quiet">Typed words count as spoken at {rate} a minute, so there is room for about {round(seconds / 60 * rate)}. '
        "The clock is for saying it aloud; it runs in your browser alone. What is recorded takes the time it took.</p>"
    )
    clock(seconds)
    return seconds


def deliver(mine: Mirror, persona: Persona, seconds: int) -> None:
    """The words, spoken, typed or pasted. They stay where they are, so that the next take begins with the last."""
    mirror_speech.say_it(mine, persona)
    with st.form("mirror-form", border=False):
        words = st.text_area(
            "Your pitch, as you would say it", key="mirror-words", height=220, max_chars=MAX_CHARACTERS, placeholder=PLACEHOLDER, persist_state="session"
        )
        done = st.form_submit_button("That was a take", type="primary", icon=":material/flag:")
    if not done:
        return
    try:
        wait_until_ready()
        with st.spinner("Listening. The first time takes longer."):
            mine.deliver(persona.id, seconds, mirror_speech.delivered(words), date.today())
    except CoachError as error:  # What was typed stays in its field.
        for line in error.lines:
            st.error(look.plain(line), icon=":material/error:")
        return
    st.session_state.pop("mirror-shown", None)


def seen(mine: Mirror, persona: Persona, here: Clocked) -> None:
    """The takes for this person and clock: whether it sits, one of them in full, and how it came about."""
    st.subheader("Until it sits")
    mirror_take.sits(here)
    ids = [one.id for one in here.takes]
    if len(ids) > 1:
        mirror_take.side_by_side(here)
    if st.session_state.get("mirror-shown") not in ids:
        st.session_state["mirror-shown"] = ids[-1]
    if len(ids) > 1:
        st.selectbox(
            "Take",
            ids[::-1],
            key="mirror-shown",
            format_func=lambda id: f"Take {ids.index(id) + 1} of {len(ids)}, {here.takes[ids.index(id)].at.astimezone():%d %b, %H:%M}",
        )
    at = ids.index(st.session_state["mirror-shown"])
    kept = here.takes[at]
    mirror_take.show(kept.take, here.takes[at - 1].take if at else None, at + 1)
    with st.popover("Forget this take", icon=":material/delete:", key="mirror-forget"):
        st.markdown("It is deleted for good, its words and what was measured. The others stay.")
        st.button("Forget it", type="primary", key=f"forget-{kept.id}", on_click=mine.forget, args=(kept.id,))


def elsewhere(rows: list[Clocked], seconds: int) -> None:
    """Takes against other clocks, in a line."""
    others = [f"{len(row.takes)} against {row.clock} seconds" for row in rows if row.clock != seconds]
    if others:
        st.caption(f"Takes for this person: {'; '.join(others)}. Choose that time to see them.")


def take_along(mine: Mirror, persona: Persona) -> None:
    st.download_button(
        "All takes as Markdown",
        lambda: mine.markdown(persona),
        f"mirror-{persona.id}.md",
        "text/markdown",
        key="mirror-file",
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption("Takes are yours alone; nobody else sees them. Product and people of the sample content are fictional.")


main()
