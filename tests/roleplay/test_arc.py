"""From one meeting to the next: what is remembered, what was promised, and what was left open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pytest

from coach.content.persona import Purpose
from coach.roleplay import arc
from coach.roleplay.lines import Lines, authored, line_text
from coach.roleplay.meeting import leave, open_meeting, speak, take_turn, with_turn
from coach.roleplay.records import Beat, Before, Change, Meeting, Outcome, Promise, Response, Said, State, Turn
from coach.roleplay.steps import next_step
from tests.roleplay.conftest import PERSONAS, Theatre, reading

THEN, LATER = date(2026, 12, 1), date(2026, 12, 15)
PROMISING = [
    "I came to hear how wounds go once people are home. What do you need from these minutes?",
    "What happens with your patients after they leave?",
    "I don't know that. I'll send you the exclusion table by Friday.",
    "Thank you, that's all from me.",
]


def ended(theatre: Theatre, persona: str = "surgeon", **state: object) -> Meeting:
    """A meeting that ended in the state a test makes up."""
    meeting = theatre.open(persona)
    opening = meeting.setup.opening[persona].model_copy(update=state)
    setup = meeting.setup.model_copy(update={"opening": {persona: opening}})
    return Meeting(setup=setup, turns=meeting.turns)


def again(theatre: Theatre, earlier: Meeting, kept: Collection[int] = (), *, on: date = LATER, seed: int = 11, purpose: Purpose = "discovery") -> Meeting:
    stage = theatre.stage(earlier.setup.persona)
    before = arc.with_kept(arc.left_by(stage.persona, earlier), kept)
    return open_meeting(stage.persona, stage.library, seed=seed, difficulty="guarded", on=on, versions={}, purpose=purpose, after=(earlier, before))


def greeted(meeting: Meeting) -> str:
    return meeting.turns[0].said.responses[0].beat.lines[0]


def test_what_was_promised_is_remembered_once_with_its_day(theatre: Theatre) -> None:
    meeting = theatre.play("surgeon", PROMISING)
    promises = arc.left_by(theatre.persona("surgeon"), meeting).promises
    assert [(promise.action, promise.on, promise.turn) for promise in promises] == [("send you the exclusion table", date(2026, 12, 4), 3)]
    assert promises[0].kept is None


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_kept_promise_opens_the_door_and_a_broken_one_costs_before_a_word_is_said(theatre: Theatre, persona: str) -> None:
    meeting = theatre.play(persona, PROMISING)
    kept, broken = again(theatre, meeting, [0]), again(theatre, meeting)
    start = kept.setup.opening[persona].trust
    assert broken.setup.opening[persona].trust == start
    assert kept.states()[1].trust > start > broken.states()[1].trust
    assert greeted(kept).startswith("reactions.promise_kept.") and greeted(broken).startswith("reactions.promise_broken.")
    moved = {change.rule for change in broken.turns[0].said.responses[0].changes if change.rule}
    assert moved == {"promise_broken"}
    assert all("send you the exclusion table" in change.because for change in broken.turns[0].said.responses[0].changes)


def test_one_promise_kept_and_one_broken_costs_and_earns_and_is_not_greeted_with(theatre: Theatre) -> None:
    lines = [*PROMISING[:3], "And I'll bring the audit form to Kofi on Monday.", PROMISING[3]]
    meeting = theatre.play("surgeon", lines)
    assert len(arc.left_by(theatre.persona("surgeon"), meeting).promises) == 2
    half = again(theatre, meeting, [0])
    assert {change.rule for change in half.turns[0].said.responses[0].changes if change.rule} == {"promise_kept", "promise_broken"}
    assert greeted(half).startswith("reactions.back_again.")


def test_what_is_not_due_yet_is_neither_kept_nor_broken_and_is_asked_about_later(theatre: Theatre) -> None:
    meeting = theatre.play("surgeon", PROMISING)
    early = again(theatre, meeting, on=date(2026, 12, 3))
    assert not early.turns[0].said.responses[0].changes
    assert greeted(early).startswith("reactions.back_again.")
    stage = theatre.stage("surgeon")
    over = with_turn(early, leave(stage.persona, early), None)
    assert [promise.action for promise in arc.left_by(stage.persona, over).promises] == ["send you the exclusion table"]
    assert arc.left_by(stage.persona, over).broken(LATER)


def test_a_gap_that_was_admitted_is_a_promise_to_find_out(theatre: Theatre) -> None:
    objection = theatre.persona("surgeon").objections[0]
    meeting = ended(theatre, objections={objection.id: "open"})
    said = Said(
        turn=1,
        words="I don't know.",
        reading=reading("I don't know.", ["admits"]),
        responses=[Response(person="surgeon", beat=Beat(move="warm"), changes=[Change(what=f"objection:{objection.id}", to="admitted", because="said so")])],
    )
    before = arc.left_by(theatre.persona("surgeon"), with_turn(meeting, said, None))
    assert [promise.action for promise in before.promises] == [f"find out: {objection.title}"]
    after = with_turn(meeting, said, None)
    assert again(theatre, after, [0]).state().objections == {objection.id: "probed"}, "they wait for the answer"
    assert again(theatre, after).state().objections == {objection.id: "left"}, "and it is open again where none came"


def test_they_remember_what_they_told_and_what_they_heard(theatre: Theatre) -> None:
    need = theatre.persona("surgeon").needs[0].need
    fact = theatre.persona("surgeon").facts[0].id
    meeting = ended(theatre, disclosed=[need], heard=["some_message"], told=[fact], belief="curious", lines=["topics.case_mix.1", "reactions.thanks.0"])
    state = again(theatre, meeting).setup.opening["surgeon"]
    assert (state.disclosed, state.heard, state.told, state.belief) == ([need], ["some_message"], [fact], "curious")
    assert state.lines == ["topics.case_mix.1"], "an answer is not given in the same words again; a thank you may be"
    assert state.agreed is None and state.outcome is None and state.turn == 0 and not state.asked


def test_half_of_the_trust_that_was_won_or_lost_is_left_and_never_more_than_a_little(theatre: Theatre) -> None:
    def moved(by: float) -> float:
        meeting = ended(theatre)
        change = Change(what="trust", by=by, because="a test")
        said = Said(turn=1, responses=[Response(person="surgeon", beat=Beat(move="answer"), changes=[change])])
        fresh = theatre.open("surgeon", seed=11).setup.opening["surgeon"].trust
        return again(theatre, with_turn(meeting, said, None)).setup.opening["surgeon"].trust - fresh

    assert moved(20) == 10 and moved(-20) == -10
    assert moved(60) == arc.MOST_KEPT
    assert moved(0) == 0


def test_an_objection_left_open_comes_back_once_they_have_warmed_up(theatre: Theatre) -> None:
    stage = theatre.stage("surgeon")
    objection = next(item for item in stage.persona.objections if not item.moot_after)
    meeting = again(theatre, ended(theatre, objections={objection.id: "open"}))
    assert meeting.state().open_objections == [objection.id]
    brought = None
    for words in (
        "Thanks for seeing me again.",
        "What happens with your patients after they leave?",
        "I see. That makes sense.",
        "Who else worries about it?",
    ):
        said = take_turn(stage, meeting, words)
        if any(change.what == f"objection:{objection.id}" for change in said.responses[0].changes):
            brought = said
            break
        meeting = with_turn(meeting, said, speak(stage.persona, said))
    assert brought is not None and brought.turn > 1
    assert any(line.startswith(f"objections.{objection.id}.raise.") for line in brought.responses[0].beat.lines)
    assert brought.responses[0].beat.objection == objection.id


def test_an_objection_that_was_walked_past_comes_back_in_the_same_meeting_and_only_once_more(theatre: Theatre) -> None:
    name = theatre.persona("surgeon").objections[0].id
    said = [f"objections.{name}.raise.0", *(f"topics.case_mix.{at}" for at in range(5))]
    long_ago = theatre.state("surgeon", objections={name: "open"}, lines=said, disclosed=["x"])
    back = theatre.react("surgeon", long_ago, "I see. That makes sense.")
    assert back.beat.objection == name and any(line.startswith(f"objections.{name}.raise.1") for line in back.beat.lines)
    just_now = long_ago.model_copy(update={"lines": said[:2]})
    assert theatre.react("surgeon", just_now, "I see. That makes sense.").beat.objection is None
    settled = long_ago.model_copy(update={"objections": {name: "resolved"}})
    assert theatre.react("surgeon", settled, "I see. That makes sense.").beat.objection is None
    raises = [f"objections.{name}.raise.{at}" for at in range(len(theatre.persona("surgeon").objections[0].raise_))]
    spent = long_ago.model_copy(update={"lines": [*raises, *said[1:]]})
    assert theatre.react("surgeon", spent, "I see. That makes sense.").beat.objection is None


def test_no_step_while_an_objection_from_last_time_is_open(theatre: Theatre) -> None:
    persona = theatre.persona("surgeon")
    advance, name = persona.endings.advance, persona.objections[0].id
    ready = {"trust": 95.0, "belief": "convinced", "disclosed": [need.need for need in persona.needs], "objections": {name: "left"}}
    offered = "Would you be willing to go through those charts with Kofi next Thursday?"
    assert theatre.react("surgeon", theatre.state("surgeon", **ready), offered).beat.move == "object"
    assert theatre.react("surgeon", theatre.state("surgeon", **{**ready, "objections": {}}), offered).beat.move == "agree", advance.action


def test_a_kept_promise_stands_in_for_trust_where_the_gate_says_so(theatre: Theatre) -> None:
    stage = theatre.stage("surgeon")
    need = stage.persona.needs[0]
    gate = need.gate.model_copy(update={"trust": 90, "kept_promise": True, "open_question": False, "builds_on": False, "cues": []})
    persona = stage.persona.model_copy(update={"needs": [need.model_copy(update={"gate": gate}), *stage.persona.needs[1:]]})
    asked = "What happens with your patients after they leave?"

    def told(ledger: dict[str, str]) -> list[str]:
        from coach.roleplay.director import direct

        state = theatre.state("surgeon", ledger=ledger)
        heard = stage.reader.read(asked, "", THEN).model_copy(update={"tier": "answer"})
        heard = heard.model_copy(update={"topics": [heard.topics[0].model_copy(update={"id": gate.topics[0], "p": 0.9})]})
        return direct(persona, stage.library, stage.topics, state, heard, seed=7, difficulty="guarded", on=THEN, turn=4).beat.disclosed

    assert told({}) == [] and told({"promise": "broken"}) == []
    assert told({"promise": "kept"}) == [need.need]


def test_a_firm_step_happens_and_a_soft_one_often_does_not(theatre: Theatre) -> None:
    def taken(firm: str, seed: int) -> bool:
        meeting = ended(theatre)
        meeting = Meeting(setup=meeting.setup.model_copy(update={"seed": seed}), turns=meeting.turns)
        outcome = Outcome(kind="advance", action="count them", owner="They", date="2026-12-10", firm=firm)  # type: ignore[arg-type]
        said = Said(turn=1, kind="left", responses=[Response(person="surgeon", beat=Beat(move="close"), changes=[], outcome=outcome)])
        step = arc.left_by(theatre.persona("surgeon"), with_turn(meeting, said, None)).step
        assert step is not None
        return step.taken

    assert all(taken("firm", seed) for seed in range(30))
    soft = sum(taken("soft", seed) for seed in range(200))
    assert 40 < soft < 100


def test_an_interest_stays_theirs_and_a_correction_stays_made(theatre: Theatre) -> None:
    persona = theatre.persona("surgeon")
    stake, wrong = persona.stakes[0].id, persona.mistaken[0].id
    day = theatre.open("surgeon").setup.opening["surgeon"].day.model_copy(update={"stake": stake})
    hidden = again(theatre, ended(theatre, day=day)).state()
    assert hidden.stake == stake
    known = again(theatre, ended(theatre, day=day, ledger={"stake": "known", f"mistaken:{wrong}": "corrected", "handoff": "meant"})).state()
    assert known.stake is None and known.ledger == {"stake": "known", f"mistaken:{wrong}": "corrected"}


def test_what_the_file_no_longer_knows_is_left_behind(theatre: Theatre) -> None:
    state = again(theatre, ended(theatre, disclosed=["gone"], objections={"gone": "open"}, questions={"gone": "answered"})).setup.opening["surgeon"]
    assert not state.disclosed and not state.objections and not state.questions


def test_a_purpose_has_its_own_greeting_unless_a_promise_was_broken(theatre: Theatre) -> None:
    meeting = theatre.play("surgeon", PROMISING)
    assert greeted(again(theatre, meeting, [0], purpose="evidence_follow_up")).startswith("openings.evidence_follow_up.")
    assert greeted(again(theatre, meeting, purpose="evidence_follow_up")).startswith("reactions.promise_broken.")


def test_leaving_early_after_a_real_meeting_gives_minutes_back(theatre: Theatre) -> None:
    persona = theatre.persona("surgeon")

    def trust(turn: int, minutes: float) -> float:
        meeting = ended(theatre, minutes_left=minutes)
        said = Said(turn=turn, words="x", responses=[Response(person="surgeon", beat=Beat(move="answer"), changes=[])])
        meeting = Meeting(setup=meeting.setup, turns=[*meeting.turns, Turn(said=said)])
        return sum(change.by or 0 for change in leave(persona, meeting).responses[0].changes if change.what == "trust")

    assert trust(5, 4.0) > 0
    assert trust(5, 0.5) == 0, "nothing was given back"
    assert trust(2, 6.0) == 0, "two turns are not a meeting"


def test_the_earlier_meeting_is_kept_with_the_later_one_and_reads_back(theatre: Theatre) -> None:
    meeting = again(theatre, theatre.play("surgeon", PROMISING), [0])
    assert isinstance(meeting.setup.after, Before) and meeting.setup.after.promises[0].kept is True
    assert Meeting.model_validate_json(meeting.model_dump_json()) == meeting
    assert authored(theatre.persona("surgeon"), meeting.turns[0].said.responses[0].beat)
    assert isinstance(meeting.state(), State) and isinstance(meeting.setup.after.promises[0], Promise)


def test_after_a_step_that_was_taken_the_next_one_is_on_offer(theatre: Theatre) -> None:
    persona = theatre.persona("surgeon")
    then = persona.endings.advance.model_copy(update={"action": "the step after", "lines": ["I'd go further now.", "Then we go on."]})
    persona = persona.model_copy(update={"endings": persona.endings.model_copy(update={"then": then})})
    first = theatre.state("surgeon", agreed="x")
    later = theatre.state("surgeon", ledger={"step": "taken"})
    assert next_step(persona, first).action == persona.endings.advance.action and next_step(persona, later) == then
    assert line_text(persona, Lines(persona, later, 7, 4).step("lines")) in then.lines
    assert line_text(persona, Lines(persona, first, 7, 4).step("lines")) in persona.endings.advance.lines
    bare = persona.model_copy(update={"endings": persona.endings.model_copy(update={"then": None})})
    assert next_step(bare, later) == bare.endings.advance
