"""read: a line in, a line out, and a bad line stops nobody else's."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from coach.commands.read import _numbered
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


def test_what_nobody_says_in_one_turn_is_named(ready: Run) -> None:
    lines = [
        b'{"text": "Who covers the nights?"}',
        b'{"text": ""}',
        b'{"text": "  \\n "}',
        json.dumps({"text": "word " * 200_000}).encode(),
        json.dumps({"text": "x" * 20_001}).encode(),
        json.dumps({"text": "ok", "previous": "y" * 20_001}).encode(),
        '{"text": "Grüße"}'.encode("latin-1"),
        json.dumps({"text": "What happens then?", "previous": "Nights are a mess."}).encode(),
    ]
    done = ready("read", "-", "--jsonl", feed=b"\n".join(lines))
    assert done.status == 1
    assert [json.loads(line)["text"] for line in done.out.splitlines()] == ["Who covers the nights?", "What happens then?"]
    assert [line.split(":")[0] for line in done.errors] == [f"line {number}" for number in (2, 3, 4, 5, 6, 7)]
    assert "empty" in done.errors[0] and "longer than" in done.errors[2] and "20,001 characters" in done.errors[3] and "`previous`" in done.errors[4]


def test_lines_together_read_as_they_do_alone(ready: Run) -> None:
    lines = [json.dumps({"text": f"So bed {at} is empty. Who told you?", "previous": f"Bed {at} again."}) for at in range(130)]
    together = [json.loads(line) for line in ready("read", "-", "--jsonl", feed="\n".join(lines)).out.splitlines()]
    assert len(together) == 130
    assert together[77] == json.loads(ready("read", "-", "--jsonl", feed=lines[77]).out)


def test_a_long_stream_is_held_a_handful_at_a_time() -> None:
    line = b'{"text": "What worries you?"}\n'
    most = 0

    class Endless(io.RawIOBase):
        """Thirty thousand lines, made as they are read."""

        left = 30_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            count = min(self.left, len(buffer) // len(line))
            self.left -= count
            buffer[: count * len(line)] = line * count
            return count * len(line)

    seen = 0
    for lines in _numbered(io.BufferedReader(Endless(), 1 << 16)):  # type: ignore[arg-type]
        most, seen = max(most, len(lines)), seen + len(lines)
    assert seen == 30_000 and most < 5_000


def test_a_line_without_end_is_dropped_and_counted() -> None:
    stream = io.BufferedReader(io.BytesIO(b"a\n" + b"x" * 2_000_000 + b"\nb\n" + b"y" * 700_000))  # type: ignore[arg-type]
    assert [(number, line) for lines in _numbered(stream) for number, line in lines] == [(1, b"a"), (2, None), (3, b"b"), (4, None)]


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
