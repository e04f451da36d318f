"""Recordings of what a rep said, as files: only those that somebody asked to keep."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from coach.store.errors import StoreError


class Recordings:
    """WAV files in one folder a meeting, named by turn. Deleting the folder deletes them, and nothing else needs them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, meeting: str, turn: int, audio: bytes) -> None:
        """Keep the recording of a turn. Errors: StoreError where it cannot be written; the turn itself is safe."""
        folder = self._folder / meeting
        making = folder / f".{turn}.{os.getpid()}"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            making.write_bytes(audio)
            making.replace(folder / f"{turn}.wav")
        except OSError as error:
            making.unlink(missing_ok=True)
            raise StoreError(f"The recording was not kept: {folder} cannot be written ({error.strerror}). Your words are.") from error

    def of(self, meeting: str) -> dict[int, Path]:
        """The recordings of a meeting, by turn."""
        found = {int(file.stem): file for file in (self._folder / meeting).glob("*.wav") if file.stem.isdecimal()}
        return dict(sorted(found.items()))

    def forget(self, meeting: str) -> None:
        """Delete a meeting's recordings for good. Errors: StoreError where a file cannot be deleted."""
        folder = self._folder / meeting
        if folder.is_dir():
            try:
                shutil.rmtree(folder)
            except OSError as error:
                raise StoreError(f"Not all recordings were deleted: {folder} ({error.strerror}). Delete that folder by hand.") from error
