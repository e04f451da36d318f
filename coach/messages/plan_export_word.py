"""A plan as a Word file, made to be printed and taken along."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from coach.messages.plan_export import Part, Row, Sheet, about, approval, clock, long_day

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

QUIET = 0x5A6666


def as_word(sheet: Sheet) -> bytes:
    """The plan as .docx: a heading a step, the messages word for word, what is to be looked at, and a foot that says when it was true."""
    made = begun(sheet.plan.title, sheet.notice, sheet.true_on)
    quiet(made.add_paragraph(f"{sheet.account} · {sheet.product}"))
    for row in sheet.rows:
        _row(made, row)
    if unseen := [gap.says for gap in sheet.whole if gap.kind == "unseen"]:
        made.add_heading("Nobody sees yet", level=2)
        for one in unseen:
            made.add_paragraph(one, style="List Bullet")
    return finished(made, sheet.notice)


def begun(title: str, notice: str, on: date) -> Document:
    """A Word file with its page, its type and its title; `on` is the day it says it was made."""
    import docx  # a quarter of a second that nobody should wait for who only looks
    from docx.shared import Cm, Pt

    made = docx.Document()
    for section in made.sections:
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.6)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after = Pt(3)
    core = made.core_properties
    core.title, core.author, core.comments = title, "Listen First", notice
    core.created = core.modified = datetime.combine(on, time.min, UTC)
    made.add_heading(title, level=1)
    return made


def finished(made: Document, notice: str) -> bytes:
    """The file's bytes, with the notice in its foot."""
    quiet(made.sections[0].footer.paragraphs[0], notice)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _row(made: Document, row: Row) -> None:
    step = row.step
    heading = made.add_heading(f"{row.number}. {step.who.name}, {long_day(step.day)}{clock(step)}", level=2)
    heading.paragraph_format.keep_with_next = True
    quiet(made.add_paragraph(about(row)))
    if step.question:
        made.add_paragraph().add_run("Ask first: ").bold = True
        made.paragraphs[-1].add_run(step.question)
    if row.with_us:
        made.add_paragraph().add_run("With you:").bold = True
        for one in row.with_us:
            made.add_paragraph(one, style="List Bullet")
    for part in row.parts:
        _part(made, part)
    for gap in row.gaps:
        paragraph = made.add_paragraph()
        paragraph.add_run("To look at: ").bold = True
        paragraph.add_run(gap.says).italic = True
    if step.note:
        made.add_paragraph(step.note)


def _part(made: Document, part: Part) -> None:
    if part.message is None or part.against:
        made.add_paragraph(style="List Bullet").add_run(f"Not to be said: {part.id} {part.against}.").italic = True
        return
    made.add_paragraph(part.message.text, style="List Bullet")
    under = [f"Say with it: {part.message.balance}"] if part.message.balance else []
    for line in (*under, *(f"Source: {study.citation}" for study in part.studies), approval(part)):
        quiet(made.add_paragraph(line, style="List Continue"))


def quiet(paragraph: Paragraph, text: str = "") -> None:
    """Small and grey; `text` is added to what stands there."""
    from docx.shared import Pt, RGBColor

    if text:
        paragraph.add_run(text)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(f"{QUIET:06X}")
