"""An import on disk: the library written into a folder of content, the files before it kept, and the way back."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

from coach.content.errors import CoachError
from coach.content.yamlfile import MAX_BYTES

FILES = ("product.yaml", "evidence.yaml", "messages.yaml")
BEFORE = ".before"
"""Beside the library's files: a numbered folder an import, with the files as they were and what was written over them."""


def check_size(folder: Path, messages: str) -> None:
    """Raises CoachError for a messages.yaml that would be too large to be read again."""
    if (size := len(messages.encode())) > MAX_BYTES:
        limit = f"larger than the {MAX_BYTES // 1_000_000} MB that are read ({size / 1e6:.0f} MB)"
        ways = "bring the list in on the page Library, which keeps messages in the database, or split it over several libraries"
        raise CoachError(f"{folder / 'messages.yaml'}: would be {limit}; {ways}")


def write(folder: Path, messages: str, others: dict[str, Path]) -> Path:
    """Write messages.yaml into a library's folder and keep what was there. `others`: product.yaml and evidence.yaml, which are
    copied where the folder has none, because a library needs all three. Returns the file.
    Raises CoachError for a folder that takes no writes."""
    wanted = {"messages.yaml": messages.encode()}
    try:
        wanted |= {name: path.read_bytes() for name, path in others.items() if not (folder / name).exists()}
        (folder / BEFORE).mkdir(parents=True, exist_ok=True)
        taken = [int(path.name) for path in (folder / BEFORE).iterdir() if path.name.isdecimal()]
        kept = folder / BEFORE / f"{max(taken, default=0) + 1:04}"
        kept.mkdir()
        for name in wanted:
            if (folder / name).exists():
                shutil.copy2(folder / name, kept / name)
        (kept / "written.json").write_text(json.dumps({name: hashlib.sha256(raw).hexdigest() for name, raw in wanted.items()}))
        for name, raw in wanted.items():
            _replace(folder / name, raw)
    except OSError as error:
        raise CoachError(f"{error.filename or folder}: cannot be written ({error.strerror or error}); set COACH_CONTENT to a folder of yours") from None
    return folder / "messages.yaml"


def undo(folder: Path) -> Path:
    """Put back the files as they were before the last import; files that it made are taken away. Returns the messages.yaml.
    Raises CoachError where there is nothing to undo, and where somebody changed a file since."""
    numbers = _numbers(folder)
    if not numbers:
        raise CoachError(f"{folder}: there is no import to undo")
    kept = folder / BEFORE / f"{max(numbers):04}"
    try:
        written = json.loads((kept / "written.json").read_bytes())
        for name, digest in written.items():
            if name not in FILES:
                raise ValueError(name)
            now, before = (path.read_bytes() if path.exists() else b"" for path in (folder / name, kept / name))
            if now != before and hashlib.sha256(now).hexdigest() != digest:
                raise CoachError(f"{folder / name}: was changed after the import, which undoing would lose; what was before lies in {kept}")
        for name in written:
            if (kept / name).exists():
                _replace(folder / name, (kept / name).read_bytes())
            else:
                (folder / name).unlink(missing_ok=True)
        shutil.rmtree(kept)
        if not any((folder / BEFORE).iterdir()):
            (folder / BEFORE).rmdir()
        if not any(folder.iterdir()):
            folder.rmdir()
    except (ValueError, AttributeError):
        raise CoachError(f"{kept / 'written.json'}: is damaged; copy the files beside it back by hand") from None
    except OSError as error:
        raise CoachError(f"{error.filename or folder}: cannot be put back ({error.strerror or error})") from None
    return folder / "messages.yaml"


def _numbers(folder: Path) -> list[int]:
    """The numbers of the imports that can be undone. One that broke off before anything was written over has no record."""
    found = (folder / BEFORE).glob("[0-9]*/written.json") if (folder / BEFORE).is_dir() else ()
    return [int(path.parent.name) for path in found if path.parent.name.isdecimal()]


def _replace(path: Path, raw: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(raw)
    part.replace(path)
