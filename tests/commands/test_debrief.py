"""debrief on the command line: what was played, a call, a list of them, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

CALL = "Rep: What would make these minutes useful to you?\nSurgeon: Weekends are a mess.\nRep: Who covers the weekends you mentioned?\nSurgeon: Nobody.\n"


@pytest.fixture
def call(tmp_path: Path) -> Path:
    path = tmp_path / "call.txt"
    path.write_text(CALL)
    return path


def test_a_rehearsal_is_scored_with_its_persona(ready: Run, tmp_path: Path) -> None:
    script, meeting = tmp_path / "script.txt", tmp_path / "meeting.json"
    script.write_text("What do you see once your patients go home?\nWho covers the weekends?\n")
    meeting.write_text(ready("rehearse", "surgeon", script, "--on", "2026-12-01", "--json").out)
    report = ready("debrief", meeting, "--json").json
    assert report["measures"]["needs"]["hidden"] == 3
    assert report == ready("debrief", meeting, "--json").json
    assert ready("debrief", meeting, "--persona", "cfo").status == 1


def test_a_call_is_scored_without_knowing_the_needs(ready: Run, call: Path) -> None:
    report = ready("debrief", call, "--rep", "Rep", "--json").json
    assert report["measures"]["needs"] is None and report["measures"]["questions"]["open"] >= 1
    assert ready("debrief", call).out.strip()


def test_claims_in_a_call_are_judged(ready: Run, call: Path) -> None:
    call.write_text(CALL + "Rep: It is completely safe, there are no side effects.\nSurgeon: Hm.\n")
    assert ready("debrief", call, "--json").json["compliance"]


def test_a_list_goes_on_past_what_it_cannot_read(ready: Run, call: Path, tmp_path: Path) -> None:
    listed = tmp_path / "files.jsonl"
    listed.write_text(f"{call}\n{json.dumps(str(tmp_path / 'nowhere.txt'))}\n\n{json.dumps({'file': str(call)})}\n")
    done = ready("debrief", "--jsonl", listed)
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert done.status == 1 and [row["file"] for row in rows] == [str(call)] * 2 and "nowhere.txt" in done.err
    listed.write_text("")
    assert ready("debrief", "--jsonl", listed).status == 1


@pytest.mark.parametrize(("name", "content"), [("empty.txt", b""), ("broken.vtt", b"%PDF-1.7\n\x00\xff"), ("odd.json", b"{}"), ("odd.json", b"[1]")])
def test_refusals(ready: Run, tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = ready("debrief", path)
    assert (done.status, done.out) == (1, "") and str(path) in done.err
