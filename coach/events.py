"""What happens in this process, told to whoever counts it or writes it down.

An event is a name, ids, kinds and durations. What people type, hear or are called is no part of it: a text that is no short name in
plain letters becomes `other`, so that a mistake at one of the places that tell cannot let words out.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

Event = Literal["started", "page", "page_failed", "meeting", "turn", "voice_fault", "endpoint_trouble", "database_error"]
Value = str | int | float
Listener = Callable[[Event, Mapping[str, Value]], None]
SECONDS = 4
"""Decimals of a duration."""
_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,60}")
_listeners: list[Listener] = []


def listen(listener: Listener) -> Callable[[], None]:
    """Have every event told from now on, on the thread on which it happens; returns what ends that. A listener raises nothing."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def tell(event: Event, **what: Value) -> None:
    """Something happened. Costs nothing where nobody listens, as on the command line."""
    if _listeners:
        safe = {name: value if not isinstance(value, str) or _NAME.fullmatch(value) else "other" for name, value in what.items()}
        for listener in tuple(_listeners):
            listener(event, safe)


@contextmanager
def timed(event: Event, **what: Value) -> Iterator[None]:
    """Tell of what is done within, and how many seconds it took, whatever becomes of it."""
    began = time.perf_counter()
    try:
        yield
    finally:
        tell(event, **what, seconds=round(time.perf_counter() - began, SECONDS))
