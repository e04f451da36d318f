"""Library: the care of the approved messages. What stands, what is in work, who decided what; bring in, hand out, what is used."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import escape
from typing import get_args

import streamlit as st
from pydantic import TypeAdapter, ValidationError

from coach.content.base import LENSES, Id, Lens
from coach.content.library import Status
from coach.curation import Curation, Item
from coach.pages import look
from coach.pages.library_files import bring_in, hand_out
from coach.pages.library_message import message
from coach.pages.library_used import used
from coach.pages.library_words import line, showing_told
from coach.pages.shell import coach, getting_ready, page, told, viewer

SHOWN = 20  # messages of a list that are drawn at once
FILTERS: dict[str, Callable[[Item, date], bool]] = {
    "In force": lambda item, today: item.standing.in_force(today),
    "In work": lambda item, today: item.in_work,
    "In review": lambda item, today: item.newest.status == "in_review",
    "Running out": lambda item, today: item.expiring(today) is not None,
    "Not in force": lambda item, today: item.standing.status == "approved" and not item.standing.in_force(today),
    "Withdrawn": lambda item, today: item.newest.status == "withdrawn",
}
assert set(get_args(Status)) == {"draft", "in_review", "approved", "withdrawn"}


def main() -> None:
    shelf = coach().shelf
    if not shelf.libraries:
        st.title("Library")
        st.info(
            "There is no message library. Add one under message_library/, or write a starter with: python -m coach content new library my_library",
            icon=":material/library_books:",
        )
        return
    ids = sorted(shelf.libraries)
    wanted = st.query_params.get("library", "")
    care = Curation(coach(), viewer())
    if (id := st.query_params.get("message", "")) and wanted in ids:
        if usable(id):
            message(care, wanted, id)
            return
        st.error(f"There is no message {look.plain(id)} here. It may be a link with a letter too few.", icon=":material/error:")
    st.title("Library")
    st.html('<p class="lf-lead">The messages themselves: write one, have it reviewed, approve it, withdraw it. Nothing is ever deleted.</p>')
    getting_ready()
    names = {one: f"{shelf.libraries[one].product.name} ({shelf.libraries[one].product.company})" for one in ids}
    library = st.selectbox(
        "Library", ids, index=ids.index(wanted) if wanted in ids else 0, format_func=names.__getitem__, key="library-id", persist_state="session",
        disabled=len(ids) == 1, on_change=remember,
    )  # fmt: skip
    showing_told()
    parts = st.tabs(["Messages", "Bring in", "Hand out", "What is used"], key="library-part", on_change="rerun")
    for part, draw in zip(parts, (listing, bring_in, hand_out, used), strict=True):
        if part.open:
            with part, told():
                draw(care, library)


def remember() -> None:
    st.query_params["library"] = st.session_state["library-id"]


def usable(id: str) -> bool:
    try:
        TypeAdapter(Id).validate_python(id)
    except ValidationError:
        return False
    return True


def listing(care: Curation, library: str) -> None:
    """The messages of a library, filtered, the ones in work first."""
    today, items = date.today(), care.items(library)
    counts = {name: sum(fits(item, today) for item in items) for name, fits in FILTERS.items()}
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        words = st.text_input(
            "Search",
            placeholder="A word, an id, a document number, an owner",
            key="library-search",
            icon=":material/search:",
            persist_state="session",
            max_chars=80,
        )
    with right:
        new_one(care, library)
    kind = st.segmented_control(
        "Which of them", list(FILTERS), format_func=lambda name: f"{name} ({counts[name]:,})", key="library-filter", persist_state="session", wrap=True
    )
    lens: Lens | None = st.segmented_control("Lens", LENSES, format_func=str.capitalize, key="library-lens", persist_state="session")
    begun(care, library)
    fits = FILTERS.get(kind or "", lambda item, today: True)
    found = [item for item in items if fits(item, today) and (lens is None or item.newest.lens == lens) and matches(item, words)]
    if not found:
        st.info("No message fits these filters.", icon=":material/search_off:")
    found.sort(key=lambda item: (not item.in_work, days if (days := item.expiring(today)) is not None else 10_000))
    pages = max(1, -(-len(found) // SHOWN))
    at = min(int(st.session_state.get("library-page", 1)), pages)
    for item in found[(at - 1) * SHOWN : at * SHOWN]:
        card(library, item, today)
    if pages > 1:
        left, _ = st.columns([1, 3])
        with left:
            st.session_state["library-page"] = at
            st.number_input(f"Page, of {pages:,}", 1, pages, key="library-page", help=f"{len(found):,} messages")


def matches(item: Item, words: str) -> bool:
    """Whether every word is somewhere in the message."""
    one = item.newest
    text = " ".join((one.id, one.text, *one.variants, *one.labels, one.owner, item.standing.document or "", *one.needs)).lower()
    return all(word in text for word in re.findall(r"\w+", words.lower()))


def card(library: str, item: Item, today: date) -> None:
    one = item.newest
    with st.container(border=True, key=f"kept-{item.id}"):
        st.html(
            f'<div class="lf-row">{look.lens_tag(one.lens)}<span class="lf-anchor">{escape(item.id)} &middot; version {one.version}</span></div>'
            f'<p class="lf-msg">{escape(one.text)}</p><p class="lf-quiet">{line(item, today)}</p>'
        )
        st.page_link(page("library"), label="Open", icon=":material/edit_note:", query_params={"library": library, "message": item.id})


def begun(care: Curation, library: str) -> None:
    """What was typed and not saved."""
    unsaved = care.begun(library)
    if not unsaved:
        return
    with st.container(border=True, key="library-begun"):
        st.html('<p class="lf-eyebrow">Written on, and not saved</p>')
        for id in unsaved[:8]:
            st.page_link(page("library"), label=id, icon=":material/edit:", query_params={"library": library, "message": id})


def new_one(care: Curation, library: str) -> None:
    with st.popover("Write a new message", icon=":material/add:", width="stretch"), st.form("library-new", border=False):
        id = st.text_input(
            "Its id", key="library-new-id", max_chars=64, placeholder="op_weekend_cover", help="Small letters, digits and underscores. It stays for ever."
        )
        if st.form_submit_button("Begin"):
            name = id.strip()
            if not usable(name):
                st.error("Use small letters, digits and underscores, and begin with a letter.")
            elif care.item(library, name) is not None:
                st.error(f"{look.plain(name)} is there already. Choose another id, or open that one.")
            else:
                st.query_params.from_dict({"library": library, "message": name})
                st.rerun()


main()
