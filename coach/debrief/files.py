"""The bytes of a transcript file into its text, whatever wrote them; what is no transcript is refused with a line."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from coach.content.errors import CoachError

MAX_BYTES = 20_000_000
KINDS = (".vtt", ".srt", ".txt", ".json")
_OTHER = ((b"%PDF", "a PDF"), (b"PK\x03\x04", "a Word file or an archive"), (b"{\\rtf", "an RTF document"), (b"\xd0\xcf\x11\xe0", "an old Word file"))
_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DIRECTION = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Marks without a width that say which way text runs; in the middle of a name they hide it."""


def contents(path: Path) -> str:
    """The text of a transcript file. Raises CoachError with one line: the file, what is wrong, what to do."""
    if path.suffix.lower() not in KINDS:
        raise CoachError(f"{path}: is not a kind of transcript we read; save it as {', '.join(KINDS)}")
    try:
        if path.is_dir():
            raise CoachError(f"{path}: is a folder; name a transcript file")
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(str(path))
        raw = path.read_bytes()
    except FileNotFoundError:
        raise CoachError(f"{path}: there is no such file; check the name") from None
    except OSError as error:
        raise CoachError(f"{path}: cannot be read ({error.strerror or error}); check its rights") from None
    return decoded(str(path), raw)


def decoded(name: str, raw: bytes) -> str:
    """The text in the bytes of a file of that name: UTF-8, UTF-16 with its mark or told by its zeros, or else the Western
    encoding that older programs write. Raises CoachError like `contents`."""
    if len(raw) > MAX_BYTES:
        raise _too_large(name)
    for start, kind in _OTHER:
        if raw.startswith(start):
            raise CoachError(f"{name}:1: is {kind} by its contents, not a transcript; export the words as {', '.join(KINDS)}")
    text = _text(name, raw)
    if "\0" in text:
        raise CoachError(f"{name}:{text[: text.index(chr(0))].count(chr(10)) + 1}: holds binary data, not words; export the transcript as text")
    text = _DIRECTION.sub("", unicodedata.normalize("NFC", text)).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise CoachError(f"{name}: is empty; export the transcript again")
    return text


def _text(name: str, raw: bytes) -> str:
    marked = next((encoding for mark, encoding in _MARKED if raw.startswith(mark)), None)
    if marked is None and len(raw) >= 8:  # Plain letters in UTF-16 leave every second byte zero.
        halves = raw[0:400:2].count(0), raw[1:400:2].count(0)
        few, many = min(halves), max(halves)
        if many > 60 * len(raw[:400]) // 200 and few == 0:
            marked = "utf-16-be" if halves[0] == many else "utf-16-le"
    try:
        return raw.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
    western = None if marked else _western(raw)
    if western is None:
        raise CoachError(f"{name}:{line}: is neither UTF-8 nor any other text we can tell; save it as UTF-8")
    return western


def _western(raw: bytes) -> str | None:
    """Text in Windows' Western encoding; None where the bytes make no words in it."""
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    odd = sum(not (letter.isprintable() or letter in "\r\n\t\f") for letter in text)
    high = [letter for letter in text if ord(letter) > 127]
    letters = sum(letter.isalpha() or letter in "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0\u20ac\u00a3\u00b0" for letter in high)
    return text if odd == 0 and letters >= 0.8 * len(high) and len(high) <= 0.2 * len(text) else None


def _too_large(name: str) -> CoachError:
    return CoachError(f"{name}: is larger than {MAX_BYTES // 1_000_000} MB; a transcript holds words only, so leave out the recording or split it")
