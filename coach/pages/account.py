"""Account: the place behind a meeting; what one may know of it, the rep's map, and the diagnosis."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from coach.accounts import map as maps
from coach.accounts.map import AccountMap, Kind
from coach.accounts.map_checks import misfits
from coach.accounts.map_heard import known_people
from coach.content.account import Account
from coach.content.shelf import Shelf
from coach.messages.plan import MAX_TITLE
from coach.pages import look, map_contacts, map_forms, map_meetings, map_table, map_versions
from coach.pages.account_about import about
from coach.pages.map_close import diagnosis
from coach.pages.map_draw import TITLES, drawn, on_paper, table
from coach.pages.map_edit import depth_of, opened, send, tell
from coach.pages.shell import coach, getting_ready, page, practice, told, viewer
from coach.store.maps import StoredMap

VIEWS = {"about": "The place", "map": "Your map", "meetings": "From meetings", "list": "People by list", "versions": "Versions", "diagnosis": "Diagnosis"}
MISFITS = 12


def main() -> None:
    address = st.query_params
    with told():
        shelf = practice().shelf()
        if id := address.get("m", ""):
            stored = opened(id)
            account = shelf.accounts.get(stored.map.account or "")
            if address.get("paper"):
                paper(stored)
            else:
                one(shelf, account, stored)
        elif (name := address.get("a", "")) in shelf.accounts:
            # A campaign has a map of its own: how the place really is follows from its seed.
            campaign = coach().store.campaigns.load(viewer(), address["c"]) if address.get("c") else None
            seed = campaign.seed if campaign and campaign.account == name else None
            heads = coach().store.maps.mine(viewer(), name, seed)
            one(shelf, shelf.accounts[name], opened(heads[0].id) if heads else None, seed)
        elif name:
            st.error("There is no such account.", icon=":material/error:")
            st.page_link(page("account"), label="All accounts", icon=":material/arrow_back:")
        else:
            overview(shelf)


def overview(shelf: Shelf) -> None:
    st.title("Account")
    st.html('<p class="lf-lead">The place behind the meeting: who is there, who moves whom, where it stalls, what binds. Find out, and draw it as you go.</p>')
    getting_ready()
    heads = coach().store.maps.mine(viewer())
    for account in shelf.accounts.values():
        with st.container(border=True, key=f"account-{account.id}"):
            st.page_link(page("account"), label=look.plain(account.name), icon=":material/domain:", query_params={"a": account.id})
            begun = next((head for head in heads if head.account == account.id), None)
            kind = "A practice account" if account.truth else "An account"
            state = "its diagnosis is closed" if begun and begun.closed else "you have begun a map" if begun else "no map yet"
            st.caption(look.plain(f"{kind}{', fictional' if account.fictional else ''}; {state}."))
            st.html(f'<p class="lf-quiet">{escape(account.setting)}</p>')
    own = [head for head in heads if head.account not in shelf.accounts]
    st.subheader("Places of your own")
    for head in own:
        with st.container(border=True, key=f"map-{head.id}"):
            st.page_link(page("account"), label=look.plain(head.title), icon=":material/domain:", query_params={"m": head.id})
            st.caption(f"Version {head.revision}, {head.updated_at.astimezone():%d %B %Y}")
    with st.container(border=True, key="account-new"), st.form("account-new-form", border=False):
        name = st.text_input("A place of your own, by name", max_chars=MAX_TITLE, key="account-name", placeholder="The hospital you visit on Thursday")
        if st.form_submit_button("Begin its map", key="account-make", icon=":material/add:"):
            if not name.strip():
                st.error("Give it a name first.", icon=":material/error:")
                return
            with told():
                begin(AccountMap(title=name))


def begin(map: AccountMap) -> None:
    id = coach().store.maps.make(viewer(), map, depth_of(map))
    st.query_params.from_dict({"m": id, "v": "map"})
    st.rerun()


def one(shelf: Shelf, account: Account | None, stored: StoredMap | None, seed: int | None = None) -> None:
    if st.button("All accounts", type="tertiary", icon=":material/arrow_back:", key="account-back"):
        st.query_params.clear()
        st.rerun()
    title = stored.map.title if stored else account.name if account else ""
    st.title(look.plain(title))
    if account is not None and account.fictional:
        st.html(f'<p class="lf-anchor">{look.SAMPLE}</p>')
    getting_ready()
    if stored is None:
        assert account is not None
        with st.container(border=True, key="map-begin"):
            st.html('<p class="lf-why">You have no map of this place yet. It begins with the steps of the pathway, and fills as people tell you things.</p>')
            if seed is not None:
                st.caption("This campaign has a map of its own: how the place really is differs a little each time.")
            if st.button("Begin your map", type="primary", icon=":material/account_tree:", key="map-begin-it"):
                with told():
                    begin(maps.begun(account, seed))
        about(account, shelf, date.today())
        return
    views = [name for name in VIEWS if account is not None or name not in ("about", "meetings")]
    key, wanted = f"account-view-{stored.id}", st.query_params.get("v", "")
    if key not in st.session_state:
        st.session_state[key] = wanted if wanted in views else "map" if stored.map.people or account is None else "about"
    view = st.segmented_control("What to look at", views, required=True, format_func=VIEWS.__getitem__, key=key, label_visibility="collapsed")
    if stored.map.seen:
        st.caption(":material/visibility: The truth about this place has been seen; what changed on the map since then counts for nothing.")
    draw(view or views[0], shelf, account, stored)


def draw(view: str, shelf: Shelf, account: Account | None, stored: StoredMap) -> None:
    id, map, today = stored.id, stored.map, date.today()
    if view != "map":
        tell(id)
    if view == "about" and account is not None:
        about(account, shelf, today)
    elif view == "map":
        the_map(stored, account, shelf, today)
    elif view == "meetings":
        map_meetings.from_meetings(id, map, known_people(account, shelf, map), today)
    elif view == "list":
        map_contacts.contacts(id, map)
    elif view == "versions":
        versions = coach().store.maps.versions(viewer(), id)
        map_versions.understanding(stored, versions)
        map_versions.versions_of(stored, versions)
        keeping(stored)
    else:
        diagnosis(stored, account, shelf)


def the_map(stored: StoredMap, account: Account | None, shelf: Shelf, today: date) -> None:
    id, map = stored.id, stored.map
    st.html(drawn(map))
    found = misfits(map, today)
    if found:
        with st.container(key="map-misfits"):
            st.warning(
                f"{len(found)} {'thing does' if len(found) == 1 else 'things do'} not fit. It is all kept; mend it when you can.", icon=":material/build:"
            )
            st.html(look.items([one.says for one in found[:MISFITS]]))
            if len(found) > MISFITS:
                st.caption(f"And {len(found) - MISFITS} more.")
    tell(id)
    kinds: list[Kind] = list(TITLES)
    kind: Kind = st.segmented_control(
        "What to change", kinds, default="person", required=True, format_func=lambda kind: f"{TITLES[kind]} ({len(map.of(kind)):,})", key=f"map-kind-{id}"
    )
    st.html(table(map, kind) or '<p class="lf-quiet">Nothing here yet.</p>')
    if st.toggle("Edit as a table", key=f"map-as-table-{id}"):
        map_table.many(id, map, kind)
    else:
        map_table.forget(id)
        map_forms.one(id, map, kind, known_people(account, shelf), today)
    st.page_link(page("account"), label="One page, to print", icon=":material/print:", query_params={"m": id, "paper": "1"})


def paper(stored: StoredMap) -> None:
    """The map and all its tables, one below the other."""
    st.page_link(page("account"), label="Back to the map", icon=":material/arrow_back:", query_params={"m": stored.id, "v": "map"})
    st.title(look.plain(stored.map.title))
    st.html(
        f'<p class="lf-anchor">Version {stored.revision}, {stored.updated_at.astimezone():%d %B %Y}. A map of what was found out so far; it may be wrong.</p>'
    )
    st.html(on_paper(stored.map))
    for kind, title in TITLES.items():
        if words := table(stored.map, kind):
            st.html(f"<h2>{title}</h2>{words}")


def keeping(stored: StoredMap) -> None:
    id = stored.id
    with st.expander("Rename or delete", icon=":material/edit:", key="map-keeping"):
        with st.form(f"map-rename-{id}", border=False):
            name = st.text_input("What you call it", value=stored.map.title, max_chars=MAX_TITLE, key=f"map-name-{id}")
            if st.form_submit_button("Rename", key=f"map-rename-it-{id}"):
                send(id, lambda map: maps.renamed(map, name))
                st.rerun()
        sure = st.checkbox("Delete this map with all its versions", key=f"map-delete-sure-{id}")
        if st.button("Delete it for good", icon=":material/delete:", disabled=not sure, key="map-delete"):
            with told():
                coach().store.maps.forget(viewer(), id)
            st.query_params.clear()
            st.rerun()


main()
