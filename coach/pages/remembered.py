"""A ride-along as it is read: by the one who wrote it, and by the one who was watched, who may answer."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.content.errors import CoachError
from coach.pages import look
from coach.pages.shell import coach, viewer
from coach.reviews.ride_along import MEMORY, MOST_WORDS, shown
from coach.roleplay.purposes import KINDS
from coach.store.ride_alongs import StoredRide


def section() -> None:
    """What was given to the viewer about themselves, apart from everything that is measured; nothing where there is none."""
    found = coach().store.ride_alongs.about(viewer())
    if not found:
        return
    st.subheader("Remembered from real meetings")
    st.caption("Written by somebody who sat beside you. Nothing was recorded, so these are no quotes, and no level here counts into what is measured.")
    for one in found:
        by = "you" if one.observer == viewer().id else one.by or "somebody who has left"
        with st.expander(look.plain(f"{look.day(one.day.isoformat())}, by {by}{f', with {one.sheet.whom}' if one.sheet.whom else ''}")):
            read(one, "You")
            answer(one)


def read(stored: StoredRide, whose: str) -> None:
    """The sheet in words. Memory looks like memory: no quotation, and it says what it is."""
    sheet = stored.sheet
    st.html(
        f'<p class="lf-state"><span class="lf-mark">{MEMORY}</span> {escape(whose)} and {escape(sheet.whom)}, {look.day(stored.day.isoformat())}. '
        f"{escape(KINDS[sheet.purpose].title)}.</p>"
    )
    for criterion, noted in shown(sheet, coach().shelf.rubric()):
        level = look.level(noted.level) if noted.level is not None else '<span class="lf-level lf-none">not seen</span>'
        anchor = next((one.anchor for one in criterion.levels if one.level == noted.level), "")
        st.html(
            f'<div class="lf-row"><h4>{escape(criterion.title)}</h4>{level}</div>'
            + (f'<p class="lf-anchor">{escape(anchor)}</p>' if anchor else "")
            + (memory(noted.words) if noted.words else "")
        )
    for title, words in (("To keep doing", sheet.keep), ("To try next time", sheet.change)):
        if words:
            st.html(f'<p class="lf-eyebrow">{title}</p><p class="lf-why">{escape(words)}</p>')
    if stored.answer:
        st.html(f'<p class="lf-eyebrow">{"Your answer" if stored.observed == viewer().id else "Their answer"}</p><p class="lf-why">{escape(stored.answer)}</p>')


def memory(words: str) -> str:
    """What an observer remembers, as HTML."""
    return f'<div class="lf-memory">{escape(words)}<small>{MEMORY}</small></div>'


def answer(stored: StoredRide) -> None:
    """A field for the one who was watched. Only they and the observer read it."""
    key = f"remembered-{stored.id}"
    st.session_state.setdefault(key, stored.answer)
    with st.form(f"{key}-form", border=False):
        words = st.text_area("Your answer", key=key, height=80, max_chars=MOST_WORDS, placeholder="As you saw it, where you saw it otherwise")
        if st.form_submit_button("Answer" if not stored.answer else "Change the answer", icon=":material/reply:"):
            try:
                coach().store.ride_alongs.answer(viewer(), stored.id, words)
            except CoachError as error:
                for line in error.lines:
                    st.error(look.plain(line), icon=":material/person_off:")
                return
            st.rerun()
