"""The app in Streamlit's own test harness, each test on a data folder of its own."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from coach.content.shelf import load
from coach.fitted import Fitted
from coach.practice import Practice
from coach.reviews.viewer import Viewer
from coach.settings import settings
from coach.wiring import Coach

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds before a page counts as hung; on a busy machine a model may still be loading."""


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Set a variable of the environment for the program under test, and make it read its settings again."""

    def set_variable(name: str, value: str) -> None:
        monkeypatch.setenv(name, value)
        settings.cache_clear()
        st.cache_resource.clear()

    return set_variable


@pytest.fixture(scope="session", autouse=True)
def _packages_are_looked_through_once() -> Iterator[None]:
    """For each app the harness reads what every installed package says of itself, looking for components: most of the time of a page's test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def fresh(own: Callable[[str, str], None], tmp_path: Path, coach: Coach, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty data folder. The shipped content, the embedding model and the fitted topics are shared: they take seconds."""
    own("COACH_DATA", str(tmp_path))
    own("COACH_STREAMING_MS", "0")
    monkeypatch.setattr("coach.pages.shell.HEAD_START", 0)  # The model is loaded: there is nothing to draw the first page before.
    monkeypatch.setattr("coach.models.embeddings.SentenceEmbedder", lambda folder: coach.embedder)
    monkeypatch.setattr("coach.wiring.load", lambda extra, kept=None: load(extra) if extra else coach.loaded)
    real = Fitted.topics
    monkeypatch.setattr(Fitted, "topics", lambda self, bank, outside: real(coach.fitted, bank, outside))
    detail = config.get_option("client.showErrorDetails")
    config.set_option("client.showErrorDetails", "full")  # people see no traceback; tests must
    yield
    if "store" in vars(made := program()):
        made.store.database.close()
    config.set_option("client.showErrorDetails", detail)
    monkeypatch.undo()
    settings.cache_clear()
    st.cache_resource.clear()


def program() -> Coach:
    """The program that the pages use."""
    from coach.pages import shell

    return shell.coach()


def mine() -> Practice:
    return Practice(program(), Viewer("me"))


def app(page: str = "start", **query: str) -> AppTest:
    """The app, opened at one of its pages with an address."""
    from coach.pages import shell

    assert shell.warming().done.wait(PATIENCE)
    test = AppTest.from_file(str(ROOT / "coach" / "pages" / "entry.py"), default_timeout=PATIENCE)
    if page != "start":
        test.switch_page(f"{page}.py")
    for name, value in query.items():
        test.query_params[name] = value
    sound(test.run())
    test._page_hash = ""  # from here on, go where the app goes
    return test


def sound(test: AppTest) -> AppTest:
    assert not test.exception, [item.message for item in test.exception]
    return test


def errors(test: AppTest) -> str:
    return "\n".join(unescaped(item.value) for item in test.error)


def unescaped(markdown: str) -> str:
    """What a reader sees of Markdown in which everything that could be markup is escaped."""
    bare = re.sub(rf"\\([{re.escape(string.punctuation)}])", r"\1", markdown)
    return bare.replace("  \n", "\n")


def said(test: AppTest) -> list[str]:
    """What the chat shows, message by message."""
    return [unescaped("\n".join(item.value for item in (*message.markdown, *message.caption))) for message in test.chat_message]


def shown(test: AppTest) -> str:
    """Everything readable on the page, markup included."""
    parts = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.info, *test.error, *test.warning, *test.text]
    html = [str(getattr(item.proto, "body", "")) for item in test.get("html")]
    return "\n".join([*(unescaped(item.value) for item in parts), *html])
