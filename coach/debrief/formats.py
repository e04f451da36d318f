"""Transcripts as files: .vtt, .srt, .txt and .json into who said what. Nothing is interpreted here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.content.errors import CoachError

MAX_BYTES = 20_000_000
KINDS = (".vtt", ".srt", ".txt", ".json")
MAX_NAMED = 10
ABBREVIATION = 5
"""A word up to this long may end in a stop within a name (Dr., Prof.); a longer one ends a sentence."""
"""Faults of one file that are named; after so many the file is of another kind."""


@dataclass(frozen=True)
class Utterance:
    speaker: str
    text: str


_TIME = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}")
_VOICE = re.compile(r"^<v(?:\.[\w.]+)?\s+([^>]+)>(.*)$", re.DOTALL)
_TAG = re.compile(r"</?(?:[cibuv]|lang|ruby|rt|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>")
_STAMP = re.compile(r"^\s*[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d+)?[\])]?\s*[-–]?\s*")
_NAME = re.compile(r"^([^\W_][^:?!\n]{0,60}?)\s*(?:[\[(]\d[\d:.]*[\])])?\s*:(?:\s+|$)(.*)$", re.DOTALL)


def contents(path: Path) -> str:
    """The text of a transcript file. Raises CoachError with one line: the file, what is wrong, what to do."""
    if path.suffix.lower() not in KINDS:
        raise CoachError(f"{path}: is not a kind of transcript we read; save it as {', '.join(KINDS)}")
    try:
        if path.is_dir():
            raise CoachError(f"{path}: is a folder; name a transcript file")
        if path.stat().st_size > MAX_BYTES:
            raise CoachError(f"{path}: is larger than {MAX_BYTES // 1_000_000} MB; a transcript holds words only, so leave out the recording or split it")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise CoachError(f"{path}: there is no such file; check the name") from None
    except OSError as error:
        raise CoachError(f"{path}: cannot be read ({error.strerror or error}); check its rights") from None
    for start, kind in ((b"%PDF", "a PDF"), (b"PK\x03\x04", "a Word file or an archive"), (b"{\\rtf", "an RTF document")):
        if raw.startswith(start):
            raise CoachError(f"{path}:1: is {kind} by its contents, not a transcript; export the words as {', '.join(KINDS)}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CoachError(f"{path}:{line}: is not UTF-8 text; save it as UTF-8") from None
    if "\0" in text:
        raise CoachError(f"{path}:{text[: text.index(chr(0))].count(chr(10)) + 1}: holds binary data, not words; export the transcript as text")
    if not text.strip():
        raise CoachError(f"{path}: is empty; export the transcript again")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parsed(path: Path, text: str) -> Any:
    """The JSON value in a text. Raises CoachError naming the line."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise CoachError(f"{path}:{error.lineno}: is not valid JSON ({error.msg}); export it again") from None
    except RecursionError:
        raise CoachError(f"{path}:1: is nested too deeply to be a transcript; export it again") from None


def utterances(path: Path, text: str) -> list[Utterance]:
    """Who said what, in order, in a .vtt, .srt or .txt file. Raises CoachError where it is none."""
    kind = path.suffix.lower()
    found = _named(_lines(text)) if kind == ".txt" else _cues(path, text)
    if not found:
        raise CoachError(f"{path}:1: nobody is named in it; each utterance needs a speaker, as in 'Name: words'{' or <v Name>words' if kind == '.vtt' else ''}")
    return found


def spoken_list(path: Path, value: Any) -> list[Utterance]:
    """Who said what in a JSON list of `{"speaker", "text"}`, ordered by `start` where all have one."""
    if not isinstance(value, list):
        raise CoachError(f'{path}:1: is neither a list of {{"speaker", "text"}} nor a meeting as `rehearse --json` prints it')
    if not value:
        raise CoachError(f"{path}:1: holds no utterances; export the transcript again")
    faults, found = [], []
    for at, item in enumerate(value):
        for name in ("speaker", "text"):
            if not isinstance(item, dict) or not isinstance(item.get(name), str):
                faults.append(f'{path} [{at}].{name}: is missing or not text; each utterance is {{"speaker": "...", "text": "..."}}')
        if isinstance(item, dict) and isinstance(item.get("speaker"), str) and not item["speaker"].strip():
            faults.append(f"{path} [{at}].speaker: is empty; say who spoke")
    if faults:
        raise CoachError(*faults[:MAX_NAMED])
    if all(isinstance(item.get("start"), int | float) for item in value):
        value = sorted(value, key=lambda item: float(item["start"]))
    found = [Utterance(item["speaker"].strip(), item["text"].strip()) for item in value if item["text"].strip()]
    if not found:
        raise CoachError(f"{path}:1: nobody says a word in it; export the transcript again")
    return found


def _lines(text: str) -> list[str]:
    return [stripped for line in text.split("\n") if (stripped := _STAMP.sub("", line).strip())]


def _cues(path: Path, text: str) -> list[Utterance]:
    """The cues of subtitles. A cue without a speaker goes on with the one before, and so does a cue of the same speaker
    that starts in mid-sentence: captions cut sentences anywhere."""
    found: list[Utterance] = []
    timed = False
    for block in re.split(r"\n[ \t]*\n", text):
        rows = block.strip().split("\n")
        at = next((index for index, row in enumerate(rows[:2]) if _TIME.match(row)), None)
        if at is None:
            continue
        timed = True
        words = "\n".join(rows[at + 1 :]).strip()
        for utterance in _spoken(words, found[-1].speaker if found else ""):
            if found and utterance.speaker == found[-1].speaker and _goes_on(found[-1].text, utterance.text, words):
                found[-1] = Utterance(utterance.speaker, f"{found[-1].text} {utterance.text}")
            else:
                found.append(utterance)
    if not timed:
        raise CoachError(
            f"{path}:1: has no times such as 00:00:05.000 --> 00:00:09.000, so it is not a {path.suffix.lower()} transcript; "
            "export it again, or save plain 'Name: words' lines as .txt"
        )
    return found


def _spoken(words: str, before: str) -> list[Utterance]:
    """The utterances in one cue: a voice tag, lines that begin with a name, or words of the speaker before."""
    if match := _VOICE.match(words):
        return [Utterance(match.group(1).strip(), said)] if (said := _clean(match.group(2))) else []
    lines = [_clean(line) for line in words.split("\n")]
    if any(_label(line) for line in lines):
        return _named([line for line in lines if line], before)
    said = " ".join(line for line in lines if line)
    return [Utterance(before, said)] if said and before else []


def _goes_on(earlier: str, later: str, cue: str) -> bool:
    unnamed = not _VOICE.match(cue) and not _label(_clean(cue.split("\n")[0]))
    return unnamed or (earlier.rstrip()[-1:] not in ".?!…\"'" and later[:1].islower())


def _clean(text: str) -> str:
    plain = _TAG.sub("", text).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ")
    return " ".join(plain.split()) if "\n" in plain else plain.strip()


def _label(line: str) -> tuple[str, str] | None:
    """The name and the words of a line 'Name: words'. A name is up to four words, each with a capital or a digit first, or
    one word; what else stands before a colon is part of a sentence."""
    match = _NAME.match(line)
    if not match:
        return None
    name = match.group(1).strip().strip("*").strip()
    words = re.sub(r"\([^)]*\)", "", name).split()
    small = {"van", "von", "de", "der", "den", "la", "le", "di", "da", "of", "and", "the"}
    ends = any(word.endswith(".") and len(word) > ABBREVIATION for word in words)
    fine = bool(words) and not ends and len(words) <= 5 and (len(words) == 1 or all(word in small or not word[0].islower() for word in words))
    return (name, match.group(2).strip().lstrip("*").strip()) if fine else None


def _named(lines: list[str], before: str = "") -> list[Utterance]:
    """Lines 'Name: words'; a line without a name goes on with the one before. Words before the first name are a heading."""
    found: list[Utterance] = []
    for line in lines:
        if label := _label(line):
            found.append(Utterance(*label))
        elif found:
            found[-1] = Utterance(found[-1].speaker, f"{found[-1].text} {line}".strip())
        elif before:
            found.append(Utterance(before, line))
    return [item for item in found if item.text]
