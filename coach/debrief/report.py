"""A debrief to take along, as Markdown."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from coach.debrief.delivery import in_words
from coach.debrief.opinions import Opinions
from coach.debrief.records import Report

TEMPLATES = Path(__file__).resolve().parents[2] / "prompts" / "templates"
TEMPLATE, OPINIONS = "debrief.v1.md.j2", "opinions.v1.md.j2"
OUTCOMES = {
    "advance": "They took a step",
    "continuation": "It ended in peace, and nothing was agreed",
    "no_fit": "An honest no fit",
    "cut_short": "They ended the meeting",
}


def markdown(report: Report, name: str | None = None) -> str:
    """The report as Markdown: outcome, the one thing to work on, criteria with quotes, needs missed. `name` is what the
    stakeholder is called on the page. Quotes are values: markup and Jinja in them stay the words they were."""
    title = name or (report.persona.replace("_", " ") if report.persona else None)
    return _tidy(_template(TEMPLATE).render(report=report, persona=title, outcome=OUTCOMES[report.outcome.kind]))


def opinions_markdown(found: Opinions) -> str:
    """A model's opinions as Markdown, to stand below what was measured."""
    return _tidy(_template(OPINIONS).render(found=found))


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@cache
def _template(name: str) -> Template:
    made = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)  # Markdown, not HTML.
    made.filters["md"] = escaped
    made.filters["in_words"] = in_words
    return made.get_template(name)


def escaped(text: str) -> str:
    """A piece of text as one line that Markdown shows as it was written."""
    return re.sub(r"([\\`*_<>\[\]#|])", r"\\\1", " ".join(text.split()))
