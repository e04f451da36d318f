"""What a debrief shows of a practised meeting and of a real call alike: the one thing to work on, gates, criteria, figures, rubrics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from coach.debrief.records import Focus, Report, Scored
from coach.pages import look
from coach.pages.shell import told


def focus(found: Focus, which: str = "") -> str:
    """The one thing to work on, as HTML: the weak line and the better one, where there is one. `which` says which try this is."""
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


def compliance(report: Report, harm: str = "") -> None:
    """A gate beside the scores, never averaged in. `harm` stands below words of a harm."""
    for finding in report.compliance:
        words = f"**Turn {finding.turn}: “{look.plain(finding.quote)}”**  \n{look.plain(finding.why)} {look.plain(finding.instead)}".rstrip()
        if harm and finding.rule == "adverse_event":
            words += f"  \n{harm}"
        show_as = st.error if finding.severity == "block" else st.warning
        show_as(words, icon=":material/gavel:")


def criteria(report: Report, below: Callable[[Scored], str], why_not: Callable[[Scored], str], rest_title: str) -> None:
    """Each criterion with the words it rests on. `below` is HTML under its anchor, `why_not` a line for one without a level;
    `rest_title` stands over those, its braces filled with how many there are, and what follows a colon in it below."""
    rest = [item for item in report.criteria if item.status != "scored"]
    for item in report.criteria:
        if item.status != "scored":
            continue
        with st.container(border=True, key=f"criterion-{item.id}"):
            anchor = f'<p class="lf-anchor">{escape(item.anchor)}</p>' if item.anchor else ""
            st.html(f'<div class="lf-row"><h4>{escape(item.title)}</h4>{look.level(item.level)}</div>{anchor}{below(item)}')
            for shown in item.evidence[:3]:
                place = f"turn {shown.turn}" if shown.source == "turn" else f"your {shown.source}"
                st.html(look.quote(shown.quote, f"{place} &middot; {escape(shown.why)}"))
            if item.advice:
                st.markdown(f"**Next time.** {look.plain(item.advice)}")
    if rest:
        title, _, words = rest_title.format(len(rest)).partition(": ")
        with st.expander(title):
            st.caption(words)
            for item in rest:
                st.html(f'<div class="lf-row"><h4>{escape(item.title)}</h4>{look.level(None)}</div><p class="lf-anchor">{escape(why_not(item))}</p>')


def numbers(report: Report, besides: str = "") -> None:
    """Figures of the meeting. `besides` says what cannot be counted here."""
    found = report.measures
    st.subheader("In numbers")
    st.caption(f"Context for a coach. No level rests on a ratio.{besides}")
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


def versions(what: str, measured: Sequence[tuple[str, Report]], newer: str | None, measure: Callable[[], object]) -> None:
    """Where there is a newer rubric: the levels by each that was used, side by side, and a way to measure by the newer one too.
    `what` is a meeting or a call; `measured` names each debrief, the first first."""
    if len(measured) < 2 and newer is None:
        return
    with st.expander("Measured by more than one rubric" if len(measured) > 1 else "There is a newer rubric", icon=":material/rule:"):
        if len(measured) > 1:
            rows = [
                [item.title, *(str(level) if (level := report.criterion(item.id).level) is not None else "not observed" for _, report in measured)]
                for item in measured[-1][1].criteria
            ]
            st.html(look.table(["Criterion", *(name for name, _ in measured)], rows))
        if newer is not None:
            st.caption(f"This {what} was begun with another version of the rubric; the one in force is {look.plain(newer)}. What was measured stays as it is.")
            if st.button(f"Measure by version {newer} as well", icon=":material/add_chart:"):
                with told():
                    measure()
                st.rerun()
