"""The brief before a talk: on one page, on screen and on paper."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from coach.assigned import Assigned
from coach.pages import look
from coach.pages.shell import addressed, coach, page, viewer
from coach.reviews.session import Brief, Changed, followed_words, step_words
from coach.store.sessions import CoachingSession

SIGNS = {"higher": "Higher", "lower": "Lower", "the same": "The same"}


def name_of(person: str) -> str:
    """What to call somebody whom the viewer leads. NotYours for anybody else."""
    found = next((one for one in coach().store.people.led(viewer()) if one.id == person), None)
    return found.name if found else "You" if person == viewer().id else coach().store.people.one(viewer(), person).name


def paper(assigned: Assigned, person: str) -> None:
    """The brief as one page to print. Nothing to press on it but the way back."""
    addressed("coaching", "paper", person)
    st.page_link(page("coaching"), label="Back", icon=":material/arrow_back:", query_params={"with": person})
    made, sessions = assigned.brief(person)
    name = name_of(person)
    room = '<section><h2>Agreed next</h2><p class="lf-blank">What</p><p class="lf-blank">Who</p><p class="lf-blank">By</p></section>'
    st.html(
        f'<article class="lf-paper"><h1>Before the talk with {escape(name)}</h1><p class="lf-quiet">{escape(look.day(date.today().isoformat()))}</p>'
        f"{body(made, sessions, name)}{room}</article>"
    )
    st.caption("Print it with the browser: Ctrl+P, or ⌘P on a Mac.")


def body(made: Brief, sessions: list[CoachingSession], name: str) -> str:
    """What stands on the page, as markup with everything that people wrote escaped."""
    last = ""
    if sessions:
        step, followed, question = sessions[0].held.step, sessions[0].held.followed, sessions[0].held.question
        put = f'<p class="lf-quiet">You asked: “{escape(question)}”</p>' if question else ""
        last = (
            f"<section><h2>Agreed last time, {escape(look.day(sessions[0].held_on.isoformat()))}</h2>"
            f"<p>{escape(step_words(step, name, 'You'))} {escape(followed_words(followed, step, date.today()))}</p>{put}</section>"
        )
    changed = "".join(_change(one) for one in made.changed)
    unchanged = f'<p class="lf-quiet">{escape(made.unchanged)}</p>' if made.unchanged else ""
    moments = "".join(
        f"<li><b>Turn {one.turn}, with {escape(one.person)}.</b> {escape(one.why)}{f'<small>“{escape(one.quote)}”</small>' if one.quote else ''}</li>"
        for one in made.moments
    )
    replay = f"<ul>{moments}</ul>" if moments else "<p>None yet: no meeting was handed in to take one from.</p>"
    on = f'<p class="lf-quiet">{escape(made.question_on)}</p>' if made.question_on else ""
    return (
        f'<p class="lf-quiet">{escape(made.behind)}</p>{last}'
        f"<section><h2>What changed</h2>{f'<ul>{changed}</ul>' if changed else ''}{unchanged or ('' if changed else '<p>Nothing to tell yet.</p>')}</section>"
        f"<section><h2>{'Two moments' if len(made.moments) == 2 else 'A moment'} to replay</h2>{replay}</section>"
        f'<section><h2>One question to ask</h2><p class="lf-ask">{escape(made.question)}</p>{on}</section>'
    )


def _change(one: Changed) -> str:
    return f"<li><b>{SIGNS[one.direction]}: {escape(one.title)}.</b> {escape(one.words)}</li>"
