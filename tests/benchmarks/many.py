"""Ten thousand scripted meetings with readings cached, on two processes: what a simulation of a whole field force costs.

python -m tests.benchmarks.many [--meetings 10000]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from coach.content.shelf import Shelf
from coach.reading.reader import Reader
from coach.reading.records import Reading, Unsure
from coach.roleplay import meeting as steps
from coach.roleplay.records import DIFFICULTIES
from coach.roleplay.scripted import ASKS, OPENINGS, STEPS, UNKNOWN
from coach.settings import Settings
from coach.wiring import Coach

ON = date(2026, 12, 1)
TARGET = 300.0
"""Seconds in which ten thousand are to be played on two cores."""
PROCESSES = 2


class Remembering:
    """A reader that reads the same words after the same words once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._read: dict[tuple[str, str, date | None], Reading] = {}
        self.misses = 0
        self.seconds = 0.0
        """What the readings took that had to be made."""

    def read(self, text: str, previous: str = "", on: date | None = None, *, unsure: Sequence[Unsure] = ()) -> Reading:
        key = (text, previous, on)
        if key not in self._read:
            self.misses += 1
            began = time.perf_counter()
            self._read[key] = self._reader.read(text, previous, on)
            self.seconds += time.perf_counter() - began
        return self._read[key]


def scripts(shelf: Shelf) -> Iterator[tuple[str, list[str]]]:
    """For each persona a whole meeting: an opening, the questions of each family, a blank admitted, a step offered."""
    for persona in shelf.personas.values():
        for family, questions in ASKS.items():
            yield persona.id, [OPENINGS[len(family) % len(OPENINGS)], *questions[:5], UNKNOWN, STEPS[0], "Thank you, that's all from me."]


def play(task: tuple[int, int, str]) -> tuple[int, int, int, float, float, float]:
    """Play the share of one process: meetings, turns, readings made, seconds to be ready, seconds to read, seconds to play the rest."""
    first, count, data = task
    os.environ["OMP_NUM_THREADS"] = "1"
    began = time.perf_counter()
    coach = Coach(Settings(coach_data=Path(data), coach_content=None, database_url="", coach_embedding_model=""))
    coach.warm()
    shelf, readers, turns = coach.shelf, {}, 0
    library_of = {persona.id: shelf.library_of(persona) for persona in shelf.personas.values()}
    for library in library_of.values():
        if library is not None and library.id not in readers:
            readers[library.id] = Remembering(coach.reader(library))
    plan, ready = list(scripts(shelf)), time.perf_counter()
    for at in range(first, first + count):
        persona_id, lines = plan[at % len(plan)]
        persona, library = shelf.persona(persona_id), library_of[persona_id]
        assert library is not None
        stage = steps.Stage(persona, library, shelf.topics, readers[library.id])
        difficulty = DIFFICULTIES[at % len(DIFFICULTIES)]
        opened = steps.open_meeting(persona, library, seed=at, difficulty=difficulty, on=ON, versions={})
        turns += len(steps.play(stage, opened, lines).turns)
    read = sum(reader.seconds for reader in readers.values())
    return count, turns, sum(reader.misses for reader in readers.values()), ready - began, read, time.perf_counter() - ready - read


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.many", description="play many scripted meetings, readings cached")
    parser.add_argument("--meetings", type=int, default=10_000)
    wanted = parser.parse_args().meetings
    share = -(-wanted // PROCESSES)
    # Spawned: the threads of a model do not survive a fork.
    with tempfile.TemporaryDirectory(prefix="bench-") as data, get_context("spawn").Pool(PROCESSES) as pool:
        done = pool.map(play, [(at * share, min(share, wanted - at * share), data) for at in range(PROCESSES)])
    meetings, turns, misses = (sum(row[at] for row in done) for at in range(3))
    ready, read, played = (max(row[at] for row in done) for at in (3, 4, 5))
    each = 1000 * played * PROCESSES / turns
    print(f"{meetings:,} meetings of {turns / meetings:.1f} turns in {played:.0f} s on {PROCESSES} processes: {each:.2f} ms a turn and process")
    print(f"target, readings cached: 10,000 meetings in {TARGET:.0f} s")
    print(f"Not counted above: ready after {ready:.0f} s, and {misses:,} readings of words said for the first time, {read:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
