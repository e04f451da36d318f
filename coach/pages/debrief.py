"""Debrief: the outcome first, one thing to work on, then every criterion with the words it rests on."""

from __future__ import annotations

from html import escape
from typing import Literal

import streamlit as st

from coach.debrief.records import Evidence, Report, Scored
from coach.debrief.report import markdown
from coach.pages import look
from coach.pages.chart import causes, in_words, story
from coach.pages.onward import next_meeting
from coach.pages.shell import coach, page, practice, told, viewer
from coach.practice import Table


def main() -> None:
    meeting = st.query_params.get("m", "")
    if not meeting:
        listing()
        return
    with told():
        table = practice().load(meeting)
        report = practice().report(table)
    whose = "The expert's" if table.stored.mode == "watched" else "Your"
    st.title(f"{whose} meeting with {look.plain(table.persona.name)}")
    st.html(f'<p class="lf-eyebrow">{look.day(table.meeting.setup.on.isoformat())} &middot; {table.meeting.setup.difficulty}</p>')
    if not table.meeting.ended:
        st.info("This meeting is still going on; this is how it looks so far.", icon=":material/pending:")
        st.page_link(page("practice"), label="Go on with it", icon=":material/play_arrow:", query_params={"m": table.id})
    outcome(report, table.meeting.ended)
    focus(table, report)
    compliance(report)
    st.subheader("How the meeting went")
    standing, belief = story(report, st.context.theme.type or "light")
    st.altair_chart(standing, alt=in_words(report), key="standing")
    st.altair_chart(belief, alt="What they believe, by turn. " + in_words(report), key="belief")
    moves(report)
    left, right = st.columns([1.7, 1], gap="large")
    with left:
        st.subheader("What you did")
        criteria(table, report)
    with right:
        needs(report)
        behind(report)
        numbers(report)
        followed(report)
    if table.meeting.ended and table.stored.mode == "played":
        with told():
            next_meeting(table)
    st.subheader("The whole meeting")
    transcript(table, report)
    st.download_button("Take it along (Markdown)", markdown(report), file_name=f"debrief-{table.id}.md", mime="text/markdown", icon=":material/download:")


def listing() -> None:
    st.title("Debrief")
    rows = [row for row in coach().store.meetings.recent(viewer(), 40) if row.turns]
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


def focus(table: Table, report: Report) -> None:
    found = report.focus
    if found is None:
        return
    quote = f'<blockquote class="lf-quote">{escape(found.quote)}<small>turn {found.turn}</small></blockquote>' if found.quote else ""
    st.html(f'<div class="lf-focus"><p class="lf-eyebrow">One thing to work on</p><h3>{escape(found.title)}</h3>{quote}<p>{escape(found.advice)}</p></div>')
    if found.turn > 0:
        again(table, found.turn, f"Try again from turn {found.turn}", "primary", "focus")


def again(table: Table, turn: int, label: str, kind: Literal["primary", "tertiary"], key: str) -> None:
    """Go back to just before a turn, in a new meeting."""
    if st.button(label, type=kind, icon=":material/replay:", key=f"again-{key}-{turn}"):
        with told():
            mine = practice().again(table.id, turn - 1)
        st.switch_page(page("practice"), query_params={"m": mine})


def compliance(report: Report) -> None:
    """A gate beside the scores, never averaged in."""
    for finding in report.compliance:
        words = f"**Turn {finding.turn}: “{look.plain(finding.quote)}”**  \n{look.plain(finding.why)}"
        if finding.severity == "block":
            st.error(words, icon=":material/gavel:")
        else:
            st.warning(words, icon=":material/gavel:")


def moves(report: Report) -> None:
    with st.expander("What moved them, turn by turn"):
        for row in report.trajectory:
            quotes = [change.quote for change in row.changes if change.quote and change.what in ("trust", "belief")]
            quote = f" &mdash; &ldquo;{escape(quotes[0][:140])}&rdquo;" if quotes else ""
            stand = f"trust {row.trust}, patience {row.patience}, {look.BELIEF_WORDS[row.belief]}"
            st.html(f'<p class="lf-moved"><b>Turn {row.turn}</b> &middot; {stand}: {escape(causes(row))}{quote}</p>')


def criteria(table: Table, report: Report) -> None:
    scored = [item for item in report.criteria if item.status == "scored"]
    rest = [item for item in report.criteria if item.status != "scored"]
    for item in scored:
        with st.container(border=True, key=f"criterion-{item.id}"):
            st.html(f'<div class="lf-row"><h4>{escape(item.title)}</h4>{look.level(item.level)}</div>{anchor(item)}')
            evidence(item.evidence[:3])
            if item.advice:
                st.markdown(f"**Next time.** {look.plain(item.advice)}")
    if rest:
        with st.expander(f"Not observed in this meeting ({len(rest)})"):
            st.caption("Not observed is not zero: there was no moment that called for it, or it cannot be measured yet.")
            for item in rest:
                st.html(f'<div class="lf-row"><h4>{escape(item.title)}</h4>{look.level(None)}</div><p class="lf-anchor">{escape(item.why)}</p>')


def anchor(item: Scored) -> str:
    return f'<p class="lf-anchor">{escape(item.anchor)}</p>' if item.anchor else ""


def evidence(found: list[Evidence]) -> None:
    for item in found:
        place = f"turn {item.turn}" if item.source == "turn" else f"your {item.source}"
        st.html(f'<blockquote class="lf-quote">{escape(item.quote)}<small>{place} &middot; {escape(item.why)}</small></blockquote>')


def needs(report: Report) -> None:
    if not report.missed_needs and not report.disclosed_needs:
        return
    st.subheader("What they needed")
    for found in report.disclosed_needs:
        st.html(f"<p><b>{escape(found.title)}</b></p>{look.quote(found.quote, f'they told you in turn {found.turn}')}")
    for missed in report.missed_needs:
        hint = f"<small>They dropped a hint in turn {missed.hint_turn}: &ldquo;{escape(missed.hint)}&rdquo;</small>" if missed.hint else ""
        st.html(
            f'<p><b>{escape(missed.title)}</b> <span class="lf-mark">you did not hear this</span></p><p class="lf-anchor">{escape(missed.cost)}</p>'
            f'<blockquote class="lf-quote">{escape(missed.opened_by)}<small>leads there, once they trust you</small>{hint}</blockquote>'
        )


def behind(report: Report) -> None:
    """What could not be seen from the rep's chair."""
    if not report.behind:
        return
    st.subheader("What lay behind it")
    for item in report.behind:
        st.html(f'<p><b>{escape(item.title)}</b></p><p class="lf-anchor">{escape(item.text)}</p>')


def numbers(report: Report) -> None:
    found = report.measures
    st.subheader("In numbers")
    st.caption("Context for a coach. No level rests on a ratio.")
    lines = [
        f"You spoke {100 * found.talk_share:.0f}% of the words",
        f"{100 * found.telling_share:.0f}% of yours told rather than asked",
        f"{found.questions.open} open and {found.questions.closed} closed questions",
        f"Building on what they said: {found.uptake:.2f} of 1",
        f"Longest stretch: {found.longest_monologue_words} words",
    ]
    if found.needs is not None:
        lines.append(f"{found.needs.disclosed} of {found.needs.hidden} needs came out")
    st.html(look.items(lines))


def followed(report: Report) -> None:
    if report.not_followed:
        with st.expander(f"We did not follow you {len(report.not_followed)} {'time' if len(report.not_followed) == 1 else 'times'}"):
            st.caption("That is our fault and cost you nothing.")
            for item in report.not_followed:
                st.html(f'<blockquote class="lf-quote">{escape(item.quote)}<small>turn {item.turn}</small></blockquote>')


def transcript(table: Table, report: Report) -> None:
    rows = {row.turn: row for row in report.trajectory}
    with st.expander("Read it again", expanded=False):
        for turn in table.meeting.turns:
            number = turn.said.turn
            if turn.said.kind == "rep":
                st.markdown(f"**{number}. You.** {look.plain(turn.said.words) if turn.said.words else '*silence*'}")
                acts = turn.said.reading.acts if turn.said.reading else []
                if acts or number in rows:
                    heard = f"heard as: {', '.join(acts) or 'nothing in particular'}"
                    st.html(f'<p class="lf-moved">{escape(heard)} &middot; {escape(causes(rows[number])) if number in rows else ""}</p>')
            for reply in turn.replied:
                st.markdown(f"**{look.plain(table.persona.name)}.** {look.plain(reply.words)}")
            if turn.said.kind == "rep":
                again(table, number, "Try again from here", "tertiary", "turn")


main()
