"""Reading labelled cases: every line that is wrong is named, and all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from coach.commands.common import lines_of, objects, parsed_json, read_text, speech
from coach.content.base import LENSES
from coach.content.catalogue import TopicCatalogue
from coach.content.errors import CoachError
from coach.content.rubric import CRITERIA
from coach.content.yamlfile import did_you_mean, parse, validated
from coach.debrief.judge_lines import LABELS
from coach.reading.sentences import sentences

T = TypeVar("T")


@dataclass(frozen=True)
class Corpus:
    """Documents to search, in the order of the file."""

    ids: list[str]
    texts: list[str]


def reading_cases(path: Path) -> list[dict[str, Any]]:
    """Cases with text, previous, on (the day of the meeting), and the labels question, reflection, telling, empathy, uptake and
    commitments (actor, action, on); None stands for a label that is missing."""

    def case(value: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"text": speech(value.get("text"), "text"), "previous": speech(value.get("previous") or "", "previous")}
        found["question"] = value.get("question")
        if found["question"] not in (None, "open", "closed", "none"):
            raise ValueError(f"`question` is {found['question']!r}; one of open, closed, none")
        for label in ("reflection", "telling", "empathy"):
            found[label] = value.get(label)
            if found[label] is not None and not isinstance(found[label], bool):
                raise ValueError(f"`{label}` is {found[label]!r}; true or false")
        found["uptake"] = value.get("uptake")
        if found["uptake"] is not None and not (isinstance(found["uptake"], int | float) and 0 <= found["uptake"] <= 1):
            raise ValueError(f"`uptake` is {found['uptake']!r}; a number from 0 to 1")
        try:
            found["on"] = date.fromisoformat(value["on"]) if value.get("on") else None
        except (TypeError, ValueError):
            raise ValueError(f"`on` is {value['on']!r}; a day such as 2026-12-01") from None
        found["commitments"] = value.get("commitments")
        if found["commitments"] is not None and not (
            isinstance(found["commitments"], list) and all(isinstance(one, dict) and isinstance(one.get("action"), str) for one in found["commitments"])
        ):
            raise ValueError('`commitments` is not a list of {"actor": "rep", "action": "...", "on": "2026-12-03"}')
        return found

    return _each(path, case)


def claim_cases(path: Path) -> list[dict[str, Any]]:
    """Cases with text, previous, library (empty: the first) and the rules expected; `aside`: nothing was tuned on it."""

    def case(value: dict[str, Any]) -> dict[str, Any]:
        rules = value.get("rules")
        if not isinstance(rules, list) or not all(isinstance(rule, str) for rule in rules):
            raise ValueError(f"`rules` is {rules!r}; a list of the rules that should fire, empty for an innocent case")
        return {
            "text": speech(value.get("text"), "text"),
            "previous": speech(value.get("previous") or "", "previous"),
            "library": speech(value.get("library") or "", "library"),
            "rules": rules,
            "aside": bool(value.get("aside")),
        }

    return _each(path, case)


def identifier_cases(path: Path) -> list[dict[str, Any]]:
    """Cases with text, the speakers of the talk it is from, what there is to find in it (kind and quote, with its place), and
    `aside`: nothing was tuned on it."""

    def case(value: dict[str, Any]) -> dict[str, Any]:
        text = speech(value.get("text"), "text")
        wanted, at = [], 0
        if not isinstance(value.get("find"), list):
            raise ValueError('`find` is not a list of {"kind": "...", "quote": "..."}, empty for an innocent case')
        for one in value["find"]:
            if not isinstance(one, dict) or not isinstance(one.get("quote"), str) or not isinstance(one.get("kind"), str):
                raise ValueError('`find` is not a list of {"kind": "...", "quote": "..."}')
            start = text.find(one["quote"], at)
            if start < 0:
                raise ValueError(f"`find`: {one['quote']!r} does not stand in the text after what is listed before it")
            at = start + len(one["quote"])
            wanted.append({"kind": one["kind"], "start": start, "end": at})
        speakers = value.get("speakers") or []
        if not isinstance(speakers, list) or not all(isinstance(name, str) for name in speakers):
            raise ValueError("`speakers` is not a list of names")
        return {"text": text, "speakers": speakers, "find": wanted, "aside": bool(value.get("aside"))}

    return _each(path, case)


def message_cases(path: Path, messages: Mapping[str, Collection[str]]) -> list[dict[str, Any]]:
    """Cases with text, library, lens and the ids of the messages that are right, each of which must be in that library
    (`messages`: the ids of each); `aside`: nothing was tuned on it."""

    def case(value: dict[str, Any]) -> dict[str, Any]:
        library, lens, right = value.get("library"), value.get("lens"), value.get("right")
        if not isinstance(library, str) or library not in messages:
            raise ValueError(f"`library` is {library!r}; one of {', '.join(messages)}")
        if lens is not None and lens not in LENSES:
            raise ValueError(f"`lens` is {lens!r}; one of {', '.join(LENSES)}, or none")
        if not isinstance(right, list) or not right or not all(isinstance(id, str) for id in right):
            raise ValueError(f"`right` is {right!r}; a list of message ids")
        if wrong := [id for id in right if id not in messages[library]]:
            raise ValueError(f"`right`: the library {library} has no message {', '.join(wrong)}")
        return {"text": speech(value.get("text"), "text"), "library": library, "lens": lens, "right": right, "aside": bool(value.get("aside"))}

    return _each(path, case)


def judge_cases(path: Path) -> list[dict[str, Any]]:
    """Cases with the turns of a talk (rep and other), what the other said before it (`greeting`), human levels by criterion (0 to 3,
    None where somebody looked and could give none) and, where a case has them, human labels: a list for each turn, one a sentence."""

    def case(value: dict[str, Any]) -> dict[str, Any]:
        turns = value.get("turns")
        if not isinstance(turns, list) or not turns or not all(isinstance(turn, dict) for turn in turns):
            raise ValueError('`turns` is not a list of {"rep": "...", "other": "..."}')
        said = [(speech(turn.get("rep"), "rep"), speech(turn.get("other") or "", "other")) for turn in turns]
        levels = value.get("levels")
        if not isinstance(levels, dict) or not levels:
            raise ValueError('`levels` is not an object such as {"discovery": 2}')
        for id, level in levels.items():
            if id not in CRITERIA:
                raise ValueError(f"`levels`: there is no criterion {id!r}{did_you_mean(id, list(CRITERIA))}")
            if level is not None and (isinstance(level, bool) or level not in (0, 1, 2, 3)):
                raise ValueError(f"`levels`: {id} is {level!r}; 0 to 3, or null")
        labels = value.get("labels")
        if labels is not None:
            if not isinstance(labels, list) or len(labels) != len(said) or not all(isinstance(turn, list) for turn in labels):
                raise ValueError("`labels` is not a list of labels for each turn")
            if odd := next((label for turn in labels for label in turn if label not in LABELS), None):
                raise ValueError(f"`labels`: there is no label {odd!r}; one of {', '.join(LABELS)}")
            for number, ((rep, _), turn) in enumerate(zip(said, labels, strict=True), 1):
                if len(turn) != len(sentences(rep)):
                    raise ValueError(f"`labels`: turn {number} has {len(turn)}, and {len(sentences(rep))} sentences")
        return {"turns": said, "greeting": speech(value.get("greeting") or "", "greeting"), "levels": levels, "labels": labels}

    return _each(path, case)


def bank_of(path: Path) -> dict[str, list[str]]:
    """Phrasings by topic, out of JSON or out of a topic catalogue as people write it (.yaml)."""
    if path.suffix in (".yaml", ".yml"):
        parsed = parse(path, str(path))
        catalogue = validated(parsed, TopicCatalogue)
        if catalogue is None:
            raise CoachError(*map(str, parsed.problems))
        return {topic.id: topic.phrasings for topic in catalogue.topics}
    try:
        value = parsed_json(read_text(path))
    except ValueError as error:
        raise CoachError(f"{path}: {error}") from None
    if not isinstance(value, dict) or len(value) < 2:
        raise CoachError(f'{path}: is not a bank; write {{"topic": ["phrasing", ...], ...}} with at least two topics')
    wrong = [
        f"{path}: {name}: is not a list of phrasings; write at least one string"
        for name, texts in value.items()
        if not (isinstance(texts, list) and texts and all(isinstance(text, str) and text.strip() for text in texts))
    ]
    if wrong:
        raise CoachError(*wrong)
    return value


def topic_cases(path: Path, bank: Path) -> list[dict[str, Any]]:
    """Cases with text and topic (None: about none of the bank's)."""
    known = bank_of(bank)

    def case(value: dict[str, Any]) -> dict[str, Any]:
        topic = value.get("topic")
        if topic is not None and topic not in known:
            raise ValueError(f"`topic` is {topic!r}, which is not in {bank}")
        return {"text": speech(value.get("text"), "text"), "topic": topic}

    return _each(path, case)


def corpus_of(path: Path) -> Corpus:
    def document(value: dict[str, Any]) -> tuple[str, str]:
        title = speech(value.get("title") or "", "title")
        return _id(value), f"{title} {speech(value.get('text'), 'text')}".strip()

    found = _each(path, document)
    return Corpus([id for id, _ in found], [text for _, text in found])


def queries_of(path: Path) -> list[tuple[str, str]]:
    return _each(path, lambda value: (_id(value), speech(value.get("text"), "text")))


def qrels_of(path: Path) -> dict[str, dict[str, int]]:
    """Grades by query and document. The first line is the header."""
    found: dict[str, dict[str, int]] = {}
    bad = []
    for number, line in enumerate(lines_of(read_text(path))[1:], 2):
        if not line.strip():
            continue
        parts = line.split("\t")
        try:
            query, document, grade = parts[0], parts[1], int(parts[2])
            found.setdefault(query, {})[document] = grade
        except (IndexError, ValueError):
            bad.append(f"{path}:{number}: is not query, document and a whole number, with tabs between them")
    if bad:
        raise CoachError(*bad)
    if not found:
        raise CoachError(f"{path}: holds no judgements; write a header, then a line for each query and document")
    return found


def _id(value: dict[str, Any]) -> str:
    id = value.get("_id")
    if not isinstance(id, (str, int)):
        raise ValueError("`_id` is missing")
    return str(id)


def _each(path: Path, make: Callable[[dict[str, Any]], T]) -> list[T]:
    made, bad = [], []
    for number, value in objects(path):
        try:
            made.append(make(value))
        except ValueError as error:
            bad.append(f"{path}:{number}: {error}")
    if bad:
        raise CoachError(*bad)
    return made
