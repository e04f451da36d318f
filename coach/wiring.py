"""The one place that puts the parts together: content, embeddings, fitted heads, readers, the store."""

from __future__ import annotations

import copy
import logging
import os
import threading
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ValidationError

from coach.content.checks import check
from coach.content.errors import CoachError
from coach.content.library import Library
from coach.content.persona import Persona
from coach.content.shelf import MODELS, ROOT, Loaded, Shelf, labelled_files, load
from coach.content.yamlfile import Problem
from coach.messages.search import Finder
from coach.models.embeddings import SentenceEmbedder
from coach.reading import heads, uptake
from coach.reading.acts import question_kind
from coach.reading.reader import Reader
from coach.reading.sentences import sentences
from coach.reading.topics import TopicHead, bank_key, fit
from coach.reviews.viewer import Viewer
from coach.roleplay.meeting import Stage
from coach.settings import Settings, settings
from coach.store.repository import Store, open_store

log = logging.getLogger("coach")
M = TypeVar("M", bound=BaseModel)
VERSIONS_IN_MEMORY = 64
SHIPPED_EAR = ROOT / "prompts" / "acts" / "fitted.npz"
"""Fitted on the shipped files by `make fit`; used as long as they and the embedding model are the ones it was fitted with."""
ACT_ARRAYS = ("words", "meaning", "noticed", "bias", "slope", "shift", "threshold")
ARRAYS = ("centroids", "whitened", "middle", "whitening", "tightness", "examples", "owners", "outside", "inside")


@dataclass(frozen=True)
class Ear:
    """What is fitted on labelled speech. `name` stands for the files, the vector space and the method."""

    name: str
    acts: heads.ActHeads
    uptake: uptake.UptakeHead


class Coach:
    """The program, put together. Parts are made on first use; making one costs nothing that is not asked for."""

    def __init__(self, configured: Settings | None = None) -> None:
        self.settings = configured or settings()
        self.embedder = SentenceEmbedder(self.settings.coach_embedding_model)
        self._readers: dict[int, tuple[Reader, Library | None]] = {}
        self._versions: dict[tuple[str, str, str], BaseModel] = {}
        self._finders: dict[str, Finder] = {}
        self._ear: Ear | None = None
        self._lock = threading.Lock()
        self._fitting = threading.Lock()

    @cached_property
    def loaded(self) -> Loaded:
        return load(self.settings.coach_content)

    @property
    def shelf(self) -> Shelf:
        return self.loaded.shelf

    @cached_property
    def store(self) -> Store:
        """The database, opened and brought up to date. Raises StoreError with what to do."""
        return open_store(self.settings.database)

    def shelf_for(self, viewer: Viewer) -> Shelf:
        """The shelf with this viewer's own drafts on top."""
        edits = self.store.contents.edits(viewer)
        if not edits:
            return self.shelf
        shelf = copy.copy(self.shelf)
        for name in ("personas", "accounts", "libraries", "rubrics", "experts", "documents", "origins"):
            setattr(shelf, name, dict(getattr(shelf, name)))
        for kind, id, document in edits:
            try:
                shelf.put(kind, MODELS[kind].model_validate(document), "database")
            except (ValidationError, KeyError):
                log.warning("a draft no longer fits and is left out: %s/%s", kind, id)
        return shelf

    def version(self, kind: str, id: str, versions: Mapping[str, str], model: type[M]) -> M:
        """A document in the version that a meeting was begun with. Raises StoreError where it was never kept."""
        hash = versions.get(f"{kind}/{id}", "")
        key = (kind, id, hash)
        with self._lock:
            if key not in self._versions:
                if len(self._versions) >= VERSIONS_IN_MEMORY:
                    self._versions.pop(next(iter(self._versions)))
                kept = self.store.contents.kept(kind, id, hash)
                try:
                    self._versions[key] = model.model_validate(kept)
                except ValidationError as error:
                    raise CoachError(f"{kind} {id!r}, version {hash}: kept with this meeting, but it cannot be read ({str(error).splitlines()[0]})") from None
            found = self._versions[key]
        assert isinstance(found, model)
        return found

    def problems(self) -> list[Problem]:
        return check(self.loaded)

    def head(self, bank: Mapping[str, Sequence[str]], outside: Sequence[str]) -> TopicHead:
        """A fitted topic head, out of the cache where the same bank was fitted before in the same vector space."""
        path = self.settings.coach_data / "fitted" / f"topics-{bank_key(bank, outside, self.embedder.name)}.npz"
        if (kept := _kept_head(path)) is not None:
            return kept
        head = fit(bank, outside, self.embedder)
        _keep_head(path, head)
        return head

    def ear(self) -> Ear:
        """The fitted heads: those that come with the labelled speech, or out of the cache where the user's folder has more of
        it, or fitted now, which takes a few minutes once."""
        with self._fitting:
            if self._ear is None:
                files = [path.read_bytes() for path in labelled_files(self.settings.coach_content)]
                name = f"{heads.key(files, self.embedder.name)}-{uptake.key(files, self.embedder.name, 'heads')}"
                mine = self.settings.coach_data / "fitted" / f"acts-{name}.npz"
                self._ear = _kept_ear(SHIPPED_EAR, name) or _kept_ear(mine, name)
                if self._ear is None:
                    self._ear = self.fit_ear()
                    keep_ear(mine, self._ear)
            return self._ear

    def fit_ear(self) -> Ear:
        """Fit the heads on all labelled speech in force. Raises CoachError where there is none, or too little."""
        log.warning("prompts/acts: this labelled speech was not fitted yet; it takes a few minutes, once")
        files = [path.read_bytes() for path in labelled_files(self.settings.coach_content)]
        spoken = load(self.settings.coach_content, acts=True).shelf.acts
        if not spoken:
            raise CoachError("prompts/acts: there is no labelled speech that can be read; without it nothing is heard (`content lint` says why)")
        try:
            acts = heads.fit(spoken, self.embedder, log.warning)
            name = f"{heads.key(files, self.embedder.name)}-{uptake.key(files, self.embedder.name, 'heads')}"
            taken = uptake.fit(spoken, self.embedder, partial(heads.likely, acts, self.embedder))
            # In the precision in which it is stored, so that what is read back decides the same.
            return Ear(name, acts, replace(taken, others=taken.others.astype(np.float16).astype(np.float32)))
        except ValueError as error:
            raise CoachError(f"prompts/acts: {error}") from None

    def reader(self, library: Library | None) -> Reader:
        """The reader for meetings with this library (None: listening practice, claims are not judged)."""
        key, ear = id(library), self.ear()
        with self._fitting:
            if key not in self._readers:
                bank = self._bank()
                if not bank:
                    raise CoachError("prompts/topics.yaml: there is no topic catalogue; without it nothing can be read (`content lint` says why)")
                # The library is kept beside its reader, so that its id stays its own.
                reader = Reader(self.embedder, self.head(bank, self.shelf.small_talk), ear.acts, ear.uptake, self.shelf.needs, library)
                self.embedder.remember(reader.texts(), self.settings.coach_data / "fitted")
                self._readers[key] = (reader, library)
            return self._readers[key][0]

    def _bank(self) -> dict[str, list[str]]:
        """The catalogue's phrasings, and the questions that the debrief says lead to a need: what it advises must be heard."""
        bank = {topic.id: list(topic.phrasings) for topic in self.shelf.topics.values()}
        for persona in self.shelf.personas.values():
            for need in persona.needs:
                for piece in sentences(need.opened_by):
                    if question_kind(piece.text) and need.gate.topics[0] in bank:
                        bank[need.gate.topics[0]].append(piece.text)
        return bank

    def finder(self, library_id: str) -> Finder:
        """The search over one library. Raises CoachError naming the libraries there are."""
        if library_id not in self.shelf.libraries:
            raise CoachError(f"library {library_id!r}: there is no such library; there are {', '.join(sorted(self.shelf.libraries)) or 'none'}")
        with self._lock:
            if library_id not in self._finders:
                self._finders[library_id] = Finder(self.shelf.libraries[library_id], self.embedder, self.shelf.needs)
            return self._finders[library_id]

    def stage(self, persona: Persona, library: Library | None = None) -> Stage:
        """What a meeting with this persona is played with, out of the content in force."""
        library = library or self.shelf.library_of(persona)
        return Stage(persona, library, self.shelf.topics, self.reader(library))

    def warm(self) -> None:
        """Load the embedding model and fit what the first turn needs. Raises CoachError where the model is unusable."""
        self.embedder.warm()
        for library in (*self.shelf.libraries.values(), None):
            self.reader(library).warm()


def _kept_head(path: Path) -> TopicHead | None:
    try:
        with np.load(path, allow_pickle=False) as kept:
            sharpness, answer, clarify = (float(value) for value in kept["numbers"])
            arrays = {name: kept[name] for name in ARRAYS}
            return TopicHead(ids=tuple(str(name) for name in kept["ids"]), **arrays, sharpness=sharpness, answer_from=answer, clarify_from=clarify)
    except (OSError, KeyError, ValueError):
        return None  # Not there, or half written: it is fitted again.


def _keep_head(path: Path, head: TopicHead) -> None:
    arrays: dict[str, Any] = {name: getattr(head, name) for name in ARRAYS}
    arrays |= {"ids": np.array(head.ids), "numbers": np.array([head.sharpness, head.answer_from, head.clarify_from])}
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


def _kept_ear(path: Path, name: str) -> Ear | None:
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


def keep_ear(path: Path, ear: Ear) -> None:
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
