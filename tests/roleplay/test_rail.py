"""The coach's rail: the next question by what just happened, messages only where one may answer, and nothing that was not heard."""

from __future__ import annotations

import pytest

from coach.content.rail import MOMENTS
from coach.roleplay.lines import authored
from coach.roleplay.meeting import take_turn
from coach.roleplay.rail import MOST, Hint, hint
from coach.roleplay.records import Meeting, Replied, Turn
from coach.wiring import heard_by

from .conftest import Theatre


def shown(theatre: Theatre, meeting: Meeting) -> Hint | None:
    persona = theatre.persona(meeting.setup.persona)
    library = theatre.coach.shelf.library_of(persona)
    finder = theatre.coach.finder(library.id) if library else None
    return hint(theatre.coach.shelf.rails["rail"], persona, meeting, finder, *heard_by(persona))


def led(theatre: Theatre, persona: str, turns: int = 14, seed: int = 3) -> list[tuple[Meeting, Hint]]:
    """A meeting in which the rep does what the rail says: each moment with its hint."""
    stage, meeting, found = theatre.stage(persona), theatre.open(persona, seed), []
    for _ in range(turns):
        if (now := shown(theatre, meeting)) is None:
            break
        found.append((meeting, now))
        words = now.say
        if now.messages and now.moment != "told":
            message = now.messages[0].message
            words = f"{message.text} {message.balance or ''}".strip()
        said = take_turn(stage, meeting, words)
        reply = Replied(turn=said.turn, person=persona, words=authored(stage.persona, said.responses[0].beat))
        meeting = meeting.model_copy(update={"turns": [*meeting.turns, Turn(said=said, replied=[reply])]})
    return found


@pytest.fixture(scope="module")
def ledger(theatre: Theatre) -> dict[str, list[tuple[Meeting, Hint]]]:
    return {id: led(theatre, id) for id in sorted(theatre.coach.shelf.personas)}


def test_before_a_word_is_said_it_asks_for_their_agenda_and_offers_nothing(theatre: Theatre) -> None:
    found = shown(theatre, theatre.open("surgeon"))
    assert found and found.moment == "opening" and not found.messages and "Nothing to tell yet" in found.hold


def test_no_message_before_they_named_a_need_or_asked(ledger: dict[str, list[tuple[Meeting, Hint]]]) -> None:
    offered = 0
    for moments in ledger.values():
        for meeting, found in moments:
            state = meeting.state()
            assert len(found.messages) <= MOST
            if found.messages:
                offered += 1
                asked = bool(state.last and (state.last.question or state.last.objection))
                assert state.disclosed or asked
                assert all(asked or set(hit.message.needs) & set(state.disclosed) for hit in found.messages)
            else:
                assert found.hold
    assert offered >= len(ledger) / 2, "one is offered in many a meeting"


def test_every_message_offered_may_be_said_to_them_that_day(theatre: Theatre, ledger: dict[str, list[tuple[Meeting, Hint]]]) -> None:
    for id, moments in ledger.items():
        persona = theatre.persona(id)
        audience, seat = heard_by(persona)
        for meeting, found in moments:
            for hit in found.messages:
                message = hit.message
                assert message.in_force(meeting.setup.on) and message.audience == audience and message.lens == persona.lens
                assert not message.seats or seat in message.seats
                assert message.id not in meeting.state().heard


def test_whoever_follows_it_word_for_word_is_told_what_bothers_some_and_loses_nobody(ledger: dict[str, list[tuple[Meeting, Hint]]]) -> None:
    """A third or more name a need even to somebody who only reads off what the rail says; the rest want their words taken up."""
    heard = {id: bool(moments[-1][0].state().disclosed) for id, moments in ledger.items()}
    assert sum(heard.values()) >= len(heard) / 3, heard
    assert all(moments[-1][0].state().trust >= moments[0][0].state().trust for moments in ledger.values())


def test_it_knows_nothing_that_was_not_heard(theatre: Theatre, ledger: dict[str, list[tuple[Meeting, Hint]]]) -> None:
    """What it says stands in the shared file, and what it quotes was said to the rep."""
    lines = {line for one in theatre.coach.shelf.rails["rail"].moments for line in (*one.say, *(line for group in one.by_lens.values() for line in group))}
    for moments in ledger.values():
        for meeting, found in moments:
            assert found.say in lines
            assert found.theirs in (meeting.turns[-1].words_of(meeting.setup.persona) or "")


def test_the_same_meeting_gives_the_same_hint_and_a_line_is_not_offered_twice(theatre: Theatre, ledger: dict[str, list[tuple[Meeting, Hint]]]) -> None:
    meeting, found = ledger["cfo"][4]
    assert shown(theatre, meeting) == found
    answered = [one.say for _, one in ledger["or_nurse_manager"] if one.moment in ("stay", "answered", "goes_on", "dry")]
    assert len(set(answered)) == len(answered)


@pytest.mark.parametrize(
    "words, moment",
    [
        ("It is completely safe and nothing else comes close.", "caught"),
        ("Can I put you down for ten today?", "caught"),
    ],
)
def test_after_a_fault_it_asks_instead_of_telling(theatre: Theatre, words: str, moment: str) -> None:
    played = theatre.play("surgeon", ["Good morning, thanks for seeing me.", words])
    found = shown(theatre, played.model_copy(update={"turns": played.turns[:3]}))  # without the parting
    assert found and found.moment == moment and not found.messages


def test_an_objection_is_asked_about_before_it_is_answered(theatre: Theatre) -> None:
    for seed in range(30):
        meeting = theatre.play("cfo", ["Our dressing cuts infections by half and saves you money."], seed=seed)
        begun = meeting.model_copy(update={"turns": meeting.turns[:2]})
        if begun.state().open_objections:
            found = shown(theatre, begun)
            assert found and found.moment == "pushed_back" and not found.messages and "before it is understood" in found.hold
            return
    pytest.fail("no objection was raised in thirty meetings")


def test_when_the_meeting_is_over_it_is_silent(theatre: Theatre) -> None:
    assert shown(theatre, theatre.play("cfo", ["Good morning."])) is None


def test_there_is_something_for_every_moment(theatre: Theatre) -> None:
    assert [one.id for one in theatre.coach.shelf.rails["rail"].moments if one.id not in MOMENTS] == []
    assert {one.id for one in theatre.coach.shelf.rails["rail"].moments} == set(MOMENTS)
