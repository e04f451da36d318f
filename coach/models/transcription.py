"""Speech to words: on this machine by Whisper base, or by the transcriptions of an OpenAI-compatible endpoint.

Each listens in one thread of its own, one recording after the other, so that nobody who only types waits for it. What is heavy is
imported there, when somebody first speaks.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from coach.content.errors import CoachError
from coach.models.audio import AGAIN, RATE, samples
from coach.models.whisper import NAME, model_folder
from coach.reading.speech import Transcript, Word, asked

THREADS = min(4, os.cpu_count() or 1)
TEMPERATURES = (0.0, 0.4)
"""A second try where the first repeats itself; up to five more, as Whisper has it, would take as long as all of the rest."""
NO_WORDS = f"No words were heard in the recording. {AGAIN}"
SECONDS = 60.0
"""Most that an endpoint may take for a recording."""
TERMS_CHARACTERS = 800
"""Of a glossary: Whisper reads about 220 tokens before the talk."""
log = logging.getLogger("coach")


class Whisper:
    """Whisper base on this machine's processor. Shared by all threads; making one costs nothing."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._pool = ThreadPoolExecutor(1, "speech")
        self._model: Any = None

    def begin(self, audio: bytes, glossary: Sequence[str]) -> Future[Transcript]:
        """Listen to a recording. The future raises CoachError with a line for what cannot be listened to."""
        return self._pool.submit(_said, self._hear, audio, glossary)

    def warm(self) -> None:
        """Load the model in its thread, so that the first words need not wait for it."""
        self._pool.submit(_said, self._loaded)

    def _loaded(self) -> Any:
        if self._model is None:
            folder = model_folder(self._data)
            from faster_whisper import WhisperModel

            self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=THREADS, local_files_only=True)
        return self._model

    def _hear(self, audio: bytes, glossary: Sequence[str]) -> Transcript:
        sound = samples(audio)
        segments, _ = self._loaded().transcribe(
            sound,
            language="en",
            temperature=TEMPERATURES,
            hotwords=terms(glossary) or None,
            condition_on_previous_text=False,
            word_timestamps=True,
            vad_filter=True,
        )
        words: list[Word] = []
        for word in (word for segment in segments for word in segment.words or ()):
            text, p = word.word.strip(), float(word.probability)
            if words and text and not word.word.startswith(" "):  # '16', '.5', '%': one word in three pieces.
                last = words.pop()
                words.append(Word(last.text + text, last.start, float(word.end), min(p, last.p or 0.0)))
            elif text:
                words.append(Word(text, float(word.start), float(word.end), p))
        if not words:
            raise CoachError(NO_WORDS)
        return asked(Transcript(tuple(words), len(sound) / RATE, NAME))


class EndpointTranscription:
    """`POST {url}/audio/transcriptions`. Asks for words with their times, and takes the bare text where a server has no more."""

    def __init__(self, url: str, key: str, model: str) -> None:
        """`url` up to and with the version; empty: OpenAI's own. Reaches out to nobody."""
        self._url, self._key, self._model = url, key, model
        self._pool = ThreadPoolExecutor(2, "transcriptions")
        self._client: Any = None

    def begin(self, audio: bytes, glossary: Sequence[str]) -> Future[Transcript]:
        """Have a recording written down. The future raises CoachError with a line where that failed; no key is ever in it."""
        return self._pool.submit(_said, self._ask, audio, glossary)

    def warm(self) -> None:
        """Nothing to do: nobody is asked before somebody speaks."""

    def _ask(self, audio: bytes, glossary: Sequence[str]) -> Transcript:
        seconds = len(samples(audio)) / RATE  # What cannot be heard is not sent.
        import openai

        from coach.models.trouble import explained
        from coach.settings import OPENAI

        url = self._url or OPENAI
        try:
            if self._client is None:
                self._client = openai.OpenAI(api_key=self._key or "none", base_url=url, timeout=openai.Timeout(SECONDS, connect=3.0), max_retries=0)
            made = self._created(self._client, audio, terms(glossary))
        except Exception as error:
            found = explained(error, url, self._model, "COACH_TRANSCRIBE_MODEL", self._key)
            line = found.line.replace("OPENAI_BASE_URL", "COACH_TRANSCRIBE_URL").replace("OPENAI_API_KEY", "COACH_TRANSCRIBE_KEY")
            line = line.replace("has no chat at this address", "writes down no speech at this address").replace("COACH_FIRST_SECONDS", "shorter turn")
            log.warning("transcription: %s", line)
            raise CoachError(f"{line} {AGAIN}") from None
        words = _words(made)
        if not words:
            raise CoachError(NO_WORDS)
        return asked(Transcript(tuple(words), seconds, self._model))

    def _created(self, client: Any, audio: bytes, prompt: str) -> dict[str, Any]:
        import openai

        given = {"file": ("speech.wav", audio, "audio/wav"), "model": self._model, "language": "en", **({"prompt": prompt} if prompt else {})}
        try:
            made = client.audio.transcriptions.create(**given, response_format="verbose_json", timestamp_granularities=["word", "segment"])
        except (openai.BadRequestError, openai.UnprocessableEntityError):
            made = client.audio.transcriptions.create(**given, response_format="json")
        return made if isinstance(made, dict) else made.model_dump() if hasattr(made, "model_dump") else {"text": str(made)}


def terms(glossary: Sequence[str]) -> str:
    """A glossary as one line, as far as there is room. What matters most stands last, next to the talk; that it ends in a name and
    without a stop keeps capitals and question marks, and keeps Whisper from going on with a list where the talk has ended."""
    line = ", ".join(glossary)
    if len(line) > TERMS_CHARACTERS:
        line = line[:TERMS_CHARACTERS].rpartition(",")[0]
    return ", ".join(reversed(line.split(", "))) if line else ""


def _words(made: dict[str, Any]) -> list[Word]:
    """The words of an answer. Where it has no times, none; how surely each was heard is not said, whatever it has."""
    listed = made.get("words") or [word for segment in made.get("segments") or [] for word in segment.get("words") or []]
    if not listed:
        return [Word(piece) for piece in str(made.get("text") or "").split()]
    return [
        Word(piece, _number(word.get("start")), _number(word.get("end")), _number(word.get("probability")))
        for word in listed
        for piece in str(word.get("word") or "").split()
    ]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _said(work: Any, *given: Any) -> Any:
    """Whatever happens while listening is told as a line: a future's traceback would reach the page."""
    try:
        return work(*given)
    except CoachError:
        raise
    except Exception as error:
        log.exception("speech")
        raise CoachError(f"The recording could not be written down ({type(error).__name__}; the terminal says more). {AGAIN}") from None
