"""One thing of a map at a time: its fields, how sure the rep is, and what it rests on. Small enough for a phone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

import streamlit as st

from coach.accounts import map as maps
from coach.accounts.map import MAX_WORDS, AccountMap, Item, Kind, Source
from coach.accounts.map_heard import Known
from coach.accounts.map_rows import names
from coach.accounts.map_words import CONSTRAINT_WORDS, KIND_WORDS, PART_WORDS, STRENGTH_WORDS, confidence_words, label, source_words
from coach.content.base import LENSES
from coach.content.truth import InfluenceKind
from coach.messages.plan import MAX_TITLE
from coach.pages import look
from coach.pages.map_edit import edit, send

NEW = ""
NOBODY = "nobody yet"
SOURCES = {"guess": "my own guess", "briefing": "the briefing", "heard": "what I heard outside practice"}


def one(id: str, map: AccountMap, kind: Kind, known: list[Known], today: date) -> None:
    """Choose one thing of a kind, or a new one, and edit it."""
    items = {item.id: item for item in map.of(kind)}
    key = f"map-one-{kind}-{id}"
    if st.session_state.get(key) not in (NEW, *items):
        st.session_state[key] = NEW
    chosen = st.selectbox("Which one", [NEW, *items], format_func=lambda one: label(map, items[one]) if one else f"Add {KIND_WORDS[kind]}", key=key)
    item = items.get(chosen)
    prefill: dict[str, Any] = {}
    if kind == "person" and item is None:
        prefill = somebody(id, map, known)
    with st.form(f"map-form-{kind}-{id}-{chosen}", border=True):
        form(id, map, kind, item, prefill, today)
    if item is not None:
        resting(id, map, item, today)


def somebody(id: str, map: AccountMap, known: list[Known]) -> dict[str, Any]:
    """Somebody whose name is known here already, to begin with."""
    there = {one.name.casefold() for one in map.people}
    people = {one.name: one for one in known if one.name.casefold() not in there}
    if not people:
        return {}
    name = st.selectbox("Whose name you know", [NEW, *people], format_func=lambda name: name or "Somebody else", key=f"map-known-{id}-{map.made}")
    return prefilled(people[name]) if name else {}


def prefilled(one: Known) -> dict[str, Any]:
    return {"name": one.name, "title": one.title, "persona": one.persona} | ({"family": one.family} if one.family else {})


def form(id: str, map: AccountMap, kind: Kind, item: Item | None, prefill: Mapping[str, Any], today: date, source: Source | None = None, at: str = "") -> None:
    """The fields of one thing and the button that keeps it; inside a form. `source`: what a new thing rests on."""
    values = item.model_dump() if item else dict(prefill)
    key = f"{id}-{kind}-{item.id if item else f'new{map.made}'}-{values.get('name', '')}{at}"
    fields = FIELDS[kind](map, values, key)
    sure = item.confidence if item else maps.BY_VOICES[0] if source else maps.GUESSED
    own = st.checkbox(
        "I say how sure I am", value=bool(item and item.stated is not None), key=f"own-{key}", help="Otherwise it follows from how many people said it."
    )
    stated = st.slider("How sure, in percent", 0, 100, value=sure, step=5, key=f"sure-{key}", help="Counts only where you say so above.")
    if not st.form_submit_button("Keep it" if item else "Put it on the map", type="primary", key=f"keep-{key}"):
        return
    fields["stated"] = stated if own else None
    if item is not None:
        send(id, lambda map: maps.changed(map, item.id, **fields))
    else:
        extra = {"persona": values.get("persona")} if kind == "person" and fields.get("name") == values.get("name") else {}
        sources = [source] if source else [Source(kind="guess")]
        send(id, lambda map: maps.added(map, kind, **fields, **extra, sources=sources))
    st.rerun()


def _person(map: AccountMap, values: Mapping[str, Any], key: str) -> dict[str, Any]:
    left, right = st.columns(2)
    name = left.text_input("Name or initials", value=values.get("name", ""), max_chars=MAX_TITLE, key=f"name-{key}")
    title = right.text_input("What they do", value=values.get("title", ""), max_chars=MAX_TITLE, key=f"title-{key}")
    family = left.selectbox("Family", LENSES, index=LENSES.index(values.get("family", "clinical")), format_func=str.capitalize, key=f"family-{key}")
    parts = [None, *PART_WORDS]
    part = right.selectbox(
        "Part in the decision",
        parts,
        index=parts.index(values.get("part")),
        format_func=lambda part: PART_WORDS[part] if part else "not known",
        key=f"part-{key}",
    )
    return {"name": name, "title": title, "family": family, "part": part}


def _pick(map: AccountMap, words: str, chosen: str, key: str, column: Any = st) -> str:
    """A person of the map, or nobody; returns the id."""
    people = names(map)
    called = next((name for name, id in people.items() if id == chosen), NOBODY)
    options = [NOBODY, *people]
    return people.get(str(column.selectbox(words, options, index=options.index(called), key=key)), "")


def _arrow(map: AccountMap, values: Mapping[str, Any], key: str) -> dict[str, Any]:
    left, right = st.columns(2)
    of = _pick(map, "Who moves", values.get("of", ""), f"of-{key}", left)
    on = _pick(map, "Whom", values.get("on", ""), f"on-{key}", right)
    kinds = list(get_args(InfluenceKind))
    kind = left.selectbox("Formally or informally", kinds, index=kinds.index(values.get("kind", "informal")), key=f"kind-{key}")
    strength = right.selectbox(
        "How strongly", list(STRENGTH_WORDS), index=values.get("strength", 2) - 1, format_func=STRENGTH_WORDS.__getitem__, key=f"strength-{key}"
    )
    return {"of": of, "on": on, "kind": kind, "strength": strength}


def _step(map: AccountMap, values: Mapping[str, Any], key: str) -> dict[str, Any]:
    title = st.text_input("The step", value=values.get("title", ""), max_chars=MAX_WORDS, key=f"step-{key}")
    steps = {id: name for name, id in names(map, "step").items() if id != values.get("id")}
    last = [map.steps[-1].id] if map.steps and not values else []
    after = st.multiselect(
        "Comes after", list(steps), default=[id for id in values.get("after", last) if id in steps], format_func=steps.__getitem__, key=f"after-{key}"
    )
    stalls = st.checkbox("It stalls here", value=values.get("stalls", False), key=f"stalls-{key}")
    cause = st.text_area("Why", value=values.get("cause", ""), max_chars=MAX_WORDS, height=80, key=f"cause-{key}")
    return {"title": title, "after": after, "stalls": stalls, "cause": cause}


def _constraint(map: AccountMap, values: Mapping[str, Any], key: str) -> dict[str, Any]:
    text = st.text_area("What binds", value=values.get("text", ""), max_chars=MAX_WORDS, height=80, key=f"binds-{key}")
    kinds = list(CONSTRAINT_WORDS)
    kind = st.selectbox("It is", kinds, index=kinds.index(values.get("kind", "rule")), format_func=CONSTRAINT_WORDS.__getitem__, key=f"ckind-{key}")
    return {"kind": kind, "text": text}


def _decision(map: AccountMap, values: Mapping[str, Any], key: str) -> dict[str, Any]:
    text = st.text_input("What is decided", value=values.get("text", ""), max_chars=MAX_WORDS, key=f"decides-{key}")
    left, right = st.columns(2)
    on = left.date_input("On", value=values.get("on"), key=f"day-{key}")
    who = right.text_input("By whom", value=values.get("who", ""), max_chars=MAX_TITLE, key=f"who-{key}")
    return {"text": text, "on": on, "who": who}


def _question(map: AccountMap, values: Mapping[str, Any], key: str) -> dict[str, Any]:
    text = st.text_input("What you still want to know", value=values.get("text", ""), max_chars=MAX_WORDS, key=f"asks-{key}")
    return {"text": text, "whom": _pick(map, "Whom to ask", values.get("whom", ""), f"whom-{key}")}


FIELDS = {"person": _person, "arrow": _arrow, "step": _step, "constraint": _constraint, "decision": _decision, "question": _question}


def resting(id: str, map: AccountMap, item: Item, today: date) -> None:
    """What something rests on, each with a way to take it away, and one more."""
    st.html(f'<p class="lf-eyebrow">What it rests on</p><p class="lf-quiet">{confidence_words(item)}.</p>')
    for at, source in enumerate(item.sources):
        with st.container(horizontal=True, vertical_alignment="center", key=f"rests-{item.id}-{at}"):
            words = f": “{source.quote}”" if source.quote else ""
            st.markdown(look.plain(f"{source_words(source)[:1].upper()}{source_words(source)[1:]}{words}"), width="stretch")
            st.button(
                "Not this", key=f"unsource-{item.id}-{at}", type="tertiary", icon=":material/close:", on_click=edit,
                args=(id, lambda map, at=at: maps.unsourced(map, item.id, at)),
            )  # fmt: skip
    with st.expander("Add what it rests on", icon=":material/add:", key=f"rests-more-{item.id}"):
        kind = st.segmented_control("It is", list(SOURCES), default="heard", required=True, format_func=SOURCES.__getitem__, key=f"source-kind-{item.id}")
        with st.form(f"source-{item.id}", border=False):
            fields: dict[str, Any] = {"kind": kind}
            if kind == "heard":
                left, right = st.columns(2)
                fields["person"] = left.text_input("Who said it", max_chars=MAX_TITLE, key=f"source-who-{item.id}-{len(item.sources)}")
                fields["day"] = right.date_input("When", value=today, key=f"source-day-{item.id}-{len(item.sources)}")
                fields["quote"] = st.text_area("In their words", max_chars=MAX_WORDS, height=80, key=f"source-words-{item.id}-{len(item.sources)}")
            if st.form_submit_button("Add it", key=f"source-add-{item.id}"):
                send(id, lambda map: maps.sourced(map, item.id, Source.model_validate(fields)))
                st.rerun()
    st.button(
        f"Take “{look.plain(label(map, item)[:60])}” off the map", type="tertiary", icon=":material/delete:", key=f"off-{item.id}", on_click=edit,
        args=(id, lambda map: maps.removed(map, item.id)),
    )  # fmt: skip
