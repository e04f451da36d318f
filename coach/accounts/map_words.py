"""A map in words: what each thing is called, what it rests on, and what is different between two versions."""

from __future__ import annotations

import re
import unicodedata

from coach.accounts.map import FIELDS, AccountMap, Arrow, Item, Kind, Person, Source, Step
from coach.content.truth import ConstraintKind, Part

PART_WORDS: dict[Part, str] = {
    "decides": "decides", "sponsors": "can bring it in", "advises": "is asked", "uses": "works with it", "guards": "keeps the door", "pays": "has the money",
}  # fmt: skip
STRENGTH_WORDS = {1: "a little", 2: "clearly", 3: "decisively"}
CONSTRAINT_WORDS: dict[ConstraintKind, str] = {
    "money": "money", "rule": "a rule", "people": "people", "time": "time", "contract": "a contract", "history": "what happened before",
}  # fmt: skip
KIND_WORDS: dict[Kind, str] = {
    "person": "a stakeholder", "arrow": "who moves whom", "step": "a step of the pathway", "constraint": "a constraint",
    "decision": "a decision point", "question": "an open question",
}  # fmt: skip
FIELD_WORDS = {
    "name": "name", "title": "title", "family": "family", "part": "part", "of": "from", "on": "to", "kind": "kind", "strength": "strength",
    "after": "comes after", "stalls": "stalls", "cause": "cause", "text": "words", "who": "who decides", "whom": "whom to ask", "stated": "how sure",
    "reach": "how to reach them", "note": "note",
}  # fmt: skip
TITLES = re.compile(r"\b(?:dr|prof|mr|mrs|ms|rn|np|pa|md|phd)\b\.?", re.IGNORECASE)
MOST = 40
"""Lines of difference that are written out; of the rest only how many there are."""


def plain_name(text: str) -> str:
    """A name as it is compared: without titles, accents, case and signs."""
    bare = unicodedata.normalize("NFKD", TITLES.sub(" ", text)).encode("ascii", "ignore").decode() or text
    return " ".join(re.findall(r"[^\W_]+", bare.casefold()))


def label(map: AccountMap, item: Item) -> str:
    """What something is called, in a few words."""
    if isinstance(item, Person):
        return item.name
    if isinstance(item, Arrow):
        of, on = (found.name if (found := map.person(id)) else "nobody" for id in (item.of, item.on))
        return f"{of} moves {on}"
    if isinstance(item, Step):
        return item.title
    return str(getattr(item, "text", item.id))


def source_words(source: Source) -> str:
    """What a source is: 'Dr. Halloway, turn 5'."""
    if source.kind == "guess":
        return "your own guess"
    if source.kind == "briefing":
        return "the briefing"
    day = f", {source.day.day} {source.day:%B %Y}" if source.day else ""
    turn = f", turn {source.turn}" if source.turn is not None and source.kind == "turn" else ""
    outside = " outside practice" if source.kind == "heard" else ""
    return f"{source.person or 'somebody'}{outside}{turn}{day}"


def confidence_words(item: Item) -> str:
    """Why it is as sure as it is: '80%, two people said it'."""
    count = len(item.voices)
    rests = ("a guess", "one person's word", "two people's word")[count] if count < 3 else f"the word of {count} people"
    return f"{item.confidence}%, {'as you say, on ' if item.stated is not None else ''}{rests}"


def ended(text: str) -> str:
    """A line with its full stop, where it has no end of its own."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def differences(before: AccountMap, after: AccountMap) -> list[str]:
    """What is different in the second map, a line each, in words."""
    lines = [f"Called “{after.title}” now, not “{before.title}”."] if before.title != after.title else []
    old, new = {item.id: item for item in before.items()}, {item.id: item for item in after.items()}
    lines += [ended(f"New: {label(after, item)}") for id, item in new.items() if id not in old]
    lines += [ended(f"Taken out: {label(before, item)}") for id, item in old.items() if id not in new]
    for id, item in new.items():
        if id in old and old[id] != item:
            lines += _changed(before, after, old[id], item)
    for kind, field in FIELDS.items():
        both = [item.id for item in before.of(kind) if item.id in new], [item.id for item in after.of(kind) if item.id in old]
        if both[0] != both[1]:
            lines.append(f"The {field} stand in another order.")
    if len(lines) > MOST:
        return [*lines[:MOST], f"And {len(lines) - MOST:,} more."]
    return lines


def _changed(before: AccountMap, after: AccountMap, old: Item, new: Item) -> list[str]:
    name, lines = label(after, new), []
    for field in FIELD_WORDS:
        was, now = getattr(old, field, None), getattr(new, field, None)
        if was != now:
            lines.append(f"{name}: {FIELD_WORDS[field]} is {_value(after, field, now)}, was {_value(before, field, was)}.")
    gained = [source for source in new.sources if source not in old.sources]
    lost = [source for source in old.sources if source not in new.sources]
    lines += [f"{name}: rests on {source_words(source)} too." if old.sources else f"{name}: rests on {source_words(source)}." for source in gained]
    lines += [f"{name}: no longer rests on {source_words(source)}." for source in lost if source.kind != "guess" or not gained]
    return lines


def _value(map: AccountMap, field: str, value: object) -> str:
    if value is None or value in ("", []):
        return "not said"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_value(map, "of", one) for one in value)
    if isinstance(value, str) and field in ("of", "on", "whom"):
        found = map.find(value)
        return f"“{label(map, found)}”" if found else "nobody here"
    if field == "stated":
        return f"{value}%"
    if field == "strength":
        return STRENGTH_WORDS.get(int(str(value)), str(value))
    if field == "part":
        return next((words for part, words in PART_WORDS.items() if part == value), str(value))
    return f"“{value}”" if isinstance(value, str) else str(value)
