"""evaluate retrieval and evaluate messages: whether a search finds what it should."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from coach.commands.cases import Corpus, corpus_of, message_cases, qrels_of, queries_of
from coach.commands.common import program, warn
from coach.commands.figures import mean, ndcg, recall, reciprocal_rank
from coach.messages.vectors import Embedder

BEST = 10
CHUNK = 256
ON = date(2026, 12, 1)
"""The day on which the messages of labelled cases are searched, so that one that expires does not change the figures."""
Result = tuple[dict[str, Any], list[dict[str, Any]]]
"""Figures, and a line a case."""


def collection(corpus_path: Path, queries_path: Path, qrels_path: Path, kind: str) -> Result:
    """nDCG@10, recall and MRR over a collection in BEIR's shapes."""
    corpus, queries, qrels = corpus_of(corpus_path), queries_of(queries_path), qrels_of(qrels_path)
    ranked = rankings(corpus, [text for _, text in queries], kind, program().searching)
    said = [{"query": id, "ranking": ranking} for (id, _), ranking in zip(queries, ranked, strict=True)]
    judged = [(row["ranking"], qrels[row["query"]]) for row in said if row["query"] in qrels]
    figures = {"queries": len(judged), "documents": len(corpus.ids), "ndcg_at_10": mean([ndcg(ranking, grades) for ranking, grades in judged])}
    figures |= {f"recall_at_{at}": mean([recall(ranking, grades, at) for ranking, grades in judged]) for at in (1, 3, BEST)}
    figures["mrr"] = mean([reciprocal_rank(ranking, grades) for ranking, grades in judged])
    return figures, said


def rankings(corpus: Corpus, queries: list[str], kind: str, embedder: Embedder) -> list[list[str]]:
    """The ten best documents for each query, by the mix that the message search uses."""
    import numpy as np

    from coach.messages.lexicon import Lexicon
    from coach.messages.search import mix

    def embedded(texts: list[str], what: str) -> np.ndarray:
        parts = []
        for start in range(0, len(texts), CHUNK):
            parts.append(embedder.embed(texts[start : start + CHUNK]))
            if len(texts) > CHUNK:
                warn(f"{min(start + CHUNK, len(texts)):,} of {len(texts):,} {what} embedded")
        return np.concatenate(parts)

    documents, asked, lexicon = embedded(corpus.texts, "documents"), embedded(queries, "queries"), Lexicon.of(corpus.texts)
    found = []
    for query, vector in zip(queries, asked, strict=True):
        near = np.clip(documents @ vector, 0.0, 1.0)
        scores = np.round(mix(near, lexicon.scores(query), kind), 4)  # type: ignore[arg-type]
        found.append([corpus.ids[at] for at in np.argsort(-scores, kind="stable")[:BEST]])
    return found


def messages(cases_path: Path) -> Result:
    """How often one of the right messages comes first, and among the first three, with the lens given where a case has one;
    `aside` for the cases that nothing was tuned on, `seen` for the others, and each library by itself."""
    coach = program()
    cases = message_cases(cases_path, {id: {message.id for message in library.messages.messages} for id, library in coach.shelf.libraries.items()})
    said = []
    for case in cases:
        hits = coach.finder(case["library"]).search(case["text"], lens=case["lens"], on=ON, k=BEST)
        said.append({"text": case["text"], "ranking": [hit.message.id for hit in hits]})
    figures: dict[str, Any] = {"cases": len(cases)} | _found(cases, said)
    groups = {"aside": lambda case: case["aside"], "seen": lambda case: not case["aside"]}
    groups |= {library: lambda case, library=library: case["library"] == library for library in dict.fromkeys(case["library"] for case in cases)}
    for name, chosen in groups.items():
        rows = [(case, row) for case, row in zip(cases, said, strict=True) if chosen(case)]
        if rows and len(rows) < len(cases):
            figures[name] = {"cases": len(rows)} | _found([case for case, _ in rows], [row for _, row in rows])
    return figures, said


def _found(cases: list[dict[str, Any]], said: list[dict[str, Any]]) -> dict[str, Any]:
    pairs = [(set(case["right"]), row["ranking"]) for case, row in zip(cases, said, strict=True)]
    figures: dict[str, Any] = {f"recall_at_{at}": mean([float(bool(right & set(ranking[:at]))) for right, ranking in pairs]) for at in (1, 3)}
    figures["mrr"] = mean([reciprocal_rank(ranking, dict.fromkeys(right, 1)) for right, ranking in pairs])
    return figures
