"""What must fit in an account's truth and campaign: people, steps and facts that exist, and everything that can be found out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coach.content.account import Account
from coach.content.shelf import Shelf
from coach.content.truth import WEEKDAYS, CampaignPlan, Known, Truth
from coach.content.yamlfile import Where, did_you_mean


def misfits(account: Account, shelf: Shelf) -> Iterator[tuple[Where, str]]:
    """What does not fit, as (field, what is wrong)."""
    truth, campaign = account.truth, account.campaign
    for at, mates in enumerate(account.corridors):
        for name in mates:
            if name not in shelf.personas or shelf.personas[name].account != account.id:
                yield ("corridors", at), f"no persona {name!r} of this account{did_you_mean(name, list(shelf.personas))}"
    if truth is None:
        if campaign is not None:
            yield ("campaign",), "needs a truth beside it: whom one meets, and who moves whom"
        return
    people = {item.id: item for item in truth.stakeholders}
    yield from _twice(("truth", "stakeholders"), [item.id for item in truth.stakeholders])
    yield from _twice(("truth", "constraints"), [item.id for item in truth.constraints])
    yield from _twice(("truth", "variants"), [item.id for item in truth.variants])
    arrows = [(item.of, item.on) for item in truth.influence]
    for at, arrow in enumerate(truth.influence):
        where: Where = ("truth", "influence", at)
        for end in ("of", "on"):
            yield from _who((*where, end), getattr(arrow, end), people)
        if arrow.of == arrow.on:
            yield (*where, "on"), f"{arrow.on!r} moves nobody by moving themselves"
        if arrows.index((arrow.of, arrow.on)) < at:
            yield (*where, "of"), f"the arrow from {arrow.of!r} to {arrow.on!r} stands twice; put them together"
    steps = {step.id for step in account.pathway}
    for at, stall in enumerate(truth.stalls):
        if stall.step not in steps:
            yield ("truth", "stalls", at, "step"), f"no step {stall.step!r} in the pathway{did_you_mean(stall.step, steps)}"
    for at, variant in enumerate(truth.variants):
        where = ("truth", "variants", at)
        for index, shift in enumerate(variant.shifts):
            yield from _who((*where, "shifts", index, "of"), shift.of, people)
            yield from _who((*where, "shifts", index, "on"), shift.on, people)
        for field in ("warmer", "cooler"):
            for name in getattr(variant, field):
                yield from _who((*where, field), name, people)
        for name in variant.without:
            if name not in {item.id for item in truth.constraints}:
                yield (*where, "without"), f"no constraint {name!r}{did_you_mean(name, {item.id for item in truth.constraints})}"
    yield from _told(truth, shelf)
    if campaign is not None:
        yield from _campaign(campaign, people)
        if campaign.table and len(campaign.table) < 3:
            yield ("campaign", "table"), f"has {len(campaign.table)} people; three to five sit there, or leave it out"
        for name in campaign.table:
            if name not in shelf.personas:
                yield ("campaign", "table"), f"no persona {name!r}{did_you_mean(name, list(shelf.personas))}"


def _told(truth: Truth, shelf: Shelf) -> Iterator[tuple[Where, str]]:
    """Everything can be found out, from somebody who knows it."""
    groups: tuple[tuple[str, Iterable[Known]], ...] = (
        ("stakeholders", truth.stakeholders),
        ("influence", truth.influence),
        ("stalls", truth.stalls),
        ("constraints", truth.constraints),
    )
    for name, items in groups:
        for at, item in enumerate(items):
            where: Where = ("truth", name, at)
            if not item.briefed and not item.told_by:
                yield (*where, "told_by"), "nobody tells this: name who does and by which facts, or mark it as briefed"
            for index, source in enumerate(item.told_by):
                persona = shelf.personas.get(source.persona)
                if persona is None:
                    yield (*where, "told_by", index, "persona"), f"no persona {source.persona!r}{did_you_mean(source.persona, list(shelf.personas))}"
                    continue
                facts = {fact.id for fact in persona.facts}
                told = {fact for topic in persona.topics for line in topic.lines for fact in line.tells} | {
                    fact for need in persona.needs for fact in need.facts
                }
                for fact in source.facts:
                    if fact not in facts:
                        yield (*where, "told_by", index, "facts"), f"{source.persona} has no fact {fact!r}{did_you_mean(fact, facts)}"
                    elif fact not in told:
                        yield (*where, "told_by", index, "facts"), f"{source.persona} never tells {fact!r}: no topic line and no need does"


def _campaign(campaign: CampaignPlan, people: Iterable[str]) -> Iterator[tuple[Where, str]]:
    people = set(people)
    if campaign.ends <= campaign.starts:
        yield ("campaign", "ends"), "comes before it starts"
    if [item.on for item in campaign.decisions] != sorted(item.on for item in campaign.decisions):
        yield ("campaign", "decisions"), "are not in order of their days"
    for at, decision in enumerate(campaign.decisions):
        if not campaign.starts < decision.due <= decision.on <= campaign.ends:
            yield ("campaign", "decisions", at, "due"), "must lie between the start and the day of the decision, and that before the end"
    for at, door in enumerate(campaign.doors):
        for name in (door.to, *door.after):
            yield from _who(("campaign", "doors", at), name, people)
    yield from _twice(("campaign", "ways"), [item.id for item in campaign.ways])
    for at, way in enumerate(campaign.ways):
        for name in (*way.sponsors, *way.carried, *(ballot.person for ballot in way.votes)):
            yield from _who(("campaign", "ways", at), name, people)
    if not any(campaign.starts.toordinal() <= day <= campaign.ends.toordinal() for day in _visits(campaign)):
        yield ("campaign", "visit_days"), "leave no day for a visit"


def _visits(campaign: CampaignPlan) -> Iterator[int]:
    for day in range(campaign.starts.toordinal(), campaign.ends.toordinal() + 1):
        if day % 7 in {WEEKDAYS.index(name) + 1 for name in campaign.visit_days} and day not in {one.toordinal() for one in campaign.closed}:
            yield day


def _who(where: Where, name: str, people: Iterable[str]) -> Iterator[tuple[Where, str]]:
    if name not in people:
        yield where, f"{name!r} is not among the truth's stakeholders{did_you_mean(name, list(people))}"


def _twice(where: Where, names: list[str]) -> Iterator[tuple[Where, str]]:
    for at, name in enumerate(names):
        if name in names[:at]:
            yield (*where, at, "id"), f"{name!r} stands twice"
