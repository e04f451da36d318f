"""Engagements and tasks out of a list that another program made, and back into one: columns by many names, problems by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Literal

from coach.accounts.arc import MAX_COMMITMENTS, Arc, Commitment, with_
from coach.accounts.commitments import Owed
from coach.accounts.contacts import family_of
from coach.accounts.heard import MAX_ACTION, Side
from coach.content.base import BELIEF_WORDS, BELIEFS, LENSES, Belief
from coach.content.draft import identifiers
from coach.content.persona import Purpose
from coach.content.yamlfile import Problem
from coach.messages import plan as plans
from coach.messages.columns import day as day_of
from coach.messages.columns import plain_name, unsafe_for_sheets
from coach.messages.plan import MAX_NOTE, MAX_QUESTION, MAX_STEPS, MAX_TITLE, Plan, Stakeholder
from coach.messages.sheets import Row, Sheet, Wanted, read_bytes
from coach.roleplay.purposes import KINDS

Kind = Literal["engagement", "task"]
ENGAGEMENT: dict[str, tuple[str, ...]] = {
    "name": ("contact", "name", "full name", "contact name", "who", "whom", "attendee", "attendees", "hcp", "hcp name", "stakeholder", "person", "with"),
    "title": ("contact title", "job title", "title", "role", "position"),
    "lens": ("lens", "family", "role family"),
    "day": ("date", "day", "start", "start date", "activity date", "due date", "meeting date", "planned date", "call date", "when"),
    "at": ("time", "start time", "at"),
    "purpose": ("purpose", "call type", "meeting type", "type"),
    "rung": ("rung to reach", "rung", "to reach"),
    "question": ("first question", "question", "ask first"),
    "note": ("note", "notes", "description", "comments", "comment", "objective", "call objective"),
    "subject": ("subject", "topic", "summary", "activity", "activity name"),
}  # fmt: skip
TASK: dict[str, tuple[str, ...]] = {
    "action": ("task", "subject", "action", "what", "task name", "to do", "todo", "next action", "title", "summary"),
    "who": ("who", "owner", "assigned to", "responsible", "assignee", "task owner", "by whom"),
    "side": ("side", "whose", "party"),
    "due": ("due", "due date", "by", "deadline", "due on", "date", "end date"),
    "status": ("status", "state", "task status"),
    "done": ("done", "done on", "completed", "completed on", "completion date", "date completed", "closed on"),
}  # fmt: skip
SYNONYMS: dict[Kind, Mapping[str, tuple[str, ...]]] = {"engagement": ENGAGEMENT, "task": TASK}
KNOWN = {kind: {name: column for column, names in synonyms.items() for name in names} for kind, synonyms in SYNONYMS.items()}
OUR_OWN = ("account", "message ids", "message texts", "said with it", "evidence", "to look at", "plan", "true on", "about", "agreed with", "agreed on")
"""Columns that our own lists add for people."""
WANTED: dict[Kind, Wanted] = {
    "engagement": Wanted(lambda header: KNOWN["engagement"].get(plain_name(header)), ("name",), OUR_OWN, "meeting", "engagements"),
    "task": Wanted(lambda header: KNOWN["task"].get(plain_name(header)), ("action",), OUR_OWN, "task", "tasks"),
}
SIDES: dict[str, Side] = {
    "ours": "ours", "us": "ours", "we": "ours", "our": "ours", "internal": "ours", "me": "ours", "vendor": "ours", "supplier": "ours",
    "theirs": "theirs", "them": "theirs", "they": "theirs", "customer": "theirs", "client": "theirs", "external": "theirs", "account": "theirs",
}  # fmt: skip
DONE = ("done", "completed", "complete", "closed", "finished")
DROPPED = ("dropped", "cancelled", "canceled", "deferred", "withdrawn", "obsolete")
PURPOSE_NAMES: dict[str, Purpose] = {plain_name(name): id for id, kind in KINDS.items() for name in (id, kind.title)}
STATUSES = ("open", "due", "overdue", "not started", "in progress", "planned", "waiting", "pending", "new", *DONE, *DROPPED)


@dataclass
class Brought:
    """What bringing a list in would do; rows with a problem are left out. `new` and `known` say what by a few words each."""

    plan: Plan
    arc: Arc
    headers: dict[str, str]
    new: list[str] = field(default_factory=list)
    known: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_list(kind: Kind, name: str, raw: bytes) -> Sheet:
    """A list out of a .csv, .xlsx, .yaml or .json file. CoachError, one line, for a file that cannot be read at all."""
    return read_bytes(name, raw, WANTED[kind])


def bring_in(kind: Kind, sheet: Sheet, plan: Plan, arc: Arc, people: Mapping[str, Stakeholder], last: Mapping[str, date], today: date) -> Brought:
    """What a list would do to a plan and to what stands beside it. `people` by their name in small letters; `last`: the day of the last real
    meeting with somebody, by the key of a stakeholder. What is there already, by its words and its day, comes in once."""
    made = Brought(plan, arc, dict(sheet.headers), problems=list(sheet.problems), notes=list(sheet.notes))
    (_engagements if kind == "engagement" else _tasks)(sheet, made, people, last, today)
    return made


def _engagements(sheet: Sheet, made: Brought, people: Mapping[str, Stakeholder], last: Mapping[str, date], today: date) -> None:
    there = {(step.who.name.casefold(), step.day) for step in made.plan.steps}
    past_the_end = guessed = 0
    for row in sheet.rows:
        cells, faults = _cells(row), []
        name = cells.get("name", "")
        if not re.search(r"[^\W\d_]", name):
            faults.append(("name", "is empty; an engagement is with somebody" if not name else f"{name[:40]!r} is no name"))
        on = _day(row, "day", faults)
        if on is None and not any(column == "day" for column, _ in faults):
            faults.append(("day", "is empty; an engagement has a day"))
        at = _time(cells.get("at", ""), faults)
        who = people.get(name.casefold())
        if who is None and name:
            lens = cells.get("lens", "").lower()
            who = Stakeholder(
                name=name[:MAX_TITLE], title=cells.get("title", "")[:MAX_TITLE], lens=lens if lens in LENSES else family_of(cells.get("title", ""))
            )
        if who is not None and on is not None and (met := last.get(who.key)) is not None and on < met:
            faults.append(("day", f"{on} is before the last meeting with {who.name} ({met}); it is a thing of the past and no step of a plan"))
        faults += _patients(cells)
        if faults:
            _say(sheet, made, row, faults)
            continue
        assert who is not None and on is not None
        if (who.name.casefold(), on) in there:
            made.known += 1
            continue
        if len(made.plan.steps) >= MAX_STEPS:
            past_the_end += 1
            continue
        there.add((who.name.casefold(), on))
        guessed += name.casefold() not in people and cells.get("lens", "").lower() not in LENSES
        purpose = PURPOSE_NAMES.get(plain_name(cells.get("purpose", "")), "discovery")
        note = "\n".join(dict.fromkeys(filter(None, (cells.get("subject"), cells.get("note")))))
        made.plan = plans.added(
            made.plan, who, on, at=at, purpose=purpose, rung=_rung(cells.get("rung", "")),
            question=cells.get("question", "")[:MAX_QUESTION], note=note[:MAX_NOTE],
        )  # fmt: skip
        made.new.append(f"{who.name}, {on}")
    if past_the_end:
        made.notes.append(
            f"a plan holds {MAX_STEPS} steps; {past_the_end:,} more rows stay out. Bring in the next weeks alone, or make another plan for what comes after"
        )
    if guessed:
        made.notes.append(f"the lens of {guessed:,} is guessed from what they do; look at them")


def _tasks(sheet: Sheet, made: Brought, people: Mapping[str, Stakeholder], last: Mapping[str, date], today: date) -> None:
    there = {(one.action.casefold(), one.due) for one in made.arc.commitments}
    new: list[Commitment] = []
    count = made.arc.made
    for row in sheet.rows:
        cells, faults = _cells(row), []
        action = cells.get("action", "")
        if not action:
            faults.append(("action", "is empty; a task says what is to be done"))
        elif len(action) > MAX_ACTION:
            faults.append(("action", f"has {len(action):,} characters; {MAX_ACTION} is the most"))
        due, done = _day(row, "due", faults), _day(row, "done", faults)
        status = plain_name(cells.get("status", ""))
        if status and status not in STATUSES:
            faults.append(("status", f"{status[:40]!r} is none that is known here; one of open, in progress, done, dropped"))
        if done is not None and done > today:
            faults.append(("done", f"{done} is still to come; a task is done on a day that has been"))
        side = SIDES.get(plain_name(cells.get("side", "")))
        if cells.get("side") and side is None:
            faults.append(("side", f"{cells['side'][:40]!r} is neither ours nor theirs"))
        who = cells.get("who", "")
        person = people.get(who.casefold())
        if person is not None and due is not None and done is None and (met := last.get(person.key)) is not None and due < met and status not in DONE + DROPPED:
            faults.append(("due", f"{due} is before the last meeting with {person.name} ({met}); give it a day after that, or say that it is done"))
        faults += _patients(cells)
        if faults:
            _say(sheet, made, row, faults)
            continue
        if (action.casefold(), due) in there:
            made.known += 1
            continue
        if len(made.arc.commitments) + len(new) >= MAX_COMMITMENTS:
            made.problems.append(Problem(sheet.name, row.number, "", f"is past the {MAX_COMMITMENTS:,} commitments that stand beside a plan"))
            break
        there.add((action.casefold(), due))
        side = side or ("theirs" if person is not None else "ours")
        count += 1
        new.append(
            Commitment(
                id=f"c{count}", side=side, who=who[:MAX_TITLE] or ("Us" if side == "ours" else "Them"), action=action, due=due,
                done=done or (min(due or today, today) if status in DONE else None), dropped=f"{status} in the list" if status in DROPPED else "",
            )
        )  # fmt: skip
        made.new.append(action)
    if new:
        made.arc = with_(made.arc, commitments=[*made.arc.commitments, *new], made=count)


def _cells(row: Row) -> dict[str, str]:
    return {name: " ".join(str(cell).split()) for name, cell in row.cells.items() if cell is not None and str(cell).strip()}


def _patients(cells: Mapping[str, str]) -> list[tuple[str, str]]:
    """Only what names a patient's record: numbers, days and addresses stand in every list of a CRM."""
    return [(column, "holds a patient's identifier; leave it out") for column, text in cells.items() if "a patient's identifier" in identifiers([text])]


def _day(row: Row, column: str, faults: list[tuple[str, str]]) -> date | None:
    cell: Any = row.cells.get(column)
    if cell is None or not str(cell).strip():
        return None
    if isinstance(cell, str):  # A CRM writes the time behind the day.
        cell = re.sub(r"[ T]\d{1,2}:\d{2}.*$", "", cell.strip())
    try:
        return day_of(cell)
    except ValueError as error:
        faults.append((column, str(error)))
        return None


def _time(text: str, faults: list[tuple[str, str]]) -> time | None:
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::\d{2})? ?(am|pm)?", text.lower())
    if not text:
        return None
    hour = int(found[1]) % 12 + (12 if found[3] == "pm" else 0) if found and found[3] else int(found[1]) if found else 99
    if found is None or hour > 23 or int(found[2]) > 59:
        faults.append(("at", f"{text[:20]!r} is no time of day; write it as 14:30"))
        return None
    return time(hour, int(found[2]))


def _rung(text: str) -> Belief | None:
    return next((name for name in BELIEFS if text.lower() in (name, BELIEF_WORDS[name])), None) if text else None


def _say(sheet: Sheet, made: Brought, row: Row, faults: list[tuple[str, str]]) -> None:
    made.problems += [Problem(sheet.name, row.number, sheet.headers.get(column, column), what) for column, what in faults]


def tasks_csv(owed: list[Owed], account: str) -> str:
    """Commitments as a list for another program; it can be brought in again."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Task", "Side", "Who", "Due", "Status", "Done on", "Agreed with", "Agreed on", "Account"])
    for one in owed:
        state = one.state if one.settled else "open"
        cells = (one.action, one.side, one.who, one.due, state, one.done, one.whom, one.since, account)
        writer.writerow([unsafe_for_sheets("" if cell is None else str(cell)) for cell in cells])
    return out.getvalue()
