"""Read a YAML file so that every problem can be named by its line.

A syntax error ends a parser's reading. People want all their mistakes at once, so a file that does not parse whole
is read again block by block (a block starts at each key in the first column) and every block reports for itself.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Where = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)
MAX_BYTES = 5_000_000


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place. `line` starts at 1; 0 where the whole file is meant."""

    file: str
    line: int
    field: str
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.field}: {self.what}" if self.field else f"{place}: {self.what}"


@dataclass
class Parsed:
    """What a file says, and on which line each value starts."""

    file: str
    data: Any
    lines: dict[Where, int]
    problems: list[Problem]
    broken: set[str]

    def problem(self, where: Where, what: str) -> Problem:
        return Problem(self.file, self.line(where), dotted(where), what)

    def line(self, where: Where) -> int:
        """The line of a value, or of the nearest thing around it that is there."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def dotted(where: Where) -> str:
    """('needs', 2, 'gate') as needs[2].gate"""
    text = ""
    for part in where:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def did_you_mean(word: str, known: list[str] | set[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Safe, and nothing else: dates and numbers are made, objects never."""


def parse(path: Path, shown: str) -> Parsed:
    """Read one file. Never raises for what is in it; `shown` is the name used in problems."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Parsed(shown, None, {}, [Problem(shown, 0, "", f"cannot be read ({error.strerror or error})")], set())
    if len(raw) > MAX_BYTES:
        return Parsed(shown, None, {}, [Problem(shown, 0, "", f"is larger than {MAX_BYTES // 1_000_000} MB; split it")], set())
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Parsed(shown, None, {}, [Problem(shown, line, "", "is not UTF-8 text; save it as UTF-8")], set())
    return parse_text(text, shown)


def parse_text(text: str, shown: str) -> Parsed:
    parsed = Parsed(shown, None, {}, [], set())
    try:
        parsed.data = _read(text, 0, parsed)
        if not isinstance(parsed.data, dict):
            parsed.problems.append(Problem(shown, 1, "", "is empty or not a list of `key: value` lines"))
            parsed.data = None
    except yaml.YAMLError:
        parsed.problems.clear()
        parsed.lines.clear()
        parsed.data = _blocks(text, parsed)
    return parsed


def _read(text: str, offset: int, parsed: Parsed) -> Any:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return _value(node, (), offset, parsed, loader, set()) if node is not None else None
    finally:
        loader.dispose()


def _blocks(text: str, parsed: Parsed) -> dict[str, Any]:
    rows = text.splitlines(keepends=True)
    starts = [at for at, row in enumerate(rows) if re.match(r"[^\s#\-]", row)] or [0]
    merged: dict[str, Any] = {}
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        key = rows[start].split(":", 1)[0].strip()
        try:
            block = _read("".join(rows[start:end]), start, parsed)
            if isinstance(block, dict):
                if key in merged:
                    parsed.problems.append(Problem(parsed.file, start + 1, key, "stands twice; keep one"))
                merged = block | merged
                continue
            parsed.problems.append(Problem(parsed.file, start + 1, key, "is not a `key: value` line"))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = start + (mark.line if mark else 0) + 1
            what = getattr(error, "problem", None) or "cannot be read"
            parsed.problems.append(
                Problem(
                    parsed.file, min(line, len(rows)), key, f"not valid YAML: {what}; look at the quotes, colons and indent on this line and the one before"
                )
            )
        parsed.broken.add(key)
    return merged


def _value(node: yaml.Node, where: Where, offset: int, parsed: Parsed, loader: Any, above: set[int]) -> Any:
    parsed.lines[where] = node.start_mark.line + offset + 1
    if id(node) in above:
        parsed.problems.append(parsed.problem(where, "refers to itself; write it out"))
        return None
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(loader.construct_object(key_node)) if isinstance(key_node, yaml.ScalarNode) else "?"
            here = (*where, key)
            if key in values:
                parsed.lines[here] = key_node.start_mark.line + offset + 1
                parsed.problems.append(parsed.problem(here, "stands twice; keep one"))
                continue
            values[key] = _value(value_node, here, offset, parsed, loader, above | {id(node)})
            parsed.lines[here] = key_node.start_mark.line + offset + 1
        return values
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*where, at), offset, parsed, loader, above | {id(node)}) for at, item in enumerate(node.value)]
    try:
        return loader.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        parsed.problems.append(parsed.problem(where, f"cannot be understood ({error})"))
        return None


def validated(parsed: Parsed, model: type[M]) -> M | None:
    """The typed document, or None with one problem added for each thing wrong."""
    if parsed.data is None:
        return None
    try:
        made = model.model_validate(parsed.data)
    except ValidationError as error:
        seen = set()
        for detail in error.errors():
            where = tuple(part for part in detail["loc"] if part != "[key]")
            if detail["type"] == "missing" and where[0] in parsed.broken:
                continue
            what = _words(detail, model, where)
            if (where, what) not in seen:
                seen.add((where, what))
                parsed.problems.append(parsed.problem(where, what))
        return None
    return None if parsed.broken else made


def _words(detail: Any, model: type[BaseModel], where: Where) -> str:
    kind, got, context = detail["type"], detail.get("input"), detail.get("ctx", {})
    if kind == "missing":
        return "is missing; add it"
    if kind == "extra_forbidden":
        return f"is not a field here{did_you_mean(str(where[-1]), _fields(model, where[:-1]))}"
    if kind == "literal_error":
        word = str(got)
        known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return f"{word!r} is not allowed; one of {', '.join(known)}{did_you_mean(word, known)}"
    if kind == "string_pattern_mismatch":
        return f"{got!r} is not an id; use lower case letters, digits and underscores"
    if kind == "too_short":
        return f"has {context.get('actual_length')}, at least {context.get('min_length')} are needed"
    if kind == "too_long":
        return f"has {context.get('actual_length')}, at most {context.get('max_length')} are allowed"
    if kind == "string_too_short":
        return "is empty; write something or leave the line out"
    if kind == "string_type":
        return f"is not text but {type(got).__name__} ({str(got)[:40]!r}); put it in quotes"
    return f"{detail['msg'][0].lower()}{detail['msg'][1:]} (found {str(got)[:60]!r})"


def _fields(model: type[BaseModel], where: Where) -> list[str]:
    """The names of the fields at a place, for a 'did you mean'."""
    at: Any = model
    for part in where:
        if isinstance(part, int):
            continue
        fields = getattr(at, "model_fields", {})
        found = fields.get(part) or next((field for field in fields.values() if field.alias == part), None)
        if found is None:
            return []
        at = _inner(found.annotation)
    return [field.alias or name for name, field in getattr(at, "model_fields", {}).items()]


def _inner(annotation: Any) -> Any:
    arguments = [argument for argument in getattr(annotation, "__args__", ()) if isinstance(argument, type) and issubclass(argument, BaseModel)]
    return arguments[0] if arguments else annotation
