"""Speaking instead of typing: a transcript to be edited, hands-free, a recording that came to nothing, recordings that are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from datetime import date
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from coach.content.errors import CoachError
from coach.models import whisper
from coach.pages import aloud, speaking
from coach.reading.speech import Transcript, Word
from tests.models.voices import hum
from tests.pages.conftest import app, mine, program, said, shown, sound

SPOKEN = "It cuts superficial infections by 90 percent. What happens on nights?"
AUDIO = hum(1)


class Ears:
    """Hears what a test says it hears."""

    def __init__(self) -> None:
        self.hears: Transcript | CoachError = Transcript(
            tuple(Word(word, at / 2, at / 2 + 0.4, 0.3 if word == "90" else 0.9) for at, word in enumerate(SPOKEN.split())), 8.0, "test"
        )

    def begin(self, audio: bytes, glossary: Sequence[str]) -> Future[Transcript]:
        assert audio == AUDIO and "Norvane 7" in glossary
        heard: Future[Transcript] = Future()
        heard.set_exception(self.hears) if isinstance(self.hears, CoachError) else heard.set_result(self.hears)
        return heard


@pytest.fixture
def meeting() -> str:
    return mine().begin("surgeon", on=date(2026, 12, 1), seed=7)


@pytest.fixture
def ears() -> Ears:
    made = Ears()
    vars(program())["transcriber"] = made
    return made


@pytest.fixture
def microphone(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What stood in the field each time something was recorded: AppTest has no microphone of its own."""
    recorded: list[str] = []
    real = st.chat_input

    def field(*given: object, **options: object) -> object:
        shown_ = real(*given, **options)  # type: ignore[call-overload]
        return SimpleNamespace(text=recorded.pop(), audio=SimpleNamespace(getvalue=lambda: AUDIO)) if recorded else shown_

    monkeypatch.setattr(st, "chat_input", field)
    yield recorded


def spoke(page: AppTest, microphone: list[str], typed: str = "") -> AppTest:
    microphone.append(typed)
    return sound(page.run())


def choose(page: AppTest, name: str, value: object) -> AppTest:
    page.session_state[name] = value
    return sound(page.run())


def test_what_was_spoken_is_edited_and_then_said(meeting: str, ears: Ears, microphone: list[str]) -> None:
    page = spoke(app("practice", m=meeting), microphone)
    assert page.chat_input[0].proto.value == SPOKEN
    assert len(said(page)) == 1 and len(mine().load(meeting).meeting.turns) == 1, "nothing is said yet"
    page = sound(page.chat_input[0].set_value(SPOKEN.replace("90", "44")).run())
    turn = mine().load(meeting).meeting.turns[1].said
    assert turn.words == SPOKEN.replace("90", "44") and turn.spoken is not None
    assert (turn.spoken.way, turn.spoken.unsure, turn.spoken.words) == ("edited", [], 11)
    assert turn.reading is not None and turn.reading.claims, "the rep saw the number before it was said"
    page = sound(page.chat_input[0].set_value("Tell me more.").run())
    assert mine().load(meeting).meeting.turns[2].said.spoken is None
    assert mine().recordings.of(meeting) == {}, "nothing is kept that nobody asked for"


def test_hands_free_a_number_not_surely_heard_is_not_held_against_them(meeting: str, ears: Ears, microphone: list[str]) -> None:
    page = choose(choose(app("practice", m=meeting), "speech_way", "hands_free"), "speech_keep", True)
    page = spoke(page, microphone)
    turn = mine().load(meeting).meeting.turns[1].said
    assert turn.words == SPOKEN and turn.spoken is not None and turn.reading is not None
    assert [one.heard for one in turn.spoken.unsure] == ["90 percent"] and not turn.reading.claims
    assert "Not sure of “90 percent”, so nothing is held against it." in said(page)[1] and len(said(page)) == 3
    page = spoke(page, microphone, typed="Thank you.")
    again = mine().load(meeting).meeting.turns[2].said
    assert again.words == f"Thank you. {SPOKEN}" and again.spoken is not None
    assert all(again.words[one.start : one.end] == one.heard for one in again.spoken.unsure)
    debrief = app("debrief", m=meeting)
    assert "How you sounded" in shown(debrief) and "2 turns were spoken. Not scored." in shown(debrief)
    assert "Turn 1: not sure of “90 percent”, so nothing was held against it" in shown(debrief)
    assert [file.read_bytes() for file in mine().recordings.of(meeting).values()] == [AUDIO, AUDIO]
    sound(next(button for button in debrief.button if button.label == "Delete these recordings").click().run())
    assert mine().recordings.of(meeting) == {} and not (program().settings.coach_data / "audio" / meeting).exists()


def test_a_recording_that_came_to_nothing_stays_at_hand(meeting: str, ears: Ears, microphone: list[str]) -> None:
    good, ears.hears = ears.hears, CoachError("The recording is silent. Is this the right microphone, and is it on?")
    page = spoke(app("practice", m=meeting), microphone, typed="Half a thought")
    assert "The recording is silent" in page.warning[0].value and page.chat_input[0].proto.value == "Half a thought"
    assert page.get("audio") and len(mine().load(meeting).meeting.turns) == 1
    ears.hears = good
    page = sound(next(button for button in page.button if button.label == "Try again").click().run())
    assert not page.warning and page.chat_input[0].proto.value.endswith(SPOKEN)


def test_without_the_speech_parts_it_is_said_and_typing_works(meeting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whisper, "NEEDS", ("no_such_package",))
    page = app("practice", m=meeting)
    assert "Speaking is not set up here, so meetings are typed." in shown(page) and "`make speech`" in shown(page)
    assert not page.chat_input[0].proto.accept_audio
    assert len(said(sound(page.chat_input[0].set_value("What happens on nights?").run()))) == 3
    assert "not set up: meetings are typed" in shown(app("leaves"))


def test_a_voice_a_persona() -> None:
    people = [aloud.timbre(persona) for persona in mine().shelf().personas]
    assert people == [aloud.timbre(persona) for persona in mine().shelf().personas] and len(set(people)) == len(people)
    assert all(0.8 <= pitch <= 1.2 and 0.9 <= rate <= 1.1 for _, pitch, rate in people)
    assert (
        speaking.unsafe("http://coach.example.org/practice")
        and not speaking.unsafe("https://coach.example.org")
        and not speaking.unsafe("http://localhost:8501")
    )
