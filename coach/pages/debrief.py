"""Debrief: the outcome first, one thing to work on, then every criterion with the words it rests on."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.debrief.own import PART_OF, PARTS, OwnMarks
from coach.debrief.records import Report, Scored
from coach.pages import beneath, carried, files, look, opinion, others, reflect, scorecard, sounded, story, submit, tries
from coach.pages.again import again
from coach.pages.onward import next_meeting
from coach.pages.shell import addressed, coach, lookback, page, practice, told, viewer
from coach.practice import Table
from coach.store.errors import StoreError

REST = "Not observed in this meeting ({}): Not observed is not zero: there was no moment that called for it, or it cannot be measured yet."
INVENTED_HARM = "Nobody was harmed here: the person and the patient are invented. In a real meeting, this goes through your company's route the same day."


def main() -> None:
    meeting = st.query_params.get("m", "")
    addressed("debrief", "m", meeting)
    if not meeting:
        listing()
        return
    with told():
        table = practice().load(meeting)
        asks = lookback().asks(table)
        report = lookback().report(table)
    whose = "The expert's" if table.stored.mode == "watched" else "Your"
    st.title(f"{whose} meeting with {look.plain(table.persona.name)}")
    st.html(f'<p class="lf-eyebrow">{look.day(table.meeting.setup.on.isoformat())} &middot; {table.meeting.setup.difficulty}</p>')
    if not table.meeting.ended:
        st.info("This meeting is still going on; this is how it looks so far.", icon=":material/pending:")
        st.page_link(page("practice"), label="Go on with it", icon=":material/play_arrow:", query_params={"m": table.id})
    outcome(report, table.meeting.ended)
    from_plan(table, seen=not asks)
    if table.meeting.ended:
        carried.became(table)
    helped(table)
    if asks:
        reflect.ask(table)
        return
    marks = lookback().marks(table)
    focus(table, report)
    tries.side_by_side(table)
    reflect.beside(report, marks)
    scorecard.compliance(report, INVENTED_HARM)
    story.tell(table, report)
    others.looked_in(table)
    left, right = st.columns([1.7, 1], gap="large")
    with left:
        st.subheader("What you did")
        scorecard.criteria(report, lambda item: own_mark(marks, item), lambda item: item.why, REST)
        rubrics(table)
    with right:
        beneath.needs(report)
        beneath.behind(report)
        scorecard.numbers(report)
        sounded.sounded(table, report)
    with told():
        opinion.section(table, report)
    submit.section(table)
    if table.meeting.ended and table.stored.mode == "played":
        with told():
            next_meeting(table)
    files.take_along(table, report)


def from_plan(table: Table, seen: bool) -> None:
    """For a meeting that practised a step of a plan: the way back and, once the rep's own eye was asked (`seen`), where they stood."""
    planned = table.meeting.setup.planned
    if planned is None:
        return
    says = "You practised a step of your plan."
    if seen and table.meeting.ended:
        says += f" {look.stood(table.meeting.state().belief, planned.rung)}"
    with st.container(key="from-plan"):
        st.html(f'<p class="lf-why">{escape(says)}</p>')
        try:
            plan = coach().store.plans.load(viewer(), planned.plan).plan
        except StoreError:
            st.caption("That plan is no longer there.")
            return
        still = any(step.id == planned.step for step in plan.steps)
        where = {"p": planned.plan} | ({"s": planned.step} if still else {})
        st.page_link(page("plan"), label=f"Back to {look.plain(plan.title)}", icon=":material/route:", query_params=where)
        if not still:
            st.caption("The step was taken out of it since.")


def rubrics(table: Table) -> None:
    """Where there is a newer rubric: the levels by both, side by side. What was measured first stays."""
    if not table.meeting.ended or table.stored.mode != "played":
        return
    measured = [(f"{one.report.rubric.version}{', as it was begun' if one.own else ''}", one.report) for one in lookback().measured(table)]
    scorecard.versions("meeting", measured, lookback().newer(table), lambda: lookback().measure_again(table))


def own_mark(marks: OwnMarks | None, item: Scored) -> str:
    """How far the rep's own mark is from this level."""
    mark = marks.mark(item.id) if marks else None
    if mark is None or item.level is None:
        return ""
    by = mark - item.level
    gap = "the same" if not by else f"{abs(by)} {'above' if by > 0 else 'below'} this"
    return f'<p class="lf-quiet">Your own mark for {escape(PARTS[PART_OF[item.id]].title.lower())}: {mark} of 3, {gap}.</p>'


def listing() -> None:
    st.title("Debrief")
    rows = [row for row in coach().store.meetings.recent(viewer(), 40) if row.turns and row.mode != "slot"]
    if not rows:
        st.html('<p class="lf-lead">Nothing to look back on yet. Play a meeting first; no meeting ends without a debrief.</p>')
        st.page_link(page("start"), label="Pick somebody to meet", icon=":material/home:")
        return
    st.html('<p class="lf-lead">Which meeting?</p>')
    for row in rows:
        with st.container(horizontal=True, vertical_alignment="center", key=f"row-{row.meeting}"):
            st.page_link(page("debrief"), label=row.name, icon=":material/rate_review:", query_params={"m": row.meeting})
            end = look.OUTCOMES[row.outcome][0].lower() if row.outcome else "still going on"
            st.caption(f"{end} · {look.turns(row.turns)} · {row.updated_at.astimezone():%d %b, %H:%M}{' · watched' if row.mode == 'watched' else ''}")


def outcome(report: Report, ended: bool) -> None:
    if not ended:
        return
    end = report.outcome
    title, words = look.OUTCOMES[end.kind]
    if end.action:
        words = f"{end.owner} will {end.action}, by {look.day(end.date)}."
    elif end.kind == "cut_short":
        words = f"They ended it: {end.because}."
    st.html(look.ending(title, words, end.kind in ("advance", "no_fit")))


def helped(table: Table) -> None:
    """Whether the coach's rail was looked at. What it suggested is not the rep's own find."""
    if looks := [one.turn for one in coach().store.hints.of(viewer(), table.id)]:
        after = ", ".join("the greeting" if turn == 0 else f"turn {turn}" for turn in looks)
        st.caption(f":material/support: You had the coach's rail on: after {after}.")


def focus(table: Table, report: Report) -> None:
    """One thing, with what was said and what would have done more, here."""
    found = report.focus
    if found is None:
        return
    which = tries.which(table)
    st.html(f'<div class="lf-focus">{scorecard.focus(found, which)}</div>')
    if turn := found.again or found.turn:
        again(table, turn, f"Try again from turn {turn}", "primary", "focus")


main()
