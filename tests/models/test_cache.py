"""Vectors kept on disk: computed once, by whichever process, and whatever happened to the files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from coach.content.errors import CoachError
from coach.models import cache as cache_module
from coach.models.cache import KEY, VectorCache, keys_of
from coach.models.embeddings import SMALL, SentenceEmbedder

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [f"text {at}" for at in range(40)]


class Counting:
    """Vectors by the length and the sum of a text; counts what it was asked for."""

    def __init__(self, width: int = 6) -> None:
        self.asked: list[str] = []
        self._width = width

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[(place + 1) * sum(map(ord, text)) % 97 for place in range(self._width)] for text in texts], np.float32)


def test_nothing_is_embedded_twice_and_models_stay_apart(tmp_path: Path) -> None:
    embed = Counting()
    wanted = embed(TEXTS)
    embed.asked.clear()
    assert np.array_equal(VectorCache(tmp_path, "one").of(TEXTS + TEXTS[:3], embed), np.concatenate([wanted, wanted[:3]]))
    assert embed.asked == TEXTS
    found = VectorCache(tmp_path, "one").of([*TEXTS[::-1], "new"], embed)
    assert np.array_equal(found[:-1], wanted[::-1]) and embed.asked == [*TEXTS, "new"]
    VectorCache(tmp_path, "two").of(TEXTS[:2], embed)
    assert embed.asked[-2:] == TEXTS[:2]


def test_it_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "BATCH", 16)
    told: list[tuple[int, int]] = []
    VectorCache(tmp_path, "one").of(TEXTS, Counting(), lambda done, of: told.append((done, of)))
    assert told == [(0, 40), (16, 40), (32, 40), (40, 40)]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 3])


def _overwrite(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40] = b"\xff" * 40
    path.write_bytes(content)


@pytest.mark.parametrize("kind", ["keys", "vectors"])
@pytest.mark.parametrize(
    "damage", [_cut, _overwrite, lambda path: path.write_bytes(b""), lambda path: path.unlink()], ids=["cut", "overwritten", "empty", "gone"]
)
def test_what_is_damaged_is_embedded_again(tmp_path: Path, kind: str, damage: object) -> None:
    embed = Counting()
    wanted = VectorCache(tmp_path, "one").of(TEXTS, embed)
    (file,) = tmp_path.glob(f"*/*.{kind}")
    damage(file)  # type: ignore[operator]
    embed.asked.clear()
    assert np.array_equal(VectorCache(tmp_path, "one").of(TEXTS, embed), wanted)
    assert embed.asked and set(embed.asked) <= set(TEXTS)
    embed.asked.clear()
    assert np.array_equal(VectorCache(tmp_path, "one").of(TEXTS, embed), wanted) and not embed.asked


def test_what_was_half_written_when_the_power_went(tmp_path: Path) -> None:
    embed = Counting()
    VectorCache(tmp_path, "one").of(TEXTS[:10], embed)
    (file,) = tmp_path.glob("*/*.vectors")
    with file.open("ab") as torn:
        torn.write(b"\x01" * 31)
    assert np.array_equal(VectorCache(tmp_path, "one").of(TEXTS, embed), Counting()(TEXTS))
    assert file.stat().st_size == 40 * 6 * 4


def test_a_folder_that_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert np.array_equal(VectorCache(tmp_path / "file", "one").of(TEXTS, Counting()), Counting()(TEXTS))


def test_another_model_under_the_same_name_is_said(tmp_path: Path) -> None:
    VectorCache(tmp_path, "one").of(TEXTS, Counting())
    with pytest.raises(CoachError, match="vectors of 6 numbers, and now 7 came"):
        VectorCache(tmp_path, "one").of(["new"], Counting(7))


PROCESS = """
import sys, time
import numpy as np
from coach.models import cache
cache.BATCH = 7
def embed(texts):
    time.sleep(0.01)
    return np.array([[(place + 1) * sum(map(ord, text)) % 97 for place in range(6)] for text in texts], np.float32)
texts = [f"text {at}" for at in range(400)]
found = cache.VectorCache(__import__("pathlib").Path(sys.argv[1]), "one").of(texts[:: int(sys.argv[2])], embed)
assert np.array_equal(found, embed(texts)[:: int(sys.argv[2])])
"""


def test_two_processes_at_once(tmp_path: Path) -> None:
    calls = [subprocess.Popen([sys.executable, "-c", PROCESS, str(tmp_path), step], cwd=ROOT) for step in ("1", "-1", "1")]
    assert [call.wait(60) for call in calls] == [0, 0, 0]
    texts = [f"text {at}" for at in range(400)]
    embed = Counting()
    assert np.array_equal(VectorCache(tmp_path, "one").of(texts, embed), Counting()(texts)) and not embed.asked
    (keys,) = tmp_path.glob("*/*.keys")
    assert keys.stat().st_size == 400 * KEY.itemsize, "what the other had written was written again"


def test_killed_in_the_middle_it_goes_on(tmp_path: Path) -> None:
    call = subprocess.Popen([sys.executable, "-c", PROCESS, str(tmp_path), "1"], cwd=ROOT)
    deadline = time.monotonic() + 60
    while not (found := list(tmp_path.glob("*/*.keys"))) or found[0].stat().st_size < 30 * KEY.itemsize:
        assert time.monotonic() < deadline and call.poll() is None
        time.sleep(0.002)
    os.kill(call.pid, signal.SIGKILL)
    call.wait()
    texts, embed = [f"text {at}" for at in range(400)], Counting()
    cache = VectorCache(tmp_path, "one")
    missing = cache.missing(keys_of(texts))
    assert 0 < missing <= 370
    assert np.array_equal(cache.of(texts, embed), Counting()(texts)) and len(embed.asked) == missing


def test_other_weights_in_the_same_folder_are_another_model(tmp_path: Path) -> None:
    config, weights = tmp_path / "config.json", tmp_path / "model.safetensors"
    config.write_text('{"heads": 12}')
    weights.write_bytes(b"\0" * (SMALL + 1))
    first = SentenceEmbedder(str(tmp_path))
    assert first.name == SentenceEmbedder(str(tmp_path)).name
    config.write_text('{"heads": 12}')
    assert first.name == SentenceEmbedder(str(tmp_path)).name, "written again as it was"
    os.utime(weights, ns=(1, weights.stat().st_mtime_ns + 1))
    renewed = SentenceEmbedder(str(tmp_path))
    assert renewed.name != first.name
    config.write_text('{"heads": 16}')
    assert SentenceEmbedder(str(tmp_path)).name not in (first.name, renewed.name)
    one, other = VectorCache(tmp_path / "vectors", first.name), VectorCache(tmp_path / "vectors", renewed.name)
    assert one.folder != other.folder
    assert SentenceEmbedder(str(tmp_path / "nowhere")).name
