"""A pitch that is spoken: one recording, written down into the field, where it may be put right before it counts as a take."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import streamlit as st

from coach.content.errors import CoachError
from coach.content.persona import Persona
from coach.debrief.mirror_records import Delivered
from coach.mirror import MAX_SECONDS, Mirror
from coach.pages import look, speaking
from coach.pages.shell import coach
from coach.reading.speech import Transcript, alike, spoken

HEARD, TROUBLE = "mirror-heard", "mirror-trouble"


@dataclass(frozen=True)
class Recorded:
    """A recording that was written down, by the digest of its bytes. The recording itself is not kept."""

    digest: str
    transcript: Transcript | None


def say_it(mine: Mirror, persona: Persona) -> None:
    """A recorder above the field. What is heard replaces the words in the field; nothing is measured before they were looked at."""
    if not speaking.offered():
        st.caption(f":material/mic_off: {speaking.ABSENT}")
        return
    audio = st.audio_input(
        "Say it", key="mirror-audio", help="Record the whole pitch. It is written down below, for you to put right. The recording is not kept."
    )
    place = coach().settings.transcribe_place
    where = f"Recordings are sent to {look.plain(place)} to be written down" if place else "Recordings are written down on this machine"
    st.caption(f"{where}, and not kept.{f' {speaking.UNSAFE}' if speaking.unsafe(st.context.url or '') else ''}")
    if audio is None:
        return
    sound = audio.getvalue()
    digest = hashlib.sha256(sound).hexdigest()
    before: Recorded | None = st.session_state.get(HEARD)
    if before is None or before.digest != digest:
        written_down(mine, persona, sound, digest)
    if trouble := st.session_state.get(TROUBLE):
        st.warning(look.plain(trouble), icon=":material/mic_off:")
        if st.button("Try again", icon=":material/refresh:", key="mirror-audio-again"):
            st.session_state.pop(HEARD, None)
            st.rerun()


def written_down(mine: Mirror, persona: Persona, sound: bytes, digest: str) -> None:
    who = coach().transcriber
    assert who is not None
    st.session_state.pop(TROUBLE, None)
    try:
        with st.spinner("Writing down what you said. A minute of talk takes some seconds."):
            found = who.begin(sound, mine.glossary(persona)).result()
    except CoachError as error:
        st.session_state[HEARD], st.session_state[TROUBLE] = Recorded(digest, None), error.lines[0]
        return
    st.session_state[HEARD] = Recorded(digest, found)
    st.session_state["mirror-words"] = found.text


def delivered(words: str) -> Delivered:
    """The words of the field as a delivery: spoken, with the time it took, while they are still by and large what was recorded."""
    heard: Recorded | None = st.session_state.get(HEARD)
    if heard is None or heard.transcript is None or not alike(heard.transcript, words):
        return Delivered(words)
    how = spoken(heard.transcript, "edited")
    took = how.speaking or how.seconds  # The silence before the first word and after the last is no part of a pitch.
    return Delivered(words, "spoken", min(took, MAX_SECONDS) or None, how)
