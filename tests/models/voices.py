"""Recordings to listen to: sentences spoken by espeak-ng, and things that are no speech."""

from __future__ import annotations

import io
import math
import shutil
import subprocess
import wave
from array import array

from coach.models.whisper import missing as not_installed


def missing() -> str:
    """What a test that listens lacks here; empty where nothing."""
    if absent := not_installed():
        return f"no {', '.join(absent)}; make speech"
    return "" if shutil.which("espeak-ng") else "no espeak-ng; on Debian: apt-get install espeak-ng"


def said(words: str, voice: str = "en-us", speed: int = 145) -> bytes:
    """A sentence as a WAV file."""
    made = subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "--stdout", words], capture_output=True, check=True).stdout
    with wave.open(io.BytesIO(made)) as spoken:
        return wav(spoken.readframes(10**9), spoken.getframerate())  # The length in its header is that of an endless stream.


def wav(frames: bytes, rate: int = 16_000, width: int = 2, channels: int = 1) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(frames)
    return made.getvalue()


def silence(seconds: float) -> bytes:
    return wav(bytes(int(32_000 * seconds)))


def hum(seconds: float) -> bytes:
    """A tone, as of a fan: sound, and nobody speaks."""
    return wav(array("h", (int(3_000 * math.sin(at / 10)) for at in range(int(16_000 * seconds)))).tobytes())
