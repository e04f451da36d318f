"""Inside one process, with the model warm and a real SQLite file: a turn by stage, a search, a debrief, loading the content."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from itertools import islice
from pathlib import Path

from coach.content.shelf import load
from coach.practice import Practice
from coach.reading.reader import Reader
from coach.reviews.viewer import Viewer
from coach.roleplay import meeting as steps
from coach.settings import Settings
from coach.store.meetings import Meetings, Participant
from coach.wiring import Coach

from . import campaigns, maps
from .figures import Figure, stopwatch, timed
from .words import meetings, of_words, queries

ON = date(2026, 12, 1)
LONG_MEETING = 60
WARMING_UP = 8


def measure(data: Path, turns: int, searches: int, debriefs: int) -> Iterator[Figure]:
    coach = Coach(Settings(coach_data=data, coach_content=None, database_url="", coach_embedding_model=""))
    content = Figure("content load", "ms", note="every file that people wrote, read and checked")
    for _ in range(3):
        with timed(content):
            load(None)
    yield content
    warm = Figure("model and readers made ready", "ms", note="in the background, while pages are shown")
    with timed(warm):
        coach.warm()
    yield machine()
    gc.collect()
    gc.freeze()  # as the app does once it is warm
    yield warm
    practice = Practice(coach, Viewer("bench"))
    yield from turn(coach, practice, turns)
    yield from reading(coach, searches)
    yield search(coach, searches)
    yield from debrief(coach, practice, debriefs)
    yield from maps.measure(data, next(iter(coach.shelf.accounts.values())), debriefs)
    yield from campaigns.measure(data, coach, debriefs)


def machine() -> Figure:
    """The six kinds of product that one turn of sixty tokens is made of, by the library alone: how quick the machine is just now.
    A turn cannot be read in less; on a shared machine it differs by a factor of two from one minute to the next."""
    import torch

    figure = Figure("the arithmetic of a turn, bare", "ms", note="what the machine needs for it at this moment, whatever the program does")
    shapes = [(384, 1152), (384, 384), (384, 1536), (1536, 384)] * 6
    weights = [torch.randn(out, into) for into, out in shapes]
    tokens = {384: torch.randn(60, 384), 1536: torch.randn(60, 1536)}
    with torch.inference_mode():
        for _ in range(60):
            with timed(figure):
                for (into, _out), weight in zip(shapes, weights, strict=True):
                    torch.nn.functional.linear(tokens[into], weight)
    figure.values, figure.cpu = figure.values[WARMING_UP:], figure.cpu[WARMING_UP:]
    return figure


def turn(coach: Coach, practice: Practice, wanted: int) -> Iterator[Figure]:
    """The way of one turn as the page takes it: load the meeting, read, decide, store, answer, store."""
    whole = Figure("one authored turn", "ms", target=60, note="what they said before was embedded while it was shown")
    load, read, direct = Figure("  load the meeting", "ms"), Figure("  read", "ms"), Figure("  direct", "ms")
    said, reply = Figure("  store what was said", "ms"), Figure("  answer and store it", "ms")
    scripts = meetings(coach.shelf)
    with ExitStack() as watches:
        watches.enter_context(stopwatch(Meetings, "load", load))
        watches.enter_context(stopwatch(Reader, "read", read))
        watches.enter_context(stopwatch(steps, "direct", direct))
        watches.enter_context(stopwatch(Meetings, "append_said", said))
        while len(whole.values) < wanted + WARMING_UP:
            persona, lines = next(scripts)
            forget(coach)
            id = practice.begin(persona, on=ON, seed=len(whole.values))
            opened = practice.load(id)
            practice.expect(opened, opened.meeting.turns[0].replied[-1].words)
            for words in lines:
                with timed(whole):
                    table = practice.load(id)
                    answer = practice.say(table, words)
                    with timed(reply):
                        practice.answered(table, answer, table.answer(answer))
                practice.expect(table, table.answer(answer))
                if any(response.outcome for response in answer.responses):
                    break
    for figure in (whole, load, read, direct, said, reply):
        figure.values, figure.cpu = figure.values[WARMING_UP:], figure.cpu[WARMING_UP:]
        yield figure


def reading(coach: Coach, wanted: int) -> Iterator[Figure]:
    """Reading alone: one turn of forty words after another, and many at once as `read --jsonl` has them."""
    reader = coach.reader(next(iter(coach.shelf.libraries.values())))
    one = Figure("reading a turn of 40 words", "ms", target=40, note="embedding included")
    forget(coach)
    for text in islice(of_words(coach.shelf, 40), wanted):
        with timed(one):
            reader.read(text)
    yield one
    for words in (40, 20, 10):
        forget(coach)
        turns = [(text, "") for text in islice(of_words(coach.shelf, words), 4 * wanted)]
        many = Figure(f"reading a turn of {words} words in a batch", "ms", note=f"{len(turns)} turns")
        started = time.perf_counter(), time.process_time()
        assert len(list(reader.read_all(turns))) == len(turns)
        many.values.append((time.perf_counter() - started[0]) * 1000 / len(turns))
        many.cpu.append((time.process_time() - started[1]) * 1000 / len(turns))
        many.note += f"; {1000 / many.p50:.0f} turns a second"
        yield many


def forget(coach: Coach) -> None:
    """The embedder remembers recent texts; without this a second round with the same words would measure a look-up."""
    coach.embedder._recent.clear()


def search(coach: Coach, wanted: int) -> Figure:
    """A search over the largest library, each time for other words."""
    library = max(coach.shelf.libraries.values(), key=lambda one: len(one.messages.messages))
    figure = Figure("a message search", "ms", note=f"{len(library.messages.messages)} messages")
    finder = coach.finder(library.product.id)
    finder.search("the first search embeds the library", on=ON, k=6)
    forget(coach)
    for text in islice(queries(coach.shelf), wanted):
        with timed(figure):
            finder.search(text, on=ON, k=6)
    return figure


def debrief(coach: Coach, practice: Practice, wanted: int) -> Iterator[Figure]:
    """A long meeting, loaded and scored; its readings are stored, so nothing is read again."""
    id = long_meeting(coach)
    whole, load, score = Figure(f"a debrief of {LONG_MEETING} turns", "ms", target=150), Figure("  load the meeting", "ms"), Figure("  score it", "ms")
    for _ in range(wanted):
        with timed(whole):
            with timed(load):
                table = practice.load(id)
            with timed(score):
                practice.report(table)
    assert len(table.meeting.turns) == LONG_MEETING + 2  # the greeting and the farewell
    yield from (whole, load, score)


def long_meeting(coach: Coach) -> str:
    """Sixty turns with one person, who never loses patience: whatever would have ended the meeting is left out. Stored turn by turn."""
    shelf, viewer = coach.shelf, Viewer("bench")
    persona = shelf.persona(next(iter(shelf.experts.values())).persona)
    library, stage = shelf.library_of(persona), coach.stage(persona)
    meeting = steps.open_meeting(persona, library, seed=7, difficulty="open", on=ON, versions=shelf.versions(persona, shelf.rubric()))
    for name, version in meeting.setup.versions.items():
        kind, id = name.split("/", 1)
        coach.store.contents.keep(kind, id, version, shelf.documents[kind, id])
    people = [Participant(persona.id, persona.name, persona.title, meeting.setup.versions[f"persona/{persona.id}"])]
    stored = coach.store.meetings.start(viewer, meeting.setup, meeting.turns[0].said, people)
    coach.store.meetings.append_reply(viewer, stored, meeting.turns[0].replied[0])
    lines = (line for _, script in meetings(shelf) for line in script)
    for words in islice(lines, LONG_MEETING):
        said = steps.take_turn(stage, meeting, words)
        going_on = [one.model_copy(update={"outcome": None, "changes": [change for change in one.changes if change.what != "ended"]}) for one in said.responses]
        said = said.model_copy(update={"responses": going_on})
        replied = steps.speak(persona, said)
        meeting = steps.with_turn(meeting, said, replied)
        coach.store.meetings.append_said(viewer, stored, said)
        coach.store.meetings.append_reply(viewer, stored, replied)
    said = steps.leave(persona, meeting)
    coach.store.meetings.append_said(viewer, stored, said)
    coach.store.meetings.append_reply(viewer, stored, steps.speak(persona, said))
    return stored
