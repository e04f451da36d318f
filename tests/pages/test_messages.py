"""Messages: found by words and lens, with why, evidence and balance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import yaml

from coach.content.base import BELIEFS, LENSES
from coach.content.shelf import ROOT
from tests.pages.conftest import app, program, shown, sound


def found(page) -> list[str]:  # type: ignore[no-untyped-def]
    """The texts of the messages shown, best first."""
    from html import unescape

    texts = [unescape(str(item.proto.body)) for item in page.get("html") if 'class="lf-msg"' in str(item.proto.body)]
    library = program().shelf.libraries["norvane"].messages.messages
    return [next(message.id for message in library if f">{message.text}<" in text) for text in texts]


def test_nothing_asked_yet() -> None:
    page = app("messages")
    assert found(page) == [] and "Pick a lens, or try" in shown(page)


def test_by_the_words_that_they_said() -> None:
    page = app("messages")
    page = sound(page.text_input(key="q").set_value("who is going to train my nights").run())
    assert "op_nights_educator" in found(page)[:3]
    text = shown(page)
    best = next(message for message in program().shelf.libraries["norvane"].messages.messages if message.id == found(page)[0])
    assert best.balance is None or best.balance in text
    evidence = {study.id: study for study in program().shelf.libraries["norvane"].evidence.studies} if best.evidence else {}
    assert all(evidence[name].citation in text for name in best.evidence)
    assert "Approved" in text


def test_the_lens_filters() -> None:
    by_id = {message.id: message for message in program().shelf.libraries["norvane"].messages.messages}
    page = app("messages", lens="clinical")
    for lens in LENSES:
        page.session_state["lens"] = lens
        names = found(sound(page.run()))
        assert names and all(by_id[name].lens == lens and by_id[name].status == "approved" for name in names)


def test_the_address_can_bring_a_lens() -> None:
    by_id = {message.id: message for message in program().shelf.libraries["norvane"].messages.messages}
    assert {by_id[name].lens for name in found(app("messages", lens="economic"))} == {"economic"}


def test_odd_words() -> None:
    page = app("messages")
    for words in ("<script>alert(1)</script>", "{{7*7}}", "   ", "x" * 5000, "伤口", "' or 1=1 --"):
        page = sound(page.text_input(key="q").set_value(words).run())
        assert "<script>" not in shown(page)


def test_an_unknown_lens_in_the_address() -> None:
    assert "Pick a lens" in shown(app("messages", lens="nonsense"))


def test_who_hears_it_decides_what_is_found() -> None:
    by_id = {message.id: message for message in program().shelf.libraries["norvane"].messages.messages}
    page = app("messages", lens="economic")
    for audience in ("payer", "professional"):
        page.session_state["audience"] = audience
        names = found(sound(page.run()))
        assert names and {by_id[name].audience for name in names} == {audience}


def test_what_is_kept_to_a_seat_is_found_from_that_seat(own: Callable[[str, str], None], tmp_path: Path) -> None:
    library(own, tmp_path, seats=["medical"])
    page = app("messages", lens="clinical")
    page.session_state["audience"] = "professional"
    text = "Only one message stands here."
    for seat, there in ((None, False), ("sales", False), ("medical", True)):
        page.session_state["message_seat"] = seat
        assert (text in shown(sound(page.run()))) is there


def test_coverage_is_there_when_it_is_asked_for() -> None:
    page = app("messages")
    assert '<table class="lf-map"' not in shown(page)
    text = shown(covered(page))
    assert text.count("<tr>") == 1 + len(BELIEFS) and all(lens in text for lens in LENSES)
    assert "Places with nothing to say" in text and "Fictional sample content" in text and "Weekend wound calls" in text
    assert found(page) == []


def test_coverage_names_gaps_what_runs_out_and_what_is_there_twice(own: Callable[[str, str], None], tmp_path: Path) -> None:
    library(own, tmp_path, {"id": "the_same", "status": "draft"}, expires_on=date.today() + timedelta(days=12))
    text = shown(covered(app("messages")))
    assert text.count('class="lf-gap">nothing') == len(LENSES) * len(BELIEFS) - 1
    assert "12 days left" in text and "Alike by 1.00" in text and "the_same" in text


def covered(page):  # type: ignore[no-untyped-def]
    """The page with its second part in front."""
    page.session_state["part"] = "Coverage"
    return sound(page.run())


def library(own: Callable[[str, str], None], folder: Path, *more: dict[str, object], **change: object) -> None:
    """Norvane with one message of its own, and further ones that differ from it."""
    into = folder / "mine" / "message_library" / "norvane"
    into.mkdir(parents=True)
    for name in ("product", "evidence"):
        (into / f"{name}.yaml").write_bytes((ROOT / f"message_library/norvane/{name}.yaml").read_bytes())
    days = {"approved_on": date.today() - timedelta(days=1), "expires_on": date.today() + timedelta(days=400)}
    words = {"id": "alone", "text": "Only one message stands here.", "labels": ["one", "two"], "claim_type": "process"}
    place = {"lens": "clinical", "stage": "curious", "market": "US", "owner": "Us", "status": "approved"}
    one = {**words, **place, **days, **change}
    document = {"v": 1, "kind": "messages", "id": "norvane", "fictional": True, "messages": [one, *({**one, **other} for other in more)]}
    (into / "messages.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    own("COACH_CONTENT", str(folder / "mine"))
