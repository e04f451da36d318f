"""A chat endpoint on loopback that does what a test tells it to: answers, and every kind of trouble."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-test-4f9a1c77e2b84d10"
Acts = Callable[["Asked"], None]


@dataclass(frozen=True)
class Request:
    """What was asked, as it came in."""

    raw: bytes
    json: dict[str, Any]
    headers: dict[str, str]

    @property
    def turn(self) -> str:
        """What the model is given for this turn."""
        return str(self.json["messages"][-1]["content"])


class Asked(BaseHTTPRequestHandler):
    """One request, with what a test may want to do about it."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.looked.append(self.path)
        self.server.lists(self)

    def do_POST(self) -> None:
        self.raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.json: dict[str, Any] = json.loads(self.raw)
        self.server.requests.append(Request(self.raw, self.json, {name.lower(): value for name, value in self.headers.items()}))
        self.server.begun.append(time.monotonic())
        self.server.cpu.append(time.process_time())
        with suppress(BrokenPipeError, ConnectionResetError):
            self.server.next_act()(self)

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def send(self, status: int, body: str | dict[str, Any], kind: str = "application/json", **headers: str) -> None:
        raw = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(raw)),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def line(self, text: str) -> None:
        raw = text.encode()
        self.wfile.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
        self.wfile.flush()

    def event(self, value: dict[str, Any]) -> None:
        self.line(f"data: {json.dumps({'id': 'x', 'object': 'chat.completion.chunk', 'created': 0, 'model': 'scripted', **value})}\n\n")

    def piece(self, text: str | None, finish: str | None = None, **more: Any) -> None:
        self.event({"choices": [{"index": 0, "delta": {} if text is None else {"content": text}, "finish_reason": finish}], **more})

    def usage(self) -> None:
        cached = {"prompt_tokens_details": {"cached_tokens": 40}}
        self.event({"choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120, **cached}})

    def end(self) -> None:
        self.line("data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.requests: list[Request] = []
        self.begun: list[float] = []
        self.cpu: list[float] = []
        """When each request came in, by the clock and by this process's own work."""
        self.looked: list[str] = []
        self.acts: list[Acts] = []
        self.lists: Acts = models("scripted")
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def does(self, *acts: Acts) -> Server:
        """What it does with the next requests, one after another; the last of them from then on."""
        self.acts = list(acts)
        return self

    def next_act(self) -> Acts:
        with self._lock:
            return self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def models(*names: str) -> Acts:
    return lambda asked: asked.send(200, {"object": "list", "data": [{"id": name, "object": "model", "created": 0, "owned_by": "me"} for name in names]})


def says(text: str, finish: str = "stop", usage: bool = True, gap: float = 0.0) -> Acts:
    """Streams a text in small pieces."""

    def act(asked: Asked) -> None:
        asked.begin()
        for at in range(0, len(text), 7):
            asked.piece(text[at : at + 7])
            time.sleep(gap)
        asked.piece(None, finish)
        if usage and (asked.json.get("stream_options") or {}).get("include_usage"):
            asked.usage()
        asked.end()

    return act


def answers(make: Callable[[Request], str]) -> Acts:
    """Streams what is made of the request."""
    return lambda asked: says(make(asked.server.requests[-1]))(asked)


def labels(choose: Callable[[int, list[str]], str], **more: Any) -> Acts:
    """Answers a judge's request: a label for each line that it asks about, out of those that the line is offered, and whatever else."""

    def make(request: Request) -> str:
        form = request.json.get("response_format")
        schema = form["json_schema"]["schema"] if form else json.loads(request.turn[request.turn.rindex('{"type": "object"') :])
        return json.dumps({number: choose(int(number), one["enum"]) for number, one in schema["properties"].items()} | more)

    return answers(make)


def fails(status: int, message: str = "no", kind: str = "application/json", **headers: str) -> Acts:
    body: str | dict[str, Any] = message if kind == "text/html" else {"error": {"message": message, "type": "x", "code": "y"}}
    return lambda asked: asked.send(status, body, kind, **headers)


def page(status: int = 200) -> Acts:
    return lambda asked: asked.send(status, "<html><body>Please sign in to the guest network.</body></html>", "text/html; charset=utf-8")


def silent(seconds: float = 30) -> Acts:
    """Takes the request and says nothing."""
    return lambda asked: time.sleep(seconds)


def breaks(text: str) -> Acts:
    """Begins, and hangs up in the middle."""

    def act(asked: Asked) -> None:
        asked.begin()
        asked.piece(text)
        asked.close_connection = True
        asked.connection.close()

    return act


def stops_short(text: str) -> Acts:
    """Ends the stream in good order, but without having finished."""

    def act(asked: Asked) -> None:
        asked.begin()
        asked.piece(text)
        asked.wfile.write(b"0\r\n\r\n")

    return act


def stalls(text: str, seconds: float = 30) -> Acts:
    """Begins, and then sends nothing but comments that keep the line open."""

    def act(asked: Asked) -> None:
        asked.begin()
        if text:
            asked.piece(text)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            asked.line(": still here\n\n")
            time.sleep(0.05)

    return act


def endless(text: str, seconds: float = 30) -> Acts:
    """Never stops talking."""

    def act(asked: Asked) -> None:
        asked.begin()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            asked.piece(text)
            time.sleep(0.02)

    return act


def whole(text: str) -> Acts:
    """Does not stream, though asked to."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    return lambda asked: asked.send(200, {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage})


def refuses(parameter: str, then: Acts) -> Acts:
    """Accepts no request that holds this parameter."""

    def act(asked: Asked) -> None:
        if parameter in asked.json:
            fails(400, f"Unsupported parameter: '{parameter}' is not supported with this model.")(asked)
        else:
            then(asked)

    return act
