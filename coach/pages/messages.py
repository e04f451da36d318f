"""Messages: find an approved message for this person, now, with the reason, the evidence and the balance."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from coach.content.base import BELIEFS, LENSES, Belief, Lens
from coach.messages.search import Hit
from coach.pages import look
from coach.pages.shell import coach, getting_ready, told, wait_until_ready

EXAMPLES = ("my patients get infected after they have gone home", "who is going to train my nights", "whose budget does that come out of")


def main() -> None:
    st.title("Messages")
    st.html('<p class="lf-lead">What is approved to be said, by what the person in front of you just said. Type their words, or yours.</p>')
    getting_ready()
    libraries = coach().shelf.libraries
    if not libraries:
        st.info(
            "There is no message library. Add one under message_library/, or write a starter with: python -m coach content new library my_library",
            icon=":material/library_books:",
        )
        return
    wanted = st.query_params.get("lens", "")
    ids = sorted(libraries)
    library = st.selectbox("Library", ids, format_func=lambda id: f"{libraries[id].product.name} ({libraries[id].product.company})") if len(ids) > 1 else ids[0]
    text = st.text_input("What they said, or what you need", key="q", placeholder=EXAMPLES[0], persist_state="session")
    lens: Lens | None = st.segmented_control(
        "Their lens", LENSES, default=wanted if wanted in LENSES else None, format_func=str.capitalize, key="lens", persist_state="session"
    )
    stage: Belief | None = st.selectbox(
        "Where they stand", BELIEFS, index=None, placeholder="Anywhere", format_func=lambda rung: look.BELIEF_WORDS[rung], key="stage", persist_state="session"
    )
    product = libraries[library].product
    with st.expander(f"About {product.name}{' (fictional)' if product.fictional else ''}"):
        st.markdown(look.plain(product.what))
        st.markdown(f"**Clearance.** {look.plain(product.clearance)}")
        for title, lines in (("For", product.indications), ("Not for", product.contraindications), ("Risks", product.risks)):
            st.markdown(f"**{title}**")
            st.html(look.items(list(lines)))
    if not text.strip() and lens is None:
        st.caption("Pick a lens, or try: " + " · ".join(f"“{example}”" for example in EXAMPLES))
        return
    with told():
        wait_until_ready()
        hits = coach().finder(library).search(text, lens=lens, stage=stage, on=date.today(), k=6)
    if not hits:
        st.info("Nothing approved fits. That is an answer too: say that you don't know, and find out.", icon=":material/search_off:")
    for hit in hits:
        show(hit)


def show(hit: Hit) -> None:
    message = hit.message
    with st.container(border=True, key=f"message-{message.id}"):
        st.html(
            f'<div class="lf-row">{look.lens_tag(message.lens)}<span class="lf-anchor">for someone who is: {look.BELIEF_WORDS[message.stage]}</span></div>'
            f'<p class="lf-msg">{escape(message.text)}</p>'
        )
        if message.balance:
            st.markdown(f"**Say with it.** {look.plain(message.balance)}")
        st.html(look.items(hit.why))
        sources = f"Evidence ({len(hit.evidence)}) and approval" if hit.evidence else "Approval"
        with st.expander(sources):
            for study in hit.evidence:
                st.markdown(f"**{look.plain(study.citation)}**  \n{look.plain(study.design)}, n = {study.n:,}. {look.plain(study.result)}")
                st.markdown(f"*Limits.* {look.plain(study.limits)}")
            until = f", until {message.expires_on:%d %B %Y}" if message.expires_on else ""
            st.caption(
                f"Approved{until} · {look.plain(message.document or 'no document number')} · version {message.version} · kept by {look.plain(message.owner)}"
            )
            if message.variants:
                st.markdown("**Shorter, approved as well**")
                st.html(look.items(list(message.variants)))


main()
