"""One field of a document as a widget: shown as it stands, and written back where it was changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import streamlit as st

from coach.content import own
from coach.content.own import Document
from coach.content.shelf import Shelf
from coach.content.yamlfile import Where, dotted
from coach.pages.fields import Field
from coach.pages.fields_names import fact_names, topic_title
from coach.pages.shell import practice
from coach.store.errors import NotYours

MAY_LACK = ("openings", "reactions", "life")
"""Mappings in which a pool that is emptied is left out."""


def write(document: Document, base: Where, field: Field, id: str, shelf: Shelf, otherwise: Any = None) -> None:
    """Draw a field as the document has it. `otherwise` stands where the document says nothing, and is not written down.

    What is typed is written back by a callback, which runs whatever the same click went on to: another section, another page.
    """
    where = (*base, *field.where)
    stands = own.at(document, where)
    held = shown(field, otherwise if stands is None else stands)
    key = f"{id}|{dotted(where)}"
    if key not in st.session_state:
        st.session_state[key] = held
    widget(field, key, lambda: _options(field, held, document, id, shelf), on_change=_keep, args=(id, where, field, otherwise, key))


def _keep(id: str, where: Where, field: Field, otherwise: Any, key: str) -> None:
    """Write down what a field holds now."""
    if key not in st.session_state:
        return  # The same click added or took away something, and what stands where has changed.
    with suppress(NotYours):  # Deleted in another tab: the page itself says so.
        document = practice().unfinished(id) or own.written(practice().own(id))
        if own.at(document, where[:-1]) is None:
            return  # The item was taken away by the same click.
        typed = meant(field, st.session_state[key])
        gone = typed == otherwise if otherwise is not None else typed == [] and where[0] in MAY_LACK
        practice().put_aside(id, own.put(document, where, None if gone else typed))


def forget_widgets(id: str) -> None:
    """Let every field of a draft show what is written, not what was typed."""
    for key in [key for key in st.session_state if str(key).startswith(f"{id}|")]:
        del st.session_state[key]


def shown(field: Field, value: Any) -> Any:
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


def meant(field: Field, typed: Any) -> Any:
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


def widget(field: Field, key: str, options: Callable[[], dict[Any, str]], **kept: Any) -> Any:
    """Draw the widget of a field; `options` are asked for where something is chosen."""
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
    named = options()
    words: Callable[[Any], str] = lambda one: named.get(one, str(one))  # noqa: E731
    if field.kind == "many":
        # Whole sentences are searched for by their words, and all of them at once are never meant.
        return st.multiselect(
            field.label, list(named), format_func=words, key=key, help=hint, placeholder="Choose", filter_mode="contains", select_all=False, **kept
        )
    return st.selectbox(field.label, list(named), format_func=words, key=key, help=hint, placeholder=field.none or None, **kept)


def _options(field: Field, shown: Any, document: Document, id: str, shelf: Shelf) -> dict[Any, str]:
    """What can be chosen, and what each is called; what is chosen already stays on offer, whatever became of it."""
    known: dict[Any, str] = {}
    if field.of == "options":
        known = {name: field.words(name) for name in field.options}
    elif field.of == "accounts":
        known = {account.id: account.name for account in shelf.accounts.values()}
    elif field.of == "topics":
        known = {topic.id: topic.title for topic in shelf.topics.values()}
    elif field.of == "answered":
        known = {entry["topic"]: topic_title(entry["topic"], shelf) for entry in document["topics"]}
    elif field.of == "needs":
        known = {need.id: need.title for need in shelf.needs.values()}
    elif field.of == "carried":
        known = {need["need"]: shelf.needs[need["need"]].title for need in document["needs"] if need["need"] in shelf.needs}
    elif field.of == "facts":
        known = _facts(field, shown, document, id)
    chosen = shown if isinstance(shown, list) else [shown]
    gone = {one: "Choose one" if one == "" else _gone(one, shelf) for one in chosen if one not in known and one is not None}
    return ({None: field.none} if field.none else {}) | known | gone


def _facts(field: Field, shown: list[str], document: Document, id: str) -> dict[Any, str]:
    """Facts that may be chosen here: a line does not tell what a need keeps back, and what is gone can only be taken off."""
    there = {fact["id"] for fact in document["facts"]}
    kept = {fact for need in document["needs"] for fact in need["facts"]} if field.where == ("tells",) else set()
    return {fact: name for fact, name in facts_of(document, id).items() if fact in shown or (fact in there and fact not in kept)}


def facts_of(document: Document, id: str) -> dict[str, str]:
    """What each fact of a draft is called, also one that was taken away since it was saved and is told still."""
    names = fact_names(document)
    return names if len(names) == len(document["facts"]) else fact_names(document, own.written(practice().own(id)))


def _gone(one: str, shelf: Shelf) -> str:
    title = shelf.topics[one].title if one in shelf.topics else shelf.needs[one].title if one in shelf.needs else one.replace("_", " ")
    return f"{title} (taken away)"


def choose(label: str, names: dict[str, str], key: str, help: str) -> str | None:
    """One of several to look at, by its name; None where there are none. What was chosen outlives a change of its name."""
    if not names:
        return None
    picked = f"{key}:picked"
    now = st.session_state.get(picked)
    if now not in names:
        now = next(iter(names))
    st.session_state[key] = now
    words: Callable[[str], str] = lambda one: names.get(one, str(one))  # noqa: E731
    st.selectbox(label, list(names), format_func=words, key=key, help=help, filter_mode="contains", on_change=_pick, args=(key, picked))
    return str(now)


def _pick(key: str, picked: str) -> None:
    st.session_state[picked] = st.session_state[key]


def show(key: str, one: str) -> None:
    """Have something chosen where `choose` offers it."""
    st.session_state[f"{key}:picked"] = one


def one_more(id: str, name: str, new: Document, label: str, shown: tuple[str, str] | None = None) -> None:
    """A button that adds an item to a part of the document; `shown` is where it is chosen, and as what."""

    def pressed() -> None:
        change(id, lambda now: own.added(now, name, new))
        if shown is not None:
            show(*shown)

    st.button(label, icon=":material/add:", key=f"{id}|more:{name}", on_click=pressed)


def take_away(id: str, name: str, at: int, what: str) -> None:
    """A button that takes an item out of a part of the document."""
    how = lambda now: own.without(now, name, at)  # noqa: E731
    st.button(f"Take this {what} away", type="tertiary", icon=":material/delete:", key=f"{id}|away:{name}:{at}", on_click=change, args=(id, how, True))


def change(id: str, how: Callable[[Document], Document], moves: bool = False) -> None:
    """Add or take away, before the form is drawn again. Where it `moves` the fields behind it up, none keeps what it showed."""
    with suppress(NotYours):  # Deleted in another tab: the page itself says so.
        practice().put_aside(id, how(practice().unfinished(id) or own.written(practice().own(id))))
        if moves:
            forget_widgets(id)
