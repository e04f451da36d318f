"""The territory: which accounts first and why, whose word counts beyond their own place, this quarter's focus, and what is off the plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st
from pydantic import ValidationError

from coach.accounts import territory as places
from coach.accounts.territory import DECISION_WORDS, DECISIONS, MAX_FOCUS, RATES, Territory, ordered
from coach.content.errors import CoachError
from coach.pages import look
from coach.pages.shell import coach, page, practice, told, viewer

KIND = "territory"
RATE_WORDS = {"none": "None", "some": "Some", "clear": "Clear", "strong": "Strong"}


def main() -> None:
    with told():
        territory, revision = coach().store.arcs.load(viewer(), KIND, "", Territory)
        st.session_state["territory-seen"] = revision
        st.title("Territory")
        st.html('<p class="lf-lead">Where you are needed and can serve, in that order, with the reason written down. The rest is what you say no to.</p>')
        for line in st.session_state.pop("territory-told", []):
            st.error(look.plain(line), icon=":material/error:")
        accounts(territory)
        focus(territory)
        leaders(territory)
        requests(territory)


def change(how: Callable[[Territory], Territory]) -> bool:
    """Make a change and save it; returns whether it is saved."""
    store = coach().store
    try:
        now, revision = store.arcs.load(viewer(), KIND, "", Territory)
        made = how(now)
        if lines := places.identified(now, made):
            raise CoachError(*lines)
        store.arcs.save(viewer(), KIND, "", made, st.session_state.get("territory-seen", revision))
        st.session_state["territory-made"] = st.session_state.get("territory-made", 0) + 1
        return True
    except ValidationError as error:
        st.session_state["territory-told"] = [f"This cannot be kept ({error.errors()[0]['msg']})."]
    except CoachError as error:
        st.session_state["territory-told"] = list(error.lines)
    return False


def act(how: Callable[[Territory], Territory]) -> None:
    """The same, for callbacks."""
    change(how)


def fresh(name: str) -> str:
    """A key that is new once something was kept, so that the form is empty then; what was refused stays as it was typed."""
    return f"territory-{name}-{st.session_state.get('territory-made', 0)}"


def accounts(territory: Territory) -> None:
    st.subheader("Accounts, by need and fit")
    for number, (place, why) in enumerate(ordered(territory), 1):
        with st.container(border=True, key=f"place-{number}"):
            mark = '<span class="lf-mark">this quarter</span>' if place.name in territory.focus else ""
            st.html(f"<p class='lf-msg'><b>{number}. {escape(place.name)}</b> {mark}</p><p class='lf-why'>{escape(why)}</p>")
            with st.container(horizontal=True):
                if place.account:
                    st.page_link(page("account"), label="Its map", icon=":material/domain:", query_params={"a": place.account})
                st.button(
                    "Take it out",
                    key=f"place-out-{number}",
                    type="tertiary",
                    on_click=act,
                    args=(lambda now, name=place.name: places.without_place(now, name),),
                )
    if not territory.places:
        st.info("Rate an account: how much it is needed there, and whether you can serve it. Both in words.", icon=":material/explore:")
    with st.expander("Rate an account", icon=":material/add:", expanded=not territory.places, key=fresh("rating")):
        known = {account.name: id for id, account in practice().shelf().accounts.items()}
        name = st.text_input(
            "Which account", key=fresh("name"), max_chars=120, placeholder=next(iter(known), ""), help="One that is here already is rated anew."
        )
        left, right = st.columns(2)
        need = left.segmented_control("Need there", RATES, default="some", required=True, format_func=RATE_WORDS.__getitem__, key=fresh("need"))
        need_why = left.text_area("What that rests on", key=fresh("need-why"), max_chars=300, height=80, placeholder="Who said it, or what you saw")
        fit = right.segmented_control("Our fit", RATES, default="some", required=True, format_func=RATE_WORDS.__getitem__, key=fresh("fit"))
        fit_why = right.text_area("What that rests on", key=fresh("fit-why"), max_chars=300, height=80, placeholder="What would have to be true, and is it?")
        if st.button("Keep the rating", type="primary", key="place-keep"):
            account = next((id for title, id in known.items() if title.casefold() == name.strip().casefold()), None)
            change(lambda now: places.rated(now, name=name, account=account, need=need, need_why=need_why, fit=fit, fit_why=fit_why))
            st.rerun()


def focus(territory: Territory) -> None:
    st.subheader("This quarter")
    if territory.focus:
        st.html(f"<p class='lf-msg'><b>{escape(', '.join(territory.focus))}</b></p><p class='lf-why'>{escape(territory.focus_why)}</p>")
    elif not territory.places:
        st.caption("Rate an account first.")
        return
    with st.popover("Choose the focus", icon=":material/center_focus_strong:"):
        key = f"focus-{st.session_state['territory-seen']}"
        names = st.multiselect(
            f"At most {MAX_FOCUS}", [place.name for place, _ in ordered(territory)], default=territory.focus, max_selections=MAX_FOCUS, key=key
        )
        why = st.text_area("Why these, now", value=territory.focus_why, key=f"{key}-why", max_chars=500, height=80)
        if st.button("Keep it", type="primary", key="focus-keep"):
            change(lambda now: places.focused(now, names, why))
            st.rerun()


def leaders(territory: Territory) -> None:
    st.subheader("Whose word counts beyond their own place")
    for one in territory.leaders:
        st.html(look.quote(one.why, escape(f"{one.name}{f', {one.where}' if one.where else ''}")))
    with st.popover("Add somebody", icon=":material/record_voice_over:"):
        name = st.text_input("Who", key=fresh("leader"), max_chars=120)
        where = st.text_input("Where", key=fresh("leader-where"), max_chars=120)
        why = st.text_area("How you know: whose decision did their word change", key=fresh("leader-why"), max_chars=300, height=80)
        if st.button("Add them", type="primary", key="leader-keep"):
            change(lambda now: places.led(now, name, where, why))
            st.rerun()


def requests(territory: Territory) -> None:
    st.subheader("Asked for, and off the plan")
    st.caption("Every yes here is a no to something above. Decide it once, with the reason, and it need not be decided again next week.")
    with st.expander("Decide a request", icon=":material/gavel:", key=fresh("request")):
        what = st.text_input("What was asked for", key=fresh("request-what"), max_chars=300, placeholder="A stand at the spring congress")
        by = st.text_input("Who asked", key=fresh("request-by"), max_chars=120)
        labels = list(DECISIONS)
        decision = st.segmented_control(
            "What you decide", labels, default="no", required=True, format_func=DECISION_WORDS.__getitem__, key=fresh("request-how")
        )
        why = st.text_area("Why, as you would tell them", key=fresh("request-why"), max_chars=300, height=80)
        if st.button("Keep the decision", type="primary", key="request-keep"):
            change(lambda now: places.decided(now, what, by, date.today(), decision, why))
            st.rerun()
    for one in territory.requests:
        below = f"{DECISION_WORDS[one.decision]} · {look.day(one.day.isoformat())}{f' · {one.by}' if one.by else ''}"
        st.html(f"<p class='lf-msg'><b>{escape(one.what)}</b></p><p class='lf-why'>{escape(one.why)}</p><p class='lf-quiet'>{escape(below)}</p>")


main()
