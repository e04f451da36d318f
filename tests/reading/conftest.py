"""Readers over the shipped content, with the real sentence embeddings."""

from __future__ import annotations

import pytest

from coach.reading.reader import Reader
from coach.wiring import Coach


@pytest.fixture(scope="session")
def reader(coach: Coach) -> Reader:
    """Reads for a meeting with the shipped library, so that claims are judged."""
    return coach.reader(coach.shelf.library_of(coach.shelf.persona("surgeon")))


@pytest.fixture(scope="session")
def listening(coach: Coach) -> Reader:
    """Reads for listening practice: no library, nothing is held against a claim."""
    return coach.reader(None)
