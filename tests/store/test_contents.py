"""Versions that meetings were played with are kept for good; edits are their owner's; people keep one name."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from coach.store.errors import NotYours, StoreError
from coach.store.repository import Store, open_store

from .samples import ANN, BOB

PERSONA = {"kind": "persona", "id": "surgeon", "name": "Dr. Elena Ruiz", "lenses": {"clinical": 0.7}, "needs": [{"need": "readmissions"}]}


def test_a_kept_version_survives_restarts_and_later_versions(url: str) -> None:
    store = open_store(url)
    store.contents.keep("persona", "surgeon", "hash-1", PERSONA)
    store.contents.keep("persona", "surgeon", "hash-2", PERSONA | {"name": "Dr. E. Ruiz"})
    store.database.close()
    again = open_store(url)
    assert again.contents.kept("persona", "surgeon", "hash-1") == PERSONA
    assert again.contents.kept("persona", "surgeon", "hash-2")["name"] == "Dr. E. Ruiz"
    again.database.close()


def test_keeping_twice_changes_nothing(store: Store) -> None:
    store.contents.keep("persona", "surgeon", "hash-1", PERSONA)
    store.contents.keep("persona", "surgeon", "hash-1", {"other": True})
    assert store.contents.kept("persona", "surgeon", "hash-1") == PERSONA


def test_a_version_that_was_never_kept(store: Store) -> None:
    with pytest.raises(StoreError, match="The persona 'surgeon' in version abcdef"):
        store.contents.kept("persona", "surgeon", "abcdef")


def test_an_edit_is_seen_by_its_owner_only(store: Store) -> None:
    store.contents.save_edit(ANN, "persona", "mine", PERSONA)
    store.contents.save_edit(ANN, "account", "lakeside", {"id": "lakeside"})
    store.contents.save_edit(ANN, "persona", "mine", PERSONA | {"name": "Dr. No"})
    store.contents.save_edit(BOB, "persona", "his", {"id": "his"})
    assert store.contents.edits(ANN) == [("account", "lakeside", {"id": "lakeside"}), ("persona", "mine", PERSONA | {"name": "Dr. No"})]
    assert store.contents.edits(BOB) == [("persona", "his", {"id": "his"})]


def test_two_people_edit_the_same_object_each_their_own(store: Store) -> None:
    store.contents.save_edit(ANN, "persona", "surgeon", PERSONA)
    store.contents.save_edit(BOB, "persona", "surgeon", {"id": "surgeon"})
    assert store.contents.edits(ANN) == [("persona", "surgeon", PERSONA)]
    assert store.contents.edits(BOB) == [("persona", "surgeon", {"id": "surgeon"})]
    with pytest.raises(NotYours, match=r"^There is no such edit, or it is not yours\.$"):
        store.contents.drop_edit(BOB, "persona", "nobody")
    store.contents.drop_edit(BOB, "persona", "surgeon")
    assert store.contents.edits(ANN) == [("persona", "surgeon", PERSONA)]


def test_a_dropped_edit_is_gone(store: Store) -> None:
    store.contents.save_edit(ANN, "persona", "surgeon", PERSONA)
    store.contents.drop_edit(ANN, "persona", "surgeon")
    assert store.contents.edits(ANN) == []


def test_a_person_is_known_once_by_the_latest_name(store: Store) -> None:
    store.people.ensure("ann", "Ann")
    store.people.ensure("ann", "Ann\0 Lee")
    with store.database.read() as session:
        assert session.execute(text("SELECT id, name FROM people")).all() == [("ann", "Ann Lee")]
