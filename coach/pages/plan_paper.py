"""The plan as one page to print and take along. Nothing to press on it but the way back."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.messages.plan_export import Part, Row, about, approval, clock, long_day
from coach.pages.plan_view import View
from coach.pages.shell import page


def paper(view: View) -> None:
    st.page_link(page("plan"), label="Back to the plan", icon=":material/arrow_back:", query_params={"p": view.stored.id})
    sheet = view.sheet()
    unseen = [gap.says for gap in sheet.whole if gap.kind == "unseen"]
    rows = "".join(_row(row) for row in sheet.rows) or "<p>There is no step yet.</p>"
    below = f"<p><b>Nobody sees yet.</b> {escape(' '.join(unseen))}</p>" if unseen else ""
    st.html(
        f'<article class="lf-paper"><h1>{escape(sheet.plan.title)}</h1><p class="lf-quiet">{escape(sheet.account)} &middot; {escape(sheet.product)}</p>'
        f'{rows}{below}<p class="lf-quiet">{escape(sheet.notice)}</p></article>'
    )
    st.caption("Print it with the browser: Ctrl+P, or ⌘P on a Mac.")


def _row(row: Row) -> str:
    step = row.step
    ask = f"<p><b>Ask first.</b> {escape(step.question)}</p>" if step.question else ""
    ask += f"<p><b>With you.</b> {escape('; '.join(row.with_us))}</p>" if row.with_us else ""
    note = f'<p class="lf-spoken">{escape(step.note)}</p>' if step.note else ""
    # What only matters while one plans is left to the page; on paper stands what would go wrong in the room.
    look_at = "".join(f"<li>{escape(gap.says)}</li>" for gap in row.gaps if gap.kind in ("version", "before", "order"))
    return (
        f"<section><h2>{row.number}. {escape(step.who.name)}, {long_day(step.day)}{clock(step)}</h2>"
        f'<p class="lf-quiet">{escape(about(row))}</p>{ask}<ul>{"".join(_part(part) for part in row.parts)}</ul>'
        f"{f'<ul class=lf-open>{look_at}</ul>' if look_at else ''}{note}</section>"
    )


def _part(part: Part) -> str:
    if part.message is None or part.against:
        return f"<li><i>Not to be said: {escape(part.id)} {escape(part.against)}.</i></li>"
    below = [f"<b>Say with it.</b> {escape(part.message.balance)}"] if part.message.balance else []
    below += [*(escape(study.citation) for study in part.studies), escape(approval(part))]
    return f"<li>{escape(part.message.text)}<small>{'<br>'.join(below)}</small></li>"
