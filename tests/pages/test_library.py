"""Library: what is wrong stands beside its field, a draft hides nothing, what was typed stays, a list is looked at before it is brought in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from coach.content.errors import CoachError
from coach.content.library import Message
from coach.curation import Curation
from coach.messages import versions
from coach.messages.plan import Stakeholder
from coach.reviews.viewer import Viewer
from coach.store.errors import NotAllowed, Taken
from tests.pages.conftest import app, errors, program, shown, sound

ONE = "op_nights_educator"
TODAY = date.today()
PROOF = {"document": "ALD-0999", "approved_by": "Review board", "approved_on": TODAY, "expires_on": TODAY + timedelta(400), "market": "US"}
SHEET = "ID,Message,Lens,Rung,Labels,Owner\nsunday_cover,We come on Sundays.,operational,curious,who comes on Sundays|Sundays,Service\n"


def care(viewer: Viewer | None = None) -> Curation:
    program().look_again()
    return Curation(program(), viewer or Viewer("me", "admin", alone=True))


def standing(id: str = ONE) -> Message:
    found = care().item("norvane", id)
    assert found
    return found.standing


def opened(id: str = ONE) -> AppTest:
    return app("library", library="norvane", message=id)


def write(page: AppTest, field: str, words: str, id: str = ONE) -> AppTest:
    return sound(page.text_area(key=f"norvane/{id}|{field}").set_value(words).run())


def press(page: AppTest, label: str) -> AppTest:
    return sound(next(button for button in page.button if button.label == label).click().run())


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def test_every_message_is_listed_with_where_it_stands() -> None:
    page = app("library", library="norvane")
    text = shown(page)
    assert text.count('class="lf-msg"') == 20 and "Approved</b> until" in text and "is in review" in text
    page.session_state["library-filter"] = "Withdrawn"
    text = shown(sound(page.run()))
    assert text.count('class="lf-msg"') == 1 and "Search never finds it" in text
    page.session_state["library-filter"] = None
    assert ONE in shown(sound(page.text_input(key="library-search").set_value("educators night").run()))
    assert "No message fits" in shown(sound(page.text_input(key="library-search").set_value("<script>").run()))


def test_what_is_wrong_stands_beside_its_field_while_it_is_written() -> None:
    page = write(opened(), "text", "It is completely safe, and nobody has ever had a problem.")
    text = shown(page)
    assert "“completely safe”" in text and "remark" in text and "Changed: Text." in text
    page = write(page, "labels", "only one")
    assert "“completely safe”" in shown(page), "the words are looked at whatever else is missing"
    assert "What they would say has 1, at least 2 are needed." in shown(page)
    assert next(button for button in page.button if button.label == "Save as a draft").disabled
    assert standing().version == 1


def test_an_approved_message_as_it_is_has_nothing_wrong_with_it() -> None:
    text = shown(opened())
    assert 'class="lf-fault' not in text and "Nothing that the claim rules object to" in text


def test_words_that_are_there_already_are_pointed_out() -> None:
    other = next(message for message in care().library("norvane").messages.messages if message.id == "op_night_video")
    assert "Nearly the same as op_night_video, alike by 1.00 of 1" in shown(write(opened(), "text", other.text))


def test_from_a_draft_to_withdrawn() -> None:
    page = press(write(opened(), "text", "Our educators come on Sundays as well. Two visits won't catch everyone."), "Save as a draft")
    assert "Version 2 is a draft" in shown(page) and standing().version == 1
    page = press(page, "Send for review")
    assert "Against version 1" in shown(page) and standing().version == 1
    page.text_area(key="return-comment").set_value("Say how many visits.")
    page = press(page, "Send it back")
    assert "Say how many visits." in shown(page) and "Version 4 is a draft" in shown(page)
    page = press(page, "Send for review")
    assert "Choose the day" in errors(press(page, "Approve"))
    page.text_input(key="approve-document").set_value("ALD-0999")
    page.date_input(key="approve-until").set_value(TODAY + timedelta(400))
    assert "The approver is missing" in errors(press(page, "Approve"))
    page.text_input(key="approve-by").set_value("Review board")
    page.date_input(key="approve-until").set_value(TODAY + timedelta(400))
    page = press(page, "Approve")
    assert (standing().version, standing().document, standing().in_force(TODAY)) == (6, "ALD-0999", True)
    assert "Say why it is withdrawn" in errors(press(page, "Withdraw"))
    page.text_area(key="withdraw-reason").set_value("Nobody is there on Sundays.")
    text = shown(press(page, "Withdraw"))
    assert standing().status == "withdrawn" and "Nobody is there on Sundays." in text
    for step in ("taken over from the files", "changed", "sent for review", "sent back", "approved", "withdrawn"):
        assert f"<b>{step}</b>" in text


def test_what_another_person_saved_meanwhile_is_said_and_nothing_typed_is_lost() -> None:
    page = write(opened(), "text", "My words.")
    other = care(Viewer("ann", "enablement"))
    theirs = versions.written(standing()) | {"text": "Ann's words.", "owner": "Ann"}
    other.save("norvane", ONE, theirs, 1, TODAY)
    text = shown(press(page, "Save as a draft"))
    assert "Somebody (ann) saved version 2 while this was written over version 1" in text and "Ann&#x27;s words." in text
    assert page.text_area(key=f"norvane/{ONE}|text").value == "My words."
    again = opened()
    assert again.text_area(key=f"norvane/{ONE}|text").value == "My words." and "What you typed is still here" in shown(again)
    page = press(press(again, "Put mine on top of theirs"), "Save as a draft")
    newest = care().item("norvane", ONE).newest  # type: ignore[union-attr]
    assert (newest.version, newest.text, newest.owner) == (3, "My words.", "Ann")
    with pytest.raises(Taken):
        other.save("norvane", ONE, theirs, 2, TODAY)


def test_what_was_typed_survives_a_reload_and_can_be_undone() -> None:
    write(opened(), "balance", "Only in the wards that asked for it.")
    page = opened()
    assert page.text_area(key=f"norvane/{ONE}|balance").value == "Only in the wards that asked for it."
    assert "Written on, and not saved" in shown(app("library", library="norvane"))
    page = press(page, "Undo all since saving")
    assert page.text_area(key=f"norvane/{ONE}|balance").value == "" and "Changed:" not in shown(page)
    assert "Written on" not in shown(app("library", library="norvane"))


def test_a_new_message() -> None:
    page = opened("sunday_cover")
    assert "Not saved yet" in shown(page) and 'class="lf-fault' not in shown(page)
    page = write(page, "text", "We come on Sundays.", "sunday_cover")
    assert "What they would say has 0, at least 2 are needed." in shown(page) or "What they would say is missing." in shown(page)
    page = write(page, "labels", "who comes on Sundays\nSundays", "sunday_cover")
    for name, value in (("lens", "operational"), ("stage", "curious"), ("claim_type", "service")):
        page = sound(page.selectbox(key=f"norvane/sunday_cover|{name}").set_value(value).run())
    page = sound(page.text_input(key="norvane/sunday_cover|owner").set_value("Service").run())
    page = press(page, "Save as a draft")
    assert "Version 1 is a draft" in shown(page) and standing("sunday_cover").status == "draft"


@pytest.mark.parametrize("id", ["<script>", "Upper", "a" * 80, "../../etc"])
def test_an_address_that_is_none(id: str) -> None:
    page = opened(id)
    assert "There is no message" in errors(page) and "Its trail" not in shown(page)


def test_who_may_only_draft() -> None:
    rep = care(Viewer("bob", "rep"))
    rep.save("norvane", ONE, versions.written(standing()) | {"labels": ["other", "labels"]}, 1, TODAY)
    assert care().item("norvane", ONE).newest.status == "draft"  # type: ignore[union-attr]
    rep.send("norvane", ONE, 2, "", TODAY)
    for wanted in (lambda: rep.approve("norvane", ONE, 3, TODAY, **PROOF), lambda: rep.withdraw("norvane", ONE, 3, "Because.")):
        with pytest.raises(NotAllowed):
            wanted()
    care().approve("norvane", ONE, 3, TODAY, **PROOF)
    assert standing().version == 4


def test_giving_up_a_draft_and_sending_one_that_is_wrong() -> None:
    mine = care()
    mine.save("norvane", ONE, versions.written(standing()) | {"claim_type": "efficacy", "evidence": []}, 1, TODAY)
    with pytest.raises(CoachError, match="needs evidence"):
        mine.send("norvane", ONE, 2, "", TODAY)
    mine.drop("norvane", ONE, 2)
    assert (standing().version, standing().claim_type, standing().document) == (3, "service", "ALD-0216")


def test_everything_made_of_a_library_follows_it() -> None:
    finder, hash = program().finder("norvane"), program().shelf.hash("library", "norvane")
    assert program().finder("norvane") is finder
    mine = care()
    mine.withdraw("norvane", ONE, 1, "No staff.")
    assert program().shelf.hash("library", "norvane") != hash and program().finder("norvane") is not finder
    assert ONE not in {hit.message.id for hit in program().finder("norvane").search("who is going to train my nights", on=TODAY, k=5)}
    reader = program().reader(program().shelf.libraries["norvane"])
    words = next(message for message in program().loaded.shelf.libraries["norvane"].messages.messages if message.id == ONE).text
    assert "status" in {claim.rule for claim in reader.read(words, today=TODAY).claims}


def test_a_list_is_looked_at_brought_in_and_taken_back() -> None:
    page = app("library", library="norvane")
    page.session_state["library-part"] = "Bring in"
    page = sound(page.run())
    page = sound(page.file_uploader[0].upload("copy.csv", SHEET.encode(), "text/csv").run())
    assert "new" in shown(page) and "Message → Text" in shown(page) and care().item("norvane", "sunday_cover") is None
    page = press(page, "Bring in 1")
    assert standing("sunday_cover").status == "draft" and "copy.csv: 1 message" in shown(page)
    page = press(page, "Take it back")
    assert standing("sunday_cover").status == "withdrawn" and "taken back" in shown(page)


@pytest.mark.parametrize(
    ("name", "raw", "line"),
    [
        ("copy.csv", SHEET.replace("curious", "nosy").encode(), ":2 Rung:"),
        ("copy.csv", (SHEET + SHEET.splitlines()[1]).encode(), "stands already in row 2"),
        ("copy.xlsx", b"PK\x03\x04 not really", "is not an Excel workbook"),
        ("copy.csv", "ID,Message\nx,\u4f24\u53e3".encode("utf-16-be"), "is not text in UTF-8"),
    ],
)
def test_a_list_that_is_wrong_is_told_line_by_line(name: str, raw: bytes, line: str) -> None:
    try:
        found = "\n".join(map(str, care().planned("norvane", name, raw, TODAY).problems))
    except CoachError as error:
        found = str(error)
    assert line in found and "Traceback" not in found
    assert program().store.library.revision(Viewer("me")) == 0


def test_an_export_holds_what_was_edited_and_the_day() -> None:
    care().withdraw("norvane", ONE, 1, "No staff.")
    page = app("library", library="norvane")
    page.session_state["library-part"] = "Hand out"
    assert f"as they stand on {TODAY:%d %B %Y}" in shown(sound(page.run()))


def test_withdrawing_lists_the_plans_and_meetings_that_hold_it() -> None:
    plans = program().store.plans
    assert "No plan and no coming meeting" in shown(opened())
    who = Stakeholder(persona="or_nurse_manager", name="Ruth Ashdown RN", lens="operational")
    plans.put(Viewer("me"), "tarn_hollow", "norvane", who, ONE, 1, TODAY + timedelta(3))
    page = opened()
    assert "1 place holds it" in shown(page)
    assert any("Ruth Ashdown RN" in link.proto.label for link in page.get("page_link"))


def test_nothing_used_yet() -> None:
    page = app("library", library="norvane")
    page.session_state["library-part"] = "What is used"
    assert "You have not used any of these messages" in shown(sound(page.run()))


def test_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program().edited, "shelf", lambda: type(program().loaded.shelf)())
    assert "There is no message library" in shown(app("library"))
