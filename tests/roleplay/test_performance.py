"""A reply in a model's voice from the first piece to the record: what passes, second tries, and what the authored words finish.

The model is a script behind the Protocol that the middle asks for; the real client is tested in tests/models.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from coach.content.shelf import Shelf, load
from coach.roleplay.lines import authored
from coach.roleplay.meter import Cap, over_the_cap, tally, used
from coach.roleplay.performance import Performance
from coach.roleplay.records import Beat, Change, Meeting, Replied, Spent
from coach.roleplay.voice import Prompt, Speech, Trouble
from tests.roleplay.test_guard import begun, turn

SPENT = Spent(model="script", prompt="voice.v1", sent=100, received=10, money=0.001)
FAULTY, GOOD = "That's a great question! I love it.", "A leak gets a conference with coffee. A wound gets a dressing pack and nobody's name."


@dataclass
class Script:
    """A model that says what is written, one answer after another; a Trouble in it is raised where it stands."""

    answers: list[list[str | Trouble]]
    cut: bool = False
    asked: list[Prompt] = field(default_factory=list)
    closed: int = 0

    def speak(self, prompt: Prompt, most_tokens: int) -> Speech:
        self.asked.append(prompt)
        assert 20 <= most_tokens <= 400
        return Said(self, self.answers.pop(0))


@dataclass
class Said:
    script: Script
    pieces: list[str | Trouble]
    spent: Spent = SPENT

    @property
    def cut(self) -> bool:
        return self.script.cut

    def __iter__(self) -> Iterator[str]:
        for piece in self.pieces:
            if isinstance(piece, Trouble):
                raise piece
            yield piece

    def close(self) -> None:
        self.script.closed += 1


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return load(None).shelf


BEAT = Beat(move="answer", topic="complications", lines=["topics.complications.1"], told=["leak_rate"])


def perform(
    shelf: Shelf, *answers: str | list[str | Trouble], cut: bool = False, beat: Beat = BEAT, changes: list[Change] | None = None
) -> tuple[Replied, Script]:
    person = shelf.persona("surgeon")
    script = Script([[one] if isinstance(one, str) else one for one in answers], cut)
    performance = Performance(person, begun(person, shelf), turn(person, beat, changes=changes), script)
    pieces = list(performance)
    replied = performance.replied()
    assert "".join(pieces).strip() == replied.words, "what is kept is what was shown"
    assert script.closed == len(script.asked)
    return replied, script


def line(shelf: Shelf, beat: Beat = BEAT) -> str:
    return authored(shelf.persona("surgeon"), beat)


def test_a_good_answer_is_the_model_s(shelf: Shelf) -> None:
    replied, script = perform(shelf, GOOD)
    assert (replied.words, replied.voice, replied.faults, replied.stopped) == (GOOD, "model", [], False)
    assert replied.spent is not None and replied.spent.sent == 100 and len(script.asked) == 1


def test_sentences_are_shown_as_they_come(shelf: Shelf) -> None:
    person = shelf.persona("surgeon")
    performance = Performance(
        person, begun(person, shelf), turn(person, BEAT), Script([["A leak gets a conf", "erence with coffee. ", "", "A wound gets a pack."]])
    )
    pieces = iter(performance)
    first = [next(pieces) for _ in range(6)]
    assert "".join(first) == "A leak gets a conference with " and performance.replied().stopped
    assert "" in list(pieces), "whoever waits is let look up"
    assert not performance.replied().stopped


def test_a_fault_is_named_and_tried_again(shelf: Shelf) -> None:
    replied, script = perform(shelf, FAULTY, GOOD)
    assert (replied.words, replied.voice) == (GOOD, "model") and {"coaches", "agrees"} & set(replied.faults)
    assert "A first try could not be used: it told the visitor how they do" in script.asked[1].turn
    assert script.asked[0].card == script.asked[1].card
    assert replied.spent is not None and (replied.spent.sent, replied.spent.money) == (200, 0.002)


def test_after_two_faults_the_authored_line_is_said(shelf: Shelf) -> None:
    replied, _ = perform(shelf, FAULTY, "As an AI I can't say.")
    assert (replied.words, replied.voice) == (line(shelf), "authored") and "out_of_role" in replied.faults


def test_a_fault_half_way_keeps_what_was_said(shelf: Shelf) -> None:
    good, bad = "A leak gets a conference with coffee.", "You should ask me about the clinic."
    replied, script = perform(shelf, f"{good} {bad}", "A wound gets a dressing pack and nobody's name.")
    assert replied.words == GOOD and replied.voice == "model" and replied.faults == ["coaches"]
    assert f'"{good}"' in script.asked[1].turn


def test_what_is_missing_is_said_in_the_authored_words(shelf: Shelf) -> None:
    replied, _ = perform(shelf, "Hm. That depends.")
    assert replied.words == f"Hm. That depends. {line(shelf)}" and (replied.voice, replied.faults) == ("both", ["left_out"])


def test_an_answer_that_runs_on_is_stopped_and_not_asked_for_again(shelf: Shelf) -> None:
    replied, script = perform(shelf, GOOD + " And so it goes on with them." * 20)
    assert replied.words.startswith(GOOD) and len(replied.words.split()) < 80 and replied.faults == ["too_long"] and replied.voice == "model"
    assert len(script.asked) == 1


def test_a_sentence_cut_off_by_the_limit_is_left_out(shelf: Shelf) -> None:
    replied, _ = perform(shelf, f"{GOOD} And then the", cut=True)
    assert replied.words == GOOD and replied.faults == []


def test_nothing_at_all(shelf: Shelf) -> None:
    replied, _ = perform(shelf, "", "*shrugs*")
    assert (replied.words, replied.voice, replied.faults) == (line(shelf), "authored", ["empty", "empty"])


@pytest.mark.parametrize("begun_with", ["", "A leak gets a conf", "A leak gets a conference with coffee. A wou"])
def test_trouble_costs_no_word_of_the_meeting(shelf: Shelf, begun_with: str) -> None:
    trouble = Trouble("broken", "http://localhost/v1 broke off before the answer was whole.")
    replied, script = perform(shelf, [begun_with, trouble])
    assert replied.trouble == trouble.line and replied.faults == ["broken"] and len(script.asked) == 1
    shown = "A leak gets a conference with coffee." if begun_with.count(".") else ""
    assert replied.words.startswith(shown) and "A wou " not in replied.words
    assert replied.words == line(shelf) if not shown else replied.voice in ("both", "model")
    assert not replied.stopped


def test_what_was_disclosed_is_always_said(shelf: Shelf) -> None:
    need = shelf.persona("surgeon").needs[0]
    beat = Beat(move="answer", lines=[f"needs.{need.need}.disclose.0"], told=list(need.facts), disclosed=[need.need])
    replied, _ = perform(shelf, "That's a long story.", beat=beat, changes=[Change(what="disclosed", to=need.need, because="asked well")])
    assert replied.words.endswith(need.disclose[0])


def test_without_a_model_it_is_the_authored_voice(shelf: Shelf) -> None:
    person = shelf.persona("surgeon")
    performance = Performance(person, begun(person, shelf), turn(person, BEAT))
    pieces = iter(performance)
    next(pieces)
    assert performance.replied().stopped and performance.replied().spent is None
    list(pieces)
    assert performance.replied() == Replied(turn=1, person="surgeon", words=line(shelf))


def meeting_with(*replies: Replied, shelf: Shelf) -> Meeting:
    meeting = begun(shelf.persona("surgeon"), shelf)
    first = meeting.turns[0]
    return meeting.model_copy(update={"turns": [first.model_copy(update={"replied": [reply]}) for reply in replies]})


def reply(voice: str = "model", faults: tuple[str, ...] = (), tokens: int = 100, money: float = 0.2) -> Replied:
    spent = Spent(model="m", prompt="voice.v1", sent=tokens, received=10, money=money)
    return Replied(turn=1, person="surgeon", words="Yes.", voice=voice, faults=list(faults), spent=spent)  # type: ignore[arg-type]


def test_the_meter_and_its_cap(shelf: Shelf) -> None:
    meeting = meeting_with(reply(), reply(), Replied(turn=1, person="surgeon", words="Hm."), shelf=shelf)
    assert (used(meeting).tokens, used(meeting).money) == (220, 0.4)
    assert over_the_cap(meeting, Cap()) is None and over_the_cap(meeting, Cap(221, 0.41)) is None
    assert "220 tokens" in str(over_the_cap(meeting, Cap(220))) and "$0.40" in str(over_the_cap(meeting, Cap(0, 0.4)))


def test_each_kind_is_counted() -> None:
    authored_only = Replied(turn=1, person="surgeon", words="Hm.")
    counted = tally([reply(), reply("both", ("left_out",)), reply("authored", ("coaches", "reveals")), reply(faults=("coaches",)), authored_only])
    assert (counted.asked, counted.whole, counted.begun) == (4, 2, 1)
    assert counted.faults == (("coaches", 2), ("left_out", 1), ("reveals", 1))
