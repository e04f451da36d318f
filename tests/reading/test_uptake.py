"""Uptake: the model that says how much a turn builds on what the other just said, and why."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from coach.content.labelled import Labelled, Pair
from coach.content.shelf import load
from coach.reading.uptake import FEATURES, Turned, UptakeHead, by_rules, fit, key, root, turned, words
from coach.wiring import Coach

TRAYS = "We start late most mornings because the trays come up from sterile supply missing a clamp, and the night tech goes home at six."
PUPIL = "I think the bigger one is one sixth because six is more than three."
PARROT = "The trays come up from sterile supply missing a clamp."
PITCH = (
    "Trays matter. Our tray system has a clamp holder in every tray, the trays are tracked from sterile supply to the room, mornings start on time, the night "
    "tech gets a report, and our customers see far fewer missing items. We also offer a warranty on every clamp and a service team that comes in the mornings, "
    "and the price is lower than you would think."
)
DEEP = "What happens in the room while someone hunts for it?"
SUBJECT_CHANGED = "Did you watch the match on Sunday?"
PARTS = {"uptake": 3, "uptake_classroom": 2}
"""Of each file every so many exchanges are fitted; all of them would take a slow machine two minutes to embed."""


@pytest.fixture(scope="module")
def files() -> dict[str, Labelled]:
    loaded = load(acts=True)
    assert not [problem for problem in loaded.problems if "uptake" in problem.file]
    return {name: loaded.shelf.acts[name] for name in PARTS}


def _part(file: Labelled, every: int, at: int) -> list[Pair]:
    exchanges = list(dict.fromkeys(pair.previous for pair in file.pairs))
    return [pair for pair in file.pairs if exchanges.index(pair.previous) % every == at]


@pytest.fixture(scope="module")
def fitted_on(files: dict[str, Labelled]) -> dict[str, Labelled]:
    return {name: file.model_copy(update={"pairs": _part(file, PARTS[name], 0)}) for name, file in files.items()}


@pytest.fixture(scope="module")
def head(coach: Coach, fitted_on: dict[str, Labelled]) -> UptakeHead:
    return fit(fitted_on, coach.embedder)


def _score(coach: Coach, head: UptakeHead, text: str, previous: str = TRAYS) -> float:
    return head.score(turned([(text, previous)], coach.embedder)[0])


def test_listening_is_told_from_echo_and_echo_from_pitching(coach: Coach, head: UptakeHead) -> None:
    deep, parrot, pitch, other = (_score(coach, head, text) for text in (DEEP, PARROT, PITCH, SUBJECT_CHANGED))
    assert deep >= 0.6
    assert 0.25 <= parrot <= 0.6
    assert pitch <= 0.3
    assert other <= 0.2
    assert deep > parrot > pitch


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("Why does the clamp go missing?", "Why do you use our competitor?"),
        ("So the clamp is missing before the night tech has gone. What does that do to your first case?", "So the night tech goes home at six. Okay."),
        ("what does that cost you", "okay great"),
        ("And when it comes up short, who goes looking?", "Interesting, anything else?"),
        ("You start late because a clamp is missing.", "We had the same thing at home, my wife and I."),
        ("A missing clamp, and nobody there to ask. How long does that take you?", "Our clamp is made of titanium and lasts ten years."),
    ],
)
def test_the_better_listener_scores_higher(coach: Coach, head: UptakeHead, more: str, less: str) -> None:
    assert _score(coach, head, more) >= _score(coach, head, less) + 0.1


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("Okay, so six is more than three. Does that make the piece bigger when you cut it?", "Okay, good. Who has number five?"),
        ("You think one sixth is bigger because six is more.", "Boys and girls, make sure your name is on your paper."),
        ("Six is more than three. Okay.", "All right, very good. Next problem."),
    ],
)
def test_in_a_classroom_the_pupils_words_coming_back_count(coach: Coach, head: UptakeHead, more: str, less: str) -> None:
    assert _score(coach, head, more, PUPIL) >= _score(coach, head, less, PUPIL) + 0.15


def test_it_ranks_exchanges_that_it_was_not_fitted_on(coach: Coach, head: UptakeHead, files: dict[str, Labelled]) -> None:
    from scipy.stats import spearmanr

    for name, every, at_least in (("uptake", 6, 0.4), ("uptake_classroom", 4, 0.55)):
        pairs = _part(files[name], every, 1)
        guessed = [head.score(turn) for turn in turned([(pair.text, pair.previous) for pair in pairs], coach.embedder)]
        assert spearmanr(guessed, [pair.uptake for pair in pairs]).statistic >= at_least, name


@pytest.mark.parametrize(("text", "previous"), [(DEEP, ""), (DEEP, "  "), ("", TRAYS), ("...", TRAYS)])
def test_nothing_to_build_on_or_nothing_said_is_zero(coach: Coach, head: UptakeHead, text: str, previous: str) -> None:
    turn = turned([(text, previous)], coach.embedder)[0]
    assert head.score(turn) == 0.0
    assert head.because(turn) == []


def _one(asks: float = 0.0, reflects: float = 0.0, tells: float = 0.0, text: str = "does it come up without the clamp", near: float = 0.4) -> Turned:
    """A turn of one sentence, at a cosine of `near` to what was said before."""
    theirs, mine = np.zeros((1, 384), np.float32), np.zeros((1, 384), np.float32)
    theirs[0, 0] = 1.0
    mine[0, :2] = near, (1 - near * near) ** 0.5
    return Turned((text,), np.array([[asks, reflects, tells]]), mine, TRAYS, theirs)


def _rises(head: UptakeHead, turns: Sequence[Turned]) -> bool:
    scores = [head.score(turn) for turn in turns]
    return scores == sorted(scores) and scores[-1] > scores[0]


def test_each_thing_counts_in_the_direction_that_it_should(head: UptakeHead) -> None:
    steps = (0.0, 0.5, 1.0)
    assert _rises(head, [_one(asks=p) for p in steps])
    assert _rises(head, [_one(reflects=p) for p in steps])
    assert _rises(head, [_one(tells=p) for p in reversed(steps)])
    assert _rises(head, [_one(near=p, text="he sounds tired") for p in (0.0, 0.1, 0.3, 0.6)])
    assert _rises(
        head, [_one(text=f"somebody forgot {some} again") for some in ("milk", "the clamp", "the clamp and trays", "the clamp and trays and mornings")]
    )
    assert _rises(head, [_one(tells=1.0, text="the clamp is steel " + "and solid and strong " * times) for times in (20, 12, 6)])


def test_signs_and_floors_hold(head: UptakeHead) -> None:
    weight = dict(zip(head.features, head.weights, strict=True))
    for feature in FEATURES:
        assert weight[feature.name] >= 0 if feature.least >= 0 else weight[feature.name] <= 0
    assert weight["taken_up"] >= 0.3


def test_the_parts_add_up_and_have_names(coach: Coach, head: UptakeHead) -> None:
    for turn in turned([(text, TRAYS) for text in (DEEP, PARROT, PITCH)], coach.embedder):
        parts = head.because(turn)
        assert head.score(turn) == pytest.approx(min(1.0, max(0.0, sum(part for _, part in parts))), abs=0.006)
        assert [abs(part) for _, part in parts] == sorted((abs(part) for _, part in parts), reverse=True)
    assert "tells for long" in dict(parts)
    assert dict(head.because(turned([(PARROT, TRAYS)], coach.embedder)[0]))["repeats them word for word"] < 0


def test_the_same_pairs_give_the_same_model(coach: Coach, head: UptakeHead, fitted_on: dict[str, Labelled]) -> None:
    again = fit(dict(reversed(fitted_on.items())), coach.embedder)
    for part in ("weights", "rarity", "others"):
        np.testing.assert_array_equal(getattr(again, part), getattr(head, part))
    assert (again.base, again.vocabulary, again.features) == (head.base, head.vocabulary, head.features)
    turn = turned([(DEEP, TRAYS)], coach.embedder)[0]
    assert again.because(turn) == head.because(turn)


def test_the_acts_are_taken_from_whoever_knows_them(coach: Coach, head: UptakeHead) -> None:
    heard = turned([(PARROT, TRAYS)], coach.embedder)[0]
    told = turned([(PARROT, TRAYS)], coach.embedder, acts=lambda turns: [np.array([[0.0, 0.0, 1.0]]) for _ in turns])[0]
    assert by_rules([(PARROT, TRAYS)])[0].shape == (1, 3)
    assert head.score(told) < head.score(heard)


def test_without_rated_pairs_there_is_no_model(coach: Coach, files: dict[str, Labelled]) -> None:
    with pytest.raises(ValueError, match="rated pairs"):
        fit({"empty": files["uptake"].model_copy(update={"pairs": []})}, coach.embedder)


def test_the_key_changes_with_everything_it_depends_on() -> None:
    assert len({key([b"a"], "x"), key([b"b"], "x"), key([b"a"], "y"), key([b"a"], "x", "heads")}) == 4
    assert key([b"a\r\nb"], "x") == key([b"a\nb"], "x")


def test_words_meet_across_forms_and_registers() -> None:
    assert words("They're [inaudible] \u201cmine\u201d, I don\u2019t know") == words("theyre mine i dont know")
    for one, other in (("halved", "halves"), ("multiplied", "multiplies"), ("cutting", "cuts"), ("sides", "side"), ("6", "six"), ("missing", "missed")):
        assert root(one) == root(other)


def test_a_turn_is_read_at_once(coach: Coach, head: UptakeHead) -> None:
    turns = turned([(text, TRAYS) for text in (DEEP, PARROT, PITCH)], coach.embedder)
    started = time.perf_counter()
    for _ in range(50):
        for turn in turns:
            head.score(turn)
    assert (time.perf_counter() - started) / 150 < 0.005
    flood = replace(turns[0], sentences=("[" * 20_000,))
    started = time.perf_counter()
    head.score(flood)
    assert time.perf_counter() - started < 0.2
