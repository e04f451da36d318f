"""Speech written down by the real model and by a scripted endpoint; recordings in which there is nothing to hear."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from coach.content.errors import CoachError
from coach.messages.glossary import glossary
from coach.models import whisper
from coach.models.audio import LONGEST, samples
from coach.models.transcription import EndpointTranscription, Whisper, terms
from coach.wiring import Coach
from tests.models.voices import hum, missing, said, silence, wav

KEY = "sk-test-77ab3c190d"

NOTHING = {
    "empty": (b"", "empty"),
    "a page": (b"<html>no sound</html>", "cannot be read"),
    "a header alone": (silence(1)[:40], "cannot be read|too short"),
    "eight bits": (wav(b"\x80" * 16_000, width=1), "cannot be read"),
    "an instant": (silence(0.1), "too short"),
    "silence": (silence(3), "silent"),
    "half an hour": (silence(1_800), "30 minutes long"),
}


@pytest.mark.parametrize(("audio", "line"), NOTHING.values(), ids=NOTHING)
def test_a_recording_with_nothing_to_hear_is_one_clear_line(audio: bytes, line: str) -> None:
    with pytest.raises(CoachError, match=line) as told:
        samples(audio)
    assert len(told.value.lines) == 1 and "Nothing was said for you" in told.value.lines[0]


def test_other_rates_and_stereo_come_out_the_same() -> None:
    assert len(samples(wav(b"\x00\x10" * 2 * 44_100, rate=44_100, channels=2))) == 16_000
    cut = wav(b"\x00\x10" * 32_000)[:40_000]  # The connection broke; what came is heard.
    assert len(samples(cut)) == pytest.approx(19_978, abs=2)
    assert LONGEST == 600


def test_the_glossary_names_what_no_dictionary_has(coach: Coach) -> None:
    surgeon = coach.shelf.persona("surgeon")
    found = glossary(coach.shelf.library_of(surgeon), surgeon)
    assert {"Norvane 7", "Aldermoor Medical", "Lindqvist", "Ines Halloway", "Kofi Mensah"} <= set(found) and len(found) <= 24
    assert terms(found).endswith("Aldermoor Medical, Norvane 7") and len(terms(found)) <= 800 and terms([]) == ""
    assert not any("." in term for term in found), "a stop makes Whisper go on with the list"
    assert glossary(None) == []


@pytest.mark.speech
@pytest.mark.timeout(240)
def test_the_weights_are_joined_once_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if why := missing():
        pytest.skip(why)
    monkeypatch.setattr(whisper, "SHA256", "0" * 64)
    with pytest.raises(CoachError, match=r"damaged \(their checksum is wrong\)\. Reinstall"):
        whisper.model_folder(tmp_path)
    assert list((tmp_path / "speech").glob("whisper*")) == [], "what is wrong is not left behind"
    monkeypatch.undo()
    folder = whisper.model_folder(tmp_path)
    made = (folder / "model.bin").stat().st_mtime_ns
    assert whisper.model_folder(tmp_path) == folder and (folder / "model.bin").stat().st_mtime_ns == made
    assert {file.name for file in folder.parent.iterdir()} == {folder.name, ".lock"}
    (folder / "model.bin").write_bytes(b"cut off")
    assert (whisper.model_folder(tmp_path) / "model.bin").stat().st_size == whisper.BYTES


@pytest.mark.speech
@pytest.mark.timeout(240)
def test_a_sentence_is_written_down_with_the_terms_of_the_library(coach: Coach, tmp_path: Path) -> None:
    if why := missing():
        pytest.skip(why)
    surgeon = coach.shelf.persona("surgeon")
    ears = Whisper(tmp_path)
    audio = said("In the trial, superficial infections fell from sixteen point five to nine point two percent with Norvane seven.")
    heard = ears.begin(audio, glossary(coach.shelf.library_of(surgeon), surgeon)).result()
    assert "16.5" in heard.text and "9.2%" in heard.text and "Norvane 7" in heard.text
    assert heard.engine == "whisper-base" and 5 < heard.seconds < 12
    assert all(word.start is not None and word.end is not None and 0 <= word.start <= word.end <= heard.seconds + 0.1 for word in heard.words)
    with pytest.raises(CoachError, match="No words were heard"):
        ears.begin(hum(2), []).result()


def test_without_the_speech_parts_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(whisper, "NEEDS", ("no_such_package",))
    with pytest.raises(CoachError, match="no_such_package is not installed; `make speech`"):
        whisper.model_folder(tmp_path)


Does = Callable[[bytes], tuple[int, dict[str, Any]]]


@contextmanager
def serving(does: Does) -> Iterator[tuple[str, list[bytes]]]:
    """A transcriptions endpoint on loopback that answers what a test says; its address, and what it was sent."""
    sent: list[bytes] = []

    class Asked(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent.append(self.rfile.read(int(self.headers["Content-Length"])))
            status, answer = does(sent[-1])
            raw = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", sent
    finally:
        server.shutdown()
        server.server_close()


def test_an_endpoint_writes_it_down() -> None:
    words = [{"word": "It", "start": 0.4, "end": 0.6}, {"word": "cuts", "start": 0.6, "end": 0.9}, {"word": "50%.", "start": 1.0, "end": 1.6}]
    with serving(lambda body: (200, {"text": "It cuts 50%.", "words": words})) as (url, sent):
        heard = EndpointTranscription(url, KEY, "whisper-1").begin(hum(2), ["Norvane 7", "Okafor"]).result()
        assert heard.text == "It cuts 50%." and heard.words[0].start == 0.4 and heard.seconds == 2.0 and heard.engine == "whisper-1"
        assert [one.heard for one in heard.unsure()] == ["50%"], "it does not say how surely it heard, so no number is sure"
        assert b"Okafor, Norvane 7" in sent[0] and b"whisper-1" in sent[0]
        with pytest.raises(CoachError, match="silent"):
            EndpointTranscription(url, KEY, "whisper-1").begin(silence(2), []).result()
        assert len(sent) == 1, "what cannot be heard is not sent"


def test_an_endpoint_that_knows_no_times_gives_bare_words() -> None:
    def does(body: bytes) -> tuple[int, dict[str, Any]]:
        return (
            (400, {"error": {"message": "response_format verbose_json is not supported"}}) if b"verbose_json" in body else (200, {"text": "Who covers nights?"})
        )

    with serving(does) as (url, sent):
        heard = EndpointTranscription(url, "", "small").begin(hum(2), []).result()
        assert heard.text == "Who covers nights?" and heard.words[0].start is None and len(sent) == 2


@pytest.mark.parametrize(
    ("status", "line"), [(401, "does not accept the key"), (404, "COACH_TRANSCRIBE_MODEL"), (429, "more requests"), (500, "fault of its own")]
)
def test_trouble_at_the_endpoint_is_one_line_without_the_key(status: int, line: str, caplog: pytest.LogCaptureFixture) -> None:
    with serving(lambda body: (status, {"error": {"message": f"no, {KEY}"}})) as (url, _), pytest.raises(CoachError, match=line) as told:
        EndpointTranscription(url, KEY, "whisper-1").begin(hum(2), []).result()
    assert len(told.value.lines) == 1 and KEY not in told.value.lines[0] + caplog.text and "COACH_VOICE" not in told.value.lines[0]


def test_nobody_there() -> None:
    with pytest.raises(CoachError, match=r"Nothing answers at http://127\.0\.0\.1:9/v1.*COACH_TRANSCRIBE_URL"):
        EndpointTranscription("http://127.0.0.1:9/v1", KEY, "whisper-1").begin(hum(2), []).result()
