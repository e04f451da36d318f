"""What the coach adds to a model's answer: `python -m tests.benchmarks.voice`. A scripted endpoint on loopback that answers at once."""

from __future__ import annotations

import os
import tempfile
import time
from datetime import date
from pathlib import Path

from coach.practice import Practice
from coach.reviews.viewer import Viewer
from coach.roleplay.performance import Performance
from coach.settings import Settings
from coach.wiring import Coach
from tests.models import scripted
from tests.models.scripted import serving

TURNS = 44
TEXT = "Come again on that one, and I may have something for you. It is not what people ask me. Most of them look at the wall and talk about the weather."


def at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Prints p50 and p95 in ms of the time from the rep's words to the request's arrival, and of what each piece costs on its way."""
    before, work, pieces = [], [], []
    with serving() as server, tempfile.TemporaryDirectory() as folder:
        server.does(scripted.says(TEXT))
        coach = Coach(Settings(coach_data=Path(folder), openai_base_url=server.url, coach_voice_model="scripted", coach_meeting_tokens=0))
        coach.warm()
        practice = Practice(coach, Viewer("bench"))
        experts = list(coach.shelf.experts.values())
        spoken = 0
        while spoken < TURNS:
            for expert in experts:
                id = practice.begin(expert.persona, on=date(2026, 12, 1), seed=expert.seed)
                for line in expert.lines:
                    table = practice.load(id)
                    if table.meeting.ended:
                        break
                    server.begun.clear()
                    server.cpu.clear()
                    started, worked = time.monotonic(), time.process_time()
                    performance = practice.perform(table, practice.say(table, f"{line.say} "), "model")
                    for _ in performance:
                        pass
                    if server.begun:
                        before.append(1000 * (server.begun[0] - started))
                        work.append(1000 * (server.cpu[0] - worked))
                        spoken += 1
                    kept = practice.keep(table, performance)
                    practice.expect(table, kept.words)  # what the page does while the rep reads
                    pieces += cost_of_pieces(table, practice, performance)
        coach.store.database.close()
    load = os.getloadavg()[0]
    print(f"from the rep's words to the request, {len(before)} turns: p50 {at(before, 0.5):.1f} ms, p95 {at(before, 0.95):.1f} ms (load {load:.1f})")
    print(f"of which work of this process: p50 {at(work, 0.5):.1f} ms, p95 {at(work, 0.95):.1f} ms")
    print(f"guard and sentences for each streamed piece, {len(pieces)}: p50 {at(pieces, 0.5):.2f} ms, p95 {at(pieces, 0.95):.2f} ms")


def cost_of_pieces(table, practice, performance: Performance) -> list[float]:  # type: ignore[no-untyped-def]
    """Milliseconds that each piece of seven characters takes from its arrival to what is shown, without a network."""
    from coach.roleplay.guard import Guard
    from coach.roleplay.piecewise import Sentences
    from coach.roleplay.prompt import prompt_for, state_at

    said = performance._said
    guard = Guard(
        table.persona,
        state_at(table.persona, table.meeting, said),
        next(item for item in said.responses).beat,
        prompt_for(table.persona, table.meeting, said),
    )
    sentences, took = Sentences(), []
    for start in range(0, len(TEXT), 7):
        begun = time.perf_counter()
        for sentence in sentences.add(TEXT[start : start + 7]):
            guard.look(sentence)
        took.append(1000 * (time.perf_counter() - begun))
    return took


if __name__ == "__main__":
    main()
