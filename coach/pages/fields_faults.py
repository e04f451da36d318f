"""What is wrong with a draft in words for who writes it: the fields as the form calls them, and no ids."""

from __future__ import annotations

import json
import re

import streamlit as st

from coach.content import own
from coach.content.own import Document, Fault
from coach.content.shelf import Shelf
from coach.pages.fields import Field
from coach.pages.fields_items import ITEMS
from coach.pages.fields_names import fact_names, line_name, short, topic_title
from coach.pages.fields_parts import PARTS
from coach.pages.fields_sections import FACTS, FLAT, PARTED, REPEATED, TASTES, TOPICS
from coach.pages.fields_topics import HANDLE, TELLS
from coach.pages.writing import show

Parts = list[str | int]
_POOLS = {"topics": ("topic", "lines"), "needs": ("need", None), **dict.fromkeys(("objections", "questions", "mistaken", "stakes", "weeks"), ("id", None))}

_SEEK = """
setTimeout(() => {
  const place = MARKS.map(mark => document.getElementsByClassName(mark)[0]).find(Boolean);
  (place || document.querySelector('.st-key-draft-form'))?.scrollIntoView({block: place ? 'center' : 'start'});
  place?.querySelector('textarea, input')?.focus({preventScroll: true});
}, 500);
"""
"""Waits until what the same run draws has arrived."""


def named(field: str, document: Document, shelf: Shelf) -> str:
    """A dotted field ('needs[0].gate.trust') as the form calls it ('Needs 1, Trust it takes')."""
    parts = _parts(field)
    section = section_of(field)
    name, number = parts[0] if parts else "", parts[1] if len(parts) > 1 and isinstance(parts[1], int) else None
    if section in REPEATED:
        inside = _labelled(parts[2:], ITEMS[str(name)].fields) if number is not None else ""
        return ", ".join(filter(None, (section if number is None else f"{section} {number + 1}", inside)))
    if section == TOPICS:
        return ", ".join((TOPICS, *_in_topic(parts, document, shelf)))
    if section == FACTS:
        id = own.at(document, ("facts", number, "id")) if number is not None else None
        return f"{FACTS}, {short(fact_names(document)[id])}" if id is not None else FACTS
    if section == PARTED:
        part = PARTS[str(name)]
        return ", ".join(filter(None, (part.title, _labelled(parts[1:], part.fields))))
    if section == TASTES:
        return f"{TASTES}, {' '.join(str(part).replace('_', ' ') for part in parts[1:])}"
    if section in FLAT and (label := _labelled(parts, FLAT[section])):
        return f"{section}, {label}"
    return " ".join(str(part).replace("_", " ") if isinstance(part, str) else f"no. {part + 1}" for part in parts) or "The draft"


def worded(fault: Fault, document: Document, saved: Document, shelf: Shelf) -> str:
    """What is wrong, with everything that has an id called by what it is. `saved` knows what was taken away since."""
    facts = fact_names(document, saved)
    titles = {**facts, **{id: topic.title for id, topic in shelf.topics.items()}, **{id: need.title for id, need in shelf.needs.items()}}
    if gone := re.match(r"no fact '(\w+)'", fault.what):
        return f"names “{short(facts.get(gone[1], gone[1]).removeprefix('Taken away: '))}”, which is no fact any more; take it off, or write it again"
    if fault.what.startswith("'' is not an id"):
        return "is not chosen yet"
    if twice := re.match(r"is said already at ([\w.]+);", fault.what):
        return f"is said already at {named(_place(twice[1], document), document, shelf)}; write another"
    what = fault.what.replace("is not a need of this persona", "is a need they do not carry (any more)")
    what = what.replace("is not a topic of this persona", "is a topic they do not answer (any more)")
    what = what.replace("at least 1 are", "at least 1 is")
    what = re.sub(r"; did you mean '\w+'\?", "", what)
    return re.sub(r"'(\w+)'", lambda found: f"“{short(titles[found[1]])}”" if found[1] in titles else found[0], what)


def section_of(field: str) -> str:
    """The section of the form in which a field stands; empty where it stands in none."""
    parts = _parts(field)
    name = parts[0] if parts else ""
    alone = {"topics": TOPICS, "facts": FACTS, "tastes": TASTES, **dict.fromkeys(PARTS, PARTED), **{place: title for title, place in REPEATED.items()}}
    return alone.get(str(name)) or next(
        (title for title, fields in FLAT.items() if any(name == field.where[0] for field in fields) and _has(parts, fields)), ""
    )


def open_at(id: str, field: str, document: Document) -> None:
    """Have the form of a draft show a field."""
    section, parts = section_of(field), _parts(field)
    if section:
        st.session_state[f"section:{id}"] = section
    if section in (TOPICS, FACTS) and (item := own.at(document, tuple(parts[:2]))) and isinstance(item, dict):
        kind, name = ("topic", item["topic"]) if section == TOPICS else ("fact", item["id"])
        show(f"{kind}:{id}", name)
    st.session_state[f"open:{id}"] = tuple(parts[:2])
    st.session_state[f"sought:{id}"] = field


def bring_into_sight(id: str) -> None:
    """Scroll to the field that `open_at` was asked for, once. Stands below the fields, so that they are there before it."""
    field = st.session_state.pop(f"sought:{id}", None)
    if field is None:
        return
    # A list is one widget, whichever of its lines is meant. The number makes each time a new element, or it would not run again.
    marks = [re.sub(r"[^\w-]", "-", f"st-key-{id}|{name}") for name in (field, re.sub(r"\[\d+\]$", "", field))]
    again = st.session_state[f"sought-times:{id}"] = st.session_state.get(f"sought-times:{id}", 0) + 1
    st.html(f"<script>/* {again} */{_SEEK.replace('MARKS', json.dumps(marks))}</script>", unsafe_allow_javascript=True)


def _in_topic(parts: Parts, document: Document, shelf: Shelf) -> list[str]:
    entry = own.at(document, tuple(parts[:2])) if len(parts) > 1 else None
    if not entry:
        return []
    found = [topic_title(entry["topic"], shelf)]
    if parts[2:3] == ["handle"]:
        found.append(HANDLE.label)
    if parts[2:3] == ["lines"] and len(parts) > 3 and isinstance(parts[3], int):
        found += [*([line_name(entry["lines"], parts[3])] if parts[3] < len(entry["lines"]) else []), *([TELLS.label] if parts[4:5] == ["tells"] else [])]
    return found


def _place(reference: str, document: Document) -> str:
    """A reference to a line ('needs.ID.hints.0') as the field in which it stands ('needs[2].hints[0]')."""
    name, *path = reference.split(".")
    if name in _POOLS:
        key, lines = _POOLS[name]
        at = next((number for number, item in enumerate(document[name]) if item[key] == path[0]), 0)
        return f"{name}[{at}].{lines or path[1]}[{path[-1]}]"
    if name == "endings" and path[0] in ("advance", "firm", "soft"):
        return f"endings.advance.{'lines' if path[0] == 'advance' else path[0]}[{path[1]}]"
    return f"{'.'.join((name, *path[:-1]))}[{path[-1]}]"


def _parts(field: str) -> Parts:
    return [int(part) if part.isdigit() else part for part in field.replace("]", "").replace("[", ".").split(".") if part]


def _has(parts: Parts, fields: tuple[Field, ...]) -> bool:
    return len(parts) < 2 or bool(_labelled(parts, fields))


def _labelled(parts: Parts, fields: tuple[Field, ...]) -> str:
    for field in fields:
        if parts and tuple(parts[: len(field.where)]) == field.where:
            line = next((part for part in parts[len(field.where) :] if isinstance(part, int)), None)
            return field.label if line is None else f"{field.label}, line {line + 1}"
    return ""
