"""One field of a document as a widget: shown as it stands, and written back where it was changed."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import streamlit as st

from coach.content import own
from coach.content.own import Document
from coach.content.shelf import Shelf
from coach.content.yamlfile import Where, dotted
from coach.pages.fields import Field
from coach.pages.shell import practice
from coach.store.errors import NotYours


def write(document: Document, base: Where, field: Field, id: str, shelf: Shelf | None, otherwise: Any = None) -> None:
    """Draw a field as the document has it. `otherwise` stands where the document says nothing, and is not written down.

    What is typed is written back by a callback, which runs whatever the same click went on to: another section, another page.
    """
    where = (*base, *field.where)
    stands = own.at(document, where)
    shown = _shown(field, otherwise if stands is None else stands)
    key = f"{id}|{dotted(where)}"
    if key not in st.session_state:
        st.session_state[key] = shown
    _widget(field, key, shown, shelf, on_change=_keep, args=(id, where, field, otherwise, key))


def _keep(id: str, where: Where, field: Field, otherwise: Any, key: str) -> None:
    """Write down what a field holds now."""
    with suppress(NotYours):  # Deleted in another tab: the page itself says so.
        document = practice().unfinished(id) or own.written(practice().own(id))
        if own.at(document, where[:-1]) is None:
            return  # The item was taken away by the same click.
        meant = _meant(field, st.session_state[key])
        gone = meant == otherwise if otherwise is not None else meant == [] and where[0] in ("openings", "reactions")
        practice().put_aside(id, own.put(document, where, None if gone else meant))


def forget_widgets(id: str) -> None:
    """Let every field of a draft show what is written, not what was typed."""
    for key in [key for key in st.session_state if str(key).startswith(f"{id}|")]:
        del st.session_state[key]


def _shown(field: Field, value: Any) -> Any:
    """A value as its widget holds it."""
    if field.kind == "rows":
        return "\n".join(" ".join(str(line).split()) for line in value or [])
    if field.kind == "groups":
        return "\n".join(", ".join(group) for group in value or [])
    if field.kind in ("number", "share"):
        return float(min(max(value or 0, field.low), field.high if field.kind == "number" else 1))
    if field.kind == "yes":
        return bool(value)
    if field.kind == "many":
        return list(value or [])
    return value if field.kind == "one" else str(value or "")


def _meant(field: Field, typed: Any) -> Any:
    """What a widget holds, as the document has it."""
    if field.kind == "rows":
        return [line.strip() for line in (typed or "").splitlines() if line.strip()]
    if field.kind == "groups":
        groups = ([phrase.strip() for phrase in line.split(",") if phrase.strip()] for line in (typed or "").splitlines())
        return [group for group in groups if group]
    if field.kind == "number":
        number = float(typed or 0)
        return int(number) if number.is_integer() else number
    if field.kind == "share":
        return round(float(typed or 0), 2)
    return typed.strip() if isinstance(typed, str) and field.kind != "one" else typed


def _widget(field: Field, key: str, shown: Any, shelf: Shelf | None, **kept: Any) -> Any:
    hint = field.help or None
    if field.kind == "line":
        return st.text_input(field.label, key=key, help=hint, max_chars=200, **kept)
    if field.kind in ("text", "rows", "groups"):
        return st.text_area(field.label, key=key, help=hint, height="content", **kept)
    if field.kind == "number":
        return st.number_input(field.label, float(field.low), float(field.high), step=1.0, format="%g", key=key, help=hint, **kept)
    if field.kind == "share":
        return st.number_input(field.label, 0.0, 1.0, step=0.05, format="%.2f", key=key, help=hint, **kept)
    if field.kind == "yes":
        return st.checkbox(field.label, key=key, help=hint, **kept)
    options, words = _options(field, shelf)
    if field.kind == "many":
        return st.multiselect(field.label, [*options, *(one for one in shown if one not in options)], format_func=words, key=key, help=hint, **kept)
    return st.selectbox(field.label, options if shown in options else [*options, shown], format_func=words, key=key, help=hint, **kept)


def _options(field: Field, shelf: Shelf | None) -> tuple[list[Any], Any]:
    """What can be chosen, and what it is called: fixed for most fields, out of the content for topics, needs and accounts."""
    if shelf is not None and field.where == ("account",):
        return [None, *shelf.accounts], lambda id: shelf.accounts[id].name if id in shelf.accounts else "none"
    if shelf is not None and field.where[-1] == "topics":
        return list(shelf.topics), lambda id: shelf.topics[id].title if id in shelf.topics else id
    if shelf is not None and field.where == ("need",):
        return list(shelf.needs), lambda id: shelf.needs[id].title if id in shelf.needs else id or "Choose one"
    if field.where[-1] == "weekday":
        return [None, *field.options], lambda name: name or "none"
    return list(field.options), field.words
