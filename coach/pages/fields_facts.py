"""The facts of a person's world: chosen one at a time, with where each is told."""

from __future__ import annotations

import secrets

import streamlit as st

from coach.content.own import Document
from coach.content.shelf import Shelf
from coach.pages import look
from coach.pages.fields import Field
from coach.pages.fields_names import fact_names, line_name, topic_title
from coach.pages.writing import choose, one_more, take_away, write

FACT = Field(("text",), "The fact", "text", "One true thing in their world, as in a note. The words in which it is told are lines of a topic.")


def facts(document: Document, id: str, shelf: Shelf) -> None:
    """One fact, who tells it, and one more."""
    st.html('<p class="lf-quiet">What is true in their world. A line of a topic can tell a fact; a need can keep it back until it opens.</p>')
    names = {fact["id"]: name for fact, name in zip(document["facts"], fact_names(document).values(), strict=False)}
    fact = choose(f"Fact ({len(names)} in all)", names, f"fact:{id}", "Type a word of it to search.")
    if fact is not None:
        at = list(names).index(fact)
        write(document, ("facts", at), FACT, id, shelf)
        if where := told_in(document, fact, shelf):
            st.html(f'<p class="lf-eyebrow">Where it is told</p>{look.items(where)}')
        else:
            st.html('<p class="lf-quiet">No line tells it yet. Choose it under Topics, at the line that does.</p>')
        take_away(id, "facts", at, "fact")
    new = f"own_{secrets.token_hex(3)}"
    one_more(id, "facts", {"id": new, "text": ""}, "One more fact", (f"fact:{id}", new))


def told_in(document: Document, fact: str, shelf: Shelf) -> list[str]:
    """Where a fact is told or kept back, a line each."""
    told = [
        f"{topic_title(entry['topic'], shelf)}, {line_name(entry['lines'], at)}: “{line['say']}”"
        for entry in document["topics"]
        for at, line in enumerate(entry["lines"])
        if fact in line["tells"]
    ]
    kept = [shelf.needs[need["need"]].title for need in document["needs"] if fact in need["facts"] and need["need"] in shelf.needs]
    return [*told, *(f"Kept back until this need opens: {title}" for title in kept)]
