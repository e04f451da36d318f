"""The chat client against a scripted server: streaming, every kind of trouble, what servers refuse, the meter, and no key anywhere."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator

import pytest

from coach.models.chat import Endpoint, Prices
from coach.models.stream import Limits
from coach.models.trouble import place, redacted, retry_after
from coach.roleplay.voice import Prompt, Trouble
from tests.browser.server import free_port
from tests.models import scripted
from tests.models.scripted import KEY, Server, serving

PROMPT = Prompt("voice.v1", "You are somebody.", "Say something.", ("\nVisitor:",))
QUICK = Limits(connect=0.5, first=0.6, between=0.4, total=1.6)
TEXT = "Wounds are seen on day fourteen. By then most of it is over, and I hear the rest from the clinic."


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture
def endpoint(server: Server) -> Endpoint:
    return Endpoint(server.url, KEY, "scripted", limits=QUICK, prices=Prices(2.0, 8.0))


def heard(endpoint: Endpoint) -> str:
    return "".join(endpoint.speak(PROMPT, 100))


def trouble(endpoint: Endpoint) -> Trouble:
    with pytest.raises(Trouble) as caught:
        heard(endpoint)
    assert KEY not in caught.value.line and len(caught.value.lines) == 1
    return caught.value


def test_an_answer_is_streamed_and_counted(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.says(TEXT))
    answer = endpoint.speak(PROMPT, 100)
    pieces = [piece for piece in answer if piece]
    assert "".join(pieces) == TEXT and len(pieces) > 5
    spent = answer.spent
    assert (spent.sent, spent.received, spent.cached, spent.estimated) == (100, 20, 40, False)
    assert spent.money == pytest.approx((100 * 2 + 20 * 8) / 1_000_000) and spent.model == "scripted" and spent.prompt == "voice.v1"
    asked = server.requests[0]
    assert asked.json["messages"] == [{"role": "system", "content": PROMPT.card}, {"role": "user", "content": PROMPT.turn}]
    assert asked.json["stop"] == ["\nVisitor:"] and asked.json["max_tokens"] == 100 and asked.headers["authorization"] == f"Bearer {KEY}"


def test_the_first_words_come_before_the_last_are_made(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.says(TEXT, gap=0.05))
    answer = iter(endpoint.speak(PROMPT, 100))
    first = next(piece for piece in answer if piece)
    assert TEXT.startswith(first) and len(first) < len(TEXT) / 2
    assert first + "".join(answer) == TEXT


def test_where_the_server_does_not_count_characters_are(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.says(TEXT, usage=False))
    answer = endpoint.speak(PROMPT, 100)
    assert "".join(answer) == TEXT
    assert answer.spent.estimated and answer.spent.received == -(-len(TEXT) // 4)


TROUBLES = {
    "wrong key": (scripted.fails(401, f"Incorrect API key provided: {KEY}. Find yours at ..."), "key", "OPENAI_API_KEY"),
    "no right": (scripted.fails(403, "forbidden"), "key", "OPENAI_API_KEY"),
    "busy for long": (scripted.fails(429, "slow down", Retry_After="45"), "busy", "wait 45 s"),
    "nothing left": (scripted.fails(429, "You exceeded your current quota, check your plan and billing"), "busy", "nothing left to spend"),
    "a fault of its own": (scripted.fails(500, "boom"), "server", "500"),
    "a gateway": (scripted.page(502), "page", "web page"),
    "wrong model": (scripted.fails(404, "The model 'scripted' does not exist"), "model", "COACH_VOICE_MODEL"),
    "wrong model said with 400": (scripted.fails(400, "invalid model name"), "model", "COACH_VOICE_MODEL"),
    "wrong address": (scripted.fails(404, "File Not Found"), "model", "OPENAI_BASE_URL"),
    "a request it will not take": (scripted.fails(422, "messages too long"), "request", "messages too long"),
    "a proxy's page": (scripted.page(), "page", "/v1"),
    "half way": (scripted.breaks("Wounds are"), "broken", "before the answer was whole"),
    "ends without having finished": (scripted.stops_short("Wounds are"), "broken", "before the answer was whole"),
    "never begins": (scripted.silent(4), "slow", "COACH_FIRST_SECONDS"),
    "only keeps the line open": (scripted.stalls("", 4), "slow", "COACH_FIRST_SECONDS"),
    "falls silent": (scripted.stalls("Wounds are", 4), "slow", "fell silent"),
    "never ends": (scripted.endless("and so on ", 5), "slow", "COACH_TOTAL_SECONDS"),
    "no answer of a chat model": (lambda asked: asked.send(200, "[1, 2]"), "odd", "/v1"),
    "a fault within the stream": (lambda asked: (asked.begin(), asked.event({"error": {"message": "out of memory"}}), asked.end()), "server", "out of memory"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_is_one_clear_line(server: Server, endpoint: Endpoint, name: str, caplog: pytest.LogCaptureFixture) -> None:
    act, kind, words = TROUBLES[name]
    server.does(act)
    with caplog.at_level(logging.DEBUG):
        found = trouble(endpoint)
    assert found.kind == kind and words in found.line, found.line
    assert found.line.startswith(("http://127.0.0.1", "Nothing")) and found.line.endswith(".")
    assert KEY not in caplog.text
    assert any(found.line in record.message for record in caplog.records if record.name == "coach.endpoint"), "whoever runs it finds it in the log"


def test_nothing_listens_there() -> None:
    found = trouble(Endpoint(f"http://127.0.0.1:{free_port()}/v1", KEY, "m", limits=QUICK))
    assert found.kind == "refused" and "Start the server" in found.line


def test_a_name_that_nobody_has() -> None:
    found = trouble(Endpoint("http://nobody.invalid/v1", KEY, "m", limits=Limits(connect=5, first=8, between=5, total=10)))
    assert found.kind == "refused"


def test_trouble_is_over_in_the_seconds_that_were_set(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.stalls("", 30))
    begun = time.monotonic()
    trouble(endpoint)
    assert time.monotonic() - begun < 15, "whatever the other side keeps sending"


def test_a_short_wait_is_waited(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.fails(429, "slow down", Retry_After="0.2"), scripted.says(TEXT))
    assert heard(endpoint) == TEXT
    assert server.begun[1] - server.begun[0] >= 0.2


def test_a_fault_that_passes_is_tried_once_more(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.fails(503, "loading model"), scripted.says(TEXT))
    assert heard(endpoint) == TEXT
    server.does(scripted.fails(503, "loading model"))
    assert trouble(endpoint).kind == "server" and len(server.requests) == 4


def test_an_endpoint_that_failed_is_left_alone_for_a_while(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.fails(429, "slow down", Retry_After="45"))
    first = trouble(endpoint)
    asked = len(server.requests)
    with pytest.raises(Trouble) as again:
        endpoint.speak(PROMPT, 100)
    assert again.value.line == first.line and len(server.requests) == asked, "nobody is asked, and nobody waits"


def test_a_stream_that_breaks_is_not_held_against_the_next_turn(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.breaks("Wounds"), scripted.says(TEXT))
    assert trouble(endpoint).kind == "broken"
    assert heard(endpoint) == TEXT


@pytest.mark.parametrize("parameter", ["stream_options", "temperature", "stop", "max_tokens"])
def test_what_a_server_refuses_is_left_out_from_then_on(server: Server, endpoint: Endpoint, parameter: str) -> None:
    server.does(scripted.refuses(parameter, scripted.says(TEXT)))
    assert heard(endpoint) == TEXT and heard(endpoint) == TEXT
    assert [parameter in asked.json for asked in server.requests] == [True, False, False]
    assert parameter != "max_tokens" or server.requests[-1].json["max_completion_tokens"] == 100


def test_a_server_that_does_not_stream(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.whole(TEXT))
    answer = endpoint.speak(PROMPT, 100)
    assert "".join(answer) == TEXT and answer.spent.received == 5


def test_what_a_model_thinks_aloud_is_not_said(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.says(f"<think>She wants my numbers. I won't.</think>\n\n{TEXT}"))
    assert heard(endpoint) == TEXT
    server.does(scripted.says("<this is odd"))
    assert heard(endpoint) == "<this is odd"


def test_hanging_up_ends_the_work(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.endless("and so on ", 20))
    answer = endpoint.speak(PROMPT, 100)
    pieces = iter(answer)
    assert next(piece for piece in pieces if piece)
    answer.close()
    for _ in range(100):
        if not any(thread.name == "endpoint" for thread in threading.enumerate()):
            return
        time.sleep(0.05)
    pytest.fail("the thread that reads goes on")


def test_whoever_waits_is_let_look_up(server: Server) -> None:
    """The server says nothing before the page has looked up: somebody who is not let wait for ever here."""
    looked_up = threading.Event()
    server.does(lambda asked: (looked_up.wait(), scripted.says(TEXT)(asked)))
    pieces = iter(Endpoint(server.url, KEY, "scripted", limits=Limits(30, 30, 30, 60)).speak(PROMPT, 100))
    try:
        assert next(pieces) == ""
    finally:
        looked_up.set()
    assert "".join(pieces) == TEXT


SCHEMA = {"type": "object", "properties": {"level": {"type": "integer"}}, "required": ["level"], "additionalProperties": False}


def test_an_answer_in_a_shape(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.whole('{"level": 2}'))
    value, spent = endpoint.shaped(PROMPT, SCHEMA)
    assert value == {"level": 2} and spent.sent == 10
    assert server.requests[0].json["response_format"]["json_schema"]["schema"] == SCHEMA


def test_a_server_without_schemas_is_asked_in_words(server: Server, endpoint: Endpoint) -> None:
    def act(asked: scripted.Asked) -> None:
        if "response_format" in asked.json:
            scripted.fails(400, "response_format of this type is not supported")(asked)
        else:
            scripted.whole('Here you are:\n```json\n{"level": 1}\n```')(asked)

    server.does(act)
    assert endpoint.shaped(PROMPT, SCHEMA)[0] == {"level": 1}
    shapes = [(asked.json.get("response_format") or {}).get("type") for asked in server.requests]
    assert shapes == ["json_schema", "json_object", None]
    assert "level" in server.requests[-1].turn, "without a schema the shape is said in words"
    assert endpoint.shaped(PROMPT, SCHEMA)[0] == {"level": 1} and len(server.requests) == 4, "and it is remembered"


def test_words_where_json_was_asked_for(server: Server, endpoint: Endpoint) -> None:
    server.does(scripted.whole("I would rather not."))
    with pytest.raises(Trouble) as caught:
        endpoint.shaped(PROMPT, SCHEMA)
    assert caught.value.kind == "odd"


def test_looking_whether_it_is_there(server: Server, endpoint: Endpoint) -> None:
    server.lists = scripted.models("scripted", "other")
    assert endpoint.look().models == ["scripted", "other"] and not server.requests, "looking asks no model anything"
    server.lists = scripted.fails(404, "no such thing")
    server.does(scripted.whole("Hello."))
    assert endpoint.look().trouble is None
    server.lists = scripted.page()
    assert (found := endpoint.look().trouble) is not None and found.kind == "page"
    server.lists = scripted.fails(401, f"bad key {KEY}")
    assert (found := endpoint.look().trouble) is not None and found.kind == "key" and KEY not in found.line


def test_an_address_is_shown_without_its_password() -> None:
    assert place("https://me:secret@host.example:8443/v1/?key=1") == "https://host.example:8443/v1"
    assert "secret" not in str(Endpoint("https://me:secret@host.example/v1", "", "m").where)


def test_no_key_gets_through() -> None:
    assert KEY not in redacted(f"wrong key {KEY}", KEY)
    assert "abcdef" not in redacted("wrong key sk-abcdef123456 and Bearer abcdef123456")


@pytest.mark.parametrize(("value", "seconds"), [("3", 3.0), ("0.5", 0.5), ("", None), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)])
def test_how_long_an_endpoint_asks_to_wait(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}) == seconds
