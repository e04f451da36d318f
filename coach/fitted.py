"""What is fitted on what people wrote: the heads for acts and uptake, the topic heads, and the readers made of them. Kept in
files, and found there again while the words, the vector space and the method are the same.

Importing this costs a third of a second (patterns are compiled), so the first page does without it.
"""

from __future__ import annotations

import logging
import os
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from coach.content.errors import CoachError
from coach.content.library import Audience, Library
from coach.content.shelf import ROOT, Shelf, labelled_files, load
from coach.models.embeddings import SentenceEmbedder
from coach.reading import heads, uptake
from coach.reading.acts import question_kind
from coach.reading.reader import Reader
from coach.reading.sentences import sentences
from coach.reading.topics import TopicHead, bank_key, fit

log = logging.getLogger("coach")
SHIPPED_EAR = ROOT / "prompts" / "acts" / "fitted.npz"
"""Fitted on the shipped files by `make fit`; used as long as they and the embedding model are the ones it was fitted with."""
SHIPPED_TOPICS = ROOT / "prompts" / "topics.npz"
"""Fitted on the shipped catalogue and personas by `make fit`; used as long as they are as they were."""
READERS = 24
"""Readers that are kept. A library that is edited makes a new one with each version; meetings go on with the one they began with."""
JUDGES, JUDGED = 4, 500
"""Readers for messages that are being written, and the other messages each of them knows."""
ACT_ARRAYS = ("words", "meaning", "noticed", "bias", "slope", "shift", "threshold")
TOPIC_ARRAYS = ("centroids", "whitened", "middle", "whitening", "tightness", "examples", "owners", "outside", "inside")


@dataclass(frozen=True)
class Ear:
    """What is fitted on labelled speech. `name` stands for the files, the vector space and the method."""

    name: str
    acts: heads.ActHeads
    uptake: uptake.UptakeHead


class Fitted:
    """Heads and readers over one shelf, each made once. `extra` is the user's own folder of content, `kept` where files go."""

    def __init__(self, embedder: SentenceEmbedder, shelf: Shelf, extra: Path | None, kept: Path) -> None:
        self._embedder, self._shelf, self._extra, self._folder = embedder, shelf, extra, kept
        self._readers: OrderedDict[tuple[int, Audience, str], tuple[Reader, Library | None]] = OrderedDict()
        self._judges: OrderedDict[tuple[int, str, Audience, str], tuple[Reader, Library]] = OrderedDict()
        self._ear: Ear | None = None
        self._lock = threading.RLock()

    def ear(self) -> Ear:
        """The fitted heads: those that come with the labelled speech, or out of the cache where the user's folder has more of
        it, or fitted now, which takes a few minutes once."""
        with self._lock:
            if self._ear is None:
                name = self._ear_name()
                mine = self._folder / f"acts-{name}.npz"
                self._ear = _read_ear(SHIPPED_EAR, name) or _read_ear(mine, name)
                if self._ear is None:
                    self._ear = self.fit_ear()
                    write_ear(mine, self._ear)
            return self._ear

    def _ear_name(self) -> str:
        files = [path.read_bytes() for path in labelled_files(self._extra)]
        return f"{heads.key(files, self._embedder.name)}-{uptake.key(files, self._embedder.name, 'heads')}"

    def fit_ear(self) -> Ear:
        """Fit the heads on all labelled speech in force. Raises CoachError where there is none, or too little."""
        log.warning("prompts/acts: this labelled speech was not fitted yet; it takes a few minutes, once")
        spoken = load(self._extra, acts=True).shelf.acts
        if not spoken:
            raise CoachError("prompts/acts: there is no labelled speech that can be read; without it nothing is heard (`content lint` says why)")
        try:
            acts = heads.fit(spoken, self._embedder, log.warning)
            taken = uptake.fit(spoken, self._embedder, partial(heads.likely, acts, self._embedder))
        except ValueError as error:
            raise CoachError(f"prompts/acts: {error}") from None
        # In the precision in which it is stored, so that what is read back decides the same.
        return Ear(self._ear_name(), acts, replace(taken, others=taken.others.astype(np.float16).astype(np.float32)))

    def topics(self, bank: Mapping[str, Sequence[str]], outside: Sequence[str]) -> TopicHead:
        """A fitted topic head, out of the cache where the same bank was fitted before in the same vector space."""
        key = bank_key(bank, outside, self._embedder.name)
        path = self._folder / f"topics-{key}.npz"
        head = _read_topics(SHIPPED_TOPICS, key) or _read_topics(path, key)
        if head is None:
            head = fit(bank, outside, self._embedder)
            write_topics(path, head, key)
        return head

    def fit_topics(self) -> tuple[TopicHead, str]:
        """The head for the catalogue in force, fitted now, and its key."""
        bank, outside = self._bank(), self._shelf.small_talk
        return fit(bank, outside, self._embedder), bank_key(bank, outside, self._embedder.name)

    def reader(self, library: Library | None, audience: Audience = "professional", seat: str = "sales") -> Reader:
        """The reader for meetings with this library (None: listening practice, claims are not judged), for one kind of
        listener and one seat of ours."""
        key, ear = (id(library), audience, seat), self.ear()
        with self._lock:
            if key not in self._readers:
                bank = self._bank()
                if not bank:
                    raise CoachError("prompts/topics.yaml: there is no topic catalogue; without it nothing can be read (`content lint` says why)")
                head, pack = self.topics(bank, self._shelf.small_talk), self._shelf.claim_pack(library) if library else None
                reader = Reader(self._embedder, head, ear.acts, ear.uptake, self._shelf.needs, library, pack, audience, seat)
                self._embedder.remember(reader.texts(), self._folder.parent / "vectors")
                # The library is kept beside its reader, so that its id stays its own.
                self._readers[key] = (reader, library)
                while len(self._readers) > READERS:
                    self._readers.popitem(last=False)
            self._readers.move_to_end(key)
            return self._readers[key][0]

    def judge(self, library: Library, without: str, audience: Audience, seat: str) -> Reader:
        """A reader for a library as if it had no message `without`, which is being written and must stand on the evidence and the
        other messages. Where there are very many, the first `JUDGED` others stand for all."""
        key = (id(library), without, audience, seat)
        with self._lock:
            if key not in self._judges:
                ear, head = self.ear(), self.topics(self._bank(), self._shelf.small_talk)
                others = [message for message in library.messages.messages if message.id != without][:JUDGED]
                rest = library.model_copy(update={"messages": library.messages.model_copy(update={"messages": others})})
                pack = self._shelf.claim_pack(library)
                made = Reader(self._embedder, head, ear.acts, ear.uptake, self._shelf.needs, rest, pack, audience, seat)
                self._judges[key] = (made, library)
                while len(self._judges) > JUDGES:
                    self._judges.popitem(last=False)
            return self._judges[key][0]

    def _bank(self) -> dict[str, list[str]]:
        """The catalogue's phrasings, and the questions that the debrief says lead to a need: what it advises must be heard."""
        bank = {topic.id: list(topic.phrasings) for topic in self._shelf.topics.values()}
        for persona in self._shelf.personas.values():
            for need in persona.needs:
                for piece in sentences(need.opened_by):
                    if question_kind(piece.text) and need.gate.topics[0] in bank:
                        bank[need.gate.topics[0]].append(piece.text)
        return bank


def _read_topics(path: Path, key: str) -> TopicHead | None:
    try:
        with np.load(path, allow_pickle=False) as kept:
            if str(kept["key"]) != key:
                return None
            sharpness, answer, clarify = (float(value) for value in kept["numbers"])
            arrays = {name: kept[name] for name in TOPIC_ARRAYS}
            return TopicHead(ids=tuple(str(name) for name in kept["ids"]), **arrays, sharpness=sharpness, answer_from=answer, clarify_from=clarify)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None  # Not there, or half written: it is fitted again.


def write_topics(path: Path, head: TopicHead, key: str) -> None:
    """Written beside and moved into place; `key` stands for the bank, the vector space and the method."""
    arrays: dict[str, Any] = {name: getattr(head, name) for name in TOPIC_ARRAYS}
    arrays |= {"key": np.array(key)} | {"ids": np.array(head.ids), "numbers": np.array([head.sharpness, head.answer_from, head.clarify_from])}
    _write(path, arrays)


def _write(path: Path, arrays: Mapping[str, Any]) -> None:
    """Written beside and moved into place, so that two processes never see half a file. A disk that takes no
    writes costs the fitting again next time and nothing else."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.stem}.{os.getpid()}-{threading.get_ident()}.part.npz")
        np.savez_compressed(part, **arrays)
        part.replace(path)
    except OSError as error:
        log.warning("what was fitted is not kept: %s", error)


def _read_ear(path: Path, name: str) -> Ear | None:
    """Fitted heads out of a file, where it is there and was fitted on what `name` stands for."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            if str(kept["name"]) != name:
                return None
            acts = heads.ActHeads(vocabulary=_lines(kept["acts_vocabulary"]), **{part: kept[part].astype(np.float32) for part in ACT_ARRAYS})
            features, vocabulary = _lines(kept["uptake_features"]), _lines(kept["uptake_vocabulary"])
            weights, base, rarity = kept["uptake_weights"], float(kept["uptake_base"]), kept["uptake_rarity"]
            return Ear(name, acts, uptake.UptakeHead(features, weights, base, vocabulary, rarity, kept["uptake_others"].astype(np.float32)))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None


def write_ear(path: Path, ear: Ear) -> None:
    """Written like fitted topics. Weights take half the room, in the precision in which they were fitted."""
    arrays: dict[str, Any] = {part: getattr(ear.acts, part) for part in ACT_ARRAYS}
    arrays |= {part: arrays[part].astype(np.float16) for part in ("words", "meaning", "noticed")}
    arrays |= {"name": np.array(ear.name), "acts_vocabulary": _text(ear.acts.vocabulary)}
    arrays |= {"uptake_features": _text(ear.uptake.features), "uptake_vocabulary": _text(ear.uptake.vocabulary), "uptake_base": np.array(ear.uptake.base)}
    arrays |= {"uptake_weights": ear.uptake.weights, "uptake_rarity": ear.uptake.rarity, "uptake_others": ear.uptake.others.astype(np.float16)}
    _write(path, arrays)


def _text(lines: Sequence[str]) -> np.ndarray:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def _lines(array: np.ndarray) -> tuple[str, ...]:
    return tuple(array.tobytes().decode().split("\n"))
