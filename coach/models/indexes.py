"""The index of a library: in memory for a small one, out of files for a large one, which are made once and mapped into memory.

The vectors stay in the cache, in single precision; the files of an index hold them again as bytes, in the order in which they are searched,
with the bound of each row's rounding. So a search reads a quarter of the bytes, and then the few rows that matter exactly.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from coach.content.errors import CoachError
from coach.messages.index import OFF, Held, Index, Layout, Rows, words_of
from coach.messages.lexicon import Lexicon
from coach.messages.vectors import Embedder
from coach.models.cache import Progress, VectorCache, keys_of
from coach.models.scan import ROUNDED, product, quantised

HELD = 20_000
"""Texts of a library whose vectors are simply held in memory (30 MB) and multiplied exactly."""
WAITING = 5_000
"""Texts that a search may embed while somebody waits: about a minute. Beyond, the command that shows how far it is."""
CHUNK = 8_192
ARRAYS = ("rows", "codes", "scales", "lost", "word_starts", "word_texts", "word_times", "lengths", "words")
METHOD = "2"
"""Changed when the files' meaning changes, so that older ones are made again."""

log = logging.getLogger("coach")


@dataclass(frozen=True)
class Mapped:
    """Vectors as bytes for the first look, and where each stands in the cache for the second."""

    cache: VectorCache
    rows: np.ndarray
    codes: np.ndarray
    scales: np.ndarray
    lost: np.ndarray

    @property
    def width(self) -> int:
        return int(self.codes.shape[1])

    def near(self, vector: np.ndarray, start: int, stop: int) -> tuple[np.ndarray, float]:
        near = product(self.codes[start:stop], vector)
        near *= self.scales[start:stop]
        if not len(near):
            return near, 0.0
        most = max(float(near.max()), -float(near.min()))
        return near, float(self.lost[start:stop].max()) + ROUNDED * (most + 1.02) + OFF

    def take(self, rows: np.ndarray) -> np.ndarray:
        return self.cache.take(self.rows[rows])


class Shares(Protocol):
    """A place in which several processes find the vectors of a version of a library. Raises CoachError where it cannot be used."""

    def find(self, library: str, version: str) -> Rows | None: ...

    def fill(self, library: str, version: str, vectors: Iterable[np.ndarray]) -> Rows: ...


class Indexes:
    """Makes and finds the indexes of libraries in one folder of data."""

    def __init__(self, folder: Path, embedder: Embedder, shared: Shares | None = None, shared_from: int = 0) -> None:
        """`folder`: for everything that has to do with vectors. `shared`: where those of a library of `shared_from` messages or more are
        kept instead; where that cannot be used, it is logged and the folder serves."""
        self._folder, self._embedder, self._shared, self._shared_from = folder, embedder, shared, shared_from
        self.cache = VectorCache(folder, embedder.name)

    def of(self, library: str, layout: Layout, progress: Progress | None = None, held: int = HELD) -> Index:
        """The index of the library with this id, made now where it was not yet. Texts with vectors are not embedded again, so one that was
        interrupted goes on. Without `progress` nobody sees how far it is: raises CoachError where that would take minutes."""
        texts = list(layout.texts())
        keys = keys_of(texts)
        shared = self._shared if len(layout) >= self._shared_from else None
        hashed = hashlib.sha256(f"{METHOD} {self._embedder.name}".encode())
        for part in (keys["hash"], keys["more"], layout.starts, layout.said):
            hashed.update(np.ascontiguousarray(part).tobytes())
        version = hashed.hexdigest()[:32]
        if shared is not None:
            try:
                if (there := shared.find(library, version)) is not None:
                    return Index(there, Lexicon.of(words_of(layout)))
            except CoachError as error:
                log.warning("libraries are searched on this machine and not in the database: %s", error)
                shared = None
        if progress is None and len(texts) > WAITING and (missing := self.cache.missing(keys)) > WAITING:
            raise CoachError(
                f"library {library!r}: {missing:,} of its {len(texts):,} texts are not indexed yet; run `python -m coach messages index --library {library}`"
            )
        if shared is not None and (kept := self.cache.ensure(texts, self._embedder.embed, progress)) is not None:
            chunks = (self.cache.take(kept[start : start + CHUNK]) for start in range(0, len(kept), CHUNK))
            return Index(shared.fill(library, version, chunks), Lexicon.of(words_of(layout)))
        if len(texts) <= held:
            return Index(Held(self.cache.of(texts, self._embedder.embed, progress)), Lexicon.of(words_of(layout)))
        rows = self.cache.ensure(texts, self._embedder.embed, progress)
        if rows is None:
            raise CoachError(f"library {library!r}: its index cannot be kept in {self.cache.folder}; make that folder writable, or set COACH_DATA to another")
        hashed = hashlib.sha256(METHOD.encode())
        for part in (keys["hash"], keys["more"], self.cache.sums(rows), rows, layout.starts, layout.said):
            hashed.update(np.ascontiguousarray(part).tobytes())
        folder = self.cache.folder / f"{library}-{hashed.hexdigest()[:16]}"
        found = _opened(folder)
        if found is None:
            _write(folder, self.cache, rows, Lexicon.of(words_of(layout)))
            found = _opened(folder)
            for other in self.cache.folder.glob(f"{library}-{'[0-9a-f]' * 16}"):
                if other != folder:
                    shutil.rmtree(other, ignore_errors=True)
        if found is None:
            raise CoachError(f"library {library!r}: the index in {folder} cannot be read back; is the disk full?")
        words = tuple(found["words"].tobytes().decode().split("\n"))
        lexicon = Lexicon(words, found["word_starts"], found["word_texts"], found["word_times"], found["lengths"])
        return Index(Mapped(self.cache, found["rows"], found["codes"], found["scales"], found["lost"]), lexicon)


def _write(folder: Path, cache: VectorCache, rows: np.ndarray, lexicon: Lexicon) -> None:
    """Written beside and moved into place, so that nobody sees half an index. Raises CoachError where the disk takes no more."""
    part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        width = cache.take(rows[:1]).shape[1]
        codes = np.lib.format.open_memmap(part / "codes.npy", "w+", np.int8, (len(rows), width))
        scales, lost = np.empty(len(rows), np.float32), np.empty(len(rows), np.float32)
        for start in range(0, len(rows), CHUNK):
            span = slice(start, start + CHUNK)
            codes[span], scales[span], lost[span] = quantised(cache.take(rows[span]))
        codes.flush()
        del codes
        arrays = {"rows": rows.astype(np.int32), "scales": scales, "lost": lost}
        arrays |= {"word_starts": lexicon.starts, "word_texts": lexicon.texts, "word_times": lexicon.times, "lengths": lexicon.lengths}
        arrays["words"] = np.frombuffer("\n".join(lexicon.words).encode(), np.uint8)
        for name, array in arrays.items():
            np.save(part / f"{name}.npy", array)
        (part / "whole.json").write_text(json.dumps({name: _sum(part / f"{name}.npy") for name in ARRAYS}))
        shutil.rmtree(folder, ignore_errors=True)
        part.replace(folder)
    except FileExistsError:
        pass  # Somebody else was quicker, with the same content.
    except OSError as error:
        if not folder.is_dir():
            raise CoachError(
                f"embeddings: {folder} cannot be written ({error.strerror or error}); free some room, or set COACH_DATA to another folder"
            ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _opened(folder: Path) -> dict[str, np.ndarray] | None:
    """The arrays of an index, mapped into memory; None where it is not there, or not as it was written."""
    try:
        whole = json.loads((folder / "whole.json").read_text())
        if any(_sum(folder / f"{name}.npy") != whole[name] for name in ARRAYS):
            raise ValueError("not as it was written")
        # Copy on write, because torch takes nothing that cannot be written; nothing ever writes.
        return {name: np.load(folder / f"{name}.npy", mmap_mode="c", allow_pickle=False) for name in ARRAYS}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("the index in %s is made again: %s", folder, error)
        return None


def _sum(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            found = zlib.crc32(block, found)
    return found
