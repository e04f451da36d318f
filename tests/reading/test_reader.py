"""A whole turn read: topics and their tiers, questions that point back, uptake, and numbers that do not wobble."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from coach.messages.vectors import Embedder
from coach.reading.reader import Reader
from coach.wiring import Coach

DAY = date(2026, 12, 1)
THEY_SAID = "Bethany runs the wound checks on Tuesday and Friday, and by Friday the corridor is full of patients from three counties."
PITCH = (
    "Our dressing has a seven-day battery, four layers, silicone, an indicator light and no canister. It reduces fluid and lowers infections in the wound. "
    "Our educators come on every shift, on Tuesday and on Friday, and our patients from three counties like it."
)
TURNS = [
    "Thank you. I don't know that for emergencies.  What happens on nights?",
    "So you’re the one who chases every form. What does that do to your week? I'll bring the VA-3 by Friday.",
    PITCH,
    "um so we have this pump and it is really light and what do you use today",
    "In one randomized trial of 412 patients, infections went from 16.5 to 9.2 percent. It was unblinded.",
    "这个敷料多少钱？ 谢谢。",
    "<b>bold</b> {{7*7}} $x^2$ 😀",
    "It's completely safe! I'll take you out to dinner.",
]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Tell me more.", "more"),
        ("Could you tell me a bit more about that?", "more"),
        ("Go on.", "more"),
        ("What does that mean for you?", "consequence"),
        ("What does that do to your week?", "consequence"),
        ("How did that land on your team?", "consequence"),
        ("What happens then?", "consequence"),
        ("Can you give me an example?", "example"),
        ("Do you have an example?", "example"),
        ("When did that last happen?", "example"),
        ("What makes you say that?", "objection_reason"),
        ("What is behind that?", "objection_reason"),
        ("Why is that?", "objection_reason"),
        ("How so?", "objection_reason"),
        ("Where does that worry come from?", "objection_reason"),
    ],
)
def test_questions_that_point_at_what_was_just_said(listening: Reader, coach: Coach, text: str, topic: str) -> None:
    reading = listening.read(text, THEY_SAID)
    assert (reading.topics[0].id, reading.tier) == (topic, "answer")
    assert coach.shelf.topics[topic].contextual


@pytest.mark.parametrize("text", ["Asdf qwer zxcv?", "Blorp fnord wibble?", "Which football team do you support?"])
def test_what_is_not_in_the_catalogue_is_passed(listening: Reader, text: str) -> None:
    assert listening.read(text).tier == "deflect"


def test_the_catalogue_s_own_words_are_understood(listening: Reader, coach: Coach) -> None:
    topics = [topic for topic in coach.shelf.topics.values() if not topic.contextual and topic.id not in ("agenda", "next_step")]
    readings = {topic.id: listening.read(topic.phrasings[0].rstrip("?") + "?") for topic in topics}
    right = [name for name, reading in readings.items() if reading.topics and reading.topics[0].id == name and reading.tier == "answer"]
    assert len(right) >= 0.9 * len(topics), sorted(set(readings) - set(right))


def test_no_question_has_no_topic(listening: Reader) -> None:
    for text in ("", "Thank you.", "We have a pump with a battery.", "Could we meet on Thursday?", "May I ask you something?"):
        reading = listening.read(text)
        assert (reading.topics, reading.tier) == ([], None), text


@pytest.mark.parametrize("text", TURNS)
def test_every_quote_and_span_is_in_the_text(reader: Reader, text: str) -> None:
    reading = reader.read(text, THEY_SAID, DAY)
    assert reading.text == text
    assert all(0 <= span.start < span.end <= len(text) for span in reading.spans)
    quotes = [hit.quote for hit in (*reading.signals, *reading.messages, *reading.needs, *reading.claims)]
    assert quotes or not reading.acts
    assert all(quote and quote in text for quote in quotes)
    assert set(reading.acts) == {act for span in reading.spans for act in span.acts}


@pytest.mark.parametrize("text", TURNS)
def test_reading_is_pure(reader: Reader, text: str) -> None:
    first = reader.read(text, THEY_SAID, DAY).model_dump_json()
    for other in reversed(TURNS):
        reader.read(other, text, DAY)
    assert reader.read(text, THEY_SAID, DAY).model_dump_json() == first


class Wobbly:
    """The same vectors, off by what a different processor or batch may do to them."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._noise = np.random.default_rng(7)

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        vectors = self._embedder.embed(texts)
        return (vectors + self._noise.uniform(-1e-7, 1e-7, vectors.shape)).astype(np.float32)


def test_another_processor_gives_the_same_reading(coach: Coach, reader: Reader) -> None:
    library = coach.shelf.library_of(coach.shelf.persona("surgeon"))
    elsewhere = Reader(Wobbly(coach.embedder), reader.head, reader.acts, reader.uptake, coach.shelf.needs, library, coach.shelf.claim_pack(library))
    for text in TURNS:
        assert elsewhere.read(text, THEY_SAID, DAY) == reader.read(text, THEY_SAID, DAY)


def test_numbers_have_two_decimals(reader: Reader) -> None:
    for text in TURNS:
        found = reader.read(text, THEY_SAID, DAY)
        numbers = [
            found.reflection,
            found.telling,
            found.empathy,
            found.uptake,
            *(hit.p for hit in found.topics),
            *(hit.score for hit in (*found.messages, *found.needs)),
        ]
        assert [round(value, 2) for value in numbers] == numbers


def test_asking_about_a_detail_takes_up_more_than_changing_the_subject(reader: Reader) -> None:
    pairs = [
        (THEY_SAID, "Which of the three counties do most of those Friday patients come from?", "What is your budget for next year?"),
        ("Saturdays the phone goes to Kofi. Weekdays, Bethany picks up.", "Who covers for Kofi when he is away on a Saturday?", "What dressing do you use?"),
        ("So a price falls and no budget gets smaller.", "Whose budget would have to get smaller for the price to count?", "How do you like to be contacted?"),
    ]
    for previous, builds, changes in pairs:
        up, away = reader.read(builds, previous).uptake, reader.read(changes, previous).uptake
        assert up >= 0.45 > away > 0, (builds, up, changes, away)


@pytest.mark.parametrize(
    "echo",
    [
        THEY_SAID,
        "by Friday the corridor is full of patients from three counties",
        "So by Friday the corridor is full of patients.",
        "Bethany runs the wound checks on Tuesday and Friday?",
    ],
)
def test_an_echo_is_not_uptake(reader: Reader, echo: str) -> None:
    assert reader.read(echo, THEY_SAID).uptake <= 0.5


def test_a_long_pitch_takes_up_little_even_with_their_words_in_it(reader: Reader) -> None:
    reading = reader.read(PITCH, THEY_SAID)
    assert reading.telling > 0.5
    assert reading.uptake < 0.45


def test_nothing_was_said_before_so_nothing_is_taken_up(reader: Reader) -> None:
    assert reader.read("Which of the three counties do they come from?").uptake == 0.0


def test_an_approved_message_is_recognised(coach: Coach, reader: Reader) -> None:
    library = coach.shelf.library_of(coach.shelf.persona("surgeon"))
    assert library
    told = [message for message in library.messages.messages if message.in_force(DAY) and message.audience == "professional" and not message.seats]
    told = [message for message in told if reader.read(message.text).question is None]
    assert len(told) >= 30
    for message in told:
        assert message.id in [hit.id for hit in reader.read(message.text).messages], message.text


@pytest.mark.parametrize(
    "text",
    [
        "Wednesdays are quieter here than Tuesdays in the winter.",
        "I came to understand how your unit runs.",
        "Do your educators come on every shift, nights included?",
    ],
)
def test_a_remark_or_a_question_delivers_no_message(reader: Reader, text: str) -> None:
    assert reader.read(text).messages == []
