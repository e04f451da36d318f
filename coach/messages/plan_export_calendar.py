"""A plan as a calendar: an entry a step. Importing it again moves the entries that are there instead of adding others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from coach.content.base import BELIEF_WORDS
from coach.messages.plan_export import Sheet

MINUTES = 30.0
"""How long an entry with a time lasts where nobody knows what they give."""


def as_calendar(sheet: Sheet, plan_id: str, revision: int, minutes: Mapping[str, float] | None = None) -> bytes:
    """The plan as .ics. `plan_id` and the step make the UID, which therefore stays; `revision` is the SEQUENCE by which a calendar
    knows which of two is newer. `minutes`: what each person gives, by their key. A step without a time is all day; one with a
    time is in the local time of whoever reads it."""
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Listen First//Plan//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", sheet.plan.title)
    for row in sheet.rows:
        step = row.step
        event = Event()
        event.add("uid", f"{plan_id}-{step.id}@listen-first")
        event.add("dtstamp", datetime.combine(sheet.true_on, time.min, UTC))
        event.add("sequence", revision)
        event.add("summary", f"{row.purpose}: {step.who.name}")
        if step.at is None:
            event.add("dtstart", step.day)
            event.add("dtend", step.day + timedelta(days=1))
            event.add("transp", "TRANSPARENT")
        else:
            start = datetime.combine(step.day, step.at)
            event.add("dtstart", start)
            event.add("dtend", start + timedelta(minutes=(minutes or {}).get(step.who.key, MINUTES)))
        event.add("location", sheet.account)
        lines = [f"Ask first: {step.question}"] if step.question else []
        lines += [f"To reach: {BELIEF_WORDS[step.rung]}"] if step.rung else []
        lines += [part.message.text for part in row.sayable if part.message]
        lines += [f"Not to be said: {part.id} {part.against}." for part in row.parts if part not in row.sayable]
        event.add("description", "\n".join([*lines, sheet.notice]))
        made.add_component(event)
    return made.to_ical()
