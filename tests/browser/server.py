"""The app as its user starts it: a process of its own, a free port, a data folder of its own, and almost no environment."""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUARD = Path(__file__).parent / "guard"
START_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def bare(**more: str) -> dict[str, str]:
    """The environment of a process that is given no key, no proxy and no account."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG", "SYSTEMROOT") if name in os.environ}
    return {**kept, **more}


class Server:
    """`streamlit run app.py` over one data folder. It can be killed and started again at the same address."""

    def __init__(self, data: Path, log: Path, streaming_ms: int = 2, settings: Mapping[str, str] | None = None) -> None:
        self.data = data
        self.log = log
        self.calls = log.with_suffix(".calls")
        """Where the guard in this process writes each address beyond this machine that was asked for."""
        self._settings = {"COACH_STREAMING_MS": str(streaming_ms), **(settings or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, before: Callable[[], None] | None = None) -> Server:
        """Start it and wait until it answers. `before` runs in the new process before Python does."""
        environment = bare(PYTHONPATH=str(GUARD), COACH_DATA=str(self.data), GUARD_LOG=str(self.calls), **self._settings)
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port), "--server.headless", "true"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=before)
        self._wait_until_healthy()
        return self

    def _wait_until_healthy(self) -> None:
        """Until the server answers. Where it ends before that, or never does, the test fails with the server's own log."""
        assert self._process is not None
        patience = time.monotonic() + START_SECONDS
        while time.monotonic() < patience:
            if (status := self._process.poll()) is not None:
                pytest.fail(f"the server ended with status {status} before it answered; its log:\n{self.said()}")
            if self._answers():
                return
            time.sleep(0.05)
        self.stop()
        pytest.fail(f"the server did not answer within {START_SECONDS:.0f} s; its log:\n{self.said()}")

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=2)  # not urllib, which would ask a proxy
        try:
            connection.request("GET", "/_stcore/health")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """As a power cut would: no handler runs, nothing is flushed."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As Ctrl-C would, and firmly after that."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(how)
            try:
                self._process.wait(8)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = None

    def said(self) -> str:
        """Everything it wrote to its terminal."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def called_out(self) -> list[str]:
        """Addresses beyond this machine that it asked for."""
        return self.calls.read_text().splitlines() if self.calls.exists() else []


def without_root_powers() -> None:
    """For a child process: read-only means read-only, for root too. Takes effect when the child execs."""
    if os.geteuid() == 0:
        drop_from_bounding_set, may_ignore_permissions = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
        ctypes.CDLL(None).prctl(drop_from_bounding_set, may_ignore_permissions, 0, 0, 0)
