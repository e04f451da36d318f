"""Own marks, the reflection and the pre-work, progress and statements: rules without a page."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from coach.debrief.debrief import debrief, seen_of
from coach.debrief.facts import Facts
from coach.debrief.findings import FINDINGS
from coach.debrief.own import OwnMarks, gaps
from coach.debrief.progress import Played, lines, next_up, own_eye, shrunk
from coach.debrief.records import Report
from coach.debrief.seen import Seen
from coach.debrief.tries import of_three, worked_on
from coach.debrief.xapi import statements
from coach.roleplay.records import Meeting
from tests.debrief.conftest import DAY, DUMPER, Rehearsal

NOTE = (
    "How patients move: Her patients come in through clinic, are operated on and go home on day five.\n"
    "Who decides: The value analysis committee decides, and Dr. Lund chairs it.\n"
)
REST = (
    "What holds them back: She has eight minutes and no budget. She trusts Kofi more than any slide.\n"
    "What I don't know: I don't know who sees the wounds on a weekend."
)


@pytest.mark.parametrize(
    ("note", "level"),
    [
        (None, None),
        ("", 0),
        ("Dr. Halloway, surgeon", 1),
        ("pathway decision committee influence budget unknown ward home discharge", 1),
        ("How patients move: ward to home\nWho decides: the committee", 1),
        (NOTE, 2),
        (NOTE + REST, 3),
    ],
)
def test_pre_work_is_scored_by_its_anchors(note: str | None, level: int | None, rehearsal: Rehearsal) -> None:
    found = debrief(Seen([], note=note), rehearsal.rubric).criterion("account_read")
    assert found.level == level
    assert all(item.source == "note" and item.turn == 0 and item.quote in (note or "") for item in found.evidence)


@pytest.mark.parametrize(
    ("words", "explains"),
    [
        ("I stopped pitching and asked about her weekends because she had gone quiet.", True),
        ("She went quiet after the trial figures, so I stopped and asked about her weekends.", True),
        ("I slowed down and asked what was behind it when she pushed back.", True),
        ("It went well because I am good.", False),
        ("because I asked", False),
        ("changed approach because reason so that since", False),
        ("I should talk less.", False),
    ],
)
def test_a_reflection_explains_a_change_or_not(words: str, explains: bool) -> None:
    found = FINDINGS["explains_change"].evidence(Facts(Seen([], reflection=words)))
    assert bool(found) is explains
    assert all(item.source == "reflection" and item.quote in words for item in found)


def test_only_an_explained_change_reaches_three(rehearsal: Rehearsal) -> None:
    lines = [
        "It reduces infections by half and it is completely safe.",
        "I think I went too fast. What happens after your patients go home?",
        "What does that mean for you?",
    ]
    meeting = rehearsal.play("surgeon", lines)
    persona = rehearsal.coach.shelf.persona("surgeon")

    def level(reflection: str | None) -> int | None:
        seen = seen_of(meeting, persona, rehearsal.coach.shelf.library_of(persona), rehearsal.coach.shelf.needs, None, reflection)
        return debrief(seen, rehearsal.rubric).criterion("adaptation").level

    assert level(None) == 2
    assert level("Went fine.") == 2
    assert level("I stopped selling and asked about her patients because she pushed back.") == 3


def test_the_gap_is_own_less_measured(rehearsal: Rehearsal) -> None:
    report = rehearsal.debrief("surgeon", DUMPER)
    found = gaps(report.criteria, OwnMarks(marks={"listening": 3}))
    assert [(gap.area, gap.own, gap.measured, gap.by) for gap in found] == [("listening", 3, 0.0, 3.0)]
    assert gaps(report.criteria, None) == [] == gaps(report.criteria, OwnMarks(skipped=True))
    eye = own_eye([Played("m", "day", report, OwnMarks(marks={"listening": 3}))])
    assert len(eye) == 1 and "more than was measured" in eye[0].words and "one meeting" in eye[0].words


def leveled(report: Report, **levels: int | None) -> Report:
    criteria = [
        item.model_copy(update={"level": levels.get(item.id), "status": "scored" if levels.get(item.id) is not None else "not_observed"})
        for item in report.criteria
    ]
    return report.model_copy(update={"criteria": criteria})


def test_few_meetings_are_drawn_to_the_reps_own_mean(rehearsal: Rehearsal) -> None:
    report = rehearsal.debrief("surgeon", DUMPER)
    played = [Played(str(at), "day", leveled(report, opening=3, discovery=1)) for at in range(6)]
    opening = next(line for line in lines(played) if line.criterion == "opening")
    assert [point.behind for point in opening.points] == [1, 2, 3, 4, 5, 6]
    assert [point.level for point in opening.points] == sorted(point.level for point in opening.points), "the more meetings, the more it is its own"
    assert opening.points[0].level == round(shrunk(3, 1, 2.0), 2) == 2.25
    assert opening.points[2].level == 2.5, "with three behind it, half its own"
    assert opening.points[0].raw == 3
    assert next_up(played) is not None and next_up(played).criterion == "discovery"  # type: ignore[union-attr]
    assert lines([]) == [] and next_up([]) is None


def test_one_thing_is_tried_three_times() -> None:
    assert [worked_on(number, ["uptake", "advance"]) for number in range(1, 8)] == ["uptake"] * 3 + ["advance"] * 3 + [None]
    assert [of_three(number) for number in range(1, 6)] == [1, 2, 3, 1, 2]


def test_statements_hold_what_a_learning_record_store_asks(rehearsal: Rehearsal, listened: dict[str, Meeting]) -> None:
    """The shapes of xAPI 1.0.3: ids are UUIDs and IRIs, scores scaled within -1 and 1, timestamps ISO 8601."""
    report = rehearsal.report(listened["surgeon"])
    made = statements(report, "abc123", "pseudonym-7", datetime(2026, 12, 1, 9, tzinfo=UTC))
    scored = [item for item in report.criteria if item.level is not None]
    assert len(made) == 1 + len(scored) and len({one["id"] for one in made}) == len(made)
    iri = re.compile(r"https?://\S+")
    for one in json.loads(json.dumps(made)):
        UUID(one["id"])
        UUID(one["context"]["registration"])
        assert one["actor"] == {"objectType": "Agent", "account": {"homePage": "https://listen-first.example", "name": "pseudonym-7"}}
        assert iri.fullmatch(one["verb"]["id"]) and one["verb"]["display"]["en-US"]
        assert one["object"]["objectType"] == "Activity" and iri.fullmatch(one["object"]["id"]) and iri.fullmatch(one["object"]["definition"]["type"])
        score = one["result"]["score"]
        assert -1 <= score["scaled"] <= 1 and score["min"] <= score["raw"] <= score["max"]
        assert datetime.fromisoformat(one["timestamp"]).tzinfo is not None
        assert all(iri.fullmatch(key) for part in (one["result"], one["context"]) for key in part.get("extensions", {}))
    assert made == statements(report, "abc123", "pseudonym-7", datetime(2026, 12, 1, 9, tzinfo=UTC)), "sent twice, it makes no second record"
    words = json.dumps(made)
    assert all(shown.quote not in words for item in scored for shown in item.evidence if len(shown.quote) > 12), "nobody's words are in it"
    assert "timestamp" not in statements(report, "abc123", "x")[0] and statements(report, "a", "x", date(2026, 1, 2))[0]["timestamp"].startswith("2026-01-02")


def test_a_meeting_on_its_day(rehearsal: Rehearsal, listened: dict[str, Meeting]) -> None:
    assert rehearsal.report(listened["cfo"]).on == DAY
