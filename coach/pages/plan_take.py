"""What one takes along, and what one writes afterwards. Files are made when somebody asks for them; nothing is sent."""

from __future__ import annotations

from functools import partial

import streamlit as st

from coach.content.errors import CoachError
from coach.messages.plan import MAX_NOTE, Step
from coach.messages.plan_export import as_csv, as_markdown
from coach.messages.plan_export_calendar import as_calendar
from coach.messages.plan_export_word import as_word
from coach.messages.plan_letters import follow_up, medical_request
from coach.pages import look
from coach.pages.plan_view import View
from coach.pages.shell import page

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def take(view: View) -> None:
    """The plan as one page and as files."""
    if not view.plan.steps:
        return
    st.subheader("Take it along")
    st.page_link(page("plan"), label="One page, to print", icon=":material/print:", query_params={"p": view.stored.id, "paper": "1"})
    sheet = view.sheet()
    minutes = {persona.id: persona.minutes for persona in view.shelf.personas.values()}
    files = (
        ("Word", "docx", WORD, partial(as_word, sheet), ":material/description:"),
        ("Calendar", "ics", "text/calendar", partial(as_calendar, sheet, view.stored.id, view.stored.revision, minutes), ":material/calendar_add_on:"),
        ("CSV for a CRM", "csv", "text/csv", lambda: as_csv(sheet).encode("utf-8-sig"), ":material/table:"),
        ("Markdown", "md", "text/markdown", lambda: as_markdown(sheet), ":material/text_snippet:"),
    )
    with st.container(horizontal=True, key="plan-files"):
        for label, ending, mime, made, icon in files:
            st.download_button(label, made, f"{sheet.file_name}.{ending}", mime, key=f"file-{ending}", icon=icon, on_click="ignore")
    st.caption(look.plain(sheet.notice))


def after_the_meeting(view: View, step: Step) -> None:
    with st.expander("After the meeting", icon=":material/outgoing_mail:", key=f"after-{step.id}", on_change="rerun") as box:
        if not box.open:
            return
        email(view, step)
        request(view, step)


def email(view: View, step: Step) -> None:
    """An email of approved words only, or why there is none."""
    st.markdown("**An email of approved words**")
    if view.library is None:
        st.caption("The library is gone, so nothing is approved.")
        return
    try:
        text = follow_up(step, view.library, view.today)
    except CoachError as error:
        for line in error.lines:
            st.caption(f":material/block: {look.plain(line)}")
        return
    st.caption("Copy it into your own mail. If you change a word of a message, it is no longer the approved one.")
    st.code(text, language=None, wrap_lines=True)
    st.download_button("Download the email", text, f"email-{step.id}.txt", "text/plain", key=f"email-{step.id}", icon=":material/download:", on_click="ignore")


def request(view: View, step: Step) -> None:
    """A question that belongs to medical information."""
    st.markdown("**A question for medical information**")
    st.caption("What goes beyond the approved words is not yours to answer. Write down what they asked, and pass it on.")
    asked = st.text_area("What they asked, in their words", key=f"asked-{step.id}", max_chars=MAX_NOTE, height=80)
    if not asked.strip():
        return
    try:
        text = medical_request(step, view.library, asked, view.today, view.account_name)
    except CoachError as error:
        for line in error.lines:
            st.error(look.plain(line), icon=":material/error:")
        return
    st.code(text, language=None, wrap_lines=True)
    st.download_button(
        "Download the request",
        text,
        f"medical-information-{step.id}.txt",
        "text/plain",
        key=f"request-{step.id}",
        icon=":material/download:",
        on_click="ignore",
    )
