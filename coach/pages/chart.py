"""The meeting as one picture: trust and patience by turn, belief as steps below, each move with its cause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from coach.content.base import BELIEFS
from coach.debrief.records import Move, Report
from coach.pages.look import BELIEF_WORDS

SHORT: dict[str, str] = {
    "unaware": "unaware",
    "recognised": "sees it",
    "curious": "curious",
    "evaluating": "weighs it",
    "convinced": "convinced",
    "advocate": "advocate",
}
FLOOR = -20
"""Below the lines there is room for what the rep did: a strip at STRIP, on the scale of trust."""
STRIP = -11
CHOSEN = "chosen"
"""The selection of the chart: the turn of the point that was clicked last."""
GLYPHS = {"question": "?", "claim": "!"}


def causes(changes: Sequence[Move]) -> str:
    """What moved in a turn and why, in one line."""
    parts = []
    for change in changes:
        if change.what in ("trust", "patience") and change.by and change.because != "time passing":
            parts.append(f"{change.what} {change.by:+.0f}: {change.because}")
        elif change.what == "belief" and change.to:
            parts.append(f"belief: {BELIEF_WORDS.get(change.to, change.to)} ({change.because})")
    return "; ".join(parts) or "nothing moved"


def story(report: Report, theme: str, at: int | None = None) -> alt.LayerChart:
    """One chart over the turns: trust and patience as lines that differ in dash as well as colour, belief as a staircase on
    the scale to the right, questions and claims of the rep's as signs along the bottom, and a line where turn `at` is."""
    ink = {"light": ("#0F6B63", "#A8631D", "#37368A"), "dark": ("#5CC8B8", "#FFD27E", "#9C9EE8")}.get(theme, ("#0F6B63", "#A8631D", "#37368A"))
    faint = {"dark": "#DCE8E6"}.get(theme, "#22302E")
    lines: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    signs: list[dict[str, Any]] = []
    for row in report.trajectory:
        why = causes(row.changes)
        lines += [{"turn": row.turn, "what": what, "value": value, "why": why} for what, value in (("trust", row.trust), ("patience", row.patience))]
        steps.append({"turn": row.turn, "what": "belief", "rung": BELIEFS.index(row.belief), "belief": BELIEF_WORDS[row.belief], "why": why})
        if row.question:
            signs.append({"turn": row.turn, "y": STRIP, "sign": GLYPHS["question"], "what": f"you asked ({row.question} question)"})
        if row.claims:
            signs.append({"turn": row.turn, "y": STRIP if not row.question else FLOOR + 2, "sign": GLYPHS["claim"], "what": "you claimed something"})
    last = max((row.turn for row in report.trajectory), default=1)
    axis = alt.X("turn:Q", title="turn", axis=alt.Axis(tickMinStep=1, format="d", grid=False), scale=alt.Scale(domain=[0, max(1, last)], nice=False))
    names = ["trust", "patience", "belief"]
    colour = alt.Color(
        "what:N", title=None, scale=alt.Scale(domain=names, range=list(ink)), legend=alt.Legend(orient="top", symbolType="stroke", symbolStrokeWidth=3)
    )
    dash = alt.StrokeDash("what:N", title=None, scale=alt.Scale(domain=names, range=[[1, 0], [5, 4], [2, 2]]), legend=None)
    left = alt.Y("value:Q", title=None, axis=alt.Axis(values=[0, 20, 40, 60, 80, 100], gridOpacity=0.4), scale=alt.Scale(domain=[FLOOR, 100]))
    labels = " : ".join(f"datum.value == {rung} ? '{SHORT[name]}'" for rung, name in enumerate(BELIEFS)) + " : ''"
    right = alt.Y(
        "rung:Q",
        title=None,
        scale=alt.Scale(domain=[FLOOR / 20, 5]),
        axis=alt.Axis(orient="right", values=list(range(6)), labelExpr=labels, labelOverlap=False, labelColor=ink[2], grid=False),
    )
    standing = alt.Chart(pd.DataFrame(lines)).encode(x=axis)
    tips = [
        alt.Tooltip("turn:Q", title="turn"),
        alt.Tooltip("what:N", title="of"),
        alt.Tooltip("value:Q", title="stands at"),
        alt.Tooltip("why:N", title="because"),
    ]
    moved = [alt.Tooltip("turn:Q", title="turn"), alt.Tooltip("belief:N", title="belief"), alt.Tooltip("why:N", title="because")]
    belief = alt.Chart(pd.DataFrame(steps)).encode(x=axis)
    layers: list[alt.Chart] = [
        belief.mark_line(interpolate="step-after", strokeWidth=2).encode(y=right, color=colour, strokeDash=dash),
        belief.mark_square(size=45, opacity=1).encode(y=right, color=colour, tooltip=moved),
        standing.mark_line(strokeWidth=2.5).encode(y=left, color=colour, strokeDash=dash),
        standing.mark_circle(size=70, opacity=1, cursor="pointer")
        .encode(y=left, color=colour, tooltip=tips)
        .add_params(alt.selection_point(name=CHOSEN, fields=["turn"], toggle=False, empty=False)),
    ]
    if signs:
        strip = alt.Chart(pd.DataFrame(signs)).encode(x=axis, y=alt.Y("y:Q", scale=alt.Scale(domain=[FLOOR, 100]), axis=None))
        layers.append(
            strip.mark_text(fontSize=15, fontWeight="bold", color=faint).encode(text="sign:N", tooltip=[alt.Tooltip("turn:Q"), alt.Tooltip("what:N")])
        )
    if at is not None:
        layers.append(alt.Chart(pd.DataFrame([{"turn": at}])).mark_rule(strokeDash=[2, 3], strokeWidth=1.5, color=faint, opacity=0.7).encode(x=axis))
    return alt.layer(*layers).resolve_scale(y="independent").properties(height=340, padding={"left": 5, "right": 5, "top": 5, "bottom": 5})


def in_words(report: Report) -> str:
    """The same picture for somebody who does not see it."""
    if not report.trajectory:
        return "No turns."
    first, last = report.trajectory[0], report.trajectory[-1]
    asked, claimed = sum(bool(row.question) for row in report.trajectory), sum(row.claims for row in report.trajectory)
    return (
        f"Trust began at {first.trust} and ended at {last.trust} of 100, patience at {first.patience} and {last.patience}; "
        f"belief went from {BELIEF_WORDS[first.belief]} to {BELIEF_WORDS[last.belief]} "
        f"over {last.turn} turns. You asked in {asked} of them and claimed something in {claimed}. "
        "Choose a turn below the chart, or a point in it, to hear what moved there and why."
    )
