"""The weeks of a campaign: on which days one is let in, how often, and to whom."""

from __future__ import annotations

from datetime import date, timedelta

from coach.accounts.campaign import Setting, World
from coach.content.truth import WEEKDAYS, Decision

CLOSED = "The campaign is over."


def visit_days(setting: Setting) -> list[date]:
    """Every day on which this account lets one in."""
    plan = setting.plan
    days = {WEEKDAYS.index(name) for name in plan.visit_days}
    every = (plan.starts + timedelta(days=at) for at in range((plan.ends - plan.starts).days + 1))
    return [day for day in every if day.weekday() in days and day not in plan.closed]


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def slots_left(setting: Setting, world: World, day: date) -> int:
    """How many meetings this account still gives in the week of a day."""
    week = week_of(day)
    return max(0, setting.plan.per_week - sum(week_of(seen) == week for seen, _ in world.seen))


def next_day(setting: Setting, world: World) -> date | None:
    """The next day with room for a meeting, today included; None where there is none left."""
    return next((day for day in visit_days(setting) if day >= world.day and slots_left(setting, world, day)), None)


def day_refused(setting: Setting, world: World, day: date) -> str:
    """Why nobody can be seen on this day, in a line; empty where somebody can."""
    if world.closed:
        return CLOSED
    if day < world.day:
        return f"{_day(day)} is before {_day(world.day)}, the last thing that happened here. Choose a later day."
    if day not in visit_days(setting):
        names = " and ".join(name.capitalize() for name in setting.plan.visit_days)
        return f"{_day(day)} is no day for visits. {setting.account.name} sees vendors on {names}s, and not on the days it is closed."
    if not slots_left(setting, world, day):
        count = setting.plan.per_week
        return f"That week is full: {setting.account.name} gives {count} {'meeting' if count == 1 else 'meetings'} a week."
    return ""


def person_refused(setting: Setting, world: World, person: str, day: date) -> str:
    """Why this person cannot be seen on this day, in a line; empty where they can."""
    if person not in setting.personas:
        return f"{setting.name(person)} does not see vendors. What they think reaches you through others."
    if any(week_of(seen) == week_of(day) and who == person for seen, who in world.seen):
        return f"{setting.name(person)} has given you time this week already."
    for door in setting.plan.doors:
        if door.to == person and not any(world.people[one].met + world.people[one].visits and setting.trust(world, one) >= door.trust for one in door.after):
            return door.text
    return ""


def open_to(setting: Setting, world: World, day: date) -> list[str]:
    """Everybody who can be seen on a day."""
    return [person for person in setting.personas if not person_refused(setting, world, person, day)]


def next_decision(setting: Setting, world: World) -> Decision | None:
    """The next decision for which a request could still be handed in."""
    return next((one for one in setting.plan.decisions if one.due >= world.day), None)


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"
