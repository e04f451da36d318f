"""A list of people as CSV: a row of headings and a row a person."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import cast

from coach.reviews.logins import ROLES
from coach.reviews.viewer import Role

HEADINGS = ("email", "name", "role", "manager", "team")
MOST_ROWS, MOST_BYTES, MOST_LETTERS = 5_000, 2_000_000, 200


@dataclass(frozen=True)
class Row:
    """`role`, `manager` (an address) and `team` None: nothing said. Addresses are in lower case."""

    email: str
    name: str
    role: Role | None
    manager: str | None
    team: str | None


def read(data: bytes) -> tuple[list[Row], list[str]]:
    """The people of a list, and what is wrong with it, a line a problem; with one, nothing should be taken over. Commas or semicolons
    between the cells, UTF-8 with or without a mark, as a spreadsheet saves it."""
    if len(data) > MOST_BYTES:
        return [], [f"The list has {len(data) / 1e6:.1f} MB; lists of up to {MOST_BYTES / 1e6:.0f} MB are read. Split it."]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], ["The list is not saved as UTF-8. Save it as “CSV UTF-8” and bring it in again."]
    text = text.replace("\0", "")
    first = text.splitlines()[0] if text.strip() else ""
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ","))
    except csv.Error as error:
        return [], [f"The list cannot be read as CSV ({error})."]
    head = [cell.strip().casefold() for cell in lines[0]] if lines else []
    if "email" not in head:
        return [], ["The list needs a row of headings with “email” in it; there may also be name, role, manager and team."]
    if unknown := [cell for cell in head if cell and cell not in HEADINGS]:
        return [], [f"row 1: no heading “{cell[:40]}”; there are {', '.join(HEADINGS)}" for cell in unknown]
    if len(lines) - 1 > MOST_ROWS:
        return [], [f"The list has {len(lines) - 1:,} rows; up to {MOST_ROWS:,} are read at once. Split it."]
    found: list[Row] = []
    wrong: list[str] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {name: " ".join(cell.split()) for name, cell in zip(head, cells, strict=False)}
        email, manager, role = row.get("email", "").casefold(), row.get("manager", "").casefold(), row.get("role", "").casefold()
        problems = [f"row {number}, {name}: “{said[:60]}” is no address" for name, said in (("email", email), ("manager", manager)) if _no_address(said, name)]
        if role and role not in ROLES:
            problems.append(f"row {number}, role: no role “{role[:40]}”; there are {', '.join(ROLES)}")
        if email in seen:
            problems.append(f"row {number}, email: {email} stands in row {seen[email]} already")
        seen.setdefault(email, number)
        wrong += problems
        if not problems:
            found.append(Row(email, row.get("name", "")[:MOST_LETTERS], cast(Role, role) if role else None, manager or None, row.get("team", "")[:80] or None))
    return ([], wrong) if wrong else (found, wrong or ([] if found else ["The list has no rows below its headings."]))


def _no_address(said: str, name: str) -> bool:
    if name == "manager" and not said:
        return False
    local, _, domain = said.partition("@")
    return not (local and domain) or "@" in domain or " " in said or len(said) > MOST_LETTERS
