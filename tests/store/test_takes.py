"""Takes of a pitch: their owner's alone, in order, gone when forgotten; and what was told in meetings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coach.debrief.mirror_records import Measured, Stretch, Take
from coach.store.errors import NotYours, StoreError
from coach.store.repository import Store, open_store
from coach.store.tables import TakeRow

from .samples import ANN, BOB, begin


def take(text: str = "A man went home.", persona: str = "surgeon", clock: int = 60) -> Take:
    return Take(
        text=text, how="typed", clock=clock, seconds=1.7, words=4, on=date(2026, 12, 1), persona=persona, name="Dr. Elena Ruiz", title="Surgeon",
        rules="2026-11", measures=[Measured(id="ask", title="Asks", mark="not_yet", found="Nothing.", rule="A step.", advice="Ask.")], touched=[],
        untouched=3, untouched_told=[], stretches=[Stretch(start=0, end=len(text), role="person")], claims=[], judged=True,
    )  # fmt: skip


def test_takes_come_back_as_they_were_kept_in_their_order(store: Store) -> None:
    ids = [store.takes.keep(ANN, take(f"Take {number}, caf\u00e9 \U0001f600.")) for number in range(3)]
    found = store.takes.of(ANN, "surgeon")
    assert [one.id for one in found] == ids and found[1].take == take("Take 1, caf\u00e9 \U0001f600.") and found[0].at.tzinfo is not None
    assert store.takes.load(ANN, ids[2]).take == found[2].take
    assert store.takes.of(ANN, "nurse") == [] and store.takes.last(ANN) == "surgeon"
    store.takes.keep(ANN, take(persona="nurse"))
    assert store.takes.last(ANN) == "nurse" and len(store.takes.of(ANN, "surgeon")) == 3


def test_nobody_else_sees_or_forgets_them(store: Store) -> None:
    id = store.takes.keep(ANN, take())
    for act in (store.takes.load, store.takes.forget):
        with pytest.raises(NotYours, match=r"^There is no such take, or it is not yours\.$"):
            act(BOB, id)
        with pytest.raises(NotYours):
            act(ANN, "no such/../take")
    assert store.takes.of(BOB, "surgeon") == [] and store.takes.last(BOB) is None
    assert [one.id for one in store.takes.of(ANN, "surgeon")] == [id]


def test_a_forgotten_take_is_gone_and_the_others_stay(store: Store) -> None:
    first, second = store.takes.keep(ANN, take("One.")), store.takes.keep(ANN, take("Two."))
    store.takes.forget(ANN, first)
    with pytest.raises(NotYours):
        store.takes.load(ANN, first)
    assert [one.id for one in store.takes.of(ANN, "surgeon")] == [second]


def test_on_sqlite_its_words_are_in_no_file_any_more(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/coach.db")
    id = store.takes.keep(ANN, take("the quick brown wound " * 2_000))  # more than one page

    def anywhere() -> bool:
        return any(b"quick brown wound" in file.read_bytes() for file in tmp_path.glob("coach.db*"))

    assert anywhere()
    store.takes.forget(ANN, id)
    assert not anywhere()
    store.database.close()


def test_a_take_of_a_newer_app_is_refused_with_a_line(store: Store) -> None:
    id = store.takes.keep(ANN, take())
    with store.database.write() as session:
        session.get_one(TakeRow, id).v = 3
    with pytest.raises(StoreError, match="kept by a newer app"):
        store.takes.load(ANN, id)


def test_a_take_of_before_pitches_were_spoken_is_read(store: Store) -> None:
    id = store.takes.keep(ANN, take())
    with store.database.write() as session:
        row = session.get_one(TakeRow, id)
        row.v, row.document = 1, {key: value for key, value in row.document.items() if key != "spoken"} | {"v": 1}
    assert store.takes.load(ANN, id).take.spoken is None


def test_what_was_told_is_told_to_the_one_who_heard_it(store: Store) -> None:
    assert store.takes.told(ANN, "surgeon") == frozenset()
    begin(store, turns=2)
    begin(store, BOB, turns=3)
    assert store.takes.told(ANN, "surgeon") == {"need_1", "need_2"}
    assert store.takes.told(BOB, "surgeon") == {"need_0", "need_1", "need_2"}
    assert store.takes.told(ANN, "nurse") == frozenset()
