"""Looking back in a real browser: own eye, scores, another try, and both side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_own_eye_then_scores_then_another_try_side_by_side(visit: Callable[..., Visit]) -> None:
    from .visits import chat_input, meet, say, still

    page = visit().open("/")
    meet(page, "Ruth")
    say(page, "It is the best dressing on the market.")
    say(page, "Can I put you down for ten today?")
    page.get_by_role("button", name="End the meeting").click()
    page.get_by_role("link", name="Read your debrief").click()
    page.get_by_role("button", name="Skip to the scores").wait_for()
    still(page)
    assert "One thing to work on" not in page.get_by_role("main").inner_text()
    page.get_by_role("radio", name="all the way").or_(page.get_by_role("button", name="all the way")).first.click()
    page.get_by_label("What you noticed, and what you did about it").fill("I pushed too early.")
    page.get_by_role("button", name="Keep it, and show the scores").click()
    page.get_by_role("button", name="Try again from turn").wait_for()
    still(page)
    page.get_by_text("Your own eye, and what was measured").wait_for()
    page.get_by_text("What would have done more").wait_for()
    slider = page.get_by_role("slider").first
    slider.focus()
    stands = "one => one.getAttribute('aria-valuenow') || one.value"
    before = slider.evaluate(stands)
    page.keyboard.press("ArrowLeft" if before != "1" else "ArrowRight")
    still(page)
    assert slider.evaluate(stands) != before, "the story is walked through by keyboard"
    for turn in ("1", "2"):
        page.locator(f"path[aria-roledescription='circle'][aria-label^='turn: {turn};']").filter(visible=True).first.click(force=True)
        still(page)
        assert slider.evaluate(stands) == turn, "and by a click on a point of the chart"
    page.get_by_role("button", name="Try again from turn").first.click()
    chat_input(page).wait_for()
    still(page)
    say(page, "Before anything of ours: what did the last rollout ask of your people?")
    page.get_by_role("button", name="End the meeting").click()
    page.get_by_role("link", name="Read your debrief").click()
    page.get_by_text("This moment, side by side").wait_for()
    still(page)
    page.get_by_text("The first time").first.wait_for()
    page.get_by_text("Try 1 of 3 on this.").first.wait_for()
