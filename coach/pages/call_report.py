"""The debrief of a real call: what was seen, what could not be scored and why, and a way to practise it again."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.calls import KeptCall
from coach.debrief.private import KINDS
from coach.debrief.records import Report, Scored
from coach.debrief.report import markdown
from coach.pages import look, scorecard
from coach.pages.call_account import account
from coach.pages.call_draft import draft
from coach.pages.shell import calls, page, told

WHY_NOT = {
    "account_read": "What you prepared is not part of a recording.",
    "opening": "Nothing in your first words could be told for an opening.",
    "listen_first": "You claimed nothing, or they told no need that we could hear.",
    "discovery": "They offered nothing to ask into, or no question of yours opened anything that we could hear.",
    "uptake": "They said nothing to build on before you spoke.",
    "message_fit": "Nothing that you said came close to a message of this library, or they told no need that it could answer.",
    "evidence_honesty": "You made no claim that needs support.",
    "objection": "They gave no reason against that we could hear.",
    "patient_first": "What a patient goes through did not come up.",
    "advance": "There was no moment for a step that we could hear.",
    "adaptation": "Nothing of yours failed and was tried again, as far as words show.",
}
"""Why a criterion was not observed. The rubric's own line says why it matters, which is no reason."""
REST = "What could not be scored, and why ({}): Not observed is not zero."
OUTCOMES = look.OUTCOMES | {"continuation": ("To be continued", "No step with a day was heard. That it was cut short cannot be told from words.")}


def show(id: str) -> None:
    kept = calls().load(id)
    report = kept.call.report
    st.title(look.plain(kept.title))
    st.html(f'<p class="lf-eyebrow">A real call &middot; kept on {kept.at.astimezone():%d %B %Y} &middot; {look.turns(len(kept.call.readings))} of yours</p>')
    _reportable(kept)
    end = report.outcome
    title, words = OUTCOMES[end.kind]
    if end.action:
        words = f"They said: “{end.action}” ({end.date or 'no day'})"
    st.html(look.ending(title, words, end.kind in ("advance", "no_fit")))
    _focus(report)
    scorecard.compliance(report)
    left, right = st.columns([1.7, 1], gap="large")
    with left:
        st.subheader("What you did")
        scorecard.criteria(report, lambda item: "", _why_not, REST)
        scorecard.versions("call", kept.measured, calls().newer(kept), lambda: calls().measure_again(kept.id))
    with right:
        scorecard.numbers(report, " What they need is not known, so needs are not counted.")
        account(kept)
    draft(kept)
    st.subheader("The whole call")
    _transcript(kept)
    with st.container(horizontal=True):
        name = f"call-{kept.id}.md"
        st.download_button("Take it along (Markdown)", markdown(report, kept.title), file_name=name, mime="text/markdown", icon=":material/download:")
        st.page_link(page("calls"), label="All your calls", icon=":material/record_voice_over:")
        _delete(kept)


def _reportable(kept: KeptCall) -> None:
    if kept.call.suspected:
        many = len(kept.call.suspected)
        what = "One thing" if many == 1 else f"{many} things"
        st.error(
            f"**{what} in this call may have to be reported** through your company's route, if that is not done yet. This product is not that route.",
            icon=":material/emergency:",
        )
        st.html("".join(look.quote(item.quote, "a harm, perhaps" if item.kind == "harm" else "a failure, perhaps") for item in kept.call.suspected))


def _focus(report: Report) -> None:
    if report.focus is None:
        st.info("Nothing in this call could be scored. Below stands why, criterion by criterion.", icon=":material/block:")
        return
    st.html(f'<div class="lf-focus">{scorecard.focus(report.focus)}</div>')


def _why_not(item: Scored) -> str:
    return item.why if item.status == "unscored" else WHY_NOT[item.id]


def _transcript(kept: KeptCall) -> None:
    gone = ", ".join(f"{KINDS[kind].lower()} {count}" for kind, count in kept.call.removed.items())
    with st.expander("Read it again"):
        st.caption(f"Taken out before it was kept: {gone or 'nothing'}, and the speakers' names.")
        number = 0
        lines = []
        for item in kept.call.spoken:
            number += item.side == "rep"
            who = f"{number}. You" if item.side == "rep" else f"{item.speaker}, your colleague" if item.side == "colleague" else item.speaker
            lines.append(f"<p><b>{escape(who)}.</b> {escape(item.text)}</p>")
        with st.container(height=520, border=False):
            st.html("".join(lines))


def _delete(kept: KeptCall) -> None:
    with st.popover("Delete this call", icon=":material/delete:", key="call-delete"):
        st.markdown("For good: the words, the readings, the scores and the draft of the place. Somebody you drafted from it stays.")
        if st.button("Yes, delete it", type="primary", key="call-really-delete"):
            with told():
                calls().delete(kept.id)
            st.query_params.clear()
            st.rerun()
