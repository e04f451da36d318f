"""Engagements and tasks in and out as lists: looked at before anything is kept, and taken back with one tap."""

from __future__ import annotations

from datetime import date

import streamlit as st

from coach.accounts.arc import Arc
from coach.accounts.lists import Kind, bring_in, read_list, tasks_csv
from coach.content.base import Strict
from coach.content.errors import CoachError
from coach.messages.plan import Plan, Stakeholder, stakeholder
from coach.pages import look
from coach.pages.arc_edit import ARC, DONE, TOLD, Beside
from coach.pages.shell import coach, page, viewer

UNDO = "undo"
SHOWN = 50
KINDS: dict[Kind, str] = {"engagement": "Engagements", "task": "Tasks"}


class Undo(Strict):
    """What stood there before a list came in, and the revisions it left behind."""

    words: str = ""
    plan: Plan | None = None
    arc: Arc | None = None
    plan_revision: int = 0
    arc_revision: int = 0


def lists(beside: Beside) -> None:
    st.html(
        '<p class="lf-lead">What your CRM knows, into this plan and back. Columns find their place by their names; nothing is kept before you have looked.</p>'
    )
    back(beside)
    kind: Kind = st.segmented_control("What the list is of", list(KINDS), default="engagement", required=True, format_func=KINDS.__getitem__, key="list-kind")
    file = st.file_uploader("A list (.csv or .xlsx)", type=["csv", "xlsx", "json", "yaml", "yml"], key=f"list-file-{kind}")
    if file is not None:
        try:
            look_at(beside, kind, file.name, file.getvalue())
        except CoachError as error:
            for line in error.lines:
                st.error(look.plain(line), icon=":material/error:")
    st.subheader("Out")
    with st.container(horizontal=True):
        st.download_button("Commitments as CSV", lambda: tasks_csv(beside.owed, beside.account).encode("utf-8-sig"), "commitments.csv", "text/csv",
                           key="list-out", icon=":material/table:", on_click="ignore")  # fmt: skip
        st.page_link(page("plan"), label="Engagements: with the plan", icon=":material/route:", query_params={"p": beside.id})
        st.page_link(page("account"), label="Contacts: with the map", icon=":material/domain:")


def look_at(beside: Beside, kind: Kind, name: str, raw: bytes) -> None:
    sheet = read_list(kind, name, raw)
    made = bring_in(kind, sheet, beside.plan, beside.arc, people(beside), last(beside), beside.today)
    many = kind if len(made.new) == 1 else f"{kind}s"
    here = f"{made.known:,} {'is' if made.known == 1 else 'are'} here already"
    st.html(f"<p class='lf-why'><b>{len(made.new):,} {many}</b> would come in; {here}; {len(made.problems):,} cannot come in.</p>")
    if made.headers:
        st.caption(look.plain("Read as: " + ", ".join(f"{column} from “{header}”" for column, header in made.headers.items())))
    for note in made.notes:
        st.caption(look.plain(f"The list {note}." if note.startswith(("is ", "read ")) else note))
    if made.problems:
        with st.expander(f"What cannot come in ({len(made.problems):,})", expanded=True):
            st.html(look.items([f"Row {one.line}{f', {one.field}' if one.field else ''}: {one.what}" for one in made.problems[:SHOWN]]))
            if len(made.problems) > SHOWN:
                st.caption(f"and {len(made.problems) - SHOWN:,} more")
    if made.new:
        with st.expander("What would come in"):
            st.html(look.items(made.new[:SHOWN]))
        if st.button("Bring it in", type="primary", icon=":material/download:", key="list-in"):
            keep(beside, made.plan, made.arc, f"{len(made.new):,} {many} out of “{name}”")


def keep(beside: Beside, plan: Plan, arc: Arc, words: str) -> None:
    store = coach().store
    try:
        revision, arc_revision = beside.plan_revision, beside.revision
        if plan != beside.plan:
            revision = store.plans.save(viewer(), beside.id, plan, revision)
        if arc != beside.arc:
            arc_revision = store.arcs.save(viewer(), ARC, beside.id, arc, arc_revision)
        before = Undo(words=words, plan=beside.plan, arc=beside.arc, plan_revision=revision, arc_revision=arc_revision)
        store.arcs.save(viewer(), UNDO, beside.id, before, None)
        st.session_state[DONE] = f"In: {words}."
    except CoachError as error:
        st.session_state[TOLD] = list(error.lines)
    st.rerun()


def back(beside: Beside) -> None:
    """What came in last can be taken back, as long as nothing was changed since."""
    undo, _ = coach().store.arcs.load(viewer(), UNDO, beside.id, Undo)
    if undo.plan is None or undo.arc is None:
        return
    with st.container(border=True, key="list-undo"):
        st.markdown(look.plain(f"Came in last: {undo.words}."))
        if (undo.plan_revision, undo.arc_revision) != (beside.plan_revision, beside.revision):
            st.caption("Something was changed since, so it cannot be taken back as a whole.")
        elif st.button("Take it back", icon=":material/undo:", key="list-back"):
            take_back(beside, undo)


def take_back(beside: Beside, undo: Undo) -> None:
    store = coach().store
    assert undo.plan is not None and undo.arc is not None
    try:
        if undo.plan != beside.plan:
            store.plans.save(viewer(), beside.id, undo.plan, beside.plan_revision)
        if undo.arc != beside.arc:
            store.arcs.save(viewer(), ARC, beside.id, undo.arc, beside.revision)
        store.arcs.forget(viewer(), UNDO, beside.id)
        st.session_state[DONE] = "Taken back; the plan is as it was."
    except CoachError as error:
        st.session_state[TOLD] = list(error.lines)
    st.rerun()


def people(beside: Beside) -> dict[str, Stakeholder]:
    """Everybody of the plan and of its account, by name in small letters."""
    there = [stakeholder(one) for one in beside.shelf.personas.values() if beside.plan.account and one.account == beside.plan.account]
    return {who.name.casefold(): who for who in [*there, *(met.who for _, met in beside.meetings), *(step.who for step in beside.plan.steps)]}


def last(beside: Beside) -> dict[str, date]:
    found: dict[str, date] = {}
    for _, met in beside.meetings:
        found[met.who.key] = max(found.get(met.who.key, met.day), met.day)
    return found
