"""A row of somebody's in every table, with their words in it, made by walking the tables: one that is added later is filled too."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, Float, Integer, String, Table, insert, select

from coach.store.personal import FATES, NOBODYS
from coach.store.repository import Store
from coach.store.tables import Base, UtcTime, Words

AT = datetime(2026, 12, 1, tzinfo=UTC)


def row(table: Table, who: str, other: str) -> dict[str, Any]:
    """A row of any table that belongs to somebody; columns that name another person name `other`."""
    made: dict[str, Any] = {}
    for column in table.columns:
        parent = next((key.column for key in column.foreign_keys), None)
        fate = FATES.get(table.name, {}).get(column.name)
        if column.name == "owner" or fate in ("erase", "gone", "wrote"):
            made[column.name] = who
        elif fate == "pseudonym" or (fate == "clear" and parent is None):
            made[column.name] = other
        elif fate == "clear":
            made[column.name] = None
        elif parent is not None:
            made[column.name] = who if parent.table.name == "people" else f"{who}row" if isinstance(column.type, String) else 1
        elif isinstance(column.type, UtcTime):
            made[column.name] = None if column.name in ("left_at", "returned_at", "withdrawn_at") else AT
        elif isinstance(column.type, Date):
            made[column.name] = date(2026, 12, 1)
        elif isinstance(column.type, Boolean):
            made[column.name] = False
        elif isinstance(column.type, Integer | Float):
            made[column.name] = 1
        elif isinstance(column.type, String | Words):
            made[column.name] = f"{who}row" if column.primary_key else f"words of {who}"
        else:
            made[column.name] = {"words": f"words of {who}"}
    return made


def fill(store: Store, who: str, other: str) -> None:
    with store.database.write() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in NOBODYS:
                session.execute(insert(table).values(**row(table, who, other)))


def everything(store: Store) -> dict[str, list[str]]:
    """All rows of all tables, as text."""
    with store.database.read() as session:
        return {
            table.name: sorted(json.dumps([str(cell) for cell in found]) for found in session.execute(select(table))) for table in Base.metadata.sorted_tables
        }
