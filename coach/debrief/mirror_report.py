"""Takes to take along, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from coach.debrief.mirror_records import ROLE_WORDS, Mark, Take
from coach.debrief.mirror_takes import Sitting, moved
from coach.debrief.report import TEMPLATES, escaped

TEMPLATE = "mirror.v1.md.j2"
MARK_WORDS: dict[Mark | None, str] = {"holds": "holds", "nearly": "nearly", "not_yet": "not yet", None: "not measured"}


def markdown(name: str, title: str, rows: Sequence[tuple[Sequence[Take], Sitting]]) -> str:
    """The takes of each clock, the oldest first, with what changed from one to the next. Words are values: markup in them stays the
    words it was."""
    clocks = []
    for takes, sitting in rows:
        changes = [None, *(moved(before, after) for before, after in pairwise(takes))]
        clocks.append({"clock": takes[0].clock, "takes": list(zip(takes, changes, strict=True)), "sitting": sitting})
    text = _template().render(name=name, title=title, clocks=clocks, words=MARK_WORDS, roles=ROLE_WORDS)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@cache
def _template() -> Template:
    made = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)  # Markdown, not HTML.
    made.filters["md"] = escaped
    return made.get_template(TEMPLATE)
