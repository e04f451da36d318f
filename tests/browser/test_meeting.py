"""One meeting in a real browser, from the first click to the debrief."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .conftest import LINES, Played

if TYPE_CHECKING:
    from .visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
HALLOWAY = "Dr. Ines Halloway"


def test_a_meeting_from_the_start_page_to_its_debrief(played: Played) -> None:
    assert all(played.replies), "every line was answered"
    assert len(set(played.replies)) == len(played.replies)
    assert "THE MEETING IS OVER" in played.over.upper()
    assert "To be continued" in played.over, "three good questions and no step agreed"
    assert f"m={played.id}" in played.debrief_address
    title, outcome = played.debrief.index(f"Your meeting with {HALLOWAY}"), played.debrief.index("To be continued")
    assert title < outcome < played.debrief.index("What you did"), "the outcome comes first"
    assert LINES[1] in played.debrief or LINES[2] in played.debrief, "the rep is quoted"
    assert "What they needed" in played.debrief
    assert "of 3" in played.debrief, "criteria have levels"
    assert not played.faults


def test_a_reload_in_the_middle_keeps_everything(visit: Callable[..., Visit]) -> None:
    from .visits import chat_input, meet, messages, say, spoken, still

    page = visit().open("/")
    meet(page, "Ruth")
    greeting = spoken(messages(page).first)
    first = say(page, "How did the last product rollout go for your staff?")
    address = page.url
    page.reload()
    chat_input(page).wait_for()
    still(page)
    assert page.url == address
    assert [spoken(message) for message in messages(page).all()] == [greeting, "How did the last product rollout go for your staff?", first]
    second = say(page, "Who usually ends up teaching everyone?")
    assert second not in (greeting, first)
    page.goto(page.url.split("/practice")[0])
    page.get_by_role("link", name="Ruth Ashdown").click()
    chat_input(page).wait_for()
    still(page)
    assert spoken(messages(page).last) == second, "the start page leads back into it"


def test_a_screen_reader_is_told_each_answer(visit: Callable[..., Visit]) -> None:
    from playwright.sync_api import expect

    from .visits import meet, messages, say, spoken, still

    page = visit().open("/")
    meet(page, "Desmond")
    region = page.locator('[role="status"][aria-live="polite"].live')
    assert region.count() == 1
    for words in ("How does a penalty like that reach your desk?", "What does the board ask you about it?"):
        say(page, words)
        still(page)
        expect(region).to_have_text(spoken(messages(page).last))


def test_what_the_rep_types_is_shown_and_never_run(visit: Callable[..., Visit]) -> None:
    from .visits import meet, meeting_of, messages, say, shows, spoken, still

    words = (
        '<img src=x onerror="window.ran=1"><script>window.ran=1</script><a href="javascript:window.ran=1">a</a> '
        "**bold** $x^2$ :red[red] {{7*7}} {% raw %} ![p](http://example.com/p.png) What happens with your patients after they go home?"
    )
    someone = visit()
    page = someone.open("/")
    meet(page, "Dr. Halloway")
    say(page, words)
    said = messages(page).nth(1)
    assert spoken(said) == words, "letter for letter"
    assert not said.locator("img, script, strong, .katex, a[href^=javascript]").count()
    id = meeting_of(page)
    page.get_by_role("button", name="End the meeting").click()
    page.get_by_role("link", name="Read your debrief").wait_for()
    still(page)
    debrief = someone.open(f"/debrief?m={id}")
    debrief.get_by_role("button", name="Skip to the scores").click()
    shows(debrief, "What you did")
    closed = debrief.locator("details:not([open]) > summary")
    while closed.count():
        closed.first.click()
    main = debrief.get_by_role("main")
    shows(debrief, "<script>window.ran=1</script>")
    assert not main.locator('img[src="x"], a[href^="javascript"], img[src*="example.com"]').count()
    for tab in (page, debrief):
        assert tab.evaluate("window.ran") is None
    assert not [url for url in someone.asked if "example.com" in url]


def test_watch_an_expert_and_take_over_at_the_second_turn(visit: Callable[..., Visit]) -> None:
    from .visits import SLOW, chat_input, meeting_of, messages, say, shows, spoken, still

    page = visit().open("/")
    page.get_by_test_id("stVerticalBlock").filter(has=page.get_by_role("button", name="Meet Marisol")).get_by_role(
        "button", name="Watch an expert"
    ).last.click()
    page.get_by_role("button", name="Next turn").wait_for(timeout=SLOW)
    still(page)
    shows(page, "You are watching a scripted expert")
    assert messages(page).count() == 1, "it begins with the greeting"
    for turn in (1, 2):
        page.get_by_role("button", name="Next turn").click()
        messages(page).nth(2 * turn).wait_for()
        still(page)
    watched, seen = meeting_of(page), [spoken(message) for message in messages(page).all()]
    assert "I have the VA-3 half filled in" in seen[3]
    assert page.get_by_text("Why this line.").count() == 2
    page.get_by_role("button", name="Take over from here").click()
    chat_input(page).wait_for()
    still(page)
    assert meeting_of(page) != watched
    assert [spoken(message) for message in messages(page).all()] == seen, "the first two turns are the expert's"
    answer = say(page, "What's the right way to ask for time with Dr. Halloway?")
    assert answer
    page.reload()
    chat_input(page).wait_for()
    still(page)
    assert spoken(messages(page).last) == answer
    assert messages(page).count() == len(seen) + 2
