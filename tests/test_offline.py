"""No key, no account, no network: a whole rehearsal where there is nothing to reach."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from coach.wiring import Coach

from .browser.server import GUARD, ROOT, bare

SCRIPT = [
    "Thanks for seeing me. Before I say anything about us, what would make these minutes useful to you?",
    "What do you see once your patients go home with the incision?",
    "So it is the days after discharge that worry you. What does one of those cases mean for your team?",
    "I don't know that number, and I would rather find out than guess.",
]


@cache
def nowhere() -> list[str]:
    """The words before a command that take its network away, even loopback; none where that takes rights we do not have."""
    command = ["unshare", "-n", "--"]
    if sys.platform != "linux" or shutil.which("unshare") is None or subprocess.run([*command, "true"], capture_output=True).returncode:
        return []
    return command


@pytest.mark.timeout(240)
def test_a_rehearsal_and_its_debrief_with_the_network_gone(coach: Coach, tmp_path: Path) -> None:
    shutil.copytree(coach.settings.coach_data / "fitted", tmp_path / "data" / "fitted")  # fitting again would take a while and shows nothing more
    script, calls = tmp_path / "script.json", tmp_path / "calls"
    script.write_text(json.dumps(SCRIPT))
    environment = bare(PYTHONPATH=str(GUARD), GUARD_LOG=str(calls), COACH_DATA=str(tmp_path / "data"), HOME=str(tmp_path))
    done = subprocess.run(
        [*nowhere(), sys.executable, "-m", "coach", "rehearse", "surgeon", str(script), "--on", "2026-12-01", "--json"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    meeting = json.loads(done.stdout)
    assert [turn["rep"] for turn in meeting["turns"]] == SCRIPT
    assert all(turn["reply"] for turn in meeting["turns"])
    assert not calls.exists(), f"asked for something beyond this machine: {calls.read_text()}"
    (tmp_path / "meeting.json").write_text(done.stdout)
    debrief = subprocess.run(
        [*nowhere(), sys.executable, "-m", "coach", "debrief", str(tmp_path / "meeting.json"), "--json"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert debrief.returncode == 0, debrief.stderr
    assert json.loads(debrief.stdout)["outcome"]["kind"] == "continuation"
    assert not calls.exists(), f"asked for something beyond this machine: {calls.read_text()}"


@pytest.mark.timeout(240)
def test_off_means_off_though_an_endpoint_is_configured(coach: Coach, tmp_path: Path) -> None:
    """With every setting of the model voice and of the judge given, the authored voice and a debrief open no socket: not to the
    endpoint, not to ask for its name."""
    shutil.copytree(coach.settings.coach_data / "fitted", tmp_path / "data" / "fitted")
    script, calls = tmp_path / "script.json", tmp_path / "calls"
    script.write_text(json.dumps(SCRIPT[:2]))
    settings = {
        "OPENAI_BASE_URL": "http://endpoint.invalid:8080/v1",
        "OPENAI_API_KEY": "sk-test-1234567890",
        "COACH_VOICE_MODEL": "m",
        "COACH_JUDGE_MODEL": "m",
        "COACH_CONNECT_SECONDS": "1",
    }
    environment = bare(PYTHONPATH=str(GUARD), GUARD_LOG=str(calls), COACH_DATA=str(tmp_path / "data"), HOME=str(tmp_path), **settings)

    def rehearse(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "coach", "rehearse", "surgeon", str(script), "--on", "2026-12-01", "--json", *more]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200)

    off = rehearse()
    assert off.returncode == 0, off.stderr
    (tmp_path / "meeting.json").write_text(off.stdout)
    measured = subprocess.run(
        [sys.executable, "-m", "coach", "debrief", str(tmp_path / "meeting.json")], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200
    )
    assert measured.returncode == 0, measured.stderr
    assert not calls.exists(), f"asked for something beyond this machine: {calls.read_text()}"
    on = rehearse("--voice", "model")
    assert on.returncode == 0, on.stderr
    assert set(calls.read_text().split()) == {"socket.getaddrinfo", "endpoint.invalid"}, "the endpoint, and nobody else"
    assert [turn["reply"] for turn in json.loads(on.stdout)["turns"]] == [turn["reply"] for turn in json.loads(off.stdout)["turns"]]
    assert "They go on in the authored voice." in on.stderr and "sk-test" not in on.stderr + on.stdout


def test_the_guard_sees_who_asks_for_the_network(tmp_path: Path) -> None:
    """The test above would notice."""
    calls = tmp_path / "calls"
    code = "import socket\nfor host in ('127.0.0.1', '192.0.2.1'):\n    try: socket.create_connection((host, 9), 1)\n    except OSError: pass"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(GUARD), "GUARD_LOG": str(calls)}, check=True, timeout=60)
    assert calls.read_text().splitlines() == ["socket.getaddrinfo 192.0.2.1"]
