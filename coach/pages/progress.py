"""Progress: each criterion over the rep's own meetings, what to practise next, and how near their own eye is."""

from __future__ import annotations

from html import escape

import altair as alt
import pandas as pd
import streamlit as st

from coach.debrief.progress import FEW, WINDOW, Line, Played, lines, next_up, own_eye
from coach.pages import look
from coach.pages.shell import lookback, page, told


def main() -> None:
    st.title("Progress")
    with told():
        played, unread = lookback().history(), lookback().unread()
    if unread:
        st.caption(f"{meetings(unread).capitalize()} of yours {'is' if unread == 1 else 'are'} not in here yet: read the debrief first.")
        st.page_link(page("debrief"), label="Debriefs", icon=":material/rate_review:")
    if not played:
        st.html(
            '<p class="lf-lead">Nothing to see yet. Play a meeting to its end and read its debrief; it becomes the first point here. '
            "You are held against nobody but yourself.</p>"
        )
        st.page_link(page("start"), label="Pick somebody to meet", icon=":material/home:")
        return
    st.html(f'<p class="lf-lead">{meetings(len(played)).capitalize()}, against nobody but your own past.</p>')
    practise_next(played)
    found = lines(played)
    st.subheader("Criterion by criterion")
    few = (
        f"Each point rests on the last {WINDOW} meetings that called for it. With few behind it, it is drawn towards your own mean, because one meeting "
        f"says little: with {FEW}, a point is half its own."
    )
    st.caption(few)
    st.altair_chart(picture(found, len(played)), alt=in_words(found), key="progress")
    st.html(look.table(["Criterion", "Now", "Meetings behind it", "Since then"], [row(line) for line in found]))
    eye(played)
    with st.expander("The meetings"):
        for one in reversed(played):
            with st.container(horizontal=True, vertical_alignment="center", key=f"played-{one.meeting}"):
                who = (one.report.persona or "somebody").replace("_", " ")
                st.page_link(page("debrief"), label=f"{one.label}, {who}", icon=":material/rate_review:", query_params={"m": one.meeting})
                levels = [item.level for item in one.report.criteria if item.level is not None]
                st.caption(f"{look.OUTCOMES[one.report.outcome.kind][0].lower()} · {len(levels)} criteria scored")


def meetings(count: int) -> str:
    return f"{count} meetings" if count != 1 else "one meeting"


def practise_next(played: list[Played]) -> None:
    found = next_up(played)
    if found is None:
        st.html(
            '<div class="lf-focus"><p class="lf-eyebrow">To practise next</p><p>Nothing stands out. Meet somebody harder, or for another purpose.</p></div>'
        )
        return
    st.html(f'<div class="lf-focus"><p class="lf-eyebrow">To practise next</p><h3>{escape(found.title)}</h3><p>{escape(found.reason)}</p></div>')
    with st.container(horizontal=True):
        where = f"The debrief where it was last missed{f', turn {found.turn}' if found.turn else ''}"
        st.page_link(page("debrief"), label=where, icon=":material/rate_review:", query_params={"m": found.meeting})
        st.page_link(page("start"), label="Pick somebody to meet", icon=":material/home:")


def row(line: Line) -> list[str]:
    first = " (a first sight)" if line.now.behind < FEW else ""
    return [line.title, f"{line.now.level:.1f} of 3", f"{line.now.behind}{first}", line.trend]


def picture(found: list[Line], count: int) -> alt.FacetChart:
    """A small chart for each criterion, all on the same scale; the more meetings behind a point, the bigger it is."""
    colour = look.LENS_COLOURS.get(st.context.theme.type or "light", look.LENS_COLOURS["light"])["clinical"]
    rows = [
        {"criterion": line.title, "meeting": point.at, "level": point.level, "raw": point.raw, "behind": point.behind, "when": point.label}
        for line in found
        for point in line.points
    ]
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("meeting:Q", title="meeting", axis=alt.Axis(tickMinStep=1, format="d", grid=False), scale=alt.Scale(domain=[1, max(2, count)], nice=False)),
        y=alt.Y("level:Q", title=None, axis=alt.Axis(values=[0, 1, 2, 3], gridOpacity=0.4), scale=alt.Scale(domain=[0, 3])),
    )
    tips = [
        alt.Tooltip("when:N", title="meeting of"),
        alt.Tooltip("level:Q", title="shrunk mean"),
        alt.Tooltip("raw:Q", title="mean as it is"),
        alt.Tooltip("behind:Q", title="meetings behind it"),
    ]
    size = alt.Size("behind:Q", scale=alt.Scale(domain=[1, WINDOW], range=[25, 150]), legend=None)
    layers = base.mark_line(color=colour, strokeWidth=2) + base.mark_circle(color=colour, opacity=1).encode(size=size, tooltip=tips)
    facet = alt.Facet("criterion:N", title=None, sort=[line.title for line in found], header=alt.Header(labelFontSize=12, labelAnchor="start", labelLimit=240))
    return layers.properties(width=225, height=105).facet(facet, columns=4)


def in_words(found: list[Line]) -> str:
    return "Your level by criterion over your meetings. " + " ".join(
        f"{line.title}: {line.now.level:.1f} of 3, {meetings(line.now.behind)} behind it, {line.trend}." for line in found
    )


def eye(played: list[Played]) -> None:
    """The gap between own marks and measure, over time."""
    found = own_eye(played)
    if not found:
        return
    st.subheader("Your own eye")
    st.html(look.items([one.words for one in found]))
    st.caption("Out of the marks you gave before the scores. Nobody is graded on it; knowing it helps you judge a meeting that nobody measures.")


main()
