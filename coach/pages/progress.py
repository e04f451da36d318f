"""Progress: each criterion over the rep's own meetings, what to practise next, and how near their own eye is."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.debrief.progress import FEW, WINDOW, Line, Played, lines, next_up, own_eye
from coach.pages import look, remembered
from coach.pages.shell import lookback, page, told

# Meetings shown in a row of bars.
SHOWN = 24


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
        with told():
            remembered.section()
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
    st.html(f'<div class="lf-lines">{"".join(card(line, len(played)) for line in found)}</div>')
    eye(played)
    with st.expander("The meetings"):
        for one in reversed(played):
            with st.container(horizontal=True, vertical_alignment="center", key=f"played-{one.meeting}"):
                who = (one.report.persona or "somebody").replace("_", " ")
                st.page_link(page("debrief"), label=f"{one.label}, {who}", icon=":material/rate_review:", query_params={"m": one.meeting})
                levels = [item.level for item in one.report.criteria if item.level is not None]
                st.caption(f"{look.OUTCOMES[one.report.outcome.kind][0].lower()} · {len(levels)} criteria scored")
    with told():
        remembered.section()


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


def card(line: Line, count: int) -> str:
    """A criterion: where it stands, how many meetings are behind it, and its line. Each point says itself when pointed at; the same
    stands below in words, for whoever does not point."""
    first = ", a first sight" if line.now.behind < FEW else ""
    points = "".join(f"<li>{escape(point.label)}: {point.level:.1f} ({point.raw:.1f} as it is, {meetings(point.behind)})</li>" for point in line.points)
    return (
        f"<div><h4>{escape(line.title)}</h4>{bars(line, count)}"
        f"<p><b>{line.now.level:.1f}</b> of 3 <small>{meetings(line.now.behind)} behind it{first}</small></p>"
        f'<p class="lf-quiet">{escape(line.trend.capitalize())}.</p>'
        f"<details><summary>Point by point</summary><ul>{points}</ul></details></div>"
    )


def bars(line: Line, count: int) -> str:
    """A bar for each meeting that called for it, a gap for one that did not, the fuller the more meetings are behind it. All have the
    same scale: 0 to 3, by the last meetings of the rep's."""
    by = {point.at: point for point in line.points}
    drawn = []
    for at in range(max(1, count - SHOWN + 1), count + 1):
        point = by.get(at)
        if point is None:
            drawn.append("<i></i>")
            continue
        words = f"{point.label}: {point.level:.1f} of 3, {meetings(point.behind)} behind it"
        ink = min(100, 40 + 60 * point.behind // WINDOW)
        drawn.append(f'<i title="{escape(words)}"><b style="height:{max(3, 100 * point.level / 3):.0f}%;--ink:{ink}%"></b></i>')
    return f'<div class="lf-bars" role="img" aria-label="{escape(in_words(line))}">{"".join(drawn)}</div>'


def in_words(line: Line) -> str:
    return f"{line.title}: {line.now.level:.1f} of 3, {meetings(line.now.behind)} behind it, {line.trend}."


def eye(played: list[Played]) -> None:
    """The gap between own marks and measure, over time."""
    found = own_eye(played)
    if not found:
        return
    st.subheader("Your own eye")
    st.html(look.items([one.words for one in found]))
    st.caption("Out of the marks you gave before the scores. Nobody is graded on it; knowing it helps you judge a meeting that nobody measures.")


main()
