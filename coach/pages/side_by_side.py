"""One shared meeting: its words and a sheet to score it blind, and afterwards oneself beside the others."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.content.errors import CoachError
from coach.content.rubric import Criterion
from coach.pages import look
from coach.pages.shell import page
from coach.pages.typed import commit_while_typing
from coach.raters import Beside, Raters, Sheet
from coach.reviews.calibration import Side
from coach.reviews.review import MOST_WORDS, Comment, ReviewDocument

NO_MOMENT = -1
STEPS = {NO_MOMENT: "No moment", 0: "0", 1: "1", 2: "2", 3: "3"}
TALL = 620
SHOWN = 60
NOWHERE = 0


def one(raters: Raters, id: str) -> None:
    if raters.to_review(id):
        st.title("A meeting that was handed to you")
        st.info(
            "You know whose it is, so score it among your reviews. The levels that you give there before you see the measured ones count "
            "here, and then the others\u2019 stand beside them.",
            icon=":material/rate_review:",
        )
        st.page_link(page("reviews"), label="Review it", icon=":material/rate_review:", query_params={"s": id})
        back()
        return
    key = f"cal-{id}-opened"
    sheet = raters.sheet(id, st.session_state.get(key))
    st.session_state[key] = sheet.opened
    st.title(f"A meeting with {look.plain(sheet.person)}")
    if sheet.given:
        compared(raters, sheet)
    else:
        to_score(raters, sheet)
    back()


def back() -> None:
    st.page_link(page("calibration"), label="All shared meetings", icon=":material/arrow_back:", query_params={})


def to_score(raters: Raters, sheet: Sheet) -> None:
    st.html('<p class="lf-quiet">You do not see whose it is, what was measured, or what others gave.</p>')
    left, right = st.columns([1, 1], gap="large")
    with left, st.container(key="scored-words"):
        said(sheet)
    with right:
        scored(raters, sheet)


def said(sheet: Sheet) -> None:
    """Everything that was said, and nothing that was read in it."""
    with st.container(height=TALL if len(sheet.opened.lines) > 10 else "content", key="transcript"):
        for line in sheet.opened.lines:
            who = look.plain(line.who) if line.who else f"{line.turn}. The rep"
            st.markdown(f"**{who}.** {look.plain(line.words) if line.words else '*silence*'}")


def scored(raters: Raters, sheet: Sheet) -> None:
    key = f"cal-{sheet.id}"
    st.session_state.setdefault(f"{key}-revision", sheet.revision)
    commit_while_typing("scoring")
    with st.container(key="scoring"):
        levels: dict[str, int | None] = {}
        comments: list[Comment] = []
        for criterion in sheet.opened.criteria:
            with st.container(border=True, key=f"{key}-box-{criterion.id}"):
                level(sheet, criterion, key, levels, comments)
        made = sheet.document.model_copy(update={"levels": levels, "comments": comments})
        try:
            if made != sheet.document:
                st.session_state[f"{key}-revision"] = raters.note(sheet, made, st.session_state[f"{key}-revision"])
            st.caption(f":material/lock: {len(levels)} of {len(sheet.opened.criteria)} scored, kept as you go.")
            if st.button("Give my levels", type="primary", icon=":material/visibility:", key=f"{key}-give", width="stretch"):
                raters.give(sheet, made, st.session_state[f"{key}-revision"])
                st.rerun()
            st.caption("Then they stay as they are, and you see those of the others.")
        except CoachError as error:
            for line in error.lines:
                st.error(look.plain(line), icon=":material/edit:")


def level(sheet: Sheet, criterion: Criterion, key: str, levels: dict[str, int | None], comments: list[Comment]) -> None:
    """One criterion: its level, and once there is one, the turn it rests on and why. Without a tap there is no answer."""
    state, here = st.session_state, f"{key}-{criterion.id}"
    before = next((one for one in sheet.document.comments if one.criterion == criterion.id), None)
    if here not in state and criterion.id in sheet.document.levels:
        given = sheet.document.levels[criterion.id]
        state[here] = NO_MOMENT if given is None else given
    anchors = "".join(f"<li><b>{one.level}</b> {escape(one.anchor)}</li>" for one in criterion.levels)
    st.html(f'<div class="lf-row"><h4>{escape(criterion.title)}</h4></div><ul class="lf-anchors lf-steps">{anchors}</ul>')
    tapped = st.segmented_control(criterion.title, list(STEPS), format_func=STEPS.__getitem__, key=here, width="stretch", label_visibility="collapsed")
    if tapped is None:
        comments += [before] if before else []
        return
    levels[criterion.id] = None if tapped == NO_MOMENT else tapped
    if tapped == NO_MOMENT:
        comments += [before] if before else []
        return
    words = {line.turn: line.words for line in sheet.opened.lines if not line.who}
    state.setdefault(f"{here}-turn", before.turn if before and before.turn in words else NOWHERE)
    state.setdefault(f"{here}-why", before.words if before else "")
    turn = st.selectbox(
        "Rests on", [NOWHERE, *words], format_func=lambda at: f"{at}. {shortened(words[at])}" if at else "The whole meeting", key=f"{here}-turn"
    )
    why = st.text_input("Why", key=f"{here}-why", max_chars=MOST_WORDS, placeholder="In a line, for the other reviewer")
    if why.strip() or turn != NOWHERE:
        comments.append(Comment(turn=turn, words=why.strip(), criterion=criterion.id))


def shortened(words: str) -> str:
    words = " ".join(words.split()) or "silence"
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rsplit(' ', 1)[0]} ..."


def compared(raters: Raters, sheet: Sheet) -> None:
    """Oneself beside each other reviewer: where they differ in words, and what each rests it on."""
    found = raters.beside(sheet)
    if not found:
        st.html('<p class="lf-lead">Your levels are given. You are the first: when another reviewer gives theirs, you read here where you differ.</p>')
        own(sheet)
        return
    for at, beside in enumerate(found):
        st.subheader(f"You and {beside.who}")
        st.html(f'<p class="lf-lead">{agreeing(beside)}</p>')
        for difference in beside.found:
            with st.container(border=True, key=f"differs-{at}-{difference.criterion}"):
                st.html(
                    f'<p class="lf-eyebrow">{escape(difference.title)}</p><h4>{escape(difference.words)}</h4><div class="lf-pair">'
                    f"<div>{side('You', difference.mine, sheet)}</div>"
                    f"<div>{side(beside.who[0].upper() + beside.who[1:], difference.theirs, sheet)}</div></div>"
                )
    with st.expander("What was said"):
        said(sheet)


def agreeing(beside: Beside) -> str:
    if not beside.both:
        return "You scored no criterion in common."
    if not beside.found:
        return f"The same level on all {beside.both}."
    return f"The same level on {beside.same} of {beside.both}. Talk about the rest with the rubric open, and the words before you."


def side(who: str, side: Side, sheet: Sheet) -> str:
    """One reviewer's level on one criterion, the rubric's wording of it, and the words that it rests on."""
    shown = look.level(side.level) if side.level is not None else '<span class="lf-level lf-none">no moment for it</span>'
    anchor = f'<p class="lf-anchor">{escape(side.anchor)}</p>' if side.anchor else ""
    return f'<div class="lf-row"><b>{escape(who)}</b>{shown}</div>{anchor}{"".join(reason(one, sheet) for one in side.reasons)}'


def reason(comment: Comment, sheet: Sheet) -> str:
    quoted = sheet.words(comment.turn)
    return (
        look.quote(quoted, f"turn {comment.turn}{' &middot; ' + escape(comment.words) if comment.words else ''}")
        if quoted
        else (f'<p class="lf-why">{escape(comment.words)}</p>' if comment.words else "")
    )


def own(sheet: Sheet) -> None:
    rows = [[criterion.title, answered(sheet.document, criterion)] for criterion in sheet.opened.criteria]
    st.html(look.table(["Criterion", "Your level"], rows))


def answered(document: ReviewDocument, criterion: Criterion) -> str:
    given = document.levels.get(criterion.id)
    return "no moment for it" if given is None else f"{given} of 3"
