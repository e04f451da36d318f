"""A chat model at an OpenAI-compatible endpoint: an API, vLLM, llama.cpp, Ollama. Streamed, with limits of time, a meter, and one
clear line for whatever goes wrong.

Servers differ in what they accept. What one of them refuses is left out, once found out, for the life of the process.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2
import openai

from coach.events import tell
from coach.models.shape import SHAPES, Shape, asked_for, object_in, speaks_of_shape
from coach.models.stream import CHARACTERS_A_TOKEN, Counted, Limits, Stream
from coach.models.trouble import LONGEST_REST, RESTS, explained, is_page, page_line, place, retry_after
from coach.roleplay.records import Spent
from coach.roleplay.voice import Prompt, Trouble, TroubleKind
from coach.settings import OPENAI

SHORT_WAIT = 2.0
"""Seconds that are waited where a busy endpoint asks for them; for longer, the authored voice speaks."""
LONGEST_LOOK = 10.0
"""Seconds for a look at what models there are, however long an answer may take."""
MILLION = 1_000_000
log = logging.getLogger("coach.endpoint")


@dataclass(frozen=True)
class Prices:
    """Money for a million tokens, sent and received. What an endpoint had cached is counted in full, so the meter errs upwards."""

    prompt: float = 0.0
    answer: float = 0.0


@dataclass(frozen=True)
class Found:
    """What a look at the endpoint found. `models`: what it says it has, empty where it does not say."""

    where: str
    models: list[str]
    trouble: Trouble | None = None


@dataclass
class _Accepts:
    """What this endpoint was found to take."""

    usage: bool = True
    temperature: bool = True
    stop: bool = True
    limit: str = "max_tokens"
    shape: list[Shape] = field(default_factory=lambda: list(SHAPES))


class Endpoint:
    """One model at one address. Shared by all threads; making one reaches out to nobody."""

    def __init__(
        self,
        url: str,
        key: str,
        model: str,
        *,
        setting: str = "COACH_VOICE_MODEL",
        limits: Limits | None = None,
        prices: Prices | None = None,
        temperature: float = 0.7,
    ) -> None:
        self.url, self.model = url or OPENAI, model
        self.limits, self.prices = limits or Limits(), prices or Prices()
        self._key, self._setting, self._temperature = key, setting, temperature
        self._accepts = _Accepts()
        self._lock = threading.Lock()
        self._resting: tuple[float, Trouble] | None = None
        # A read that outlasts `total` belongs to nobody any more: this is what ends its thread.
        timeout = httpx2.Timeout(self.limits.total, connect=self.limits.connect)
        self._client = openai.OpenAI(api_key=key or "none", base_url=self.url, timeout=timeout, max_retries=0)

    @property
    def where(self) -> str:
        """The address as it may be shown."""
        return place(self.url)

    def speak(self, prompt: Prompt, most_tokens: int) -> Answer:
        """Ask for an answer, streamed. Raises Trouble at once where the endpoint failed a moment ago."""
        self._awake()
        return Answer(self, prompt, most_tokens)

    def shaped(self, prompt: Prompt, schema: Mapping[str, Any], most_tokens: int = 1_000) -> tuple[dict[str, Any], Spent]:
        """An answer as a JSON object of this schema. Servers without schemas are asked in words instead. It is streamed all the same,
        so that the limits of time hold. Raises Trouble; of the kind `odd` where what came back is no JSON object."""
        self._awake()
        answer = Answer(self, prompt, most_tokens, schema)
        text = "".join(answer)
        return object_in(text, self.where, answer.cut), answer.spent

    def look(self) -> Found:
        """Whether it answers and which models it has. Raises nothing."""
        try:
            quick = self._client.with_options(timeout=httpx2.Timeout(min(self.limits.first, LONGEST_LOOK), connect=self.limits.connect))
            try:
                listed = quick.models.with_raw_response.list()
                if is_page(listed.headers):
                    raise page_line(self.where)
                return Found(self.where, [str(item.id) for item in listed.parse().data])
            except (openai.NotFoundError, openai.APIStatusError) as error:
                if error.status_code not in (404, 405, 501):
                    raise
                quick.chat.completions.create(**self._request(Prompt("look", "Answer with one word.", "Hello."), 1))
                return Found(self.where, [])
        except Exception as error:
            return Found(self.where, [], self.explained(error))

    def open(self, prompt: Prompt, most_tokens: int, schema: Mapping[str, Any] | None = None) -> Any:
        """The opened stream of the client. Asks again where the endpoint refuses something that can be left out, asks to wait a
        moment, or broke off at once."""
        again = True
        while True:
            asked, shape = (prompt, {}) if schema is None else asked_for(prompt, schema, self._accepts.shape[0])
            try:
                return self._client.chat.completions.create(**self._request(asked, most_tokens, self._streamed() | shape))
            except openai.BadRequestError as error:
                if not (schema is not None and self._asks_for_less(error)) and not self._adapted(error):
                    raise
            except openai.RateLimitError as error:
                wait = retry_after(error.response.headers)
                if not again or wait is None or wait > SHORT_WAIT:
                    raise
                again = False
                time.sleep(wait)
            except (openai.InternalServerError, openai.APIConnectionError) as error:
                # A connection that was kept open and is gone by now, or a fault that passes: once more, but never after waiting.
                refused = isinstance(error.__cause__, (httpx2.ConnectError, httpx2.TimeoutException)) or isinstance(error, openai.APITimeoutError)
                if not again or refused:
                    raise
                again = False

    def failed(self, error: Exception) -> Trouble:
        """The error as a Trouble; the endpoint is left alone for a while."""
        trouble = self.explained(error)
        rest = min(LONGEST_REST, trouble.wait or RESTS.get(trouble.kind, 0.0))
        with self._lock:
            self._resting = (time.monotonic() + rest, trouble) if rest else None
        log.warning("%s: %s", self._setting, trouble.line)
        tell("endpoint_trouble", setting=self._setting, kind=trouble.kind)
        return trouble

    def worked(self) -> None:
        with self._lock:
            self._resting = None

    def cost(self, prompt: Prompt, text: str, counted: Counted) -> Spent:
        """What an answer cost; estimated by its characters where the endpoint did not count."""
        known = counted.sent is not None and counted.received is not None
        sent = counted.sent if counted.sent is not None else (len(prompt.card) + len(prompt.turn)) // CHARACTERS_A_TOKEN
        received = counted.received if counted.received is not None else -(-len(text) // CHARACTERS_A_TOKEN)
        money = (sent * self.prices.prompt + received * self.prices.answer) / MILLION
        return Spent(model=self.model, prompt=prompt.name, sent=sent, received=received, cached=counted.cached, money=round(money, 6), estimated=not known)

    @property
    def rests(self) -> float:
        """Seconds for which it is still left alone after a failure."""
        with self._lock:
            return max(0.0, self._resting[0] - time.monotonic()) if self._resting is not None else 0.0

    def _awake(self) -> None:
        with self._lock:
            resting = self._resting
        if resting is not None and time.monotonic() < resting[0]:
            kind: TroubleKind = resting[1].kind
            raise Trouble(kind, resting[1].line)

    def explained(self, error: Exception) -> Trouble:
        """What went wrong, in a line."""
        return explained(error, self.url, self.model, self._setting, self._key, self.limits.waits)

    def _streamed(self) -> dict[str, Any]:
        return {"stream": True} | ({"stream_options": {"include_usage": True}} if self._accepts.usage else {})

    def _request(self, prompt: Prompt, most_tokens: int, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
        accepts = self._accepts
        request: dict[str, Any] = {"model": self.model, "messages": prompt.messages(), accepts.limit: most_tokens, **(more or {})}
        if prompt.stop and accepts.stop:
            request["stop"] = list(prompt.stop)
        if accepts.temperature:
            request["temperature"] = self._temperature
        return request

    def _asks_for_less(self, error: openai.BadRequestError) -> bool:
        """Ask for JSON in a plainer way, where it says that it does not know this one. False where that is not what it says."""
        found = bool(self._accepts.shape[0]) and speaks_of_shape(str(error))
        if found:
            self._accepts.shape = self._accepts.shape[1:]
        return found

    def _adapted(self, error: openai.BadRequestError) -> bool:
        """Leave out what it says it does not know. False where there is nothing to leave out."""
        words, accepts = str(error).lower(), self._accepts
        if accepts.usage and ("stream_options" in words or "include_usage" in words):
            accepts.usage = False
        elif accepts.limit == "max_tokens" and "max_tokens" in words:
            accepts.limit = "max_completion_tokens"
        elif accepts.temperature and "temperature" in words:
            accepts.temperature = False
        elif accepts.stop and "stop" in words:
            accepts.stop = False
        else:
            return False
        return True


class Answer:
    """A streamed answer of an endpoint, with its meter."""

    def __init__(self, endpoint: Endpoint, prompt: Prompt, most_tokens: int, schema: Mapping[str, Any] | None = None) -> None:
        self._endpoint, self._prompt = endpoint, prompt
        self._stream = Stream(lambda: endpoint.open(prompt, most_tokens, schema), endpoint.limits, endpoint.where, endpoint.explained)

    def __iter__(self) -> Iterator[str]:
        try:
            yield from self._stream
        except Trouble as trouble:
            self._endpoint.failed(trouble)
            raise
        self._endpoint.worked()

    @property
    def cut(self) -> bool:
        return self._stream.finish == "length"

    @property
    def spent(self) -> Spent:
        return self._endpoint.cost(self._prompt, self._stream.text, self._stream.counted)

    def close(self) -> None:
        self._stream.close()
