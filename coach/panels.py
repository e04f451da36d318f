"""Slots before several people that are kept: ask for one, say something, hear who answers, leave.

The same order as for a meeting with one person makes a crash harmless: what the rep said, with everything decided from it,
is committed before a word of the answers is shown. A table speaks in the authored voice only.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coach.content.account import Account
from coach.content.errors import CoachError
from coach.content.library import Library
from coach.content.persona import Persona
from coach.events import tell, timed
from coach.practice import MAX_CHARACTERS
from coach.reviews.viewer import Viewer
from coach.roleplay import panel as slots
from coach.roleplay.meeting import Stage
from coach.roleplay.panel import FEWEST, Panel, Stands
from coach.roleplay.records import Difficulty, Meeting, Replied, Said
from coach.store.meetings import Participant, StoredMeeting
from coach.store.summaries import Summary
from coach.wiring import Coach


@dataclass(frozen=True)
class Slot:
    """A stored slot with the content that it was begun with. The first of `people` is in the chair."""

    id: str
    stored: StoredMeeting
    people: tuple[Persona, ...]
    account: Account | None
    panel: Panel

    @property
    def meeting(self) -> Meeting:
        return self.stored.meeting

    def persona(self, id: str) -> Persona:
        return next(persona for persona in self.people if persona.id == id)

    @property
    def owed(self) -> list[Replied]:
        """Answers of the last turn that were never stored, in the order in which they are spoken."""
        last = self.meeting.turns[-1]
        heard = {reply.person for reply in last.replied}
        return [reply for reply in slots.speak(self.panel, last.said) if reply.person not in heard]


class Panels:
    """What one viewer does with their slots. Every method raises CoachError with a line the viewer can act on."""

    def __init__(self, coach: Coach, viewer: Viewer) -> None:
        self._coach, self._viewer, self._store = coach, viewer, coach.store

    def tables(self) -> list[Account]:
        """Accounts in which a slot before several people can be asked for."""
        shelf = self._coach.shelf_for(self._viewer)
        return [account for _, account in sorted(shelf.accounts.items()) if self.seats(account)]

    def seats(self, account: Account) -> list[str]:
        """Who sits there, as far as they are among those one can meet; nobody where too few are."""
        shelf = self._coach.shelf_for(self._viewer)
        table = [name for name in (account.campaign.table if account.campaign else []) if name in shelf.personas]
        return table if len(table) >= FEWEST else []

    def begin(
        self,
        account_id: str,
        people: Sequence[str] = (),
        *,
        on: date,
        difficulty: Difficulty = "guarded",
        seed: int | None = None,
        minutes: float = slots.MINUTES,
        openings: Mapping[str, Stands] | None = None,
        engagement: str | None = None,
    ) -> str:
        """A new slot in an account, before `people` (default: those the account names; the first is in the chair); returns its id."""
        shelf = self._coach.shelf_for(self._viewer)
        account = shelf.accounts.get(account_id)
        if account is None:
            raise CoachError(f"There is no account {account_id!r}.")
        personas = [shelf.persona(name) for name in (people or self.seats(account))]
        panel = self._panel(tuple(personas), account, shelf.library_of(personas[0]) if personas else None)
        drawn = secrets.randbelow(10_000) if seed is None else seed
        versions = {name: hash for persona in personas for name, hash in shelf.versions(persona, shelf.rubric()).items()}
        opened = slots.open_panel(panel, seed=drawn, difficulty=difficulty, on=on, versions=versions, minutes=minutes, openings=openings)
        for name, version in versions.items():
            kind, id = name.split("/", 1)
            self._store.contents.keep(kind, id, version, shelf.documents[kind, id])
        taking_part = [Participant(persona.id, persona.name, persona.title, versions[f"persona/{persona.id}"]) for persona in personas]
        id = self._store.meetings.start(self._viewer, opened.setup, opened.turns[0].said, taking_part, "slot", engagement=engagement, account=account_id)
        for reply in opened.turns[0].replied:
            self._store.meetings.append_reply(self._viewer, id, reply)
        tell("meeting", meeting=id, mode="slot")
        return id

    def load(self, id: str) -> Slot:
        """A slot with the personas, library and account of its own versions. CoachError for a meeting with one person."""
        stored = self._store.meetings.load(self._viewer, id)
        setup = stored.meeting.setup
        if stored.mode != "slot":
            raise CoachError("This is a meeting with one person. Open it on the page Practice.")
        people = tuple(self._coach.version("persona", name, setup.versions, Persona) for name in setup.opening)
        library = self._coach.version("library", setup.library, setup.versions, Library) if setup.library else None
        name = next((key.removeprefix("account/") for key in setup.versions if key.startswith("account/")), None)
        account = self._coach.version("account", name, setup.versions, Account) if name else None
        return Slot(id, stored, people, account, self._panel(people, account, library))

    def recent(self, limit: int = 8) -> list[Summary]:
        """The viewer's last slots, newest first: the row of whoever was in the chair stands for each."""
        rows = [row for row in self._store.meetings.recent(self._viewer, 20 * limit) if row.mode == "slot"]
        first: dict[str, Summary] = {}
        for row in rows:
            first.setdefault(row.meeting, row)
        return list(first.values())[:limit]

    def say(self, slot: Slot, words: str) -> Said:
        """Read the rep's words, decide who answers and what it did to everybody, and commit it. Raises Taken where another tab was faster."""
        if slot.meeting.ended:
            raise CoachError("This slot is over. They deliberate without you.")
        if slot.owed:
            raise CoachError("The last answer has not been heard yet. Reload the page to hear it.")
        if len(words) > MAX_CHARACTERS:
            raise CoachError(f"That is {len(words):,} characters; nobody listens that long. Keep it under {MAX_CHARACTERS:,}.")
        with timed("turn", meeting=slot.id, turn=len(slot.meeting.turns)):
            said = slots.take_turn(slot.panel, slot.meeting, words.strip())
        self._store.meetings.append_said(self._viewer, slot.id, said)
        return said

    def heard(self, slot: Slot, reply: Replied) -> None:
        """Keep one answer as it was heard."""
        self._store.meetings.append_reply(self._viewer, slot.id, reply)

    def leave(self, slot: Slot) -> Said:
        """The rep thanks them and goes; answers still owed are heard first."""
        if slot.meeting.ended:
            raise CoachError("This slot is over already. They deliberate without you.")
        for reply in slot.owed:
            self.heard(slot, reply)
        slot = self.load(slot.id)
        said = slots.leave(slot.panel, slot.meeting)
        self._store.meetings.append_said(self._viewer, slot.id, said)
        return said

    def _panel(self, people: tuple[Persona, ...], account: Account | None, library: Library | None) -> Panel:
        topics = self._coach.shelf.topics
        stages = [Stage(persona, library, topics, self._coach.reader(library, persona)) for persona in people]
        return Panel(stages, {persona.id: weight(account, persona.id) for persona in people})


def weight(account: Account | None, person: str) -> float:
    """0 to 3: how much somebody's word counts for the decision. Their own vote, or the strongest arrow from them to a voter."""
    if account is None or account.truth is None or account.campaign is None:
        return 1.0
    ballots = {ballot.person: ballot.weight for way in account.campaign.ways for ballot in way.votes}
    arrows = [float(arrow.strength) for arrow in account.truth.influence if arrow.of == person and arrow.on in ballots]
    return min(3.0, max([0.0, *arrows, *([1 + ballots[person]] if person in ballots else [])]))
