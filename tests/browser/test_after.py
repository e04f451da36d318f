"""After a real meeting, on a phone: words that were only typed outlive a reload, and nothing is wider than the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .test_pages import PHONE, wider_than_the_screen

if TYPE_CHECKING:
    from .server import Server
    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_typed_on_a_phone_reloaded_and_kept(visit: Callable[..., Visit], untouched: Server) -> None:
    from .visits import still

    page = visit(untouched, *PHONE, "dark").open("/after")
    page.get_by_label("What they said").click()
    page.keyboard.type("Come back when you know my Mondays.")
    page.get_by_text("Kept as you type.").wait_for()
    still(page)
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA", "whoever writes goes on writing"
    page.reload()
    page.get_by_label("What they said").wait_for()
    still(page)
    assert page.get_by_label("What they said").input_value() == "Come back when you know my Mondays."
    page.get_by_label("Whom you met").fill("J. K.")
    still(page)
    assert not wider_than_the_screen(page)
    fields = page.locator(".st-key-after textarea, .st-key-after button:visible")
    assert all(fields.nth(at).bounding_box()["height"] >= 40 for at in range(fields.count())), "a thumb finds them"  # type: ignore[index]
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("heading", name="For your CRM").wait_for()
    still(page)
    page.locator("code").filter(has_text="Come back when you know my Mondays.").wait_for()
    assert not wider_than_the_screen(page)
