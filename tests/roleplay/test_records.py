"""State is the opening plus what was recorded; nothing is decided again about the past."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from coach.content.base import BELIEFS
from coach.roleplay import rules as rule_table
from coach.roleplay.records import Beat, Change, Meeting, Outcome, Response, Said, after
from coach.roleplay.rules import RULES
from tests.roleplay.conftest import DAY, PERSONAS, Theatre
from tests.roleplay.scripts import SCRIPTS


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("script", SCRIPTS)
def test_state_is_the_opening_plus_the_recorded_changes(theatre: Theatre, persona: str, script: str) -> None:
    meeting = theatre.play(persona, SCRIPTS[script])
    opening = meeting.setup.opening[persona]
    amounts = {"trust": opening.trust, "patience": opening.patience, "minutes_left": opening.minutes_left}
    belief, disclosed, told = opening.belief, list(opening.disclosed), set(opening.told)
    objections: dict[str, str] = {}
    for turn, state in zip(meeting.turns, meeting.states()[1:], strict=True):
        (response,) = turn.said.responses
        for change in response.changes:
            if change.what in amounts:
                assert change.by is not None
                amounts[change.what] += change.by
            elif change.what == "belief":
                belief = change.to  # type: ignore[assignment]
            elif change.what == "disclosed":
                disclosed.append(str(change.to))
            elif change.what.startswith("objection:"):
                objections[change.what.split(":")[1]] = str(change.to)
        amounts = {name: max(0.0, amount if name == "minutes_left" else min(100.0, amount)) for name, amount in amounts.items()}
        told |= set(response.beat.told)
        assert {name: getattr(state, name) for name in amounts} == pytest.approx(amounts)
        assert (state.belief, state.disclosed, state.objections, set(state.told)) == (belief, disclosed, objections, told)
        assert 0 <= state.trust <= 100 and 0 <= state.patience <= 100 and state.minutes_left >= 0
    assert meeting.state() == meeting.states()[-1]
    assert meeting.ended and meeting.outcome == meeting.states()[-1].outcome


def test_a_changed_rule_does_not_rewrite_history(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = theatre.play("surgeon", SCRIPTS["listener"]).model_dump_json()
    before = Meeting.model_validate_json(stored).states()
    for name, rule in RULES.items():
        monkeypatch.setitem(rule_table.RULES, name, dataclasses.replace(rule, trust=rule.trust * -3, patience=-50))
    for table in (rule_table.GAIN, rule_table.COST):
        monkeypatch.setitem(table, "guarded", 9.0)
    assert Meeting.model_validate_json(stored).states() == before
    again = theatre.open("surgeon")
    said = theatre.react("surgeon", again.state(), SCRIPTS["listener"][0], turn=1)
    assert after(again.state(), Said(turn=1, responses=[said]), "surgeon").trust != before[2].trust, "the changed rules do hold for new turns"


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_stored_meeting_reads_back_as_it_was(theatre: Theatre, persona: str) -> None:
    meeting = theatre.play(persona, SCRIPTS["average"])
    assert Meeting.model_validate_json(meeting.model_dump_json()) == meeting


def test_reading_a_meeting_needs_neither_reader_nor_persona(theatre: Theatre) -> None:
    meeting = theatre.play("cfo", SCRIPTS["honest"])
    bare = [turn.model_copy(update={"said": turn.said.model_copy(update={"reading": None})}) for turn in meeting.turns]
    assert meeting.model_copy(update={"turns": bare}).states() == meeting.states()


def one(*changes: Change, beat: Beat | None = None, outcome: Outcome | None = None) -> Said:
    return Said(turn=1, responses=[Response(person="surgeon", beat=beat or Beat(move="answer"), changes=list(changes), outcome=outcome)])


def test_numbers_stay_in_range(theatre: Theatre) -> None:
    start = theatre.state("surgeon")
    low = after(start, one(*(Change(what=what, by=-500, because="test") for what in ("trust", "patience", "minutes_left"))), "surgeon")
    assert (low.trust, low.patience, low.minutes_left) == (0, 0, 0)
    high = after(start, one(*(Change(what=what, by=500, because="test") for what in ("trust", "patience"))), "surgeon")
    assert (high.trust, high.patience) == (100, 100)


def test_an_agreement_can_be_withdrawn(theatre: Theatre) -> None:
    agreed = after(theatre.state("surgeon"), one(Change(what="agreed", to="look at the charts", because="test")), "surgeon")
    assert agreed.agreed == "look at the charts"
    assert after(agreed, one(Change(what="agreed", to="withdrawn", because="test")), "surgeon").agreed is None


def test_somebody_else_s_turn_changes_nothing(theatre: Theatre) -> None:
    start = theatre.state("surgeon")
    said = Said(turn=4, responses=[Response(person="somebody_else", beat=Beat(move="answer"), changes=[Change(what="trust", by=20, because="test")])])
    assert after(start, said, "surgeon") == start


def test_the_belief_ladder_is_climbed_rung_by_rung(theatre: Theatre) -> None:
    for persona in PERSONAS:
        for script in SCRIPTS.values():
            rungs = [BELIEFS.index(state.belief) for state in theatre.play(persona, script).states()]
            assert all(later - sooner <= 1 for sooner, later in itertools.pairwise(rungs))


def test_the_command_line_s_words_for_a_state(theatre: Theatre) -> None:
    shown = theatre.state("surgeon", trust=45.4, objections={"a": "open", "b": "resolved", "c": "probed"}).shown()
    assert shown["trust"] == 45
    assert shown["open_objections"] == ["a", "c"]
    assert shown["ended"] is False
    assert theatre.open("surgeon").setup.on == DAY
