"""Scripted strategies: whom to see next, from what a rep can know. All of them talk alike, keep their promises alike and ask for the
last decisions alike; what differs is whom they see.

A strategy knows the briefing, who works there, who can be seen today, what was told in its meetings and who agreed to a step. It
reads neither the truth nor anybody's belief.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from coach.accounts import campaign_calendar as calendar
from coach.accounts.campaign import Event, Left, Setting, World, after, opening_world
from coach.accounts.choices import ask_to_sponsor, keep, met, visited
from coach.accounts.learnt import Learnt, learnt
from coach.accounts.weeks import pass_until
from coach.roleplay.draw import number, pick

KEEPS = 0.85
"""How often a scripted rep keeps a promise: most of the time, like a good colleague."""
PARTS = {"decides": 3.0, "sponsors": 3.0, "pays": 2.0, "advises": 1.0, "uses": 1.0, "guards": 1.0}
"""What somebody is worth a visit for, by what they are to the decision, as far as the rep has learnt it."""
UNKNOWN = 1.0
AGAIN = 0.4
"""What each further meeting with the same person is worth beside the one before."""
WANTED = 2.0
"""How much more somebody is worth of whom one knows that it hangs on them: who may sign and would not yet, who was missing when it was
sent back, who did not vote for it."""


@dataclass(frozen=True)
class Seen:
    """All that a strategy goes by."""

    setting: Setting
    world: World
    day: date
    open: list[str]
    """Who can be seen today."""
    map: Learnt


@dataclass(frozen=True)
class Choice:
    person: str
    visit: bool = False


Strategy = Callable[[Seen], Choice | None]
"""Whom to see; None: nobody."""


def lead_clinician_only(seen: Seen) -> Choice | None:
    """The clinician in the briefing, and nobody else; somebody at the door only to get in."""
    lead = lead_clinician(seen)
    return _through(seen, lead)


def everyone_once(seen: Seen) -> Choice | None:
    """Everybody once, in the order in which the account lists them."""
    return next((Choice(person) for person in seen.open if not seen.world.people[person].met), None)


def value_first(seen: Seen) -> Choice | None:
    """Everybody is first brought something useful without an ask; after that whoever was met least."""
    fresh = next((person for person in seen.open if not seen.world.people[person].visits and not seen.world.people[person].met), None)
    if fresh:
        return Choice(fresh, visit=True)
    return Choice(min(seen.open, key=lambda person: seen.world.people[person].met)) if seen.open else None


def follows_influence(seen: Seen) -> Choice | None:
    """Whoever moves most of what is to be decided, on the map of what was learnt so far; and again, as long as it pays."""
    worth = _worth(seen)
    for door in seen.setting.plan.doors:
        for opener in door.after:
            if door.to not in seen.open and door.to in worth and opener in worth and not seen.world.people[door.to].met:
                worth[opener] += 0.5 * worth[door.to]
    value = {person: worth.get(person, UNKNOWN) * AGAIN ** seen.world.people[person].met for person in seen.open}
    return Choice(max(seen.open, key=lambda person: value[person])) if seen.open else None


def random(seen: Seen) -> Choice | None:
    """Anybody."""
    turn = len(seen.world.seen)
    return Choice(pick(seen.open, seen.setting.seed, turn, "random strategy")) if seen.open else None


STRATEGIES: dict[str, Strategy] = {
    "lead_clinician_only": lead_clinician_only,
    "everyone_once": everyone_once,
    "follows_influence": follows_influence,
    "value_first": value_first,
    "random": random,
}


def lead_clinician(seen: Seen) -> str:
    """The clinician of whom the briefing speaks; else the first one there is."""
    people = [one for one in seen.setting.truth.stakeholders if one.id in seen.setting.personas and one.family == "clinical"]
    return min(people, key=lambda one: not one.briefed).id


def _worth(seen: Seen) -> dict[str, float]:
    """What everybody is worth, by their part and by whom they move: an arrow passes on its strength in thirds of what the other is worth, twice over."""
    part = {one.id: PARTS[one.part] for one in seen.map.stakeholders}
    for person in _wanted(seen):
        part[person] = WANTED * max(part.get(person, UNKNOWN), PARTS["decides"])
    worth = {person: part.get(person, UNKNOWN) for person in seen.setting.names}
    for _ in range(2):
        worth = {
            person: part.get(person, UNKNOWN) + sum(arrow.strength / 3 * 0.5 * worth[arrow.on] for arrow in seen.map.influence if arrow.of == person)
            for person in worth
        }
    return worth


def _wanted(seen: Seen) -> set[str]:
    """On whom it hangs, as far as refusals and minutes say."""
    wanted = set(seen.world.could_sign)
    if seen.world.decided:
        last = seen.world.decided[-1]
        wanted |= {*last.lacking, *(vote.person for vote in last.votes if vote.says != "yes")}
    return wanted


def _through(seen: Seen, person: str) -> Choice | None:
    """This person, or whoever opens their door."""
    if person in seen.open:
        return Choice(person)
    refused = [door for door in seen.setting.plan.doors if door.to == person]
    shut = calendar.person_refused(seen.setting, seen.world, person, seen.day) in {door.text for door in refused}
    opener = next((one for door in refused for one in door.after if one in seen.open), None) if shut else None
    return Choice(opener) if opener else None


Meets = Callable[[World, str, date], Left]
"""A meeting with somebody on a day, as the campaign stands; what it leaves."""


ASKED_AT_MOST = 5
"""People whom one asks to hand in the request before one gives up: the fourth would have heard of it."""


class Played:
    """A campaign as a strategy plays it."""

    def __init__(self, setting: Setting, strategy: Strategy, meets: Meets) -> None:
        self.setting, self.world = setting, opening_world(setting)
        self.events: list[Event] = []
        self._strategy, self._meets = strategy, meets

    def to_the_end(self) -> Played:
        plan = self.setting.plan
        due = {decision.due for decision in plan.decisions}
        for day in sorted({*calendar.visit_days(self.setting), *due}):
            self._pass(day)
            if self.world.closed:
                break
            if day in calendar.visit_days(self.setting):
                self._visits(day)
            if day in due and self.world.submitted is None:
                self._ask(day)
        self._pass(plan.ends)
        return self

    def _add(self, event: Event) -> None:
        self.events.append(event)
        self.world = after(self.world, event)

    def _pass(self, day: date) -> None:
        passed, self.world = pass_until(self.setting, self.world, day)
        self.events += passed

    def _visits(self, day: date) -> None:
        setting = self.setting
        while calendar.slots_left(setting, self.world, day):
            choice = self._choice(day)
            if choice is None:
                return
            if choice.visit:
                self._add(visited(setting, self.world, choice.person, day))
                continue
            self._add(met(setting, self.world, choice.person, day, self._meets(self.world, choice.person, day)))
            for one in self.world.people[choice.person].owed:
                if number(setting.seed, day.toordinal(), f"keeps {choice.person} {one.action}") < KEEPS:
                    self._add(keep(setting, self.world, choice.person, one.action, day))

    def _choice(self, day: date) -> Choice | None:
        open_to = calendar.open_to(self.setting, self.world, day)
        handed_in = self.world.submitted
        if handed_in is not None and handed_in.person in open_to:
            return Choice(handed_in.person)  # Whoever speaks for it is prepared.
        return self._strategy(Seen(self.setting, self.world, day, open_to, learnt(self.setting, self.world)))

    def _ask(self, day: date) -> None:
        """Ask for the decision: those who have done most of what was agreed, and of those first whom one has learnt to bring things in."""
        people = self.world.people
        sponsors = {one.id for one in learnt(self.setting, self.world).stakeholders if one.part == "sponsors"}
        known = [person for person, stands in people.items() if stands.met]
        for person in sorted(known, key=lambda one: (-people[one].taken, -people[one].steps, one not in sponsors, -people[one].met))[:ASKED_AT_MOST]:
            self._add(ask_to_sponsor(self.setting, self.world, person, day))
            if self.world.submitted is not None:
                return
