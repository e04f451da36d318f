"""The same meeting measures the same on other machines: with one thread and old processor instructions as with two and new ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.content.shelf import ROOT

MEASURE = """
import json, sys
from datetime import date
import torch
torch.set_num_threads(int(sys.argv[1]))
from coach.wiring import Coach
from coach.debrief.debrief import debrief, seen_of
from coach.roleplay.meeting import open_meeting, play
from tests.roleplay.scripts import SCRIPTS
coach, found = Coach(), {}
for script in ("listener", "average", "dumper"):
    stage = coach.stage(coach.shelf.persona("surgeon"))
    meeting = play(stage, open_meeting(stage.persona, stage.library, seed=7, difficulty="guarded", on=date(2026, 12, 1), versions={}), SCRIPTS[script])
    found[script] = debrief(seen_of(meeting, stage.persona, stage.library, coach.shelf.needs), coach.shelf.rubric()).shown()
print(json.dumps(found, sort_keys=True))
"""
WAYS = [("1", "avx2"), ("2", "default")]
"""As far apart as machines can be: what either of the two moves shows here."""


@pytest.mark.timeout(600)
def test_threads_and_processor_change_no_level(tmp_path: Path) -> None:
    """Read anew each time, by a process of its own; the whole report is the same, not only its levels."""
    reports = []
    for threads, instructions in WAYS:
        environment = os.environ | {"OMP_NUM_THREADS": threads, "ATEN_CPU_CAPABILITY": instructions, "COACH_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
        made = subprocess.run([sys.executable, "-c", MEASURE, threads], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr[-2000:]
        reports.append(json.loads(made.stdout))
    levels = [{script: {item["id"]: item["level"] for item in report["criteria"]} for script, report in one.items()} for one in reports]
    assert all(one == levels[0] for one in levels)
    assert all(one == reports[0] for one in reports)
