"""evaluate: the figures are right, and the shipped topics hold on phrasings that nobody fitted."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from coach.__main__ import main
from coach.commands.figures import auc, detection, ndcg, recall, reciprocal_rank, spearman
from coach.content.shelf import ROOT
from coach.wiring import Coach

HELD_OUT = ROOT / "tests/cases/topics.jsonl"


def _figures(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    capsys.readouterr()
    assert main(["evaluate", *map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_arithmetic() -> None:
    assert detection([True, True, False, False], [True, False, True, False]) == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "support": 2, "cases": 4}
    assert detection([False], [False])["f1"] is None
    assert auc([True, True, False, False], [0.9, 0.4, 0.4, 0.1]) == 0.875
    assert auc([True], [0.5]) is None
    assert spearman([0.1, 0.2, 0.9], [1, 5, 7]) == 1.0 and spearman([1, 2, 3], [3, 2, 1]) == -1.0 and spearman([1, 1], [0, 1]) is None
    assert spearman([1, 2, 2, 3], [1, 3, 2, 4]) == pytest.approx(0.9487)
    assert ndcg(["a", "b"], {"a": 2, "b": 1}) == 1 and 0 < ndcg(["b", "a"], {"a": 2, "b": 1}) < 1 and ndcg(["a"], {"a": 0}) == 0
    assert ndcg(["a"], {"a": 2, "b": 1}) == pytest.approx(3 / (3 + 1 / math.log2(3)))
    assert recall(["x", "a"], {"a": 1, "b": 3}, 3) == 0.5 and reciprocal_rank(["x", "a"], {"a": 1}) == 0.5


def test_shipped_topics_on_held_out_phrasings(coach: Coach, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank, said = tmp_path / "bank.json", tmp_path / "said.jsonl"
    bank.write_text(json.dumps({topic.id: topic.phrasings for topic in coach.shelf.topics.values()}))
    figures = _figures(capsys, "topics", bank, HELD_OUT, "--predictions", said)
    rows = [json.loads(line) for line in said.read_text().splitlines()]
    cases = [json.loads(line) for line in HELD_OUT.read_text().splitlines()]
    assert [row["text"] for row in rows] == [case["text"] for case in cases] and figures["cases"] == len(cases)
    inside = [(case["topic"], row) for case, row in zip(cases, rows, strict=True) if case["topic"]]
    assert figures["top1"] == round(sum(topic == row["candidates"][0]["id"] for topic, row in inside) / len(inside), 4)
    assert all(len(row["candidates"]) == 3 for row in rows)
    # Far below what is measured, and far above chance: tuning may move the figures, not break the reading.
    assert figures["top1"] > 0.6 and figures["recall_at_3"] > 0.75 and figures["auroc"] > 0.75
    assert figures["answered"]["wrongly"] < 0.15 < figures["answered"]["rightly"]


def test_uptake_and_commitments(coach: Coach, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(
        '{"text": "Our pump is blue.", "previous": "Weekends are a mess.", "uptake": 0.0}\n'
        '{"text": "What makes the weekends a mess?", "previous": "Weekends are a mess.", "uptake": 0.9}\n'
        '{"text": "I\'ll send you the audit by Thursday.", "on": "2026-12-01", '
        '"commitments": [{"actor": "rep", "action": "send you the audit", "on": "2026-12-03"}]}\n'
        '{"text": "I sent it on Monday.", "on": "2026-12-01", "commitments": []}\n'
    )
    figures = _figures(capsys, "reading", cases)
    assert figures["uptake"] == {"spearman": 1.0, "cases": 2}
    assert figures["commitments"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "date": 1.0, "support": 1, "cases": 2}


def test_reading(coach: Coach, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases, said = tmp_path / "cases.jsonl", tmp_path / "said.jsonl"
    cases.write_text(
        '{"text": "What worries you most?", "question": "open", "telling": false}\n{"text": "Is it Thursday?", "question": "closed"}\n'
        '{"text": "Our dressing lowers the burden.", "question": "none", "telling": true}\n'
        '{"text": "So the weekends worry you.", "previous": "Weekends!", "reflection": true}\n'
    )
    figures = _figures(capsys, "reading", cases, "--predictions", said)
    assert figures["question"]["f1"] == figures["open"]["f1"] == figures["closed"]["f1"] == 1.0 and figures["telling"]["auc"] == 1.0
    assert figures["reflection"]["support"] == 1 and figures["reflection"]["auc"] is None
    assert [json.loads(line)["question"] for line in said.read_text().splitlines()] == ["open", "closed", "none", "none"]


def test_retrieval(coach: Coach, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus, queries, qrels, said = (tmp_path / name for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv", "said.jsonl"))
    corpus.write_text('{"_id": "a", "title": "", "text": "Wound care after surgery."}\n{"_id": "b", "title": "Money", "text": "Budget cycles in hospitals."}\n')
    queries.write_text('{"_id": "q", "text": "when is the budget decided"}\n{"_id": "unjudged", "text": "wound"}\n')
    qrels.write_text("query-id\tcorpus-id\tscore\nq\tb\t1\n")
    for kind in ("spoken", "written"):
        figures = _figures(capsys, "retrieval", corpus, queries, qrels, "--kind", kind, "--predictions", said)
        assert (figures["queries"], figures["ndcg_at_10"], figures["mrr"], figures["recall_at_1"]) == (1, 1.0, 1.0, 1.0)
        assert [json.loads(line) for line in said.read_text().splitlines()] == [
            {"query": "q", "ranking": ["b", "a"]},
            {"query": "unjudged", "ranking": ["a", "b"]},
        ]


def test_bad_cases_are_named_all_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"text": "ok"}\nnot json\n{"text": 3}\n{"text": "x", "question": "maybe"}\n{"text": "x", "telling": "yes"}\n')
    assert main(["evaluate", "reading", str(cases)]) == 1
    said = capsys.readouterr()
    assert said.out == "" and [line.split(":")[1] for line in said.err.splitlines() if line.startswith(str(cases))] == ["2"]
    cases.write_text('{"text": "ok"}\n{"text": 3}\n{"text": "x", "question": "maybe"}\n{"text": "x", "telling": "yes"}\n')
    assert main(["evaluate", "reading", str(cases)]) == 1
    assert [line.split(":")[1] for line in capsys.readouterr().err.splitlines()] == ["2", "3", "4"]
    bank = tmp_path / "bank.json"
    for text in ("[]", "{}", '{"a": "x", "b": ["y"]}', "{"):
        bank.write_text(text)
        assert main(["evaluate", "topics", str(bank), str(cases)]) == 1
        assert str(bank) in capsys.readouterr().err
