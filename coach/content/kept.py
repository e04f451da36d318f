"""Files as they were parsed last time. Reading YAML with its line numbers is most of the time that content takes to load, and the
files hardly ever change, so what was in each is kept as JSON under the hash of its bytes.

Only what was found right is kept; whatever has a problem is parsed again, because then the lines matter.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.content.yamlfile import MAX_BYTES, Parsed, Where, parse

FORMAT = 1
SET_UP = Path(sys.prefix) / "parsed.json"
"""Made by the set-up, so that the very first start need not parse anything. A checkout without it parses once."""


@dataclass
class ParsedBefore(Parsed):
    """What a file said when it was parsed last, with the same bytes. Its lines are looked up when somebody asks for one."""

    path: Path = Path()

    def line(self, where: Where) -> int:
        if not self.lines:
            self.lines = parse(self.path, self.file).lines
        return super().line(where)


class Kept:
    """The kept files of one folder of content; `place` None keeps nothing. What the set-up left in `SET_UP` is known too."""

    def __init__(self, place: Path | None) -> None:
        self._place = place
        self._known = {**_read(SET_UP), **_read(place)} if place is not None else {}
        self._new = False

    def parse(self, path: Path, shown: str) -> Parsed:
        """As `parse` does; quick where the same bytes were parsed before."""
        if self._place is None:
            return parse(path, shown)
        digest = _digest(path)
        kept = self._known.get(digest) if digest else None
        return ParsedBefore(shown, kept, {}, [], set(), path=path) if kept is not None else parse(path, shown)

    def keep(self, path: Path, parsed: Parsed) -> None:
        """Remember a file in which nothing is wrong."""
        if self._place is not None and not isinstance(parsed, ParsedBefore) and not parsed.problems and (digest := _digest(path)):
            self._known[digest] = parsed.data
            self._new = True

    def save(self) -> None:
        """Write what is new. A disk that takes no writes costs the parsing again next time and nothing else."""
        if self._place is None or not self._new:
            return
        part = self._place.with_name(f"{self._place.name}.{os.getpid()}-{threading.get_ident()}.part")
        try:
            self._place.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps({"format": FORMAT, "files": self._known}, default=str))
            part.replace(self._place)
        except OSError:
            return


def _read(place: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(place.read_bytes())
        return dict(found["files"]) if found["format"] == FORMAT else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # Not there, or half written: it is made again.


def _digest(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError:
        return ""
    return hashlib.sha256(raw).hexdigest() if len(raw) <= MAX_BYTES else ""
