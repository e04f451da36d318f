"""The trained heads: what they learn from labelled turns, and that what is shipped was learned from what is there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.content.labelled import Labelled, Utterance
from coach.content.shelf import labelled_files, load
from coach.fitted import SHIPPED_EAR, Ear, _read_ear, write_ear
from coach.reading import heads, uptake
from coach.reading.features import NUMBERS, grams
from coach.reading.heads import HEADS
from coach.reading.reader import Reader
from coach.wiring import Coach


def test_what_is_shipped_was_fitted_on_what_is_there(coach: Coach) -> None:
    files = [path.read_bytes() for path in labelled_files(None)]
    wanted = f"{heads.key(files, coach.embedder.name)}-{uptake.key(files, coach.embedder.name, 'heads')}"
    with np.load(SHIPPED_EAR, allow_pickle=False) as kept:
        assert str(kept["name"]) == wanted, "prompts/acts or the method changed: run `make fit`"


def test_enough_was_labelled_and_each_label_in_speech_too() -> None:
    spoken = load(acts=True).shelf.acts
    every = [one for file in spoken.values() for one in file.utterances]
    assert len(every) >= 1500 and len({one.text.lower() for one in every}) > 0.99 * len(every)
    for head in HEADS:
        wanted = {"asks": {"open", "closed"}}.get(head, {head})
        raw = [one for one in every if wanted & set(one.labels) and one.text == one.text.lower() and not one.text.endswith((".", "?", "!"))]
        assert len(raw) >= 20, head


def test_kept_heads_decide_the_same(coach: Coach, tmp_path: Path) -> None:
    ear = coach.fitted.ear()
    write_ear(tmp_path / "ear.npz", ear)
    again = _read_ear(tmp_path / "ear.npz", ear.name)
    assert isinstance(again, Ear)
    for text in ("So the nights are the hard part. Who covers them?", "it runs for nine hours on one charge"):
        heard = coach.reader(None).heard(text, "Nights are a mess.")
        asked = (heard.sentences, text, "Nights are a mess.", heard.vectors, heard.near)
        assert np.array_equal(again.acts.probabilities(*asked), ear.acts.probabilities(*asked))
        assert again.uptake.score(heard.turned) == ear.uptake.score(heard.turned)
    assert _read_ear(tmp_path / "ear.npz", "something else") is None
    (tmp_path / "ear.npz").write_bytes(b"half a file")
    assert _read_ear(tmp_path / "ear.npz", ear.name) is None


def little(*more: tuple[str, list[str]]) -> dict[str, Labelled]:
    """Three small files about one toy language: 'plim' asks, 'quax' tells."""
    base = [(f"plim {noun} now", ["open"]) for noun in ("tea", "bread", "milk", "salt", "rice", "soup")]
    base += [(f"plom {noun} now", ["closed"]) for noun in ("tea", "bread", "milk", "salt", "rice", "soup")]
    base += [(f"quax {noun} there", ["tells"]) for noun in ("tea", "bread", "milk", "salt", "rice", "soup")]
    base += [(f"vurb {label} x", [label]) for label in HEADS[2:] if label != "tells" for _ in range(1)] + list(more)
    files = {}
    for file in ("a", "b", "c"):
        spoken = [Utterance.model_validate({"text": f"{text} {file}{at}", "labels": labels}) for at, (text, labels) in enumerate(base)]
        files[file] = Labelled.model_validate({"v": 1, "kind": "acts", "id": file, "about": "a toy", "utterances": spoken})
    return files


def test_a_label_of_a_long_turn_finds_its_sentence(coach: Coach) -> None:
    both = [(f"Quax {noun} there. Plim {noun} now.", ["tells", "open"]) for noun in ("tea", "bread", "milk", "salt")]
    fitted = heads.fit(little(*both), coach.embedder)
    reader = Reader(coach.embedder, coach.reader(None).head, fitted, coach.fitted.ear().uptake, {})
    first, second = reader.heard("Quax wood there. Plim wood now.").sentences
    assert first.likely["tells"] > 0.5 > first.likely["asks"]
    assert second.likely["asks"] > 0.5 > second.likely["tells"]


def test_fitting_again_gives_the_same(coach: Coach) -> None:
    once, twice = heads.fit(little(), coach.embedder), heads.fit(little(), coach.embedder)
    assert once.vocabulary == twice.vocabulary and np.array_equal(once.words, twice.words) and np.array_equal(once.threshold, twice.threshold)


def test_a_label_nobody_used_is_named(coach: Coach) -> None:
    files = {name: file.model_copy(update={"utterances": file.utterances[:18]}) for name, file in little().items()}
    with pytest.raises(ValueError, match=r"no utterance is labelled reflects, empathises"):
        heads.fit(files, coach.embedder)


def test_the_key_changes_with_the_words_and_not_with_line_ends(coach: Coach) -> None:
    space = coach.embedder.name
    assert heads.key([b"a: 1\n"], space) == heads.key([b"a: 1\r\n"], space)
    assert len({heads.key([b"a: 1\n"], space), heads.key([b"a: 2\n"], space), heads.key([b"a: 1\n"], "other")}) == 3


def test_reasons_add_up_to_the_probability(coach: Coach) -> None:
    text, previous = "So the nights are the hard part, and nobody owns them.", "Nights are a mess, honestly."
    acts, hearing = coach.fitted.ear().acts, coach.reader(None).heard(text, previous)
    asked = (hearing.sentences, 0, "reflects", text, previous, hearing.vectors, hearing.near)
    column = HEADS.index("reflects")
    odds = sum(weight for _, weight in acts.reasons(*asked)) + float(acts.bias[column] * acts.slope[column] + acts.shift[column])
    assert 1 / (1 + np.exp(-odds)) == pytest.approx(hearing.sentences[0].likely["reflects"], abs=0.006)


def test_words_are_seen_where_they_stand() -> None:
    found = set(grams("So, what does that cost you?"))
    assert {"what", "does that", "^what", "^what does", "<so", "you$", "cost you$"} <= found
    assert len(NUMBERS) == len(set(NUMBERS))
