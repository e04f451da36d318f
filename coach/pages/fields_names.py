"""What facts, topics and lines are called in the form, where the document has ids and numbers."""

from __future__ import annotations

from coach.content.own import Document
from coach.content.persona import Band
from coach.content.shelf import Shelf
from coach.roleplay.lines import CLIPPED_BELOW, EXAMPLE_FROM

BANDS: dict[Band, tuple[str, str]] = {
    "clipped": ("Cut short", f"While trust is below {CLIPPED_BELOW}: a few words, and no more."),
    "ordinary": ("Ordinary", f"From trust {CLIPPED_BELOW}: a plain answer."),
    "example": ("With an example", f"From trust {EXAMPLE_FROM}: something that happened, or a figure."),
    "any": ("At any trust", "For whoever asks, once the franker lines that this much trust allows are said."),
}
"""What the bands are called, in the order of the form, and when a line of each is said."""


def topic_title(topic: str, shelf: Shelf) -> str:
    return shelf.topics[topic].title if topic in shelf.topics else topic.replace("_", " ")


def line_name(lines: list[Document], at: int) -> str:
    """What a line of a topic is called: its band, and which one of it."""
    band = lines[at]["band"]
    return f"{BANDS[band][0]}, line {sum(line['band'] == band for line in lines[: at + 1])}"


def fact_names(document: Document, saved: Document | None = None) -> dict[str, str]:
    """What each fact is called in a list: its own words, no two alike. Also those that something still tells and that are no
    longer there, with the words that `saved` has for them."""
    texts = {fact["id"]: " ".join(fact["text"].split()) for fact in document["facts"]}
    before = {fact["id"]: fact["text"] for fact in saved["facts"]} if saved else {}
    told = [fact for entry in document["topics"] for line in entry["lines"] for fact in line["tells"]]
    for fact in (*told, *(fact for need in document["needs"] for fact in need["facts"])):
        texts.setdefault(fact, f"Taken away: {before[fact]}" if fact in before else "Taken away")
    names: dict[str, str] = {}
    for fact, text in texts.items():
        name, again = text or "(nothing written yet)", 2
        while name in names.values():
            name, again = f"{text or '(nothing written yet)'} ({again})", again + 1
        names[fact] = name
    return names


def short(text: str, most: int = 60) -> str:
    """The beginning of a text, for a name."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0].rstrip(',;:.')} …"
