"""Vectors of texts, kept on disk by the model and the hash of the text, so that nothing is embedded twice.

Two files that only grow: `N.vectors`, N numbers of 4 bytes a row, and `N.keys`, a record a row. A row counts once its key is
written, which is after its vector. Whoever appends holds a lock; whoever reads needs none. Each key carries a checksum of its vector,
so whatever was damaged is simply not found, and embedded again.
"""

from __future__ import annotations

import hashlib
import logging
import mmap
import os
import re
import threading
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from coach.content.errors import CoachError

KEY = np.dtype([("hash", "<u8"), ("more", "<u8"), ("sum", "<u4")])
"""Of the sha256 of a text the first 16 bytes, and the CRC-32 of its vector's bytes."""
BATCH = 512
"""Texts that are embedded before they are written: what is lost when the process is killed."""
LOCK_SECONDS = 60.0

log = logging.getLogger("coach")
Embed = Callable[[Sequence[str]], np.ndarray]
Progress = Callable[[int, int], None]


class VectorCache:
    """The vectors of one model. `name` names the vector space; everything is in a folder of its own under `folder`."""

    def __init__(self, folder: Path, name: str) -> None:
        readable = re.sub(r"[^A-Za-z0-9.-]+", "-", name.rstrip("/").rsplit("/", 2)[-1] if name.startswith("/") else name).strip("-")[:40]
        self.folder = folder / f"{readable}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
        self._lock = threading.Lock()
        self._size, self._width = -1, 0
        self._keys = np.empty(0, KEY)
        self._order = np.empty(0, np.int64)
        self._sorted = np.empty(0, np.uint64)
        self._map: mmap.mmap | None = None
        self._vectors: np.ndarray = np.empty((0, 0), np.float32)

    def of(self, texts: Sequence[str], embed: Embed, progress: Progress | None = None) -> np.ndarray:
        """The vectors of the texts, shape (len(texts), dimensions): out of the files, or computed now and kept. `progress` is told how many
        of all are there. A disk that takes no writes costs time and nothing else."""
        rows = self.ensure(texts, embed, progress)
        if rows is not None:
            return self.take(rows)
        return np.asarray(embed(texts), np.float32)

    def ensure(self, texts: Sequence[str], embed: Embed, progress: Progress | None = None) -> np.ndarray | None:
        """The row of each text, after those that were missing have been embedded, a batch after another. None where they cannot be kept."""
        keys = keys_of(texts)
        rows = self.rows(keys)
        missing = np.flatnonzero(rows < 0)
        missing = missing[np.sort(np.unique(keys[missing], return_index=True)[1])]
        done = len(texts) - len(missing)
        for start in range(0, len(missing), BATCH):
            if progress:
                progress(done + start, len(texts))
            some = missing[start : start + BATCH]
            if not self._add(keys[some], np.asarray(embed([texts[at] for at in some]), np.float32)):
                return None
        if progress and len(missing):
            progress(len(texts), len(texts))
        return self.rows(keys) if len(missing) else rows

    def missing(self, keys: np.ndarray) -> int:
        """How many different texts, by their keys, have no vector yet."""
        return len(np.unique(keys[self.rows(keys) < 0]))

    def rows(self, keys: np.ndarray) -> np.ndarray:
        """The row of each key (of `keys_of`), -1 where there is none or its vector is damaged; shape (len(keys),)."""
        with self._lock:
            self._read()
            if not len(self._keys):
                return np.full(len(keys), -1)
            # The last of several with one hash: it replaced one that was damaged.
            at = np.searchsorted(self._sorted, keys["hash"], side="right") - 1
            rows = self._order[np.maximum(at, 0)]
            found = (at >= 0) & (self._keys["hash"][rows] == keys["hash"]) & (self._keys["more"][rows] == keys["more"])
            for place in np.flatnonzero(found):
                row = rows[place]
                found[place] = zlib.crc32(self._vectors[row].tobytes()) == self._keys["sum"][row]
            self._let_go()
            return np.asarray(np.where(found, rows, -1))

    def sums(self, rows: np.ndarray) -> np.ndarray:
        """The checksums of some rows."""
        return np.asarray(self._keys["sum"][rows])

    def take(self, rows: np.ndarray) -> np.ndarray:
        """Some rows: shape (len(rows), dimensions), float32, in memory."""
        found = np.asarray(self._vectors[rows])
        self._let_go()
        return found

    def _read(self) -> None:
        """Look at the files again where they have grown."""
        found = sorted(self.folder.glob("*.keys"))
        width = next((int(path.stem) for path in found if path.stem.isdecimal() and int(path.stem)), 0)
        try:
            keys, vectors = (self.folder / f"{width}.{kind}" for kind in ("keys", "vectors"))
            count = min(keys.stat().st_size // KEY.itemsize, vectors.stat().st_size // (4 * width)) if width else 0
        except OSError:
            count = 0
        if count == self._size:
            return
        self._size = count
        if not count:
            self._keys, self._vectors = np.empty(0, KEY), np.empty((0, 0), np.float32)
            return
        self._keys = np.fromfile(keys, KEY, count)
        self._order = np.argsort(self._keys["hash"], kind="stable")
        self._sorted = self._keys["hash"][self._order]
        with vectors.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 4 * width * count, access=mmap.ACCESS_READ)
        self._vectors, self._width = np.frombuffer(self._map, np.float32).reshape(count, width), width

    def _let_go(self) -> None:
        """Pages that were looked at need not stay with this process: a few rows are read here and there, and around each the system
        maps sixteen pages. They stay in the system's own cache for the next look."""
        if self._map is not None and hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def _add(self, keys: np.ndarray, vectors: np.ndarray) -> bool:
        """Append; what another process added in the meantime is not written twice. False where the disk takes nothing."""
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "lock", timeout=LOCK_SECONDS):
                new = self.rows(keys) < 0
                with self._lock:
                    self._append(keys[new], vectors[new])
        except (OSError, Timeout) as error:
            log.warning("vectors are not kept: %s", error)
            return False
        return True

    def _append(self, keys: np.ndarray, vectors: np.ndarray) -> None:
        width = vectors.shape[1]
        if self._size > 0 and self._width != width:
            raise CoachError(
                f"embeddings: {self.folder} holds vectors of {self._width} numbers, and now {width} came: another model answers under this name. "
                "Correct its name or address, or delete that folder"
            )
        records = np.empty(len(keys), KEY)
        records["hash"], records["more"] = keys["hash"], keys["more"]
        records["sum"] = [zlib.crc32(vector.tobytes()) for vector in vectors]
        count = max(self._size, 0)
        for kind, size, content in (("vectors", 4 * width, np.ascontiguousarray(vectors)), ("keys", KEY.itemsize, records)):
            with (self.folder / f"{width}.{kind}").open("ab") as file:
                file.truncate(count * size)  # What a process that was killed had half written.
                file.write(content.tobytes())
                file.flush()
                os.fsync(file.fileno())


def keys_of(texts: Iterable[str]) -> np.ndarray:
    """The keys of texts, of dtype KEY, their checksums 0."""
    hashes = b"".join(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16] for text in texts)
    halves = np.frombuffer(hashes, "<u8").reshape(-1, 2)
    found = np.zeros(len(halves), KEY)
    found["hash"], found["more"] = halves[:, 0], halves[:, 1]
    return found
