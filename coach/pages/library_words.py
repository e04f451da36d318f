"""How the state of a message is said, and what went wrong with the last thing somebody did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st

from coach.content.errors import CoachError
from coach.content.library import Message
from coach.content.persona import SEATS
from coach.curation import Item
from coach.messages.versions import Step
from coach.pages import look
from coach.pages.shell import viewer
from coach.store.library import FILES

STATUS = {"draft": "draft", "in_review": "in review", "approved": "approved", "withdrawn": "withdrawn"}
STEPS: dict[Step, str] = {
    "taken over": "taken over from the files", "drafted": "written", "edited": "changed", "sent": "sent for review", "returned": "sent back",
    "approved": "approved", "withdrawn": "withdrawn", "dropped": "draft given up", "imported": "brought in", "undone": "import undone",
}  # fmt: skip
FIELDS = {
    "text": "Text", "variants": "Shorter forms", "balance": "Say with it", "labels": "What they would say", "lens": "Lens", "stage": "Where they stand",
    "needs": "Needs", "answers": "Answers", "audience": "Who hears it", "seats": "Our seats", "role_families": "Written for", "market": "Market",
    "indication": "Indication", "population": "Population", "claim_type": "Kind of claim", "evidence": "Evidence", "before": "Must come after",
    "next": "What comes next", "owner": "Kept by",
}  # fmt: skip
SEAT_NAMES = {seat: seat.replace("_", " ") for seat in SEATS}
_TOLD = "library-told"


def line(item: Item, today: date) -> str:
    """Where a message stands, as markup."""
    newest, standing = item.newest, item.standing
    if newest.status == "withdrawn":
        return "<b>Withdrawn.</b> Search never finds it; the claim check knows its words."
    if not item.in_work:
        return approval(newest, today)
    now = f"<b>Version {newest.version} is {'in review' if newest.status == 'in_review' else 'a draft'}.</b>"
    if standing.status == "approved":
        if standing.in_force(today):
            return f"{now} Version {standing.version} stays in force until {standing.expires_on:%d %B %Y}, {escape(standing.document or 'no document number')}."
        return f"{now} Version {standing.version} is the last that was approved. {approval(standing, today)}"
    return f"{now} {'The message is withdrawn until it is approved again.' if standing.status == 'withdrawn' else 'Nobody can find it yet.'}"


def approval(message: Message, today: date) -> str:
    """Until when an approved message may be said, and by which document, as markup."""
    number = escape(message.document or "no document number")
    if message.in_force(today) and message.expires_on:
        left = (message.expires_on - today).days
        soon = f" {'Today is its last day.' if not left else f'{left} day' + ('' if left == 1 else 's') + ' left.'}" if left <= 90 else ""
        return f"<b>Approved</b> until {message.expires_on:%d %B %Y}, {number}.{soon}"
    if message.expires_on and message.expires_on < today:
        return f"<b>Ran out</b> on {message.expires_on:%d %B %Y}, {number}. Search does not find it."
    if message.approved_on and message.approved_on > today:
        return f"<b>Approved</b> from {message.approved_on:%d %B %Y} on, {number}."
    return f"<b>Approved</b> without its dates, {number}. That proves nothing, and search does not find it."


def who(by: str) -> str:
    """Somebody of the trail."""
    return "you" if by == viewer().id else by if by != FILES else "the files"


def shown(value: object) -> str:
    """A field's value in a line."""
    return " · ".join(map(str, value)) if isinstance(value, list) else str(value) if value not in (None, "") else "nothing"


def act(done: Callable[[], object]) -> None:
    """Do something and draw the page anew; what went wrong is said there, and nothing that was typed is lost."""
    try:
        done()
    except CoachError as error:
        st.session_state[_TOLD] = error.lines
    st.rerun()


def showing_told() -> None:
    """What went wrong with the last thing somebody did, once."""
    place = st.empty()
    if lines := st.session_state.pop(_TOLD, None):
        with place.container():
            for line in lines:
                st.error(look.plain(line), icon=":material/error:")
