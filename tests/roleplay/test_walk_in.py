"""Somebody looks in on a meeting: who and when, who answers, what both hear, what nobody tells then, and how they go."""

from __future__ import annotations

import pytest

from coach.roleplay.corridor import mates, opened
from coach.roleplay.leaks import leaks
from coach.roleplay.lines import authored
from coach.roleplay.meeting import take_turn as alone
from coach.roleplay.records import Meeting, Replied, Turn
from coach.roleplay.walk_in import MOST, came, comes_in, door, present, take_turn
from tests.roleplay.conftest import Theatre

HOST, GUEST = "nurse_practitioner", "pulmonologist"
ASKS = ["What worries you most about your patients?", "What happens in the week after they go home?", "Who teaches them?", "How many are on one now?", "I see."]


def begun(theatre: Theatre, seed: int, chance: float = 1.0, host: str = HOST) -> Meeting:
    return opened(theatre.coach.shelf, theatre.persona(host), theatre.open(host, seed), chance)


def say(theatre: Theatre, meeting: Meeting, words: str) -> Meeting:
    """One turn, everybody heard out."""
    host = theatre.stage(meeting.setup.persona)
    assert meeting.setup.walk_in is not None
    guest = theatre.stage(meeting.setup.walk_in.person)
    said = take_turn(host, guest, meeting, words) if present(meeting) else comes_in(guest, meeting, alone(host, meeting, words))
    stages = {one.persona.id: one.persona for one in (host, guest)}
    heard = [Replied(turn=said.turn, person=one.person, words=authored(stages[one.person], one.beat)) for one in said.responses if not one.listens]
    return meeting.model_copy(update={"turns": [*meeting.turns, Turn(said=said, replied=heard)]})


def with_guest(theatre: Theatre, seed: int = 2) -> Meeting:
    """A meeting in which Dr. Okoro has just looked in."""
    meeting = begun(theatre, seed)
    assert meeting.setup.walk_in is not None and meeting.setup.walk_in.person == GUEST
    for words in ASKS:
        if not present(meeting):
            meeting = say(theatre, meeting, words)
    assert present(meeting)
    return meeting


def test_only_who_shares_the_corridor_looks_in_and_only_as_often_as_it_is_drawn(theatre: Theatre) -> None:
    shelf = theatre.coach.shelf
    assert {one.person for one in mates(shelf, theatre.persona(HOST))} == {GUEST, "prior_auth_coordinator"}
    assert not mates(shelf, theatre.persona("plan_medical_director")), "the plan is an hour away"
    drawn = [begun(theatre, seed, 0.25).setup.walk_in for seed in range(200)]
    people = [one.person for one in drawn if one is not None]
    assert 30 <= len(people) <= 70
    assert people.count(GUEST) > people.count("prior_auth_coordinator") > 0, "the stronger tie comes more often"
    assert begun(theatre, 2) == begun(theatre, 2)
    assert begun(theatre, 2, 0.0) == theatre.open(HOST, 2)
    assert all(begun(theatre, seed, host="plan_medical_director").setup.walk_in is None for seed in range(20))


def test_they_come_after_the_answer_with_a_question_of_their_own(theatre: Theatre) -> None:
    meeting = with_guest(theatre)
    last = meeting.turns[-1]
    assert [reply.person for reply in last.replied] == [HOST, GUEST]
    assert door(meeting, last.said) == ("Dr. Anselm Okoro looks in at the door.", "")
    assert not any(one.person == GUEST for turn in meeting.turns[:-1] for one in turn.said.responses)
    assert meeting.state(GUEST).last.question  # type: ignore[union-attr]
    assert meeting.state().minutes_left < meeting.states()[-2].minutes_left - 0.2, "it takes of the time one was given"


def test_an_answer_to_the_visitor_is_judged_by_them_and_heard_by_both(theatre: Theatre) -> None:
    meeting = say(theatre, with_guest(theatre), "I don't know that number, Dr. Okoro. I would rather find out than guess; you have it by Friday.")
    last = meeting.turns[-1]
    assert last.replied[0].person == GUEST
    assert "admitted" in meeting.state(GUEST).questions.values()
    by = {person: meeting.states(person)[-1].trust - meeting.states(person)[-2].trust for person in (HOST, GUEST)}
    assert by[GUEST] > 0 and by[HOST] > 0, by


def test_an_overclaim_costs_with_both(theatre: Theatre) -> None:
    meeting = say(theatre, with_guest(theatre), "It is completely safe, it always works and it has no side effects at all.")
    assert all(meeting.states(person)[-1].trust < meeting.states(person)[-2].trust - 3 for person in (HOST, GUEST))


@pytest.mark.parametrize("seed", [2, 5, 11])
def test_nobody_opens_up_beside_a_colleague_and_the_visitor_does_not_stay(theatre: Theatre, seed: int) -> None:
    meeting, there = begun(theatre, seed), 0
    digging = "You carry a lot of that alone. What does it do to you when a lesson does not stick?"
    for words in [*ASKS, *([digging] * 8)]:
        if meeting.ended:
            break
        beside = present(meeting)
        before = meeting.state().disclosed
        meeting = say(theatre, meeting, words)
        there += any(one.person == meeting.setup.walk_in.person for one in meeting.turns[-1].said.responses)  # type: ignore[union-attr]
        assert not beside or meeting.state().disclosed == before
        for reply in meeting.turns[-1].replied:
            assert not leaks(theatre.persona(reply.person), meeting.state(reply.person), reply.words)
    assert came(meeting) and not present(meeting) and 1 < there <= MOST
    assert Meeting.model_validate_json(meeting.model_dump_json()) == meeting


def test_whoever_is_called_by_name_answers_and_a_goodbye_is_the_hosts(theatre: Theatre) -> None:
    asked = say(theatre, with_guest(theatre), "Wren, how do you teach the first dose?")
    assert asked.turns[-1].replied[-1].person == HOST
    left = say(theatre, with_guest(theatre), "Thank you for your time, I will leave you to it. Goodbye.")
    assert left.ended and [reply.person for reply in left.turns[-1].replied] == [HOST]
