"""What they say on each topic: a topic chosen at a time, its lines by how far they trust you, and the facts each line tells."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from coach.content import own
from coach.content.own import Document
from coach.content.persona import Band
from coach.content.shelf import Shelf
from coach.pages import look
from coach.pages.fields import Field
from coach.pages.fields_names import BANDS, line_name, topic_title
from coach.pages.writing import change, choose, facts_of, one_more, take_away, write

HANDLE = Field(("handle",), "The topic in their own words", "line", "As it goes into: do you mean … or …?")
BAND = Field(("band",), "How it is said", "one", options=tuple(BANDS), words=lambda name: BANDS[name][0])
TELLS = Field(("tells",), "Facts it tells", "many", "What a need keeps back is not offered; it must be earned.", of="facts")
Lines = list[Document]


def topics(document: Document, id: str, shelf: Shelf) -> None:
    """One topic with its lines, and one more topic out of the catalogue."""
    st.html('<p class="lf-quiet">What they can be asked about. Each line is said once in a meeting, the frankest that trust allows first.</p>')
    answered = {entry["topic"]: topic_title(entry["topic"], shelf) for entry in document["topics"]}
    topic = choose(f"Topic ({len(answered)} in all)", _by_title(answered), f"topic:{id}", "Type to search. A person answers at least 25.")
    _one_more(answered, id, shelf)
    if topic is None:
        return
    at = list(answered).index(topic)
    if topic in shelf.topics:
        st.caption(look.plain(f"Asked, for instance: {' '.join(shelf.topics[topic].phrasings[:2])}"))
    write(document, ("topics", at), HANDLE, id, shelf)
    for band in BANDS:
        _band(document, at, band, id, shelf)
    take_away(id, "topics", at, "topic")


def _band(document: Document, at: int, band: Band, id: str, shelf: Shelf) -> None:
    """The lines of one band, a row each."""
    title, about = BANDS[band]
    lines: Lines = document["topics"][at]["lines"]
    names = facts_of(document, id)
    with st.container(border=True, key=f"band-{band}"):
        st.html(f'<p class="lf-quiet"><b>{title}.</b> {about}</p>')
        for number, line in enumerate(lines):
            if line["band"] == band:
                base = ("topics", at, "lines", number)
                write(document, base, Field(("say",), line_name(lines, number), "text"), id, shelf)
                told, said = st.columns([1.7, 1])
                with told:
                    write(document, base, TELLS, id, shelf)
                with said:
                    write(document, base, BAND, id, shelf)
                if line["tells"]:
                    st.html(f'<div class="lf-note">{look.items([names[fact] for fact in line["tells"]])}</div>')
                _button(id, at, "Take this line away", f"away:line:{number}", partial(_less, number))
        _button(id, at, "One more line", f"more:line:{band}", partial(_more, band))


def _less(number: int, lines: Lines) -> Lines:
    return [*lines[:number], *lines[number + 1 :]]


def _more(band: Band, lines: Lines) -> Lines:
    return [*lines, {"say": "", "band": band, "tells": []}]


def _button(id: str, at: int, label: str, key: str, how: Callable[[Lines], Lines]) -> None:
    """A button that changes the lines of a topic as they are when it is pressed."""

    def pressed(now: Document) -> Document:
        lines = own.at(now, ("topics", at, "lines"))
        return now if lines is None else own.put(now, ("topics", at, "lines"), how(lines))

    away = key.startswith("away")
    icon = ":material/delete:" if away else ":material/add:"
    st.button(label, type="tertiary", icon=icon, key=f"{id}|{key}", on_click=change, args=(id, pressed, away))


def _one_more(answered: dict[str, str], id: str, shelf: Shelf) -> None:
    """A topic of the catalogue that they do not answer yet. What only points at something said before is no topic of its own."""
    left = {topic.id: topic.title for topic in shelf.topics.values() if topic.id not in answered and not topic.contextual}
    if not left:
        return
    with st.expander(f"One more topic: {len(left)} that they do not answer", icon=":material/add:", key=f"{id}|open:topics:{len(answered)}"):
        topic = choose("A topic they do not answer yet", _by_title(left), f"new-topic:{id}", "Asked about it, they say that it is not theirs.")
        if topic is not None:
            blank = _more("example", _more("ordinary", []))
            one_more(id, "topics", {"topic": topic, "handle": left[topic].lower(), "lines": blank}, "Let them answer it", (f"topic:{id}", topic))


def _by_title(topics: dict[str, str]) -> dict[str, str]:
    return dict(sorted(topics.items(), key=lambda item: item[1].lower()))
