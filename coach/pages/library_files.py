"""Bring messages in from a file, after looking at what that would do; take it back; hand a library out as a file."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape

import streamlit as st

from coach.curation import Curation
from coach.messages.exporting import Format, export
from coach.messages.importing import Plan
from coach.messages.sheets import KINDS, MAX_BYTES, MAX_ROWS
from coach.pages import look
from coach.pages.library_words import FIELDS, act, who
from coach.pages.shell import told, viewer

LISTED = 50
"""Rows of a list that are drawn; all of them are in the file that can be taken along."""
KINDS_OUT: dict[Format, tuple[str, str]] = {
    "csv": ("Spreadsheet (.csv)", "text/csv"), "yaml": ("YAML, as the files are", "application/yaml"), "json": ("JSON", "application/json"),
    "md": ("To read (.md)", "text/markdown"),
}  # fmt: skip


def bring_in(care: Curation, library: str) -> None:
    """A file is looked at first; nothing is written before somebody says so."""
    st.html(
        '<p class="lf-quiet">A row of headings and a row a message. Columns are known by many names. Copy approved elsewhere comes in as approved with its '
        "document number, approver, market and expiry; without one of them it is a draft. Nothing is written before you have seen what would change.</p>"
    )
    file = st.file_uploader(
        "A list of messages", type=[kind.removeprefix(".") for kind in KINDS], key=f"bring-{library}-{st.session_state.get('brought', 0)}",
        help=f"Up to {MAX_BYTES // 1_000_000} MB and {MAX_ROWS:,} rows.",
    )  # fmt: skip
    if file is not None:
        with told(), st.spinner("Looking at every row."):
            made = planned(care, library, file.file_id, file.name, file.getvalue())
        looked_at(care, library, file.name, made)
    earlier(care, library)


def planned(care: Curation, library: str, file: str, name: str, raw: bytes) -> Plan:
    """What bringing in a file would do; thought about once for each file and state of the library."""
    key = (library, file, id(care.library(library)))
    if st.session_state.get("planned-for") != key:
        st.session_state["planned"] = care.planned(library, name, raw, date.today())
        st.session_state["planned-for"] = key
    made: Plan = st.session_state["planned"]
    return made


def looked_at(care: Curation, library: str, name: str, made: Plan) -> None:
    st.subheader("What it would do")
    known = [f"{header} → {FIELDS.get(field, field.replace('_', ' '))}" for field, header in made.headers.items()]
    if known:
        with st.expander(f"How its {len(known)} columns are read"):
            st.html(look.items(known))
    if made.problems:
        st.error(
            f"{len(made.problems):,} {'thing is' if len(made.problems) == 1 else 'things are'} wrong with it, so nothing can be brought in yet.",
            icon=":material/error:",
        )
        place = "line" if name.lower().endswith((".yaml", ".yml")) else "row"
        listed([f"{f'{place} {one.line}, ' if one.line else ''}{one.field}: {one.what}" for one in made.problems], "problems", name)
        notes(made, name)
        return
    rows = [["new", f"{len(made.new):,}"], ["changed", f"{len(made.changed):,}"], ["unchanged", f"{len(made.unchanged):,}"]]
    rows += [["of these drafts", f"{len(made.drafts):,}"], ["of these withdrawn", f"{len(made.withdrawn):,}"]]
    st.html(look.table(["Messages", "how many"], rows))
    listed([f"{change.id}: {', '.join(FIELDS.get(one, one.replace('_', ' ')) for one in change.fields)}" for change in made.changed], "changes", name)
    notes(made, name)
    if not made.new and not made.changed:
        st.info("Everything in it is here already, word for word.", icon=":material/done_all:")
    elif not viewer().may_approve and any(message.status in ("approved", "withdrawn") for message in made.messages):
        st.info("Bringing in what is approved is for whoever keeps the library.", icon=":material/lock:")
    elif st.button(f"Bring in {len(made.new) + len(made.changed):,}", type="primary", icon=":material/upload:", key="bring-it"):

        def done() -> None:
            care.bring_in(library, name, made)
            st.session_state["brought"] = st.session_state.get("brought", 0) + 1

        act(done)


def notes(made: Plan, name: str) -> None:
    if made.notes:
        st.html('<p class="lf-eyebrow">Good to know</p>')
        listed(made.notes, "notes", name)


def listed(lines: list[str], what: str, name: str) -> None:
    """The first lines of a list, and all of it as a file where there are more."""
    if lines:
        st.html(look.items(lines[:LISTED]))
    if len(lines) > LISTED:
        st.caption(f"And {len(lines) - LISTED:,} more.")
        st.download_button(f"All {len(lines):,} as a file", "\n".join(lines) + "\n", f"{name}.{what}.txt", "text/plain", key=f"all-{what}")


def earlier(care: Curation, library: str) -> None:
    """What was brought in before, each with its way back."""
    batches = care.batches(library)
    if not batches:
        return
    st.subheader("Brought in before")
    for batch in batches:
        with st.container(horizontal=True, vertical_alignment="center", key=f"batch-{batch.id}"):
            state = " &middot; taken back" if batch.undone else ""
            count = f"{batch.messages:,} {'message' if batch.messages == 1 else 'messages'}"
            st.html(f'<p class="lf-quiet">{escape(batch.note)}: {count}, {escape(who(batch.by))}, {batch.at.astimezone():%d %B %Y, %H:%M}{state}</p>')
            if not batch.undone and viewer().may_approve and st.button("Take it back", key=f"undo-{batch.id}", type="tertiary", icon=":material/undo:"):
                act(partial(taken_back, care, library, batch.id))
    if words := st.session_state.pop("taken-back", ""):
        st.success(words, icon=":material/undo:")


def taken_back(care: Curation, library: str, batch: str) -> None:
    done = care.undo(library, batch)
    parts = [f"{len(done.restored):,} as before", f"{len(done.withdrawn):,} withdrawn, because the import had brought them"]
    parts += [f"{len(done.left):,} left alone, because somebody changed them since: {', '.join(done.left[:5])}"] if done.left else []
    st.session_state["taken-back"] = look.plain("; ".join(parts) + ".")


def hand_out(care: Curation, library: str) -> None:
    """A library as a file that says on which day it was true."""
    today, whole = date.today(), care.library(library)
    st.html(
        f'<p class="lf-quiet">All {len(whole.messages.messages):,} messages as they stand on {today:%d %B %Y}, what was edited in the app included. '
        "Approvals run out, so every file carries that day. A draft over an approved message is not in it: what is approved is.</p>"
    )
    kind = st.segmented_control("As", list(KINDS_OUT), default="csv", required=True, format_func=lambda one: KINDS_OUT[one][0], key="hand-out-as")
    # Excel takes a CSV without this mark for its own encoding and spoils every accent.
    raw = export(whole, kind, today).encode("utf-8-sig" if kind == "csv" else "utf-8")
    st.download_button("Take it along", raw, f"{library}-{today}.{kind}", KINDS_OUT[kind][1], icon=":material/download:", type="primary", key="hand-out")
