"""The libraries as they are edited in the app: the versions in the database, laid over the files, read again only when some were added."""

from __future__ import annotations

import copy
import logging
import threading
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from coach.content.library import Library, Message
from coach.content.shelf import Shelf
from coach.messages.versions import overlaid
from coach.reviews.viewer import Viewer
from coach.store.library import FILES, Key
from coach.store.repository import Store

log = logging.getLogger("coach")
PROGRAM = Viewer("coach")
"""On whose behalf the content in force is read: what stands is the same for everybody."""


class Edited:
    """One shelf with the edits of one store over it. Safe to share between threads."""

    def __init__(self, below: Shelf, store: Store) -> None:
        self._below, self._store = below, store
        self._known: set[Key] = set()
        self._edits: dict[str, dict[str, list[Message]]] = {}
        self._revision = 0
        self._shelf = below
        self._lock = threading.Lock()

    def shelf(self) -> Shelf:
        """The shelf as it stands now, whoever changed it, in this process or another. The same object while nothing was added.
        Raises StoreError where the database cannot be read: without it nobody knows what was withdrawn."""
        revision = self._store.library.revision(PROGRAM)
        if revision != self._revision:
            with self._lock:
                if revision != self._revision:
                    self._take_in()
                    self._revision = revision
        return self._shelf

    def versions(self, library: str, message: str) -> Sequence[Message]:
        """The versions of a message that were made in the app, oldest first; none where nobody touched it."""
        return self._edits.get(library, {}).get(message, ())

    def all(self, library: str) -> Mapping[str, Sequence[Message]]:
        """The same for every message of a library that somebody touched."""
        return self._edits.get(library, {})

    def _take_in(self) -> None:
        edits = {library: dict(messages) for library, messages in self._edits.items()}
        touched = set()
        for one in self._store.library.since(PROGRAM, self._known):
            self._known.add((one.library, one.message, one.version))
            if one.by == FILES:
                continue  # While nothing is decided in the app, the files themselves stand.
            try:
                made = Message.model_validate(one.document)
            except ValidationError as error:
                log.warning("library %s: version %d of %s no longer fits and is left out (%s)", one.library, one.version, one.message, error.errors()[0]["msg"])
                continue
            of_library = edits.setdefault(one.library, {})
            of_library[one.message] = sorted([*of_library.get(one.message, []), made], key=lambda message: message.version)
            touched.add(one.library)
        self._edits = edits
        shelf = copy.copy(self._shelf)
        for name in ("libraries", "documents", "origins", "hashes"):
            setattr(shelf, name, dict(getattr(shelf, name)))
        for id in touched & set(shelf.libraries):
            shelf.put("library", overlaid(self._below.libraries[id], edits[id]), self._below.origins["library", id])
        self._shelf = shelf

    def below(self, library: str) -> Library:
        """A library as the files have it."""
        return self._below.libraries[library]
