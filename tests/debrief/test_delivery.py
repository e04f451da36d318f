"""How a meeting sounded: measured from what was kept with each turn, shown and never scored."""

from __future__ import annotations

from coach.debrief.delivery import delivery, in_words
from coach.debrief.seen import Seen, SeenTurn
from coach.reading.records import Spoken, Unsure
from coach.roleplay.records import Beat, Move, Response


def turn(number: int, move: Move, **kept: object) -> SeenTurn:
    values = {"way": "hands_free", "engine": "test", "seconds": 20, "words": 40, "fillers": 1, "before": 0.6, "speaking": 16.0} | kept
    response = Response(person="cfo", beat=Beat(move=move), changes=[])
    return SeenTurn(number, "words", "reply", None, response, None, Spoken.model_validate(values) if "typed" not in kept else None)


def test_pace_fillers_pauses_and_the_longest_stretch() -> None:
    turns = [
        turn(1, "object", before=0.2),
        turn(2, "answer", before=2.4, speaking=40.0, words=100, unsure=[Unsure(start=3, heard="50%", p=0.3)]),
        turn(3, "challenge", typed=True),
        turn(4, "answer", before=0.5, fillers=3),
        turn(5, "answer", before=None, speaking=None),
    ]
    found = delivery(Seen(turns))
    assert found is not None
    assert (found.turns, found.words_a_minute, found.fillers, found.longest, found.longest_turn) == (4, 150, 6, 40.0, 2)
    assert [(pause.turn, pause.seconds) for pause in found.pauses] == [(2, 2.4), (4, 0.5)], "after an objection, wherever it was typed or spoken"
    lines = "\n".join(in_words(found))
    assert "150 words a minute" in lines and "2.4 s of silence before you answered their objection in turn 2" in lines and "not sure of “50%”" in lines


def test_a_typed_meeting_has_none() -> None:
    assert delivery(Seen([turn(1, "answer", typed=True)])) is None
