"""Debrief: the outcome first, one thing to work on, then every criterion with the words it rests on."""

from __future__ import annotations

import json
from html import escape

import streamlit as st

from coach.debrief.own import PART_OF, PARTS, OwnMarks
from coach.debrief.records import Evidence, Focus, Report, Scored
from coach.debrief.report import markdown
from coach.debrief.xapi import statements
from coach.pages import look, reflect, story, tries
from coach.pages.again import again
from coach.pages.onward import next_meeting
from coach.pages.shell import coach, lookback, page, practice, told, viewer
from coach.practice import Table

INVENTED_HARM = "Nobody was harmed here: the person and the patient are invented. In a real meeting, this goes through your company's route the same day."


def main() -> None:
    meeting = st.query_params.get("m", "")
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
    helped(table)
    if asks:
        reflect.ask(table)
        return
    marks = lookback().marks(table)
    focus(table, report)
    tries.side_by_side(table)
    reflect.beside(report, marks)
    compliance(report)
    story.tell(table, report)
    left, right = st.columns([1.7, 1], gap="large")
    with left:
        st.subheader("What you did")
        criteria(report, marks)
        rubrics(table)
    with right:
        needs(report)
        behind(report)
        numbers(report)
    if table.meeting.ended and table.stored.mode == "played":
        with told():
            next_meeting(table)
    take_along(table, report)


def rubrics(table: Table) -> None:
    """Where there is a newer rubric: the levels by both, side by side. What was measured first stays."""
    if not table.meeting.ended or table.stored.mode != "played":
        return
    measured = lookback().measured(table)
    newer = lookback().newer(table)
    if len(measured) < 2 and newer is None:
        return
    with st.expander("Measured by more than one rubric" if len(measured) > 1 else "There is a newer rubric", icon=":material/rule:"):
        if len(measured) > 1:
            versions = [f"{one.report.rubric.version}{', as it was begun' if one.own else ''}" for one in measured]
            rows = [
                [item.title, *(str(level) if (level := one.report.criterion(item.id).level) is not None else "not observed" for one in measured)]
                for item in measured[-1].report.criteria
            ]
            st.html(look.table(["Criterion", *versions], rows))
        if newer is not None:
            st.caption(f"This meeting was begun with another version of the rubric; the one in force is {look.plain(newer)}. What was measured stays as it is.")
            if st.button(f"Measure by version {newer} as well", icon=":material/add_chart:"):
                with told():
                    lookback().measure_again(table)
                st.rerun()


def take_along(table: Table, report: Report) -> None:
    """Files to keep or to hand on. The page itself prints as it stands."""
    st.subheader("Take it along")
    with st.container(horizontal=True, key="take-along"):
        st.download_button(
            "Markdown", markdown(report, table.persona.name), file_name=f"debrief-{table.id}.md", mime="text/markdown", icon=":material/download:"
        )
        as_json = json.dumps(report.shown(), ensure_ascii=False, indent=2)
        st.download_button("JSON", as_json, file_name=f"debrief-{table.id}.json", mime="application/json", icon=":material/data_object:")
        if table.meeting.ended:
            made = statements(report, table.id, viewer().id, table.stored.updated_at)
            st.download_button(
                "xAPI", json.dumps(made, ensure_ascii=False, indent=2), file_name=f"debrief-{table.id}.xapi.json", mime="application/json",
                icon=":material/school:", help="Statements for a learning record store: the meeting and each level, no words of anybody's.",
            )  # fmt: skip
    st.caption("To print it, use the browser's own print: what is only for the screen stays out.")


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
    st.html(f'<div class="lf-focus">{lines(found, which)}</div>')
    if turn := found.again or found.turn:
        again(table, turn, f"Try again from turn {turn}", "primary", "focus")


def lines(found: Focus, which: str) -> str:
    """The weak line and the better one."""
    top = f'<p class="lf-eyebrow">One thing to work on</p><h3>{escape(found.title)}</h3>' + (f'<p class="lf-quiet">{escape(which)}</p>' if which else "")
    if not found.better:
        quote = look.quote(found.quote, f"turn {found.turn}") if found.quote else ""
        return f"{top}{quote}<p>{escape(found.advice)}</p>"
    if found.theirs:
        said = f"{look.quote(found.quote, f'they said, in turn {found.turn}')}" + (
            look.quote(found.weak, f"and you said, in turn {found.again}") if found.weak else ""
        )
    else:
        said = look.quote(found.weak or found.quote, f"turn {found.turn}")
    cites = f" Approved message <code>{escape(found.cites)}</code>." if found.cites else ""
    return (
        f'{top}<div class="lf-pair"><div><p class="lf-eyebrow">What you said</p>{said}</div>'
        f'<div class="lf-better"><p class="lf-eyebrow">What would have done more</p>{look.quote(found.better, escape(found.better_why) + cites)}</div></div>'
        f"<p>{escape(found.advice)}</p>"
    )


def compliance(report: Report) -> None:
    """A gate beside the scores, never averaged in."""
    for finding in report.compliance:
        words = f"**Turn {finding.turn}: “{look.plain(finding.quote)}”**  \n{look.plain(finding.why)}"
        if finding.rule == "adverse_event":
            words += f"  \n{INVENTED_HARM}"
        if finding.severity == "block":
            st.error(words, icon=":material/gavel:")
        else:
            st.warning(words, icon=":material/gavel:")


def criteria(report: Report, marks: OwnMarks | None) -> None:
    scored = [item for item in report.criteria if item.status == "scored"]
    rest = [item for item in report.criteria if item.status != "scored"]
    for item in scored:
        with st.container(border=True, key=f"criterion-{item.id}"):
            st.html(f'<div class="lf-row"><h4>{escape(item.title)}</h4>{look.level(item.level)}</div>{anchor(item)}{own_mark(marks, item)}')
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


def own_mark(marks: OwnMarks | None, item: Scored) -> str:
    """How far the rep's own mark is from this level."""
    mark = marks.mark(item.id) if marks else None
    if mark is None or item.level is None:
        return ""
    by = mark - item.level
    gap = "the same" if not by else f"{abs(by)} {'above' if by > 0 else 'below'} this"
    return f'<p class="lf-quiet">Your own mark for {escape(PARTS[PART_OF[item.id]].title.lower())}: {mark} of 3, {gap}.</p>'


def evidence(found: list[Evidence]) -> None:
    for item in found:
        place = f"turn {item.turn}" if item.source == "turn" else f"your {item.source}"
        st.html(f'<blockquote class="lf-quote">{escape(item.quote)}<small>{place} &middot; {escape(item.why)}</small></blockquote>')


def needs(report: Report) -> None:
    if not report.missed_needs and not report.disclosed_needs and not report.fitting:
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
    for fit in report.fitting:
        with st.expander(f"What would have fitted in turn {fit.turn}: {look.plain(fit.title.lower())}", icon=":material/library_books:"):
            balance = f" {escape(fit.balance)}" if fit.balance else ""
            sources = f"<br>{escape(' '.join(fit.citations))}" if fit.citations else ""
            st.html(
                f"{look.quote(fit.quote, 'they said')}<p>{escape(fit.text)}</p>"
                f'<p class="lf-quiet">Say with it:{balance or " nothing more is needed."}<br>Approved message {escape(fit.message)}.{sources}</p>'
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


main()
