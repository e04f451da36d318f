"""What one viewer does with their campaigns: begin one, plan whom to see, meet them, keep a promise, hand in a request, look back."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coach.accounts import campaign_calendar as calendar
from coach.accounts import choices
from coach.accounts.bank import left_of, left_with
from coach.accounts.campaign import Event, Moved, Setting, Standing, World, after, setting_of, world_of
from coach.accounts.weeks import pass_until
from coach.content.account import Account
from coach.content.errors import CoachError
from coach.content.persona import Purpose
from coach.panels import Panels
from coach.practice import Practice, Table
from coach.reviews.viewer import Viewer
from coach.roleplay import arc
from coach.roleplay.panel import Stands
from coach.roleplay.purposes import offered
from coach.roleplay.records import Before, Change, Difficulty, Meeting, Promise
from coach.roleplay.walk_in import came
from coach.store.campaigns import CampaignLine, StoredCampaign
from coach.wiring import Coach


@dataclass(frozen=True)
class Opened:
    """A campaign as it stands. `running` is the meeting that is planned, begun and not yet over."""

    stored: StoredCampaign
    setting: Setting
    world: World
    running: str | None = None

    @property
    def id(self) -> str:
        return self.stored.id

    @property
    def events(self) -> list[Event]:
        return self.stored.events


class Campaigns:
    """Every method raises CoachError with a line the viewer can act on."""

    def __init__(self, coach: Coach, viewer: Viewer) -> None:
        self._coach, self._viewer = coach, viewer
        self._store = coach.store.campaigns
        self._practice = Practice(coach, viewer)
        self._panels = Panels(coach, viewer)

    def accounts(self) -> list[Account]:
        """Where a campaign can be played."""
        return [one for one in self._practice.shelf().accounts.values() if one.truth is not None and one.campaign is not None]

    def mine(self) -> list[CampaignLine]:
        return self._store.mine(self._viewer)

    def begin(self, account_id: str, *, difficulty: Difficulty = "guarded", seed: int | None = None) -> str:
        """A new campaign; returns its id. How the account really is this time follows from the seed."""
        shelf = self._practice.shelf()
        account = shelf.accounts.get(account_id)
        if account is None or account.truth is None or account.campaign is None:
            raise CoachError(f"There is no campaign in {account_id!r}; there is one in {', '.join(one.name for one in self.accounts()) or 'no account yet'}.")
        version = shelf.hash("account", account_id)
        self._coach.store.contents.keep("account", account_id, version, shelf.documents["account", account_id])
        drawn = secrets.randbelow(10_000) if seed is None else seed
        return self._store.begin(self._viewer, account_id, account.name, drawn, difficulty, version)

    def load(self, id: str) -> Opened:
        """A campaign where it stands; a meeting of it that has ended meanwhile is added first."""
        opened = self._heard(self._read(id))
        planned = opened.world.planned
        if planned is None or not planned.engagement:
            return opened
        meeting = self._store.counts(self._viewer, planned.engagement)
        if meeting is None:
            return opened
        table = self._practice.load(meeting)
        if not table.meeting.ended:
            return Opened(opened.stored, opened.setting, opened.world, meeting)
        left = left_of(table.meeting, arc.left_by(table.persona, table.meeting, meeting))
        held = choices.met(opened.setting, opened.world, planned.person, planned.day, left, planned=planned, meeting=meeting)
        events, guest = [held], table.guest
        if guest is not None and came(table.meeting):
            theirs, world = left_with(table.meeting, guest), after(opened.world, held)
            events.append(choices.looked_in(opened.setting, world, guest.id, planned.day, theirs, on=planned.person, meeting=meeting))
        self._add(opened, events)
        return self._read(id)

    def _read(self, id: str) -> Opened:
        stored = self._store.load(self._viewer, id)
        account = self._coach.version("account", stored.account, {f"account/{stored.account}": stored.version}, Account)
        shelf = self._practice.shelf()
        setting = setting_of(account, shelf.personas, shelf.libraries.get(account.library), stored.seed, stored.difficulty)
        return Opened(stored, setting, world_of(setting, stored.events))

    def plan(self, opened: Opened, person: str, day: date, *, why: str, purpose: Purpose = "discovery", messages: Sequence[str] = ()) -> None:
        """Whom to see next, when, why and with what. The days until then go by."""
        self._nothing_planned(opened)
        if line := calendar.day_refused(opened.setting, opened.world, day):
            raise CoachError(line)
        passed, world = pass_until(opened.setting, opened.world, day)
        if world.closed:
            self._add(opened, passed)
            return
        planned = choices.plan(opened.setting, world, person, day, why=why, purpose=purpose, messages=messages)
        engagement = self._store.engage(self._viewer, opened.id, day, purpose, person, messages)
        self._add(opened, [*passed, planned.model_copy(update={"engagement": engagement})])

    def visit(self, opened: Opened, person: str, day: date, *, why: str) -> None:
        """Bring somebody something useful and ask for nothing; takes a slot, and no meeting is played."""
        self._nothing_planned(opened)
        passed, world = pass_until(opened.setting, opened.world, day)
        if not world.closed:
            choices.plan(opened.setting, world, person, day, why=why)
            passed.append(choices.visited(opened.setting, world, person, day, why=why))
        self._add(opened, passed)

    def wait(self, opened: Opened, until: date) -> None:
        """Let the days go by."""
        self._nothing_planned(opened)
        passed, world = pass_until(opened.setting, opened.world, until)
        if world.day < until and not world.closed:
            passed.append(Event(kind="passed", day=until, because="You let the time go by."))
        self._add(opened, passed)

    def meet(self, opened: Opened) -> str:
        """The meeting that is planned, begun where the campaign stands; returns its id, the same however often it is asked for."""
        if opened.running:
            return opened.running
        planned = opened.world.planned
        if planned is None:
            raise CoachError("Nothing is planned. Choose whom to see next first.")
        stands = opened.world.people[planned.person]
        earlier = self._practice.load(stands.meeting) if stands.meeting else None
        before = (earlier.meeting, before_of(earlier, stands)) if earlier else None
        seed = opened.setting.seed * 100 + len(opened.world.seen)
        persona = opened.setting.personas[planned.person]
        purpose: Purpose = next((one for one in offered(persona) if one == planned.purpose), "discovery")
        return self._practice.meet(
            planned.engagement, planned.person, on=planned.day, difficulty=opened.stored.difficulty, seed=seed, purpose=purpose,
            after=before, since=since(opened, planned.person, before), truth=opened.setting.truth, stands=standings(opened, opened.setting.personas),
        )  # fmt: skip

    def go_in(self, opened: Opened) -> str:
        """The slot before those who decide, begun where the campaign stands; returns its id, the same however often it is asked for."""
        setting, world = opened.setting, opened.world
        if world.slot:
            return world.slot
        if line := choices.slot_refused(setting, world):
            raise CoachError(line)
        decision = choices.on_the_table(setting, world)
        assert decision is not None
        openings = standings(opened, setting.plan.table)
        seed = setting.seed * 100 + len(world.seen) + len(world.slots)
        id = self._panels.begin(setting.account.id, list(openings), on=decision.on, difficulty=opened.stored.difficulty, seed=seed, openings=openings)
        self._add(opened, [choices.slot(setting, world, world.day, id)])
        return id

    def _heard(self, opened: Opened) -> Opened:
        """With a slot that has ended meanwhile added up."""
        if not opened.world.slot:
            return opened
        meeting = self._panels.load(opened.world.slot).meeting
        if not meeting.ended:
            return opened
        left = {person: (meeting.state(person).trust - start.trust, meeting.state(person).belief) for person, start in meeting.setup.opening.items()}
        self._add(opened, [choices.heard(opened.setting, opened.world, opened.world.day, opened.world.slot, left)])
        return self._read(opened.id)

    def keep(self, opened: Opened, person: str, action: str) -> None:
        self._add(opened, [choices.keep(opened.setting, opened.world, person, action, opened.world.day)])

    def ask_to_sponsor(self, opened: Opened, person: str) -> Event:
        """Ask somebody to hand in the request; returns what came of it."""
        event = choices.ask_to_sponsor(opened.setting, opened.world, person, opened.world.day)
        self._add(opened, [event])
        return event

    def of_meeting(self, table: Table) -> str | None:
        """The campaign that a meeting belongs to; None where it belongs to none."""
        return self._store.of(self._viewer, table.stored.engagement)

    def _nothing_planned(self, opened: Opened) -> None:
        if opened.world.planned is not None:
            name = opened.setting.name(opened.world.planned.person)
            raise CoachError(f"A meeting with {name} is planned. Hold it first.")
        if opened.world.slot:
            raise CoachError("You are before the committee. Finish there first.")

    def _add(self, opened: Opened, events: Sequence[Event]) -> None:
        self._store.append(self._viewer, opened.id, len(opened.events), events)


def standings(opened: Opened, people: Iterable[str]) -> dict[str, Stands]:
    """Where these people stand, as a meeting with several of them opens."""
    setting, world = opened.setting, opened.world
    found = {person: world.people[person] for person in people if person in world.people}
    return {person: Stands(setting.trust(world, person), one.belief, one.disclosed, one.heard) for person, one in found.items()}


def before_of(earlier: Table, stands: Standing) -> Before:
    """What an earlier meeting left, with each promise as the campaign knows it: by when it was due, and whether it was kept."""
    before = arc.left_by(earlier.persona, earlier.meeting, earlier.id)
    known = {one.action: one for one in stands.promises}

    def now(promise: Promise) -> Promise:
        owing = known.get(promise.action)
        return promise.model_copy(update={"on": owing.due, "kept": owing.kept}) if owing else promise

    step = before.step and before.step.model_copy(update={"taken": stands.taken > 0 and stands.step is None})
    asked = {promise.action for promise in before.promises}
    since = [one for one in stands.promises if one.made >= before.on and one.action not in asked]  # Made when they looked in on another.
    promises = [*map(now, before.promises), *(Promise(action=one.action, on=one.due, kept=one.kept) for one in since)]
    return before.model_copy(update={"promises": promises, "step": step})


AT_THE_DOOR = ("kept", "broken")
"""What became of a promise moves them when they meet again, and is said there."""


def moves_since(events: Iterable[Event], person: str, meeting: str) -> list[tuple[Event, Moved]]:
    """What moved somebody after a meeting with them (all that did, where there was none)."""
    found: list[tuple[Event, Moved]] = []
    for event in events:
        if event.kind == "met" and event.person == person and event.meeting == meeting:
            found = []
        elif event.kind != "met" or event.person != person:
            found += [(event, move) for move in event.moved if move.person == person]
    return found


def since(opened: Opened, person: str, before: tuple[Meeting, Before] | None) -> list[Change]:
    """What happened to somebody in between, as changes of the meeting that opens now, so that it opens where the campaign stands."""
    stands, setting = opened.world.people[person], opened.setting
    moves = moves_since(opened.events, person, stands.meeting)
    door = AT_THE_DOOR if before is not None else ()
    told = [(event, move) for event, move in moves if event.kind not in door]
    changes = [Change(what="trust", by=move.by, because=move.because) for _, move in told if move.what == "trust"]
    changes += [Change(what="belief", to=move.to, because=move.because) for _, move in told if move.what == "belief"]
    at_the_door = sum(move.by for event, move in moves if event.kind in door and move.what == "trust")
    carried = 0.0
    if before is not None:
        end, start = before[0].state(), before[0].setup.opening[person]
        carried = max(-arc.MOST_KEPT, min(arc.MOST_KEPT, (end.trust - start.trust) * arc.TRUST_KEPT))
    rest = stands.trust - at_the_door - carried - sum(change.by or 0 for change in changes)
    if abs(rest) >= 0.5:
        because = "what was left of the meetings before" if before is not None else f"how {setting.name(person)} is these days"
        changes.append(Change(what="trust", by=round(rest, 1), because=because))
    known = before[0].state().heard if before is not None else ()
    changes += [Change(what="heard", to=one, because="was there when it was said to another") for one in stands.heard if one not in known]
    beliefs = [change for change in changes if change.what == "belief"]
    persona = setting.personas[person]
    opens_at = before[0].state().belief if before is not None else persona.opening.belief
    if (beliefs[-1].to if beliefs else opens_at) != stands.belief:
        changes.append(Change(what="belief", to=stands.belief, because="what they had heard before you came"))
    return changes


def due(opened: Opened, people: Collection[str] | None = None) -> list[tuple[str, str, date]]:
    """The rep's promises that are still to be kept, the soonest first: (person, what, by when)."""
    found = [(person, one.action, one.due) for person, stands in opened.world.people.items() if people is None or person in people for one in stands.owed]
    return sorted(found, key=lambda one: one[2])
