"""People by list: looked at first, then brought in as one version of the map; and out again."""

from __future__ import annotations

from datetime import date

import streamlit as st

from coach.accounts.contacts import Brought, as_csv, bring_in, places, read_contacts
from coach.accounts.map import AccountMap
from coach.messages.sheets import KINDS, MAX_BYTES, Sheet
from coach.pages import look
from coach.pages.library_files import listed
from coach.pages.map_edit import send
from coach.pages.shell import told

ALL = "every row"


def contacts(id: str, map: AccountMap) -> None:
    st.html(
        '<p class="lf-quiet">A row of headings and a row a person, as a CRM hands them out. Columns are known by many names; no more is kept than name, job, '
        "family, part, an address and a note. Nothing is written before you have seen what would change. Leave patients out of it.</p>"
    )
    round_ = st.session_state.get(f"contacts-{id}", 0)
    file = st.file_uploader(
        "A list of people", type=[kind.removeprefix(".") for kind in KINDS], key=f"contacts-file-{id}-{round_}", help=f"Up to {MAX_BYTES // 1_000_000} MB."
    )
    if file is not None:
        with told():
            sheet = read_contacts(file.name, file.getvalue())
        looked_at(id, map, sheet)
    if map.people:
        st.download_button(
            f"The {len(map.people):,} people as CSV",
            as_csv(map).encode("utf-8-sig"),
            f"people-{date.today()}.csv",
            "text/csv",
            icon=":material/download:",
            key="contacts-out",
        )


def looked_at(id: str, map: AccountMap, sheet: Sheet) -> None:
    found = places(sheet)
    place = None
    if len(found) > 1:
        names = [ALL, *found]
        here = next((at for at, name in enumerate(names) if name.casefold() == map.title.casefold()), 0)
        chosen = st.selectbox(
            f"It names {len(found):,} places. Take the people of", names, index=here, key=f"contacts-place-{id}",
            format_func=lambda name: name if name == ALL else f"{name} ({found[name]:,})",
        )  # fmt: skip
        place = None if chosen == ALL else chosen
    made = bring_in(sheet, map, place)
    st.subheader("What it would do")
    rows = [
        ["new", f"{len(made.new):,}"],
        ["changed", f"{len(made.changed):,}"],
        ["unchanged", f"{made.unchanged:,}"],
        ["left out, see below", f"{len(made.problems):,}"],
    ]
    rows += [["of other places", f"{made.elsewhere:,}"]] if made.elsewhere else []
    st.html(look.table(["People", "how many"], rows))
    known = [f"{header} → {field}" for field, header in made.headers.items()]
    with st.expander(f"How its {len(known)} columns are read"):
        st.html(look.items(known))
    listed([f"row {one.line}, {one.field}: {one.what}" if one.field else f"row {one.line}: {one.what}" for one in made.problems], "problems", sheet.name)
    listed(made.notes, "notes", sheet.name)
    bring(id, sheet, place, made)


def bring(id: str, sheet: Sheet, place: str | None, made: Brought) -> None:
    count = len(made.new) + len(made.changed)
    if not count:
        st.info("Nobody in it is new or changed.", icon=":material/done_all:")
        return
    st.caption("To take it back afterwards, go back to the version before it.")
    if st.button(f"Bring in {count:,}", type="primary", icon=":material/upload:", key="contacts-bring"):
        what = f"From {sheet.name[:80]}: {len(made.new):,} new people, {len(made.changed):,} changed."
        send(id, lambda map: bring_in(sheet, map, place).map, what)
        st.session_state[f"contacts-{id}"] = st.session_state.get(f"contacts-{id}", 0) + 1
        st.rerun()
