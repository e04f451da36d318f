"""messages search and check, as they are printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.commands.index import Bar
from coach.wiring import Coach
from tests.commands.conftest import Run


def test_search_prints_what_may_be_said(ready: Run) -> None:
    words = ("messages", "search", "what does one even cost us", "--lens", "economic", "--on", "2026-12-01", "-k", "2")
    hits = ready(*words, "--json").json
    assert len(hits) == 2 and all(hit["lens"] == "economic" and hit["status"] == "approved" and hit["why"] for hit in hits)
    text = ready(*words).out
    assert hits[0]["id"] in text and hits[0]["text"] in text and hits[0]["why"][0] in text


def test_search_without_words_and_after_everything_expired(ready: Run) -> None:
    assert ready("messages", "search", "", "--stage", "curious", "--need", "late_infections_unseen", "--json", "--on", "2026-12-01").json
    done = ready("messages", "search", "anything", "--on", "2099-01-01", "--json")
    assert (done.status, done.json) == (0, [])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--need", "late_infection_unseen"), "did you mean 'late_infections_unseen'"),
        (("--library", "nowhere"), "there are norvane"),
        (("--already", "nothing"), "message"),
    ],
)
def test_search_refuses_what_nobody_has(ready: Run, words: tuple[str, ...], told: str) -> None:
    done = ready("messages", "search", "x", *words)
    assert (done.status, done.out) == (1, "") and told in done.err


def test_findings_are_not_refusals(ready: Run) -> None:
    said = "It is completely safe, there are no side effects."
    done = ready("messages", "check", said, "--json")
    assert done.status == 0 and done.json and all(claim["quote"] in said for claim in done.json)
    assert ready("messages", "check", said).out
    innocent = ready("messages", "check", "I can't promise you that it is safe for every patient.", "--json")
    assert (innocent.status, innocent.json) == (0, [])


def test_the_index_is_made_with_a_bar_and_then_found(ready: Run) -> None:
    done = ready("messages", "index", "--library", "norvane")
    assert done.status == 0 and done.out.startswith("norvane: ") and "MiniLM" in done.out and done.out.count("\n") == 1
    again = ready("messages", "index", "--library", "norvane")
    assert again.out == done.out and "[" not in again.err, "nothing was left to do, so there is no bar"
    wrong = ready("messages", "index", "--library", "nowhere")
    assert wrong.status == 1 and "there is no such library" in wrong.err


def test_the_bar_says_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar("norvane")
    for done in range(0, 1_001, 50):
        bar(done, 1_000)
    bar.close()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 11 and lines[0].startswith("norvane [....") and "1,000 of 1,000 texts" in lines[-1]


def test_cases_are_searched_and_counted(coach: Coach, ready: Run, tmp_path: Path) -> None:
    cases, said = tmp_path / "cases.jsonl", tmp_path / "said.jsonl"
    message = coach.shelf.libraries["norvane"].messages.messages[0]
    rows: list[dict[str, object]] = [{"text": message.labels[0], "library": "norvane", "lens": message.lens, "right": [message.id], "aside": True}]
    rows += [{"text": "when is the opera", "library": "norvane", "right": ["ec_unit_price"]}]
    cases.write_text("\n".join(map(json.dumps, rows)))
    figures = ready("evaluate", "messages", str(cases), "--json", "--predictions", str(said)).json
    assert figures["cases"] == 2 and figures["aside"]["recall_at_1"] == 1 and figures["recall_at_1"] in (0.5, 1)
    assert [len(json.loads(line)["ranking"]) for line in said.read_text().splitlines()] == [10, 10]
    cases.write_text(
        '{"text": "a", "library": "norvane", "right": ["nobody"]}\n{"text": "a", "library": "none", "right": ["x"]}\n{"text": "a", "library": "norvane"}'
    )
    done = ready("evaluate", "messages", str(cases))
    assert done.status == 1 and [line.split(": ")[0] for line in done.errors] == [f"{cases}:{number}" for number in (1, 2, 3)]
