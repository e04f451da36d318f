"""The one place that puts the parts together: content, embeddings, fitted heads, readers, the store."""

from __future__ import annotations

import copy
import logging
import threading
from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import BaseModel, ValidationError

from coach.content.checks import check
from coach.content.errors import CoachError
from coach.content.library import Audience, Library
from coach.content.persona import Persona
from coach.content.shelf import MODELS, Loaded, Shelf, load
from coach.content.yamlfile import Problem
from coach.reviews.viewer import Viewer
from coach.roleplay.meeting import Stage
from coach.roleplay.meter import Cap
from coach.settings import Settings, settings
from coach.store.contents import UNFINISHED
from coach.store.errors import StoreError
from coach.store.repository import Store, open_store

if TYPE_CHECKING:  # What compiles patterns or needs numpy is imported when it is asked for: the first page does without.
    from coach.edited import Edited
    from coach.fitted import Fitted
    from coach.messages.search import Finder
    from coach.messages.vectors import Embedder
    from coach.models.chat import Endpoint
    from coach.models.embeddings import SentenceEmbedder
    from coach.models.indexes import Indexes
    from coach.models.stream import Limits
    from coach.reading.reader import Reader
    from coach.reading.speech import Transcribes

log = logging.getLogger("coach")
M = TypeVar("M", bound=BaseModel)
VERSIONS_IN_MEMORY = 64
PAYER_SEAT = "account_manager"
"""Whoever sees only this seat is a payer: messages for payers are kept to it."""


def heard_by(persona: Persona, audience: Audience = "professional", seat: str = "sales") -> tuple[Audience, str]:
    """To what audience one speaks in a meeting with this persona, and from which of our seats."""
    if not persona.seats or "sales" in persona.seats:
        return audience, seat
    return "payer" if persona.seats[0] == PAYER_SEAT else audience, persona.seats[0]


class Coach:
    """The program, put together. Parts are made on first use; making one costs nothing that is not asked for."""

    def __init__(self, configured: Settings | None = None, edited: bool = False) -> None:
        """`edited`: with the messages as they were edited in the app over the files. The command line goes by the files alone,
        because its searches and checks never touch the database."""
        self.settings = configured or settings()
        self._with_edits = edited
        self._looked: Shelf | None = None
        self._versions: dict[tuple[str, str, str], BaseModel] = {}
        self._finders: dict[str, tuple[Library, Finder]] = {}
        self._lock = threading.Lock()

    @cached_property
    def embedder(self) -> SentenceEmbedder:
        from coach.models.embeddings import SentenceEmbedder

        return SentenceEmbedder(self.settings.coach_embedding_model)

    @cached_property
    def searching(self) -> Embedder:
        """What messages are searched with: an endpoint where one is set, else the embedder that everything else is read with."""
        if not self.settings.coach_embedding_endpoint_model:
            return self.embedder
        from coach.models.endpoint_embeddings import EndpointEmbedder

        return EndpointEmbedder(self.settings.coach_embedding_endpoint_model, *self.settings.embedding_endpoint)

    @cached_property
    def indexes(self) -> Indexes:
        """What libraries are searched by, kept in COACH_DATA/vectors, or in PostgreSQL for the app where that is set."""
        from coach.models.indexes import Indexes

        if self.settings.coach_pgvector_from and self._with_edits and self.store.database.engine.dialect.name == "postgresql":
            from coach.store.vectors import VectorTable

            shared = VectorTable(self.store.database)
            return Indexes(self.settings.coach_data / "vectors", self.searching, shared, self.settings.coach_pgvector_from)
        return Indexes(self.settings.coach_data / "vectors", self.searching)

    @cached_property
    def voice(self) -> Endpoint | None:
        """The model that stakeholders may speak with; None where none is configured. Reaches out to nobody until it is spoken to."""
        from coach.models.stream import Limits

        set_up = self.settings
        if not set_up.model_voice:
            return None
        limits = Limits(set_up.coach_connect_seconds, set_up.coach_first_seconds, set_up.coach_between_seconds, set_up.coach_total_seconds)
        return self._endpoint(set_up.coach_voice_model, "COACH_VOICE_MODEL", limits)

    @cached_property
    def judge(self) -> Endpoint | None:
        """The model whose opinion may be asked for beside a debrief; None where none is configured. It is waited for as a whole."""
        from coach.models.stream import Limits

        set_up = self.settings
        if not set_up.judge:
            return None
        whole, name = set_up.coach_judge_seconds, "COACH_JUDGE_SECONDS"
        limits = Limits(set_up.coach_connect_seconds, whole, whole, whole, waits=name, ends=name)
        prices = (set_up.coach_judge_price_prompt, set_up.coach_judge_price_answer)
        return self._endpoint(set_up.coach_judge_model, "COACH_JUDGE_MODEL", limits, *prices, temperature=0.0)

    @cached_property
    def transcriber(self) -> Transcribes | None:
        """Who writes speech down: an endpoint where one is set, else Whisper on this machine where it is installed, else nobody."""
        from coach.models.whisper import missing

        if self.settings.coach_transcribe_model:
            from coach.models.transcription import EndpointTranscription

            return EndpointTranscription(*self.settings.transcribe_endpoint, self.settings.coach_transcribe_model)
        if missing():
            return None
        from coach.models.transcription import Whisper

        return Whisper(self.settings.coach_data)

    @property
    def cap(self) -> Cap:
        """The most that a meeting may use at the endpoint."""
        return Cap(self.settings.coach_meeting_tokens, self.settings.coach_meeting_money, self.settings.coach_currency)

    def _endpoint(
        self, model: str, setting: str, limits: Limits, sent: float | None = None, received: float | None = None, temperature: float = 0.7
    ) -> Endpoint:
        from coach.models.chat import Endpoint, Prices

        set_up = self.settings
        return Endpoint(
            set_up.openai_base_url,
            set_up.openai_api_key.get_secret_value(),
            model,
            setting=setting,
            limits=limits,
            prices=Prices(set_up.coach_price_prompt if sent is None else sent, set_up.coach_price_answer if received is None else received),
            temperature=temperature,
        )

    @cached_property
    def loaded(self) -> Loaded:
        return load(self.settings.coach_content, kept=self.settings.coach_data / "fitted" / "parsed.json")

    @property
    def shelf(self) -> Shelf:
        """The content in force, as of the last time somebody said `look_again`."""
        if not self._with_edits:
            return self.loaded.shelf
        found = self._looked
        if found is None:
            found = self._looked = self.edited.shelf()
        return found

    def look_again(self) -> None:
        """Have the next look at the shelf ask the database whether a message was changed, by anybody. A page does so as it is drawn."""
        self._looked = None

    @cached_property
    def edited(self) -> Edited:
        """The messages as they were edited in the app, over the files."""
        from coach.edited import Edited

        return Edited(self.loaded.shelf, self.store)

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
        for name in ("personas", "accounts", "libraries", "rubrics", "experts", "documents", "origins", "hashes"):
            setattr(shelf, name, dict(getattr(shelf, name)))
        for kind, id, document in edits:
            if kind == UNFINISHED:
                continue
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
                if kind == "library" and id in self.shelf.libraries and self.shelf.hash(kind, id) == hash:
                    return cast(M, self.shelf.libraries[id])  # The very object, so that what is made of it is made once.
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

    @cached_property
    def fitted(self) -> Fitted:
        """The heads and readers that are fitted on what people wrote."""
        from coach.fitted import Fitted

        return Fitted(self.embedder, self.loaded.shelf, self.settings.coach_content, self.settings.coach_data / "fitted")

    def reader(self, library: Library | None, persona: Persona | None = None, audience: Audience = "professional", seat: str = "sales") -> Reader:
        """The reader for meetings with this library (None: listening practice, claims are not judged). Who listens, and from
        which seat we speak, is as the persona has it, where there is one."""
        if persona is not None and persona.seats and "sales" not in persona.seats:
            seat = persona.seats[0]
            audience = "payer" if seat == PAYER_SEAT else audience
        return self.fitted.reader(library, audience, seat)

    def finder(self, library_id: str) -> Finder:
        """The search over one library. Raises CoachError naming the libraries there are."""
        shelf = self.shelf
        if library_id not in shelf.libraries:
            raise CoachError(f"library {library_id!r}: there is no such library; there are {', '.join(sorted(shelf.libraries)) or 'none'}")
        from coach.messages.search import Finder

        library = shelf.libraries[library_id]
        with self._lock:
            if library_id not in self._finders or self._finders[library_id][0] is not library:
                self._finders[library_id] = library, Finder(library, self.searching, shelf.needs, partial(self.indexes.of, library_id))
            return self._finders[library_id][1]

    def stage(self, persona: Persona, library: Library | None = None) -> Stage:
        """What a meeting with this persona is played with, out of the content in force."""
        library = library or self.shelf.library_of(persona)
        return Stage(persona, library, self.shelf.topics, self.reader(library, persona))

    def warm(self) -> None:
        """Load the embedding model and fit what the first turn needs. Raises CoachError where the model is unusable."""
        self.embedder.warm()
        try:
            libraries = self.shelf.libraries
        except StoreError:  # Said by the page that needs the database; what is read here does not.
            libraries = self.loaded.shelf.libraries
        for library in (*libraries.values(), None):
            self.reader(library).warm()
