"""The shipped content, loaded once for all tests here; nothing on it can be changed."""

from __future__ import annotations

import pytest

from coach.content.library import Library
from coach.content.shelf import Shelf, load


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return load().shelf


@pytest.fixture(scope="session")
def library(shelf: Shelf) -> Library:
    return shelf.libraries["norvane"]
