"""Plan: whom to see at an account, in which order, with which messages; what is missing; and the page to take along."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

import streamlit as st

from coach.content.base import LENSES, Lens
from coach.content.library import Audience
from coach.content.shelf import Shelf
from coach.messages import plan as plans
from coach.messages.plan import MAX_TITLE, Plan, Stakeholder
from coach.messages.plan_gaps import Gap
from coach.pages import cards, look, plan_paper, plan_step, plan_take
from coach.pages.plan_edit import edit, opened, tell
from coach.pages.plan_view import View, view_of
from coach.pages.shell import coach, getting_ready, page, practice, told, viewer
from coach.store.plans import StoredPlan

# The account of a plan for a place that is in no file.
ELSEWHERE = ""
SOMEBODY = "somebody"
AUDIENCES: dict[Audience, str] = {"professional": "A professional", "payer": "A payer or formulary"}


def main() -> None:
    id = st.query_params.get("p", "")
    if not id:
        overview()
        return
    with told():
        stored = opened(id)
        view = view_of(stored)
        if st.query_params.get("paper"):
            plan_paper.paper(view)
        else:
            one(view)


def overview() -> None:
    shelf = practice().shelf()
    st.title("Plan")
    st.html('<p class="lf-lead">Who, in which order, with which message, and what you ask first. A few good steps are a plan; everything at once is none.</p>')
    getting_ready()
    for line in coach().store.plans.unreadable(viewer()):
        st.error(look.plain(line), icon=":material/error:")
    mine = coach().store.plans.mine(viewer())
    for stored in mine:
        listed(stored, shelf)
    if not shelf.libraries:
        st.info("There is no message library yet, and a plan carries approved messages. Bring one in first.", icon=":material/library_books:")
        return
    st.subheader("A new plan" if mine else "Make your first plan")
    making(shelf)


def listed(stored: StoredPlan, shelf: Shelf) -> None:
    plan, today = stored.plan, date.today()
    coming = [step for step in plan.steps if step.day >= today]
    with st.container(border=True, key=f"plan-{stored.id}"):
        st.page_link(page("plan"), label=look.plain(plan.title), icon=":material/route:", query_params={"p": stored.id})
        following = f"Next: {coming[0].who.name}, {look.day(coming[0].day.isoformat())}." if coming else "Nothing is coming."
        steps = f"{len(plan.steps)} {'step' if len(plan.steps) == 1 else 'steps'}" if plan.steps else "No step yet"
        st.caption(look.plain(f"{place(shelf, plan)} · {steps}. {following if plan.steps else ''}"))


def place(shelf: Shelf, plan: Plan) -> str:
    return cards.account_name(shelf, plan.account) if plan.account else "A place of your own"


def making(shelf: Shelf) -> None:
    with st.container(border=True, key="plan-new"):
        accounts = [id for id, account in shelf.accounts.items() if account.library in shelf.libraries]
        chosen = st.selectbox(
            "For which place",
            [*accounts, ELSEWHERE],
            format_func=lambda id: cards.account_name(shelf, id) if id else "A place of your own",
            key="plan-account",
        )
        if chosen:
            library = shelf.accounts[chosen].library
        else:
            library = st.selectbox(
                "With which message library", list(shelf.libraries), format_func=lambda id: shelf.libraries[id].product.name, key="plan-library"
            )
        title = st.text_input(
            "What you call it", max_chars=MAX_TITLE, key=f"plan-title-{chosen}", placeholder=f"{shelf.libraries[library].product.name}, the first two months"
        )
        if st.button("Make the plan", type="primary", icon=":material/add:", key="plan-make"):
            named = title.strip() or f"{shelf.libraries[library].product.name} at {cards.account_name(shelf, chosen) if chosen else 'a place of your own'}"
            with told():
                id = coach().store.plans.make(viewer(), Plan(title=named[:MAX_TITLE], account=chosen or None, library=library))
            st.query_params.from_dict({"p": id})
            st.rerun()


def one(view: View) -> None:
    plan, id = view.plan, view.stored.id
    if st.button("All plans", type="tertiary", icon=":material/arrow_back:", key="plan-back"):
        st.query_params.clear()
        st.rerun()
    st.title(look.plain(plan.title))
    product = f"{view.library.product.name}" if view.library else plan.library
    st.html(f'<p class="lf-anchor">{escape(place(view.shelf, plan))} &middot; {escape(product)}.{f" {look.SAMPLE}" if view.fictional else ""}</p>')
    st.page_link(page("account_plan"), label="What it is for, and who owes what", icon=":material/flag:", query_params={"p": id})
    getting_ready()
    tell(id)
    left, right = st.columns([1.9, 1], gap="large")
    with left:
        for gap in view.whole:
            if gap.kind == "library":
                st.error(look.plain(gap.says), icon=":material/error:")
        if not plan.steps:
            st.info("Begin with whoever knows most about how things are done there, and with a question.", icon=":material/lightbulb:")
        chosen = plan_step.selected(view)
        if chosen and "s" not in st.query_params:
            st.query_params["s"] = chosen  # which step is open must not change when steps are moved
        for number, step in enumerate(plan.steps, 1):
            plan_step.card(view, number, step, step.id == chosen)
        another(view)
    with right:
        missing(view)
        plan_take.take(view)
        keeping(view)


def another(view: View) -> None:
    """A new step: who, when, what for."""
    plan, id = view.plan, view.stored.id
    # The first step is asked for; further ones wait behind a button, so that what one has is in front.
    adding = f"plan-adding-{id}"
    if plan.steps and not st.session_state.get(adding):
        st.button("Add a step", icon=":material/add:", key="plan-add", on_click=st.session_state.update, args=({adding: True},))
        return
    with st.container(border=True, key="plan-new-step"):
        seen = {step.who.key for step in plan.steps}
        people = sorted(view.people, key=lambda one: one.key in seen)  # whom nobody sees yet comes first
        keys = [one.key for one in people]
        key = st.selectbox(
            "Whom you see",
            [*keys, SOMEBODY],
            format_func=lambda key: "Somebody else" if key == SOMEBODY else who_words(next(one for one in people if one.key == key), seen),
            key=f"add-who-{id}",
        )
        who: Stakeholder | None = next((one for one in people if one.key == key), None)
        if who is None:
            who = somebody(id)
        last = max([date.today(), *(step.day for step in plan.steps)])
        day = st.date_input("On", value=last + timedelta(weeks=1), key=f"add-day-{id}-{len(plan.steps)}")
        if st.button("Add the step", type="primary", key="plan-add-step", disabled=who is None):
            assert who is not None
            wanted = plans.next_rung(view.stands.get(who.key, "unaware"))
            for step in plan.steps:
                if step.who.key == who.key and step.rung is not None:
                    wanted = plans.next_rung(step.rung)
            chosen = who
            edit(id, f"A step with {who.name}", lambda plan: plans.added(plan, chosen, day, rung=wanted))
            st.query_params["s"] = f"s{plan.made + 1}"
            st.session_state[adding] = False
            st.rerun()
        if plan.steps:
            st.button("Not now", type="tertiary", key="plan-add-not", on_click=st.session_state.update, args=({adding: False},))


def who_words(who: Stakeholder, seen: set[str]) -> str:
    title = f", {who.title}" if who.title else ""
    return f"{who.name}{title} ({who.lens}){'' if who.key in seen else ' · nobody sees them yet'}"


def somebody(id: str) -> Stakeholder | None:
    """Somebody of a real account, by name or initials and lens; None until there is a name."""
    left, right = st.columns(2)
    name = left.text_input("Name or initials", max_chars=80, key=f"add-name-{id}")
    title = right.text_input("What they do", max_chars=80, key=f"add-title-{id}")
    lens: Lens = st.segmented_control("Their lens", LENSES, default="clinical", required=True, format_func=str.capitalize, key=f"add-lens-{id}")
    audience: Audience = st.segmented_control(
        "Who hears it", list(AUDIENCES), default="professional", required=True, format_func=AUDIENCES.__getitem__, key=f"add-audience-{id}"
    )
    if not plans.cleaned(name).strip():
        return None
    return Stakeholder(name=name, title=title, lens=lens, audience=audience, seat="account_manager" if audience == "payer" else "sales")


def missing(view: View) -> None:
    """What the plan as a whole lacks."""
    st.subheader("What is missing")
    kinds: dict[str, list[Gap]] = {}
    for gap in view.whole:
        kinds.setdefault(gap.kind, []).append(gap)
    if not view.plan.steps:
        st.caption("There is no step yet.")
        return
    count = sum(len(view.of(step.id)) for step in view.plan.steps)
    st.caption(f"{count} {'thing' if count == 1 else 'things'} to look at in the steps, shown beside each." if count else "Nothing to mend in the steps.")
    if any(gap.kind == "order" for gap in view.gaps):
        st.button(
            "Put the days in order",
            icon=":material/calendar_month:",
            key="plan-days",
            on_click=edit,
            args=(view.stored.id, "Days in order", plans.days_in_order),
            help="The steps stay as they are; the same days are dealt out anew.",
        )
    for kind, title in (("unseen", "Nobody sees yet"), ("lens", "Nothing to say"), ("need", "Not answered in this plan")):
        if lines := [gap.says for gap in kinds.get(kind, [])]:
            with st.expander(f"{title} ({len(lines)})", key=f"missing-{kind}", expanded=kind != "need"):
                if kind == "need":
                    st.caption("The library has something for these. A gap only where they turn out to have the need: ask.")
                st.html(look.items(lines))


def keeping(view: View) -> None:
    id = view.stored.id
    with st.expander("Rename or delete", icon=":material/edit:", key="plan-keeping"):
        key = f"plan-name-{id}"
        st.session_state[key] = view.plan.title
        st.text_input("What you call it", max_chars=MAX_TITLE, key=key, on_change=rename, args=(id, key))
        if st.button("Delete this plan", type="tertiary", icon=":material/delete:", key="plan-delete"):
            st.session_state[f"plan-sure-{id}"] = True
        if st.session_state.get(f"plan-sure-{id}"):
            st.warning("Delete it for good? Meetings that you had stay.", icon=":material/delete:")
            with st.container(horizontal=True):
                if st.button("Yes, delete", type="primary", key="plan-really"):
                    with told():
                        coach().store.plans.forget(viewer(), id)
                    st.query_params.clear()
                    st.rerun()
                if st.button("Keep it", key="plan-keep"):
                    del st.session_state[f"plan-sure-{id}"]
                    st.rerun()


def rename(id: str, key: str) -> None:
    name = str(st.session_state[key])
    if name.strip():
        edit(id, f"The name: “{name}”", lambda plan: plans.renamed(plan, name))


main()
