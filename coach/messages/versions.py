"""The versions of one message: which of them stands, what became of two that were written at once, what an edit makes of it.

Every step adds a version, a change of status too: what was approved is exactly what somebody looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from coach.content.errors import CoachError
from coach.content.library import Library, Message
from coach.messages.importing import FOUND_BY

Step = Literal["taken over", "drafted", "edited", "sent", "returned", "approved", "withdrawn", "dropped", "imported", "undone"]
"""What somebody did to a message. `taken over`: the version in the files, kept when it was first touched in the app."""
DECIDED = ("approved", "withdrawn")
WRITING: tuple[Step, ...] = ("drafted", "edited", "imported")
"""The steps in which somebody puts words into a message."""
SELF_APPROVED = "self-approved: by somebody who wrote it, with nobody else here"
APPROVAL = ("document", "approved_by", "approved_on", "expires_on")
"""What only an approval fills in."""
BY_HAND = tuple(name for name in Message.model_fields if name not in ("id", "version", "status", *APPROVAL))
"""What an editor writes."""


def standing(edits: Sequence[Message], below: Message | None) -> Message:
    """The version that search and the claim check go by. `edits`: the versions made in the app, oldest first, at least one;
    `below`: the one in the files. A draft hides nothing: until it is approved, what was approved or withdrawn before stands."""
    decided = next((message for message in reversed(edits) if message.status in DECIDED), None)
    if decided is not None:
        return decided
    return below if below is not None and below.status in DECIDED else edits[-1]


def overlaid(library: Library, edits: Mapping[str, Sequence[Message]]) -> Library:
    """The library with what was made in the app on top, message by message; new ones at the end, by id."""
    if not edits:
        return library
    files = {message.id: message for message in library.messages.messages}
    rows = [standing(edits[id], message) if id in edits else message for id, message in files.items()]
    rows += [standing(edits[id], None) for id in sorted(set(edits) - set(files))]
    return library.model_copy(update={"messages": library.messages.model_copy(update={"messages": rows})})


def writers(steps: Iterable[tuple[str, str, str]]) -> set[str]:
    """Who wrote the words that wait for an approval. `steps`: what was done to the message, by whom, and the status it had
    then, newest first. Whatever came before its last approval was decided upon already."""
    found = set()
    for what, by, status in steps:
        if status == "approved":
            break
        if what in WRITING:
            found.add(by)
    return found


def written(message: Message) -> dict[str, Any]:
    """What an editor may change, as plain values."""
    whole = message.model_dump(mode="json")
    return {name: whole[name] for name in BY_HAND}


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The fields of an editor that differ, in the order of a message."""
    return [name for name in BY_HAND if (one.get(name) or None) != (other.get(name) or None)]


def edited(before: Message | None, made: Message, last: int, approves: bool) -> Message:
    """The version that saving makes, after version `last`. New words are a draft without approval. What changes only how an
    approved message is found keeps its approval, where whoever saves may approve (`approves`)."""
    if before is not None and before.status == "approved" and approves and set(differing(written(before), written(made))) <= set(FOUND_BY):
        kept = {name: getattr(before, name) for name in APPROVAL}
        return made.model_copy(update={**kept, "status": "approved", "version": last + 1})
    return made.model_copy(update={**dict.fromkeys(APPROVAL), "status": "draft", "version": last + 1})


def approved(newest: Message, *, document: str, approved_by: str, approved_on: date, expires_on: date, market: str, today: date) -> Message:
    """The version that an approval makes. Raises CoachError with a line for each thing that it lacks."""
    lines = []
    texts = {"document": document, "approved_by": approved_by, "market": market}
    called = {"document": "The document number", "approved_by": "The approver", "market": "The market"}
    lines += [f"{called[name]} is missing. Without it an approval proves nothing." for name, text in texts.items() if not text.strip()]
    if approved_on > today:
        lines.append(f"It cannot have been approved on {approved_on:%d %B %Y}, which is still to come. Leave it in review until then.")
    if expires_on <= max(approved_on, today):
        lines.append(f"It would run out on {expires_on:%d %B %Y}, which is over. Choose a later day.")
    if lines:
        raise CoachError(*lines)
    proof = {name: text.strip() for name, text in texts.items()} | {"approved_on": approved_on, "expires_on": expires_on}
    return Message.model_validate(newest.model_dump() | proof | {"status": "approved", "version": newest.version + 1})


def stepped(newest: Message, status: Literal["draft", "in_review", "withdrawn", "approved"], words: Message | None = None) -> Message:
    """The next version, with another status and the same words; `words`: another version's instead."""
    return (words or newest).model_copy(update={"status": status, "version": newest.version + 1})


def merged(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What two people wrote over the same version, put together: (the fields, those which both changed and where mine is kept)."""
    both = [name for name in differing(base, mine) if name in differing(base, theirs) and name in differing(mine, theirs)]
    mine_only = set(differing(base, mine))
    return {name: mine.get(name) if name in mine_only else theirs.get(name) for name in BY_HAND}, both
