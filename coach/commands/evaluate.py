"""evaluate: how well the reading, the topics and the search do on labelled cases."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from coach.commands import retrieval
from coach.commands.cases import bank_of, claim_cases, identifier_cases, reading_cases, topic_cases
from coach.commands.common import Commands, command, library, program, show, write_lines
from coach.commands.figures import auc, detection, mean, rounded, spearman
from coach.reading.reader import Reader
from coach.reading.records import Reading
from coach.roleplay.records import DIFFICULTIES


def register(commands: Commands) -> None:
    group = commands.add_parser(
        "evaluate",
        help="how well it does: reading, topics, retrieval, claims and identifiers on labelled cases, stakeholders against scripted reps, "
        "a model's opinion against people's",
    )
    parts = group.add_subparsers(dest="part", required=True, metavar="reading|topics|retrieval|messages|claims|identifiers|simulation|judge")
    reading = command(parts, "reading", "questions, reflections and telling against labels", run_reading)
    reading.add_argument(
        "cases", metavar="CASES", type=Path, help='.jsonl: {"text", "previous", "question": "open|closed|none", "reflection": bool, "telling": bool}'
    )
    topics = command(parts, "topics", "topics of questions against labels, with a bank of phrasings", run_topics)
    topics.add_argument("bank", metavar="BANK", type=Path, help='.json: {"topic": ["phrasing", ...]}, or a topic catalogue (.yaml)')
    topics.add_argument("cases", metavar="CASES", type=Path, help='.jsonl: {"text", "topic": ID or null}')
    collection = command(parts, "retrieval", "search over a collection in BEIR's shapes", run_retrieval)
    collection.add_argument("corpus", metavar="CORPUS", type=Path, help=".jsonl: _id, title, text")
    collection.add_argument("queries", metavar="QUERIES", type=Path, help=".jsonl: _id, text")
    collection.add_argument("qrels", metavar="QRELS", type=Path, help=".tsv: a header, then query, document, grade")
    collection.add_argument("--kind", choices=("spoken", "written"), default="spoken", help="how the queries came about (default spoken)")
    messages = command(parts, "messages", "the message for what a stakeholder says, through their lens", run_messages)
    messages.add_argument("cases", metavar="CASES", type=Path, help='.jsonl: {"text", "library", "lens", "right": [IDs], "aside": bool}')
    claims = command(parts, "claims", "the claim check against labels", run_claims)
    claims.add_argument("cases", metavar="CASES", type=Path, help='.jsonl: {"text", "previous", "library", "rules": [IDs], "aside": bool}')
    private = command(parts, "identifiers", "names and identifiers in real calls against labels", run_identifiers)
    private.add_argument("cases", metavar="CASES", type=Path, help='.jsonl: {"text", "speakers": [NAMES], "find": [{"kind", "quote"}], "aside": bool}')
    simulation = command(parts, "simulation", "scripted reps of known quality against every stakeholder", run_simulation)
    simulation.add_argument("--seeds", type=int, default=4, metavar="N", help="meetings of each rep with each person at each difficulty (default 4)")
    simulation.add_argument("--persona", action="append", default=[], metavar="ID", help="only this person; may be given again")
    simulation.add_argument("--difficulty", action="append", choices=DIFFICULTIES, help="only this difficulty; may be given again")
    simulation.add_argument("--json", action="store_true", help="the figures as one object")
    judge = command(parts, "judge", "a model's levels against human levels; sends the cases to its endpoint", run_judge)
    judge.add_argument("cases", metavar="CASES", type=Path, help='.jsonl: {"turns": [{"rep", "other"}], "levels": {CRITERION: 0 to 3 or null}}')
    for parser in (reading, topics, collection, messages, claims, private, judge):
        parser.add_argument("--json", action="store_true", help="the figures as one object")
        parser.add_argument("--predictions", metavar="FILE", type=Path, help="write a line a case, so that anyone can compute the figures again")


def run_simulation(given: argparse.Namespace) -> int:
    from coach.commands.simulate import run

    return run(given)


def run_retrieval(given: argparse.Namespace) -> int:
    return _done(given, *retrieval.collection(given.corpus, given.queries, given.qrels, given.kind))


def run_messages(given: argparse.Namespace) -> int:
    return _done(given, *retrieval.messages(given.cases))


def run_judge(given: argparse.Namespace) -> int:
    from coach.commands.agreement import judge

    return _done(given, *judge(given.cases))


def run_reading(given: argparse.Namespace) -> int:
    cases = reading_cases(given.cases)
    coach = program()
    reader = coach.reader(library(coach.shelf, None))
    readings = _read(reader, cases)
    said = [
        {
            "text": case["text"],
            "question": reading.question or "none",
            "reflection": reading.reflection,
            "telling": reading.telling,
            "empathy": reading.empathy,
            "uptake": reading.uptake,
            "commitments": [found.model_dump() for found in reading.commitments],
        }
        for case, reading in zip(cases, readings, strict=True)
    ]
    return _done(given, reading_figures(cases, said), said)


def _read(reader: Reader, cases: list[dict[str, Any]]) -> list[Reading]:
    """The readings in the order of the cases, those of one day together."""
    found: dict[int, Reading] = {}
    for day in dict.fromkeys(case["on"] for case in cases):
        places = [at for at, case in enumerate(cases) if case["on"] == day]
        found.update(zip(places, reader.read_all(((cases[at]["text"], cases[at]["previous"]) for at in places), day), strict=True))
    return [found[at] for at in range(len(cases))]


def reading_figures(cases: list[dict[str, Any]], said: list[dict[str, Any]]) -> dict[str, Any]:
    """A figure for each label that any case has; `question` counts open and closed together. A probability is a yes from 0.5."""
    figures: dict[str, Any] = {"cases": len(cases)}
    pairs = [(case["question"], row["question"]) for case, row in zip(cases, said, strict=True) if case["question"] is not None]
    if pairs:
        figures["question"] = detection([truth != "none" for truth, _ in pairs], [got != "none" for _, got in pairs])
        for kind in ("open", "closed"):
            figures[kind] = detection([truth == kind for truth, _ in pairs], [got == kind for _, got in pairs])
        if both := [kind["f1"] for kind in (figures["open"], figures["closed"]) if kind["f1"] is not None]:
            figures["open_against_closed"] = {"macro_f1": mean(both)}
    for label in ("reflection", "telling", "empathy"):
        scored = [(case[label], row[label]) for case, row in zip(cases, said, strict=True) if case[label] is not None]
        if scored:
            truth, scores = [pair[0] for pair in scored], [pair[1] for pair in scored]
            figures[label] = detection(truth, [score >= 0.5 for score in scores]) | {"auc": auc(truth, scores)}
    rated = [(case["uptake"], row["uptake"]) for case, row in zip(cases, said, strict=True) if case["uptake"] is not None]
    if rated:
        figures["uptake"] = {"spearman": spearman([pair[0] for pair in rated], [pair[1] for pair in rated]), "cases": len(rated)}
    promised = [(case["commitments"], row["commitments"]) for case, row in zip(cases, said, strict=True) if case["commitments"] is not None]
    if promised:
        figures["commitments"] = commitment_figures(promised)
    return figures


def commitment_figures(promised: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]]) -> dict[str, Any]:
    """A commitment is found where the actor is right and the words of the deed are mostly the same (one holds the other, or
    they share at least 60% of the longer one's words). `date`: of those found, the share with the right day, or rightly none."""
    wanted, heard, hits, dated = 0, 0, 0, 0
    for truth, said in promised:
        left = list(said)
        wanted, heard = wanted + len(truth), heard + len(said)
        for one in truth:
            match = next((other for other in left if other["actor"] == one.get("actor") and _same(one["action"], other["action"])), None)
            if match is not None:
                left.remove(match)
                hits += 1
                dated += match["on"] == one.get("on")
    f1 = 2 * hits / (wanted + heard) if wanted + heard else None
    return {
        "precision": mean([hits / heard] if heard else []),
        "recall": mean([hits / wanted] if wanted else []),
        "f1": None if f1 is None else rounded(f1),
        "date": mean([dated / hits] if hits else []),
        "support": wanted,
        "cases": len(promised),
    }


def _same(one: str, other: str) -> bool:
    left, right = one.lower().split(), other.lower().split()
    return one.lower() in other.lower() or other.lower() in one.lower() or len(set(left) & set(right)) >= 0.6 * max(len(set(left)), len(set(right)))


def run_topics(given: argparse.Namespace) -> int:
    bank, cases = bank_of(given.bank), topic_cases(given.cases, given.bank)
    coach = program()
    # What is about none of our topics may well be about one of somebody else's.
    outside = coach.shelf.small_talk if set(bank) <= set(coach.shelf.topics) else []
    head = coach.fitted.topics(bank, outside)
    said = []
    for case, vector in zip(cases, coach.embedder.embed([case["text"] for case in cases]), strict=True):
        hits = head.rank(vector)
        tier = head.tier(hits)
        said.append({"text": case["text"], "topic": None if tier == "deflect" else hits[0].id, "tier": tier, "candidates": [hit.model_dump() for hit in hits]})
    return _done(given, topic_figures(cases, said) | {"topics": len(bank), "answer_from": head.answer_from, "clarify_from": head.clarify_from}, said)


def topic_figures(cases: list[dict[str, Any]], said: list[dict[str, Any]]) -> dict[str, Any]:
    """`top1` and `recall_at_3` over the cases that have a topic; AUROC of the likeliest's probability, topic against none;
    `answered`: the share of all cases answered rightly and wrongly, and `asked_back` and `passed` the shares of the other tiers."""
    rows = [(case["topic"], row["tier"], [hit["id"] for hit in row["candidates"]], row["candidates"][0]["p"]) for case, row in zip(cases, said, strict=True)]
    inside = [row for row in rows if row[0] is not None]
    answered = [row[0] == row[2][0] for row in rows if row[1] == "answer"]
    return {
        "cases": len(rows),
        "top1": mean([float(row[0] == row[2][0]) for row in inside]),
        "recall_at_3": mean([float(row[0] in row[2]) for row in inside]),
        "auroc": auc([row[0] is not None for row in rows], [row[3] for row in rows]),
        "answered": {"rightly": rounded(sum(answered) / len(rows)), "wrongly": rounded((len(answered) - sum(answered)) / len(rows))},
        "asked_back": mean([float(row[1] == "clarify") for row in rows]),
        "passed": mean([float(row[1] == "deflect") for row in rows]),
    }


def run_claims(given: argparse.Namespace) -> int:
    cases = claim_cases(given.cases)
    coach = program()
    readers = {name: coach.reader(library(coach.shelf, name or None)) for name in dict.fromkeys(case["library"] for case in cases)}
    said = []
    for case in cases:
        found = readers[case["library"]].read(case["text"], case["previous"], today=date.today()).claims
        said.append({"text": case["text"], "rules": sorted({claim.rule for claim in found}), "claims": [claim.model_dump(mode="json") for claim in found]})
    return _done(given, claim_figures(cases, said), said)


def claim_figures(cases: list[dict[str, Any]], said: list[dict[str, Any]]) -> dict[str, Any]:
    """Precision and recall of (case, rule) pairs, over all cases and by rule; `innocent`: the share of innocent cases in which
    nothing fired; `aside` the same for the cases that nothing was tuned on, `seen` for the others, where a file has both."""
    figures = _claim_part(cases, said)
    parts = {"aside": True, "seen": False} if len({case["aside"] for case in cases}) == 2 else {}
    for name, aside in parts.items():
        rows = [(case, row) for case, row in zip(cases, said, strict=True) if case["aside"] == aside]
        part = _claim_part([case for case, _ in rows], [row for _, row in rows])
        figures |= {
            f"{name}{':' if rule else ''}{rule}": part[key] for key, rule in [("all", ""), *((key, key) for key in part if key not in ("cases", "all"))]
        }
    return figures


def _claim_part(cases: list[dict[str, Any]], said: list[dict[str, Any]]) -> dict[str, Any]:
    pairs = [(set(case["rules"]), set(row["rules"])) for case, row in zip(cases, said, strict=True)]
    innocent = [not got for truth, got in pairs if not truth]
    whole = _hits([(truth, got) for truth, got in pairs]) | {"innocent": mean([float(clear) for clear in innocent])}
    rules = sorted({rule for truth, got in pairs for rule in truth | got})
    return {"cases": len(cases), "all": whole} | {rule: _hits([(truth & {rule}, got & {rule}) for truth, got in pairs]) for rule in rules}


def _hits(pairs: list[tuple[set[str], set[str]]]) -> dict[str, Any]:
    right = sum(len(truth & got) for truth, got in pairs)
    wanted, heard = sum(len(truth) for truth, _ in pairs), sum(len(got) for _, got in pairs)
    return {"precision": mean([right / heard] if heard else []), "recall": mean([right / wanted] if wanted else []), "support": wanted}


def run_identifiers(given: argparse.Namespace) -> int:
    from coach.commands.identifiers import figures, found_in

    cases = identifier_cases(given.cases)
    shelf = program().shelf
    ours = [name for library in shelf.libraries.values() for name in (library.product.name, library.product.company)]
    found = [found_in(case, ours) for case in cases]
    said = [
        {"text": case["text"], "found": [{"kind": item.kind, "quote": item.quote, "rule": item.rule} for item in items]}
        for case, items in zip(cases, found, strict=True)
    ]
    return _done(given, figures(cases, found), said)


def _done(given: argparse.Namespace, figures: dict[str, Any], said: list[dict[str, Any]]) -> int:
    if given.predictions:
        write_lines(given.predictions, said)
    if given.json:
        show(figures)
        return 0
    for name, value in figures.items():
        inner = "  ".join(f"{key} {'-' if got is None else got}" for key, got in value.items()) if isinstance(value, dict) else value
        print(f"{name:<14} {'-' if inner is None else inner}")
    return 0
