"""A real call in a browser: the whole path, and nothing in any file before the look at it is passed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .server import Server
from .test_pages import DESK, PHONE, wider_than_the_screen

if TYPE_CHECKING:
    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SECRET = "Halvorsen"
CALL = f"""WEBVTT

00:00:01.000 --> 00:00:04.000
<v Dr. Amira Voss>Come in. I have eight minutes, and the OR is waiting.</v>

00:00:04.000 --> 00:00:09.000
<v Sam Reed>I came to understand how you handle closed incisions. What would make these minutes useful to you?</v>

00:00:09.000 --> 00:00:15.000
<v Dr. Amira Voss>Mrs. {SECRET} came back on day nine with an open wound, and nobody told me. One of my patients blistered badly under your dressing.</v>

00:00:15.000 --> 00:00:20.000
<v Sam Reed>I'm sorry, and I have to pass that on. So you find out last. Who takes the calls at weekends?</v>

00:00:20.000 --> 00:00:24.000
<v Dr. Amira Voss>My PA. But I already have a dressing that works fine.</v>
"""


def anywhere(app: Server, words: str) -> list[Path]:
    """The files under the app's data that hold these words."""
    return [file for file in app.data.rglob("*") if file.is_file() and words.encode() in file.read_bytes()]


@pytest.mark.parametrize(("width", "height", "scheme"), [(*DESK, "light"), (*PHONE, "dark")])
def test_from_a_file_to_its_debrief_and_a_meeting(width: int, height: int, scheme: str, visit: Callable[..., Visit], app: Server, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    from .visits import SLOW, chat_input, shows, still

    file = tmp_path / "call.vtt"
    mark = f"blistered badly at {width}"  # the two visits share a server
    file.write_text(CALL.replace("blistered badly", mark))
    page = visit(width=width, height=height, scheme=scheme).open("/calls")
    assert not page.get_by_test_id("stFileUploader").count(), "nothing can be given before permission is confirmed"
    page.get_by_text("Everybody in it knew of the recording").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    page.get_by_text("call.vtt").wait_for()
    still(page)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("heading", name="Who is who?").wait_for(timeout=SLOW)
    still(page)
    shows(page, "Report this through your company's route now.", mark)
    assert not wider_than_the_screen(page)
    page.get_by_role("button", name="Look for names").click()
    page.get_by_role("heading", name="What was found").wait_for(timeout=SLOW)
    still(page)
    shows(page, SECRET)
    assert not wider_than_the_screen(page)
    assert not anywhere(app, SECRET) and not anywhere(app, mark), "nothing is stored before the look is passed"
    page.get_by_text("I know that I have to report").click()
    still(page)
    page.get_by_role("button", name="Keep what is left, and score it").click()
    page.get_by_role("heading", name="What you did").wait_for(timeout=SLOW)
    still(page)
    assert not wider_than_the_screen(page)
    assert anywhere(app, mark) and not anywhere(app, SECRET) and not anywhere(app, "Voss")
    page.reload()
    page.get_by_role("heading", name="What you did").wait_for(timeout=SLOW)
    still(page)
    shows(page, "may have to be reported")
    expect(page.get_by_role("textbox", name="What they objected")).to_have_value("But I already have a dressing that works fine.", timeout=SLOW)
    page.get_by_role("button", name="Practise this call again").click()
    chat_input(page).wait_for(timeout=SLOW)
    still(page)
    shows(page, "unverified")


def test_leaving_before_the_look_is_passed_drops_everything(visit: Callable[..., Visit], app: Server) -> None:
    from .visits import SLOW, by_menu, still

    page = visit().open("/calls")
    page.get_by_text("Everybody in it knew of the recording").click()
    page.get_by_role("textbox", name="Or paste it").fill("Rep: What goes wrong?\nNurse: Ask Quillfeather about the nights.\n")
    page.keyboard.press("Control+Enter")
    still(page)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("heading", name="Who is who?").wait_for(timeout=SLOW)
    still(page)
    by_menu(page, "Prepare", "Messages")
    page.get_by_role("heading", name="Messages").wait_for(timeout=SLOW)
    still(page)
    by_menu(page, "Look back", "A real call")
    page.get_by_text("Everybody in it knew of the recording").wait_for(timeout=SLOW)
    still(page)
    assert not page.get_by_text("Quillfeather").count() and not anywhere(app, "Quillfeather")
