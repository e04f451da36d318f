"""Transcripts as files: .vtt, .srt, .txt and .json into who said what. Nothing is interpreted here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.content.errors import CoachError

MAX_NAMED = 10
"""Faults of one file that are named; after so many the file is of another kind."""
ABBREVIATION = 5
"""A word up to this long may end in a stop within a name (Dr., Prof.); a longer one ends a sentence."""


@dataclass(frozen=True)
class Utterance:
    speaker: str
    text: str


_TIME = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}")
_VOICE = re.compile(r"^<v(?:\.[\w.]+)?\s+([^>]+)>(.*)$", re.DOTALL)
_TAG = re.compile(r"</?(?:[cibuv]|lang|ruby|rt|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>")
_STAMP = re.compile(r"^\s*[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d+)?[\])]?\s*[-–]?\s*")
_NAME = re.compile(r"^(?:From )?([^\W_][^:：?!\n]{0,60}?)\s*(?:[\[(]\d[\d:.]*[\])])?\s*[:：](?:\s+|$)(.*)$", re.DOTALL)
_CLOCK = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?(?:\s?[AaPp]\.?[Mm]\.?)?"
_HEADED = re.compile(rf"^\s*(?:\[(?P<boxed>[^\]\n]{{1,60}})\]|(?P<name>[^\W\d_][^:?!\n]{{0,60}}?))\s*(?:[-–|,]\s*|\s){_CLOCK}\s*$")
"""'Anna Berg  0:05' on a line of its own, the words below it: Otter, Teams' Word export saved as text, Zoom's captions."""
_QUOTED_NAME = re.compile(r'^\d+\s+"([^"\n]{1,60})"')
"""Webex names the speaker beside the number of the cue."""
_NOTICE = re.compile(r"^.{1,80} (?:started|stopped) (?:the )?(?:transcription|recording)\.?$|^(?:WEBVTT|Transcribed by .{1,60})$", re.IGNORECASE)


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
    found = _plain_text(text) if kind == ".txt" else _cues(path, text)
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


def _plain_text(text: str) -> list[Utterance]:
    """A .txt: 'Name: words' lines; a name with a time above its words; or cues that were saved as text."""
    lines = [line.strip() for line in text.split("\n") if not _NOTICE.match(line.strip())]
    if sum(bool(_TIME.match(line)) for line in lines) >= 2:
        return _timed(lines)
    heads = [_head(line) for line in lines]
    if sum(map(bool, heads)) >= max(2, sum(bool(_label(_STAMP.sub("", line))) for line in lines)):
        return _under_heads(list(zip(lines, heads, strict=True)))
    return _named([stripped for line in lines if (stripped := _STAMP.sub("", line).strip())])


def _head(line: str) -> str:
    """The name on a line that holds a name and a time and nothing else, or ''."""
    match = _HEADED.match(line.replace("*", ""))
    name = (match.group("boxed") or match.group("name")).strip() if match else ""
    dated = re.search(r"\b(?:19|20)\d\d\b", name)  # A heading: the day of the recording, and when it began.
    return name if name and not dated and _label(f"{name}: x") else ""


def _under_heads(lines: list[tuple[str, str]]) -> list[Utterance]:
    found: list[Utterance] = []
    for line, name in lines:
        if name:
            found.append(Utterance(name, ""))
        elif line and found:
            found[-1] = Utterance(found[-1].speaker, f"{found[-1].text} {line}".strip())
    return [item for item in found if item.text]


def _timed(lines: list[str]) -> list[Utterance]:
    """Below each line of times a name, alone or before a colon, and the words."""
    found: list[Utterance] = []
    named = False
    for line in lines:
        if _TIME.match(line):
            named = True
        elif not line or line.isdigit():
            continue
        elif named:
            found.append(Utterance(*(_label(line) or (line[:60], ""))))
            named = False
        elif found:
            found[-1] = Utterance(found[-1].speaker, f"{found[-1].text} {line}".strip())
    return [item for item in found if item.text]


def _cues(path: Path, text: str) -> list[Utterance]:
    """The cues of subtitles, in the order of their times. A cue without a speaker goes on with the one before, and so does a
    cue of the same speaker that starts in mid-sentence: captions cut sentences anywhere."""
    found: list[Utterance] = []
    cues: list[tuple[float, str, str]] = []
    for block in re.split(r"\n[ \t]*\n", text):
        rows = block.strip().split("\n")
        at = next((index for index, row in enumerate(rows[:2]) if _TIME.match(row)), None)
        if at is None:
            continue
        named = _QUOTED_NAME.match(rows[0]) if at else None
        cues.append((_begins(rows[at]), named.group(1) if named else "", "\n".join(rows[at + 1 :]).strip()))
    if not cues:
        raise CoachError(
            f"{path}:1: has no times such as 00:00:05.000 --> 00:00:09.000, so it is not a {path.suffix.lower()} transcript; "
            "export it again, or save plain 'Name: words' lines as .txt"
        )
    for _, name, words in sorted(cues, key=lambda cue: cue[0]):
        for part in re.split(r"\n?(?=<v[ .])", words):
            # A speaker named beside the number said all of it, colons and all.
            spoken = [Utterance(name, " ".join(_clean(part).split()))] if name and part.strip() else _spoken(part.strip(), found[-1].speaker if found else "")
            for utterance in spoken:
                if found and utterance.speaker == found[-1].speaker and _goes_on(found[-1].text, utterance.text, f"<v {name}>" if name else part.strip()):
                    found[-1] = Utterance(utterance.speaker, f"{found[-1].text} {utterance.text}")
                else:
                    found.append(utterance)
    return found


def _begins(row: str) -> float:
    """Seconds at which a cue begins."""
    parts = re.split(r"[:]", row.split("-->")[0].strip().replace(",", "."))
    return sum(float(part) * 60**power for power, part in enumerate(reversed(parts)))


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
