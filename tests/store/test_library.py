"""Messages edited in the app: versions are only added, the second of two writers is told, an import can be taken back, nothing is erased."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from coach.content.library import Message
from coach.reading.records import MessageHit
from coach.reviews.viewer import Viewer
from coach.roleplay.records import Change, Outcome, Said
from coach.store.errors import NotAllowed, StoreError, Taken
from coach.store.library import FILES, New
from coach.store.repository import Store, open_store

from .samples import SURGEON, reading, said, setup

ANN, BOB, EVE = Viewer("ann", "enablement"), Viewer("bob", "rep"), Viewer("eve", "admin")


def message(version: int = 1, **change: object) -> Message:
    words = {"id": "count_first", "text": "We would count first.", "labels": ["count", "how many"], "lens": "clinical", "stage": "curious"}
    values = {"claim_type": "process", "market": "US", "owner": "Clinical", "status": "draft", "version": version}
    return Message.model_validate(words | values | change)


def approved(version: int = 1, **change: object) -> Message:
    proof = {"status": "approved", "document": "D-1", "approved_by": "Board", "approved_on": date(2026, 1, 2), "expires_on": date(2027, 1, 2)}
    return message(version, **proof | change)


def steps(store: Store, id: str = "count_first") -> list[tuple[int, str, str]]:
    return [(entry.version, entry.what, entry.by) for entry in store.library.trail(ANN, "norvane", id)]


def test_each_step_is_a_version_and_a_line_of_the_trail(store: Store) -> None:
    assert store.library.revision(ANN) == 0
    store.library.add(BOB, "norvane", New(message(1), "drafted"))
    store.library.add(BOB, "norvane", New(message(2, status="in_review"), "sent", "please look"))
    store.library.add(ANN, "norvane", New(approved(3), "approved", "document D-1"))
    assert steps(store) == [(1, "drafted", "bob"), (2, "sent", "bob"), (3, "approved", "ann")]
    assert [entry.note for entry in store.library.trail(BOB, "norvane", "count_first")] == ["", "please look", "document D-1"]
    history = store.library.history(ANN, "norvane", "count_first")
    assert [Message.model_validate(one.document).status for one in history] == ["draft", "in_review", "approved"]
    assert history[2].by == "ann" and Message.model_validate(history[2].document) == approved(3)
    assert store.library.revision(BOB) == 3 and not store.library.history(ANN, "tessvara", "count_first")


def test_in_a_team_nobody_approves_what_they_wrote_and_alone_the_trail_says_so(store: Store) -> None:
    def trail() -> list[tuple[int, str]]:
        return [(entry.version, entry.note) for entry in store.library.trail(ANN, "norvane", "count_first") if entry.what == "approved"]

    store.library.add(BOB, "norvane", New(message(1), "drafted"))
    store.library.add(ANN, "norvane", New(message(2, text="Ann's words."), "edited"))
    store.library.add(BOB, "norvane", New(message(3, status="in_review"), "sent"))
    with pytest.raises(NotAllowed, match="You wrote what waits in count_first, so somebody else approves it"):
        store.library.add(ANN, "norvane", New(approved(4), "approved", "document D-1"))
    store.library.add(ANN, "norvane", New(message(4, status="withdrawn"), "withdrawn", "no more"))
    with pytest.raises(NotAllowed):  # withdrawing one's own words decides nothing about them
        store.library.add(ANN, "norvane", New(approved(5), "approved"))
    store.library.add(EVE, "norvane", New(approved(5), "approved", "document D-1"))
    assert trail() == [(5, "document D-1")]
    # An approval is behind them: new labels that keep it, and somebody else's new words, are not hers.
    store.library.add(ANN, "norvane", New(approved(6, labels=["other", "labels"]), "edited"))
    store.library.add(BOB, "norvane", New(message(7, text="Bob's words."), "edited"))
    store.library.add(ANN, "norvane", New(approved(8), "approved", "document D-2"))
    alone = Viewer("ann", "admin", alone=True)
    store.library.add(alone, "norvane", New(message(9, text="Ann's again."), "edited"))
    store.library.add(alone, "norvane", New(approved(10), "approved", "document D-3"))
    assert trail()[1:] == [(8, "document D-2"), (10, "document D-3; self-approved: by somebody who wrote it, with nobody else here")]


def test_the_second_of_two_is_told_and_nothing_is_written(store: Store) -> None:
    store.library.add(ANN, "norvane", New(message(1), "drafted"))
    store.library.add(ANN, "norvane", New(message(2, text="Ann's words."), "edited"))
    with pytest.raises(Taken, match=r"Somebody \(ann\) saved version 2 of count_first while you wrote.*nothing you typed is lost"):
        store.library.add(BOB, "norvane", New(message(2, text="Bob's words."), "edited"))
    assert [one.document["text"] for one in store.library.history(BOB, "norvane", "count_first")] == ["We would count first.", "Ann's words."]
    assert len(steps(store)) == 2


def test_two_who_save_at_the_same_moment(store: Store) -> None:
    store.library.add(ANN, "norvane", New(message(1), "drafted"))
    told: list[str] = []
    start = threading.Barrier(2)

    def save(viewer: Viewer) -> None:
        start.wait()
        try:
            store.library.add(viewer, "norvane", New(message(2, text=viewer.id), "edited"))
        except Taken as error:
            told.append(str(error))

    threads = [threading.Thread(target=save, args=(viewer,)) for viewer in (ANN, BOB)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1 and "nothing you typed is lost" in told[0]
    assert len(store.library.history(ANN, "norvane", "count_first")) == 2 and len(steps(store)) == 2


def test_the_version_in_the_files_is_kept_when_it_is_first_touched(store: Store) -> None:
    below = approved(4)
    store.library.add(ANN, "norvane", New(message(5, text="Newer."), "edited", below=below))
    assert steps(store) == [(4, "taken over", FILES), (5, "edited", "ann")]
    store.library.add(ANN, "norvane", New(message(6), "edited", below=below))
    assert steps(store)[2:] == [(6, "edited", "ann")]
    with pytest.raises(Taken):
        store.library.add(BOB, "norvane", New(message(5), "edited", below=below))


def test_who_may_only_draft_puts_nothing_in_force(store: Store) -> None:
    for made in (approved(1), message(1, status="withdrawn")):
        with pytest.raises(NotAllowed, match="for whoever keeps the library"):
            store.library.add(BOB, "norvane", New(made, "approved"))
    assert store.library.revision(ANN) == 0
    batch = store.library.add_all(ANN, "norvane", [New(approved(1), "imported")], batch=True)
    with pytest.raises(NotAllowed):
        store.library.undo(BOB, "norvane", str(batch))


def test_only_what_is_new_is_read(store: Store) -> None:
    store.library.add(ANN, "norvane", New(message(1), "drafted"))
    store.library.add(ANN, "tessvara", New(message(1), "drafted"))
    known = {(one.library, one.message, one.version) for one in store.library.since(BOB, set())}
    assert len(known) == 2 and store.library.since(BOB, known) == []
    store.library.add(ANN, "norvane", New(message(2), "edited"))
    assert [(one.library, one.version) for one in store.library.since(BOB, known)] == [("norvane", 2)]


def test_an_import_is_all_or_nothing_and_can_be_taken_back(store: Store) -> None:
    old = approved(1, id="old")
    store.library.add(ANN, "norvane", New(message(1, id="busy"), "drafted"))
    rows = [
        New(approved(2, id="old", text="Changed by the sheet."), "imported", "copy.xlsx", old),
        New(message(1, id="brand_new"), "imported", "copy.xlsx"),
        New(message(2, id="busy"), "imported", "copy.xlsx"),
    ]
    with pytest.raises(Taken):
        store.library.add_all(ANN, "norvane", [*rows[:2], New(message(1, id="busy"), "imported")], batch=True)
    assert store.library.revision(ANN) == 1
    batch = str(store.library.add_all(ANN, "norvane", rows, batch=True))
    (told,) = store.library.batches(BOB, "norvane")
    assert (told.id, told.note, told.messages, told.by, told.undone) == (batch, "copy.xlsx", 3, "ann", False)
    store.library.add(BOB, "norvane", New(message(3, id="busy", text="Bob went on."), "edited"))
    done = store.library.undo(ANN, "norvane", batch)
    assert (done.restored, done.withdrawn, done.left) == (["old"], ["brand_new"], ["busy"])
    assert Message.model_validate(store.library.history(ANN, "norvane", "old")[-1].document) == old.model_copy(update={"version": 3})
    assert store.library.history(ANN, "norvane", "brand_new")[-1].document["status"] == "withdrawn"
    assert store.library.history(ANN, "norvane", "busy")[-1].document["text"] == "Bob went on."
    assert store.library.batches(BOB, "norvane")[0].undone
    with pytest.raises(StoreError, match="undone already"):
        store.library.undo(ANN, "norvane", batch)
    with pytest.raises(StoreError, match="no such import"):
        store.library.undo(ANN, "tessvara", batch)


def test_a_large_import(store: Store) -> None:
    """More rows than a statement takes parameters."""
    batch = store.library.add_all(ANN, "norvane", [New(approved(1, id=f"m{at}"), "imported", "big.csv") for at in range(2500)], batch=True)
    assert len(store.library.since(ANN, set())) == 2500
    assert len(store.library.undo(ANN, "norvane", str(batch)).withdrawn) == 2500
    assert len(store.library.since(ANN, {("norvane", f"m{at}", 1) for at in range(2500)})) == 2500


def test_a_person_who_is_erased_keeps_a_pseudonym_and_what_was_approved_stays(store: Store) -> None:
    store.library.add(BOB, "norvane", New(message(1), "drafted"))
    store.library.add(ANN, "norvane", New(approved(2, approved_by="Ann Lind"), "approved"))
    with pytest.raises(NotAllowed):
        store.library.pseudonymise(BOB, "ann")
    name = store.library.pseudonymise(EVE, "ann", "Ann Lind")
    assert name.startswith("somebody-") and len(name) == len("somebody-x7k2")
    assert steps(store) == [(1, "drafted", "bob"), (2, "approved", name)]
    last = store.library.history(BOB, "norvane", "count_first")[-1]
    assert last.by == name and last.document["approved_by"] == name
    assert (last.document["document"], last.document["expires_on"]) == ("D-1", "2027-01-02")
    assert store.library.pseudonymise(BOB, "bob") != name


def test_it_survives_a_restart(url: str) -> None:
    store = open_store(url)
    store.library.add(ANN, "norvane", New(approved(1), "approved"))
    store.database.close()
    again = open_store(url)
    assert Message.model_validate(again.library.history(ANN, "norvane", "count_first")[0].document) == approved(1)
    again.database.close()


def spoke(turn: int, *ids: str, rises: bool = False, outcome: Outcome | None = None) -> Said:
    """A turn in which messages were said."""
    made = said(turn, outcome=outcome)
    rise = [Change(what="belief", to="recognised", because="it fits", rule="fits")] if rises else []
    response = made.responses[0].model_copy(update={"changes": [*made.responses[0].changes, *rise]})
    heard = reading("What").model_copy(update={"messages": [MessageHit(id=id, score=0.9, quote="What") for id in ids]})
    return made.model_copy(update={"reading": heard, "responses": [response]})


def test_what_was_used_and_what_followed(store: Store) -> None:
    ann = Viewer("ann")
    id = store.meetings.start(ann, setup(library="norvane"), said(0), [SURGEON], mode="played")
    store.meetings.append_said(ann, id, spoke(1, "count_first", rises=True))
    store.meetings.append_said(ann, id, spoke(2, "count_first", "other", outcome=Outcome(kind="advance")))
    branch = store.meetings.branch(ann, id, 1)
    store.meetings.append_said(ann, branch, spoke(2, "other"))
    first, second = store.library.uses(ann, "norvane")
    assert (first.message, first.times, first.meetings, first.rose, first.ended, first.advances) == ("count_first", 2, 1, 1, 1, 1)
    assert (second.message, second.times, second.meetings, second.rose, second.ended, second.advances) == ("other", 2, 2, 0, 1, 1)
    assert store.library.uses(ann, "tessvara") == [] and store.library.uses(BOB, "norvane") == []
