"""A review in hand: what was opened, the draft as it is kept, and how fields and draft follow each other.

What is typed is in the draft with the next run of the page and in the database with it, so that neither a reload nor an expired session
loses it. Fields are filled from the draft whenever they are drawn anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from coach.content.errors import CoachError
from coach.debrief.records import Report
from coach.pages import login
from coach.pages.shell import coach, reviewing
from coach.reviewing import Draft, Opened
from coach.reviews.review import DECISION_QUESTIONS, Comment, Moment, Override, ReviewDocument
from coach.store.errors import NotYours

DESKS = "review-desk-"


@dataclass
class Desk:
    """One submission on the reviewer's desk: `review` as it stands here, `kept` as it was saved last. `turns` have an open field for a
    comment; `problems` say why the draft is not kept; `behind`: it was saved elsewhere since. `measured` once the own levels stand."""

    opened: Opened
    review: ReviewDocument
    kept: ReviewDocument
    revision: int
    given: bool
    turns: set[int] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    behind: bool = False
    measured: Report | None = None

    @property
    def id(self) -> str:
        return self.opened.submission.id

    @property
    def settled(self) -> bool:
        return self.review.levels_at is not None

    def key(self, name: str) -> str:
        """The key of a field of this review."""
        return f"rv-{self.id}-{name}"


def desk(id: str) -> Desk:
    """The review in hand; opened and read from the database once a visit, so that one visit is one line in the log. Errors: CoachError;
    with NotYours for what the viewer may no longer read, `desk` lets go of it."""
    found: Desk | None = st.session_state.get(DESKS + id)
    if found is None:
        opened = reviewing().open(id)
        draft = reviewing().draft(id)
        found = st.session_state[DESKS + id] = Desk(opened, draft.review, draft.review, draft.revision, draft.given)
        found.turns = {one.turn for one in draft.review.comments}
    else:
        now = reviewing().draft(id)
        found.behind = now.revision != found.revision and not found.given
        found.given = now.given
    if found.settled and found.measured is None:
        found.measured = reviewing().measured(id)
    return found


def clear_desks() -> None:
    """Put away what was in hand: it is kept, and opened anew the next time."""
    for key in [key for key in st.session_state if str(key).startswith((DESKS, "rv-"))]:
        del st.session_state[key]


def reload(id: str) -> None:
    """Callback: take the draft as it is in the database."""
    for key in [key for key in st.session_state if str(key).startswith((DESKS + id, f"rv-{id}-"))]:
        del st.session_state[key]


def fill(desk: Desk) -> None:
    """Put the draft into the fields that are not there yet."""
    for name, value in in_fields(desk).items():
        st.session_state.setdefault(desk.key(name), value)


def in_fields(desk: Desk) -> dict[str, object]:
    """The draft as it goes into the fields, by their names."""
    review = desk.review
    values: dict[str, object] = {f"comment-{turn}": review.comment(turn) for turn in desk.turns}
    values |= {f"level-{item.id}": review.levels.get(item.id) for item in desk.opened.criteria}
    for item in desk.opened.criteria:
        override = review.overrides.get(item.id)
        values[f"overrule-{item.id}"] = override is not None
        values[f"override-{item.id}"] = override.level if override else review.levels.get(item.id)
        values[f"reason-{item.id}"] = override.reason if override else ""
    values["instead"] = review.moment.instead if review.moment else ""
    values["questions"] = [one for one in DECISION_QUESTIONS if one in review.questions]
    values["own-question"] = next((one for one in review.questions if one not in DECISION_QUESTIONS), "")
    values["closing"] = review.closing
    return values


def typed(desk: Desk) -> ReviewDocument:
    """The draft as it stands in the fields; where one is not on the page now, as it stood there last."""
    review = desk.review
    fields = {name: st.session_state.get(desk.key(name), value) for name, value in in_fields(desk).items()}
    comments = [
        Comment(turn=turn, words=words)
        for turn in (turn.said.turn for turn in desk.opened.table.meeting.turns)
        if (words := str(fields.get(f"comment-{turn}") or "")).strip()
    ]
    asked = fields["questions"]
    own = " ".join(str(fields["own-question"] or "").split())
    levels, overrides = review.levels, review.overrides
    if not desk.settled:
        chosen = {item.id: fields[f"level-{item.id}"] for item in desk.opened.criteria}
        levels = {id: level for id, level in chosen.items() if isinstance(level, int)}
    elif desk.measured is not None:
        overrides = {item.id: one for item in desk.opened.criteria if (one := _override(fields, desk.measured, item.id)) is not None}
    return review.model_copy(
        update={
            "levels": levels,
            "overrides": overrides,
            "comments": comments,
            "moment": Moment(turn=review.moment.turn, instead=str(fields["instead"] or "")) if review.moment else None,
            "questions": [*(one for one in DECISION_QUESTIONS if isinstance(asked, list) and one in asked), *([own] if own else [])],
            "closing": str(fields["closing"] or ""),
        }
    )


def _override(fields: Mapping[str, object], measured: Report, id: str) -> Override | None:
    """What is said against a measured level; None where nothing is."""
    level = fields[f"override-{id}"]
    if not fields[f"overrule-{id}"] or not isinstance(level, int):
        return None
    before = next((item.level for item in measured.criteria if item.id == id), None)
    return Override(level=level, measured=before, reason=str(fields[f"reason-{id}"] or ""))


def keep(desk: Desk) -> None:
    """Keep what changed. What cannot be kept stays in the fields, and `problems` say why. Raises NotYours for what the viewer may no
    longer read, with the words still in hand."""
    desk.review, desk.problems = typed(desk), []  # In hand before the database is asked, which may be away.
    if desk.given or desk.behind or desk.review == desk.kept:
        return
    try:
        desk.revision = reviewing().save(desk.id, desk.review, desk.revision)
    except NotYours:
        raise
    except CoachError as error:
        desk.problems = error.lines
        return
    desk.kept = desk.review


def while_typing(desk: Desk) -> None:
    """Callback of a field, which runs before the page asks whether it may still be shown: what can no longer be saved as a review, because
    a login ran out or a role was taken away, is put aside for its writer."""
    try:
        keep(desk)
    except CoachError:
        if (who := login.writer(coach())) is not None:
            coach().store.drafts.save(who, f"reviews/{desk.id}", own_words(desk))


def keep_over(desk: Desk) -> None:
    """Callback: keep what stands here over what was saved elsewhere."""
    desk.revision = reviewing().draft(desk.id).revision
    desk.behind = False


def settle(desk: Desk) -> None:
    """Callback: the own levels stand, and what was measured may be seen."""
    review = typed(desk)
    levels = {item.id: review.levels.get(item.id) for item in desk.opened.criteria}
    try:
        made: Draft = reviewing().settle(desk.id, review.model_copy(update={"levels": levels}), desk.revision)
    except CoachError as error:
        desk.problems = error.lines
        return
    desk.review = desk.kept = made.review
    desk.revision = made.revision
    for item in desk.opened.criteria:  # Filled before there was anything to say against.
        st.session_state[desk.key(f"override-{item.id}")] = made.review.levels.get(item.id)


def own_words(desk: Desk) -> str:
    """Everything that was typed, as text to copy: for whoever may no longer save it."""
    review = desk.review
    lines = [f"Turn {one.turn}: {one.words}" for one in review.comments]
    lines += [f"Turn {review.moment.turn}, instead: {review.moment.instead}"] if review.moment else []
    lines += [*(f"{id}: {one.reason}" for id, one in review.overrides.items()), *review.questions, review.closing]
    return "\n".join(line for line in lines if line.strip())
