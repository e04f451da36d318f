"""What happens between meetings, day by day: steps taken and slipped, promises that fall due, second thoughts, and what a week does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from coach.accounts import campaign_rules as rules
from coach.accounts.campaign import Event, Moved, Setting, World, after
from coach.accounts.committee import decide, missing
from coach.accounts.learnt import fit
from coach.content.base import BELIEFS
from coach.content.errors import CoachError
from coach.content.truth import Weight
from coach.roleplay.draw import number
from coach.roleplay.rules import RULES, points

FRIDAY = 4


def pass_until(setting: Setting, world: World, until: date) -> tuple[list[Event], World]:
    """Everything that happens after today up to the day `until`, and the world then. CoachError for a day that is past."""
    if until < world.day:
        raise CoachError(f"{until.isoformat()} is before {world.day.isoformat()}, the last thing that happened here. Choose a later day.")
    events: list[Event] = []
    last = min(until, setting.plan.ends)
    day = world.day
    while day < last and not world.closed:
        day += timedelta(days=1)
        for make in (_slept, _steps, _due, _week, _decision, _end):
            for event in make(setting, world, day):
                events.append(event)
                world = after(world, event)
    return events, world


def _slept(setting: Setting, world: World, day: date) -> Iterator[Event]:
    """The next morning."""
    for seen, person in world.seen:
        stands = world.people[person]
        if seen != day - timedelta(days=1) or not stands.met:
            continue
        drawn = number(setting.seed, day.toordinal(), f"second thoughts {person}")
        if drawn < rules.SECOND_THOUGHTS and stands.rung >= rules.TALKS_FROM and not stands.taken:
            move = Moved(person=person, what="belief", to=BELIEFS[stands.rung - 1], because="thought better of it overnight")
            yield Event(kind="slept", day=day, person=person, because=f"{setting.name(person)} thought better of it overnight.", moved=[move])
        elif drawn > 1 - rules.SLEPT_ON and stands.disclosed and stands.rung < rules.SLEPT_TO:
            move = Moved(person=person, what="belief", to=BELIEFS[stands.rung + 1], because="the talk went on in their head")
            yield Event(kind="slept", day=day, person=person, because=f"{setting.name(person)} went on thinking about what they had told you.", moved=[move])


def _steps(setting: Setting, world: World, day: date) -> Iterator[Event]:
    """Steps of theirs whose day has come."""
    for person, stands in world.people.items():
        if stands.step is None or stands.step_on is None or stands.step_on > day:
            continue
        name, step = setting.name(person), stands.step
        if not step.taken:
            yield Event(kind="slipped", day=day, person=person, because=f"{name} did not get round to it: {step.action}.")
            continue
        moved = []
        if stands.rung < rules.STEP_RAISES_TO:
            moved = [Moved(person=person, what="belief", to=BELIEFS[stands.rung + 1], because=f"saw for themselves: {step.action}")]
        yield Event(kind="taken", day=day, person=person, because=f"{name} did what was agreed: {step.action}.", moved=moved)


def _due(setting: Setting, world: World, day: date) -> Iterator[Event]:
    """Promises of the rep's that were due yesterday and not kept."""
    for person, stands in world.people.items():
        for at, one in enumerate(stands.owed):
            if one.due < day:
                yield answered(setting, world, person, one.action, day, kept=False, first=not at)


def answered(setting: Setting, world: World, person: str, action: str, day: date, *, kept: bool, first: bool = True) -> Event:
    """A promise kept or broken. Several of one day count once, as they do at the door."""
    rule = RULES["promise_kept" if kept else "promise_broken"]
    persona = setting.personas.get(person)
    trust, _ = points(rule, persona.tastes if persona else {}, setting.difficulty, 0)
    same = any(
        one.kept is kept and one.made == mine.made for mine in world.people[person].owed if mine.action == action for one in world.people[person].promises
    )
    moved = [Moved(person=person, what="trust", by=trust, because=f"{rule.because}: {action}")] if first and not same else []
    words = (
        f"You did what you had promised {setting.name(person)}: {action}." if kept else f"You had promised {setting.name(person)}: {action}. The day passed."
    )
    return Event(kind="kept" if kept else "broken", day=day, person=person, promise=action, because=words, moved=moved)


def _week(setting: Setting, world: World, day: date) -> Iterator[Event]:
    """A week, told on its Friday. Everybody is moved from where the week found them, so that no order among people matters."""
    if day.weekday() != FRIDAY:
        return
    moved = [*_fading(setting, world, day), *_passed_over(setting, world, day), *_words(setting, world, day)]
    if moved:
        yield Event(kind="passed", day=day, because="A week went by.", moved=moved)


def _fading(setting: Setting, world: World, day: date) -> Iterator[Moved]:
    for person, stands in world.people.items():
        away = (day - (stands.seen or setting.plan.starts)).days
        if stands.seen is None or away < rules.FADES_AFTER:
            continue
        lost = stands.trust * (1 - (rules.FADE if stands.trust > 0 else rules.GRUDGE))
        if abs(lost) >= 0.1:
            because = "nobody of yours came" if lost > 0 else "some of it is forgotten"
            yield Moved(person=person, what="trust", by=round(-lost, 2), because=because)


def _words(setting: Setting, world: World, day: date) -> Iterator[Moved]:
    """What people say to each other, and what is forgotten. Nobody moves more than a rung in a week; the strongest voice counts."""
    for person in world.people:
        move = _heard(setting, world, person, day) or _company(setting, world, person, day) or _forgotten(setting, world, person, day)
        if move:
            yield move


def _heard(setting: Setting, world: World, person: str, day: date) -> Moved | None:
    """The first voice, the strongest first, that reaches somebody this week and moves them."""
    stands = world.people[person]
    for other, strength in voices(setting, person):
        view = world.people[other]
        if number(setting.seed, day.toordinal(), f"word {other} {person}") >= rules.WORD[strength]:
            continue
        if view.rung >= rules.TALKS_FROM and stands.rung < min(rules.BY_WORD[strength], view.rung):
            return _by_word(person, other, stands.rung + 1, f"{setting.name(other)} spoke for it")
        if ignored(setting, world, other, day) and strength >= rules.MATTERS and stands.rung > rules.AGAINST and not stands.taken:
            return _by_word(person, other, stands.rung - 1, f"nobody had asked {setting.name(other)}, and they said so")
    return None


def voices(setting: Setting, person: str) -> list[tuple[str, Weight]]:
    """Whose word reaches somebody and how strongly, the strongest first."""
    found = {one.on: cast(Weight, max(1, one.strength - rules.BACK)) for one in setting.truth.influence if one.of == person}
    found |= {one.of: one.strength for one in setting.truth.influence if one.on == person}
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def _company(setting: Setting, world: World, person: str, day: date) -> Moved | None:
    """Whoever would have to put their name to it looks whether they would stand alone."""
    stands = world.people[person]
    for way in setting.plan.ways:
        short = person in way.sponsors and stands.rung == BELIEFS.index(way.sponsored) - 1 and not missing(world, way)
        if not short or not stands.met or setting.trust(world, person) < rules.COMPANY_FROM:
            continue
        if number(setting.seed, day.toordinal(), f"company {person}") < rules.COMPANY * fit(setting, world).share:
            others = [setting.name(one) for one in way.carried]
            because = f"would not stand alone: {' and '.join(others)} would be there too"
            return Moved(person=person, what="belief", to=way.sponsored, because=because, through=next(iter(way.carried), ""))
    return None


def _forgotten(setting: Setting, world: World, person: str, day: date) -> Moved | None:
    stands = world.people[person]
    away = (day - (stands.seen or day)).days
    fades = away >= rules.FORGETS_AFTER and stands.rung >= rules.TALKS_FROM and not stands.taken
    if fades and number(setting.seed, day.toordinal(), f"forgets {person}") < rules.FORGETS:
        return Moved(person=person, what="belief", to=BELIEFS[stands.rung - 1], because="other things came in between")
    return None


def _by_word(person: str, through: str, rung: int, because: str) -> Moved:
    return Moved(person=person, what="belief", to=BELIEFS[rung], because=because, through=through)


def _passed_over(setting: Setting, world: World, day: date) -> Iterator[Moved]:
    for person, stands in world.people.items():
        if ignored(setting, world, person, day) and stands.trust > rules.PASSED_OVER_LEAST:
            yield Moved(person=person, what="trust", by=rules.PASSED_OVER, because="was talked about and never talked to")


def ignored(setting: Setting, world: World, person: str, day: date) -> bool:
    """Whether somebody who matters knows by now that nobody of ours came to see them."""
    stands = world.people[person]
    if stands.met or stands.visits or person not in setting.personas or (day - setting.plan.starts).days < rules.HEARS_AFTER or not world.seen:
        return False
    return any(one.of == person and one.strength >= rules.MATTERS for one in setting.truth.influence)


def _decision(setting: Setting, world: World, day: date) -> Iterator[Event]:
    """A request that was handed in, on the day on which it is decided."""
    if world.submitted is None:
        return
    decision = next(one for one in setting.plan.decisions if one.id == world.submitted.decision)
    if decision.on != day:
        return
    sponsor = world.submitted.person
    absent = {person for person in world.people if ignored(setting, world, person, day)}
    decided = decide(setting, world, decision, sponsor, absent)
    moved = []
    if decided.result == "deferred":
        moved = [Moved(person=sponsor, what="trust", by=rules.SENT_BACK, because="the request with their name on it was sent back")]
    yield Event(kind="decided", day=day, person=sponsor, decision=decision.id, because=f"{decision.title}: {decided.minutes[-1]}", decided=decided, moved=moved)


def _end(setting: Setting, world: World, day: date) -> Iterator[Event]:
    if world.result in ("won", "lost"):
        yield Event(kind="closed", day=day, because=f"It is decided: {'the request was passed' if world.result == 'won' else 'the request was turned down'}.")
    elif day >= setting.plan.ends:
        yield Event(kind="closed", day=day, because="The time for it has run out.")
