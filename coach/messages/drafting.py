"""A message while it is written: what is wrong with it, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coach.content.checks import of_message
from coach.content.library import Library, Message
from coach.content.own import Fault
from coach.content.shelf import Shelf
from coach.content.yamlfile import Parsed, validated

EMPTY: dict[str, Any] = {
    "text": "", "variants": [], "lens": None, "role_families": [], "stage": None, "needs": [], "answers": [], "labels": [], "claim_type": None,
    "evidence": [], "indication": None, "population": None, "market": "", "audience": "professional", "seats": [], "balance": None, "before": [],
    "next": [], "owner": "",
}  # fmt: skip
"""A message of which nothing is written yet."""


@dataclass(frozen=True)
class Checked:
    """What was written, and all that is wrong with it; `message` is None where it cannot be kept as it is. A fault that does not stop
    it from being kept still keeps it from review."""

    message: Message | None
    faults: list[Fault]

    @property
    def sound(self) -> bool:
        return self.message is not None and not self.faults

    def of(self, field: str) -> list[str]:
        return [fault.what for fault in self.faults if fault.field == field]


def checked(id: str, document: Mapping[str, Any], library: Library, shelf: Shelf, on: date) -> Checked:
    """Check what was written of a message, as if it were to be approved on the day `on`."""
    filled = {name: value for name, value in document.items() if value is not None and value != ""} | {"id": id, "status": "draft"}
    parsed = Parsed("", filled, {}, [], set())
    made = validated(parsed, Message)
    faults = [Fault(problem.field.split("[")[0].split(".")[0], _worded(problem.field, problem.what), True) for problem in parsed.problems]
    if made is not None:
        wanted = made.model_copy(update={"status": "approved", "approved_on": on, "expires_on": on + timedelta(days=1)})
        faults += [Fault(name, what, False) for name, what in of_message(wanted, library, shelf)]
        if made.market != library.product.market:
            faults.append(Fault("market", f"is not the library's market, {library.product.market}; a message for another market is never found here", False))
    return Checked(made, list(dict.fromkeys(faults)))


def _worded(field: str, what: str) -> str:
    """What is wrong, for somebody who looks at a form: no lines to add, and a line of a list by its number."""
    line = field.partition("[")[2].partition("]")[0]
    what = what.replace("is missing; add it", "is missing").replace("is empty; write something or leave the line out", "is empty")
    return f"line {int(line) + 1} {what}" if line.isdigit() else what
