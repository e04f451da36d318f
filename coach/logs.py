"""The log as lines of JSON on standard error, for whoever runs this for a team (COACH_LOG=json).

Of a message only the constant part is written, of an error its kind and where it happened: what is filled in may be somebody's words.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coach.events import Event, Value

THEIRS = ("streamlit", "uvicorn")
FRAMES = 5
"""How many places of an error's way are written, the last ones."""


class JsonLines(logging.Formatter):
    """A record as one JSON object: when, how grave, whose, the constant part of what is said, and of an error its kind and places."""

    def format(self, record: logging.LogRecord) -> str:
        # A message that was put together beforehand has no constant part; where it was written says enough.
        said = str(record.msg) if record.args and record.name.split(".")[0] not in THEIRS else ""
        line: dict[str, Any] = {"at": _at(record.created), "level": record.levelname.lower(), "logger": record.name}
        line |= {"says": said} if said else {}
        line["where"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            line |= {"error": type(record.exc_info[1]).__name__, "through": _places(record.exc_info[1])}
        return json.dumps(line)


class _ToStandardError(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), file=sys.stderr, flush=True)


def event(name: Event, what: Mapping[str, Value]) -> None:
    """A listener to events that writes each as a line."""
    print(json.dumps({"at": _at(), "event": name, **what}), file=sys.stderr, flush=True)


def as_json() -> None:
    """Write everything as lines of JSON from now on: what this app logs, and what its server does."""
    ours = logging.getLogger("coach")
    ours.addHandler(_ToStandardError())
    ours.propagate = False
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in (*THEIRS, "coach")]
    for logger in (logging.root, *map(logging.getLogger, names)):
        for handler in logger.handlers:
            handler.setFormatter(JsonLines())


def _at(seconds: float | None = None) -> str:
    moment = datetime.now(UTC) if seconds is None else datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat(timespec="milliseconds")


def _places(error: BaseException) -> list[str]:
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-FRAMES:]]
