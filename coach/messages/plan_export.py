"""A plan as a file to take along: Markdown and CSV. What every export shares is resolved here once, and says on which day it was true."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coach.content.base import BELIEF_WORDS
from coach.content.library import Library, Message, Study
from coach.content.persona import Purpose
from coach.messages.columns import unsafe_for_sheets
from coach.messages.exporting import FICTIONAL
from coach.messages.plan import Plan, Step
from coach.messages.plan_gaps import Gap, objection

CSV_COLUMNS = (
    "subject", "account", "contact", "contact_title", "lens", "date", "time", "purpose", "rung_to_reach", "first_question",
    "message_ids", "message_texts", "said_with_it", "evidence", "to_look_at", "note", "plan", "true_on", "about", "with_us",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A message in a step. `message` None: it is gone. `against`: why it may not be said there; empty where it may."""

    id: str
    version: int
    message: Message | None
    against: str
    studies: tuple[Study, ...]


@dataclass(frozen=True)
class Row:
    """One step, with its messages looked up and what is to be looked at; `with_us`: colleagues who come along, a line each."""

    number: int
    step: Step
    purpose: str
    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...]
    with_us: tuple[str, ...] = ()

    @property
    def sayable(self) -> list[Part]:
        return [part for part in self.parts if part.message is not None and not part.against]


@dataclass(frozen=True)
class Sheet:
    """A plan as it was on the day `true_on`, ready for any kind of export. `account`: its name."""

    plan: Plan
    account: str
    product: str
    fictional: bool
    true_on: date
    rows: tuple[Row, ...]
    whole: tuple[Gap, ...]

    @property
    def notice(self) -> str:
        said = f"True on {long_day(self.true_on)}. Approvals run out; look again before you use it."
        return f"{said} {FICTIONAL}: every person, product and number is invented." if self.fictional else said

    @property
    def file_name(self) -> str:
        """The title as the name of a file without its ending."""
        return re.sub(r"[^a-z0-9]+", "-", self.plan.title.lower()).strip("-")[:50] or "plan"


def sheet(
    plan: Plan,
    library: Library | None,
    account: str,
    fictional: bool,
    gaps: Sequence[Gap],
    purposes: Mapping[Purpose, str],
    on: date,
    only: str = "",
    with_us: Mapping[str, Sequence[str]] | None = None,
) -> Sheet:
    """Look up everything that a plan names. `fictional`: whether account or people are invented (the library says it of itself);
    `purposes`: what each is called; `only`: the id of the one step that is wanted; `with_us`: by step, the colleagues who come along."""
    messages = {message.id: message for message in library.messages.messages} if library else {}
    studies = {study.id: study for study in library.evidence.studies} if library else {}

    def part(step: Step, id: str, version: int) -> Part:
        message = messages.get(id)
        if message is None or library is None:
            return Part(id, version, None, "is not in the library any more", ())
        return Part(id, version, message, objection(message, library, step), tuple(studies[name] for name in message.evidence if name in studies))

    rows = tuple(
        Row(
            at,
            step,
            purposes.get(step.purpose, step.purpose),
            tuple(part(step, one.message, one.version) for one in step.messages),
            tuple(gap for gap in gaps if gap.step == step.id),
            tuple((with_us or {}).get(step.id, ())),
        )
        for at, step in enumerate(plan.steps, 1)
        if not only or step.id == only
    )
    invented = fictional or (library is not None and (library.product.fictional or library.messages.fictional))
    product = library.product.name if library else plan.library
    return Sheet(plan, account, product, invented, on, rows, tuple(gap for gap in gaps if gap.step is None))


def as_markdown(sheet: Sheet) -> str:
    """A page to take along: every message word for word with what is said with it and where it comes from."""
    lines = [f"# {in_markdown(sheet.plan.title)}", "", f"{in_markdown(sheet.account)} · {in_markdown(sheet.product)}", "", f"*{in_markdown(sheet.notice)}*", ""]
    for row in sheet.rows:
        step = row.step
        lines += [f"## {row.number}. {in_markdown(step.who.name)}, {long_day(step.day)}{clock(step)}", "", in_markdown(about(row)), ""]
        if step.question:
            lines += [f"**Ask first:** {in_markdown(step.question)}", ""]
        if row.with_us:
            lines += ["**With you:**", "", *(f"- {in_markdown(one)}" for one in row.with_us), ""]
        for part in row.parts:
            if part.message is None or part.against:
                lines += [f"- **Not to be said:** `{part.id}` {in_markdown(part.against)}."]
                continue
            lines += [f"- {in_markdown(part.message.text)}"]
            if part.message.balance:
                lines += [f"  - Say with it: {in_markdown(part.message.balance)}"]
            lines += [f"  - Source: {in_markdown(study.citation)}" for study in part.studies]
            lines += [f"  - {approval(part)}"]
        if row.parts:
            lines += [""]
        for gap in row.gaps:
            lines += [f"> To look at: {in_markdown(gap.says)}", ""]
        if step.note:
            lines += [in_markdown(step.note), ""]
    if unseen := [gap.says for gap in sheet.whole if gap.kind == "unseen"]:
        lines += ["## Nobody sees yet", "", *(f"- {in_markdown(one)}" for one in unseen), ""]
    return "\n".join(lines)


def as_csv(sheet: Sheet) -> str:
    """A line a step, as a CRM takes in activities. Dates as 2026-12-03; no cell is taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for row in sheet.rows:
        step, who = row.step, row.step.who
        writer.writerow(
            unsafe_for_sheets(cell)
            for cell in (
                f"{row.purpose}: {who.name}", sheet.account, who.name, who.title, who.lens, step.day.isoformat(), f"{step.at:%H:%M}" if step.at else "",
                row.purpose, BELIEF_WORDS[step.rung] if step.rung else "", step.question,
                "; ".join(f"{part.id} v{part.version}" for part in row.parts),
                "\n".join(part.message.text if part in row.sayable and part.message else f"[not to be said: {part.id} {part.against}]" for part in row.parts),
                "\n".join(part.message.balance for part in row.sayable if part.message and part.message.balance),
                "\n".join(dict.fromkeys(study.citation for part in row.sayable for study in part.studies)),
                "\n".join(gap.says for gap in row.gaps), step.note, sheet.plan.title, sheet.true_on.isoformat(), FICTIONAL if sheet.fictional else "",
                "\n".join(row.with_us),
            )
        )  # fmt: skip
    return out.getvalue()


def about(row: Row) -> str:
    """Who, what for and how far, in a line."""
    who, step = row.step.who, row.step
    parts = [f"{who.title} ({who.lens} lens)" if who.title else f"{who.lens.capitalize()} lens", row.purpose]
    if step.rung:
        parts.append(f"to reach: {BELIEF_WORDS[step.rung]}")
    return " · ".join(parts)


def approval(part: Part) -> str:
    """Where a message's approval stands, in a line."""
    message = part.message
    assert message is not None
    now = f", now version {message.version}" if message.version != part.version else ""
    return f"{message.document or 'no document number'}, version {part.version}{now}, until {message.expires_on}"


def clock(step: Step) -> str:
    return f", {step.at:%H:%M}" if step.at else ""


def long_day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def in_markdown(text: str) -> str:
    """Words as words: nothing in them is taken for markup, and they stay where they stand."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", text).replace("\n", "  \n")
