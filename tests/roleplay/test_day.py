"""The day that is drawn for a meeting: another one each time, the same one for the same seed, and the purpose it is for."""

from __future__ import annotations

from datetime import date

import pytest

from coach.content.errors import CoachError
from coach.content.persona import Purpose
from coach.debrief.debrief import debrief, seen_of
from coach.roleplay.day import day_of
from coach.roleplay.meeting import open_meeting
from coach.roleplay.purposes import minutes, offered
from coach.roleplay.records import Beat, Day, Meeting
from tests.roleplay.conftest import Theatre, moved, reading, rules

EVERYBODY = [
    "surgeon", "or_nurse_manager", "infection_preventionist", "materials_manager", "cfo", "value_analysis_chair", "chief_medical_officer", "office_coordinator",
    "pulmonologist", "nurse_practitioner", "practice_administrator", "prior_auth_coordinator", "front_desk", "plan_medical_director",
]  # fmt: skip


def opened(theatre: Theatre, persona: str, purpose: Purpose = "discovery", seed: int = 1) -> Meeting:
    stage = theatre.stage(persona)
    return open_meeting(stage.persona, stage.library, seed=seed, difficulty="guarded", on=date(2026, 12, 1), versions={}, purpose=purpose)


def test_fourteen_people_work_in_two_places(theatre: Theatre) -> None:
    assert sorted(theatre.coach.shelf.personas) == sorted(EVERYBODY)
    assert {persona.account for persona in theatre.coach.shelf.personas.values()} == {"tarn_hollow", "larkfield"}


@pytest.mark.parametrize("persona", EVERYBODY)
def test_the_same_seed_is_the_same_day_and_ten_seeds_are_ten_days(theatre: Theatre, persona: str) -> None:
    person = theatre.persona(persona)
    days = [day_of(person, seed, "guarded", "discovery") for seed in range(10)]
    assert days == [day_of(person, seed, "guarded", "discovery") for seed in range(10)]
    assert len({day.model_dump_json() for day in days}) >= 8
    assert len({opened(theatre, persona, seed=seed).turns[0].replied[0].words for seed in range(10)}) >= 5


@pytest.mark.parametrize("persona", EVERYBODY)
def test_an_easy_person_has_no_interest_in_play_and_a_hostile_one_often_has(theatre: Theatre, persona: str) -> None:
    person = theatre.persona(persona)
    easy = [day_of(person, seed, "open", "discovery").stake for seed in range(60)]
    hard = [day_of(person, seed, "hostile", "discovery").stake for seed in range(60)]
    assert not any(easy) and sum(stake is not None for stake in hard) > 20


@pytest.mark.parametrize("persona", EVERYBODY)
def test_every_purpose_opens_in_its_own_words_and_minutes(theatre: Theatre, persona: str) -> None:
    person = theatre.persona(persona)
    assert len(offered(person)) >= 4
    for purpose in offered(person):
        meeting = opened(theatre, persona, purpose)
        line = meeting.turns[0].said.responses[0].beat.lines[0]
        if purpose != "discovery":
            assert line.startswith(f"openings.{purpose}.")
            assert meeting.state().minutes_left == minutes(person, purpose)
    assert minutes(person, "corridor") == 1.5


def test_a_purpose_that_makes_no_sense_is_refused_in_one_line(theatre: Theatre) -> None:
    with pytest.raises(CoachError, match="cannot be met for that; there are discovery"):
        opened(theatre, "cfo", "case_support")


def test_a_criterion_without_a_chance_is_not_observed(theatre: Theatre) -> None:
    stage = theatre.stage("surgeon")
    meeting = opened(theatre, "surgeon", "no_ask")
    rubric = theatre.coach.shelf.rubric()
    before_it_said_so = rubric.model_copy(update={"criteria": [item.model_copy(update={"not_for": None}) for item in rubric.criteria]})
    for used in (rubric, before_it_said_so):
        report = debrief(seen_of(meeting, stage.persona, stage.library, theatre.coach.shelf.needs), used)
        for name in ("advance", "message_fit"):
            assert report.criterion(name).status == "not_observed" and "no chance" in report.criterion(name).why


def test_what_is_sorest_this_week_lies_nearer(theatre: Theatre) -> None:
    person = theatre.persona("surgeon")
    week = person.weeks[0]
    need = next(item for item in person.needs if item.need == week.live)
    told = reading("How does that go for them?", acts=["asks"], topic=need.gate.topics[0], question="open", uptake=0.6)
    told = told.model_copy(update={"text": f"{told.text} {(need.gate.cues or [''])[0]}"})
    trust = need.gate.trust - 9.0
    assert not theatre.react("surgeon", theatre.state("surgeon", trust=trust), told).beat.disclosed
    assert theatre.react("surgeon", theatre.state("surgeon", trust=trust, day=Day(week=week.id)), told).beat.disclosed == [need.need]


@pytest.mark.parametrize("persona", EVERYBODY)
def test_a_favour_is_to_be_declined_and_better_with_another_way(theatre: Theatre, persona: str) -> None:
    if theatre.persona(persona).favour is None:
        return
    state = theatre.state(persona, day=Day(purpose="saying_no"), turn=1)
    well = theatre.react(persona, state, "I can't do that, I'm sorry. What I can do is ask the committee and come back through your office.", turn=1)
    bare = theatre.react(persona, state, "No, I'm sorry, I can't do that.", turn=1)
    yes = theatre.react(persona, state, "Sure, of course. Happy to.", turn=1)
    assert well.beat.lines[0].startswith("favour.declined.") and "declined_well" in rules(well) and moved(well) > moved(bare)
    assert bare.beat.lines[0].startswith("favour.bare.")
    assert yes.beat.lines[0].startswith("favour.accepted.") and "favour_granted" in rules(yes)


def test_life_happens_once_costs_minutes_and_quotes_nobody(theatre: Theatre) -> None:
    asked = {question.id: "answered" for question in theatre.persona("surgeon").questions}
    state = theatre.state("surgeon", day=Day(life={3: "shorter"}), minutes_left=7.0, last=Beat(move="answer"), questions=asked)
    response = theatre.react("surgeon", state, reading("I see.", acts=["tells"]))
    assert response.beat.life == "shorter" and response.beat.lines[-1].startswith("life.shorter.")
    change = next(change for change in response.changes if "sooner" in change.because)
    assert change.what == "minutes_left" and change.by == -4.0 and change.quote == ""
    again = theatre.state("surgeon", day=Day(life={3: "shorter"}), minutes_left=3.0, lines=response.beat.lines, last=response.beat, questions=asked)
    short = theatre.react("surgeon", again, reading("Then just one question. What worries you most?", acts=["asks"], topic="priorities", question="open"))
    assert short.beat.life is None and "shortened" in rules(short)


def test_what_matters_is_not_interrupted(theatre: Theatre) -> None:
    person = theatre.persona("surgeon")
    need = person.needs[0]
    asked = reading("How does that go for them?", acts=["asks"], topic=need.gate.topics[0], question="open", uptake=0.6)
    response = theatre.react("surgeon", theatre.state("surgeon", trust=90.0, day=Day(life={2: "pager"})), asked)
    assert response.beat.disclosed == [need.need] and response.beat.life is None
