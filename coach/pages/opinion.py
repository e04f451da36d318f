"""A model's opinion in a debrief: asked for by a button where one is configured, and shown apart from what was measured."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.content.errors import CoachError
from coach.debrief.judge_lines import LABELS
from coach.debrief.opinions import Opinion
from coach.debrief.records import Report
from coach.pages import look
from coach.pages.shell import coach, lookback, page, viewer
from coach.practice import Table
from coach.raters import Raters
from coach.store.opinions import KeptOpinions


def section(table: Table, report: Report) -> None:
    """What models said of this meeting, and the way to ask; nothing at all where none was asked and none can be."""
    kept, needed = lookback().opinions(table), lookback().asks_a_model(table)
    if not kept and not needed:
        return
    with st.container(key="opinion"):
        st.subheader("A model\u2019s opinion")
        st.html('<p class="lf-quiet">Apart from what was measured above. It changes no level there, and may be wrong.</p>')
        if kept:
            _shown(kept[0], report)
        for older in kept[1:]:
            with st.expander(f"What {look.plain(older.opinions.model)} said (prompt {look.plain(older.opinions.prompt)})"):
                _criteria(older, report)
                st.caption(look.plain(about(older)))
        if needed:
            _ask(table, needed)


def _ask(table: Table, needed: int) -> None:
    settings = coach().settings
    if not lookback().opinions(table):
        st.html(
            "<p>"
            "Some things are hard to measure: what kind of question it was, whether you gave back what they meant or only their words, "
            "and whether what you told was tied to what they had said. A model can read your lines for that.</p>"
        )
    st.html(
        f"<p>Asking sends what was said in this meeting, by both of you and word for word, to <b>{escape(settings.coach_judge_model)}</b> at "
        f"<b>{escape(settings.endpoint_place)}</b>. Nothing else goes along: no score, no note, no other meeting. It takes about "
        f"{max(100, round(needed, -2)):,} tokens. The answer is kept here, and that model is not asked twice.</p>"
    )
    if st.button(f"Ask {look.plain(settings.coach_judge_model)}", icon=":material/psychology:", key="ask-a-model"):
        try:
            with st.spinner("It reads what was said."):
                lookback().ask_a_model(table)
        except CoachError as error:
            for line in error.lines:
                words = look.plain(line).replace("http", "http\u2060")
                st.warning(f"{words} Nothing was kept, and what was measured stands.", icon=":material/psychology_alt:")
            return
        st.rerun()
    st.page_link(page("leaves"), label="What leaves this machine", icon=":material/shield:")


def _shown(kept: KeptOpinions, report: Report) -> None:
    _criteria(kept, report)
    with st.expander(f"What it took each of your lines for ({len(kept.opinions.lines)})"):
        st.html("".join(f'<p class="lf-moved"><b>{line.turn}. {escape(line.quote)}</b><br>{LABELS[line.label]}</p>' for line in kept.opinions.lines))
    st.caption(look.plain(about(kept)))


def about(kept: KeptOpinions) -> str:
    """Who said it, asked with what, at what cost, and when."""
    found, currency = kept.opinions, coach().settings.coach_currency
    spent = found.spent
    cost = f", {'about ' if spent.estimated else ''}{spent.sent + spent.received:,} tokens" if spent else ""
    money = f", {currency}{spent.money:,.4f}" if spent and spent.money else ""
    return f"{found.model}, prompt {found.prompt}{cost}{money}, asked on {kept.at.astimezone():%d %B %Y}."


def _criteria(kept: KeptOpinions, report: Report) -> None:
    counts = Raters(coach(), viewer()).judge(kept.opinions.model, kept.opinions.prompt, [item.id for item in kept.opinions.criteria])
    for item in kept.opinions.criteria:
        _criterion(item, report, counts[item.id][1])


def _criterion(item: Opinion, report: Report, counts: str) -> None:
    measured = next((one.level for one in report.criteria if one.id == item.id), None)
    beside = f"Measured: {measured} of 3." if measured is not None else "Measured: not observed."
    with st.container(border=True):
        level = look.level(item.level) if item.level is not None else '<span class="lf-level lf-none">unscored</span>'
        st.html(
            f'<p class="lf-eyebrow">{escape(report.criterion(item.id).title)}</p><div class="lf-row"><h4>{escape(item.title)}</h4>{level}</div>'
            f'<p class="lf-anchor">{escape(item.anchor or item.why)}</p><p class="lf-quiet">{beside} {escape(counts)}</p>'
        )
        for shown in item.evidence:
            st.html(look.quote(shown.quote, f"turn {shown.turn} &middot; {escape(shown.why)}"))
