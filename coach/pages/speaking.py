"""Speaking instead of typing: what you choose, what becomes of a recording, and what is said of it beside a turn."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

import streamlit as st

from coach.content.errors import CoachError
from coach.pages import aloud, look, voice
from coach.pages.shell import coach, page, practice
from coach.practice import Table
from coach.reading.records import Spoken
from coach.reading.speech import Transcript, alike, spoken
from coach.roleplay.walk_in import present

Chosen = Literal["edit", "hands_free"]
TITLES: dict[Chosen, str] = {"edit": "Edit first", "hands_free": "Hands-free"}
HELP = (
    "Edit first: press the microphone, speak; your words stand in the field, to be put right and sent.  \n"
    "Hands-free: what you say is sent as it was heard, and after each reply the microphone goes on by itself; two and a half seconds of silence send it. "
    "Numbers that were not surely heard are not held against you."
)
ABSENT = (
    "Speaking is not set up here, so meetings are typed. Whoever runs this app adds it with `make speech`, or names a model that writes speech down "
    "(`COACH_TRANSCRIBE_MODEL`)."
)
UNSAFE = "This page came over http, and browsers give the microphone only to https pages. The README says how to serve it so."
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Heard:
    """Recordings that were written down and not yet said."""

    transcript: Transcript
    audio: tuple[bytes, ...]


@dataclass(frozen=True)
class Given:
    """What the rep says now. `audio`: its recordings, to be kept where that was asked."""

    words: str
    spoken: Spoken | None = None
    audio: tuple[bytes, ...] = ()


def offered() -> bool:
    """Whether somebody here writes speech down."""
    return coach().transcriber is not None


def way() -> Chosen:
    found = st.session_state.get("speech_way", "edit")
    return found if found in get_args(Chosen) and offered() else "edit"


def hands_free() -> bool:
    return way() == "hands_free"


def controls() -> None:
    """Your voice and theirs, among the meeting's actions. Everything is off until it is chosen, and lasts for a visit."""
    with st.popover("Voice", icon=":material/mic:", type="tertiary", help="Speak instead of typing, hear them, and who finds their words."):
        voice.switch()
        if offered():
            st.segmented_control(
                "When you speak",
                list(TITLES),
                default=None if "speech_way" in st.session_state else "edit",
                required=True,
                format_func=TITLES.__getitem__,
                key="speech_way",
                persist_state="session",
                help=HELP,
            )
            place = coach().settings.transcribe_place
            st.caption(f"Recordings are sent to {look.plain(place)} to be written down." if place else "Recordings are written down on this machine.")
            if unsafe(st.context.url or ""):
                st.caption(f":material/lock_open: {UNSAFE}")
        else:
            st.caption(ABSENT)
        st.toggle("Hear their replies", key="speech_aloud", persist_state="session", disabled=hands_free(), help="Spoken by a voice of your own device.")
        if offered():
            st.checkbox(
                "Keep my recordings",
                key="speech_keep",
                persist_state="session",
                help="Beside the debrief, until you delete them there. Otherwise none is kept.",
            )
        st.page_link(page("leaves"), label="What leaves this machine", icon=":material/shield:")


def unsafe(url: str) -> bool:
    """Whether a browser denies the microphone to a page at this address."""
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname not in HERE


def reply_aloud(table: Table, words: str) -> None:
    """Speak `words`, what was said last, where that was asked, and listen afterwards where it is hands-free."""
    replies = table.meeting.turns[-1].replied
    speaks, listens = hands_free() or bool(st.session_state.get("speech_aloud")), hands_free() and not table.meeting.ended and not unheard(table)
    if (speaks or listens) and replies:
        turn = table.meeting.turns[-1].said.turn
        tries = st.session_state.get(_key("tries", table), 0)  # After a recording that came to nothing it listens again, in silence.
        aloud.speak(f"{table.id}-{turn}-{tries}", table.persona.id, words if not tries else "", speaks=speaks, listens=listens)


def field(table: Table, **options: Any) -> Given | None:
    """The field to type and speak into, and what was said with it; None where nothing was. A transcript to be edited is put into it."""
    place = f"say-{table.id}"
    if draft := st.session_state.pop(_key("draft", table), ""):
        st.session_state[place] = draft
    to = f"{table.persona.name}, or to {table.guest.name} by name" if table.guest and present(table.meeting) else table.persona.name
    given = st.chat_input(f"Say something to {to}", key=place, accept_audio=offered(), **options)
    if given is None:
        return None
    if isinstance(given, str):
        return Given(given)
    if given.audio is not None:
        st.session_state[_key("recording", table)] = (given.text, given.audio.getvalue())
        return written_down(table)
    heard: Heard | None = st.session_state.pop(_key("heard", table), None)
    if heard is None or not alike(heard.transcript, given.text):
        return Given(given.text)
    return Given(given.text, spoken(heard.transcript, "edited"), heard.audio)


def written_down(table: Table) -> Given | None:
    """Write the recording at hand down. Until that is done it stays in hand: a press on Stop, or an error, loses nothing."""
    typed, audio = st.session_state[_key("recording", table)]
    who = coach().transcriber
    assert who is not None
    place = st.empty()
    waiting = who.begin(audio, practice().glossary(table))
    with place.container(), st.spinner("Writing down what you said."):
        still = st.empty()
        while not waiting.done():
            still.empty()  # Drawing, even nothing, is how a press on Stop is noticed.
            time.sleep(0.1)
    try:
        transcript = waiting.result()
    except CoachError as error:
        st.session_state[_key("trouble", table)] = error.lines[0]
        st.session_state[_key("draft", table)] = typed
        st.rerun()
    for name in ("recording", "trouble", "tries"):
        st.session_state.pop(_key(name, table), None)
    words = f"{typed} {transcript.text}".strip()
    if hands_free():
        kept = spoken(transcript, "hands_free")
        moved = len(words) - len(transcript.text)  # What stood in the field comes first.
        kept = kept.model_copy(update={"unsure": [one.model_copy(update={"start": one.start + moved}) for one in kept.unsure]})
        return Given(words, kept, (audio,))
    before: Heard | None = st.session_state.get(_key("heard", table)) if typed else None
    if before is not None:
        heard = Heard(before.transcript.followed_by(transcript), (*before.audio, audio))
    else:
        heard = Heard(transcript, (audio,))
    st.session_state[_key("heard", table)] = heard
    st.session_state[_key("draft", table)] = words
    st.rerun()


def unheard(table: Table) -> bool:
    """Whether a recording is at hand that was not written down."""
    return _key("recording", table) in st.session_state


def offer_again(table: Table) -> Given | None:
    """A recording that was not written down: why, to be heard, tried again or let go."""
    if not unheard(table):
        return None
    why = st.session_state.get(_key("trouble", table), "Your last recording was not written down.")
    st.warning(look.plain(why), icon=":material/mic_off:")
    st.audio(st.session_state[_key("recording", table)][1], format="audio/wav")
    with st.container(horizontal=True):
        again = st.button("Try again", icon=":material/refresh:")
        if st.button("Let it go", type="tertiary"):
            for name in ("recording", "trouble"):
                st.session_state.pop(_key(name, table), None)
            st.session_state[_key("tries", table)] = st.session_state.get(_key("tries", table), 0) + 1
            st.rerun()
    return written_down(table) if again else None


def keep(table: Table, turn: int, audio: tuple[bytes, ...]) -> None:
    """Keep a turn's recordings where that was asked."""
    if audio and st.session_state.get("speech_keep"):
        try:
            practice().recordings.keep(table.id, turn, audio[-1] if len(audio) == 1 else _joined(audio))
        except CoachError as error:
            st.toast(look.plain(error.lines[0]), icon=":material/mic_off:")


def note(said: Spoken | None) -> None:
    """A quiet line below a turn of the rep's with numbers that were not surely heard."""
    if said is not None and said.unsure:
        numbers = ", ".join(f"“{one.heard}”" for one in said.unsure)
        st.caption(f":material/hearing: {look.plain(f'Not sure of {numbers}, so nothing is held against it.')}")


def typed(value: object) -> str:
    """The words in what a field holds."""
    return value if isinstance(value, str) else str(getattr(value, "text", "") or "")


def _joined(audio: tuple[bytes, ...]) -> bytes:
    """Recordings one after the other, in the format of the first."""
    import io
    import wave

    made = io.BytesIO()
    with wave.open(made, "wb") as whole:
        for at, one in enumerate(audio):
            with wave.open(io.BytesIO(one)) as part:
                if at == 0:
                    whole.setparams(part.getparams())
                whole.writeframes(part.readframes(part.getnframes()))
    return made.getvalue()


def _key(name: str, table: Table) -> str:
    return f"speech-{name}-{table.id}"
