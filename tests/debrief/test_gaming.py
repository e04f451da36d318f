"""Playing to the score raises nothing: calls and meetings in which the rep plays to the sheet and not to the person.

`python -m tests.debrief.test_gaming` plays every trick on four people and prints what got past.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.debrief.debrief import Report, debrief
from coach.debrief.transcripts import load_transcript
from coach.wiring import Coach
from tests.debrief.conftest import PERSONAS, Rehearsal
from tests.debrief.test_pairs import mean, measured

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "gaming.yaml").read_text())
ALL = [case for half in CASES.values() for case in half]
EARNED = ("listen_first", "discovery", "uptake", "message_fit", "evidence_honesty", "objection", "patient_first", "advance")
"""Criteria of which 2 and 3 ask for a real exchange."""
MOST = 1


def past(case: dict[str, Any], report: Report) -> dict[str, int]:
    """The levels that the trick should not have reached."""
    may = case.get("may", {})
    levels = {id: report.criterion(id).level or 0 for id in EARNED}
    return {id: level for id, level in levels.items() if level > may.get(id, MOST)}


@pytest.mark.parametrize("case", [case for case in ALL if "call" in case], ids=lambda case: case["trick"])
def test_a_call_played_to_the_score_stays_low(case: dict[str, Any], coach: Coach, tmp_path: Path) -> None:
    report = measured(coach, case["call"], tmp_path)
    assert past(case, report) == {} and mean(report) < 1.5


@pytest.mark.parametrize(
    ("at", "case"), list(enumerate(case for case in ALL if "lines" in case)), ids=lambda item: item["trick"] if isinstance(item, dict) else ""
)
def test_a_meeting_played_to_the_score_stays_low(at: int, case: dict[str, Any], rehearsal: Rehearsal) -> None:
    report = rehearsal.debrief(PERSONAS[at % len(PERSONAS)], case["lines"])
    assert past(case, report) == {} and mean(report) < 1.5


def honesty(coach: Coach, folder: Path, *lines: str) -> int | None:
    file = folder / "call.txt"
    file.write_text("\n".join(lines))
    library = coach.shelf.libraries["norvane"]
    seen = load_transcript(file, coach.reader(library), rep="Rep", library=library, needs=coach.shelf.needs)
    return debrief(seen, coach.shelf.rubric()).criterion("evidence_honesty").level


def test_not_knowing_counts_where_they_asked_and_something_follows(coach: Coach, tmp_path: Path) -> None:
    asked, told = "Ann: Does it hold on a knee that bends all day?", "Ann: We had four of those last month."
    opens, ends = "Rep: Morning. What do you see most of?", "Ann: All right."
    blank = "Rep: I don't know that. I'll ask the study team and write to you by Tuesday."
    assert honesty(coach, tmp_path, opens, asked, blank, ends) == 3
    assert honesty(coach, tmp_path, opens, told, blank, ends) != 3, "nothing was asked"
    assert honesty(coach, tmp_path, opens, asked, "Rep: I don't know that.", ends) != 3, "nothing follows"
    assert honesty(coach, tmp_path, opens, asked, "Rep: I don't know that. I'll find out some time.", ends) != 3, "no day"


def figures(coach: Coach, half: str, folder: Path) -> Iterator[tuple[str, dict[str, int]]]:
    rehearsal = Rehearsal(coach)
    for case in CASES[half]:
        if "call" in case:
            yield case["trick"], past(case, measured(coach, case["call"], folder))
        for persona in PERSONAS if "lines" in case else []:
            yield f"{case['trick']}, {persona}", past(case, rehearsal.debrief(persona, case["lines"]))


if __name__ == "__main__":
    import tempfile

    from coach.commands.common import program

    with tempfile.TemporaryDirectory() as made:
        for half in CASES:
            found = list(figures(program(), half, Path(made)))
            print(*(f"got past: {name} {levels}" for name, levels in found if levels), sep="\n")
            print(f"{half}: {sum(not levels for _, levels in found)} of {len(found)} held\n")
