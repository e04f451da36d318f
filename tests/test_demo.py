"""The demo: played by the engine, the same for the same seed and day, inside its quarter, and marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from coach.demo.fill import fill
from coach.demo.team import MARK, REPS
from coach.reviews.viewer import Viewer
from coach.settings import Settings
from coach.store import demo
from coach.store.tables import MeetingRow, SaidRow, ScoreRow
from coach.store.tables_team import ReviewRow, SubmissionRow
from coach.wiring import Coach

ME, TODAY = Viewer("me", "admin", alone=True), date(2026, 12, 1)


@pytest.fixture
def programs(coach: Coach, tmp_path: Path) -> Iterator[list[Coach]]:
    made = [Coach(Settings(coach_data=tmp_path / name)) for name in ("one", "two")]
    for one in made:
        one.embedder, one.loaded = coach.embedder, coach.loaded
        one.fitted.topics = coach.fitted.topics  # type: ignore[method-assign]
    yield made
    for one in made:
        one.store.database.close()


def test_a_small_demo_is_played_marked_and_the_same_again(programs: list[Coach]) -> None:
    told: list[tuple[int, int]] = []
    found = []
    for program in programs:
        assert fill(program, ME, 7, TODAY, lambda done, of: told.append((done, of)), REPS[:1], weeks=3) >= 3
        found.append(seen(program))
    assert found[0] == found[1] and told[0][0] == 0 and told[-1][0] == told[-1][1]
    store = programs[0].store
    people = store.people.led(ME)
    assert len(people) == len(REPS) and all(one.name.endswith(MARK) for one in people)
    handed_in = store.submissions.of_person(ME, REPS[0].id)
    assert handed_in and {one.state for one in handed_in} <= {"submitted", "returned", "done"}
    assert store.assignments.led(ME) and store.ride_alongs.written(ME) and store.sessions.with_person(ME, REPS[0].id)
    with store.database.read() as session:
        assert session.scalars(select(ReviewRow)).all(), "most came back"
        days = session.scalars(select(MeetingRow.created_at)).all()
    assert all(datetime(2026, 9, 1, tzinfo=UTC) <= day <= datetime(2026, 12, 1, tzinfo=UTC) for day in days)
    assert demo.remove(store.database) and store.people.led(ME) == []


def seen(program: Coach) -> list[Any]:
    """All that was said, measured and handed in, without ids."""
    with program.store.database.read() as session:
        said = session.scalars(select(SaidRow).join(MeetingRow, MeetingRow.id == SaidRow.meeting).order_by(MeetingRow.created_at, SaidRow.turn)).all()
        scores = session.scalars(select(ScoreRow).order_by(ScoreRow.at)).all()
        asked = session.scalars(select(SubmissionRow).order_by(SubmissionRow.created_at)).all()
        return [*(row.record["words"] for row in said), *(row.document["criteria"] for row in scores), *((row.question, row.turn) for row in asked)]
