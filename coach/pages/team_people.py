"""The people of a team: role, who leads them, who has left. They appear at their first login, or are brought in by address."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from coach.content.errors import CoachError
from coach.pages import look
from coach.pages.login import AS
from coach.pages.shell import coach, privacy, told, viewer
from coach.reviews.logins import ROLES
from coach.reviews.people_list import read
from coach.reviews.viewer import Role
from coach.store.team import Entry, Listed

CLAIMED = "as the login says"
NOBODY = "nobody"
SAID = "people-said"


def main() -> None:
    st.title("The team’s people")
    if viewer().alone:
        st.html('<p class="lf-lead">You work alone here. With a login set up (docs/team.md), the team stands here.</p>')
        return
    st.html(
        '<p class="lf-lead">Whoever signs in appears here as a rep. You say who leads whom. What you see is this list and the log; meetings you do not see.</p>'
    )
    with told():
        found = coach().store.team.all(viewer())
    for kind, line in st.session_state.pop(SAID, []):
        (st.success if kind == "done" else st.error)(look.plain(line), icon=":material/check_circle:" if kind == "done" else ":material/error:")
    here, gone = [one for one in found if one.left_at is None], [one for one in found if one.left_at is not None]
    table(here, {one.id: one.name for one in found})
    one_of(found)
    bring(here)
    if gone:
        st.subheader("Have left")
        st.html(look.table(["Who", "Address"], [[one.name, one.email or "none"] for one in gone]))


def table(here: list[Listed], names: dict[str, str]) -> None:
    rows = [
        [
            one.name,
            one.email or "no verified address",
            role_words(one),
            names.get(one.manager or "", NOBODY),
            one.team or "",
            "" if one.signed_in else "has not signed in yet",
        ]
        for one in here
    ]
    st.html(f'<div class="lf-scroll">{look.table(["Who", "Address", "Role", "Led by", "Team", ""], rows)}</div>')


def role_of(one: Listed) -> Role:
    """The role that somebody has now, as at their login."""
    return one.role or ("admin" if one.email in coach().settings.logins.admins else None) or one.claimed or "rep"


def role_words(one: Listed) -> str:
    role = role_of(one)
    why = "" if one.role or role == "rep" else " (COACH_ADMINS)" if role != one.claimed else f" ({CLAIMED})"
    return role + why


def one_of(found: list[Listed]) -> None:
    """Change one person."""
    st.subheader("Change somebody")
    known = {one.id: one for one in found}
    id = st.selectbox("Who", list(known), format_func=lambda id: label(known[id]), key="person", index=None, placeholder="Choose somebody")
    if id is None or id not in known:
        return
    one = known[id]
    if one.left_at is not None:
        st.button("They are back", key=f"back-{id}", on_click=do, args=(f"{one.name} is back.", "come_back", id))
    else:
        with st.form(f"change-{id}", border=False):
            roles: list[Role | None] = [None, *ROLES]
            role = st.selectbox("Role", roles, index=roles.index(one.role), format_func=lambda role: role or f"not set: {role_of(replace(one, role=None))}")
            leaders = [None, *(other.id for other in found if other.id != id and other.left_at is None)]
            leader = st.selectbox(
                "Led by",
                leaders,
                index=leaders.index(one.manager) if one.manager in leaders else 0,
                format_func=lambda leader: label(known[leader]) if leader else NOBODY,
            )
            team = st.text_input("Team", one.team or "", max_chars=80)
            if st.form_submit_button("Save", type="primary"):
                do(saved(one, role, known.get(leader or "")), "change", id, role, leader, team)
                st.rerun()
        with st.popover("Has left", icon=":material/person_off:", type="tertiary"):
            st.caption("Their login opens nothing from now on. What they made stays until it is erased, and nobody else can read it.")
            st.button("Yes, has left", key=f"left-{id}", type="primary", on_click=do, args=(f"{one.name} has left.", "leave", id))
    with st.popover("Erase everything of theirs", icon=":material/delete_forever:", type="tertiary"):
        st.caption(
            f"Meetings, notes, scores, plans, maps, calls: gone for good. Approvals stay under a pseudonym. Close their account at your provider first, "
            f"or their next login makes them new here. Type {one.name} to erase."
        )
        typed = st.text_input("Their name", key=f"erase-{id}")
        if st.button("Erase", key=f"really-{id}", type="primary"):
            if typed.strip() == one.name:
                with told():
                    gone = privacy().erase(id)
                st.session_state[SAID] = [("done", f"Everything of theirs was erased. Where a record had to stay, it says {gone.pseudonym}.")]
                st.rerun()
            st.error("Nothing was erased. Type the name as it stands in the list.", icon=":material/error:")


def saved(one: Listed, role: Role | None, leader: Listed | None) -> str:
    line = f"Saved. {one.name} is {AS[role or role_of(replace(one, role=None))]} from their next click on."
    if leader is not None and role_of(leader) != "manager":
        line += f" {leader.name} is {AS[role_of(leader)]} and sees nothing of what is handed in until their role is manager."
    return line


def do(line: str, what: str, *values: object) -> None:
    """Change the team, and keep what is to be said of it until the page is drawn again."""
    try:
        getattr(coach().store.team, what)(viewer(), *values)
        st.session_state[SAID] = [("done", line)]
    except CoachError as error:
        st.session_state[SAID] = [("error", line) for line in error.lines]


def bring(here: list[Listed]) -> None:
    st.subheader("Add people")
    st.html("<p>People who are added by address have their role and manager from their first login on, provided that the login vouches for the address.</p>")
    with st.form("add", border=False, clear_on_submit=False):
        email = st.text_input("Address", key="add-email", max_chars=200)
        leads = [one for one in here if one.email]
        leader = st.selectbox("Led by", [None, *leads], format_func=lambda one: label(one) if one else NOBODY, key="add-leader")
        role = st.selectbox("Role", ROLES, key="add-role")
        if st.form_submit_button("Add", type="primary"):
            entries, wrong = read(f"email,role\n{email.strip()},{role}\n".encode())
            keep([Entry(one.email, one.name, one.role, leader.email if leader else None, one.team) for one in entries], wrong)
    with st.expander("Many at once, as CSV"):
        st.caption("A row of headings and a row a person: email, and as far as you like name, role, manager (an address) and team.")
        file = st.file_uploader("A CSV file", type="csv", key="add-file")
        if file is not None and st.button("Bring them in", key="add-many"):
            entries, wrong = read(file.getvalue())
            keep([Entry(one.email, one.name, one.role, one.manager, one.team) for one in entries], wrong)


def keep(entries: list[Entry], wrong: list[str]) -> None:
    if wrong:
        for line in wrong:
            st.error(look.plain(line), icon=":material/error:")
        return
    with told():
        added, changed = coach().store.team.bring(viewer(), entries)
    st.session_state[SAID] = [("done", f"{added} added, {changed} changed.")]
    st.rerun()


def label(one: Listed) -> str:
    return f"{one.name} ({one.email})" if one.email and one.email != one.name else one.name


main()
