"""Old records read by new code: one chain of upgraders for each kind of record.

When a record's shape changes, raise its `v` by one, append a function to its chain that turns the dictionary of the
version before into the new one, and add an example of the new version to tests/store/examples.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from coach.store.errors import StoreError

Kind = Literal["setup", "said", "replied"]
Upgrader = Callable[[dict[str, Any]], dict[str, Any]]


def _replied_2(data: dict[str, Any]) -> dict[str, Any]:
    """Since version 2 a reply may say what went wrong at an endpoint and what it cost there; nothing was asked of one before."""
    return data | {"v": 2, "trouble": "", "spent": None}


def _said_2(data: dict[str, Any]) -> dict[str, Any]:
    """Since version 2 a turn may say how it was spoken; all were typed before."""
    return data | {"v": 2, "spoken": None}


CHAINS: dict[Kind, list[Upgrader]] = {"setup": [], "said": [_said_2], "replied": [_replied_2]}
"""The first function of a chain reads version 1 and gives version 2, and so on."""


def upgrade(kind: Kind, data: dict[str, Any]) -> dict[str, Any]:
    """The record in today's shape. Errors: StoreError for one that a newer app wrote, or that has no version."""
    chain = CHAINS[kind]
    newest, version = len(chain) + 1, data.get("v")
    if not isinstance(version, int) or version < 1:
        raise StoreError(f"A stored '{kind}' record has no version, so it cannot be read. The database may be damaged: restore a backup.")
    if version > newest:
        raise StoreError(f"A stored '{kind}' record is of version {version}; this app reads up to version {newest}. Update the app.")
    for step in chain[version - 1 :]:
        data = step(data)
    return data
