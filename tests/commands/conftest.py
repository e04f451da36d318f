"""Running commands as people do: in this process, so that the model is loaded once for all of them."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from coach.__main__ import main
from coach.wiring import Coach


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def errors(self) -> list[str]:
        return self.err.splitlines()


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call `python -m coach` with words; `feed` is its standard input."""

    def call(*words: object, feed: str | bytes = b"") -> Done:
        raw = feed.encode() if isinstance(feed, str) else feed
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        capsys.readouterr()
        status = main([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Done(status, said.out, said.err)

    return call


@pytest.fixture
def ready(coach: Coach, run: Run) -> Run:
    """`run`, with the model warm."""
    return run
