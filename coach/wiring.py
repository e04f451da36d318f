"""The one place that puts the parts together: content, embeddings, fitted heads, readers, the store."""

from __future__ import annotations

import copy
import logging
import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ValidationError

from coach.content.checks import check
from coach.content.errors import CoachError
from coach.content.library import Library
from coach.content.persona import Persona
from coach.content.shelf import MODELS, Loaded, Shelf, load
from coach.content.yamlfile import Problem
from coach.messages.search import Finder
from coach.models.embeddings import SentenceEmbedder
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
ARRAYS = ("weights", "centroids", "examples", "owners", "outside", "inside")


class Coach:
    """The program, put together. Parts are made on first use; making one costs nothing that is not asked for."""

    def __init__(self, configured: Settings | None = None) -> None:
        self.settings = configured or settings()
        self.embedder = SentenceEmbedder(self.settings.coach_embedding_model)
        self._readers: dict[int, tuple[Reader, Library | None]] = {}
        self._versions: dict[tuple[str, str, str], BaseModel] = {}
        self._finders: dict[str, Finder] = {}
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

    def reader(self, library: Library | None) -> Reader:
        """The reader for meetings with this library (None: listening practice, claims are not judged)."""
        key = id(library)
        with self._fitting:
            if key not in self._readers:
                bank = self._bank()
                if not bank:
                    raise CoachError("prompts/topics.yaml: there is no topic catalogue; without it nothing can be read (`content lint` says why)")
                # The library is kept beside its reader, so that its id stays its own.
                reader = Reader(self.embedder, self.head(bank, self.shelf.small_talk), self.shelf.needs, library)
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
    """Written beside and moved into place, so that two processes never see half a file. A disk that takes no
    writes costs the fitting again next time and nothing else."""
    arrays: dict[str, Any] = {name: getattr(head, name) for name in ARRAYS}
    arrays |= {"ids": np.array(head.ids), "numbers": np.array([head.sharpness, head.answer_from, head.clarify_from])}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.stem}.{threading.get_ident()}.part.npz")
        np.savez(part, **arrays)
        part.replace(path)
    except OSError as error:
        log.warning("fitted topics are not kept: %s", error)
