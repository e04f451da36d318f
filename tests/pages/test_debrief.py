"""Debrief: the outcome first, the rep's own words, and the way back to try again."""

from __future__ import annotations

from datetime import date

from streamlit.testing.v1 import AppTest

from coach.pages import look
from tests.pages.conftest import app, mine, said, shown, sound, unescaped

DAY = date(2026, 12, 1)
PITCH = ["Our dressing is the best on the market, it is completely safe.", "It reduces infections by 50 percent.", "Can I put you down for ten today?"]


def played(*lines: str, persona: str = "surgeon", leave: bool = True) -> str:
    practice = mine()
    id = practice.begin(persona, on=DAY, seed=7)
    for words in lines:
        table = practice.load(id)
        if table.meeting.ended:
            return id
        said_ = practice.say(table, words)
        practice.answered(table, said_, table.answer(said_))
    if leave and not practice.load(id).meeting.ended:
        table = practice.load(id)
        closed = practice.leave(table)
        practice.answered(table, closed, table.answer(closed))
    return id


def order(page: AppTest, *marks: str) -> list[int]:
    """Where on the page, from the top, each of the marks first stands."""
    texts = [unescaped(str(getattr(getattr(item, "proto", None), "body", "") or getattr(item, "value", ""))) for item in page.main]
    return [next(at for at, text in enumerate(texts) if mark in text) for mark in marks]


def test_the_outcome_comes_first_then_one_thing_to_work_on() -> None:
    id = played(*PITCH)
    outcome = mine().load(id).meeting.outcome
    assert outcome
    page = app("debrief", m=id)
    places = order(page, "Your meeting with Dr. Ines Halloway", look.OUTCOMES[outcome.kind][0], "One thing to work on", "What you did")
    assert places == sorted(places)


def test_it_quotes_what_was_said() -> None:
    text = shown(app("debrief", m=played(*PITCH)))
    assert "completely safe" in text and "turn 1" in text
    report = mine().report(mine().load(played(*PITCH)))
    assert report.compliance and all(finding.why in text for finding in report.compliance)
    assert all(missed.opened_by.replace("'", "&#x27;") in text for missed in report.missed_needs)


def test_an_agreed_step_is_named_with_its_day() -> None:
    id = mine().watch("or_nurse_manager", on=DAY)
    text = shown(app("debrief", m=id))
    outcome = mine().load(id).meeting.outcome
    assert outcome and outcome.kind == "advance" and outcome.action and outcome.owner
    assert outcome.owner in text and outcome.action in text
    assert "2026-12-10" in text or "10 December" in text
    assert "expert" in text.splitlines()[0]


def test_every_criterion_is_scored_with_words_or_said_to_be_not_observed() -> None:
    id = played("What happens with your patients' wounds after they go home?", "Tell me more.")
    report = mine().report(mine().load(id))
    text = shown(app("debrief", m=id))
    for item in report.criteria:
        assert item.title.replace("'", "&#x27;") in text
    assert any(item.status != "scored" for item in report.criteria) and "Not observed is not zero" in text


def test_trying_again_from_a_turn_opens_a_new_meeting() -> None:
    id = played("What happens on nights?", "Tell me more.", leave=False)
    page = app("debrief", m=id)
    page = sound(page.button(key="again-turn-2").click().run())
    branch = page.query_params["m"]
    assert branch != id and mine().load(branch).stored.branched_turn == 1
    assert len(said(page)) == 3 and page.chat_input
    assert "Another try, from turn 1" in shown(page)


def test_a_meeting_that_goes_on_says_so() -> None:
    text = shown(app("debrief", m=played("What happens on nights?", leave=False)))
    assert "still going on" in text and "Cut short" not in text


def test_a_meeting_left_at_once_has_a_debrief() -> None:
    assert "How the meeting went" in shown(app("debrief", m=played()))


def test_odd_words_have_a_debrief_and_stay_words() -> None:
    odd = ["", "<b>$x$</b> {{7*7}} `code` # no", "?" * 500, "你好", "a " * 9_000]
    page = app("debrief", m=played(*odd, persona="or_nurse_manager"))
    text = shown(page)
    assert odd[1] in text and odd[3] in text and "silence" in text
    assert "<b>$x$" not in "".join(str(item.proto.body) for item in page.get("html"))


def test_the_list_of_meetings() -> None:
    assert "Nothing to look back on yet" in shown(app("debrief"))
    played("What happens on nights?")
    assert "Which meeting?" in shown(app("debrief"))


def test_the_chart_is_described_in_words() -> None:
    meeting = played(*PITCH)
    page = app("debrief", m=meeting)
    charts = [str(item.proto) for item in page.get("vega_lite_chart")]
    began = f"Trust began at {mine().load(meeting).meeting.states()[0].trust:.0f}"
    assert len(charts) == 2 and all(began in chart for chart in charts)
