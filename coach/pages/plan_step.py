"""One step of a plan: what it is at a glance, and, where it is open, everything that can be changed about it."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

import streamlit as st

from coach.content.base import BELIEF_WORDS, BELIEFS
from coach.content.persona import PURPOSES
from coach.messages import plan as plans
from coach.messages.plan import MAX_NOTE, MAX_QUESTION, Step
from coach.messages.plan_gaps import Gap, objection, standing_before
from coach.pages import look
from coach.pages.plan_add import more_messages, questions
from coach.pages.plan_edit import edit
from coach.pages.plan_take import after_the_meeting
from coach.pages.plan_view import View
from coach.pages.shell import page, practice, told
from coach.practice import turned_away
from coach.roleplay.purposes import KINDS, offered
from coach.roleplay.records import Planned

UP, DOWN = "Alt+Up", "Alt+Down"
SHOWN = 3
"""Meetings shown beside the step that they practised."""


def selected(view: View) -> str:
    """The step that is open: the one in the address, else the first that is still to come."""
    wanted = st.query_params.get("s", "")
    if wanted == "none" or any(step.id == wanted for step in view.plan.steps):
        return wanted
    coming = [step for step in view.plan.steps if step.day >= view.today] or view.plan.steps
    return coming[0].id if coming else ""


def card(view: View, number: int, step: Step, is_open: bool) -> None:
    with st.container(border=True, key=f"step-{step.id}"):
        st.html(head(number, step))
        buttons(view, number, step, is_open)
        tried(view, step)
        if is_open:
            fields(view, step)
            asking(view, step)
            carried(view, step)
            rest(view, step)
        else:
            glance(view, step)


def head(number: int, step: Step) -> str:
    who, when = step.who, f"{look.day(step.day.isoformat())}{f', {step.at:%H:%M}' if step.at else ''}"
    title = f"<p>{escape(who.title)}</p>" if who.title else ""
    reach = f" &middot; to reach: {BELIEF_WORDS[step.rung]}" if step.rung else ""
    return (
        f'<div class="lf-person">{look.monogram(who.name, who.lens)}<div><h3>{number}. {escape(who.name)}</h3>{title}{look.lens_tag(who.lens)}'
        f'<p class="lf-setup lf-when">{escape(when)} &middot; {escape(KINDS[step.purpose].title)}{reach}</p></div></div>'
    )


def buttons(view: View, number: int, step: Step, is_open: bool) -> None:
    """Every step can be moved where it stands; the open one by keys as well."""
    id, last = view.stored.id, len(view.plan.steps)
    with st.container(horizontal=True, key=f"moves-{step.id}"):
        st.button("Close" if is_open else "Open", key=f"open-{step.id}", icon=":material/expand_less:" if is_open else ":material/expand_more:",
                  on_click=choose, args=("none" if is_open else step.id,))  # fmt: skip
        for label, by, shortcut, icon in (("Move up", -1, UP, "arrow_upward"), ("Move down", 1, DOWN, "arrow_downward")):
            st.button(
                label,
                key=f"move{by}-{step.id}",
                icon=f":material/{icon}:",
                disabled=not 1 <= number + by <= last,
                shortcut=shortcut if is_open else None,
                on_click=move,
                args=(id, step, by),
            )
        practise(view, step)


def choose(step: str) -> None:
    st.query_params["s"] = step


def move(id: str, step: Step, by: int) -> None:
    edit(id, f"Move the step with {step.who.name} {'up' if by < 0 else 'down'}", lambda plan: plans.moved(plan, step.id, by))


def practise(view: View, step: Step) -> None:
    """Into a meeting with this person, for this purpose, on this day."""
    persona = view.shelf.personas.get(step.who.persona or "")
    if persona is None or step.purpose not in offered(persona) or turned_away(persona, step.who.seat):
        return
    if st.button("Practise this step", key=f"practise-{step.id}", icon=":material/meeting_room:"):
        with told():
            meeting = practice().begin(
                persona.id,
                on=step.day,
                difficulty=st.session_state.get("difficulty", "guarded"),
                purpose=step.purpose,
                seat=step.who.seat,
                planned=Planned(plan=view.stored.id, step=step.id, rung=step.rung),
            )
        st.switch_page(page("practice"), query_params={"m": meeting})


def tried(view: View, step: Step) -> None:
    """The meetings in which this step was practised: how each ended and where they stood, with the way to its debrief."""
    done = [one for one in view.practised if one.step == step.id and (one.turns or one.outcome)]
    for one in done[:SHOWN]:
        with st.container(gap=None, key=f"tried-{step.id}-{one.meeting}"):
            when = f"Practised {one.updated_at.astimezone():%d %b, %H:%M}:"
            if one.outcome:
                st.caption(f"{when} {look.OUTCOMES[one.outcome][0].lower()}. {look.stood(one.belief, step.rung)}")
                st.page_link(page("debrief"), label="Its debrief", icon=":material/rate_review:", query_params={"m": one.meeting})
            else:
                st.caption(f"{when} still going on.")
                st.page_link(page("practice"), label="Go on with it", icon=":material/play_arrow:", query_params={"m": one.meeting})
    if len(done) > SHOWN:
        st.caption(f"And {len(done) - SHOWN} earlier; all are on the page Debrief.")


def notes(gaps: list[Gap]) -> None:
    if gaps:
        st.html(f'<div class="lf-note" role="note">{look.items([gap.says for gap in gaps])}</div>')


def glance(view: View, step: Step) -> None:
    if step.question:
        st.html(f'<p class="lf-why"><b>Ask first.</b> {escape(step.question)}</p>')
    texts = [message.text for one in step.messages if (message := view.message(one.message)) and view.library and not objection(message, view.library, step)]
    if texts:
        st.html(look.items(texts))
    notes(view.of(step.id))


def keep(id: str, step: Step, field: str, label: str) -> None:
    """Save what a widget holds."""
    value: Any = st.session_state.get(f"{field}-{step.id}")
    if value is None and field in ("day", "purpose"):
        return
    shown = f": “{value}”" if isinstance(value, str) and value else ""
    edit(
        id,
        f"{label} with {step.who.name}{shown}",
        lambda plan: plans.changed(plan, step.id, **{field: value if value is not None or field != "question" else ""}),
    )


def held(field: str, step: Step, value: Any) -> str:
    """The key of a widget that shows what is stored, whatever was typed before."""
    key = f"{field}-{step.id}"
    st.session_state[key] = value
    return key


def fields(view: View, step: Step) -> None:
    id = view.stored.id
    saving = partial(keep, id, step)
    one, two = st.columns(2)
    one.date_input("Day", key=held("day", step, step.day), on_change=saving, args=("day", "The day"))
    two.time_input("Time", key=held("at", step, step.at), on_change=saving, args=("at", "The time"), help="Leave it empty for any time of the day.")
    persona = view.shelf.personas.get(step.who.persona or "")
    kinds = list(dict.fromkeys([*(offered(persona) if persona else PURPOSES), step.purpose]))
    one, two = st.columns(2)
    one.selectbox(
        "What for", kinds, key=held("purpose", step, step.purpose), format_func=lambda name: KINDS[name].title, on_change=saving, args=("purpose", "What for")
    )
    stand = standing_before(view.plan, step, view.stands)
    two.selectbox(
        "Where they should stand afterwards",
        BELIEFS,
        key=held("rung", step, step.rung),
        index=None,
        placeholder="Not decided",
        format_func=BELIEF_WORDS.__getitem__,
        on_change=saving,
        args=("rung", "Where they should stand"),
        help=f"Before it, by this plan and your meetings: {BELIEF_WORDS[stand]}.",
    )
    notes([gap for gap in view.of(step.id) if gap.kind in ("person", "order", "past") or (gap.kind == "rung" and gap.message is None)])


def asking(view: View, step: Step) -> None:
    st.text_input(
        "Ask first",
        key=held("question", step, step.question),
        max_chars=MAX_QUESTION,
        placeholder="The question you begin with",
        on_change=keep,
        args=(view.stored.id, step, "question", "The first question"),
    )
    notes([gap for gap in view.of(step.id) if gap.kind == "question"])
    questions(view, step)


def carried(view: View, step: Step) -> None:
    """The messages in it, each with what is wrong with it and what mends that."""
    st.markdown("**Messages**")
    gaps = view.of(step.id)
    notes([gap for gap in gaps if gap.kind == "empty"])
    for one in step.messages:
        message = view.message(one.message)
        with st.container(border=True, key=f"carried-{step.id}-{one.message}"):
            against = objection(message, view.library, step) if message and view.library else "gone"
            if message is not None:
                below = f"{message.lens} &middot; for somebody who is: {BELIEF_WORDS[message.stage]}"
                st.html(f'<p class="lf-msg">{f"<s>{escape(message.text)}</s>" if against else escape(message.text)}</p><p class="lf-quiet">{below}</p>')
                if message.balance and not against:
                    st.markdown(f"**Say with it.** {look.plain(message.balance)}")
                if cited := [study.citation for study in view.library.evidence.studies if study.id in message.evidence] if view.library else []:
                    st.caption("Evidence: " + look.plain(" · ".join(cited)))
            here = [gap for gap in gaps if gap.message == one.message]
            notes(here)
            mend(view, step, one.message, here)
    more_messages(view, step)


def mend(view: View, step: Step, message: str, here: list[Gap]) -> None:
    id = view.stored.id
    with st.container(horizontal=True, key=f"mend-{step.id}-{message}"):
        for gap in here:
            wanted = view.message(gap.wanted) if gap.wanted else None
            if wanted is None:
                continue
            label = "Put that in before it" if gap.kind == "before" else "I have read it: take the new version"
            st.button(
                label,
                key=f"fix-{gap.kind}-{step.id}-{message}-{wanted.id}",
                on_click=edit,
                args=(id, f"{label}, {wanted.id}", partial(_carry, step.id, wanted.id, wanted.version, message if gap.kind == "before" else "")),
            )
        st.button("Take it out", key=f"drop-{step.id}-{message}", type="tertiary", icon=":material/remove:", on_click=edit,
                  args=(id, f"Take {message} out", partial(_drop, step.id, message)))  # fmt: skip


def _carry(step: str, message: str, version: int, ahead_of: str, plan: plans.Plan) -> plans.Plan:
    return plans.carrying(plan, step, message, version, ahead_of)


def _drop(step: str, message: str, plan: plans.Plan) -> plans.Plan:
    return plans.not_carrying(plan, step, message)


def rest(view: View, step: Step) -> None:
    id = view.stored.id
    st.text_area("Notes", key=held("note", step, step.note), max_chars=MAX_NOTE, height=80, on_change=keep, args=(id, step, "note", "Your notes"))
    after_the_meeting(view, step)
    st.button("Take this step out", key=f"remove-{step.id}", type="tertiary", icon=":material/delete:", on_click=edit,
              args=(id, f"Take the step with {step.who.name} out", partial(_remove, step.id)))  # fmt: skip


def _remove(step: str, plan: plans.Plan) -> plans.Plan:
    return plans.removed(plan, step)
