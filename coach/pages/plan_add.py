"""What a step is offered: questions to begin with, and approved messages that fit the person there and then."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from coach.messages import plan as plans
from coach.messages.plan import Plan, Step
from coach.messages.plan_gaps import heard_before, standing_before
from coach.messages.plan_suggest import Question, answerable, first_questions
from coach.pages import look
from coach.pages.plan_edit import edit
from coach.pages.plan_view import View
from coach.pages.shell import coach, told, warming

OFFERED = 3
HITS = 4


def questions(view: View, step: Step) -> None:
    """A few first questions, out of what anybody may know."""
    if view.library is None:
        return
    with st.expander("Questions to begin with", icon=":material/help:", key=f"ask-{step.id}", on_change="rerun") as box:
        if not box.open:
            return
        if not warming().done.is_set():
            st.caption("Getting ready to suggest something. A moment.")
            return
        with told():
            offered = suggested(view, step)
        if not offered:
            st.caption("Nothing fits. Ask what matters to them just now.")
        for at, one in enumerate(offered):
            st.html(look.quote(one.text, escape(one.because)))
            st.button(
                "Ask this first",
                key=f"take-question-{step.id}-{at}",
                on_click=edit,
                args=(view.stored.id, f"Ask first: “{one.text}”", partial(_ask, step.id, one.text)),
            )


def suggested(view: View, step: Step) -> list[Question]:
    library = view.library
    assert library is not None
    reader = coach().reader(library)
    embedder = coach().embedder

    def ranks(text: str) -> list[tuple[str, float]]:
        return [(hit.id, hit.p) for hit in reader.head.rank(embedder.embed([text])[0], 1)]

    persona = view.shelf.personas.get(step.who.persona or "")
    carried = [message for one in step.messages if (message := view.message(one.message))]
    return first_questions(
        step.who.lens,
        step.purpose,
        answerable(library, view.shelf.needs),
        view.shelf.topics,
        ranks,
        persona,
        answered={need for message in carried for need in message.needs},
        asked=[one.question for one in view.plan.steps if one.who.key == step.who.key and one.question],
        most=OFFERED,
    )


def more_messages(view: View, step: Step) -> None:
    """Search for a message, for this person, on this day."""
    if view.library is None:
        return
    with st.expander("Look for a message", icon=":material/search:", key=f"look-{step.id}", on_change="rerun") as box:
        if not box.open:
            return
        words = st.text_input("What they may say, or what you need", key=f"words-{step.id}", max_chars=300, placeholder="who is going to train my nights")
        any_lens = st.checkbox("Through any lens", key=f"lenses-{step.id}", help=f"Otherwise only what is meant for theirs: {step.who.lens}.")
        if words.strip() and not warming().done.is_set():
            st.caption("Getting ready to search. A moment.")
            return
        with told():
            hits = (
                coach()
                .finder(view.library.id)
                .search(
                    words,
                    lens=None if any_lens else step.who.lens,
                    stage=standing_before(view.plan, step, view.stands),
                    already=[*heard_before(view.plan, step), *(one.message for one in step.messages)],
                    on=step.day,
                    k=HITS,
                    audience=step.who.audience,
                    seat=step.who.seat,
                )
            )
        hits = [hit for hit in hits if not step.carries(hit.message.id)]
        if not hits:
            st.caption(f"Nothing that may be said to them on {look.day(step.day.isoformat())} fits. That is an answer too.")
        for hit in hits:
            message = hit.message
            st.html(look.quote(message.text, " ".join(escape(why) for why in hit.why)))
            st.button(
                "Put it in",
                key=f"put-{step.id}-{message.id}",
                icon=":material/add:",
                on_click=edit,
                args=(view.stored.id, f"Put in: “{message.text}”", partial(_carry, step.id, message.id, message.version)),
            )


def _ask(step: str, question: str, plan: Plan) -> Plan:
    return plans.changed(plan, step, question=question)


def _carry(step: str, message: str, version: int, plan: Plan) -> Plan:
    return plans.carrying(plan, step, message, version)
