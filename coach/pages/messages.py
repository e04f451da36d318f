"""Messages: find an approved message for this person, now, with the reason, the evidence and the balance."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from coach.content.base import BELIEFS, LENSES, Belief, Lens
from coach.content.library import Audience, Library
from coach.content.persona import SEATS, Seat
from coach.messages.coverage import SOON, Near, coverage, near, needs_of
from coach.messages.search import Hit
from coach.pages import look, plan_put
from coach.pages.meet import SEAT_TITLES
from coach.pages.shell import coach, getting_ready, told, wait_until_ready

EXAMPLES = ("my patients get infected after they have gone home", "who is going to train my nights", "whose budget does that come out of")


AUDIENCES: dict[Audience, str] = {"professional": "A professional", "payer": "A payer or formulary"}


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
    ids = sorted(libraries)
    left, right = st.columns(2)
    with left:
        id = st.selectbox("Library", ids, format_func=lambda id: f"{libraries[id].product.name} ({libraries[id].product.company})", disabled=len(ids) == 1)
    with right:
        audience = st.segmented_control(
            "Who hears it",
            list(AUDIENCES),
            default="professional",
            required=True,
            format_func=AUDIENCES.__getitem__,
            key="audience",
            persist_state="session",
            help="What is approved for one of them must not be said to the other.",
        )
    finding, covering = st.tabs(["Find", "Coverage"], key="part", on_change="rerun")
    # What is not in front is not computed: comparing all messages with one another takes seconds.
    if covering.open:
        with covering:
            cover(libraries[id], audience)
    else:
        with finding:
            find(libraries[id], audience)


def find(library: Library, audience: Audience) -> None:
    wanted = st.query_params.get("lens", "")
    text = st.text_input("What they said, or what you need", key="q", placeholder=EXAMPLES[0], persist_state="session")
    lens: Lens | None = st.segmented_control(
        "Their lens", LENSES, default=wanted if wanted in LENSES else None, format_func=str.capitalize, key="lens", persist_state="session"
    )
    left, right = st.columns(2)
    with left:
        stage: Belief | None = st.selectbox(
            "Where they stand",
            BELIEFS,
            index=None,
            placeholder="Anywhere",
            format_func=lambda rung: look.BELIEF_WORDS[rung],
            key="stage",
            persist_state="session",
        )
    with right:
        seat: Seat | None = st.selectbox(
            "Your seat",
            SEATS,
            index=None,
            placeholder="Any: what all of us may say",
            format_func=SEAT_TITLES.__getitem__,
            key="message_seat",
            persist_state="session",
            help="Some messages are kept to one of our seats.",
        )
    product = library.product
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
        hits = coach().finder(library.id).search(text, lens=lens, stage=stage, on=date.today(), k=6, audience=audience, seat=seat)
    if not hits:
        st.info("Nothing approved fits. That is an answer too: say that you don't know, and find out.", icon=":material/search_off:")
    for hit in hits:
        show(hit, library)


def cover(library: Library, audience: Audience) -> None:
    """Where there is something to say, and where nothing; what runs out; what is there twice."""
    shelf, today = coach().shelf, date.today()
    found = coverage(library, needs_of(shelf, library), today, audience)
    empty = [gap for gap in found.gaps if gap.need is None]
    st.html(
        f'<p class="lf-anchor">{found.in_force} of {found.messages} messages may be said today to {escape(AUDIENCES[audience].lower())}, market '
        f"{escape(found.market)}. Places with nothing to say: {len(empty) or 'none'} of {len(LENSES) * len(BELIEFS)}."
        f"{f' {look.SAMPLE}' if library.product.fictional else ''}</p>"
    )
    st.subheader("By lens and rung")
    st.html(look.tally([(look.BELIEF_WORDS[stage], [(lens, found.count(lens, stage)) for lens in LENSES]) for stage in BELIEFS]))
    st.subheader("By need")
    st.html(
        '<p class="lf-quiet">A square a rung, from not aware to speaks for it, counted through the lens of the need. '
        "A dashed one is a rung with nothing to say.</p>"
    )
    held = {(cell.lens, cell.stage, cell.need): len(cell.ids) for cell in found.cells}
    rows = []
    for need in needs_of(shelf, library):
        counts = [held.get((need.lens, stage, need.id), 0) for stage in BELIEFS]
        elsewhere = not any(counts) and need.id not in found.unanswered
        rows.append((f"{need.title} (only through other lenses)" if elsewhere else need.title, need.lens, counts))
    # The thinnest of each lens first: that is where somebody has to write.
    st.html(look.rungs(sorted(rows, key=lambda row: (LENSES.index(row[1]), sum(map(bool, row[2]))))))
    st.subheader(f"Running out within {SOON} days")
    if not found.expiring:
        st.caption("Nothing.")
    for one in found.expiring:
        left = "today is its last day" if not one.days else f"{one.days} day{'' if one.days == 1 else 's'} left"
        below = [f"until {look.day(str(one.message.expires_on))}, {left}", escape(one.message.document or "no document number"), one.message.id]
        st.html(look.quote(one.message.text, " &middot; ".join(below)))
    st.subheader("Nearly the same")
    with told():
        wait_until_ready()
        pairs = near_pairs(library.id, shelf.hash("library", library.id))
    if not pairs:
        st.caption("No two messages say the same in nearly the same words.")
    for pair in pairs:
        st.html(
            f'<p class="lf-quiet">Alike by {pair.cosine:.2f} of 1</p>'
            + "".join(look.quote(message.text, f"{escape(message.id)} &middot; {message.lens}, {message.status}") for message in (pair.one, pair.other))
        )


@st.cache_data(show_spinner="Comparing all messages with one another.", max_entries=8)
def near_pairs(id: str, version: str) -> list[Near]:
    """The near-duplicates of a library in one version."""
    return near(coach().shelf.libraries[id].messages.messages, coach().embedder)


def show(hit: Hit, library: Library) -> None:
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
            by = f" by {look.plain(message.approved_by)}" if message.approved_by else ""
            number = look.plain(message.document or "no document number")
            st.caption(f"Approved{by}{until} · {number} · version {message.version} · kept by {look.plain(message.owner)}")
            if message.variants:
                st.markdown("**Shorter, approved as well**")
                st.html(look.items(list(message.variants)))
        plan_put.offer(library, message)


main()
