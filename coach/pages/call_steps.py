"""The steps of bringing a real call: permission, who speaks, what was found, kept and scored.

The call lies in the memory of this visit until the last step. Leaving the page or closing it drops everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from coach.calls import MAX_TITLE, PASTED, said_in
from coach.content.library import Library
from coach.debrief.files import KINDS, MAX_BYTES
from coach.debrief.formats import Utterance
from coach.debrief.private import Finding
from coach.debrief.sides import SIDES, Side, guessed, no_sales_talk, unclear
from coach.pages import look
from coach.pages.call_review import review
from coach.pages.shell import CALL, calls, coach, told, wait_until_ready

if TYPE_CHECKING:
    from coach.debrief.harm import Suspected

STEPS = ("Permission", "Who speaks", "What was found", "Debrief")
SIDE_WORDS: dict[Side, str] = {"rep": "me", "colleague": "a colleague of mine", "stakeholder": "somebody I spoke with", "out": "nobody; leave this out"}
AT_FIRST = 8
"""Speakers that are shown at once; the others, who say less, are folded away."""
PERMITTED = "Everybody in it knew of the recording and agreed, and my company lets me use it to learn from."
REPORT_IT = "Report this through your company's route now."


@dataclass
class InHand:
    """A call before it is kept. `step` is 1 while it is asked who speaks, 2 at the review."""

    said: list[Utterance]
    sides: dict[str, Side]
    step: int = 1
    found: list[Finding] = field(default_factory=list)
    added: list[Finding] = field(default_factory=list)
    suspected: dict[str, list[Suspected]] = field(default_factory=dict)
    """By the library that was looked with: a long call is searched once."""


def show() -> None:
    call: InHand | None = st.session_state.get(CALL)
    st.html(_trail(0 if call is None else call.step))
    if call is None:
        bring()
        return
    library = _library()
    about = library.product.id if library else ""
    if about not in call.suspected:
        call.suspected[about] = calls().suspected(call.said, library)
    suspected = call.suspected[about]
    if suspected:
        report_it(call.said, suspected)
    if call.step == 1:
        who(call)
    else:
        look_through(call, bool(suspected))


def _trail(at: int) -> str:
    """Where one is in the steps."""
    parts = [
        f'<li class="{"on" if number == at else "done" if number < at else ""}"{" aria-current=step" if number == at else ""}>{number + 1}. {name}</li>'
        for number, name in enumerate(STEPS)
    ]
    return f'<ol class="lf-way">{"".join(parts)}</ol>'


def bring() -> None:
    """Nothing can be given before permission is confirmed."""
    if not st.checkbox(PERMITTED, key="permitted"):
        st.caption("Without that, leave the recording where it is: practise the conversation with somebody like them instead.")
        return
    file = st.file_uploader(
        "The transcript",
        type=[kind.removeprefix(".") for kind in KINDS],
        key="call-file",
        max_upload_size=MAX_BYTES // 1_000_000,
        help="As Teams, Zoom, Webex, Otter and others export it. No sound, no video.",
    )
    pasted = st.text_area(
        "Or paste it",
        key="call-pasted",
        height=150,
        placeholder="Sam: Thanks for seeing me. What would be useful to you?\nDr. Bell: Be quick.",
        max_chars=400_000,
    )
    if not st.button("Read it", type="primary", icon=":material/description:", disabled=not (file or pasted.strip()), key="call-read"):
        st.caption("A line each as in “Name: words”, or a name and a time above the words.")
        return
    with told():
        said = said_in(file.name, file.getvalue()) if file else said_in(PASTED, pasted.encode("utf-8", "replace"))
        if len({item.speaker for item in said}) < 2:
            st.error(f"Only {look.plain(said[0].speaker)} speaks in it. A debrief needs you and somebody you spoke with, so export it with speaker names.")
            return
    st.session_state[CALL] = InHand(said, guessed(said))
    st.rerun()


def _library() -> Library | None:
    """The library by which claims are judged: the one that is chosen, or the first."""
    libraries = coach().shelf.libraries
    chosen = st.session_state.get("call-library") or next(iter(sorted(libraries)), None)
    return libraries.get(chosen) if chosen else None


def report_it(said: Sequence[Utterance], suspected: Sequence[Suspected]) -> None:
    """Before anything is taken out: whoever has to report it needs the words as they were."""
    lines = "".join(
        look.quote(item.quote, f"{escape(said[item.turn].speaker)} &middot; {'somebody was harmed' if item.kind == 'harm' else 'the product failed'}, perhaps")
        for item in suspected
    )
    st.error(
        f"**{REPORT_IT}** Somebody may have been harmed, or a product may have failed. This product is not that route: it sends nothing to anybody, "
        "and the names that you see here are not kept.",
        icon=":material/emergency:",
    )
    st.html(lines)


def who(call: InHand) -> None:
    st.subheader("Who is who?")
    words = {name: sum(len(item.text.split()) for item in call.said if item.speaker == name) for name in call.sides}
    st.caption(f"{len(call.said):,} utterances, {len(words)} speakers. We guessed from their names and words; put right what is not so.")
    if line := no_sales_talk(call.said):
        st.warning(f"{line} You can go on, but most of it will stay unscored.", icon=":material/theaters:")
    ordered = sorted(call.sides, key=lambda name: (SIDES.index(call.sides[name]), -words[name]))
    first, rest = ordered[:AT_FIRST], ordered[AT_FIRST:]
    sides = {name: _side(call, name, words[name]) for name in first}
    if rest:
        with st.expander(f"{len(rest)} more, who say less"):
            sides |= {name: _side(call, name, words[name]) for name in rest}
    _product()
    line = unclear(sides)
    if line:
        st.warning(line, icon=":material/person:")
    with st.container(horizontal=True):
        if st.button("Look for names", type="primary", icon=":material/person_search:", disabled=bool(line), key="call-found"):
            call.sides = {name: sides[name] for name in call.sides}
            with st.spinner("Looking for names and identifiers."):
                call.found = calls().identifiers(call.said)
            call.step = 2
            st.rerun()
        _drop()


def _side(call: InHand, name: str, words: int) -> Side:
    left, right = st.columns([1.2, 1], vertical_alignment="center")
    with left:
        sample = next(
            (item.text for item in call.said if item.speaker == name and len(item.text.split()) > 3),
            next(item.text for item in call.said if item.speaker == name),
        )
        shown = sample if len(sample) <= 110 else f"{sample[:107]}..."
        st.html(f'<p class="lf-why"><b>{escape(name)}</b> <small>{words:,} words</small><br>&ldquo;{escape(shown)}&rdquo;</p>')
    with right:
        side: Side = st.selectbox(
            f"{name} is", SIDES, index=SIDES.index(call.sides[name]), format_func=SIDE_WORDS.__getitem__, key=f"side-{name}", label_visibility="collapsed"
        )
    return side


def _product() -> None:
    libraries = coach().shelf.libraries
    if len(libraries) > 1:
        st.selectbox(
            "What the call was about",
            sorted(libraries),
            format_func=lambda id: f"{libraries[id].product.name} ({libraries[id].product.company})",
            key="call-library",
            persist_state="session",
            help="Claims are held against this library.",
        )


def look_through(call: InHand, reportable: bool) -> None:
    taken_out = review(call.said, call.found, call.added)
    st.subheader("Keep it and score it")
    title = st.text_input("What to call it", key="call-title", max_chars=MAX_TITLE, placeholder="First talk with the surgeon", help="No names here either.")
    knows = not reportable or st.checkbox("I know that I have to report what stands above myself, and where.", key="call-knows")
    with st.container(horizontal=True):
        keeps = st.button("Keep what is left, and score it", type="primary", icon=":material/check:", disabled=not knows, key="call-keep")
        if st.button("Back", icon=":material/arrow_back:", key="call-back"):
            call.step = 1
            st.rerun()
        _drop()
    if not knows:
        st.caption("First say that you know what has to be reported.")
    if not keeps:
        return
    with told():
        wait_until_ready()
        bar = st.progress(0.0, "Reading it")

        def tell(share: float) -> None:
            bar.progress(min(share, 1.0), "Reading it")

        id = calls().keep(title.strip() or f"Call brought on {date.today().day} {date.today():%B}", call.said, call.sides, taken_out, _library(), tell)
    del st.session_state[CALL]
    st.query_params["c"] = id
    st.rerun()


def _drop() -> None:
    if st.button("Drop it", type="tertiary", icon=":material/close:", key="call-drop", help="Nothing of it is kept."):
        del st.session_state[CALL]
        st.rerun()
