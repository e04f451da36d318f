"""Sentence embeddings from an OpenAI-compatible endpoint, for the search alone: an API, vLLM, llama.cpp, Ollama.

Whatever goes wrong is one line with what to do, and no key is ever in it.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from coach.content.errors import CoachError

CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 20.0
BATCH = 64
RETRIES = 3
"""While a library is indexed; somebody who waits for a search is told at once."""
CHARACTERS = 2_000
"""Of a text that are sent: small servers take no more than about 512 tokens. The model that comes along reads fewer."""
REMEMBERED = 256
OPENAI = "https://api.openai.com/v1"
INSTEAD = "or unset COACH_EMBEDDING_ENDPOINT_MODEL to search with the model that comes along"


class EndpointEmbedder:
    """Texts to unit vectors by `POST {url}/embeddings`. Safe from several threads, remembers the last queries."""

    def __init__(self, model: str, url: str = "", key: str = "") -> None:
        """`url` up to and with the version, such as http://localhost:8080/v1; empty: OpenAI's own."""
        self._model, self._url, self._key = model, (url or OPENAI).rstrip("/"), key
        self._client: Any = None
        self._lock = threading.Lock()
        self._recent: OrderedDict[str, np.ndarray] = OrderedDict()

    @property
    def host(self) -> str:
        """Where the texts go, without anything secret that may stand in the address."""
        parts = urlsplit(self._url)
        return (parts.hostname or self._url) + (f":{parts.port}" if parts.port else "")

    @property
    def name(self) -> str:
        """Names the vector space."""
        return f"{self.host}{urlsplit(self._url).path}/{self._model}"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors, shape (len(texts), dimensions), float32. Raises CoachError with one line where the endpoint is in trouble."""
        if not texts:
            return np.empty((0, 0), np.float32)
        with self._lock:
            if len(texts) == 1 and texts[0] in self._recent:
                self._recent.move_to_end(texts[0])
                return self._recent[texts[0]][None]
        parts = [self._asked(texts[at : at + BATCH], RETRIES if len(texts) > 1 else 0) for at in range(0, len(texts), BATCH)]
        if len({part.shape[1] for part in parts}) > 1:
            raise self._trouble("gives vectors of different lengths", "Use another model or server")
        vectors = np.concatenate(parts)
        with self._lock:
            if len(texts) == 1:
                self._recent[texts[0]] = vectors[0]
                if len(self._recent) > REMEMBERED:
                    self._recent.popitem(last=False)
        return vectors

    def _asked(self, texts: Sequence[str], retries: int) -> np.ndarray:
        """One request."""
        import openai

        try:
            client = self._connected().with_options(max_retries=retries)
            sent = [text[:CHARACTERS] for text in texts]
            body = client.embeddings.with_raw_response.create(model=self._model, input=sent, encoding_format="float").content
        except openai.APITimeoutError:
            raise self._trouble(f"did not answer within {ANSWER_SECONDS:g} s", "Try again, use a quicker server,") from None
        except openai.APIConnectionError as error:
            raise self._trouble(f"cannot be reached ({_cause(error)})", "Start that server, correct COACH_EMBEDDING_URL,") from None
        except openai.APIStatusError as error:
            raise self._refused(error) from None
        except (ValueError, UnicodeError):  # An address or a key that no request can carry.
            raise self._trouble("cannot be asked: its address or key is not well formed", "Correct COACH_EMBEDDING_URL and COACH_EMBEDDING_KEY,") from None
        return self._vectors(bytes(body).decode("utf-8", "replace"), len(texts))

    def _connected(self) -> Any:
        import openai

        with self._lock:
            if self._client is None:
                timeout = openai.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
                self._client = openai.OpenAI(base_url=self._url, api_key=self._key or "none", timeout=timeout)
            return self._client

    def _refused(self, error: Any) -> CoachError:
        """By the status of the answer."""
        status, said = error.status_code, self._said(error)
        if status in (401, 403):
            return self._trouble(f"does not accept the key ({status})", "Correct COACH_EMBEDDING_KEY or OPENAI_API_KEY,")
        if status == 404:
            return self._trouble(
                f"knows no model {self._model!r}, or has no embeddings (404{said})", "Correct COACH_EMBEDDING_ENDPOINT_MODEL or COACH_EMBEDDING_URL,"
            )
        if status == 429:
            after = str(error.response.headers.get("retry-after", ""))
            wait = f" for another {after} s" if after.isdecimal() else ""
            return self._trouble(f"wants no more requests{wait} (429)", "Wait and run it again; what is embedded so far is kept;")
        if status >= 500:
            return self._trouble(f"is in trouble itself ({status}{said})", "Look at its log, try again,")
        return self._trouble(f"refused the request ({status}{said})", "Correct COACH_EMBEDDING_ENDPOINT_MODEL or COACH_EMBEDDING_URL,")

    def _said(self, error: Any) -> str:
        """The server's own words where they are JSON, in one short line and without the key."""
        body = error.body if isinstance(error.body, dict) else {}
        said = body.get("message") or body.get("error")
        if not isinstance(said, str) or not said.strip():
            return ""
        line = " ".join(said.split())
        return f": {line.replace(self._key, '...') if self._key else line}"[:160]

    def _vectors(self, body: str, wanted: int) -> np.ndarray:
        """What the answer holds, in the order of the request."""
        try:
            data = json.loads(body)["data"]
            rows = [row["embedding"] for row in sorted(data, key=lambda row: row["index"])]
            vectors = np.array(rows, np.float32)
        except (ValueError, KeyError, TypeError):
            page = body.lstrip()[:1] == "<"
            raise self._trouble(
                "answers with a web page, which may be a proxy's" if page else "answers with something that is no list of embeddings",
                "Correct COACH_EMBEDDING_URL, which usually ends in /v1,",
            ) from None
        if vectors.ndim != 2 or len(vectors) != wanted or not vectors.shape[1]:
            raise self._trouble(f"gave {len(vectors)} vectors for {wanted} texts, or empty ones", "Use another model or server,")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or (lengths == 0).any():
            raise self._trouble("gave vectors that hold no numbers or only zeros", "Use another model or server,")
        return np.asarray(vectors / lengths, np.float32)

    def _trouble(self, what: str, todo: str) -> CoachError:
        return CoachError(f"embeddings: the endpoint {self.host} {what}. {todo} {INSTEAD}")


def _cause(error: BaseException) -> str:
    """The innermost reason, in the system's words."""
    while error.__cause__ is not None or error.__context__ is not None:
        error = error.__cause__ or error.__context__ or error
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).strip().lower()[:100]
