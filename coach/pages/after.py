"""After a real meeting: a minute on a phone, before the next door. What was typed is kept as it is typed."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from coach.accounts.heard import Draft, Side, TypedPromise
from coach.after import After, Known
from coach.content.base import LENSES, Lens
from coach.content.errors import CoachError
from coach.pages import after_kept, look
from coach.pages.shell import coach, told, viewer
from coach.pages.typed import commit_while_typing

ELSE, NOWHERE = "", ""
MOST = 6
DAYS = ("Today", "Yesterday", "Another day")
SIDES: tuple[tuple[Side, str, str, str], ...] = (
    ("ours", "You promised", "Send the night chart", "Me"),
    ("theirs", "They promised", "Ask the nurses for their week", "Them"),
)
# A field that is always there: where its state is gone, so is that of all others, and the draft is what they are filled from.
FIRST = "a-said"


def main() -> None:
    after = After(coach(), viewer(), st.session_state.setdefault("after-people", {}))
    with told():
        if id := st.query_params.get("m", ""):
            after_kept.one(after, id)
            return
        form(after)
        after_kept.listed(after)


def form(after: After) -> None:
    st.title("After a real meeting")
    st.html('<p class="lf-lead">A minute, before the next door. In their words where you can. Leave empty what there was not.</p>')
    people = after.people(date.today())
    stored = after.draft()
    fill(stored, people)
    commit_while_typing("after")
    with st.container(key="after"):
        draft = fields(after, people)
        try:
            if draft != stored and (draft.begun or stored.begun):
                after.note(draft)
            state = "Kept as you type. Nothing about any patient." if draft.begun else "Nothing about any patient. What you write stays on this machine."
            st.caption(f":material/lock: {state}")
        except CoachError as error:
            for line in error.lines:
                st.error(look.plain(f"{line} Until then this is in this window only."), icon=":material/person_off:")
        if st.button("Keep it", type="primary", icon=":material/check:", key="a-keep", width="stretch"):
            keep(after, draft)
        if draft.begun and st.button("Start over", type="tertiary", key="a-over", on_click=start_over, args=(after,)):
            st.rerun()


def keep(after: After, draft: Draft) -> None:
    try:
        kept = after.keep(draft, date.today())
    except CoachError as error:
        for line in error.lines:
            st.error(look.plain(line), icon=":material/edit:")
        return
    forget()
    st.session_state["a-kept"] = kept
    st.query_params.from_dict({"m": kept.id})
    st.rerun()


def start_over(after: After) -> None:
    coach().store.arcs.forget(viewer(), "after", "")
    forget()


def forget() -> None:
    for key in [key for key in st.session_state if str(key).startswith("a-")]:
        del st.session_state[key]


def fill(draft: Draft, people: list[Known]) -> None:
    """Put the draft into the fields, once a visit."""
    if FIRST in st.session_state:
        return
    state = st.session_state
    state["a-id"] = draft.id
    keys = [one.key for one in people]
    # A new draft begins with whoever is due: that is one tap less, and it is seen at the top.
    state["a-who"] = draft.who if draft.who in keys else keys[0] if keys and not draft.begun and not draft.name else ELSE
    state["a-name"], state["a-title"], state["a-lens"], state["a-plan"] = draft.name, draft.title, draft.lens, draft.plan
    today = date.today()
    state["a-when"] = DAYS[0] if draft.day in (None, today) else DAYS[1] if draft.day == today - timedelta(days=1) else DAYS[2]
    state["a-day"] = draft.day or today
    state["a-said"], state["a-surprised"] = draft.said, draft.surprised
    state["a-next"], state["a-next-day"] = draft.next_action, draft.next_day
    for side, *_ in SIDES:
        rows = [one for one in draft.promises if one.side == side]
        state[f"a-{side}-rows"] = max(1, len(rows))
        for at in range(MOST):  # All of them: a field that is left alone would show in the browser what it held before.
            one = rows[at] if at < len(rows) else TypedPromise(side=side)
            state[f"a-{side}-{at}-action"], state[f"a-{side}-{at}-who"], state[f"a-{side}-{at}-due"] = one.action, one.who, one.due


def fields(after: After, people: list[Known]) -> Draft:
    who, name, title, lens, plan = whom(after, people)
    day = when()
    draft = Draft(id=st.session_state["a-id"], who=who, name=name, title=title, lens=lens, plan=plan, day=day)
    said = st.text_area("What they said", key="a-said", height=110, placeholder="In their words")
    known = after.known(draft, people)
    lines, _ = after.expected(known, day) if known else ([], None)
    if lines:
        st.html(f'<div class="lf-note" role="note"><b>What you expected</b>{look.items(lines)}</div>')
    surprised = st.text_area(
        "What surprised you, against what you expected" if lines else "What surprised you",
        key="a-surprised", height=80, placeholder="Nothing is an answer too; then leave it empty",
    )  # fmt: skip
    promises = [one for side, label, hint, owner in SIDES for one in promised(side, label, hint, owner)]
    st.markdown("**The next step**")
    action = st.text_input("The next step", key="a-next", placeholder="See her night charge nurse with her", label_visibility="collapsed")
    next_day = st.date_input("On", value=None, key="a-next-day", format="DD.MM.YYYY")
    return draft.model_copy(update={"said": said, "surprised": surprised, "promises": promises, "next_action": action, "next_day": next_day})


def whom(after: After, people: list[Known]) -> tuple[str, str, str, Lens, str]:
    """Who it was: somebody of a plan or a map, or a name."""
    labels = {one.key: f"{one.who.name}{f', {one.who.title}' if one.who.title else ''} · {one.place}" for one in people}
    key = st.selectbox("Whom you met", [*labels, ELSE], format_func=lambda key: labels.get(key, "Somebody else"), key="a-who") if people else ELSE
    state = st.session_state
    if key != ELSE:
        return key, state.get("a-name", ""), state.get("a-title", ""), state.get("a-lens", "clinical"), state.get("a-plan", "")
    name = st.text_input("Whom you met, by name or initials" if not people else "Name or initials", key="a-name", max_chars=80, placeholder="J. K.")
    title = st.text_input("What they do", key="a-title", max_chars=80, placeholder="Ward sister")
    lens: Lens = st.segmented_control("Their lens", LENSES, key="a-lens", required=True, format_func=str.capitalize) or "clinical"
    plans = {one.id: one.plan.title for one in after.plans()}
    if not plans:
        return ELSE, name, title, lens, NOWHERE
    if state.get("a-plan") not in (*plans, NOWHERE):
        state["a-plan"] = NOWHERE
    plan = st.selectbox("Which plan it belongs to", [NOWHERE, *plans], format_func=lambda id: plans.get(id, "None of my plans"), key="a-plan")
    return ELSE, name, title, lens, plan


def when() -> date:
    choice = st.segmented_control("When", DAYS, key="a-when", required=True, width="stretch")
    if choice == DAYS[2]:
        day: date = st.date_input("The day", key="a-day", format="DD.MM.YYYY")
        return day
    return date.today() - timedelta(days=DAYS.index(choice))


def promised(side: Side, label: str, hint: str, owner: str) -> list[TypedPromise]:
    """The promises of one side: one line to begin with, and one more for a tap."""
    st.markdown(f"**{label}**")
    rows, made = st.session_state.get(f"a-{side}-rows", 1), []
    for at in range(rows):
        action = st.text_input(f"{label}, number {at + 1}", key=f"a-{side}-{at}-action", placeholder=hint, label_visibility="collapsed")
        due, who = None, ""
        if action.strip():
            with st.container(horizontal=True, key=f"a-{side}-{at}"):
                due = st.date_input("By", value=None, key=f"a-{side}-{at}-due", format="DD.MM.YYYY", width=150)
                who = st.text_input("Who", key=f"a-{side}-{at}-who", placeholder=owner, max_chars=80, width=150)
        made.append(TypedPromise(side=side, action=action, who=who, due=due))
    if made[-1].action.strip() and rows < MOST:
        st.button(
            "One more", key=f"a-{side}-more", type="tertiary", icon=":material/add:", on_click=st.session_state.update, args=({f"a-{side}-rows": rows + 1},)
        )
    return made


main()
