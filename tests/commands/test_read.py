"""read: a line in, a line out, and a bad line stops nobody else's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from coach.content.shelf import ROOT
from tests.commands.conftest import Run


def test_bad_lines_are_named_and_the_rest_is_answered(ready: Run) -> None:
    lines = [
        b'{"text": "What worries you?"}',
        b"this is not json",
        b'{"previous": "no text"}',
        b'{"text": 3}',
        b'["text"]',
        b'{"text": "\\ud83d"}',
        b'{"text": "\xff"}',
        b'{"text": "ok", "previous": 5}',
        b"",
        b'{"text": "Who decides?", "previous": null, "more": 1}',
    ]
    done = ready("read", "-", "--jsonl", feed=b"\n".join(lines) + b"\n")
    assert done.status == 1
    assert [json.loads(line)["text"] for line in done.out.splitlines()] == ["What worries you?", "Who decides?"]
    assert [line.split(":")[0] for line in done.errors] == [f"line {number}" for number in (2, 3, 4, 5, 6, 7, 8)]
    assert "not JSON" in done.errors[0] and "missing" in done.errors[1] and "not a string" in done.errors[2] and "UTF-8" in done.errors[5]


def test_a_file_a_persona_and_a_day(ready: Run, tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    path.write_text('{"text": "I\'ll send you the audit by Thursday."}\n', encoding="utf-8-sig")
    done = ready("read", path, "--persona", "cfo", "--on", "2026-12-01", "--jsonl")
    assert done.status == 0 and json.loads(done.out)["commitment"]["on"] == "2026-12-03"


def test_refusals(run: Run, tmp_path: Path) -> None:
    assert run("read", tmp_path / "nowhere.jsonl").status == 1
    assert run("read", tmp_path).status == 1
    assert "there are" in run("read", "-", "--persona", "nobody").err


def test_nothing_in_nothing_out(ready: Run) -> None:
    done = ready("read", "-", "--jsonl", feed="")
    assert (done.status, done.out) == (0, "")


def test_each_line_is_answered_before_the_next_one_comes() -> None:
    command = subprocess.Popen(
        [sys.executable, "-m", "coach", "read", "-", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=dict(os.environ)
    )
    assert command.stdin and command.stdout
    for words in ("What worries you?", "Who decides?"):
        command.stdin.write(json.dumps({"text": words}) + "\n")
        command.stdin.flush()
        assert json.loads(command.stdout.readline())["text"] == words
    command.stdin.close()
    assert command.wait(60) == 0
