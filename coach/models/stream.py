"""An answer of a chat endpoint as it comes in, within limits of time that hold whatever the other side does.

The reading goes on in a thread of its own: a server that sends one byte a minute, or comments for ever, cannot keep a page
waiting, and a rep who presses Stop is heard at once.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from coach.models.trouble import is_page, page_line
from coach.roleplay.voice import Trouble

LOOK_UP = 0.2
"""Seconds after which whoever waits is given an empty piece."""
CHARACTERS_A_TOKEN = 4
_END = object()
THINKS, THOUGHT = "<think>", "</think>"


@dataclass(frozen=True)
class Limits:
    """Seconds: to reach the endpoint, to its first word, between two pieces, and for the whole answer. `waits` and `ends` are the
    settings that give the first word and the whole answer longer."""

    connect: float = 3.0
    first: float = 10.0
    between: float = 5.0
    total: float = 30.0
    waits: str = "COACH_FIRST_SECONDS"
    ends: str = "COACH_TOTAL_SECONDS"


@dataclass
class Counted:
    """Tokens of one answer; None where the endpoint did not say."""

    sent: int | None = None
    received: int | None = None
    cached: int = 0


class Stream:
    """The pieces of one answer. Iterate once; `close` may be called at any time and more than once."""

    def __init__(self, open_it: Callable[[], Any], limits: Limits, where: str, explain: Callable[[Exception], Trouble]) -> None:
        self.counted = Counted()
        self.text = ""
        self.finish: str | None = None
        self.started = time.monotonic()
        self._limits, self._where, self._explain = limits, where, explain
        self._pieces: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._response: Any = None
        threading.Thread(target=self._read, args=(open_it,), daemon=True, name="endpoint").start()

    def _read(self, open_it: Callable[[], Any]) -> None:
        """Everything that may block, in a thread that nobody waits for."""
        try:
            opened = open_it()
            self._response = opened.response
            if self._closed.is_set():
                return
            if is_page(opened.response.headers):
                raise page_line(self._where)
            whole = "text/event-stream" not in opened.response.headers.get("content-type", "text/event-stream")
            for chunk in _whole(opened) if whole else opened:
                self._pieces.put(chunk)
                if self._closed.is_set():
                    return
            self._pieces.put(_END)
        except Exception as error:
            self._pieces.put(error)
        finally:
            if self._response is not None:
                with suppress(Exception):
                    self._response.close()

    def __iter__(self) -> Iterator[str]:
        try:
            yield from _spoken(self._contents())
        finally:
            self.close()

    def _contents(self) -> Iterator[str]:
        last = self.started
        while True:
            now = time.monotonic()
            allowed = self._limits.between if self.text else self._limits.first
            until = min(last + allowed, self.started + self._limits.total)
            try:  # What is there already is taken, however late: the page may have been slower than the model.
                item = self._pieces.get(timeout=min(LOOK_UP, until - now)) if now < until else self._pieces.get_nowait()
            except queue.Empty:
                if time.monotonic() >= until:
                    raise self._too_slow(time.monotonic()) from None
                yield ""
                continue
            if item is _END:
                if self.finish is None:
                    raise Trouble("broken", f"{self._where} broke off before the answer was whole.")
                return
            if isinstance(item, Exception):
                raise self._explain(item) from None
            if piece := self._taken(item):
                last = time.monotonic()
                self.text += piece
                yield piece

    def _taken(self, chunk: Any) -> str:
        """The words of one event, whatever else it holds or lacks."""
        usage = getattr(chunk, "usage", None)
        if usage is not None:
            details = getattr(usage, "prompt_tokens_details", None)
            self.counted = Counted(usage.prompt_tokens, usage.completion_tokens, getattr(details, "cached_tokens", None) or 0)
        if not (choices := getattr(chunk, "choices", None)):
            return ""
        choice = choices[0]
        said = getattr(choice, "delta", None) or getattr(choice, "message", None)
        self.finish = getattr(choice, "finish_reason", None) or self.finish
        return str(getattr(said, "content", None) or "")

    def _too_slow(self, now: float) -> Trouble:
        limits = self._limits
        if not self.text:
            waited = min(limits.first, limits.total)
            return Trouble("slow", f"{self._where} had not begun to answer after {waited:g} s. A smaller model is quicker; {limits.waits} waits longer.")
        if now - self.started >= limits.total:
            return Trouble("slow", f"{self._where} was still speaking after {limits.total:g} s. A higher {limits.ends} gives it longer.")
        return Trouble("slow", f"{self._where} fell silent for {limits.between:g} s in the middle of an answer.")

    def close(self) -> None:
        """Hang up, so that the endpoint stops working and charging, and the thread ends."""
        self._closed.set()
        if self._response is not None and self.finish is None:
            # Closing the response here, while the other thread reads from it, would be a race; shutting the line down wakes it.
            with suppress(Exception):
                self._response.extensions["network_stream"].get_extra_info("socket").shutdown(socket.SHUT_RDWR)


def _whole(opened: Any) -> Iterator[Any]:
    """The one event of a server that was asked to stream and answered with a whole."""
    from openai.types.chat import ChatCompletion

    opened.response.read()
    made = ChatCompletion.model_validate_json(opened.response.text)
    yield made


def _spoken(pieces: Iterator[str]) -> Iterator[str]:
    """Without what a model thinks aloud before it speaks."""
    held, thinking, begun = "", False, False
    for piece in pieces:
        if begun or not piece:
            yield piece
            continue
        held += piece
        start = held.lstrip()
        if not thinking and THINKS.startswith(start[: len(THINKS)]) and len(start) < len(THINKS):
            continue
        thinking = start.startswith(THINKS)
        if thinking and THOUGHT not in start:
            yield ""
            continue
        begun = True
        yield start.split(THOUGHT, 1)[1].lstrip() if thinking else held
    if held and not begun and not thinking:
        yield held
