"""The weekly letter: printed, and sent through a real mail server on loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from pydantic import SecretStr
from sqlalchemy import update

from coach.models.mail import Letter, send
from coach.reviews.viewer import Viewer
from coach.store.repository import open_store
from coach.store.tables import PersonRow
from coach.wiring import Coach
from tests.commands.conftest import Run
from tests.store.samples import begin

ANN, MIA = Viewer("ann"), Viewer("mia", "manager")
ADDRESSES = {"ann": "ann@example.org", "mia": "mia@example.org", "ned": None}
QUESTION = "Did I leave her nights too early?"


class Post:
    """Takes letters, except for one address."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, Message]] = []

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if address == "gone@example.org":
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.letters.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content or b"")))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def post() -> Iterator[tuple[Post, str]]:
    handler = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    yield handler, f"smtp://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def team(coach: Coach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Ann handed two things to Mia; one came back, with a moment to try again. Ned has nothing, and no address. Returns what came back."""
    store = open_store(f"sqlite:///{tmp_path / 'coach.db'}")  # The program is shared; what is stored here is this test's.
    monkeypatch.setitem(vars(coach), "store", store)
    for id, email in ADDRESSES.items():
        store.people.ensure(id, id.title(), email)
    with store.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "ann").values(manager="mia", role="rep"))
        session.execute(update(PersonRow).where(PersonRow.id == "mia").values(role="manager"))
    store.submissions.submit(ANN, begin(store, ANN, turns=2), QUESTION)
    back = store.submissions.submit(ANN, begin(store, ANN, turns=4), QUESTION, turn=3)
    store.reviews.save(MIA, back, {"v": 1, "moment": {"turn": 3, "instead": "Ask about her nights."}, "questions": ["Why this person, now?"]}, 0)
    store.reviews.give_back(MIA, back)
    yield back
    store.database.close()


def test_printed_it_says_what_waits_and_what_came_back_and_quotes_nobody(team: str, run: Run, coach: Coach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coach.settings, "coach_address", "https://coach.example.org")
    done = run("digest")
    assert done.status == 0 and not done.err
    assert "To mia@example.org: Listen First: your week in reviews" in done.out and "1 whole meeting, from Ann." in done.out
    assert f"- try turn 3 again, 1 question to answer: https://coach.example.org/returned?s={team}" in done.out
    assert not any(words in done.out for words in (QUESTION, "nights", "Why this person", "Ruiz")), "nobody's words are in it"
    assert {one["email"] for one in run("digest", "--json").json} == {"ann@example.org", "mia@example.org"}, "who has nothing gets nothing"


def test_sent_each_gets_their_own(team: str, run: Run, coach: Coach, post: tuple[Post, str], monkeypatch: pytest.MonkeyPatch) -> None:
    handler, url = post
    monkeypatch.setattr(coach.settings, "coach_smtp_url", SecretStr(url))
    monkeypatch.setattr(coach.settings, "coach_smtp_from", "coach@example.org")
    done = run("digest", "--send")
    assert (done.status, done.out) == (0, "2 letters sent\n")
    assert {to for to, _ in handler.letters} == {"ann@example.org", "mia@example.org"}
    text = {to: letter.get_payload(decode=True).decode() for to, letter in handler.letters}  # type: ignore[union-attr]
    assert "Waiting for you" in text["mia@example.org"] and "Waiting for you" not in text["ann@example.org"]
    assert handler.letters[0][1]["From"] == "coach@example.org" and handler.letters[0][1]["Auto-Submitted"] == "auto-generated"


def test_what_is_missing_is_one_line(team: str, run: Run, coach: Coach, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (run("digest", "--send").status, run("digest", "--send").errors[0][:31]) == (1, "There is no mail server to send")
    for url, sender, line in (
        ("mail.example.org", "coach@example.org", "COACH_SMTP_URL is no mail server"),
        ("smtp://127.0.0.1:1", "coach@example.org", "does not take letters"),
        ("smtp://127.0.0.1:1", "", "COACH_SMTP_FROM is no address"),
    ):
        monkeypatch.setattr(coach.settings, "coach_smtp_url", SecretStr(url))
        monkeypatch.setattr(coach.settings, "coach_smtp_from", sender)
        done = run("digest", "--send")
        assert done.status == 1 and len(done.errors) == 1 and line in done.errors[0]


def test_one_box_that_is_gone_keeps_no_letter_from_the_others(post: tuple[Post, str]) -> None:
    handler, url = post
    refused = send(url, "coach@example.org", [Letter("gone@example.org", "s", "t"), Letter("mia@example.org", "s", "t")])
    assert refused == ["gone@example.org: not sent (550 no such box)"] and [to for to, _ in handler.letters] == ["mia@example.org"]


def test_a_password_is_not_sent_unencrypted() -> None:
    given: list[str] = []

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
        given.append(mechanism)
        return AuthResult(success=True)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(Post(), hostname="127.0.0.1", port=port, authenticator=check, auth_require_tls=False)
    server.start()
    try:
        with pytest.raises(Exception, match="the password was not sent") as told:
            send(f"smtp://mia:secret@127.0.0.1:{port}", "coach@example.org", [Letter("mia@example.org", "s", "t")])
    finally:
        server.stop()
    assert given == [] and "secret" not in str(told.value)
