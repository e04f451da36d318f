"""Two managers, one meeting, one minute: nothing that anybody wrote is lost, and what is taken back in the same moment stays taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from coach.reviews.viewer import Viewer
from coach.store.errors import NotYours, StoreError, Taken
from coach.store.repository import Store
from coach.store.tables import PersonRow
from coach.store.tables_team import ReviewRow
from tests.store.samples import ANN, begin

MIA, NED = Viewer("mia", "manager"), Viewer("ned", "manager")
SAVES = 12


@pytest.fixture
def handed(store: Store) -> Store:
    """Mia leads Ann."""
    for one in ("ann", "mia", "ned"):
        store.people.ensure(one, one.title())
    with store.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "ann").values(manager="mia"))
    return store


def at_once(*parts: Callable[[], object]) -> list[BaseException]:
    """Run all at the same moment, each in a thread of its own; returns what went wrong."""
    start, wrong = threading.Barrier(len(parts)), list[BaseException]()

    def run(part: Callable[[], object]) -> None:
        start.wait()
        try:
            part()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_two_managers_write_at_once_while_the_rep_answers_and_nothing_is_lost(handed: Store) -> None:
    id = handed.submissions.submit(ANN, begin(handed, turns=3), "Did I rush it?", shared=True)

    def reviews(viewer: Viewer) -> None:
        handed.submissions.open(viewer, id)
        revision, said = 0, list[str]()
        for number in range(SAVES):
            said.append(f"{viewer.id} {number}")
            revision = handed.reviews.save(viewer, id, {"said": said}, revision)
        handed.reviews.give_back(viewer, id)

    def answers() -> None:
        for number in range(SAVES):
            handed.submissions.answer(ANN, id, {f"question {number}": f"answer {number}"})

    assert at_once(lambda: reviews(MIA), lambda: reviews(NED), answers) == []
    with handed.database.read() as session:
        rows = {row.reviewer: row for row in session.scalars(select(ReviewRow))}
    assert {name: row.document["said"] for name, row in rows.items()} == {name: [f"{name} {number}" for number in range(SAVES)] for name in ("mia", "ned")}
    assert all(row.returned_at is not None and row.revision == SAVES for row in rows.values())
    found = handed.submissions.one(ANN, id)
    assert found.state == "returned" and len(found.answers) == SAVES


def test_of_two_tabs_that_save_first_at_once_one_is_kept_and_the_other_told(handed: Store) -> None:
    id = handed.submissions.submit(ANN, begin(handed, turns=1), "?")
    wrong = at_once(*(lambda word=word: handed.reviews.save(MIA, id, {"words": word}, 0) for word in ("one", "other")))  # type: ignore[misc]
    assert [type(error) for error in wrong] == [Taken]
    kept = handed.reviews.mine(MIA, id)
    assert kept is not None and kept.revision == 1 and kept.document["words"] in ("one", "other")


def test_taken_back_in_the_moment_of_giving_back_is_one_or_the_other(handed: Store) -> None:
    meeting = begin(handed, turns=1)
    for _ in range(6):
        id = handed.submissions.submit(ANN, meeting, "?")
        handed.reviews.save(MIA, id, {"words": "Hm."}, 0)
        wrong = at_once(
            lambda id=id: handed.submissions.take_back(ANN, id),  # type: ignore[misc]
            lambda id=id: handed.submissions.open(MIA, id),  # type: ignore[misc]
            lambda id=id: handed.reviews.give_back(MIA, id),  # type: ignore[misc]
        )
        assert all(isinstance(error, StoreError) for error in wrong)
        states = [one.state for one in handed.submissions.mine(ANN, meeting) if one.id == id]
        if states:  # Given back first: taking it back was refused.
            assert states == ["returned"] and any("reviewed already" in str(error) for error in wrong)
        else:
            with pytest.raises(NotYours):
                handed.submissions.one(MIA, id)


def test_a_review_that_was_given_back_stays_as_it_is(handed: Store) -> None:
    id = handed.submissions.submit(ANN, begin(handed, turns=1), "?")
    handed.reviews.save(MIA, id, {"words": "So."}, 0)
    handed.reviews.give_back(MIA, id)
    with pytest.raises(StoreError, match="given back already"):
        handed.reviews.save(MIA, id, {"words": "Otherwise."}, 1)


def test_an_address_that_cannot_be_one_is_nobodys(handed: Store) -> None:
    for id in ("", "a\0b", "../x", "ö"):
        with pytest.raises(NotYours):
            handed.submissions.open(MIA, id)
        with pytest.raises(NotYours):
            handed.submissions.take_back(ANN, id)
