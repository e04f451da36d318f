"""Records of every version can be read for ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.roleplay.records import Replied, Said, Setup
from coach.store import upgrades
from coach.store.errors import StoreError
from coach.store.upgrades import CHAINS, upgrade

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.json"))
SHAPES: dict[str, type[Setup] | type[Said] | type[Replied]] = {"setup": Setup, "said": Said, "replied": Replied}


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_a_stored_example_is_read_by_todays_code(file: Path) -> None:
    kind, version = file.stem.split(".v")
    data = json.loads(file.read_text())
    assert data["v"] == int(version)
    SHAPES[kind].model_validate(upgrade(kind, data))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", SHAPES)
def test_chain_model_and_examples_know_the_same_versions(kind: str) -> None:
    newest = len(CHAINS[kind]) + 1  # type: ignore[index]
    assert SHAPES[kind].model_fields["v"].default == newest
    assert [file.stem for file in EXAMPLES if file.stem.startswith(f"{kind}.")] == [f"{kind}.v{n}" for n in range(1, newest + 1)]


def test_an_old_record_passes_through_every_later_step(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [lambda data: data | {"v": 2, "two": True}, lambda data: data | {"v": 3, "three": True}]
    monkeypatch.setitem(upgrades.CHAINS, "said", steps)
    assert upgrade("said", {"v": 1}) == {"v": 3, "two": True, "three": True}
    assert upgrade("said", {"v": 2}) == {"v": 3, "three": True}


def test_a_newer_record_is_refused() -> None:
    with pytest.raises(StoreError, match=r"A stored 'said' record is of version 3; this app reads up to version 2\. Update the app\."):
        upgrade("said", {"v": 3})


@pytest.mark.parametrize("data", [{}, {"v": None}, {"v": "1"}, {"v": 0}])
def test_a_record_without_a_version_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(StoreError, match="has no version"):
        upgrade("setup", data)
