"""The care of a library by one person: write a message, have it reviewed, approve it, withdraw it, bring many in, take them back.

What is written goes to the database and lies over the files. Every method raises CoachError with lines the person can act on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coach.content.errors import CoachError
from coach.content.library import Library, Message
from coach.edited import Edited
from coach.messages import versions
from coach.messages.coverage import NEAR_FROM, SOON, Near
from coach.messages.drafting import Checked, checked
from coach.messages.importing import Plan, plan
from coach.messages.sheets import read_bytes
from coach.messages.versions import Step
from coach.reading.records import Claim
from coach.reviews.viewer import Viewer
from coach.store.contents import UNFINISHED
from coach.store.errors import NotYours, Taken
from coach.store.library import Batch, Entry, New, Undone, Version
from coach.store.plans import PlanHolding
from coach.store.usage import Use
from coach.wiring import Coach

COMPARED = 2000
"""Messages with which a new one is compared; in a larger library that would take minutes."""


@dataclass(frozen=True)
class Item:
    """One message: the version that stands (what search and the claim check go by), and the newest, which may be a draft over it."""

    standing: Message
    newest: Message

    @property
    def id(self) -> str:
        return self.newest.id

    @property
    def in_work(self) -> bool:
        """Whether somebody works on it: its newest version is neither approved nor withdrawn."""
        return self.newest.status not in versions.DECIDED

    def expiring(self, on: date) -> int | None:
        """Days left of a message in force that runs out soon; None for any other."""
        left = (self.standing.expires_on - on).days if self.standing.in_force(on) and self.standing.expires_on else None
        return left if left is not None and left <= SOON else None


@dataclass(frozen=True)
class Remark:
    """What the claim check says about one field of a message."""

    field: str
    claim: Claim


class Curation:
    """What one viewer does with the messages of the libraries."""

    def __init__(self, coach: Coach, viewer: Viewer) -> None:
        self._coach, self._viewer = coach, viewer
        self._store = coach.store.library
        self._contents = coach.store.contents

    @property
    def _edited(self) -> Edited:
        self._coach.shelf  # noqa: B018  # so that it is as new as the shelf
        return self._coach.edited

    def library(self, library: str) -> Library:
        """A library as it stands. CoachError where there is none."""
        found = self._coach.shelf.libraries.get(library)
        if found is None:
            raise CoachError(f"There is no library {library!r}. Choose one of {', '.join(sorted(self._coach.shelf.libraries)) or 'none'}.")
        return found

    def items(self, library: str) -> list[Item]:
        """All messages of a library, in its order."""
        edits = self._edited.all(library)
        return [Item(message, edits[message.id][-1] if message.id in edits else message) for message in self.library(library).messages.messages]

    def item(self, library: str, id: str) -> Item | None:
        """One message; None where there is none with this id yet."""
        found = next((message for message in self.library(library).messages.messages if message.id == id), None)
        edits = self._edited.versions(library, id)
        return Item(found, edits[-1] if edits else found) if found else None

    def at(self, library: str, id: str, version: int) -> Message | None:
        """One version of a message; None for one that nobody kept, and for 0, which is before there was any."""
        found = next((message for message in self._edited.versions(library, id) if message.version == version), None)
        below = self._below(library, id)
        return found or (below if below is not None and below.version == version else None)

    def history(self, library: str, id: str) -> list[Version]:
        return self._store.history(self._viewer, library, id)

    def trail(self, library: str, id: str) -> list[Entry]:
        return self._store.trail(self._viewer, library, id)

    def wrote(self, library: str, id: str) -> bool:
        """Whether the viewer wrote any of what waits for an approval."""
        return self._viewer.id in self._store.writers(self._viewer, library, id)

    def check(self, library: str, id: str, document: Mapping[str, Any], on: date) -> Checked:
        """What is wrong with what was written, field by field."""
        return checked(id, document, self.library(library), self._coach.shelf, on)

    def remarks(self, library: str, message: Message, on: date) -> list[Remark]:
        """What the claim check says about the words of a message: each with its balance, as it should be said."""
        seat = message.seats[0] if message.seats else "sales"
        reader = self._coach.fitted.judge(self.library(library), message.id, message.audience, seat)
        found: dict[tuple[str, str], Remark] = {}
        for field, text in (("text", message.text), *(("variants", variant) for variant in message.variants)):
            whole = f"{text} {message.balance}" if message.balance else text
            for claim in reader.read(whole, today=on).claims:
                place = field if claim.quote in text else "balance"
                found.setdefault((claim.rule, claim.quote), Remark(place, claim))
        return list(found.values())

    def nearest(self, library: str, message: Message, most: int = 3) -> list[Near]:
        """Other messages that say nearly the same, the closest first. Empty in a library of more than `COMPARED`."""
        others = [other for other in self.library(library).messages.messages if other.id != message.id and other.status != "withdrawn"]
        if not others or len(others) > COMPARED:
            return []
        vectors = self._coach.embedder.embed([message.text, *(other.text for other in others)])
        cosines = [round(float(cosine), 2) for cosine in vectors[1:] @ vectors[0]]
        pairs = [Near(message, other, min(1.0, cosine)) for other, cosine in zip(others, cosines, strict=True) if cosine >= NEAR_FROM]
        return sorted(pairs, key=lambda pair: (-pair.cosine, pair.other.id))[:most]

    def save(self, library: str, id: str, document: Mapping[str, Any], base: int, on: date) -> Message:
        """Keep what was written over version `base` as the next one. Taken where somebody was faster."""
        found = self.check(library, id, document, on)
        if found.message is None:
            raise CoachError(*(f"{fault.field.replace('_', ' ').capitalize()} {fault.what}." for fault in found.faults))
        before = self.at(library, id, base)
        made = versions.edited(before, found.message, base, self._viewer.may_approve)
        note = f"changed: {', '.join(names)}" if before and (names := versions.differing(versions.written(before), versions.written(made))) else ""
        self._add(library, made, "edited" if base else "drafted", note.replace("_", " "))
        self.forget(library, id, document)
        return made

    def send(self, library: str, id: str, at: int, note: str, on: date) -> None:
        """Send a draft for review. CoachError while something is wrong with it."""
        draft = self._version(library, id, at)
        if faults := self.check(library, id, versions.written(draft), on).faults:
            raise CoachError(*(f"{fault.field.replace('_', ' ').capitalize()}: {fault.what}." for fault in faults))
        self._add(library, versions.stepped(draft, "in_review"), "sent", note.strip())

    def send_back(self, library: str, id: str, at: int, comment: str) -> None:
        """Return what was sent for review to whoever writes it, with what to change."""
        if not comment.strip():
            raise CoachError("Say what is to be changed; a message that comes back without a word helps nobody.")
        self._add(library, versions.stepped(self._version(library, id, at), "draft"), "returned", comment.strip())

    def approve(self, library: str, id: str, at: int, today: date, **proof: Any) -> None:
        """Put a version in force. `proof`: document, approved_by, approved_on, expires_on, market. NotAllowed for what the viewer
        wrote, unless they are alone; then the trail says so."""
        made = versions.approved(self._version(library, id, at), today=today, **proof)
        self._add(library, made, "approved", f"document {made.document}, approved by {made.approved_by}, market {made.market}, until {made.expires_on}")

    def withdraw(self, library: str, id: str, at: int, reason: str) -> None:
        """Stop a message. It is never deleted: search does not find it any more, and the claim check knows its words."""
        if not reason.strip():
            raise CoachError("Say why it is withdrawn; whoever finds it in a plan will ask.")
        item = self.item(library, id)
        words = item.standing if item else None
        self._add(library, versions.stepped(self._version(library, id, at), "withdrawn", words), "withdrawn", reason.strip())

    def drop(self, library: str, id: str, at: int) -> None:
        """Give up a draft over an approved message: what stands is the newest again."""
        item = self.item(library, id)
        if item is None or not item.in_work or item.standing.status != "approved":
            raise CoachError("There is no draft over an approved message here. Reload the page to see what stands.")
        self._add(library, versions.stepped(self._version(library, id, at), "approved", item.standing), "dropped", f"version {item.standing.version} stands")

    def holding(self, library: str, id: str) -> list[PlanHolding]:
        """The viewer's plans, and the meetings in them, that hold a message; those that are over are marked."""
        return self._coach.store.plans.holding(self._viewer, library, id)

    def planned(self, library: str, name: str, raw: bytes, on: date) -> Plan:
        """What bringing in a file would do; all its problems by row. CoachError for a file that cannot be read at all."""
        return plan(read_bytes(name, raw), self.library(library), self._coach.shelf, on)

    def bring_in(self, library: str, name: str, made: Plan) -> str | None:
        """Write what was planned, all or nothing; returns the id by which it can be undone, None where nothing is new."""
        if made.problems:
            raise CoachError(*map(str, made.problems))
        touched = {*made.new, *(change.id for change in made.changed)}
        if not touched:
            return None
        edits, below = self._edited.all(library), {message.id: message for message in self._edited.below(library).messages.messages}
        new = []
        for message in made.messages:
            if message.id in touched:
                last = edits[message.id][-1].version if message.id in edits else below[message.id].version if message.id in below else 0
                new.append(New(message.model_copy(update={"version": last + 1}), "imported", name, below.get(message.id)))
        batch = self._store.add_all(self._viewer, library, new, batch=True)
        self._coach.look_again()
        return batch

    def batches(self, library: str) -> list[Batch]:
        return self._store.batches(self._viewer, library)

    def undo(self, library: str, batch: str) -> Undone:
        done = self._store.undo(self._viewer, library, batch)
        self._coach.look_again()
        return done

    def uses(self, library: str) -> list[Use]:
        """Which messages the viewer said in their own meetings, and what followed."""
        return self._store.uses(self._viewer, library)

    def unfinished(self, library: str, id: str) -> dict[str, Any] | None:
        """What was typed and not saved: `base`, the version it was written over, and `document`."""
        return self._contents.edit(self._viewer, UNFINISHED, _place(library, id))

    def keep(self, library: str, id: str, base: int, document: Mapping[str, Any]) -> None:
        """Keep what was typed so far, right or wrong, so that a reload loses none of it."""
        self._contents.save_edit(self._viewer, UNFINISHED, _place(library, id), {"base": base, "document": dict(document)})

    def forget(self, library: str, id: str, document: Mapping[str, Any]) -> None:
        """Drop what was typed and not saved, where it is this; what another tab of theirs typed meanwhile stays."""
        kept = self.unfinished(library, id)
        if kept is not None and kept["document"] == document:
            try:
                self._contents.drop_edit(self._viewer, UNFINISHED, _place(library, id))
            except NotYours:
                return  # Another tab of theirs did it at the same moment.

    def begun(self, library: str) -> list[str]:
        """The ids of messages on which the viewer typed something that is not saved."""
        start = _place(library, "")
        return [id.removeprefix(start) for kind, id, _ in self._contents.edits(self._viewer) if kind == UNFINISHED and id.startswith(start)]

    def _add(self, library: str, made: Message, what: Step, note: str) -> None:
        try:
            self._store.add(self._viewer, library, New(made, what, note, self._below(library, made.id)))
        finally:
            self._coach.look_again()

    def _version(self, library: str, id: str, at: int) -> Message:
        found = self.at(library, id, at)
        if found is None:
            raise Taken(f"Version {at} of {id} is not there any more as you saw it. Reload the page; nothing you typed is lost.")
        return found

    def _below(self, library: str, id: str) -> Message | None:
        return next((message for message in self._edited.below(library).messages.messages if message.id == id), None)


def _place(library: str, id: str) -> str:
    return f"message/{library}/{id}"
