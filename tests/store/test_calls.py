"""Real calls: their owner's alone, and gone for good when deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.store.errors import NotYours, StoreError
from coach.store.repository import Store, open_store

from .samples import ANN, BOB

DOCUMENT = {"v": 1, "spoken": [{"speaker": "[name 1]", "side": "rep", "text": "What goes wrong, caf\u00e9?"}]}


def test_a_call_comes_back_as_it_was_kept(store: Store) -> None:
    id = store.calls.keep(ANN, "First talk", DOCUMENT)
    kept = store.calls.load(ANN, id)
    assert (kept.id, kept.title, kept.document) == (id, "First talk", DOCUMENT) and kept.at.tzinfo is not None


def test_nobody_else_sees_or_deletes_it(store: Store) -> None:
    id = store.calls.keep(ANN, "First talk", DOCUMENT)
    for act in (store.calls.load, store.calls.delete):
        with pytest.raises(NotYours, match=r"^There is no such call, or it is not yours\.$"):
            act(BOB, id)
        with pytest.raises(NotYours):
            act(ANN, "nothing")
    assert store.calls.recent(BOB) == [] and [row.id for row in store.calls.recent(ANN)] == [id]


def test_something_is_added_by_its_owner_alone(store: Store) -> None:
    id = store.calls.keep(ANN, "First talk", DOCUMENT)
    with pytest.raises(NotYours):
        store.calls.replace(BOB, id, DOCUMENT)
    before = store.calls.load(ANN, id).at
    store.calls.replace(ANN, id, DOCUMENT | {"v": 2, "again": []})
    kept = store.calls.load(ANN, id)
    assert kept.document == DOCUMENT | {"v": 2, "again": []} and kept.at == before


def test_the_latest_is_listed_first(store: Store) -> None:
    ids = [store.calls.keep(ANN, f"Talk {number}", DOCUMENT) for number in range(3)]
    assert [row.id for row in store.calls.recent(ANN)] == ids[::-1]
    assert [row.title for row in store.calls.recent(ANN, 1)] == ["Talk 2"]


def test_a_deleted_call_is_gone(store: Store) -> None:
    id, other = store.calls.keep(ANN, "One", DOCUMENT), store.calls.keep(ANN, "Other", DOCUMENT)
    store.calls.delete(ANN, id)
    with pytest.raises(NotYours):
        store.calls.load(ANN, id)
    assert [row.id for row in store.calls.recent(ANN)] == [other]


def test_on_sqlite_its_words_are_in_no_file_any_more(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/coach.db")
    id = store.calls.keep(ANN, "One", {"v": 1, "text": "the quick brown wound " * 2_000})  # more than one page

    def anywhere() -> bool:
        return any(b"quick brown wound" in file.read_bytes() for file in tmp_path.glob("coach.db*"))

    assert anywhere()
    store.calls.delete(ANN, id)
    assert not anywhere()
    store.database.close()


def test_a_call_of_a_newer_app_is_refused_with_a_line(store: Store) -> None:
    id = store.calls.keep(ANN, "One", {"v": 3})
    with pytest.raises(StoreError, match="kept by a newer app"):
        store.calls.load(ANN, id)
