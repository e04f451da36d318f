"""One assignment as the one who was asked sees it: why, what was tried, what is missing, and the way on."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Literal

import streamlit as st

from coach.assigned import Assigned, TryLine
from coach.content.errors import CoachError
from coach.pages import look, meet
from coach.pages.shell import coach, page, practice, reviewing, told, viewer
from coach.reviews import assignments as words
from coach.reviews.certification import statement
from coach.reviews.review import MOST_QUESTION
from coach.store.assignments import Assignment


def heading(assigned: Assigned, one: Assignment, whose: str = "") -> str:
    """What is asked, as the top of a card. `whose` is put before the state."""
    asked = one.asked
    title = assigned.titles().get(asked.criterion, asked.criterion)
    course = f" &middot; {escape(asked.programme.title)}, step {asked.programme.step} of {asked.programme.of}" if asked.programme else ""
    return (
        f'<p class="lf-eyebrow">{escape(whose)}{words.STAGE_WORDS[one.stage]}{course}</p>'
        f'<div class="lf-row"><h4>{escape(title)}, {escape(assigned.where(asked))}</h4></div>'
    )


def card(assigned: Assigned, one: Assignment) -> None:
    asked = one.asked
    by = "you, to yourself" if one.by == viewer().id else one.by_name or "whoever leads you"
    with st.container(border=True, key=f"assignment-{one.id}"):
        st.html(
            f"{heading(assigned, one)}{look.quote(asked.why, escape(by))}"
            f'<p class="lf-quiet">{escape(words.progress(one.tries, asked.tries))}. {escape(words.due_words(asked.due, date.today(), one.stage))}</p>'
        )
        lines = assigned.tries(one)
        if lines:
            tried(lines)
        certificate(assigned, one)
        with st.container(horizontal=True, vertical_alignment="center"):
            running = next((line.tried for line in lines if not line.tried.over and line.tried.branched is None), None)
            if running is not None and asked.persona is not None:
                st.page_link(page("practice"), label="Go on with the try you began", icon=":material/play_arrow:", query_params={"m": running.meeting})
            if one.stage != "done":
                label = ("Begin" if not lines else "Try again") if asked.persona is not None else "Begin" if not lines else "Go on with the campaign"
                kind: Literal["primary", "secondary"] = "primary" if words.left(one.tries, asked.tries) else "secondary"
                if st.button(label, type=kind, icon=":material/meeting_room:", key=f"begin-{one.id}"):
                    begin(assigned, one)
            hand_in(one, lines)
        returned(one)


def begin(assigned: Assigned, one: Assignment) -> None:
    with told():
        where, id = assigned.begin(one.id, on=date.today(), difficulty=st.session_state.get("difficulty", "guarded"), seat=meet.seat())
    st.switch_page(page(where), query_params={"m" if where == "practice" else "c": id})


def tried(lines: list[TryLine]) -> None:
    """Every try with the level of the behaviour in it, and what it had help by."""
    number = 0
    with st.container(gap="xsmall"):
        for line in lines:
            one = line.tried
            if not one.over:
                continue
            number += 1
            with st.container(horizontal=True, vertical_alignment="center", key=f"try-{one.meeting}"):
                st.page_link(page("debrief"), label=f"Try {number}, {one.on.day} {one.on:%B}", icon=":material/rate_review:", query_params={"m": one.meeting})
                st.caption(look.plain("; ".join([level_words(line), *one.marks])))


def level_words(line: TryLine) -> str:
    if not line.read:
        return "read its debrief to see the level"
    return "there was no chance for it" if line.level is None else f"level {line.level} of 3"


def certificate(assigned: Assigned, one: Assignment) -> None:
    """Where its certification stands, in words; nothing where it ends in none."""
    found = assigned.certification(one)
    if found is None:
        return
    if one.certificate is not None:
        st.html(f'<p class="lf-note"><b>Certified.</b> {escape(statement(one.certificate, assigned.titles().get(one.asked.criterion, "")))}</p>')
    elif found.certified:
        st.rerun()  # It was kept a moment ago; read anew, it stands there.
    else:
        with st.expander("This step ends in a certification. What is missing", icon=":material/workspace_premium:"):
            st.html(look.items(found.missing))


def hand_in(one: Assignment, lines: list[TryLine]) -> None:
    """The way to hand in the best try, once there are enough."""
    over = [line for line in lines if line.tried.over]
    left = words.left(one.tries, one.asked.tries)
    if one.stage in ("submitted", "in review", "done") or not over:
        return
    if left:
        st.caption(f"{left} more {'try' if left == 1 else 'tries'}, then hand in your best.")
        return
    best = words.best([(line.tried, line.level) for line in over])
    names = {
        line.tried.meeting: f"Try {at}: {level_words(line)}{', ' + ', '.join(line.tried.marks) if line.tried.marks else ''}" for at, line in enumerate(over, 1)
    }
    with st.popover("Hand in your best", icon=":material/outgoing_mail:", key=f"hand-in-{one.id}"), st.form(f"hand-in-form-{one.id}", border=False):
        ids = list(names)
        chosen = st.radio(
            "Which try", ids, index=ids.index(best.meeting) if best else 0, format_func=names.__getitem__, key=f"hand-in-which-{one.id}",
        )  # fmt: skip
        question = st.text_input("Your question to whoever looks at it", max_chars=MOST_QUESTION, key=f"hand-in-question-{one.id}")
        needed = " Its certification needs a second rater, so leave this on." if one.asked.certifies else ""
        shared = st.checkbox(
            "Other managers may score it too, without your name.",
            value=one.asked.certifies is not None,
            help=f"They compare how they score.{needed}",
            key=f"hand-in-shared-{one.id}",
        )
        st.caption("Whoever leads you then reads this whole meeting, and no other. You can take it back until it is returned.")
        if st.form_submit_button("Hand it in", type="primary"):
            try:
                Assigned(coach(), viewer()).may_hand_in(one, chosen)
                reviewing().hand_in(practice().load(chosen), question, shared=shared, assignment=one.id)
            except CoachError as error:
                for line in error.lines:
                    st.error(look.plain(line), icon=":material/error:")
                return
            st.rerun()


def returned(one: Assignment) -> None:
    """What was handed in, and what may be done with it now."""
    if not one.handed_in:
        return
    last = one.handed_in[0]
    with st.container(horizontal=True, vertical_alignment="center", key=f"handed-{one.id}"):
        st.page_link(page("debrief"), label="What you handed in", icon=":material/outgoing_mail:", query_params={"m": last.meeting})
        if last.state == "returned":
            st.page_link(page("returned"), label="Read what came back", icon=":material/mark_email_read:", query_params={"s": last.submission})
            if st.button("I have read it: done", icon=":material/check:", key=f"close-{one.id}"):
                with told():
                    coach().store.submissions.close(viewer(), last.submission)
                st.rerun()
        elif last.state in ("submitted", "in review") and st.button("Take it back", type="tertiary", icon=":material/undo:", key=f"back-{one.id}"):
            with told():
                coach().store.submissions.take_back(viewer(), last.submission)
            st.rerun()
