"""The transcript under review: what was said, what was heard in it and what it moved, with room for a comment on each turn."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.content.errors import CoachError
from coach.debrief.measures import moves
from coach.pages import look
from coach.pages.chart import causes
from coach.pages.review_desk import Desk, while_typing
from coach.pages.shell import reviewing
from coach.pages.story import heard
from coach.reviews.review import MOST_WORDS, Moment
from coach.roleplay.records import Turn
from coach.roleplay.walk_in import door


def transcript(desk: Desk) -> None:
    """Every turn that was handed in."""
    phrases = [] if desk.given else reviewing().phrases()
    for turn in desk.opened.table.meeting.turns:
        number = turn.said.turn
        rep = turn.said.kind == "rep"
        with st.container(key=f"rv-turn-{number}" if rep else f"rv-around-{number}", gap="small"):
            said(desk, turn)
            if rep and not desk.given:
                comment(desk, number, phrases)


def said(desk: Desk, turn: Turn) -> None:
    """A turn as it was, the one that was asked about marked."""
    person = desk.opened.table.persona
    parts = []
    if turn.said.kind == "rep":
        asked = '<span class="lf-mark">asked about</span>' if turn.said.turn == desk.opened.submission.turn else ""
        words = escape(turn.said.words) if turn.said.words else "<em>silence</em>"
        changes = [change for response in turn.said.responses if response.person == person.id for change in moves(response.changes)]
        parts.append(
            f'<p class="lf-spoken"><b>{turn.said.turn}. {escape(desk.opened.submission.name or "The rep")}.</b> {words}{asked}</p>'
            f'<p class="lf-moved"><b>Heard:</b> {escape(heard(turn.said.reading))}<br><b>Moved:</b> {escape(causes(changes))}</p>'
        )
    elif turn.said.kind == "left":
        parts.append('<p class="lf-quiet">The rep ended the meeting.</p>')
    comes, goes = door(desk.opened.table.meeting, turn.said)
    for reply in turn.replied:
        who = desk.opened.table.who(reply.person)
        if comes and who is desk.opened.table.guest:
            parts.append(f'<p class="lf-quiet">{escape(comes)}</p>')
        parts.append(f'<p class="lf-spoken"><b>{escape(who.name)}.</b> {escape(reply.words)}</p>')
    if goes:
        parts.append(f'<p class="lf-quiet">{escape(goes)}</p>')
    st.html("".join(parts))


def comment(desk: Desk, number: int, phrases: list[str]) -> None:
    """A comment on this turn, and whether one would have decided differently here."""
    moment = desk.review.moment
    here = moment is not None and moment.turn == number
    with st.container(horizontal=True, key=f"rv-say-{number}"):
        with st.container(key=f"rv-comment-open-{number}", width="content"):
            if number not in desk.turns:
                st.button("Comment", type="tertiary", icon=":material/chat:", key=desk.key(f"open-{number}"), on_click=desk.turns.add, args=(number,))
        with st.container(key=f"rv-moment-open-{number}", width="content"):
            if not here:
                st.button(
                    "I'd have decided differently", type="tertiary", icon=":material/alt_route:",
                    key=desk.key(f"differently-{number}"), on_click=differently, args=(desk, number),
                )  # fmt: skip
    if number in desk.turns:
        with st.container(key=f"rv-comment-words-{number}"):
            st.text_area(
                f"Your comment on turn {number}", key=desk.key(f"comment-{number}"), on_change=while_typing, args=(desk,), height=80, max_chars=MOST_WORDS
            )
        with st.container(horizontal=True, key=f"rv-phrases-{number}"):
            kept(desk, number, phrases)
    if here:
        with st.container(key=f"rv-moment-words-{number}"):
            st.text_area(
                "How you would have decided here, and why", key=desk.key("instead"), on_change=while_typing, args=(desk,), height=80, max_chars=MOST_WORDS,
                placeholder="She named the nights. I'd have stayed there and left the trial in the bag.",
            )  # fmt: skip
        st.button("Take this mark away", type="tertiary", icon=":material/undo:", key=desk.key("same"), on_click=differently, args=(desk, None))


def kept(desk: Desk, number: int, phrases: list[str]) -> None:
    """Comments to use again, and a way to keep this one."""
    if phrases:
        with st.popover("One I keep", icon=":material/bookmarks:", key=f"rv-kept-{number}"):
            for at, words in enumerate(phrases):
                with st.container(horizontal=True, key=f"rv-phrase-{number}-{at}"):
                    st.button(look.plain(words), key=desk.key(f"use-{number}-{at}"), on_click=use, args=(desk, number, words), width="stretch")
                    st.button(
                        "", icon=":material/delete:", type="tertiary", help="Forget this one",
                        key=desk.key(f"drop-{number}-{at}"), on_click=reviewing().forget_phrase, args=(words,),
                    )  # fmt: skip
    words = str(st.session_state.get(desk.key(f"comment-{number}")) or "").strip()
    if words and words not in phrases:
        st.button("Keep it to use again", type="tertiary", icon=":material/bookmark_add:", key=desk.key(f"keep-{number}"), on_click=keep_one, args=(words,))


def differently(desk: Desk, number: int | None) -> None:
    """Callback: mark this turn as the one, with the words that stand there already; None: no turn."""
    words = str(st.session_state.get(desk.key("instead")) or "")
    desk.review = desk.review.model_copy(update={"moment": Moment(turn=number, instead=words) if number is not None else None})


def use(desk: Desk, number: int, words: str) -> None:
    """Callback: put a kept comment after what stands there."""
    key = desk.key(f"comment-{number}")
    before = str(st.session_state.get(key) or "").rstrip()
    st.session_state[key] = f"{before} {words}".strip()[:MOST_WORDS]


def keep_one(words: str) -> None:
    """Callback: keep a comment to use again."""
    try:
        reviewing().keep_phrase(words)
    except CoachError as error:
        st.toast(look.plain(error.lines[0]), icon=":material/person_off:")
