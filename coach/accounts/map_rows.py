"""A map's things as rows of a table that somebody edits, and what they did to the table as a change of the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from coach.accounts import map as maps
from coach.accounts.map import FIELDS, AccountMap, Arrow, Kind, OpenQuestion, Step
from coach.content.errors import CoachError

COLUMNS: dict[Kind, tuple[str, ...]] = {
    "person": ("name", "title", "family", "part"),
    "arrow": ("of", "on", "kind", "strength"),
    "step": ("title", "after", "stalls", "cause"),
    "constraint": ("kind", "text"),
    "decision": ("text", "on", "who"),
    "question": ("text", "whom"),
}
"""What can be edited in a table, by kind; `sure`, the rep's own percent, comes with each."""
NAMED: dict[Kind, str] = {"person": "name", "step": "title", "constraint": "text", "decision": "text", "question": "text"}
Row = Mapping[str, Any]


def names(map: AccountMap, kind: Kind = "person") -> dict[str, str]:
    """Each person (or step) by a name that nobody else has: of two with one name the second is 'Name (2)'."""
    found: dict[str, str] = {}
    for item in map.people if kind == "person" else map.steps:
        name = item.name if isinstance(item, maps.Person) else item.title
        number, called = 1, name
        while called in found:
            number += 1
            called = f"{name} ({number})"
        found[called] = item.id
    return found


def rows(map: AccountMap, kind: Kind) -> list[dict[str, Any]]:
    """The things of one kind, a row each: `id`, the columns with persons and steps by name, `sure`."""
    people = {id: name for name, id in names(map).items()}
    steps = {id: name for name, id in names(map, "step").items()}
    found = []
    for item in map.of(kind):
        row: dict[str, Any] = {"id": item.id} | {column: getattr(item, column) for column in COLUMNS[kind]} | {"sure": item.stated}
        if isinstance(item, Arrow):
            row |= {"of": people.get(item.of), "on": people.get(item.on)}
        elif isinstance(item, Step):
            row["after"] = steps.get(item.after[0]) if item.after else None
        elif isinstance(item, OpenQuestion):
            row["whom"] = people.get(item.whom)
        found.append(row)
    return found


def edited(map: AccountMap, kind: Kind, before: Sequence[Row], after: Sequence[Row]) -> AccountMap:
    """The map with what was done to a table between `before` and `after`: only cells that were touched, rows that were added and
    rows that were taken out, so that what another tab did meanwhile stays. CoachError, a line for each row that cannot be."""
    was, lines = {row["id"]: row for row in before}, []
    kept = {row.get("id") for row in after}
    for id in was:
        if id not in kept and map.find(id):
            map = maps.removed(map, id)
    for number, row in enumerate(after, 1):
        id = row.get("id") or None
        old = was.get(id) if id else None
        touched = {name: _bare(row.get(name)) for name in (*COLUMNS[kind], "sure") if old is None or _bare(row.get(name)) != _bare(old[name])}
        if old is None:
            touched = {name: value for name, value in touched.items() if value is not None}
        if not touched:
            continue
        if kind in NAMED and NAMED[kind] in {*touched, *(COLUMNS[kind] if old is None else ())} and not str(touched.get(NAMED[kind]) or "").strip():
            lines.append(f"Row {number}: {'the name is' if kind == 'person' else 'the words are'} missing. Write them, or take the row out.")
            continue
        try:
            map = _put(map, kind, id if old is not None else None, _fields(map, kind, touched, old))
        except ValidationError as error:
            wrong = error.errors()[0]
            lines.append(f"Row {number}, {wrong['loc'][0] if wrong['loc'] else 'all of it'}: {wrong['msg']}.")
    if lines:
        raise CoachError(*lines)
    return map


def _put(map: AccountMap, kind: Kind, id: str | None, fields: dict[str, Any]) -> AccountMap:
    if id is None:
        return maps.added(map, kind, **fields)
    return maps.changed(map, id, **fields) if map.find(id) else map


def _fields(map: AccountMap, kind: Kind, touched: dict[str, Any], old: Row | None) -> dict[str, Any]:
    """What was touched, as fields of the item."""
    fields = {name: value for name, value in touched.items() if name != "sure"}
    if "sure" in touched:
        fields["stated"] = None if touched["sure"] is None else int(touched["sure"])
    people = names(map)
    if kind == "arrow":
        for end in ("of", "on"):
            if end in touched or old is None:
                fields[end] = people.get(touched.get(end) or "", "")
    if kind == "question" and "whom" in touched:
        fields["whom"] = people.get(touched["whom"] or "", "")
    if kind == "step" and "after" in touched:
        before = names(map, "step").get(touched["after"] or "")
        fields["after"] = [before] if before else []
    if "strength" in fields:
        fields["strength"] = int(fields["strength"] or 2)
    for name in ("title", "cause", "who"):
        if name in fields and fields[name] is None:
            fields[name] = ""
    return {name: value for name, value in fields.items() if value is not None or name in ("part", "on", "stated")}


def _bare(value: Any) -> Any:
    """A cell as it is compared: what a table calls empty is None, numbers are whole."""
    if value is None or value == "" or value != value:
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


assert set(COLUMNS) == set(FIELDS)
