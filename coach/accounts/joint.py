"""The plan that both sides sign: their objectives first, what each does by when, room for two names. As Word and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from coach.accounts.arc import HORIZON_WORDS, HORIZONS, Arc, Objective
from coach.accounts.commitments import Owed
from coach.accounts.heard import Side
from coach.messages.exporting import FICTIONAL
from coach.messages.plan_export import in_markdown, long_day
from coach.messages.plan_export_word import begun, finished, quiet

LEAD = "This is what we have agreed to do, and what it is for. It is no contract, and either of us may change it by telling the other."
LINE = "_" * 34


@dataclass(frozen=True)
class Joint:
    """What the document says on the day `on`. `customer` and `us` are how each side is called in it."""

    customer: str
    us: str
    objectives: list[Objective]
    commitments: list[Owed]
    on: date
    fictional: bool

    @property
    def title(self) -> str:
        return f"What {self.customer} and {self.us} do together"

    @property
    def notice(self) -> str:
        said = f"As agreed on {long_day(self.on)}."
        return f"{said} {FICTIONAL}: every person, place and number is invented." if self.fictional else said

    @property
    def file_name(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", f"joint plan {self.customer}".lower()).strip("-")[:50] or "joint-plan"

    def of(self, side: Side) -> list[Owed]:
        return [one for one in self.commitments if one.side == side]


def joint(arc: Arc, owed: Iterable[Owed], customer: str, us: str, on: date, fictional: bool) -> Joint:
    """The document: objectives that are not reached and commitments that are open, without what is kept out of it. Whoever wrote
    'me' is called by the name of their side."""
    customer, us = customer.strip() or "you", us.strip() or "us"
    names = {"me": us, "us": us, "them": customer}
    objectives = [one for horizon in HORIZONS for one in arc.objectives if one.horizon == horizon and one.reached is None and one.id not in arc.kept_out]
    commitments = [replace(one, who=names.get(one.who.casefold(), one.who)) for one in owed if not one.settled and one.id not in arc.kept_out]
    return Joint(customer, us, objectives, commitments, on, fictional)


def doubts(made: Joint) -> list[str]:
    """What one would rather mend before it is signed, a line each."""
    lines = [] if made.objectives else ["There is no objective of theirs in it. Without one it is our plan, not a joint one."]
    lines += [f"Nothing in it is for {name} to do." for side, name in (("ours", "us"), ("theirs", "them")) if not made.of(side)]  # type: ignore[arg-type]
    lines += [f"“{one.action}” has no day." for one in made.commitments if one.due is None]
    lines += [f"“{one.action}” was due on {long_day(one.due)}. Agree on a new day first." for one in made.commitments if one.due and one.due < made.on]
    return lines


def _sides(made: Joint) -> list[tuple[str, list[Owed]]]:
    """Theirs first."""
    return [(f"What {made.customer} does", made.of("theirs")), (f"What {made.us} does", made.of("ours"))]


def _by(one: Owed) -> str:
    return f"by {long_day(one.due)}" if one.due else "day to be agreed"


def as_markdown(made: Joint) -> str:
    lines = [f"# {in_markdown(made.title)}", "", LEAD, "", f"*{in_markdown(made.notice)}*", "", "## What it is for", ""]
    lines += [f"- {HORIZON_WORDS[one.horizon]}: {in_markdown(one.words)}" for one in made.objectives]
    for title, items in _sides(made):
        lines += ["", f"## {in_markdown(title)}", "", *(f"- [ ] {in_markdown(one.action)} · {in_markdown(one.who)}, {_by(one)}" for one in items)]
    lines += ["", "## Signed", "", *(f"{in_markdown(name)}: {LINE.replace('_', chr(92) + '_')} Day: ____________\n" for name in (made.customer, made.us))]
    return "\n".join(lines)


def as_word(made: Joint) -> bytes:
    document = begun(made.title, made.notice, made.on)
    document.add_paragraph(LEAD)
    document.add_heading("What it is for", level=2)
    for one in made.objectives:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{HORIZON_WORDS[one.horizon]}: ").bold = True
        paragraph.add_run(one.words)
    for title, items in _sides(made):
        document.add_heading(title, level=2)
        table = document.add_table(rows=1, cols=3, style="Table Grid")
        for cell, words in zip(table.rows[0].cells, ("What", "Who", "By"), strict=True):
            cell.paragraphs[0].add_run(words).bold = True
        for item in items:
            for cell, words in zip(table.add_row().cells, (item.action, item.who, long_day(item.due) if item.due else "to be agreed"), strict=True):
                cell.text = words
    document.add_heading("Signed", level=2)
    for name in (made.customer, made.us):
        document.add_paragraph(f"\n{LINE}        Day: ______________")
        quiet(document.add_paragraph(name))
    return finished(document, made.notice)
