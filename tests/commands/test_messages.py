"""messages search and check, as they are printed."""

from __future__ import annotations

import pytest

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
