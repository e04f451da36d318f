"""The reviewer's own levels, blind; then beside what was measured, with room to say otherwise and why."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.content.rubric import Criterion
from coach.debrief.records import Report
from coach.pages import look, scorecard
from coach.pages.review_desk import Desk, settle, while_typing
from coach.reviews.review import MOST_WORDS

LEVELS = range(4)


def levels(desk: Desk) -> None:
    """One's own until they stand, then both."""
    st.subheader("Your levels")
    if desk.settled:
        beside(desk)
        return
    st.html(
        '<p class="lf-quiet">First yours, then what was measured. Leave open what you cannot tell. What rests on the rep\'s pre-work alone is not asked.</p>'
    )
    for item in desk.opened.criteria:
        own(desk, item)
    given = len(desk.review.levels)
    label = f"Compare with what was measured ({given} of {len(desk.opened.criteria)} given)" if given else "See what was measured, without scoring"
    st.button(label, icon=":material/compare_arrows:", key=desk.key("settle"), on_click=settle, args=(desk,), disabled=desk.given)
    st.caption("From then on your levels stay as they are." if given else "You cannot score it afterwards: a score that has seen the other one says little.")


def own(desk: Desk, item: Criterion) -> None:
    """One criterion with what each level asks."""
    with st.container(key=f"rv-score-{item.id}", gap="small"):
        chosen = desk.review.levels.get(item.id)
        st.segmented_control(item.title, LEVELS, key=desk.key(f"level-{item.id}"), width="stretch", disabled=desk.given)
        rows = sorted(item.levels, key=lambda one: one.level)
        anchor = rows[chosen].anchor if chosen is not None else f"0: {rows[0].anchor} 3: {rows[3].anchor}"
        anchors = "".join(f"<li>{escape(one.anchor)}</li>" for one in rows)
        st.html(f'<p class="lf-quiet">{escape(anchor)}</p><details class="lf-anchors"><summary>The four levels</summary><ol start="0">{anchors}</ol></details>')


def beside(desk: Desk) -> None:
    """Both levels of each criterion, with the words that the measured one rests on."""
    if desk.review.blind:
        st.html('<p class="lf-quiet">Your levels stand; they were given before you saw the measured ones.</p>')
    else:
        st.html('<p class="lf-quiet">Your levels stand. This is your own meeting, so they count as seen, not as blind.</p>')
    report = desk.measured
    if report is None:
        st.caption("Nothing was measured here, so there is nothing to compare with.")
        return
    scorecard.compliance(report)
    for item in desk.opened.criteria:
        one(desk, report, item)
    left_out = [item for item in report.criteria if item.id not in desk.opened.titles and item.level is not None]
    for found in left_out:
        top = f'<div class="lf-row"><h4>{escape(found.title)}</h4>{look.level(found.level)}</div>'
        st.html(f'{top}<p class="lf-quiet">Measured only.</p>{evidence(report, found.id)}')


def one(desk: Desk, report: Report, item: Criterion) -> None:
    mine, measured = desk.review.levels.get(item.id), next((one.level for one in report.criteria if one.id == item.id), None)
    said = "the same" if mine == measured else gap(mine, measured)
    with st.container(border=True, key=f"rv-both-{item.id}", gap="small"):
        st.html(
            f'<div class="lf-row"><h4>{escape(item.title)}</h4><span class="lf-quiet">{said}</span></div>'
            f'<div class="lf-both"><div><small>yours</small>{level(mine, "left open")}</div>'
            f"<div><small>measured</small>{level(measured, 'not observed')}</div></div>"
        )
        if mine != measured:
            st.html(evidence(report, item.id))
        if not desk.given:
            overrule(desk, item, measured)


def gap(mine: int | None, measured: int | None) -> str:
    if mine is None or measured is None:
        return "one of the two is open"
    by = mine - measured
    return f"you {abs(by)} {'higher' if by > 0 else 'lower'}"


def level(value: int | None, none: str) -> str:
    return look.level(value) if value is not None else f'<span class="lf-level lf-none">{none}</span>'


def evidence(report: Report, id: str) -> str:
    """The words that a measured level rests on."""
    found = next((item for item in report.criteria if item.id == id), None)
    shown = found.evidence[:2] if found else []
    return "".join(
        look.quote(
            one.quote,
            f"{f'turn {one.turn}' if one.source == 'turn' else 'their pre-work' if one.source == 'note' else 'their reflection'} &middot; {escape(one.why)}",
        )
        for one in shown
    )


def overrule(desk: Desk, item: Criterion, measured: int | None) -> None:
    """Another level in the place of the measured one: with a reason, and both are kept."""
    if not st.checkbox("Overrule the measured level", key=desk.key(f"overrule-{item.id}")):
        return
    st.segmented_control("It should be", LEVELS, key=desk.key(f"override-{item.id}"))
    st.text_area(
        "Why, in words the rep can answer", key=desk.key(f"reason-{item.id}"), on_change=while_typing, args=(desk,), height=80, max_chars=MOST_WORDS,
        placeholder="In turn 6 she came back to it by herself. That was your question working.",
    )  # fmt: skip
    override = desk.review.overrides.get(item.id)
    if override is None:
        st.caption("Choose the level it should be.")
    elif not override.reason.strip():
        st.caption("An override needs a reason.")
    else:
        st.caption(f"Both are kept: measured {'not observed' if measured is None else measured}, yours {override.level}. The rep can answer.")
