"""The meeting as one picture: trust and patience by turn, belief as steps below, each move with its cause."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from coach.content.base import BELIEFS
from coach.debrief.records import Report, Row
from coach.pages.look import BELIEF_WORDS

SHORT: dict[str, str] = {
    "unaware": "unaware",
    "recognised": "sees it",
    "curious": "curious",
    "evaluating": "weighs it",
    "convinced": "convinced",
    "advocate": "advocate",
}
MARGIN = 78
"""Pixels left of both charts, so that their turns stand above each other."""


def causes(row: Row) -> str:
    """What moved in a turn and why, in one line."""
    parts = []
    for change in row.changes:
        if change.what in ("trust", "patience") and change.by and change.because != "time passing":
            parts.append(f"{change.what} {change.by:+.0f}: {change.because}")
        elif change.what == "belief" and change.to:
            parts.append(f"belief: {BELIEF_WORDS.get(change.to, change.to)} ({change.because})")
    return "; ".join(parts) or "nothing moved"


def story(report: Report, theme: str) -> tuple[alt.LayerChart, alt.LayerChart]:
    """Two charts over the same turns: trust and patience as lines that differ in dash as well as colour, and belief as
    a staircase."""
    ink = {"light": ("#0F6B63", "#A8631D", "#37368A"), "dark": ("#5CC8B8", "#FFD27E", "#9C9EE8")}.get(theme, ("#0F6B63", "#A8631D", "#37368A"))
    rows: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    for row in report.trajectory:
        why = causes(row)
        rows += [{"turn": row.turn, "what": "trust", "value": row.trust, "why": why}, {"turn": row.turn, "what": "patience", "value": row.patience, "why": why}]
        steps.append({"turn": row.turn, "rung": BELIEFS.index(row.belief), "belief": BELIEF_WORDS[row.belief], "why": why})
    last = max((row.turn for row in report.trajectory), default=1)
    axis = alt.X("turn:Q", title="turn", axis=alt.Axis(tickMinStep=1, format="d", grid=False), scale=alt.Scale(domain=[0, max(1, last)], nice=False))
    base = alt.Chart(pd.DataFrame(rows)).encode(x=axis)
    colour = alt.Color(
        "what:N",
        title=None,
        scale=alt.Scale(domain=["trust", "patience"], range=list(ink[:2])),
        legend=alt.Legend(orient="top", symbolType="stroke", symbolStrokeWidth=3),
    )
    dash = alt.StrokeDash("what:N", title=None, scale=alt.Scale(domain=["trust", "patience"], range=[[1, 0], [5, 4]]), legend=None)
    tips = [
        alt.Tooltip("turn:Q", title="turn"),
        alt.Tooltip("what:N", title="of"),
        alt.Tooltip("value:Q", title="stands at"),
        alt.Tooltip("why:N", title="because"),
    ]
    upper = (
        base.mark_line(strokeWidth=2.5).encode(
            y=alt.Y("value:Q", title=None, axis=alt.Axis(minExtent=MARGIN, maxExtent=MARGIN), scale=alt.Scale(domain=[0, 100])), color=colour, strokeDash=dash
        )
        + base.mark_circle(size=70, opacity=1).encode(y="value:Q", color=colour, tooltip=tips)
    ).properties(height=290, padding={"left": 5, "right": 15, "top": 5, "bottom": 5})
    labels = " : ".join(f"datum.value == {at} ? '{SHORT[name]}'" for at, name in enumerate(BELIEFS)) + " : ''"
    stairs = alt.Chart(pd.DataFrame(steps)).encode(x=axis)
    shape = alt.Y(
        "rung:Q",
        title=None,
        scale=alt.Scale(domain=[0, 5]),
        axis=alt.Axis(values=list(range(6)), labelExpr=labels, labelLimit=MARGIN, labelOverlap=False, minExtent=MARGIN, maxExtent=MARGIN),
    )
    lower = (
        stairs.mark_line(interpolate="step-after", strokeWidth=2.5, color=ink[2]).encode(y=shape)
        + stairs.mark_square(size=60, color=ink[2], opacity=1).encode(
            y=shape, tooltip=[alt.Tooltip("turn:Q", title="turn"), alt.Tooltip("belief:N", title="belief"), alt.Tooltip("why:N", title="because")]
        )
    ).properties(height=250, padding={"left": 5, "right": 15, "top": 5, "bottom": 5})
    return upper, lower


def in_words(report: Report) -> str:
    """The same picture for somebody who does not see it."""
    if not report.trajectory:
        return "No turns."
    first, last = report.trajectory[0], report.trajectory[-1]
    return (
        f"Trust began at {first.trust} and ended at {last.trust} of 100, patience at {first.patience} and {last.patience}; "
        f"belief went from {BELIEF_WORDS[first.belief]} to {BELIEF_WORDS[last.belief]} "
        f"over {last.turn} turns. Each move is listed below the chart."
    )
