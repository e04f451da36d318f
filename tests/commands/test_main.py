"""Exit statuses, and that no traceback is ever an answer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coach.commands import personas
from coach.content.errors import CoachError
from coach.content.shelf import ROOT
from coach.settings import settings
from coach.wiring import Coach
from tests.commands.conftest import Run


def _process(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "coach", *words], capture_output=True, text=True, cwd=ROOT, timeout=110, env={**os.environ, **env})


@pytest.mark.parametrize(
    "words",
    [[], ["no-such-command"], ["rehearse"], ["messages"], ["messages", "search", "x", "-k", "0"], ["rehearse", "cfo", "a.txt", "--on", "soon"], ["debrief"]],
)
def test_usage_errors_are_2(run: Run, words: list[str]) -> None:
    done = run(*words)
    assert (done.status, done.out) == (2, "") and "usage" in done.err


def test_help_is_no_error(run: Run) -> None:
    assert run("--help").status == 0


def test_a_refusal_is_its_lines_and_1(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personas, "content", lambda: (_ for _ in ()).throw(CoachError("first line", "second line")))
    done = run("personas")
    assert (done.status, done.out, done.errors) == (1, "", ["first line", "second line"])


def test_an_unexpected_error_is_one_line_and_a_log(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personas, "content", lambda: {}["gone"])
    done = run("personas")
    log = settings().coach_data / "errors.log"
    assert done.status == 1 and len(done.errors) == 1 and done.errors[0].startswith("internal error (KeyError)") and str(log) in done.err
    assert "Traceback" in log.read_text() and "gone" in log.read_text()


def test_the_details_are_shown_on_request(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from coach.__main__ import main

    monkeypatch.setattr(personas, "content", lambda: {}["gone"])
    monkeypatch.setenv("COACH_DEBUG", "1")
    assert main(["personas"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(personas, "content", interrupted)
    done = run("personas")
    assert (done.status, done.errors) == (130, ["stopped"])


def test_a_reader_that_has_seen_enough() -> None:
    command = subprocess.Popen([sys.executable, "-m", "coach", "personas", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    assert command.stdout and command.stderr
    command.stdout.close()
    assert command.stderr.read() == ""
    command.wait(30)


def test_a_setting_that_cannot_be_used() -> None:
    done = _process("content", "lint", COACH_STREAMING_MS="soon")
    assert done.returncode == 1 and "COACH_STREAMING_MS" in done.stderr and "Traceback" not in done.stderr


def test_json_survives_a_terminal_without_unicode() -> None:
    done = subprocess.run([sys.executable, "-m", "coach", "personas", "--json"], capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    done.stdout.decode("utf-8")


HEAVY = """
import sys
from coach.__main__ import main
main(sys.argv[1:])
print("loaded:", *(name for name in ("torch", "sklearn", "sqlalchemy") if name in sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize("words", [["personas"], ["content", "lint"], ["nothing-of-that-name"]])
def test_what_needs_no_model_does_not_wait_for_it(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", HEAVY, *words], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.stderr.splitlines()[-1] == "loaded:"


def test_meetings_never_touch_the_database(coach: Coach, tmp_path: Path) -> None:
    coach.reader(None)  # fitted once for all tests; fitting it again in the new process would only take time
    for kept in ("fitted", "vectors"):  # whichever of them this process has had to make
        if (coach.settings.coach_data / kept).is_dir():
            shutil.copytree(coach.settings.coach_data / kept, tmp_path / kept)
    script = tmp_path / "script.txt"
    script.write_text("What worries you most?")
    done = _process("rehearse", "cfo", str(script), COACH_DATA=str(tmp_path), DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.glob("*.db*"))
