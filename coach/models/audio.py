"""A recording as samples: what a browser sends, and one clear line for what it cannot be."""

from __future__ import annotations

import io
import wave

import numpy as np

from coach.content.errors import CoachError

RATE = 16_000
"""Samples a second that Whisper reads, and that the page asks the browser for."""
SHORTEST, LONGEST = 0.3, 600.0
"""Seconds of a recording that is listened to. Ten minutes is more than anybody in these meetings gives."""
SILENT_BELOW = 0.004
"""Loudest sample (of 1) of a recording in which nobody spoke: a microphone that is off, or another one than was spoken into."""
AGAIN = "Nothing was said for you; say it again, or type it."


def samples(audio: bytes) -> np.ndarray:
    """Mono samples at RATE, float32, -1 to 1. Raises CoachError with a line where there is nothing to listen to."""
    if not audio:
        raise CoachError(f"The recording is empty: the browser sent no sound. Allow it to use the microphone. {AGAIN}")
    try:
        with wave.open(io.BytesIO(audio)) as file:
            channels, width, rate, frames = file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()
            length = min(frames, len(audio) // max(1, channels * width)) / rate if rate else 0.0
            if width != 2 or not 8_000 <= rate <= 192_000 or not 1 <= channels <= 8:
                raise wave.Error
            if length > LONGEST:
                raise CoachError(
                    f"The recording is {length / 60:.0f} minutes long, and a turn is listened to up to {LONGEST / 60:.0f}. "
                    "Nothing was said for you. Keep the recording if you like, and speak in shorter turns."
                )
            raw = np.frombuffer(file.readframes(frames), "<i2")
    except (wave.Error, EOFError, ValueError, OverflowError):
        raise CoachError(f"The recording cannot be read: it is no sound of the kind that browsers record here (WAV, 16 bit). {AGAIN}") from None
    found = raw[: len(raw) // channels * channels].reshape(-1, channels).mean(axis=1).astype(np.float32) / 32_768
    if len(found) < SHORTEST * rate:
        raise CoachError(f"The recording is too short to hear anything. {AGAIN}")
    if float(np.abs(found).max()) < SILENT_BELOW:
        raise CoachError(f"The recording is silent. Is this the right microphone, and is it on? {AGAIN}")
    if rate == RATE:
        return found
    from scipy.signal import resample_poly

    return np.asarray(resample_poly(found, RATE, rate), np.float32)
