"""Which version of a message stands, what saving and approving make of it, and what becomes of two that were written at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coach.content.errors import CoachError
from coach.content.library import Library, Message
from coach.content.shelf import Shelf
from coach.messages import versions
from coach.messages.drafting import EMPTY, checked
from coach.messages.search import Finder

from .words import Words

DAY = date(2026, 12, 1)
PROOF = {"document": "D-9", "approved_by": "Board", "approved_on": DAY, "expires_on": DAY + timedelta(300), "market": "US", "today": DAY}


@pytest.fixture
def message(library: Library) -> Message:
    return next(message for message in library.messages.messages if message.id == "op_nights_educator")


def later(message: Message, version: int, **change: object) -> Message:
    return message.model_copy(update={"version": version, **change})


def test_a_draft_never_hides_what_is_approved(message: Message) -> None:
    draft, review = later(message, 2, status="draft", text="New."), later(message, 3, status="in_review", text="New.")
    assert versions.standing([draft, review], message) is message
    ok = later(message, 4, text="New.")
    assert versions.standing([draft, review, ok], message) is ok
    assert versions.standing([draft, review, ok, later(message, 5, status="draft")], message) is ok
    gone = later(message, 6, status="withdrawn")
    assert versions.standing([ok, gone, later(message, 7, status="draft")], message) is gone
    assert versions.standing([draft], None) is draft and versions.standing([draft], later(message, 1, status="draft")) is draft


def test_search_finds_what_stands(library: Library, message: Message) -> None:
    def found(*edits: Message) -> set[str]:
        over = versions.overlaid(library, {message.id: list(edits)} if edits else {})
        return {one.text for one in Finder(over, Words()).allowed(DAY)}

    assert message.text in found()
    assert message.text in found(later(message, 2, status="draft", text="New."))
    assert "New." in found(later(message, 2, text="New.")) and message.text not in found(later(message, 2, text="New."))
    assert message.text not in found(later(message, 2, status="withdrawn"))


def test_new_messages_come_last_and_untouched_libraries_stay_the_very_same(library: Library, message: Message) -> None:
    assert versions.overlaid(library, {}) is library
    over = versions.overlaid(library, {"zz_new": [later(message, 1, id="zz_new", status="draft")], "aa_new": [later(message, 1, id="aa_new")]})
    assert [one.id for one in over.messages.messages][-2:] == ["aa_new", "zz_new"] and len(over.messages.messages) == len(library.messages.messages) + 2


def test_new_words_need_their_own_approval_and_new_labels_do_not(message: Message) -> None:
    worded = versions.edited(message, later(message, 1, text="Other words."), 4, approves=True)
    assert (worded.status, worded.version, worded.document, worded.expires_on) == ("draft", 5, None, None)
    labelled = versions.edited(message, later(message, 1, labels=["one more", "and another"]), 4, approves=True)
    assert (labelled.status, labelled.version, labelled.document) == ("approved", 5, message.document)
    assert versions.edited(message, later(message, 1, labels=["one more", "and another"]), 4, approves=False).status == "draft"


def test_an_approval_brings_all_of_its_proof(message: Message) -> None:
    made = versions.approved(later(message, 3, status="in_review"), **PROOF)
    assert (made.status, made.version, made.document, made.in_force(DAY)) == ("approved", 4, "D-9", True)
    lacking = {"document": " ", "approved_by": "", "approved_on": DAY + timedelta(1), "expires_on": DAY}
    with pytest.raises(CoachError) as told:
        versions.approved(message, **PROOF | lacking)
    assert len(told.value.lines) == 4 and "document number" in told.value.lines[0] and "still to come" in told.value.lines[2]


def test_what_two_wrote_at_once_is_put_together(message: Message) -> None:
    base = versions.written(message)
    mine, theirs = base | {"text": "Mine.", "owner": "Me"}, base | {"text": "Theirs.", "labels": ["new", "ones"]}
    together, both = versions.merged(base, mine, theirs)
    assert both == ["text"] and (together["text"], together["owner"], together["labels"]) == ("Mine.", "Me", ["new", "ones"])
    assert versions.merged(base, mine, mine)[1] == [] and versions.merged(base, base, theirs)[0] == theirs


def test_what_is_wrong_is_said_by_field(library: Library, shelf: Shelf, message: Message) -> None:
    fine = versions.written(message)
    assert checked(message.id, fine, library, shelf, DAY).sound
    wrong = fine | {"text": " ", "labels": ["one"], "lens": None, "needs": ["nobody_has_it"]}
    found = checked(message.id, wrong, library, shelf, DAY)
    assert found.message is None and {fault.field for fault in found.faults} == {"text", "labels", "lens"}
    lint = checked(
        message.id, fine | {"needs": ["nobody_has_it"], "claim_type": "efficacy", "market": "DE", "evidence": [], "balance": None}, library, shelf, DAY
    )
    assert lint.message is not None and not lint.sound and {fault.field for fault in lint.faults} == {"needs", "evidence", "balance", "market"}
    long = checked(message.id, fine | {"variants": ["fine", "x" * 3000]}, library, shelf, DAY)
    assert [fault.what[:6] for fault in long.faults] == ["line 2"]
    assert {fault.field for fault in checked("new_one", EMPTY, library, shelf, DAY).faults} >= {"text", "labels", "lens", "stage", "claim_type", "owner"}
