"""Numbers that were not surely heard, and what is kept of a turn that was spoken."""

from __future__ import annotations

from datetime import date

import pytest

from coach.reading.reader import Reader
from coach.reading.records import Unsure
from coach.reading.speech import Transcript, Word, alike, asked, spoken

ON = date(2026, 12, 1)


def heard(text: str, doubtful: str = "", p: float | None = 0.4) -> Transcript:
    """A transcript, half a second a word, of which some words were heard badly."""
    badly = doubtful.split()
    return Transcript(
        tuple(Word(word, 1 + at / 2, 1.4 + at / 2, p if word.strip(".,?") in badly else 0.95) for at, word in enumerate(text.split())), 30.0, "test"
    )


WRONG = [
    ("It cuts superficial infections by 90 percent.", "90"),
    ("In our trial superficial infections fell from 36.5% to 9.2% with Norvane 7.", "36.5%"),
    ("The trial had five hundred and six patients in each group, and superficial infections fell to 9.2%.", "six"),
    ("It saves your hospital $40,000 a year, patients heal in 4 days.", "$40,000 4"),
]


@pytest.mark.parametrize(("text", "doubtful"), WRONG)
def test_a_number_that_was_not_surely_heard_raises_no_finding(reader: Reader, text: str, doubtful: str) -> None:
    sure = reader.read(text, on=ON).claims
    unsure = heard(text, doubtful).unsure()
    assert sure and unsure and all(text[one.start : one.end] == one.heard for one in unsure)
    doubted = reader.read(text, on=ON, unsure=unsure)
    numbers = [one for one in doubted.claims if any(one_.heard in one.quote for one_ in unsure)]
    assert not numbers and len(doubted.claims) < len(sure)
    assert doubted.unsure == unsure and doubted.text == text


def test_what_does_not_hang_on_the_number_is_still_found(reader: Reader) -> None:
    text = "It is completely safe, and it cuts superficial infections by 90 percent."
    found = reader.read(text, on=ON, unsure=heard(text, "90").unsure()).claims
    assert [(one.rule, one.quote) for one in found] == [("absolute", "completely safe")]
    second = "Superficial infections fell by 77 patients. The trial shows infections fell to 3.3 percent."
    quotes = [one.quote for one in reader.read(second, on=ON, unsure=heard(second, "77").unsure()).claims]
    assert any("3.3" in quote for quote in quotes), "the number that was heard is judged, in the words of the turn"


def test_a_day_that_was_not_surely_heard_is_no_day(reader: Reader) -> None:
    text = "I'll send you the paper by December 15."
    assert reader.read(text, on=ON).commitments[0].on == "2026-12-15"
    (kept,) = reader.read(text, on=ON, unsure=heard(text, "15").unsure()).commitments
    assert (kept.action, kept.date, kept.on) == ("send you the paper", None, None)


def test_which_numbers_are_unsure() -> None:
    text = "In two hundred and six of 412 patients, about 50% of them, one."
    assert heard(text).unsure() == []
    assert [one.heard for one in heard(text, "six 50%").unsure()] == ["two hundred and six", "50%"]
    assert [one.heard for one in heard(text, "patients them").unsure()] == [], "only numbers"
    untold = [one.heard for one in heard(text, "412", None).unsure()]
    assert untold == ["412"], "where nobody says how surely it was heard, it is not sure"


def test_what_is_kept_of_a_spoken_turn() -> None:
    transcript = heard("Um, well, uh, it cuts 90 percent.", "90")
    kept = spoken(transcript, "hands_free")
    assert (kept.words, kept.fillers, kept.before, kept.speaking) == (7, 2, 1.0, 3.4)
    assert kept.unsure == [Unsure(start=22, heard="90 percent", p=0.4)]
    assert spoken(transcript, "edited").unsure == [], "it went past the rep's own eyes"
    assert alike(transcript, "Well, it cuts 19 percent.") and not alike(transcript, "Who trains your nights?")
    twice = transcript.followed_by(transcript)
    assert twice.seconds == 60 and spoken(twice, "edited").speaking == 33.4


def test_a_question_that_was_given_a_stop() -> None:
    marked = asked(heard("what happens with your patients' wounds after they go home. It heals. I don't know what happens."))
    assert marked.text == "what happens with your patients' wounds after they go home? It heals. I don't know what happens."
