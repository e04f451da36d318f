"""What can be done with a message as it stands: send it for review, approve, send back, withdraw; and who did what before."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape

import streamlit as st

from coach.curation import Curation, Item
from coach.messages import versions
from coach.messages.drafting import Checked
from coach.pages import look
from coach.pages.library_words import FIELDS, STATUS, STEPS, act, shown, who
from coach.pages.shell import page, viewer


def actions(care: Curation, library: str, item: Item, found: Checked, remarks: int) -> None:
    """The next steps. What may not be done in this role is said, not hidden."""
    newest, at = item.newest, item.newest.version
    approves = viewer().may_approve
    if newest.status == "draft":
        _sending(care, library, item, found, remarks)
    elif newest.status == "in_review":
        _difference(item)
        own = approves and care.wrote(library, item.id)
        if own and not viewer().alone:
            st.html('<p class="lf-quiet">You wrote this, so somebody else who keeps the library approves it.</p>')
        elif approves:
            if own:
                st.html('<p class="lf-quiet">You wrote this yourself. If you approve it, its trail will say so.</p>')
            _approving(care, library, item, "Approve")
            _returning(care, library, item)
        else:
            st.html('<p class="lf-quiet">It waits for whoever keeps the library.</p>')
    elif newest.status == "approved":
        st.html('<p class="lf-quiet">Change a field to begin the next version. This one stays in force until that is approved.</p>')
        if approves:
            with st.expander("Renew its approval", icon=":material/event_repeat:"):
                _approving(care, library, item, "Renew")
    else:
        st.html('<p class="lf-quiet">Change a field to draft it again. It stays withdrawn until it is approved.</p>')
    if item.in_work and item.standing.status == "approved" and approves:
        words = f"Give up this draft; version {item.standing.version} stands"
        if st.button(words, type="tertiary", icon=":material/undo:", key="drop"):
            act(partial(care.drop, library, item.id, at))
    if newest.status != "withdrawn" and approves:
        _withdrawing(care, library, item)


def _sending(care: Curation, library: str, item: Item, found: Checked, remarks: int) -> None:
    if found.faults:
        st.html('<p class="lf-quiet">It can go to review once what stands below the fields is mended.</p>')
    with st.form("sending", border=False):
        note = st.text_area("A word for the reviewer", key="send-note", height="content", placeholder="Optional: what changed, and why")
        if st.form_submit_button("Send for review", type="primary", icon=":material/send:", disabled=bool(found.faults)):
            words = f"{note.strip()} ({remarks} {'remark' if remarks == 1 else 'remarks'} of the claim check)".strip() if remarks else note
            act(partial(care.send, library, item.id, item.newest.version, words, date.today()))


def _difference(item: Item) -> None:
    """What changes against what stands."""
    if item.standing.version == item.newest.version:
        return
    before, after = versions.written(item.standing), versions.written(item.newest)
    st.html(f'<p class="lf-eyebrow">Against version {item.standing.version}</p>')
    for name in versions.differing(before, after):
        st.html(f'<p class="lf-quiet"><b>{FIELDS[name]}</b><br><del>{escape(shown(before[name]))}</del><br><ins>{escape(shown(after[name]))}</ins></p>')


def _approving(care: Curation, library: str, item: Item, label: str) -> None:
    newest, before = item.newest, item.standing
    with st.form(f"approving-{label}", border=label == "Approve"):
        document = st.text_input(
            "Document number", key="approve-document", max_chars=200, placeholder=f"before: {before.document}" if before.document else None,
            help="The number under which it was approved in your company's own system.",
        )  # fmt: skip
        by = st.text_input("Approved by", key="approve-by", max_chars=200, placeholder="A person or a committee")
        market = st.text_input("Market", value=newest.market, key="approve-market", max_chars=200)
        left, right = st.columns(2)
        with left:
            on = st.date_input("Approved on", value=date.today(), key="approve-on", format="YYYY-MM-DD")
        with right:
            until = st.date_input("Runs out on", value=None, key="approve-until", format="YYYY-MM-DD", max_value=date(2099, 12, 31))
        if st.form_submit_button(label, type="primary", icon=":material/verified:"):
            if until is None or on is None:
                st.error("Choose the day on which it runs out. An approval without its dates proves nothing.", icon=":material/error:")
                return
            proof = {"document": document, "approved_by": by, "market": market, "approved_on": on, "expires_on": until}
            act(partial(care.approve, library, item.id, newest.version, date.today(), **proof))


def _returning(care: Curation, library: str, item: Item) -> None:
    with st.form("returning", border=False):
        comment = st.text_area("What is to be changed", key="return-comment", height="content")
        if st.form_submit_button("Send it back", icon=":material/reply:"):
            act(partial(care.send_back, library, item.id, item.newest.version, comment))


def _withdrawing(care: Curation, library: str, item: Item) -> None:
    """Asks first, and says who has it in a plan."""
    with st.expander("Withdraw it", icon=":material/block:"):
        held = care.holding(library, item.id)
        if held:
            st.html(f'<p class="lf-quiet">{len(held)} {"place holds" if len(held) == 1 else "places hold"} it. They will show that it was withdrawn.</p>')
            for one in held:
                words = f"{one.title}: {one.stakeholder}, {one.day:%d %B %Y}{' (over)' if one.past else ''}"
                st.page_link(page("plan"), label=look.plain(words), icon=":material/route:", query_params={"p": one.plan, "s": one.step})
        else:
            st.html('<p class="lf-quiet">No plan and no coming meeting of yours holds it.</p>')
        with st.form("withdrawing", border=False):
            reason = st.text_area("Why", key="withdraw-reason", height="content")
            if st.form_submit_button("Withdraw", icon=":material/block:"):
                act(partial(care.withdraw, library, item.id, item.newest.version, reason))


def trail(care: Curation, library: str, item: Item) -> None:
    """Who did what and when, newest first, and the words of earlier versions."""
    st.subheader("Its trail")
    steps = care.trail(library, item.id)
    if not steps:
        st.html(f'<p class="lf-quiet">Nobody changed it in the app. It stands as it is in the files, version {item.newest.version}.</p>')
        return
    rows = [
        f"<li><b>{STEPS[step.what]}</b> by {escape(who(step.by))}, version {step.version}"
        f"<small>{step.at.astimezone():%d %B %Y, %H:%M}{f' &middot; {escape(step.note)}' if step.note else ''}</small></li>"
        for step in reversed(steps)
    ]
    st.html(f'<ol class="lf-trail">{"".join(rows)}</ol>')
    with st.expander("The words of each version"):
        for version in reversed(care.history(library, item.id)):
            kept = version.document
            st.html(
                look.quote(
                    str(kept.get("text", "")), f"version {version.version}, {STATUS.get(str(kept.get('status')), '')} &middot; {escape(who(version.by))}"
                )
            )
