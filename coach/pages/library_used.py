"""Which messages are used, and what followed, out of one's own meetings."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.curation import Curation
from coach.pages.shell import page

FEW = 10
"""Times below which what followed says next to nothing."""
SHOWN = 30


def used(care: Curation, library: str) -> None:
    uses = care.uses(library)
    st.html(
        '<p class="lf-quiet">Counted in your own practice meetings, where what you said was recognised as one of these messages. '
        f"What followed need not have followed from it, and under {FEW} times it says next to nothing.</p>"
    )
    texts = {message.id: message for message in care.library(library).messages.messages}
    if not uses:
        st.info("You have not used any of these messages in a meeting yet.", icon=":material/forum:")
        return
    for use in uses[:SHOWN]:
        kept = texts.get(use.message)
        few = "few: says little" if use.times < FEW else ""
        rose = f"belief rose in the same turn {use.rose} of {use.times} times"
        step = f"a step of theirs at the end of {use.advances} of {use.ended} meetings" if use.ended else "none of these meetings is over"
        with st.container(border=True, key=f"used-{use.message}"):
            st.html(
                f'<div class="lf-row"><b>{times(use.times)} in {use.meetings} {"meeting" if use.meetings == 1 else "meetings"}</b>'
                f'<span class="lf-anchor">{escape(use.message)}{f" &middot; {few}" if few else ""}</span></div>'
                f'<p class="lf-msg">{escape(kept.text) if kept else "Not in this library any more."}</p><p class="lf-quiet">{rose}; {step}.</p>'
            )
    never = [id for id in texts if id not in {use.message for use in uses}]
    if never:
        with st.expander(f"Never used by you: {len(never):,}"):
            for id in never[:SHOWN]:
                st.page_link(page("library"), label=id, query_params={"library": library, "message": id})
            if len(never) > SHOWN:
                st.caption(f"And {len(never) - SHOWN:,} more.")


def times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
