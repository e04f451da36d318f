"""The voice in which they speak: a switch where a model is configured, what it cost, and a quiet word where it did not do."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from coach.pages import look
from coach.pages.shell import coach, page
from coach.practice import Table
from coach.roleplay.meter import over_the_cap, used
from coach.roleplay.records import Meeting, Replied
from coach.roleplay.voice import TROUBLES

Chosen = Literal["authored", "model"]
TITLES: dict[Chosen, str] = {"authored": "Authored", "model": "Model"}
FAULT_WORDS = {
    "speaks_for_rep": "spoke for you",
    "out_of_role": "stepped out of the role",
    "coaches": "began to coach you",
    "agrees": "agreed to what they don't",
    "reveals": "told what they keep to themselves",
    "invents": "made something up",
    "too_long": "went on too long",
    "repeats": "repeated its directions",
    "empty": "said nothing",
    "language": "left the language",
    "markup": "wrote marks that nobody says",
    "left_out": "left something out",
}


def chosen() -> Chosen:
    """The voice for the next answer."""
    found = st.session_state.get("voice", "authored")
    return found if found in get_args(Chosen) and coach().settings.model_voice else "authored"


def switch() -> None:
    """Authored or model; nothing at all where no model is configured."""
    settings = coach().settings
    if not settings.model_voice:
        return
    st.segmented_control(
        "Voice",
        list(TITLES),
        default=None if "voice" in st.session_state else "authored",
        required=True,
        format_func=TITLES.__getitem__,
        key="voice",
        persist_state="session",
        help="Authored: lines from their file; nothing leaves this machine.  \n"
        f"Model: {look.plain(settings.coach_voice_model)} finds the words for what they do, and the talk goes to {look.plain(settings.endpoint_place)}. "
        "What they do is decided here either way.",
    )


def beside(table: Table) -> None:
    """For a meeting's sidebar: the meter once something was used. The switch stands among the meeting's actions, where a phone has it too."""
    if not coach().settings.model_voice:
        return
    if "voice" not in st.session_state and _spoke(table.meeting):
        st.session_state["voice"] = "model"  # As it was before the page was loaded again.
    with st.container(key="voice-beside"):
        meter(table.meeting)
        st.page_link(page("leaves"), label="What leaves this machine", icon=":material/shield:")


def meter(meeting: Meeting) -> None:
    """Tokens and money of this meeting, and the cap where it is reached."""
    so_far, cap = used(meeting), coach().cap
    if not so_far.tokens:
        return
    money = f", {cap.currency}{so_far.money:,.4f}" if so_far.money else ""
    limits = [*([f"{cap.tokens:,} tokens"] if cap.tokens else []), *([f"{cap.currency}{cap.money:,.2f}"] if cap.money else [])]
    line = f"{'About ' if so_far.estimated else ''}{so_far.tokens:,} tokens{money} in this meeting"
    st.caption(f":material/speed: {look.plain(line)}{look.plain(f', of at most {chr(32).join(limits[:1])}' if limits else '')}.")
    if over := over_the_cap(meeting, cap):
        st.caption(look.plain(f"{over.line} They go on in the authored voice."))


def _spoke(meeting: Meeting) -> bool:
    """Whether the last answer was asked of a model."""
    last = next((reply for turn in reversed(meeting.turns[1:]) for reply in turn.replied), None)
    return last is not None and (last.voice != "authored" or bool(last.faults))


def aside(reply: Replied) -> str:
    """What there is to say about how a reply came about; empty where nothing is."""
    if reply.trouble:
        rest = "They finished in the authored words." if reply.voice == "both" else "They speak in the authored voice." if reply.voice == "authored" else ""
        return f"{reply.trouble} {rest}".strip()
    faults = list(dict.fromkeys(FAULT_WORDS[kind] for kind in reply.faults if kind in FAULT_WORDS))
    if not faults:
        return ""
    what = " and ".join([", ".join(faults[:-1]), faults[-1]] if len(faults) > 1 else faults)
    if reply.faults == ["too_long"] and reply.voice == "model":
        return "The model went on; this is where it was stopped."
    if reply.voice == "model":
        return f"A second try: in the first, the model {what}."
    if reply.voice == "both":
        return f"Finished in the authored words: the model {what}."
    return f"In the authored words: the model {what}."


def note(reply: Replied) -> None:
    """A quiet line below a reply."""
    if line := aside(reply):
        words = look.plain(line).replace("http", "http\u2060")  # An address to read, not a link to follow.
        st.caption(f":material/graphic_eq: {words}")


def kind_words(kind: str) -> str:
    """A fault or a trouble in words, for a list."""
    return f"the model {FAULT_WORDS[kind]}" if kind in FAULT_WORDS else dict(TROUBLES).get(kind, kind)  # type: ignore[call-overload]
