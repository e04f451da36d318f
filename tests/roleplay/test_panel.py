"""A slot before several people: who speaks, what everybody hears, what nobody tells before others, and how it ends."""

from __future__ import annotations

import pytest

from coach.content.errors import CoachError
from coach.roleplay.leaks import leaks
from coach.roleplay.panel import Panel, called, open_panel, play
from coach.roleplay.records import Meeting
from tests.roleplay.conftest import DAY, Theatre

TABLE = ["value_analysis_chair", "infection_preventionist", "or_nurse_manager", "materials_manager", "cfo"]
GOOD = [
    "Thank you for having me. I would rather use these minutes on your questions than on a talk. What would you need to hear to decide?",
    "Ms. Nadkarni, how do you count what happens after they go home?",
    "Ruth, what would your nights need before anything new reaches the room?",
    "I don't know what it does to the contract tier. I would rather find out with Mr. Brandvold than guess.",
    "Mr. Pike, whose budget would it come out of?",
]


@pytest.fixture(scope="module")
def panel(theatre: Theatre) -> Panel:
    return Panel([theatre.stage(id) for id in TABLE], {"value_analysis_chair": 3, "infection_preventionist": 3, "or_nurse_manager": 3, "cfo": 1})


def held(panel: Panel, lines: list[str], seed: int = 1, minutes: float = 10) -> Meeting:
    return play(panel, open_panel(panel, seed=seed, difficulty="guarded", on=DAY, versions={}, minutes=minutes), lines)


def voices(meeting: Meeting, turn: int) -> list[str]:
    return [reply.person for reply in meeting.turns[turn].replied]


@pytest.mark.parametrize("seed", [1, 2])
def test_whoever_is_called_by_name_answers_first(panel: Panel, seed: int) -> None:
    meeting = held(panel, GOOD, seed)
    assert [voices(meeting, turn)[0] for turn in (2, 3, 5)] == ["infection_preventionist", "or_nurse_manager", "cfo"]


def test_at_most_two_voices_a_turn_and_a_reply_for_each(panel: Panel) -> None:
    for turn in held(panel, GOOD).turns:
        speaking = [one.person for one in turn.said.responses if not one.listens]
        assert 1 <= len(speaking) <= 2
        assert [reply.person for reply in turn.replied] == speaking
        assert all(reply.words for reply in turn.replied)
        assert {one.person for one in turn.said.responses} == set(TABLE)


def test_everybody_hears_an_overclaim_and_it_costs_with_all(panel: Panel) -> None:
    meeting = held(panel, ["It is completely safe, it always works and it has no side effects at all."])
    before, after = (dict((id, meeting.states(id)[at].trust) for id in TABLE) for at in (1, 2))
    assert all(after[id] < before[id] - 3 for id in TABLE)


def test_a_word_to_one_moves_the_others_less(panel: Panel) -> None:
    meeting = held(panel, ["I don't know that, and I would rather find out than guess.", GOOD[1], GOOD[2]])
    gained = {id: meeting.states(id)[4].trust - meeting.states(id)[3].trust for id in TABLE}
    assert gained["or_nurse_manager"] > max(gain for id, gain in gained.items() if id != "or_nurse_manager")


@pytest.mark.parametrize("seed", [1, 4])
def test_nobody_opens_up_before_the_others(panel: Panel, seed: int) -> None:
    digging = [
        *GOOD,
        "Ms. Nadkarni, what happens when the count goes up because you look harder? What does that mean for you?",
        "Ruth, what did that rollout cost you and your people? Stay with that for a moment.",
    ]
    meeting = held(panel, digging, seed, minutes=60)
    for at, turn in enumerate(meeting.turns):
        for reply in turn.replied:
            state = meeting.states(reply.person)[at + 1]
            assert not state.disclosed
            assert not leaks(panel.stage(reply.person).persona, state, reply.words)


def test_the_minutes_are_shared_and_the_chair_closes(panel: Panel) -> None:
    meeting = held(panel, GOOD * 3, minutes=2.0)
    assert {round(meeting.state(id).minutes_left, 2) for id in TABLE} == {0.0}
    assert meeting.outcome is not None and meeting.outcome.kind == "continuation"
    assert voices(meeting, -1)[-1] == "value_analysis_chair"
    assert len(meeting.turns) < len(GOOD * 3)


def test_the_rep_leaves_and_they_deliberate(panel: Panel) -> None:
    meeting = held(panel, GOOD[:2])
    assert meeting.ended and meeting.turns[-1].said.kind == "left"
    assert meeting.outcome is not None and "deliberate" in meeting.outcome.because
    goodbye = held(panel, [GOOD[0], "Thank you for your time, I will leave you to it. Goodbye."])
    assert goodbye.ended and voices(goodbye, -1) == ["value_analysis_chair"]


def test_an_ill_tempered_member_leaves_the_room_and_the_slot_goes_on(panel: Panel) -> None:
    rude = ["You're all idiots and this committee is a waste of oxygen.", *GOOD]
    meeting = held(panel, ["Mr. Pike, you are a complete idiot.", "Mr. Pike, shut up, you moron.", *rude], minutes=30)
    gone = [id for id in TABLE[1:] if meeting.state(id).ended]
    for at, turn in enumerate(meeting.turns):
        assert not any(reply.person in gone and meeting.states(reply.person)[at].ended for reply in turn.replied)
    assert gone or meeting.ended


def test_the_same_seed_gives_the_same_slot_and_it_can_be_stored(panel: Panel) -> None:
    first, second = held(panel, GOOD, 5), held(panel, GOOD, 5)
    assert first == second
    assert Meeting.model_validate_json(first.model_dump_json()) == first


@pytest.mark.parametrize("people", [TABLE[:2], [*TABLE, "surgeon"], [*TABLE[:3], TABLE[0]]])
def test_a_table_has_three_to_five_people_each_once(theatre: Theatre, people: list[str]) -> None:
    with pytest.raises(CoachError):
        open_panel(Panel([theatre.stage(id) for id in people], {}), seed=1, difficulty="open", on=DAY, versions={})


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        ("Ruth, what do nights need?", "or_nurse_manager"),
        ("And for you, Dr. Lund?", "value_analysis_chair"),
        ("Who would know? Priya, perhaps?", "infection_preventionist"),
        ("I heard about Tom Brandvold's shelf from the desk.", None),
    ],
)
def test_a_name_calls_only_where_somebody_is_spoken_to(theatre: Theatre, words: str, whom: str | None) -> None:
    assert [id for id in TABLE if called(theatre.persona(id), words)] == ([whom] if whom else [])
