"""A map on the page: the picture, for a desk and for a phone, and the same content as tables."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape

import streamlit as st

from coach.accounts.map import AccountMap, Arrow, Constraint, DecisionPoint, Item, Kind, OpenQuestion, Person, Step
from coach.accounts.map_layout import NARROW, WIDE
from coach.accounts.map_marks import Mark, Palette
from coach.accounts.map_svg import picture, summary
from coach.accounts.map_words import CONSTRAINT_WORDS, PART_WORDS, STRENGTH_WORDS, confidence_words, label, source_words
from coach.pages import look

INKS: dict[str, tuple[str, str, str, dict[Mark, str]]] = {
    "light": ("#1A2B2B", "#FBFAF7", "#A8631D", {"found": "#0F6B63", "missed": "#8A4E12", "wrong": "#9B2335"}),
    "dark": ("#E4ECE9", "#10201F", "#FFD27E", {"found": "#5CC8B8", "missed": "#FFD27E", "wrong": "#F58A9F"}),
}
"""Ink, page, stall, and marks; each stands out from its page by 4.5 to 1 or more."""
TITLES: dict[Kind, str] = {
    "person": "People", "arrow": "Who moves whom", "step": "Pathway", "constraint": "What binds", "decision": "Decisions", "question": "Open questions",
}  # fmt: skip
ROWS = 60
"""Rows of a table that are drawn; all people are in the list that can be taken along."""


def palette(theme: str | None = None) -> Palette:
    name = theme or st.context.theme.type or "light"
    ink, page, stall, marks = INKS.get(name, INKS["light"])
    return Palette(ink, page, look.LENS_COLOURS.get(name, look.LENS_COLOURS["light"]), stall, marks)


def on_paper(map: AccountMap) -> str:
    """The wide picture in dark ink on white, whatever the screen is like: what is printed from a dark page would be white on white."""
    return f'<div class="lf-drawn lf-drawn-paper">{_image(picture(map, palette("light"), WIDE), "", escape(summary(map)))}</div>'


def drawn(map: AccountMap, marks: Mapping[str, Mark] | None = None, narrow_only: bool = False) -> str:
    """The picture as markup: a wide one for a desk and paper, a narrow one for a phone. `narrow_only`: for half a page."""
    colours, words = palette(), escape(f"Map of {map.title}. {summary(map)}")
    if narrow_only:
        return f'<div class="lf-drawn">{_image(picture(map, colours, NARROW, marks), "", words)}</div>'
    wide, narrow = picture(map, colours, WIDE, marks), picture(map, colours, NARROW, marks)
    return f'<div class="lf-drawn">{_image(wide, "lf-drawn-wide", words)}{_image(narrow, "lf-drawn-narrow", words)}</div>'


def _image(svg: str, name: str, words: str) -> str:
    # Streamlit takes SVG out of HTML, but not out of an image's address.
    return f'<img class="{name}" alt="{words}" src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'


def table(map: AccountMap, kind: Kind, most: int = ROWS) -> str:
    """The things of one kind with what each rests on."""
    items = list(map.of(kind))
    if not items:
        return ""
    rows = [[*_cells(map, item), *_sure(item)] for item in items[:most]]
    body = "".join(f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>' for row in rows)
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in (*HEADS[kind], "How sure", "Rests on"))
    more = f'<p class="lf-quiet">And {len(items) - most:,} more.</p>' if len(items) > most else ""
    return f'<table class="lf-leaves lf-things"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}'


def _sure(item: Item) -> list[str]:
    """How sure and why. A step that does not stall claims nothing."""
    if isinstance(item, Step) and not item.stalls and not item.sources:
        return ["–", "the account's page" if item.step else "you"]
    if isinstance(item, OpenQuestion) and not item.sources:
        return ["–", "you"]
    return [confidence_words(item), "; ".join(source_words(source) for source in item.sources) or "nothing yet"]


HEADS: dict[Kind, tuple[str, ...]] = {
    "person": ("Who", "What they do", "Family", "Part"),
    "arrow": ("Who moves whom", "How"),
    "step": ("Step", "Comes after", "Stalls"),
    "constraint": ("What binds", "It is"),
    "decision": ("What is decided", "When and by whom"),
    "question": ("Still open", "Whom to ask"),
}


def _cells(map: AccountMap, item: Item) -> list[str]:
    if isinstance(item, Person):
        return [item.name, item.title, item.family, PART_WORDS[item.part] if item.part else "not known"]
    if isinstance(item, Arrow):
        return [label(map, item), f"{item.kind}, {STRENGTH_WORDS[item.strength]}"]
    if isinstance(item, Step):
        after = [label(map, found) for id in item.after if (found := map.find(id))]
        stalls = f"yes: {item.cause or 'why is not known'}" if item.stalls else "no"
        return [item.title, ", ".join(after) or ("a step that is gone" if item.after else "nothing, it begins here"), stalls]
    if isinstance(item, Constraint):
        return [item.text, CONSTRAINT_WORDS[item.kind]]
    if isinstance(item, DecisionPoint):
        return [item.text, ", ".join(filter(None, (look.day(item.on.isoformat()) if item.on else "", item.who))) or "not known"]
    assert isinstance(item, OpenQuestion)
    whom = map.person(item.whom)
    return [item.text, whom.name if whom else "not said"]
