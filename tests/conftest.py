"""What all tests share: a clean environment, and one program whose model is loaded once."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.commands.common import program
from coach.settings import Settings
from coach.wiring import Coach

NEVER_SKIPPED = ("browser", "postgres", "real_server", "speech")

# Before anything reads the settings: whatever the developer's shell and .env say, tests start from nothing.
for name in list(os.environ):
    if name.startswith(("COACH_", "OPENAI_")) or name == "DATABASE_URL":
        del os.environ[name]
Settings.model_config["env_file"] = None
DATA = Path(tempfile.mkdtemp(prefix="coach-tests-"))
os.environ["COACH_DATA"] = str(DATA)


@pytest.fixture(scope="session")
def coach() -> Coach:
    """The program with the shipped content, its model warm: the same one that commands run in this process use."""
    made = program()
    assert made.settings.coach_data == DATA
    made.warm()
    (DATA / "fitted").mkdir(exist_ok=True)  # Copied by tests that start a process; with what is shipped it may stay empty.
    return made


@pytest.fixture(scope="session", autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    yield
    shutil.rmtree(DATA, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):  # type: ignore[no-untyped-def]
    """Where CI=true a browser, PostgreSQL or model server test that is skipped has failed: a check that nobody ran is no check."""
    report = yield
    marked = any(item.get_closest_marker(name) for name in NEVER_SKIPPED)
    if report.skipped and marked and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not be skipped where CI=true: {reason}"
    return report
