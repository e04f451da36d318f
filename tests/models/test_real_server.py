"""The chat client against a real server: llama.cpp with a very small model. It tests the connection, not the quality of the words."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from coach.debrief.judge import judged
from coach.debrief.seen import Seen, SeenTurn
from coach.models.chat import Endpoint
from coach.models.stream import Limits
from coach.roleplay.voice import Prompt
from tests.browser.server import ROOT, bare
from tests.models.real_server import MODEL, missing

pytestmark = [pytest.mark.real_server, pytest.mark.timeout(240)]
PATIENT = Limits(connect=5, first=60, between=30, total=120)
"""One thread on a machine that does other work too."""
CARD = "You are a surgeon. You answer in short, plain sentences. " + "You have worked at the same hospital for many years and know its wards well. " * 12


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Skipped without the server or the model; where CI=true, tests/conftest.py makes that a failure."""
    if why := missing():
        pytest.skip(why)
    log = tmp_path_factory.mktemp("llama") / "server.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.models.real_server"], cwd=ROOT, env=bare(OMP_NUM_THREADS="1"), stdout=subprocess.PIPE, stderr=errors, text=True
        )
    assert process.stdout is not None
    killer = threading.Timer(120, process.kill)
    killer.start()
    address = next((line.strip() for line in process.stdout if line.startswith("http")), "")
    killer.cancel()
    if not address:
        process.kill()
        pytest.fail(f"the server did not start:\n{Path(log).read_text(errors='replace')[-4000:]}")
    yield f"{address}/v1"
    process.terminate()
    process.wait(20)


@pytest.fixture
def endpoint(address: str) -> Endpoint:
    return Endpoint(address, "", MODEL, limits=PATIENT)


def test_it_streams_and_counts(endpoint: Endpoint) -> None:
    # A story: what this model counts to in words differs from one processor to the next.
    answer = endpoint.speak(Prompt("t", "You are a storyteller.", "Tell a very long story."), 40)
    pieces = [piece for piece in answer if piece]
    assert len(pieces) > 5 and "".join(pieces).strip()
    spent = answer.spent
    assert not spent.estimated and spent.sent > 10 and 5 < spent.received <= 41
    assert answer.cut == (spent.received >= 40)


def test_it_stops_where_it_is_told_to(endpoint: Endpoint) -> None:
    turn = "Write the words: one, two, three, four, five, six."
    free = "".join(endpoint.speak(Prompt("t", "You are helpful.", turn), 60))
    word = next((word for word in ("three", "two", "four", "one") if word in free.lower()), None)
    assert word is not None, free
    stopped = "".join(endpoint.speak(Prompt("t", "You are helpful.", turn, (word, word.title())), 60))
    assert word not in stopped.lower()


def test_the_stable_part_is_kept_between_turns(endpoint: Endpoint) -> None:
    sent, cached = [], []
    for turn in ("What do you do?", "And on which days?"):
        answer = endpoint.speak(Prompt("t", CARD, turn), 8)
        list(answer)
        sent.append(answer.spent.sent)
        cached.append(answer.spent.cached)
    assert cached[1] > 0.7 * sent[1] > 100, "the card was not read again"


def test_it_answers_in_a_shape(endpoint: Endpoint) -> None:
    schema = {
        "type": "object",
        "properties": {"level": {"type": "string", "enum": ["low", "high"]}, "turn": {"type": "integer", "minimum": 0, "maximum": 9}},
        "required": ["level", "turn"],
        "additionalProperties": False,
    }
    value, spent = endpoint.shaped(Prompt("t", "You judge.", "Is a whisper loud? Give a level and a turn."), schema, 60)
    assert value["level"] in ("low", "high") and isinstance(value["turn"], int) and spent.sent


def test_a_judge_labels_every_line_with_one_it_was_offered(endpoint: Endpoint) -> None:
    """The shape holds with the smallest of models; its opinions are worth nothing."""
    turns = [SeenTurn(1, "Good morning. What is hard about your nights?", "Nobody is there."), SeenTurn(2, "So nobody is there. Our pump is new.", "Hm.")]
    found = judged(Seen(turns, greeting="Come in."), endpoint)
    assert [line.quote for line in found.lines] == ["Good morning.", "What is hard about your nights?", "So nobody is there.", "Our pump is new."]
    assert found.spent is not None and found.spent.sent > 400 and not found.spent.estimated


def test_hanging_up_frees_it_for_the_next(endpoint: Endpoint) -> None:
    answer = endpoint.speak(Prompt("t", "You are a storyteller.", "Tell a very long story."), 190)
    pieces = iter(answer)
    assert next(piece for piece in pieces if piece)
    answer.close()
    assert "".join(endpoint.speak(Prompt("t", "You are helpful.", "Say hello."), 10))


def test_looking_finds_the_model(endpoint: Endpoint) -> None:
    assert endpoint.look().models == [MODEL]


def test_it_is_on_this_machine_only(address: str) -> None:
    assert httpx2.URL(address).host == "127.0.0.1"
