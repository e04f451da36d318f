"""The database goes away and comes back while somebody types: one line, nothing typed is lost, the page goes on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from coach.pages.away import GOES_ON, KEEPS
from tests.pages.conftest import app, errors, mine, program, said, shown, sound

WORDS = "What happens with your patients' wounds after they go home?"


@pytest.fixture
def meeting() -> str:
    return mine().begin("surgeon", on=date(2026, 12, 1), seed=7)


class Gone:
    """The database's file, moved away and brought back."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._away = folder, folder.with_name(f"{folder.name}-away")

    def go(self) -> None:
        program().store.database.close()
        self._folder.rename(self._away)
        self._folder.touch()  # a file where a folder should be: it cannot be opened, for root too

    def come_back(self) -> None:
        self._folder.unlink()
        self._away.rename(self._folder)


@pytest.fixture
def gone(tmp_path: Path) -> Gone:
    return Gone(tmp_path)


def test_words_said_to_nobody_stand_in_the_field_again(meeting: str, gone: Gone) -> None:
    page = app("practice", m=meeting)
    gone.go()
    sound(page.chat_input[0].set_value(WORDS).run())
    assert errors(page).endswith("cannot be opened. Check that its folder exists and that you may write there, or point DATABASE_URL at another place.")
    assert len(page.error) == 1 and f"{KEEPS} {GOES_ON}" in shown(page)
    sound(page.run())  # it is still away, whatever else one does meanwhile
    assert len(page.error) == 1
    gone.come_back()
    sound(page.run())
    assert not page.error
    assert page.chat_input[0].proto.value == WORDS
    assert len(mine().load(meeting).meeting.turns) == 1
    sound(page.chat_input[0].set_value(WORDS).run())
    assert said(page)[1] == WORDS
    assert len(mine().load(meeting).meeting.turns) == 2


def test_words_that_were_said_are_not_said_twice(meeting: str, gone: Gone, monkeypatch: pytest.MonkeyPatch) -> None:
    from coach.practice import Practice

    real = Practice.keep

    def goes_away(self: Practice, *given: object) -> object:
        gone.go()
        return real(self, *given)  # type: ignore[arg-type]

    page = app("practice", m=meeting)
    with monkeypatch.context() as patched:
        patched.setattr(Practice, "keep", goes_away)
        sound(page.chat_input[0].set_value(WORDS).run())
    assert len(page.error) == 1
    gone.come_back()
    sound(page.run())
    turns = mine().load(meeting).meeting.turns
    assert [turn.said.words for turn in turns[1:]] == [WORDS] and turns[1].replied, "the answer is heard now"
    assert not page.error and not page.warning
    assert not page.chat_input[0].proto.value


def test_what_stood_in_a_form_outlives_it(meeting: str, gone: Gone) -> None:
    page = app("account")
    page.text_input(key="account-name").set_value("The hospital by the river")
    gone.go()
    sound(page.button(key="account-make").click().run())
    assert len(page.error) == 1 and not page.text_input
    sound(page.run())
    gone.come_back()
    sound(page.run())
    assert page.text_input(key="account-name").value == "The hospital by the river"


def test_a_full_disk_is_said_until_it_was_read(meeting: str) -> None:
    page = app("practice", m=meeting)
    engine = program().store.database.engine
    engine.dispose()
    with engine.connect() as connection:  # the only connection of the pool from here on
        connection.exec_driver_sql(f"PRAGMA max_page_count = {connection.scalar(text('PRAGMA page_count'))}")
    long = f"{WORDS} " * 300
    sound(page.chat_input[0].set_value(long).run())
    assert "the disk is full" in errors(page) and len(page.error) == 1
    engine.dispose()  # some space was freed
    sound(page.button(key="try-again").click().run())
    assert not page.error
    assert page.chat_input[0].proto.value.strip() == long.strip()
    assert len(mine().load(meeting).meeting.turns) == 1
