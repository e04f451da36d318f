"""`debrief --judge` and `evaluate judge`: what was measured stays as it is, and a model's opinion stands apart from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from coach.commands.figures import kappa_interval, weighted_kappa
from coach.wiring import Coach
from tests.commands.conftest import Run
from tests.models import scripted
from tests.models.scripted import KEY, Server, serving

CALL = "Rep: What would make these minutes useful to you?\nSurgeon: Weekends are a mess.\nRep: So weekends are a mess. Who covers them?\nSurgeon: Nobody.\n"
CASES = Path(__file__).resolve().parents[1] / "cases" / "judge.jsonl"


@pytest.fixture
def judge(coach: Coach, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """An endpoint with a model to be asked, configured for the program of this process."""
    with serving() as server:
        given = {"openai_base_url": server.url, "openai_api_key": SecretStr(KEY), "coach_judge_model": "scripted", "coach_judge_seconds": 2.0}
        for name, value in given.items():
            monkeypatch.setattr(coach.settings, name, value)
        vars(coach).pop("judge", None)
        yield server.does(scripted.labels(plainest))
    vars(coach).pop("judge", None)


def plainest(number: int, offered: list[str]) -> str:
    return "situation" if "situation" in offered else "simple" if number == 2 else "other"


@pytest.fixture
def call(tmp_path: Path) -> Path:
    path = tmp_path / "call.txt"
    path.write_text(CALL)
    return path


def test_what_was_measured_is_the_same_to_the_byte(ready: Run, judge: Server, call: Path, tmp_path: Path) -> None:
    script, meeting = tmp_path / "script.txt", tmp_path / "meeting.json"
    script.write_text("What do you see once your patients go home?\nSo it is the days at home. It is completely safe.\n")
    meeting.write_text(ready("rehearse", "surgeon", script, "--on", "2026-12-01", "--json").out)
    for file in (meeting, call):
        alone, beside = ready("debrief", file, "--json"), ready("debrief", file, "--json", "--judge")
        assert (
            beside.status == 0
            and json.dumps({name: value for name, value in beside.json.items() if name != "judge"}, indent=2, ensure_ascii=False) + "\n" == alone.out
        )
        assert "judge" not in alone.json and beside.json["judge"]["model"] == "scripted" and beside.json["judge"]["prompt"] == "judge.v1"
        assert ready("debrief", file, "--judge").out.startswith(ready("debrief", file).out)


def test_an_opinion_has_levels_with_quotes_or_a_reason(ready: Run, judge: Server, call: Path) -> None:
    done = ready("debrief", call, "--json", "--judge")
    assert "is sent to http://127.0.0.1" in done.err and KEY not in done.err + done.out
    for item in done.json["judge"]["criteria"]:
        assert item["source"] == "judge" and (item["level"] in (0, 1, 2, 3)) == (item["status"] == "scored") == bool(item["evidence"])
        assert all(shown["quote"] in CALL and shown["from"] == "turn" for shown in item["evidence"])
    assert {item["id"]: item["level"] for item in done.json["judge"]["criteria"]} == {"discovery": 1, "uptake": 1, "message_fit": None}
    assert done.json["judge"]["spent"]["sent"] == 100
    text = ready("debrief", call, "--judge").out
    assert "## A model's opinion" in text and "scripted, prompt judge.v1, 120 tokens" in text and "unscored" in text


def test_without_a_model_it_is_refused_in_a_line(run: Run, call: Path) -> None:
    for words in (("debrief", call, "--judge"), ("evaluate", "judge", CASES)):
        done = run(*words)
        assert (done.status, done.out, len(done.errors)) == (1, "", 1) and "COACH_JUDGE_MODEL" in done.err


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (scripted.fails(401, f"bad key {KEY}"), "OPENAI_API_KEY"),
        (scripted.whole("I would rather not."), "asked for JSON"),
        (scripted.labels(plainest, **{"77": "complex"}), "'77'"),
        (scripted.stalls("", 4), "COACH_JUDGE_SECONDS"),
    ],
)
def test_where_the_model_cannot_be_used_the_measure_stands(ready: Run, judge: Server, call: Path, act: scripted.Acts, words: str) -> None:
    judge.does(act)
    done = ready("debrief", call, "--json", "--judge")
    assert done.status == 0 and done.json["criteria"] == ready("debrief", call, "--json").json["criteria"]
    assert {item["status"] for item in done.json["judge"]["criteria"]} == {"unscored"}
    assert all(words in item["why"] for item in done.json["judge"]["criteria"])
    assert len([line for line in done.errors if words in line]) == 1 and KEY not in done.err + done.out


def test_a_list_of_calls_with_a_model(ready: Run, judge: Server, call: Path, tmp_path: Path) -> None:
    listed = tmp_path / "files.jsonl"
    listed.write_text(f"{call}\n{call}\n")
    rows = [json.loads(line) for line in ready("debrief", "--jsonl", listed, "--judge").out.splitlines()]
    assert [row["judge"]["criteria"][0]["level"] for row in rows] == [1, 1] and len(judge.requests) == 2


def humans(wrong: int = 0) -> Callable[[int, list[str]], str]:
    """A model that labels as the people did, case after case, and calls every `wrong`-th line something else."""
    labels = [[label for turn in json.loads(line)["labels"] for label in turn] for line in CASES.read_text().splitlines()]
    at = {"case": -1, "line": 0}

    def choose(number: int, offered: list[str]) -> str:
        if number == 1:
            at["case"] += 1
        at["line"] += 1
        label = labels[at["case"]][number - 1]
        return offered[-2] if wrong and at["line"] % wrong == 0 else label

    return choose


def test_agreement_is_measured(ready: Run, judge: Server, tmp_path: Path) -> None:
    judge.does(scripted.labels(humans()))
    best = ready("evaluate", "judge", CASES, "--json", "--predictions", tmp_path / "said.jsonl").json
    assert best["labels"]["kappa"] == 1.0 and best["unanswered"] == 0 and best["model"] == "scripted"
    rows = [json.loads(line) for line in (tmp_path / "said.jsonl").read_text().splitlines()]
    assert len(rows) == best["cases"] == len(judge.requests) >= 30 and set(rows[0]["levels"]) == {"discovery", "uptake", "message_fit"}
    judge.does(scripted.labels(humans(wrong=3)))
    worse = ready("evaluate", "judge", CASES, "--json").json
    for id in ("discovery", "uptake", "message_fit"):
        low, high = worse[id]["interval"]
        assert low <= worse[id]["kappa"] <= high and worse[id]["kappa"] < best[id]["kappa"] and worse[id]["n"] >= 15
    judge.does(scripted.labels(lambda number, offered: "other"))
    none = ready("evaluate", "judge", CASES, "--json").json
    assert none["discovery"]["kappa"] is None and none["discovery"]["only_human"] > 30


def test_a_case_without_an_answer_is_counted(ready: Run, judge: Server) -> None:
    busy = scripted.fails(429, "slow down", Retry_After="2.1")
    judge.does(scripted.whole("no"), busy, scripted.labels(lambda number, offered: "other"))
    done = ready("evaluate", "judge", CASES, "--json")
    assert done.status == 0 and done.json["unanswered"] == 2 and "case 1:" in done.err and "case 2:" in done.err, "the third waited until it was not busy"
    judge.does(scripted.fails(401, "no"))
    done = ready("evaluate", "judge", CASES)
    assert done.status == 1 and done.errors[-1].startswith("http") and "OPENAI_API_KEY" in done.errors[-1] and done.out == ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"levels": {"discovery": 1}}, "`turns`"),
        ({"turns": [{"rep": "Hm."}]}, "`levels`"),
        ({"turns": [{"rep": "Hm."}], "levels": {"discovry": 1}}, "did you mean 'discovery'"),
        ({"turns": [{"rep": "Hm."}], "levels": {"discovery": 4}}, "0 to 3, or null"),
        ({"turns": [{"rep": "Hm."}], "levels": {"discovery": True}}, "0 to 3, or null"),
        ({"turns": [{"other": "Hm."}], "levels": {"discovery": 1}}, "`rep` is missing"),
        ({"turns": [{"rep": "Hm."}], "levels": {"discovery": 1}, "labels": [["brilliant"]]}, "no label 'brilliant'"),
        ({"turns": [{"rep": "Hm."}], "levels": {"discovery": 1}, "labels": [["other", "other"]]}, "turn 1 has 2, and 1 sentences"),
    ],
)
def test_a_case_that_is_wrong_is_named(run: Run, tmp_path: Path, line: object, words: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{json.dumps(line)}\n{{\n")
    done = run("evaluate", "judge", path)
    assert done.status == 1 and f"{path}:2" in done.err
    path.write_text(json.dumps(line))
    done = run("evaluate", "judge", path)
    assert (done.status, done.out, len(done.errors)) == (1, "", 1) and words in done.err and f"{path}:1" in done.err


def test_the_arithmetic_is_the_usual_one() -> None:
    from sklearn.metrics import cohen_kappa_score

    truth, said = [0, 1, 2, 3, 3, 2, 1, 0, 2, 2], [0, 1, 1, 3, 2, 2, 0, 0, 3, 2]
    expected = cohen_kappa_score(truth, said, weights="quadratic", labels=[0, 1, 2, 3])
    assert weighted_kappa(truth, said) == pytest.approx(expected, abs=1e-4)
    assert kappa_interval(truth, said) == kappa_interval(truth, said)
    assert weighted_kappa([2, 2], [2, 2]) is None and weighted_kappa([], []) is None and kappa_interval([2, 2], [2, 2]) is None
