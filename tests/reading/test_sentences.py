"""Where one sentence ends and the next begins, typed and spoken."""

from __future__ import annotations

import itertools

import pytest

from coach.reading.sentences import MAX_SENTENCES, sentences


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Thank you. What happens on nights?", ["Thank you.", "What happens on nights?"]),
        ("Dr. Halloway and Mr. Pike agree. Why?", ["Dr. Halloway and Mr. Pike agree.", "Why?"]),
        ("It went from 16.5 to 9.2 percent. Good.", ["It went from 16.5 to 9.2 percent.", "Good."]),
        ("first line\n\nsecond line", ["first line", "second line"]),
        ("Really?! Yes... I see.", ["Really?!", "Yes...", "I see."]),
        ("这是什么？ 好。", ["这是什么？", "好。"]),
        ("   \n ", []),
        ("... !!! ---", []),
        ("?", ["?"]),
    ],
)
def test_cut(text: str, pieces: list[str]) -> None:
    assert [piece.text for piece in sentences(text)] == pieces


def test_a_spoken_stretch_is_cut_where_a_question_starts() -> None:
    text = "we have seen a lot of wounds this year and what happens when they go home"
    assert [piece.text for piece in sentences(text)] == ["we have seen a lot of wounds this year", "and what happens when they go home"]


def test_an_embedded_question_is_not_cut_off() -> None:
    text = "could you please tell me what happens with the wounds when they go home"
    assert [piece.text for piece in sentences(text)] == [text]


def test_places_index_the_text_and_a_speech_is_read_to_its_sixtieth_sentence() -> None:
    text = "\tOne, two.  Drei vier?\nI see 😀 it! " * 50
    found = sentences(text)
    assert len(found) == MAX_SENTENCES
    assert all(text[piece.start : piece.end] == piece.text for piece in found)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))
