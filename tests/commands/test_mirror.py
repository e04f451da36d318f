"""mirror: a pitch out of a file, measured and not kept."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import Run
from tests.debrief.test_mirror import STORY


def test_a_pitch_is_measured_with_its_words_and_rules(ready: Run, tmp_path: Path) -> None:
    file = tmp_path / "pitch.txt"
    file.write_text(" ".join(STORY[:5]), encoding="utf-8")
    done = ready("mirror", file, "--persona", "surgeon", "--on", "2026-12-01", "--told", "weekend_wound_calls", "--json")
    marks = {one["id"]: one["mark"] for one in done.json["measures"]}
    assert done.status == 0 and marks["opening"] == "holds" and marks["ask"] == "not_yet"
    assert done.json["untouched"] == 2 and done.json["untouched_told"] == ["Weekend wound calls with no owner"] and "champion" not in done.out
    plain = ready("mirror", file, "--persona", "surgeon", "--seconds", 30, "--took", 90)
    assert plain.status == 0 and "NOT YET      Asks for one step." in plain.out and "About 90 seconds by the clock, of 30." in plain.out
    assert f"“{STORY[0]}”" in plain.out and "Rule: " in plain.out and "Try: " in plain.out


def test_what_cannot_be_a_pitch_is_refused_in_a_line(ready: Run, tmp_path: Path) -> None:
    for text, said in (("  \n ", "Nothing was said yet"), ("Call me at a.b@example.com", "an e-mail address"), ("word " * 3_000, "Keep it under 12,000")):
        file = tmp_path / "pitch.txt"
        file.write_text(text, encoding="utf-8")
        done = ready("mirror", file, "--persona", "surgeon")
        assert done.status == 1 and len(done.errors) == 1 and done.errors[0].startswith(f"{file}: ") and said in done.errors[0]
    assert ready("mirror", tmp_path / "none.txt", "--persona", "surgeon").status == 1
    assert "there is no such persona" in ready("mirror", file, "--persona", "surgeonn").err
    assert "there is no such need" in ready("mirror", file, "--persona", "surgeon", "--told", "x").err
    assert ready("mirror", file).status == 2
