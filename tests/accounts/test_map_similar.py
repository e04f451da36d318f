"""Whether what a rep wrote is taken for what it means, on paraphrases of both shipped accounts."""

from __future__ import annotations

from pathlib import Path

import yaml

from coach.accounts.similar import Meaning, SharedWords, Similarity
from coach.wiring import Coach

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "map_paraphrases.yaml").read_text())


def alike(coach: Coach, similar: Similarity) -> tuple[int, int, int, int]:
    """How many of the same are alike, of how many; how many others are, of how many."""
    same, others = [], []
    for account, written in CASES.items():
        truth = coach.shelf.accounts[account].truth
        assert truth is not None
        for there in ({one.step: one.cause for one in truth.stalls}, {one.id: one.text for one in truth.constraints}):
            mine = {id: words for id, words in written.items() if id in there}
            near = similar(list(mine.values()), list(there.values()))
            for id, row in zip(mine, near, strict=True):
                for other, likeness in zip(there, row, strict=True):
                    (same if id == other else others).append(likeness >= similar.enough)
    return sum(same), len(same), sum(others), len(others)


def test_other_words_for_the_same_thing_are_alike_and_those_for_another_are_not(coach: Coach) -> None:
    hits, all_, wrong, rest = alike(coach, Meaning(coach.embedder))
    assert all_ == sum(map(len, CASES.values())) == 30, "every case still means something that is there"
    assert hits >= 20 and wrong <= 0.04 * rest, (hits, wrong, rest)
    fewer, _, mistaken, _ = alike(coach, SharedWords())
    assert 14 <= fewer < hits and mistaken <= 3, "without a model less is recognised, and hardly anything wrongly"


def test_nothing_is_like_nothing(coach: Coach) -> None:
    for similar in (Meaning(coach.embedder), SharedWords()):
        assert similar([], ["a"]) == [] and similar(["a"], []) == [[]] and similar(["", "stall"], ["", "stall"])[0] == [0, 0]
