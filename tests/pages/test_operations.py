"""What whoever runs this looks at: health, numbers, and a log in which nobody's words stand."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, TypeVar

import pytest

from coach import logs
from coach.content.errors import CoachError
from coach.events import listen, tell
from coach.metrics import Metrics
from coach.pages import operations
from coach.store.errors import Unavailable
from tests.models import scripted
from tests.models.scripted import KEY, serving
from tests.pages.conftest import app, mine, program, sound

T = TypeVar("T")
MARKED = "Quillfeather zanzibar, what about the purplewort list of Tuesday?"
REPLIED = "Umberglow, nobody asked me that. It is 640 percent safer than anything else."
"""With a claim that the guard stops."""
MARKS = ("Quillfeather", "zanzibar", "purplewort", "Umberglow", "640")


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[dict[str, object]]]]:
    """Everything that is logged, as in a server with COACH_LOG=json; each line is one JSON object."""
    loggers = [logging.getLogger(name) for name in ("coach", "coach.endpoint", "streamlit")]
    before = [(one, list(one.handlers), one.propagate, [handler.formatter for handler in one.handlers]) for one in loggers]
    logs.as_json()
    end = listen(logs.event)
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    end()
    for one, handlers, propagate, formatters in before:
        one.handlers[:], one.propagate = handlers, propagate
        for handler, formatter in zip(handlers, formatters, strict=True):
            handler.setFormatter(formatter)


def finished(what: Coroutine[Any, Any, T]) -> T:
    """Run it in a thread of its own: a browser that was driven in this process leaves a running loop in the main one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, what).result()


@pytest.fixture
def counted() -> Iterator[Metrics]:
    made = Metrics()
    end = listen(made)
    yield made
    end()


def test_a_meeting_with_all_its_troubles_leaves_no_word_of_it(
    own: Callable[[str, str], None], written: Callable[[], list[dict[str, object]]], counted: Metrics
) -> None:
    with serving() as server:
        for name, value in {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": KEY, "COACH_VOICE_MODEL": "scripted", "COACH_FIRST_SECONDS": "1"}.items():
            own(name, value)
        # The model says what it may not, twice; then the endpoint fails and repeats in its error what it was sent.
        server.does(scripted.says(REPLIED), scripted.says(REPLIED), scripted.fails(400, f"cannot do this: {MARKED}"))
        id = mine().begin("surgeon", on=date(2026, 12, 1), seed=7)
        page = app("practice", m=id)
        sound(next(item for item in page.button_group if item.label == "Voice").set_value("model").run())
        for _ in range(2):
            sound(page.chat_input[0].set_value(MARKED).run())
        logging.getLogger("coach").warning("a draft of %s is left out", MARKED)
        logging.getLogger("coach").warning(f"put together beforehand: {MARKED}")
        try:
            raise ValueError(MARKED)
        except ValueError:
            logging.getLogger("coach").exception("failed: %s", MARKED)
            logging.getLogger("streamlit.error_util").exception(MARKED)
        tell("page_failed", error=MARKED)
        operations.failed(ValueError(MARKED))
    lines, numbers = written(), counted.text().decode()
    for mark in MARKS:
        assert mark not in json.dumps(lines) and mark not in numbers
    events = [line for line in lines if "event" in line]
    assert {line["event"] for line in events} >= {"meeting", "turn", "page", "voice_fault", "endpoint_trouble", "page_failed"}
    assert {line["meeting"] for line in events if line["event"] in ("meeting", "turn", "voice_fault")} == {id}
    (error,) = [line for line in lines if line.get("says") == "failed: %s"]
    assert error["error"] == "ValueError" and error["through"]
    for sample in (
        'coach_meetings_begun_total{mode="played"} 1.0',
        "coach_turn_seconds_count 2.0",
        'coach_endpoint_troubles_total{kind="request",setting="COACH_VOICE_MODEL"} 1.0',
        'coach_page_failures_total{error="other"} 1.0',
        'coach_page_failures_total{error="ValueError"} 1.0',
        'coach_page_seconds_count{page="practice"}',
        "coach_voice_faults_total{kind=",
    ):
        assert sample in numbers, numbers


def test_a_database_that_fails_is_counted(counted: Metrics) -> None:
    app("people")  # makes the store
    folder = program().settings.coach_data
    program().store.database.close()
    folder.rename(folder.with_name("away"))
    folder.touch()
    try:
        with pytest.raises(Unavailable):
            mine().voices(3)
    finally:
        folder.unlink()
        folder.with_name("away").rename(folder)
    assert 'coach_database_errors_total{kind="OperationalError"} 1.0' in counted.text().decode()


def asked() -> tuple[int, object]:
    answer = finished(operations.healthz(None))  # type: ignore[arg-type]
    return answer.status_code, json.loads(answer.body)


def test_healthy_is_whoever_reaches_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked() == (200, {"status": "ok", "database": "ok"})

    def refuses() -> None:
        raise CoachError("postgresql://rep@secret/coach: does not answer")

    monkeypatch.setattr("coach.pages.shell.answers", refuses)
    assert asked() == (503, {"status": "failing", "database": "no answer"})


def test_a_database_that_hangs_costs_one_thread_and_nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "PATIENCE", 0.1)
    let_go, began = threading.Event(), []

    def hangs() -> None:
        began.append(time.monotonic())
        let_go.wait(60)

    monkeypatch.setattr("coach.pages.shell.answers", hangs)

    async def several() -> list[int]:
        answers = [(await operations.healthz(None)).status_code for _ in range(2)]  # type: ignore[arg-type]
        answers += [one.status_code for one in await asyncio.gather(*(operations.healthz(None) for _ in range(3)))]  # type: ignore[arg-type]
        let_go.set()
        await asyncio.sleep(0.1)
        return [*answers, (await operations.healthz(None)).status_code]  # type: ignore[arg-type]

    assert finished(several()) == [503] * 5 + [200]
    assert len(began) == 2
