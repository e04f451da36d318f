"""Small pieces of markup: what people wrote stays words."""

from __future__ import annotations

import string

import pytest

from coach.pages import look
from tests.pages.conftest import unescaped


@pytest.mark.parametrize(
    "text", [string.printable.replace("\r", "").replace("\x0b", "").replace("\x0c", ""), "a\nb\n\nc", "€ 5 – “x”", "", "\\", "**", "1. a", "- b", "a  b"]
)
def test_plain_shows_exactly_what_was_written(text: str) -> None:
    assert unescaped(look.plain(text)) == text


@pytest.mark.parametrize("mark", list("\\`*_{}[]()#+-.!$~<>|:&"))
def test_plain_leaves_no_mark_bare(mark: str) -> None:
    assert look.plain(f"a{mark}b") == f"a\\{mark}b"


@pytest.mark.parametrize(("name", "letters"), [("Dr. Ines Halloway", "IH"), ("J.K", "JK"), ("Ruth", "R"), ("...", "?"), ("", "?"), ("Ångström Özil", "ÅÖ")])
def test_initials(name: str, letters: str) -> None:
    assert look.initials(name) == letters


@pytest.mark.parametrize(("left", "words"), [(8, "about 8 minutes left"), (1.2, "about 1 minute left"), (0.4, "less than a minute left"), (0, "time is up")])
def test_minutes_in_words(left: float, words: str) -> None:
    assert words in look.minutes_left(left, 8)


def test_markup_is_escaped() -> None:
    assert "<script>" not in look.items(["<script>"]) + look.monogram("<script>", "clinical")


def test_not_observed_is_not_a_level() -> None:
    assert "not observed" in look.level(None) and "of 3" not in look.level(None)
    assert "level 0 of 3" in look.level(0) and look.level(2).count('class="on"') == 2
