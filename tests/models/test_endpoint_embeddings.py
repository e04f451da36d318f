"""An embeddings endpoint: what it gives is used, and each of its troubles is one line. The server is real, on loopback, and scripted."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.content.errors import CoachError
from coach.models import endpoint_embeddings
from coach.models.endpoint_embeddings import EndpointEmbedder
from coach.settings import Settings
from coach.wiring import Coach

KEY = "sk-secret-of-ours"
Answer = tuple[int, dict[str, str], str]


def vectors(asked: dict[str, Any], width: int = 8) -> Answer:
    """What a server in order gives: the same text, the same vector; last first, because only `index` counts."""
    rows = [
        {"index": at, "embedding": [math.sin((place + 1) * (len(text) + sum(map(ord, text)))) for place in range(width)]}
        for at, text in enumerate(asked["input"])
    ]
    return 200, {"Content-Type": "application/json"}, json.dumps({"data": rows[::-1], "model": asked["model"]})


class Script(ThreadingHTTPServer):
    """Answers as `answer` says, and keeps what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer: Callable[[dict[str, Any]], Answer] = vectors
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Script

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        self.server.keys.append(self.headers.get("Authorization", ""))
        status, headers, body = self.server.answer(asked)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Script]:
    made = Script()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def says(status: int, error: object = None, **headers: str) -> Callable[[dict[str, Any]], Answer]:
    return lambda asked: (status, {"Content-Type": "application/json", **headers}, json.dumps({"error": error}))


def gives(*embeddings: object) -> Callable[[dict[str, Any]], Answer]:
    rows = [{"index": at, "embedding": one} for at, one in enumerate(embeddings)]
    return lambda asked: (200, {"Content-Type": "application/json"}, json.dumps({"data": rows}))


def refused(embedder: EndpointEmbedder, *texts: str) -> str:
    with pytest.raises(CoachError) as caught:
        embedder.embed(texts or ["one"])
    assert len(caught.value.lines) == 1 and "\n" not in caught.value.lines[0]
    assert KEY not in caught.value.lines[0] and "COACH_EMBEDDING_ENDPOINT_MODEL" in caught.value.lines[0]
    return caught.value.lines[0]


def test_unit_vectors_in_the_order_of_the_texts_in_batches(server: Script) -> None:
    embedder = EndpointEmbedder("small", server.url, KEY)
    texts = [f"text {at}" for at in range(150)]
    found = embedder.embed(texts)
    assert found.shape == (150, 8) and found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1)
    assert [len(asked["input"]) for asked in server.asked] == [64, 64, 22]
    assert {asked["model"] for asked in server.asked} == {"small"} and set(server.keys) == {f"Bearer {KEY}"}
    assert np.allclose(embedder.embed(["text 140"]), found[140])


def test_a_query_is_asked_once_and_a_long_one_is_cut(server: Script) -> None:
    embedder = EndpointEmbedder("small", server.url)
    assert np.array_equal(embedder.embed(["again"]), embedder.embed(["again"]))
    embedder.embed(["word " * 5_000])
    assert len(server.asked) == 2 and len(server.asked[1]["input"][0]) == endpoint_embeddings.CHARACTERS


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (says(401, {"message": f"Incorrect key {KEY}"}), "does not accept the key (401)"),
        (says(403), "does not accept the key (403)"),
        (says(404, {"message": "The model small does not exist"}), "knows no model 'small'"),
        (says(429, {"message": "slow down"}, **{"Retry-After": "7"}), "no more requests for another 7 s"),
        (says(429), "no more requests (429)"),
        (says(500, {"message": f"boom with {KEY}"}), "in trouble itself (500: boom with ...)"),
        (says(400, {"message": "input\nis too long"}), "refused the request (400: input is too long)"),
        (lambda asked: (200, {"Content-Type": "text/html"}, "<html><title>Sign in</title></html>"), "a web page"),
        (lambda asked: (200, {"Content-Type": "application/json"}, '{"hello": 1}'), "no list of embeddings"),
        (lambda asked: (200, {"Content-Type": "application/json"}, '{"data": [{"index": 0, "embedding"'), "no list of embeddings"),
        (lambda asked: (502, {"Content-Type": "text/html"}, "<html>Bad gateway</html>"), "in trouble itself (502)"),
        (gives([float("nan"), 1.0]), "no numbers or only zeros"),
        (gives([0.0, 0.0]), "no numbers or only zeros"),
        (gives(["a", "b"]), "no list of embeddings"),
        (gives([1.0, 0.0], [0.0, 1.0]), "2 vectors for 1 texts"),
        (gives(), "0 vectors for 1 texts"),
        (gives([]), "1 vectors for 1 texts, or empty ones"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_trouble_is_one_line_with_what_to_do(server: Script, answer: Callable[[dict[str, Any]], Answer], words: str) -> None:
    server.answer = answer
    assert words in refused(EndpointEmbedder("small", server.url, KEY))
    assert len(server.asked) == 1  # whoever waits for a search is told at once


def test_vectors_of_two_lengths(server: Script) -> None:
    server.answer = lambda asked: vectors(asked, width=len(asked["input"]))
    assert "different lengths" in refused(EndpointEmbedder("small", server.url), *map(str, range(70)))


def test_while_a_library_is_indexed_it_tries_again(server: Script) -> None:
    left = [says(503), says(429)]
    server.answer = lambda asked: (left.pop() if left else vectors)(asked)
    assert EndpointEmbedder("small", server.url).embed(["one", "two"]).shape == (2, 8)
    assert len(server.asked) == 3


def test_nobody_there_and_nobody_who_answers(server: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "cannot be reached" in refused(EndpointEmbedder("small", "http://127.0.0.1:9/v1", KEY))
    monkeypatch.setattr(endpoint_embeddings, "ANSWER_SECONDS", 0.2)
    waiting = threading.Event()
    server.answer = lambda asked: (waiting.wait(5), vectors(asked))[1]
    assert "did not answer within 0.2 s" in refused(EndpointEmbedder("small", server.url))
    waiting.set()


def test_a_key_goes_to_its_own_place_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://theirs/v1")
    assert Settings(coach_data=tmp_path).embedding_endpoint == ("http://theirs/v1", KEY)
    monkeypatch.setenv("COACH_EMBEDDING_URL", "http://mine/v1")
    assert Settings(coach_data=tmp_path).embedding_endpoint == ("http://mine/v1", "")
    monkeypatch.setenv("COACH_EMBEDDING_KEY", "another")
    assert Settings(coach_data=tmp_path).embedding_endpoint == ("http://mine/v1", "another")
    assert KEY not in repr(Settings(coach_data=tmp_path))


def test_a_library_is_searched_with_it_and_embedded_once(server: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading's own model stays what it was; a second process finds the vectors on the disk."""
    from datetime import date

    configured = Settings(coach_data=tmp_path, coach_embedding_endpoint_model="small", coach_embedding_url=server.url)
    hits = Coach(configured).finder("norvane").search("what does it cost", on=date(2026, 12, 1))
    assert len(hits) == 3 and hits[0].why
    first = len(server.asked)
    again = Coach(configured)
    assert again.finder("norvane").search("what does it cost", on=date(2026, 12, 1)) == hits
    assert len(server.asked) == first + 1  # the query alone
    assert "MiniLM" in again.embedder.name and again.searching.name.endswith("/small")
    server.answer = lambda asked: vectors(asked, width=9)
    with pytest.raises(CoachError, match="have 8 numbers and the query's 9"):
        Coach(configured).finder("norvane").search("something else", on=date(2026, 12, 1))
