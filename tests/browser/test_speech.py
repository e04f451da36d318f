"""A whole exchange by voice: a real browser with a microphone that says a sentence, the real model, a stand-in for the device's voices."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.models.voices import missing, said, wav

from .server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.speech, pytest.mark.timeout(480)]
SLOW = 180_000
"""Milliseconds: two models share what processor there is."""
VOICES = """
const voice = (voiceURI, localService) => ({ voiceURI, localService, lang: 'en-US' });
window.aloud = [];
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => [voice('far', false), voice('near', true)],
  addEventListener() {}, cancel() {},
  speak(says) { window.aloud.push([says.voice.voiceURI, says.text]); setTimeout(() => says.onend(), 200); },
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.fixture
def listening(chromium: Browser, tmp_path: Path) -> Iterator[Browser]:
    """A second Chromium, whose microphone says one sentence over and over, with a pause of a few seconds behind it."""
    if why := missing():
        pytest.skip(why)
    from .visits import FLAGS

    sentence = tmp_path / "sentence.wav"
    audio = said("What happens with your patients after they go home?")
    rate = int.from_bytes(audio[24:28], "little")
    sentence.write_bytes(wav(bytes(rate) + audio[44:] + bytes(2 * rate * 6), rate))
    fake = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={sentence}")
    browser = chromium.browser_type.launch(executable_path=path_of(), args=[*FLAGS, *fake])
    yield browser
    browser.close()


def path_of() -> str:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))))


def test_spoken_edited_and_then_hands_free(listening: Browser, fill: Callable[[Path], Path], tmp_path: Path) -> None:
    from playwright.sync_api import expect

    from .visits import Visit, meet, messages

    server = Server(fill(tmp_path / "data"), tmp_path / "server.log").start()
    try:
        visit = Visit(listening, server)
        visit._context.grant_permissions(["microphone"])
        visit._context.add_init_script(VOICES)
        page = visit.open("/")
        meet(page, "Dr. Halloway")
        expect(page.get_by_text("Getting ready to listen")).to_have_count(0, timeout=SLOW)
        microphone, field = page.get_by_test_id("stChatInputMicButton"), page.get_by_test_id("stChatInputTextArea")
        microphone.click()
        page.wait_for_timeout(5_000)  # Somebody speaks.
        page.get_by_test_id("stChatInputApproveButton").click()
        expect(field).to_have_value(re.compile("after they go home"), timeout=SLOW)
        assert messages(page).count() == 1, "it stands in the field and was not said"
        field.press("Enter")
        expect(messages(page)).to_have_count(3, timeout=SLOW)
        page.get_by_role("button", name="Voice").click()
        page.get_by_text("Hands-free", exact=True).click()
        page.keyboard.press("Escape")
        # Nobody touches anything: the reply is spoken, the microphone goes on, silence sends what was said, the next reply is spoken.
        page.wait_for_function("window.aloud.length >= 2", timeout=SLOW)
        assert messages(page).count() >= 5
        (voice, first), (_, second) = page.evaluate("window.aloud.slice(0, 2)")
        assert voice == "near", "a voice of the device, and none that sends the words away"
        assert first in messages(page).nth(2).inner_text() and second in messages(page).nth(4).inner_text()
        mirror = visit.open("/mirror?p=surgeon")
        mirror.get_by_role("button", name="Record").click()
        mirror.wait_for_timeout(5_000)
        mirror.get_by_role("button", name="Stop recording").click()
        pitch = mirror.get_by_label("Your pitch, as you would say it")
        expect(pitch).to_have_value(re.compile("after they go home"), timeout=SLOW)
        mirror.get_by_role("button", name="That was a take").click()
        expect(mirror.get_by_text("words a minute, pauses included")).to_be_visible(timeout=SLOW)
        assert not visit.faults() and all(server.url in address or address.startswith(("blob:", "data:", "ws")) for address in visit.asked)
        visit.close()
    finally:
        server.stop()
    assert not list((tmp_path / "data").glob("audio")), "no recording is kept that nobody asked for"
