"""A real call: permission first, a look before anything is kept, the debrief, and the draft to practise with."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coach.reviews.viewer import Viewer
from tests.pages.conftest import ROOT, app, errors, mine, program, said, shown, sound

ME = Viewer("me")
CALL = """Dr. Amira Voss: Come in, sit down. I have eight minutes.
Sam Reed: Thank you, Dr. Voss. I came to understand how you handle closed incisions. What would be most useful to you in these ten minutes?
Dr. Amira Voss: We have a lot of wound trouble after discharge. Mrs. Halloran came back on day nine with an open wound, and nobody told me.
Sam Reed: Wound trouble after discharge. What does that look like for the team?
Dr. Amira Voss: My PA takes thirty calls a weekend and he's burned out. One of my patients blistered badly under your dressing last month.
Sam Reed: I'm sorry to hear that. I have to pass that on. What did the skin look like?
Dr. Amira Voss: Red. We use staples and a border dressing today. The committee has to approve anything new and it meets on Thursday.
Sam Reed: So the weekends fall on one person, and nothing new gets in before Thursday. Could you go through your last ten cases with him by Thursday?
Dr. Amira Voss: Yes, I can do that by Thursday. But I already have a dressing that works fine. Who else around here uses yours?
Sam Reed: I don't know, and I'd rather find out than guess. I'll send you that by Tuesday. You can reach me at 555-0142.
"""


def brought(words: str = CALL) -> AppTest:
    page = app("calls")
    page = sound(page.checkbox(key="permitted").check().run())
    page = sound(page.text_area(key="call-pasted").set_value(words).run())
    return sound(page.button(key="call-read").click().run())


def kept() -> list[str]:
    return [row.id for row in program().store.calls.recent(ME)]


def scored() -> AppTest:
    page = sound(brought().button(key="call-found").click().run())
    page = sound(page.checkbox(key="call-knows").check().run())
    page.text_input(key="call-title").set_value("First talk with Dr. Voss")
    return sound(page.button(key="call-keep").click().run())


def test_nothing_can_be_given_before_permission_is_confirmed() -> None:
    page = app("calls")
    assert not page.get("file_uploader") and not page.text_area and not page.button
    page = sound(page.checkbox(key="permitted").check().run())
    assert page.get("file_uploader") and page.text_area


def test_who_is_who_is_guessed_and_asked_and_harm_is_shown_as_it_was_said() -> None:
    page = brought()
    assert page.selectbox(key="side-Sam Reed").value == "rep" and page.selectbox(key="side-Dr. Amira Voss").value == "stakeholder"
    text = shown(page)
    assert "Report this through your company's route now." in text and "blistered badly under your dressing" in text
    page = sound(page.selectbox(key="side-Sam Reed").set_value("stakeholder").run())
    assert page.button(key="call-found").disabled and "Say which one of them you are." in shown(page)
    assert kept() == []


def test_everything_found_is_shown_in_its_sentence_and_nothing_is_kept_yet() -> None:
    page = sound(brought().button(key="call-found").click().run())
    text = shown(page)
    assert "<mark>Halloran</mark> came back on day nine" in text and "<mark>555-0142</mark>" in text
    assert page.button(key="call-keep").disabled, "first it must be known what has to be reported"
    assert kept() == []


def test_what_is_kept_holds_no_name_and_the_debrief_says_what_could_not_be_scored() -> None:
    page = scored()
    [id] = kept()
    assert page.query_params["c"] in (id, [id])
    document = str(program().store.calls.load(ME, id).document)
    for secret in ("Voss", "Amira", "Halloran", "Reed", "555-0142"):
        assert secret not in document, secret
    assert "Mrs. [name 3] came back on day nine" in document
    text = shown(page)
    assert "First talk with Dr. [name 1]" in text
    assert "What could not be scored, and why" in "".join(item.label for item in page.expander)
    assert "What you prepared is not part of a recording." in text
    assert "may have to be reported" in text
    assert "The committee has to approve anything new and it meets on Thursday." in text


def test_what_is_unticked_stays_and_what_is_typed_goes() -> None:
    page = sound(brought().button(key="call-found").click().run())
    page = sound(page.checkbox(key="out-phone-555-0142").uncheck().run())
    page.text_input(key="call-missed-words").set_value("border dressing")
    page = sound(next(button for button in page.button if button.label == "Take it out as well").click().run())
    page = sound(page.checkbox(key="call-knows").check().run())
    sound(page.button(key="call-keep").click().run())
    document = str(program().store.calls.load(ME, kept()[0]).document)
    assert "555-0142" in document and "border dressing" not in document and "[removed 1]" in document


def test_leaving_drops_everything() -> None:
    page = sound(brought().button(key="call-found").click().run())
    page.switch_page("messages.py")
    page = sound(page.run())
    page.switch_page("calls.py")
    page = sound(page.run())
    assert "call-in-hand" not in page.session_state and kept() == []
    assert "Voss" not in shown(page)


def test_it_can_be_practised_again_as_an_unverified_draft() -> None:
    page = scored()
    assert page.text_input(key="d_objection").value == "But I already have a dressing that works fine."
    page.text_input(key="d_initials").set_value("AV")
    page = sound(next(button for button in page.button if button.label == "Practise this call again").click().run())
    table = mine().load(page.query_params["m"] if isinstance(page.query_params["m"], str) else page.query_params["m"][0])
    assert table.persona.unverified and table.persona.name == "AV" and table.persona.role_family == "clinical"
    assert table.persona.objections[0].raise_[0] == "But I already have a dressing that works fine."
    assert any("committee has to approve" in line for line in table.persona.card.known)
    assert said(page)


def test_a_newer_rubric_adds_a_debrief_and_replaces_none(own: Callable[[str, str], None], tmp_path: Path) -> None:
    scored()
    [id] = kept()
    first = program().store.calls.load(ME, id).document
    folder = tmp_path / "content" / "prompts" / "rubrics"
    folder.mkdir(parents=True)
    shipped = (ROOT / "prompts" / "rubrics" / "conversation.yaml").read_text()
    (folder / "conversation.yaml").write_text(re.sub(r'version: "[^"]+"', 'version: "9.9"', shipped))
    own("COACH_CONTENT", str(tmp_path / "content"))
    page = app("calls", c=id)
    page = sound(next(button for button in page.button if "9.9" in button.label).click().run())
    assert "9.9" in shown(page) and "as it was kept" in shown(page)
    now = program().store.calls.load(ME, id).document
    assert now["report"] == first["report"] and now["readings"] == first["readings"]
    assert [one["report"]["rubric"]["version"] for one in now["again"]] == ["9.9"]
    assert not any("Measure by version" in button.label for button in page.button), "measured once by it is enough"


def test_a_call_of_version_1_is_measured_again_only_where_the_rubric_has_another_version(own: Callable[[str, str], None], tmp_path: Path) -> None:
    scored()
    [id] = kept()
    document = program().store.calls.load(ME, id).document
    old = {name: value for name, value in document.items() if name not in ("rubric", "again")} | {"v": 1}
    program().store.calls.replace(ME, id, old)
    assert not any("Measure by version" in button.label for button in app("calls", c=id).button)
    program().store.calls.replace(ME, id, old | {"report": old["report"] | {"rubric": old["report"]["rubric"] | {"version": "0.9"}}})
    page = app("calls", c=id)
    sound(next(button for button in page.button if "Measure by version" in button.label).click().run())
    assert program().store.calls.load(ME, id).document["v"] == 2


def test_the_place_is_kept_as_a_draft_account_and_goes_with_the_call() -> None:
    page = scored()
    assert "unverified draft" in shown(page) and "not known" in shown(page) and not drafts()
    page = sound(page.button(key="account-keep").click().run())
    [made] = drafts()
    assert "(draft, unverified)" in made and "First talk with Dr. [name 1]" in made
    assert made in app("plan").selectbox(key="plan-account").options
    page = sound(page.button(key="account-drop").click().run())
    assert not drafts()
    page = sound(page.button(key="account-keep").click().run())
    sound(page.button(key="call-really-delete").click().run())
    assert not drafts() and kept() == []


def drafts() -> list[str]:
    return [str(document["name"]) for kind, _, document in program().store.contents.edits(ME) if kind == "account"]


def test_deleting_is_for_good() -> None:
    page = scored()
    sound(page.button(key="call-really-delete").click().run())
    assert kept() == []


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Sam: Hello?\nSam: Anybody there?\n", "Only Sam speaks in it"),
        ("We met and it went well.\nThen we left.\n", "nobody is named in it"),
    ],
)
def test_bad_input_is_a_line(words: str, line: str) -> None:
    page = brought(words)
    assert line in errors(page) and kept() == []


def test_a_film_is_told_from_a_call() -> None:
    page = brought(
        "Rick: You should not have come back to the island, Louis.\nLouis: The boat was leaving without me, and the storm was close behind it.\n" * 3
    )
    assert "does not look like a sales conversation" in shown(page)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    page = app("calls")
    page = sound(page.checkbox(key="permitted").check().run())
    page = sound(page.file_uploader(key="call-file").set_value(("call.vtt", b"%PDF-1.7 \x00\xff", "text/vtt")).run())
    page = sound(page.button(key="call-read").click().run())
    assert "is a PDF by its contents" in errors(page) and kept() == []
