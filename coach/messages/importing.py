"""What an import would make of a library: new, changed, unchanged, and every problem by row. Nothing is written here.

Deleting is withdrawing: an import never takes a message away; a row whose status is withdrawn (or deleted, retired) stops it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from coach.content.checks import of_library
from coach.content.library import Library, Message
from coach.content.shelf import Shelf
from coach.content.yamlfile import Parsed, Problem, validated
from coach.messages.columns import value
from coach.messages.sheets import Row, Sheet

PROOF = ("document", "approved_by", "market", "expires_on")
"""What shows that copy was approved elsewhere. Without all of it a row comes in as a draft."""
CALLED = {"document": "document number", "approved_by": "approver", "market": "market", "expires_on": "expiry"}
FOUND_BY = ("lens", "role_families", "stage", "needs", "answers", "labels", "seats", "before", "next", "owner", "version", "status")
"""How a message is found and kept; changing these leaves what was approved as it was."""
LISTS = ("variants", "role_families", "needs", "answers", "labels", "evidence", "seats", "before", "next")


@dataclass(frozen=True)
class Change:
    """A message that would not be as it was. `fields`: which differ; `version`: the one it would have."""

    id: str
    version: int
    fields: list[str]


@dataclass
class Plan:
    """What an import would do. `messages`: the whole library afterwards, in order; complete only without problems."""

    library: str
    messages: list[Message] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    """What the file calls each field."""

    def remark(self, row: Row, id: str, what: str) -> None:
        self.remarks.setdefault(what, []).append(f"row {row.number}, {id}")


def plan(sheet: Sheet, library: Library, shelf: Shelf, on: date) -> Plan:
    """What the rows would make of the library. All problems at once, by row and column, those of the sheet included.

    A column that is not there leaves a message as it was; an empty cell empties the field. `on`: today, from which copy that
    was approved on a day nobody wrote down is in force.
    """
    made = Plan(library.id, problems=list(sheet.problems), notes=list(sheet.notes), headers=dict(sheet.headers))
    if sheet.library and sheet.library != library.id:
        made.problems.append(Problem(sheet.name, 0, "id", f"is a list of the library {str(sheet.library)[:64]!r}, not of {library.id!r}; name that one"))
    before = {message.id: message for message in library.messages.messages}
    after = dict(before)
    rows: dict[str, Row] = {}
    for row in sheet.rows:
        cells = _cells(row, sheet, made)
        if cells is None:
            continue
        id = str(cells["id"])
        if id in rows:
            made.problems.append(_problem(sheet, row, "id", f"{id!r} stands already in row {rows[id].number}; ids are unique"))
            continue
        rows[id] = row
        message = _message(cells, row, sheet, library, before.get(id), made, on)
        if message is not None:
            after[id] = message
    made.messages = list(after.values())
    _fits(made, rows, sheet, library, shelf)
    for what, places in made.remarks.items():
        more = f", and {len(places) - 3:,} more" if len(places) > 3 else ""
        made.notes.append(f"{'; '.join(places[:3])}{more}: {what}")
    order = {row.number: at for at, row in enumerate(sheet.rows)}
    made.problems = sorted(set(made.problems), key=lambda problem: (problem.line, order.get(problem.line, 0), problem.field, problem.what))
    return made


def _problem(sheet: Sheet, row: Row, name: str, what: str) -> Problem:
    return Problem(sheet.name, row.number, sheet.headers.get(name, name), what)


def _cells(row: Row, sheet: Sheet, made: Plan) -> dict[str, Any] | None:
    """The values of a row by field, None for an empty cell; None where the row has no usable id."""
    cells: dict[str, Any] = {}
    wrong = False
    for name, cell in row.cells.items():
        try:
            cells[name] = value(name, cell)
        except ValueError as error:
            made.problems.append(_problem(sheet, row, name, str(error)))
            wrong = True
    if "id" not in cells or not cells["id"]:
        made.problems.append(_problem(sheet, row, "id", "is empty; every message needs an id of its own"))
        return None
    return None if wrong else cells


def _message(cells: dict[str, Any], row: Row, sheet: Sheet, library: Library, old: Message | None, made: Plan, on: date) -> Message | None:
    given = {name: [] if cell is None and name in LISTS else cell for name, cell in cells.items() if name != "version"}
    stated = given.pop("status", None)
    base = old.model_dump() if old else {"status": "draft", "market": library.product.market, "claim_type": "fact"}
    for name in ("market", "audience", "claim_type", "approved_on"):
        if name in given and given[name] is None:
            given.pop(name)  # An empty cell of these means what it means where there is no such column.
    document = base | given
    document["status"] = stated or (old.status if old else "draft")
    if old is not None:
        document["version"] = old.version
    # Through the model first, so that what was only stripped or left out does not count as a difference.
    message = _valid(document, row, sheet, made)
    if message is None:
        return None
    if old is not None and message == old:
        made.unchanged.append(message.id)
        return old
    fields = [name for name in Message.model_fields if old is not None and getattr(message, name) != getattr(old, name)]
    status = _status(stated, cells, message, old, fields, row, sheet, made)
    if old is None:
        made.new.append(message.id)
        version = cells.get("version") or 1
    else:
        version = old.version + 1
        fields = [*(name for name in fields if name != "status"), *(["status"] if status != old.status else [])]
        if not fields:
            made.unchanged.append(message.id)
            return old
        made.changed.append(Change(message.id, version, fields))
    if status == "withdrawn" and (old is None or old.status != "withdrawn"):
        made.withdrawn.append(message.id)
    if not cells.get("claim_type") and old is None:
        made.remark(row, message.id, "no claim type, so it is taken for a fact; an effect, a risk or a cost needs its own type")
    reworded = old is not None and old.status == status == "approved" and bool({"text", "variants"} & set(fields))
    if old is not None and reworded and (message.document, message.approved_on) == (old.document, old.approved_on):
        made.remark(row, message.id, "the words are new, the document number and the day of approval are those of the old words")
    if status == "approved" and (old is None or "expires_on" in fields) and message.expires_on and message.expires_on < on:
        made.remark(row, message.id, f"ran out on {message.expires_on}; it comes in, and is never found")
    since = on if status == "approved" and message.approved_on is None else message.approved_on
    if since != message.approved_on:
        made.remark(row, message.id, f"no day of approval, so it is in force from today, {on}")
    return message.model_copy(update={"status": status, "version": version, "approved_on": since})


def _valid(document: dict[str, Any], row: Row, sheet: Sheet, made: Plan) -> Message | None:
    filled = {name: cell for name, cell in document.items() if cell is not None}
    try:
        return Message.model_validate(filled)
    except ValidationError:
        parsed = Parsed(sheet.name, filled, {}, [], set())
        validated(parsed, Message)
        for problem in parsed.problems:
            name = problem.field.split("[")[0]
            if "is missing" in problem.what and row.number in {one.line for one in sheet.problems}:
                continue  # Why it is missing is said already.
            what = problem.what.replace(" or leave the line out", "")
            made.problems.append(_problem(sheet, row, name, what))
        return None


def _status(stated: str | None, cells: dict[str, Any], message: Message, old: Message | None, fields: list[str], row: Row, sheet: Sheet, made: Plan) -> str:
    """The status that a row earns. What changed only in how it is found keeps its approval; new words have to bring theirs."""
    if stated in ("withdrawn", "in_review", "draft"):
        return stated
    if old is not None and old.status == "withdrawn" and stated is None:
        return "withdrawn"  # An old sheet brings nothing back by itself.
    if old is not None and old.status in ("in_review", "draft") and stated is None and not all(cells.get(name) for name in PROOF):
        return old.status
    if old is not None and old.status == "approved" and set(fields) <= set(FOUND_BY):
        return "approved"
    missing = [CALLED[name] for name in PROOF if not cells.get(name)]
    if not missing:
        return "approved"
    made.drafts.append(message.id)
    wanted = stated == "approved" or len(missing) < len(PROOF) - 1
    if wanted or (old is not None and old.status == "approved"):
        made.remark(row, message.id, f"comes in as a draft, without {', '.join(missing)}")
    return "draft"


def _fits(made: Plan, rows: dict[str, Row], sheet: Sheet, library: Library, shelf: Shelf) -> None:
    """What does not fit with the needs, the evidence and the other messages, for the rows at hand; the rest is for the linter."""
    touched = {*made.new, *(change.id for change in made.changed)}
    ids = {message.id for message in made.messages} | set(rows)
    whole = library.model_copy(update={"messages": library.messages.model_copy(update={"messages": made.messages})})
    for where, what in of_library(whole, shelf):
        message = made.messages[int(where[1])]
        if message.id not in touched:
            continue
        name = str(where[2])
        if name in ("before", "next") and (cited := what.split("'")[1:2]) and cited[0] in ids:
            continue  # Its own row has a problem, which is said there.
        made.problems.append(_problem(sheet, rows[message.id], name, what))
