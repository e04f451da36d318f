"""Better above worse where it is hardest: warm and fluent but deaf, against terse and unsure but listening; and tricks.

`python -m tests.debrief.test_pairs` prints the share of pairs in the right order.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from coach.debrief.debrief import Report, debrief
from coach.debrief.transcripts import load_transcript
from coach.wiring import Coach
from tests.debrief.conftest import PERSONAS, Rehearsal

HERE = Path(__file__).parent
PAIRS = yaml.safe_load((HERE / "pairs.yaml").read_text())["pairs"]
MORE: dict[str, list[dict[str, str]]] = yaml.safe_load((HERE / "more_pairs.yaml").read_text())

GAMED: dict[str, list[str]] = {
    "keywords": [
        "Agenda, permission, purpose, patients first, listening, need, evidence, limits, follow-up.",
        "Problem, implication, cost, value, weekend, night shift, discharge, committee, budget, workaround?",
        "Trial, randomized, confidence interval, limits, not for everyone, I don't know, find out, Thursday.",
    ],
    "question_spam": [
        "What worries you? Who decides? What does it cost? What happens on weekends? Who trains nights? What went wrong last time? How often?",
        "Why? Who else? What does that mean? What would help? When? How many? What is at stake? Who pays? Where does it hurt?",
    ],
    "name_dropping_patients": [
        "Patients, patients, patients. Patients come first with us, always, because every patient deserves better.",
        "We are all about patients. Better outcomes for every patient is our mission.",
        "It is all for the patients. Patients matter most.",
    ],
    "fake_agenda": [
        "What would you like to get out of this? Great. So our dressing is the best on the market and it saves you money.",
        "What else is on your agenda? Good. It has a pump, silicone, a canister and a seven-day battery.",
        "How do you want to use the rest? Perfect. Can I put you down for ten?",
    ],
    "fake_summaries": [
        "So what I'm hearing is that you love innovation. Did I get that right?",
        "So to sum up, you need our dressing for all your patients. Did I get that right?",
        "If I understand you correctly, you want ten of them this week. Is that fair?",
    ],
    "copied_anchors": [
        "You say why you came and ask for leave. And you ask what they want from the time.",
        "You get to a problem. You ask what the problem leads to, or what solving it would be worth.",
        "You build on what they said. You add meaning and check it with them.",
        "Their step, with a day, tested for firmness; or an honest no fit. And who should not get it.",
    ],
}  # fmt: skip


def mean(report: Report) -> float:
    levels = [item.level for item in report.criteria if item.level is not None]
    return sum(levels) / len(levels) if levels else 0.0


def measured(coach: Coach, text: str, folder: Path) -> Report:
    file = folder / "call.txt"
    file.write_text(text)
    library = coach.shelf.libraries["norvane"]
    return debrief(load_transcript(file, coach.reader(library), rep="Rep", library=library, needs=coach.shelf.needs), coach.shelf.rubric())


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["about"] for pair in PAIRS])
def test_terse_and_listening_stands_above_warm_and_deaf(pair: dict[str, str], coach: Coach, tmp_path: Path) -> None:
    terse, warm = measured(coach, pair["terse"], tmp_path), measured(coach, pair["warm"], tmp_path)
    assert mean(terse) > mean(warm)
    assert (terse.criterion("uptake").level or 0) > (warm.criterion("uptake").level or 0)


@pytest.mark.parametrize("pair", [pair for half in MORE.values() for pair in half], ids=lambda pair: pair["about"])
def test_better_stands_above_worse(pair: dict[str, str], coach: Coach, tmp_path: Path) -> None:
    assert mean(measured(coach, pair["better"], tmp_path)) > mean(measured(coach, pair["worse"], tmp_path))


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("trick", GAMED)
def test_gaming_does_not_raise_a_level(persona: str, trick: str, rehearsal: Rehearsal) -> None:
    """No trick comes near 2 on average, nor past 1 in what it plays at."""
    report = rehearsal.debrief(persona, GAMED[trick])
    assert mean(report) < 1.5, {item.id: item.level for item in report.criteria}
    for criterion in ("listen_first", "discovery", "uptake", "message_fit", "patient_first", "objection"):
        assert (report.criterion(criterion).level or 0) <= 1, (criterion, report.criterion(criterion).evidence)


if __name__ == "__main__":
    import tempfile

    from coach.commands.common import program

    pairs = {"pairs": [{"about": pair["about"], "better": pair["terse"], "worse": pair["warm"]} for pair in PAIRS]} | MORE
    with tempfile.TemporaryDirectory() as made:
        for half, written in pairs.items():
            right = 0
            for pair in written:
                better, worse = (mean(measured(program(), pair[side], Path(made))) for side in ("better", "worse"))
                print(f"{'right' if better > worse else 'WRONG'}  {better:.2f} {worse:.2f}  {pair['about']}")
                right += better > worse
            print(f"{half}: {right} of {len(written)} in the right order\n")
