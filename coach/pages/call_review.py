"""The look before anything is kept: what was found in its sentence, what was missed, and what will be left."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

import streamlit as st

from coach.debrief.formats import Utterance
from coach.debrief.private import KINDS, Finding, redacted, sentence_of, typed
from coach.pages import look

AT_ONCE = 3
"""Places of the same words that are shown; the others are folded away."""
OPEN_UP_TO = 25
"""So many different findings are shown unfolded."""
PREVIEW = 400
"""Utterances in the preview: a long call is scrolled, not drawn whole."""


def review(said: Sequence[Utterance], found: Sequence[Finding], added: list[Finding]) -> list[Finding]:
    """Show everything found, and return what is to be taken out."""
    st.subheader("What was found")
    everything = [*found, *added]
    order = list(KINDS)
    alike = sorted(everything, key=lambda item: (order.index(item.kind), item.key))
    groups = {key: list(items) for key, items in groupby(alike, key=lambda item: item.key)}
    if not groups:
        st.info("No names and no identifiers were found. Look through it all the same: rules miss things.", icon=":material/person_search:")
    else:
        st.caption("What is ticked is taken out before anything is kept; the brackets are left instead. Untick what may stay. Speakers' names always go.")
    kept_out: list[Finding] = []
    for kind in KINDS:
        of_kind = {key: items for key, items in groups.items() if key[0] == kind}
        if not of_kind:
            continue
        with st.expander(f"{KINDS[kind]} ({len(of_kind)})", expanded=len(groups) <= OPEN_UP_TO, key=f"kind-{kind}"):
            for (_, words), items in of_kind.items():
                times = f", {len(items)} places" if len(items) > 1 else ""
                label = f"**{look.plain(items[0].quote)}** becomes {look.plain(items[0].replacement)}{times}"
                if st.checkbox(label, value=True, key=f"out-{kind}-{words}"):
                    kept_out += items
                st.html("".join(_place(said, item) for item in items[:AT_ONCE]))
                if len(items) > AT_ONCE:
                    with st.popover(f"The other {len(items) - AT_ONCE}"):
                        st.html("".join(_place(said, item) for item in items[AT_ONCE:40]))
    _missed(said, everything, added)
    left = redacted(said, kept_out)
    with st.expander("Read what will be kept", key="call-preview"), st.container(height=380):
        st.html("".join(f"<p><b>{escape(item.speaker)}.</b> {_marked(item.text)}</p>" for item in left[:PREVIEW]))
        if len(left) > PREVIEW:
            st.caption(f"The first {PREVIEW} of {len(left):,} utterances.")
    return kept_out


def _missed(said: Sequence[Utterance], everything: Sequence[Finding], added: list[Finding]) -> None:
    with st.form("call-missed", clear_on_submit=True, border=False):
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        words = left.text_input("Missed something? Type it as it stands there", key="call-missed-words", max_chars=80, placeholder="the blue building on Fifth")
        sent = right.form_submit_button("Take it out as well", key="call-missed-send")
    if not sent or not words.strip():
        return
    more = typed(said, words, everything) if len(words.strip()) > 1 else []
    if more:
        added += more
        st.rerun()
    st.warning(f"“{look.plain(words.strip())}” stands nowhere in it, or is taken out already.", icon=":material/search_off:")


def _place(said: Sequence[Utterance], item: Finding) -> str:
    """A finding in its sentence, marked."""
    text = said[item.turn].text
    sentence, at = sentence_of(text, item.start, item.end)
    start, end = item.start - at, item.end - at
    before, after = sentence[max(0, start - 160) : start], sentence[end : end + 160]
    return f'<p class="lf-found">{escape(before)}<mark>{escape(sentence[start:end])}</mark>{escape(after)}</p>'


def _marked(text: str) -> str:
    """Words with what stands in brackets set apart."""
    return escape(text).replace("[", '<span class="lf-gone">[').replace("]", "]</span>")
