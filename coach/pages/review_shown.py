"""What a review says, as it is read afterwards by the rep and by whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from coach.pages import look
from coach.practice import Table
from coach.reviews.review import OVERRIDE, ReviewDocument, with_answers


def closing(review: ReviewDocument, question: str) -> None:
    """The question, and the answer to it."""
    said = f'<p class="lf-spoken">{escape(review.closing)}</p>' if review.closing.strip() else ""
    st.html(f'<div class="lf-focus"><p class="lf-eyebrow">The question was</p><p class="lf-ask">{escape(question)}</p>{said}</div>')


def moment(review: ReviewDocument, table: Table) -> None:
    """The turn that would have been decided differently, and how."""
    if review.moment is None:
        return
    st.html(
        f'<div class="lf-pair"><div><p class="lf-eyebrow">What was said</p>{look.quote(said_in(table, review.moment.turn), f"turn {review.moment.turn}")}</div>'
        f'<div class="lf-better"><p class="lf-eyebrow">How the manager would have decided</p>{look.quote(review.moment.instead, "in their words")}</div></div>'
    )


def comments(review: ReviewDocument, table: Table) -> None:
    """Each comment beside its turn, in the order of the meeting."""
    for one in sorted(review.comments, key=lambda one: one.turn):
        st.html(
            f'<div class="lf-pair"><div>{look.quote(said_in(table, one.turn), f"turn {one.turn}")}</div>'
            f'<div><p class="lf-spoken">{escape(one.words)}</p></div></div>'
        )


def override(title: str, level: int, measured: int | None, reason: str) -> str:
    """Both levels and the reason."""
    before = look.level(measured) if measured is not None else '<span class="lf-level lf-none">not observed</span>'
    return (
        f'<div class="lf-row"><h4>{escape(title)}</h4></div>'
        f'<div class="lf-both"><div><small>measured</small>{before}</div><div><small>the manager</small>{look.level(level)}</div></div>'
        f'<p class="lf-why">{escape(reason)}</p>'
    )


def levels(review: ReviewDocument, titles: Mapping[str, str], measured: Mapping[str, int | None]) -> None:
    """Both scores side by side; nothing where the manager gave none."""
    given = {id: level for id, level in review.levels.items() if level is not None and id in titles}
    if not given:
        return
    rows = [[titles[id], str(level), "not observed" if measured.get(id) is None else str(measured[id])] for id, level in given.items()]
    st.html(look.table(["Criterion", "The manager", "Measured"], rows))
    if review.blind:
        st.caption("The manager's levels were given before they saw the measured ones.")


def read_only(review: ReviewDocument, table: Table, titles: Mapping[str, str], answers: Mapping[str, str]) -> None:
    """All of it, with what the rep answered."""
    review = with_answers(review, answers)
    if review.closing.strip():
        st.html(f'<p class="lf-spoken">{escape(review.closing)}</p>')
    moment(review, table)
    comments(review, table)
    for question in review.questions:
        st.html(f'<p class="lf-why"><b>{escape(question)}</b></p>{answered(answers.get(question, ""))}')
    for id, one in review.overrides.items():
        st.html(override(titles.get(id, id), one.level, one.measured, one.reason) + answered(answers.get(OVERRIDE + id, "")))


def answered(words: str) -> str:
    return look.quote(words, "the rep's answer") if words else '<p class="lf-quiet">Not answered yet.</p>'


def said_in(table: Table, turn: int) -> str:
    """The rep's words in a turn; what they heard where they said nothing."""
    found = next((one for one in table.meeting.turns if one.said.turn == turn), None)
    if found is None:
        return ""
    return found.said.words or next((reply.words for reply in found.replied), "silence")
