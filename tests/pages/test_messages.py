"""Messages: found by words and lens, with why, evidence and balance."""

from __future__ import annotations

from coach.content.base import LENSES
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
