"""What whoever runs this for a team looks at: /healthz, /metrics, and the log as lines of JSON."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from coach.content.errors import CoachError
from coach.events import listen, tell

if TYPE_CHECKING:
    from coach.metrics import Metrics

PATIENCE = 3.0
"""Seconds that the database is given to answer; whoever asks for health waits 5 or 10."""
TEXT = "text/plain; version=0.0.4; charset=utf-8"
_asking: asyncio.Task[bool] | None = None


def begin() -> None:
    """Count from now on, and write lines of JSON where that is set."""
    from coach.settings import settings

    listen(metrics())
    try:
        as_json = settings().coach_log == "json"
    except CoachError:  # Said by every page.
        as_json = False
    if as_json:
        from coach import logs

        logs.as_json()
        listen(logs.event)
    tell("started")


@cache
def metrics() -> Metrics:
    from coach.metrics import Metrics

    return Metrics()


def failed(error: Exception) -> bool:
    """A page ended in an error: True where it is one that can be said, and was. The others are counted, and shown as they always are."""
    from coach.pages import shell

    if isinstance(error, CoachError):  # of what is done before a page is drawn, when a field was changed
        shell.tell(error)
        return True
    tell("page_failed", error=type(error).__name__)
    return False


async def healthz(_: Request) -> Response:
    """200 where this process can serve people: it answers, and so does its database. 503 where the database does not."""
    answers = await _database_answers()
    return JSONResponse({"status": "ok" if answers else "failing", "database": "ok" if answers else "no answer"}, 200 if answers else 503)


async def numbers(_: Request) -> Response:
    """What happened in this process since it started, as Prometheus reads it."""
    return Response(await asyncio.to_thread(metrics().text), media_type=TEXT)


async def _database_answers() -> bool:
    """Whether it does, in time. Whoever asks meanwhile waits for the same answer: a database that hangs must not cost a thread each time."""
    global _asking
    if _asking is None or _asking.done():
        _asking = asyncio.create_task(asyncio.to_thread(_asked))
    done, _ = await asyncio.wait([_asking], timeout=PATIENCE)
    return bool(done) and _asking.result()


def _asked() -> bool:
    from coach.pages import shell

    try:
        shell.answers()
    except CoachError:
        return False
    return True


ROUTES = [Route("/healthz", healthz), Route("/metrics", numbers)]
