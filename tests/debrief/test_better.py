"""The one thing to work on: the rep's own words, and a line that would have done more just there."""

from __future__ import annotations

import pytest

from coach.debrief.better import SLOTS, better, brief, moment_of
from coach.debrief.debrief import seen_of
from coach.debrief.facts import Facts
from coach.debrief.fitting import sayable
from coach.debrief.seen import Seen
from coach.roleplay.records import Meeting
from coach.wiring import Coach
from tests.debrief.conftest import PERSONAS, Rehearsal
from tests.roleplay.scripts import SCRIPTS

EVERYBODY = [
    "cfo", "chief_medical_officer", "front_desk", "infection_preventionist", "materials_manager", "nurse_practitioner", "office_coordinator",
    "or_nurse_manager", "plan_medical_director", "practice_administrator", "prior_auth_coordinator", "pulmonologist", "surgeon", "value_analysis_chair",
]  # fmt: skip


def seen(rehearsal: Rehearsal, meeting: Meeting) -> Seen:
    persona = rehearsal.coach.shelf.persona(meeting.setup.persona)
    return seen_of(meeting, persona, rehearsal.coach.shelf.library_of(persona), rehearsal.coach.shelf.needs)


def test_nobody_is_left_out(coach: Coach) -> None:
    assert sorted(coach.shelf.personas) == EVERYBODY


@pytest.mark.parametrize("persona", EVERYBODY)
def test_every_better_line_passes_the_claim_check(persona: str, rehearsal: Rehearsal) -> None:
    """And cites an approved message that may be used, where it has one in it."""
    stage, _ = rehearsal.start(persona)
    wrong, made = [], 0
    for script in SCRIPTS.values():
        meeting = seen(rehearsal, rehearsal.play(persona, script))
        facts, report = Facts(meeting), rehearsal.report(rehearsal.play(persona, script))
        usable = {message.id: message for message in sayable(meeting)}
        for item in report.criteria:
            criterion = next(one for one in rehearsal.rubric.criteria if one.id == item.id)
            for shown in item.evidence if item.level is not None and item.level < 3 else []:
                number, theirs = moment_of(facts, shown)
                line = better(facts, criterion, item.level or 0, number, theirs)
                if line is None:
                    continue
                made += 1
                before = next((turn.reply for turn in reversed(meeting.turns) if turn.number < number), meeting.greeting)
                reading = stage.reader.read(line.say, before)
                wrong += [(item.id, line.say, claim.rule, claim.quote) for claim in reading.claims]
                assert "{" not in line.say
                if line.cites is not None:
                    assert usable[line.cites].text in line.say
                    assert (usable[line.cites].balance or "") in line.say
                else:
                    assert "claims" not in reading.acts, line.say
    assert made > 20 and wrong == []


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("script", ["average", "dumper", "interrogator", "presser"])
def test_the_focus_quotes_and_leads_back(persona: str, script: str, rehearsal: Rehearsal) -> None:
    meeting = rehearsal.play(persona, SCRIPTS[script])
    focus = rehearsal.report(meeting).focus
    assert focus is not None and focus.better and focus.better_why
    said = {turn.said.turn: turn.said.words for turn in meeting.turns}
    replied = {turn.said.turn: turn.replied[0].words for turn in meeting.turns}
    assert focus.quote in (replied if focus.theirs else said)[focus.turn]
    assert focus.weak in said[focus.again] and said[focus.again]
    assert focus.again >= focus.turn if focus.theirs else focus.again == focus.turn


def test_a_missed_chance_is_tried_again_after_it(rehearsal: Rehearsal) -> None:
    """Words of theirs call for an answer in the next turn, so that is the turn to play again."""
    found = [rehearsal.report(rehearsal.play(persona, lines)).focus for persona in PERSONAS for lines in SCRIPTS.values()]
    theirs = [focus for focus in found if focus is not None and focus.theirs and focus.weak]
    assert theirs and all(focus.again > focus.turn for focus in theirs)


def test_a_better_line_speaks_of_what_they_just_said(rehearsal: Rehearsal) -> None:
    spoken = 0
    for lines in SCRIPTS.values():
        meeting = rehearsal.play("surgeon", lines)
        facts = Facts(seen(rehearsal, meeting))
        uptake = next(one for one in rehearsal.rubric.criteria if one.id == "uptake")
        for turn in facts.turns[1:]:
            line = better(facts, uptake, 0, turn.number)
            assert line is not None
            quoted = line.say.partition("\u201c")[2].partition("\u201d")[0].rstrip(".")
            if quoted:
                spoken += 1
                assert quoted in turn.previous
    assert spoken > 10


def test_brief_words_stand_letter_for_letter() -> None:
    text = "Well, no. On nights it's one nurse for the whole floor, and she has never been shown any of it by anybody who sells. Who pays? Fine."
    assert brief(text) in text and 3 <= len(brief(text).split()) <= 16
    assert brief("Why?") == "" and brief("") == ""
    assert brief("She said 'never again, not in my room' to the last one.") == ""


def test_the_message_that_would_have_fitted(rehearsal: Rehearsal, listened: dict[str, Meeting]) -> None:
    found = [fit for persona in PERSONAS for lines in SCRIPTS.values() for fit in rehearsal.report(rehearsal.play(persona, lines)).fitting]
    assert found
    for persona in PERSONAS:
        for lines in SCRIPTS.values():
            meeting = rehearsal.play(persona, lines)
            usable = {message.id: message for message in sayable(seen(rehearsal, meeting))}
            replies = {turn.said.turn: turn.replied[0].words for turn in meeting.turns}
            for fit in rehearsal.report(meeting).fitting:
                assert fit.text == usable[fit.message].text and fit.quote in replies[fit.turn]


def test_every_slot_is_used_by_the_shipped_rubric(rehearsal: Rehearsal) -> None:
    lines = " ".join(line.say for criterion in rehearsal.rubric.criteria for line in criterion.better)
    assert all(f"{{{slot}}}" in lines for slot in SLOTS)
