"""What all tests share: a clean environment, and one program whose model is loaded once."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from coach.commands.common import program
from coach.content import kept
from coach.content.shelf import ROOT, fingerprint
from coach.content.yamlfile import Parsed, parse
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
def coach(pytestconfig: pytest.Config) -> Coach:
    """The program with the shipped content, its model warm: the same one that commands run in this process use. The vectors of
    what is shipped are kept beside pytest's own cache, so that of several processes one computes them, once."""
    made = program()
    assert made.settings.coach_data == DATA
    vectors = pytestconfig.cache.mkdir("vectors")
    (DATA / "vectors").symlink_to(vectors, target_is_directory=True)
    with FileLock(vectors / "lock"):
        made.warm()
    (DATA / "fitted").mkdir(exist_ok=True)  # Copied by tests that start a process; with what is shipped it may stay empty.
    settle()
    return made


def settle() -> None:
    """What is alive now stays, as in the app once it is warm: a third of the tests' time went into looking through it for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def _settled() -> None:
    settle()


@pytest.fixture(scope="module", autouse=True)
def _shared_content_stays_as_it_was(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that wants other content copies the shelf first, its hashes too; else tests of other files fail, and only in some order."""
    before = on_the_shelf()
    yield
    if before:
        after = on_the_shelf()
        changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
        shelf = program().loaded.shelf
        changed += sorted(("hash", *key) for key, hash in shelf.hashes.items() if hash != fingerprint(shelf.documents.get(key)))
        assert not changed, f"{request.node.name} changed content that all tests share: {changed[:5]}"


def on_the_shelf() -> dict[tuple[str, ...], int]:
    """Which object stands where in the content that the tests of this process share; nothing before it is loaded."""
    made = program()
    if "loaded" not in vars(made):
        return {}
    places = {name: held for name, held in vars(made.loaded.shelf).items() if isinstance(held, dict) and name != "hashes"}
    return {(name, str(key)): id(value) for name, held in places.items() for key, value in held.items()}


@pytest.fixture(scope="session", autouse=True)
def _shipped_files_are_parsed_once() -> Iterator[None]:
    """Hundreds of tests load the shipped content from its files, which no test changes. Validating and linting are done each time."""
    found: dict[tuple[Path, str], Parsed] = {}

    def remembered(path: Path, shown: str) -> Parsed:
        if not path.is_relative_to(ROOT):
            return parse(path, shown)
        known = found.get((path, shown)) or found.setdefault((path, shown), parse(path, shown))
        return Parsed(known.file, known.data, known.lines, list(known.problems), set(known.broken))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "parse", remembered)
        yield


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
