"""Sets up .venv/ and says in one line what is missing. Runs on a bare Python 3.11 or newer, without packages.

setup.py install run|speech|test   make or repair .venv/ so that it holds what running, speaking too, or testing too, needs
setup.py check run|speech|test     exit 0 when there is nothing to do, 3 otherwise; says nothing
setup.py port NUMBER               exit 0 when the app can listen there
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "setup.log"
ALONE = ROOT / "tests" / "unbundled.txt"
"""What testing needs without what it depends on."""
NEEDS = {"run": ROOT / "requirements.txt", "speech": ROOT / ".ci" / "speech.txt", "test": ROOT / "tests" / "requirements.txt"}
COVERS = {"run": ("run",), "speech": ("run", "speech"), "test": ("run", "speech", "test")}
"""What a set-up for a purpose holds, that purpose last: tests need all of it."""
WORDS = {"run": "what running needs", "speech": "what running and speaking need", "test": "what running, speaking and testing need"}

CPU_TORCH = "https://download.pytorch.org/whl/cpu"
"""PyTorch's own index of CPU builds. The general index has only CUDA builds for Linux: several GB, for nothing here."""

FIRST_GB, LATER_GB = 3.0, 0.3
"""Wanted on the disk: .venv/ comes to 2.3 GB with the CPU build of torch; while installing, pip unpacks on top of that."""

REASONS = [
    (r"No space left on device|Disk quota exceeded", "the disk, or the folder for temporary files, is full. Free about 3 GB"),
    (r"Read-only file system|Permission denied", "this folder, or the one for temporary files, cannot be written to. Put the project where you may write"),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError",
        "pip does not trust the certificate it is shown on the way to its index. Ask who runs this network for theirs and name it in PIP_CERT",
    ),
    (
        r"(?i)connection broken by|Failed to establish|name resolution|ProxyError|ConnectTimeout|ReadTimeout|Connection refused|unreachable",
        "no network: pip cannot reach its package index. Connect, or name a mirror in PIP_INDEX_URL",
    ),
    (
        r"No matching distribution found for",
        f"a pinned package has no build for Python {sys.version_info[0]}.{sys.version_info[1]} on this machine. Name another Python, as in PYTHON=python3.12",
    ),
]
"""What pip's words mean, first match first."""


class Missing(Exception):
    """What stands in the way, in one line for the person who can change it."""


def main(arguments: list[str]) -> int:
    match arguments:
        case ["install", ("run" | "speech" | "test") as purpose]:
            return said(lambda: install(purpose))
        case ["check", ("run" | "speech" | "test") as purpose]:
            return 0 if ready(purpose) else 3
        case ["port", number]:
            return said(lambda: port(number))
    print(__doc__, file=sys.stderr)
    return 2


def said(step: Callable[[], None]) -> int:
    """Take a step; when something stands in its way, say so in one line."""
    try:
        step()
    except Missing as missing:
        print(f"Cannot go on: {missing}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Cannot go on: {error.strerror}: {error.filename}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    return 0


def install(purpose: str) -> None:
    with_lock()
    if ready(purpose):
        return
    started = time.monotonic()
    usable = version() is not None and runs("-m", "pip", "--version")
    for record in damaged() if usable else ():
        say(f"Repairing {record.name.split('-')[0]}")
        shutil.rmtree(record)  # pip installs again what has no record
    torch = usable and any(site_packages().glob("torch-*.dist-info"))
    room(LATER_GB if torch else FIRST_GB)
    if not usable:
        make_venv()
    LOG.write_text("")
    if sys.platform == "linux" and not torch:
        say("Installing torch, the CPU build where it can be had")
        pin = re.search(r"^torch==\S+", NEEDS["run"].read_text(), re.M)
        # No retries: where that index cannot be reached this costs seconds, and the next step gets torch from the general one.
        pip(pin.group() if pin else "torch", "--extra-index-url", CPU_TORCH, "--retries", "0", "--timeout", "5")
    say(f"Installing {WORDS[purpose]} (a few minutes the first time; pip's words go to {LOG.relative_to(ROOT)})")
    for requirements in (["-r", str(NEEDS[purpose])], *([["--no-deps", "-r", str(ALONE)]] if purpose == "test" else [])):
        words = pip(*requirements, "--retries", "2")
        if words is not None:
            raise Missing(reason(words))
    if damaged():
        raise Missing(f"{damaged()[0].name.split('-')[0]} is not whole after installing. Run `make clean` and then the same again")
    prepare()
    for covered in COVERS[purpose]:
        stamp(covered).write_text(fingerprint(covered))
    say(f"Set up in {time.monotonic() - started:.0f} s.")


def prepare() -> None:
    """Do now what the first start would otherwise do: compile the program, and parse what people wrote. Where that fails, the
    first start does it, or says why it cannot."""
    keep = "from coach.content import kept, shelf; shelf.load(kept=kept.SET_UP)"
    for arguments in (("-m", "compileall", "-q", "coach", "app.py"), ("-c", keep)):
        subprocess.run([PYTHON, *arguments], cwd=ROOT, capture_output=True)


def ready(purpose: str) -> bool:
    """Whether an earlier set-up for the same requirements and Python was finished and is still whole."""
    try:
        return stamp(purpose).read_text() == fingerprint(purpose) and not damaged()
    except OSError:
        return False


def fingerprint(purpose: str) -> str:
    """The requirements and the Python in .venv/."""
    files = [NEEDS[covered] for covered in COVERS[purpose]] + ([ALONE] if purpose == "test" else [])
    return hashlib.sha256("\n".join([str(version()), *(file.read_text() for file in files)]).encode()).hexdigest()


def stamp(purpose: str) -> Path:
    return VENV / f"ready-to-{purpose}"


def version() -> str | None:
    """The version of the Python in .venv/; None where there is none that works and is new enough."""
    if Path(sys.prefix) == VENV:
        return sys.version
    code = "import sys; print(sys.version) if sys.version_info >= (3, 11) and sys.prefix != sys.base_prefix else sys.exit(1)"
    try:
        return subprocess.run([PYTHON, "-c", code], check=True, capture_output=True, text=True).stdout.removesuffix("\n")
    except (OSError, subprocess.CalledProcessError):
        return None


def runs(*arguments: str) -> bool:
    return subprocess.run([PYTHON, *arguments], capture_output=True).returncode == 0


def site_packages() -> Path:
    return next(VENV.glob("lib/python3.*/site-packages"), VENV)


def damaged() -> list[Path]:
    """The records of packages of which a file is gone, or whose installation was cut off."""
    return [record for record in site_packages().glob("*.dist-info") if not all(map(os.path.exists, recorded(record)))]


def recorded(record: Path) -> Iterator[str]:
    """Every file that pip wrote for a package; the list itself, where pip did not come to write it."""
    place = f"{record.parent}/"
    try:
        lines = (record / "RECORD").read_text(encoding="utf-8").splitlines()
    except OSError:
        return iter([str(record / "RECORD")])
    return (place + line.rsplit(",", 2)[0].strip('"') for line in lines if ".pyc," not in line)


def make_venv() -> None:
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        raise Missing(f"{name} has no venv module. On Debian and Ubuntu: sudo apt-get install {name}-venv")
    say(f"{'Making .venv/ again' if VENV.exists() else 'Making .venv/'} with Python {sys.version.split()[0]}")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        raise Missing(reason(made.stdout + made.stderr))


def pip(*arguments: str) -> str | None:
    """Install. None when done, otherwise what pip said."""
    quiet = ("--no-input", "--disable-pip-version-check", "--progress-bar", "off")
    call = [str(PYTHON), "-m", "pip", "install", *quiet, *arguments]
    words = []
    with subprocess.Popen(
        call, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as installing:
        for line in installing.stdout or ():
            words.append(line)
            with contextlib.suppress(OSError), LOG.open("a", encoding="utf-8") as log:  # a full disk must not keep us from reading on
                log.write(line)
    return "".join(words) if installing.returncode else None


def reason(words: str) -> str:
    details = f" Details: {LOG.relative_to(ROOT)}" if LOG.exists() else ""
    for pattern, meaning in REASONS:
        if re.search(pattern, words):
            return f"{meaning}, then run the same again.{details}"
    errors = [line for line in words.splitlines() if "error" in line.lower()] or words.splitlines() or ["it said nothing"]
    return f"installing failed: {errors[-1].strip()}.{details}"


def room(wanted: float) -> None:
    free = shutil.disk_usage(ROOT).free / 1e9
    if free < wanted:
        raise Missing(f"setting up wants about {wanted:g} GB on the disk that holds this folder, and {free:.1f} GB are free.")


def with_lock() -> None:
    """Two set-ups of one folder wait for each other; the lock goes with the process."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another set-up of this folder is running; waiting for it")
        fcntl.flock(folder, fcntl.LOCK_EX)


def port(number: str) -> None:
    if not number.isdecimal() or not 0 < int(number) < 65536:
        raise Missing(f"PORT={number} is not a port. Take a number from 1024 to 65535, as in: make run PORT=8600")
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("0.0.0.0", int(number)))
            listener.listen()
        except OSError as error:
            if error.errno == errno.EACCES:
                raise Missing(f"port {number} is for administrators. Take one above 1023: make run PORT=8600") from None
            other = int(number) + 1 if int(number) < 65535 else 8501
            raise Missing(
                f"port {number} is in use, perhaps by this app: look at http://localhost:{number}, or take another port: make run PORT={other}"
            ) from None


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
