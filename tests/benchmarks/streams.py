"""Fifty meetings in a model's voice at once, in one process: `python -m tests.benchmarks.streams [--visitors 50] [--turns 3]`.

The endpoint is a process of its own that writes down when each request came in and when it sent its first piece. One
websocket client plays all visitors. What counts is how long after the endpoint's own first words a visitor reads the first of them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from coach.practice import Practice
from coach.reviews.viewer import Viewer
from coach.roleplay.records import Replied
from coach.settings import Settings
from coach.wiring import Coach
from tests.benchmarks.visitors import Visitor
from tests.benchmarks.voice import TEXT, at
from tests.browser.server import Server
from tests.models import scripted
from tests.models.scripted import Asked, serving

THINKS = 0.4
"""Seconds from a request to the endpoint's first piece."""
GAP = 0.03
"""Seconds between its pieces of seven characters: some 60 tokens a second."""
SECONDS_BETWEEN = 4.0
"""Where they do not all speak at once, each begins at a moment of its own within so many seconds."""
FIRST = TEXT.split(",")[0]
ASKS = (
    "Thank you for the time. What would make these minutes useful to you, in {tag}?",
    "What do you see in {tag} once your patients have gone home?",
    "Stay with that for a moment. What does it mean for your people in {tag}?",
    "How do you deal with it now, in {tag}?",
)


def tag(visitor: int, turn: int) -> str:
    """Words that name one turn of one visitor, and that nobody else says."""
    letters = "bcdfghjklm"
    return f"hall {letters[visitor // 10]}{letters[visitor % 10]}{letters[turn]}"


def serve() -> None:
    """The endpoint: its address, then a line of JSON for each request, on standard output, until its input closes."""

    def act(asked: Asked) -> None:
        came = time.monotonic()
        time.sleep(THINKS)
        said = asked.raw.decode()
        sys.stdout.write(f"{json.dumps({'said': said[-6000:], 'came': came, 'first': time.monotonic()})}\n")  # whole lines, from many threads
        sys.stdout.flush()
        scripted.says(TEXT, gap=GAP)(asked)

    with serving() as server:
        server.does(act)
        print(server.url, flush=True)
        sys.stdin.read()


def begin(coach: Coach, visitors: int) -> list[str]:
    """A meeting for each visitor in which the last answer is marked as a model's: its page goes on in that voice."""
    viewer = Viewer("me", "admin")
    practice = Practice(coach, viewer)
    people = sorted(coach.shelf.personas)
    ids = []
    for visitor in range(visitors):
        persona = coach.shelf.persona(people[visitor % len(people)])
        seat = persona.seats[0] if persona.seats else "sales"
        id = practice.begin(persona.id, on=date(2026, 12, 1), seed=visitor + 1, difficulty="open", seat=seat)
        table = practice.load(id)
        said = practice.say(table, "Good morning. Is this still a good time?")
        coach.store.meetings.append_reply(viewer, id, Replied(turn=said.turn, person=persona.id, words=table.answer(said), voice="model"))
        ids.append(id)
    return ids


async def play(base: str, ids: list[str], turns: int, together: bool) -> dict[str, tuple[float, float]]:
    """All visitors speak; returns for each turn's tag when its words were sent and when the first of the answer was read."""
    read: dict[str, tuple[float, float]] = {}
    visitors = [Visitor(base, "practice", f"m={id}") for id in ids]
    for some in range(0, len(visitors), 5):
        await asyncio.gather(*(visitor.open() for visitor in visitors[some : some + 5]))
    waits = random.Random(7)

    async def one(number: int, visitor: Visitor, turn: int, wait: float) -> None:
        await asyncio.sleep(wait)
        name = tag(number, turn)
        own: list[float] = []
        shown: list[float] = []

        def seen(text: str, moment: float) -> None:
            # What stood there before is drawn again first; only a text that follows the visitor's own words is the answer.
            if name in text:
                own.append(moment)
            elif own and not shown and text.startswith(FIRST[:4]):
                shown.append(moment)

        visitor.seen = seen
        sent = await visitor.say(ASKS[turn].format(tag=name))
        if shown:
            read[name] = (sent, shown[0])

    for turn in range(turns):
        await asyncio.gather(*(one(number, visitor, turn, 0 if together else waits.uniform(0, SECONDS_BETWEEN)) for number, visitor in enumerate(visitors)))
    for visitor in visitors:
        await visitor.close()
    return read


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--visitors", type=int, default=50)
    given.add_argument("--turns", type=int, default=3)
    given.add_argument("--serve", action="store_true")
    args = given.parse_args()
    if args.serve:
        serve()
        return
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        log = data / "endpoint.log"
        with log.open("w") as written:  # a file, because a pipe that nobody empties would stop it
            endpoint = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.streams", "--serve"], stdin=subprocess.PIPE, stdout=written)
        while not log.read_text().endswith("\n"):
            time.sleep(0.05)
        url = log.read_text().splitlines()[0]
        settings = {"OPENAI_BASE_URL": url, "COACH_VOICE_MODEL": "scripted", "COACH_MEETING_TOKENS": "0"}
        coach = Coach(Settings(coach_data=data, openai_base_url=url, coach_voice_model="scripted", coach_meeting_tokens=0))
        coach.warm()
        rounds = [begin(coach, args.visitors) for _ in range(2)]
        coach.store.database.close()
        server = Server(data, data / "app.log", streaming_ms=28, settings=settings).start()
        try:
            asyncio.run(ready(server.url, rounds[0][0]))
            found = [asyncio.run(play(server.url, ids, args.turns, together)) for ids, together in zip(rounds, (False, True), strict=True)]
        finally:
            server.stop()
            endpoint.terminate()
        heard = [json.loads(line) for line in log.read_text().splitlines()[1:]]
    for title, read in zip((f"each at a moment of their own in {SECONDS_BETWEEN:.0f} s", "all at the same moment"), found, strict=True):
        show(title, read, heard, args.visitors * args.turns)
    print(f"load {os.getloadavg()[0]:.1f}")


async def ready(base: str, id: str) -> None:
    """Wait until the model behind the reading is loaded: the first visitor says something and is answered."""
    visitor = Visitor(base, "practice", f"m={id}")
    await visitor.open()
    await visitor.press("Say nothing")
    await visitor.close()


def show(title: str, read: dict[str, tuple[float, float]], heard: list[dict[str, float | str]], count: int) -> None:
    """Milliseconds, p50, p95 and the most."""
    before, after, whole = [], [], []
    for name, (sent, shown) in read.items():
        asked = [one for one in heard if name in str(one["said"])]
        asked = [one for one in asked if float(one["came"]) >= sent and float(one["first"]) <= shown]
        if not asked:
            continue
        before.append(1000 * (float(asked[0]["came"]) - sent))
        after.append(1000 * (shown - float(asked[0]["first"])))
        whole.append(1000 * (shown - sent))
    print(f"\n{title}: {len(after)} of {count} turns answered by the model")
    for what, values in (
        ("words to the endpoint's request", before),
        ("endpoint's first piece to the first words read", after),
        ("words to first words", whole),
    ):
        if values:
            print(f"  {what}: p50 {at(values, 0.5):.0f} ms, p95 {at(values, 0.95):.0f} ms, most {max(values):.0f} ms")


if __name__ == "__main__":
    main()
