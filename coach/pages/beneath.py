"""What lay beneath a practised meeting: the needs that came out or did not, what would have met them, and what could not be seen."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.debrief.records import Report
from coach.pages import look


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
