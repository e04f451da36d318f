"""A library of 100,000 messages, searched through one lens: times beside plain brute force, and memory.

python -m tests.benchmarks.large [--messages 100000] [--queries 200]

The messages are invented and say so. Embedding half a million texts takes hours on a laptop, so their vectors are made up: those of
the shipped libraries' texts, each pushed aside at random, so that they lie about as near to each other as real ones do. Times are
after the query's embedding; every result is compared with brute force.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import itertools
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path

import numpy as np

from coach.content.base import BELIEFS, LENSES
from coach.content.library import Library, Message
from coach.content.shelf import Shelf, load
from coach.messages.index import Layout
from coach.messages.search import BEST_COUNTS, LEXICAL_WEIGHT, Finder, scaled
from coach.messages.vectors import rounded
from coach.models.indexes import Indexes

from .figures import Figure, table, timed

ON = date(2026, 12, 1)
ASIDE = 0.55
"""Length of the random push; two texts made from one lie at a cosine of about 0.77."""
WHO = ("the ward", "our nurses", "the night shift", "the committee", "my patients", "the pharmacy", "our residents", "the front desk", "the budget", "theatre")
WHAT = ("the consent forms", "wound checks", "an audit", "the rollout", "training", "the renewal", "a trial", "deliveries", "the backlog", "phone calls")
WHEN = ("on Fridays", "after discharge", "at night", "in week two", "before lunch", "at year end", "every month", "in winter", "on day three", "by noon")


def large(shelf: Shelf, count: int) -> Library:
    """A fictional library: the shipped messages again and again, each time about somebody and something else."""
    shipped = [message for library in shelf.libraries.values() for message in library.messages.messages if message.in_force(ON)]
    base = next(iter(shelf.libraries.values()))
    about = itertools.product(WHO, WHAT, WHEN)
    made: list[Message] = []
    for at in range(count):
        one = shipped[at % len(shipped)]
        who, what, when = next(about, None) or next(about := itertools.product(WHO, WHAT, WHEN))
        labels = [f"{label}, {who} {when} ({at})" for label in one.labels] + [f"{who} and {what} {when} ({at})"]
        change = {
            "id": f"sample_{at}",
            "text": f"[Fictional {at}] {one.text} That is about {who}, {what} {when}.",
            "labels": labels[-4:],
            "variants": [],
            "market": base.product.market,
        }
        change |= {"lens": LENSES[at % 4], "stage": BELIEFS[at % 6], "audience": "professional", "seats": []}
        made.append(Message.model_validate(one.model_dump() | change))  # as one that comes out of the database
    return base.model_copy(update={"messages": base.messages.model_copy(update={"messages": made})})


class Pushed:
    """Stands in for the model: vectors of the shipped texts, each pushed aside by what the text is."""

    name = "made-up vectors"

    def __init__(self, near: np.ndarray) -> None:
        self._near = near

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        out = np.empty((len(texts), self._near.shape[1]), np.float32)
        for at, text in enumerate(texts):
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
            push = np.random.Generator(np.random.SFC64(seed)).standard_normal(out.shape[1], np.float32)
            out[at] = self._near[seed % len(self._near)] + ASIDE * push / np.linalg.norm(push)
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), np.float32)


def shipped_vectors(shelf: Shelf) -> np.ndarray:
    """Of the shipped libraries' texts and labels, by the real model."""
    from coach.models.embeddings import SentenceEmbedder

    texts = [text for library in shelf.libraries.values() for text in Layout.of(library.messages.messages).texts()]
    return SentenceEmbedder().embed(texts)


def queries(count: int) -> list[str]:
    return [f"what happens to {WHO[at % 10]} and {WHAT[at // 10 % 10]} {WHEN[at // 100 % 10]}, case {at}" for at in range(count)]


def memory() -> dict[str, float]:
    """MiB of this process: `anonymous` is its own, `mapped` are pages of files, which the system may take back at any time."""
    status = Path("/proc/self/status").read_text()
    return {name: int(re.search(rf"{key}:\s+(\d+) kB", status).group(1)) / 1024 for name, key in (("anonymous", "RssAnon"), ("mapped", "RssFile"))}  # type: ignore[union-attr]


def measure(folder: Path, count: int, wanted: int) -> Iterator[Figure]:
    """In a process of its own that has only what a search needs, so that memory can be told apart. `folder` holds `near.npy`."""
    import torch  # what multiplies bytes; the embedding model needs it anyway

    torch.set_num_threads(1)
    shelf = load(None).shelf
    steps = {"before": memory()}
    library = large(shelf, count)
    gc.collect()
    steps["messages"] = memory()
    embedder = Pushed(np.load(folder / "near.npy"))
    building, opening = Figure("index built", "s", note="vectors made up, not embedded"), Figure("index opened", "s", note="checksums of all files included")
    with seconds(building):
        Indexes(folder / "vectors", embedder).of(library.id, Layout.of(library.messages.messages), lambda done, of: None)
    gc.collect()
    steps["built"] = memory()
    indexes = Indexes(folder / "vectors", embedder)
    finder = Finder(library, embedder, shelf.needs, lambda layout: indexes.of(library.id, layout))
    with seconds(opening):
        index = finder.index()
    yield building
    yield opening
    gc.collect()
    gc.freeze()  # as the app does
    steps["opened"] = memory()
    texts = queries(wanted + 8)
    vectors = dict(zip(texts, embedder.embed(texts), strict=True))
    finder._embedder = Known(vectors)  # type: ignore[assignment]
    search = Figure(f"search, one lens of {count:,} messages", "ms", target=15, note=f"{len(index.rows.rows):,} vectors in all")  # type: ignore[attr-defined]
    found = {}
    for at, text in enumerate(texts):
        with timed(search):
            found[text] = finder.search(text, lens=LENSES[at % 4], stage="curious", on=ON, k=3)
    steps["searched"] = memory()
    one = Figure("  of which the first look", "ms", note="all vectors of the lens as bytes")
    first, last = (int(index.rows.rows.shape[0] * at / 4) for at in (0, 1))  # type: ignore[attr-defined]
    for text in texts:
        with timed(one):
            index.rows.near(vectors[text], first, last)
    brute = Figure("brute force, vectors alone", "ms", note="single precision, numpy, all vectors of the lens")
    layout = finder._layout
    wrong = 0
    for lens in LENSES:
        start, stop = layout.block(lens)
        rows, edges = (int(layout.starts[at]) for at in (start, stop)), layout.starts[start:stop] - layout.starts[start]
        matrix = index.rows.take(np.arange(*rows))
        for at, text in enumerate(texts):
            if LENSES[at % 4] == lens:
                with timed(brute):
                    best = np.maximum.reduceat(matrix @ vectors[text], edges)
                    np.argpartition(best, -3)[-3:]
                counts = np.diff(layout.starts[start : stop + 1])
                average = np.add.reduceat(np.round(matrix @ vectors[text], 4), edges) / counts
                scores = np.maximum(0, BEST_COUNTS * np.round(best, 4) + (1 - BEST_COUNTS) * average) + LEXICAL_WEIGHT["spoken"] * scaled(
                    index.lexicon.scores(text, start, stop)
                )
                scores = np.round(scores + finder._raised(moment(text, lens), start, stop, True), 4)
                wrong += [hit.score for hit in found[text]] != [rounded(score) for score in np.sort(scores)[::-1][:3]]
        del matrix
    for figure in (search, one, brute):
        figure.values, figure.cpu = figure.values[8:], figure.cpu[8:]
    search.note += f"; {wrong} of {len(texts)} differ from brute force in a score of two decimals"
    yield from (search, one, brute)
    names = {"messages": "the messages as objects", "opened": "the index", "searched": "searching"}
    order = ["before", "messages", "built", "opened", "searched"]
    for name, what in names.items():
        earlier = steps[order[order.index(name) - 1]]
        for kind in ("anonymous", "mapped"):
            yield Figure(f"memory: {what}, {kind}", "MiB", [steps[name][kind] - earlier[kind]])
    size = sum(file.stat().st_size for file in (folder / "vectors").rglob("*") if file.is_file()) / 1024**2
    yield Figure("on disk", "MiB", [size], note="vectors, and the index over them")


def moment(text: str, lens: str):  # type: ignore[no-untyped-def]
    from coach.messages.search import _Moment

    return _Moment(text, lens, "curious", frozenset(), frozenset())  # type: ignore[arg-type]


class Known:
    """Queries embedded beforehand."""

    name = "known"

    def __init__(self, vectors: dict[str, np.ndarray]) -> None:
        self._vectors = vectors

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self._vectors[text] for text in texts])


@contextmanager
def seconds(figure: Figure) -> Iterator[None]:
    started = time.perf_counter()
    yield
    figure.values.append(time.perf_counter() - started)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.large", description="search in a library of very many messages")
    parser.add_argument("--messages", type=int, default=100_000, metavar="N")
    parser.add_argument("--queries", type=int, default=200, metavar="N")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        for figure in measure(given.inside, given.messages, given.queries):
            print(json.dumps(asdict(figure)), flush=True)
        return 0
    print(table(list(figures(given.messages, given.queries))))
    return 0


def figures(count: int, wanted: int) -> Iterator[Figure]:
    """As `measure`, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        np.save(Path(name) / "near.npy", shipped_vectors(load(None).shelf))
        call = [sys.executable, "-m", "tests.benchmarks.large", "--messages", str(count), "--queries", str(wanted), "--inside", name]
        done = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True)
        for line in done.stdout.splitlines():
            yield Figure(**json.loads(line))


if __name__ == "__main__":
    sys.exit(main())
