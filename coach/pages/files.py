"""A debrief to keep or to hand on, as files."""

from __future__ import annotations

import json

import streamlit as st

from coach.debrief.records import Report
from coach.debrief.report import markdown, opinions_markdown
from coach.debrief.xapi import statements
from coach.pages.shell import lookback, viewer
from coach.practice import Table


def take_along(table: Table, report: Report) -> None:
    """Files to keep or to hand on. The page itself prints as it stands."""
    st.subheader("Take it along")
    with st.container(horizontal=True, key="take-along"):
        kept = lookback().opinions(table)
        in_words = "\n".join([markdown(report, table.persona.name), *(opinions_markdown(one.opinions) for one in kept[:1])])
        st.download_button("Markdown", in_words, file_name=f"debrief-{table.id}.md", mime="text/markdown", icon=":material/download:")
        shown = report.shown() | ({"judge": kept[0].opinions.shown()} if kept else {})
        as_json = json.dumps(shown, ensure_ascii=False, indent=2)
        st.download_button("JSON", as_json, file_name=f"debrief-{table.id}.json", mime="application/json", icon=":material/data_object:")
        if table.meeting.ended:
            made = statements(report, table.id, viewer().id, table.stored.updated_at)
            st.download_button(
                "xAPI", json.dumps(made, ensure_ascii=False, indent=2), file_name=f"debrief-{table.id}.xapi.json", mime="application/json",
                icon=":material/school:", help="Statements for a learning record store: the meeting and each level, no words of anybody's.",
            )  # fmt: skip
    st.caption("To print it, use the browser's own print: what is only for the screen stays out.")
