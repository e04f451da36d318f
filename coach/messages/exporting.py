"""A library as a file for others. Every export says on which day it was true, because approvals run out."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any, Literal

import yaml

from coach.content.library import Library, Message
from coach.messages.columns import IDS, TEXTS, unsafe_for_sheets

Format = Literal["csv", "yaml", "json", "md"]
FICTIONAL = "Fictional sample content"


def export(library: Library, kind: Format, on: date) -> str:
    """The library's messages, all of them with their status. `on`: the day on which it is true."""
    return {"csv": _csv, "yaml": _yaml, "json": _json, "md": _markdown}[kind](library, on)


def as_yaml(library: Library, remark: str) -> str:
    """A messages.yaml, with a remark on top."""
    document = {
        "v": 1,
        "kind": "messages",
        "id": library.id,
        "fictional": library.messages.fictional,
        "messages": [_document(message) for message in library.messages.messages],
    }
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return "".join(f"# {line}\n" for line in remark.splitlines()) + yaml.dump(document, Dumper=dumper, sort_keys=False, allow_unicode=True, width=160)


def _document(message: Message) -> dict[str, Any]:
    """Plain values, without what stands at its default: fields that nobody wrote are not written."""
    whole = message.model_dump()
    return {name: whole[name] for name in whole if name in ("version", "audience") or whole[name] not in (None, [])}


def _fictional(library: Library) -> bool:
    return library.messages.fictional or library.product.fictional


def _head(library: Library, on: date) -> str:
    said = f"{library.product.name} ({library.id}): messages as they were on {on}. Approvals run out; look again before you use them."
    return f"{said}\n{FICTIONAL}: every name and number is invented." if _fictional(library) else said


def _yaml(library: Library, on: date) -> str:
    return as_yaml(library, _head(library, on))


def _json(library: Library, on: date) -> str:
    document = {
        "library": library.id,
        "true_on": on.isoformat(),
        "fictional": _fictional(library),
        "about": FICTIONAL if _fictional(library) else "",
        "messages": [message.model_dump(mode="json") | {"in_force": message.in_force(on)} for message in library.messages.messages],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _csv(library: Library, on: date) -> str:
    out = io.StringIO(newline="")
    names = list(Message.model_fields)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*names, "in_force", "true_on", "about"])
    for message in library.messages.messages:
        cells = [unsafe_for_sheets(_cell(name, getattr(message, name))) for name in names]
        writer.writerow([*cells, "yes" if message.in_force(on) else "no", on.isoformat(), FICTIONAL if _fictional(library) else ""])
    return out.getvalue()


def _cell(name: str, value: Any) -> str:
    if name in IDS:
        return "; ".join(value)
    if name in TEXTS:
        # A line an item. One item alone ends with a line's end, so that a semicolon in it is not taken for a separator.
        return "\n".join(value) + ("\n" if len(value) == 1 else "")
    return "" if value is None else str(value)


def _markdown(library: Library, on: date) -> str:
    rows = [f"# {library.product.name}", "", *_head(library, on).splitlines(), ""]
    for message in library.messages.messages:
        until = f", until {message.expires_on}" if message.expires_on else ""
        who = f" by {message.approved_by}" if message.approved_by else ""
        state = f"{message.status}{who}{until}" + ("" if message.in_force(on) or message.status != "approved" else f" (not in force on {on})")
        rows += [f"## {message.id}", "", *(f"> {line}" for line in message.text.splitlines()), ""]
        rows += [f"- For: {message.lens}, {message.stage}, {message.audience}, {message.market}", f"- Status: {state}, version {message.version}"]
        rows += [
            f"- {title}: {words}" for title, words in (("Document", message.document), ("Say with it", message.balance), ("Kept by", message.owner)) if words
        ]
        rows += [f"- {title}: {', '.join(words)}" for title, words in (("Needs", message.needs), ("Evidence", message.evidence)) if words]
        rows += ["- They would say:", *(f"  - {label}" for label in message.labels), ""]
    return "\n".join(rows)
