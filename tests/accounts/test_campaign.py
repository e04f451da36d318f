"""A campaign: what a week does to people, what one may choose, and how the committee decides without the rep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.accounts import campaign_calendar as calendar
from coach.accounts import choices
from coach.accounts.campaign import Agreed, Event, Left, Owed, Setting, Standing, World, after, opening_world, setting_of, world_of
from coach.accounts.committee import decide, retelling
from coach.accounts.weeks import answered, pass_until
from coach.content.base import BELIEFS
from coach.content.errors import CoachError
from coach.content.shelf import Shelf, load

WEDNESDAY = date(2026, 12, 2)
LAST = date(2027, 2, 3)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return load().shelf


def tarn_hollow(shelf: Shelf, seed: int = 1) -> Setting:
    return setting_of(shelf.accounts["tarn_hollow"], shelf.personas, shelf.libraries["norvane"], seed)


def standing(world: World, **changed: Standing) -> World:
    return replace(world, people=world.people | changed)


def meet(setting: Setting, world: World, person: str, left: Left, day: date = WEDNESDAY) -> World:
    return after(world, choices.met(setting, world, person, day, left))


def test_the_same_seed_and_choices_give_the_same_events_and_they_add_up_to_where_it_stands(shelf: Shelf) -> None:
    def played() -> tuple[list[Event], World]:
        setting = tarn_hollow(shelf, 7)
        world = opening_world(setting)
        left = Left(trust=30, belief="curious", outcome="continuation", promises=[Owed(action="send the trial", days=2)])
        first = choices.met(setting, world, "office_coordinator", WEDNESDAY, left)
        passed, world = pass_until(setting, after(world, first), LAST)
        return [first, *passed], world

    events, world = played()
    assert played() == (events, world)
    kept = [Event.model_validate_json(event.model_dump_json()) for event in events]
    assert world_of(tarn_hollow(shelf, 7), kept) == replace(world, day=kept[-1].day)


def test_trust_fades_when_nobody_comes_and_a_broken_promise_costs_more_than_a_kept_one_earns(shelf: Shelf) -> None:
    setting = tarn_hollow(shelf)
    won = meet(setting, opening_world(setting), "or_nurse_manager", Left(trust=30, belief="curious", outcome="continuation"))
    _, later = pass_until(setting, won, LAST)
    assert 0 < later.people["or_nurse_manager"].trust < won.people["or_nurse_manager"].trust == 15

    owing = meet(
        setting, opening_world(setting), "or_nurse_manager", Left(trust=0, belief="unaware", outcome="continuation", promises=[Owed(action="write", days=3)])
    )
    kept = after(owing, choices.keep(setting, owing, "or_nurse_manager", "write", WEDNESDAY))
    events, broken = pass_until(setting, owing, WEDNESDAY + timedelta(days=4))
    assert [event.kind for event in events if event.person == "or_nurse_manager"] == ["broken"]
    assert 0 < kept.people["or_nurse_manager"].trust < -broken.people["or_nurse_manager"].trust
    with pytest.raises(CoachError, match="You owe Ruth Ashdown RN nothing of the kind"):
        choices.keep(setting, kept, "or_nurse_manager", "write", WEDNESDAY)
    assert answered(setting, kept, "or_nurse_manager", "other", WEDNESDAY, kept=True).kind == "kept"


def mean_of(shelf: Shelf, person: str, **people: Standing) -> float:
    """The mean rung of somebody after two months, over forty seeds, when some stand as given and nobody comes."""
    rungs = []
    for seed in range(40):
        setting = tarn_hollow(shelf, seed)
        _, world = pass_until(setting, standing(opening_world(setting), **people), LAST)
        rungs.append(world.people[person].rung)
    return sum(rungs) / len(rungs)


def test_a_convinced_surgeon_warms_the_chair_and_a_nurse_manager_whom_nobody_asked_talks_him_down(shelf: Shelf) -> None:
    assert mean_of(shelf, "value_analysis_chair", surgeon=Standing("convinced", met=1, seen=LAST)) > mean_of(shelf, "value_analysis_chair") + 0.5

    def chair(nurse: Standing) -> float:
        warm = Standing("curious", met=1, seen=LAST)
        found = []
        for seed in range(40):
            setting = tarn_hollow(shelf, seed)
            world = standing(opening_world(setting), value_analysis_chair=warm, or_nurse_manager=nurse)
            events, _ = pass_until(setting, replace(world, seen=((WEDNESDAY, "value_analysis_chair"),)), LAST)
            moves = [move for event in events for move in event.moved if move.person == "value_analysis_chair"]
            found.append(sum(move.because.startswith("nobody had asked Ruth Ashdown") for move in moves))
        return sum(found) / len(found)

    assert chair(Standing("unaware")) > 0.3
    assert chair(Standing("unaware", met=1, seen=WEDNESDAY)) == 0


def test_a_step_that_is_taken_moves_belief_and_a_soft_one_slips(shelf: Shelf) -> None:
    setting = tarn_hollow(shelf)
    for taken, kind, rung in ((True, "taken", 3), (False, "slipped", 2)):
        step = Agreed(action="count her own cases", owner="she", days=5, firm=taken, taken=taken)
        world = standing(opening_world(setting), surgeon=Standing("curious", step=step, step_on=WEDNESDAY, steps=1))
        events, later = pass_until(setting, world, WEDNESDAY)
        assert [event.kind for event in events] == [kind]
        assert later.people["surgeon"].rung == rung


def test_who_can_be_seen_and_when_is_said_in_words(shelf: Shelf) -> None:
    setting = tarn_hollow(shelf)
    world = opening_world(setting)
    assert calendar.person_refused(setting, world, "surgeon", WEDNESDAY).startswith("Dr. Halloway's Wednesdays are booked")
    assert calendar.person_refused(setting, world, "joanie_fisk", WEDNESDAY) == "Joanie Fisk does not see vendors. What they think reaches you through others."
    with pytest.raises(CoachError, match="is no day for visits"):
        choices.plan(setting, world, "or_nurse_manager", WEDNESDAY + timedelta(days=1), why="she is asked last")
    with pytest.raises(CoachError, match="Write down why this person"):
        choices.plan(setting, world, "or_nurse_manager", WEDNESDAY, why=" ")
    world = meet(setting, world, "office_coordinator", Left(trust=40, belief="curious", outcome="continuation"))
    assert not calendar.person_refused(setting, world, "surgeon", WEDNESDAY)
    assert "this week already" in calendar.person_refused(setting, world, "office_coordinator", WEDNESDAY)
    world = after(world, choices.visited(setting, world, "materials_manager", WEDNESDAY))
    assert "That week is full" in calendar.day_refused(setting, world, WEDNESDAY)
    _, world = pass_until(setting, world, date(2026, 12, 9))
    with pytest.raises(CoachError, match=r"is before .* December 2026, the last thing that happened here"):
        choices.plan(setting, world, "or_nurse_manager", WEDNESDAY, why="she is asked last")


def test_votes_follow_belief_with_reasons_and_the_sponsor_says_only_what_they_heard(shelf: Shelf) -> None:
    setting = tarn_hollow(shelf)
    library = setting.library
    assert library is not None
    heard = tuple(message.id for message in library.messages.messages if message.lens == "clinical")[:4]
    world = opening_world(setting)
    people = {person: replace(stands, belief="convinced", met=1, seen=LAST) for person, stands in world.people.items()}
    people["surgeon"] = replace(people["surgeon"], heard=heard)
    decision = setting.plan.decisions[0]
    won = decide(setting, replace(world, people=people), decision, "surgeon")
    assert won.result == "won" and won.minutes[-1] == "Passed."
    assert {one.message for one in won.retold} == set(heard) and sum(one.survived for one in won.retold) <= 3
    assert all(vote.because for vote in won.votes)

    nurse = people | {"or_nurse_manager": replace(people["or_nurse_manager"], belief="recognised", objections=("nights",))}
    way = next(one for one in setting.plan.ways if one.id == "signed_in_company")
    carried = setting.plan.model_copy(update={"ways": [way.model_copy(update={"carried": {}})]})
    vetoed = decide(replace(setting, plan=carried), replace(world, people=nurse), decision, "surgeon")
    assert vetoed.result in ("lost", "deferred")
    assert [vote.says for vote in vetoed.votes if vote.veto] != ["yes"]

    alone = decide(setting, replace(world, people=people | {"infection_preventionist": Standing("unaware")}), decision, "surgeon")
    assert alone.way != "signed_in_company" or alone.way is None
    missing = decide(replace(setting, plan=setting.plan.model_copy(update={"ways": [way]})), replace(world, people=world.people), decision, "surgeon")
    assert missing.way is None and missing.result == "deferred" and "infection_preventionist" in missing.lacking
    assert not any(one.survived for one in retelling(setting, world, "surgeon", decision.on.toordinal()))


def test_nobody_signs_who_does_not_believe_in_it_and_being_asked_costs(shelf: Shelf) -> None:
    setting = tarn_hollow(shelf)
    world = opening_world(setting)
    with pytest.raises(CoachError, match="You have not met Dr"):
        choices.ask_to_sponsor(setting, world, "surgeon", WEDNESDAY)
    world = standing(world, surgeon=Standing("curious", trust=20, met=1, seen=WEDNESDAY))
    refused = choices.ask_to_sponsor(setting, world, "surgeon", WEDNESDAY)
    assert refused.kind == "refused" and after(world, refused).people["surgeon"].trust < 20
    world = standing(world, surgeon=Standing(BELIEFS[4], trust=20, met=1, seen=WEDNESDAY))
    submitted = choices.ask_to_sponsor(setting, world, "surgeon", WEDNESDAY)
    assert submitted.kind == "submitted"
    with pytest.raises(CoachError, match="A request is in"):
        choices.ask_to_sponsor(setting, after(world, submitted), "surgeon", WEDNESDAY)
