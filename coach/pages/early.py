"""What every page needs, imported and opened while the visitor's browser still loads its own part: about a second sooner."""

from __future__ import annotations

import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from coach.content.errors import CoachError
from coach.pages import operations

POLITE = 0.0005
"""Seconds after which this thread makes way for the one that serves the browser; the usual 5 ms add up over a page's files."""


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Begin as the server starts, beside it; nobody waits for it, and a page that needs a part waits for that part."""
    operations.begin()
    threading.Thread(target=prepare, name="prepare", daemon=True).start()
    yield


def prepare() -> None:
    """Import the pages, load the content, open the database. What fails here fails again on the page, which says so."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(POLITE)
    try:
        from coach.pages import shell

        with suppress(CoachError):
            shell.coach().loaded  # noqa: B018
            shell.coach().store  # noqa: B018
    finally:
        sys.setswitchinterval(usual)
