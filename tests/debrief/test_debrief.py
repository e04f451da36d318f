"""What a debrief says of meetings of known quality."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.content.rubric import CRITERIA
from coach.debrief.debrief import Report, Seen, debrief, seen_of
from coach.debrief.findings import FINDINGS
from coach.debrief.report import markdown
from coach.debrief.transcripts import load_transcript
from coach.roleplay.records import Meeting
from tests.debrief.conftest import DUMPER, PERSONAS, Rehearsal

SCRIPTS: dict[str, list[str]] = {
    "quiet": ["", "Hello.", "", "Right."],
    "sample": [
        "Thanks for seeing me. Before I say anything about us, what would make these minutes useful to you?",
        "What do you see once your patients go home with the incision?",
        "So it is the days after discharge that worry you. What does one of those cases mean for your team?",
        "I don't know that number, and I would rather find out than guess.",
        "Would it help if I brought the comparison to your Thursday meeting, with the limits spelled out?",
    ],
    "markup": ["<b>What</b> {{ 7 * 7 }} worries you? \U0001f600", "{% for x in y %} *who* covers _weekends_?", "你好。谁来决定？", "Это проблема? | # `code`"],
    "dumper": DUMPER,
    "charming": [
        "How are you? I've heard such great things, it's an honor.",
        "You're amazing, I'm a big fan.",
        "Great question!",
        "I totally hear you. Our dressing saves money.",
    ],
}


def level(report: Report, criterion: str) -> int:
    """The level, with not observed below everything."""
    found = report.criterion(criterion).level
    return -1 if found is None else found


def mean(report: Report) -> float:
    levels = [item.level for item in report.criteria if item.level is not None]
    return sum(levels) / len(levels)


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("criterion", ["opening", "listen_first", "discovery", "uptake", "evidence_honesty"])
def test_a_listener_scores_above_a_product_dumper(
    persona: str, criterion: str, rehearsal: Rehearsal, listened: dict[str, Meeting], dumped: dict[str, Meeting]
) -> None:
    good, bad = rehearsal.report(listened[persona]), rehearsal.report(dumped[persona])
    # Their one claim names no source, and a blank that nobody asked about shows nothing: honest, and no more than that.
    honest = criterion == "evidence_honesty" and level(good, criterion) in (-1, 1)
    assert level(good, criterion) >= 2 or honest
    assert level(bad, criterion) == 0
    assert mean(good) > mean(bad) + 1


def check_quotes(report: Report, texts: dict[int, tuple[str, str]]) -> None:
    for item in report.criteria:
        assert (item.status == "scored") == (item.level is not None)
        if item.level is not None:
            assert item.evidence and item.anchor and item.advice, item.id
        for shown in item.evidence:
            assert shown.source == "turn"
            rep, reply = texts[shown.turn]
            assert shown.quote.strip() and (shown.quote in rep or shown.quote in reply), (item.id, shown)
    for found in report.compliance:
        assert found.quote in texts[found.turn][0]


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("seed", [1, 7])
def test_every_quote_stands_in_its_turn(persona: str, script: str, seed: int, rehearsal: Rehearsal) -> None:
    meeting = rehearsal.play(persona, SCRIPTS[script], seed)
    report = rehearsal.report(meeting)
    check_quotes(report, {turn.said.turn: (turn.said.words, turn.replied[0].words) for turn in meeting.turns if turn.said.kind == "rep"})
    assert [item.id for item in report.criteria] == list(CRITERIA)


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_quote_of_a_good_meeting_stands_in_its_turn(persona: str, rehearsal: Rehearsal, listened: dict[str, Meeting]) -> None:
    meeting = listened[persona]
    check_quotes(rehearsal.report(meeting), {turn.said.turn: (turn.said.words, turn.replied[0].words) for turn in meeting.turns if turn.said.kind == "rep"})


def test_scored_twice_is_scored_the_same(rehearsal: Rehearsal, listened: dict[str, Meeting]) -> None:
    for meeting in listened.values():
        stored = Meeting.model_validate_json(meeting.model_dump_json())
        assert json.dumps(rehearsal.report(meeting).shown()) == json.dumps(rehearsal.report(stored).shown())


def test_readings_are_taken_as_stored(rehearsal: Rehearsal, listened: dict[str, Meeting]) -> None:
    """A reading that was stored differently changes the report: nothing is read again."""
    meeting = listened["surgeon"]
    flat = []
    for turn in meeting.turns:
        reading = turn.said.reading and turn.said.reading.model_copy(update={"uptake": 0.0, "question": None, "telling": 1.0})
        flat.append(turn.model_copy(update={"said": turn.said.model_copy(update={"reading": reading})}))
    report = rehearsal.report(meeting.model_copy(update={"turns": flat}))
    assert report.measures.uptake == 0 and report.measures.telling_share == 1


def test_a_printed_meeting_has_the_same_report(
    rehearsal: Rehearsal, listened: dict[str, Meeting], dumped: dict[str, Meeting], as_printed: Callable[[Meeting], dict[str, Any]], tmp_path: Path
) -> None:
    for number, meeting in enumerate([*listened.values(), *dumped.values()]):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(as_printed(meeting)))
        persona = rehearsal.coach.shelf.persona(meeting.setup.persona)
        library = rehearsal.coach.shelf.library_of(persona)
        seen = load_transcript(file, rehearsal.coach.reader(library), persona=persona, library=library, needs=rehearsal.coach.shelf.needs)
        assert debrief(seen, rehearsal.rubric) == rehearsal.report(meeting)


def test_not_observed_is_not_zero(rehearsal: Rehearsal) -> None:
    report = rehearsal.debrief("surgeon", ["Hello.", "What cases do you do?"])
    for criterion in ("account_read", "objection", "message_fit", "evidence_honesty", "adaptation"):
        found = report.criterion(criterion)
        assert (found.status, found.level, found.evidence, found.advice) == ("not_observed", None, [], None)
    silent = rehearsal.debrief("surgeon", [""])
    assert all(item.status == "not_observed" for item in silent.criteria)
    assert silent.focus is None
    assert "Nothing could be scored" in markdown(silent)


@pytest.mark.parametrize("persona", PERSONAS)
def test_parroting_and_keywords_open_nothing(persona: str, rehearsal: Rehearsal) -> None:
    stage, _ = rehearsal.start(persona)
    said: list[str] = []
    for _ in range(6):
        meeting = rehearsal.play(persona, [*said, "x"])
        spoken = [turn for turn in meeting.turns if turn.said.turn == len(said)]
        said.append(spoken[0].replied[0].words if spoken else "Right.")
    parrot = rehearsal.debrief(persona, said)
    assert level(parrot, "uptake") <= 1 and level(parrot, "discovery") <= 1
    keywords = " ".join(word for need in stage.persona.needs for topic in need.gate.topics for word in topic.split("_"))
    cues = ", ".join(word for need in stage.persona.needs for word in need.gate.cues[:4])
    stuffed = rehearsal.debrief(
        persona,
        [f"Infections readmissions {keywords} {cues}?", f"Weekends {cues} {keywords} evidence limits patients outcome home.", f"{keywords} budget committee?"],
    )
    assert level(stuffed, "uptake") <= 0 and level(stuffed, "discovery") <= 0
    assert level(stuffed, "patient_first") <= 1 and level(stuffed, "listen_first") <= 0


@pytest.mark.parametrize("persona", PERSONAS)
def test_asking_leave_to_pitch_is_a_pitch(persona: str, rehearsal: Rehearsal) -> None:
    report = rehearsal.debrief(persona, ["May I take two minutes of your time?", "Our dressing reduces infections and saves money, and the pump is small."])
    assert level(report, "opening") == 0
    assert level(report, "listen_first") == 0


def test_tell_me_more_builds_once(rehearsal: Rehearsal) -> None:
    report = rehearsal.debrief("surgeon", ["What goes wrong after these operations?", *["Tell me more about that."] * 6])
    assert level(report, "uptake") <= 1


def test_a_sixty_turn_meeting(rehearsal: Rehearsal) -> None:
    seen = long_meeting(rehearsal)
    report = debrief(seen, rehearsal.rubric)
    assert len(seen.turns) == 60 and len(report.trajectory) == 61
    check_quotes(report, {turn.number: (turn.rep, turn.reply) for turn in seen.turns})


def long_meeting(rehearsal: Rehearsal) -> Seen:
    """Sixty turns: nobody gives sixty turns, so meetings are set end to end."""
    persona = rehearsal.coach.shelf.persona("or_nurse_manager")
    library = rehearsal.coach.shelf.library_of(persona)
    turns, seed = [], 0
    while len(turns) < 60:
        seed += 1
        part = seen_of(rehearsal.listener("or_nurse_manager", seed), persona, library, rehearsal.coach.shelf.needs)
        turns += part.turns
    numbered = [type(turn)(number, turn.rep, turn.reply, turn.reading, turn.response, turn.state) for number, turn in enumerate(turns[:60], 1)]
    return Seen(numbered, persona, library, part.outcome, True, part.needs, part.opening)


@pytest.mark.parametrize("persona", PERSONAS)
def test_needs_are_told_or_missed(persona: str, rehearsal: Rehearsal, listened: dict[str, Meeting]) -> None:
    meeting = listened[persona]
    report = rehearsal.report(meeting)
    hidden = {need.need for need in rehearsal.coach.shelf.persona(persona).needs}
    out = {need.need for need in report.disclosed_needs}
    assert out == set(meeting.state().disclosed) and out
    assert {need.need for need in report.missed_needs} == hidden - out
    assert all(need.opened_by.strip() and need.title for need in report.missed_needs)
    assert report.measures.needs is not None and report.measures.needs.hidden == len(hidden)


def test_the_trajectory_is_the_recorded_one(rehearsal: Rehearsal, dumped: dict[str, Meeting]) -> None:
    meeting = dumped["surgeon"]
    report = rehearsal.report(meeting)
    states = [state for turn, state in zip(meeting.turns, meeting.states()[1:], strict=True) if turn.said.kind == "rep"]
    assert [row.trust for row in report.trajectory[1:]] == [round(state.trust) for state in states]
    assert any(change.by and change.by < 0 and change.because and change.quote for row in report.trajectory for change in row.changes)


def test_what_we_did_not_follow_costs_nothing(rehearsal: Rehearsal) -> None:
    report = rehearsal.debrief("surgeon", ["What do you do about opera singing in Vienna?", "Would a zebra fit your bicycle, you think?"])
    assert [item.turn for item in report.not_followed]
    assert level(report, "uptake") == -1
    assert "did not follow" in markdown(report)


def test_listening_practice_judges_no_claims(rehearsal: Rehearsal, dumped: dict[str, Meeting]) -> None:
    meeting = dumped["surgeon"]
    persona = rehearsal.coach.shelf.persona("surgeon").model_copy(update={"account": None})
    report = debrief(seen_of(meeting, persona, None, {}), rehearsal.rubric)
    assert report.compliance == []
    assert report.criterion("message_fit").status == report.criterion("evidence_honesty").status == "not_observed"
    assert level(report, "listen_first") == 0


def test_compliance_stands_beside_the_scores(rehearsal: Rehearsal, dumped: dict[str, Meeting]) -> None:
    report = rehearsal.report(dumped["or_nurse_manager"])
    assert any(item.severity == "block" and item.quote == "the best" and item.turn == 1 for item in report.compliance)


def test_the_focus_is_the_lowest_and_quotes_its_turn(rehearsal: Rehearsal, dumped: dict[str, Meeting]) -> None:
    report = rehearsal.report(dumped["cfo"])
    assert report.focus is not None
    assert (report.focus.criterion, report.focus.level, report.focus.turn) == ("listen_first", 0, 1)
    assert report.focus.quote in DUMPER[0]
    assert report.focus.advice == next(item.advice[0] for item in rehearsal.rubric.criteria if item.id == "listen_first")


def test_a_rubric_with_an_unknown_finding_is_unscored(rehearsal: Rehearsal, dumped: dict[str, Meeting]) -> None:
    first, *rest = [item for item in rehearsal.rubric.criteria if item.id != "advance"]
    broken = first.model_copy(update={"levels": [item.model_copy(update={"when": ["no_such_thing"]}) for item in first.levels]})
    rubric = rehearsal.rubric.model_copy(update={"criteria": [broken, *rest]})
    persona = rehearsal.coach.shelf.persona("cfo")
    report = debrief(seen_of(dumped["cfo"], persona, rehearsal.coach.shelf.library_of(persona), {}), rubric)
    assert {item.id for item in report.criteria if item.status == "unscored"} == {first.id, "advance"}


def test_markdown_keeps_quotes_as_they_were(rehearsal: Rehearsal) -> None:
    text = markdown(rehearsal.debrief("surgeon", SCRIPTS["markup"]), "Dr. Ines Halloway")
    assert text.startswith("# Debrief: Dr. Ines Halloway\n")
    assert "49" not in text and "{{ 7 \\* 7 }}" in text and "\\<b\\>" in text
    assert text.index("# Debrief") < text.index("One thing to work on") < text.index("What was seen")
    assert "\n\n\n" not in text


def test_every_finding_says_what_it_is_and_is_used(rehearsal: Rehearsal) -> None:
    used = {name for item in rehearsal.rubric.criteria for rung in item.levels for name in rung.when}
    assert used == set(FINDINGS)
    assert all(found.says.endswith(".") for found in FINDINGS.values())
