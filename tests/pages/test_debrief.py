"""Debrief: the outcome first, the rep's own words, and the way back to try again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

from streamlit.testing.v1 import AppTest

from coach.debrief.own import OwnMarks
from coach.lookback import Lookback
from coach.pages import look
from coach.reviews.viewer import Viewer
from coach.store.tables import ScoreRow
from tests.pages.conftest import ROOT, app, mine, program, said, shown, sound, unescaped

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


def looked_back(*lines: str, persona: str = "surgeon", **marks: object) -> str:
    """A meeting that was played to its end, and of which the rep said how they saw it; with no marks, they passed it by."""
    id = played(*lines, persona=persona)
    lookback().mark(mine().load(id), OwnMarks.model_validate(marks or {"skipped": True}))
    return id


def lookback() -> Lookback:
    return Lookback(program(), Viewer("me"))


def order(page: AppTest, *marks: str) -> list[int]:
    """Where on the page, from the top, each of the marks first stands."""
    texts = [unescaped(str(getattr(getattr(item, "proto", None), "body", "") or getattr(item, "value", ""))) for item in page.main]
    return [next(at for at, text in enumerate(texts) if mark in text) for mark in marks]


def test_the_outcome_comes_first_then_one_thing_to_work_on() -> None:
    id = looked_back(*PITCH)
    outcome = mine().load(id).meeting.outcome
    assert outcome
    page = app("debrief", m=id)
    places = order(page, "Your meeting with Dr. Ines Halloway", look.OUTCOMES[outcome.kind][0], "One thing to work on", "What you did")
    assert places == sorted(places)


def test_it_quotes_what_was_said() -> None:
    text = shown(app("debrief", m=looked_back(*PITCH)))
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
    id = looked_back("What happens with your patients' wounds after they go home?", "Tell me more.")
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
    page = app("debrief", m=looked_back(*odd, persona="or_nurse_manager"))
    text = shown(page)
    assert odd[1] in text and odd[3] in text and "silence" in text
    assert "<b>$x$" not in "".join(str(item.proto.body) for item in page.get("html"))


def test_the_list_of_meetings() -> None:
    assert "Nothing to look back on yet" in shown(app("debrief"))
    played("What happens on nights?")
    assert "Which meeting?" in shown(app("debrief"))


def test_the_chart_is_described_in_words() -> None:
    meeting = looked_back(*PITCH)
    page = app("debrief", m=meeting)
    charts = [str(item.proto) for item in page.get("vega_lite_chart")]
    began = f"Trust began at {mine().load(meeting).meeting.states()[0].trust:.0f}"
    assert len(charts) == 1 and began in charts[0] and "claimed something" in charts[0]


def test_before_the_scores_comes_the_reps_own_eye() -> None:
    id = played(*PITCH)
    page = app("debrief", m=id)
    text = shown(page)
    assert "How did you see it?" in text
    assert "One thing to work on" not in text and "What you did" not in text, "no score before that"
    page.segmented_control(key=f"own-{id}-listening").set_value(3)
    page.selectbox(key=f"own-{id}-turn").set_value(2)
    page.text_area(key=f"own-{id}-words").set_value("I pushed <b>on</b> when she went quiet.")
    page = sound(next(button for button in page.button if "show the scores" in button.label).click().run())
    kept = lookback().marks(mine().load(id))
    assert kept is not None and (kept.marks, kept.turn, kept.skipped) == ({"listening": 3}, 2, False)
    text = shown(page)
    assert "Your own eye, and what was measured" in text and "you saw" in text and "&lt;b&gt;on&lt;/b&gt;" in text
    assert "Your own mark for listening: 3 of 3" in text, "the gap stands beside the criterion"
    assert "How did you see it?" not in shown(app("debrief", m=id)), "nobody is asked twice"


def test_it_is_skipped_in_one_tap() -> None:
    id = played(*PITCH)
    page = sound(app("debrief", m=id).button(key="skip-reflection").click().run())
    assert "One thing to work on" in shown(page) and "Your own eye" not in shown(page)
    assert lookback().marks(mine().load(id)) == OwnMarks(skipped=True)
    assert "How did you see it?" not in shown(app("debrief", m=id))


def test_the_one_thing_has_a_weak_and_a_better_line() -> None:
    id = looked_back(*PITCH)
    focus = lookback().report(mine().load(id)).focus
    assert focus is not None and focus.better
    text = shown(app("debrief", m=id))
    assert "What you said" in text and "What would have done more" in text
    assert escape(focus.weak or focus.quote) in text and escape(focus.better) in text


def test_where_we_did_not_follow_the_rep_says_what_they_meant() -> None:
    id = looked_back("What happens on nights?", "blorp fnord wibble, the thing with the whatsit?", persona="or_nurse_manager")
    lost = lookback().report(mine().load(id)).not_followed
    assert lost
    page = app("debrief", m=id)
    assert "That is our fault and cost you nothing" in shown(page)
    turn = lost[0].turn
    page.text_input(key=f"meant-words-{turn}").set_value("Who trains them")
    page = sound(next(button for button in page.button if button.label == "Keep it").click().run())
    assert lookback().was_meant(mine().load(id)) == {turn: "Who trains them"} and "Who trains them" in shown(page)


def test_tries_stand_side_by_side_and_stay_with_one_thing() -> None:
    id = looked_back(*PITCH)
    practice = mine()
    focus = lookback().report(practice.load(id)).focus
    assert focus is not None
    for number in (1, 2, 3):
        again = practice.again(id, focus.again - 1)
        table = practice.load(again)
        practice.answered(
            table, said_ := practice.say(table, "Before anything of ours: how do you find out about a wound that goes bad at home?"), table.answer(said_)
        )
        table = practice.load(again)
        practice.answered(table, left := practice.leave(table), table.answer(left))
        found = lookback().tries(practice.load(again))
        assert found is not None and found.number == number and len(found.rows) == number + 1
        assert found.criterion == focus.criterion, "three tries of one behaviour before the next"
        text = shown(app("debrief", m=again))
        assert "This moment, side by side" in text and "The first time" in text and f"Try {number}" in text
        assert "How did you see it?" not in text, "a try is not asked about"
        assert (f"Try {number} of 3" in text) if number < 3 else ("third try" in text and "Next:" in text)
    fourth = practice.again(id, focus.again - 1)
    table = practice.load(fourth)
    practice.answered(table, said_ := practice.say(table, "Hello again."), table.answer(said_))
    found = lookback().tries(practice.load(fourth))
    assert found is not None and found.criterion != focus.criterion


def test_a_score_that_was_kept_is_not_measured_again() -> None:
    id = looked_back(*PITCH)
    report = lookback().report(mine().load(id))
    hash = mine().rubric(mine().load(id))[1]
    assert program().store.scores.find(Viewer("me"), id, report.rubric.id, hash) == report
    changed = report.model_copy(update={"rubric": report.rubric.model_copy(update={"title": "As it was kept"})})
    with program().store.database.write() as session:
        session.get_one(ScoreRow, (id, report.rubric.id, hash)).document = changed.shown()
    assert lookback().report(mine().load(id)).rubric.title == "As it was kept"


def test_a_newer_rubric_adds_a_score_and_replaces_none(own: Callable[[str, str], None], tmp_path: Path) -> None:
    id = looked_back(*PITCH)
    lookback().report(mine().load(id))
    folder = tmp_path / "content" / "prompts" / "rubrics"
    folder.mkdir(parents=True)
    shipped = (ROOT / "prompts" / "rubrics" / "conversation.yaml").read_text()
    (folder / "conversation.yaml").write_text(re.sub(r'version: "[^"]+"', 'version: "9.9"', shipped))
    own("COACH_CONTENT", str(tmp_path / "content"))
    page = app("debrief", m=id)
    page = sound(next(button for button in page.button if "9.9" in button.label).click().run())
    assert "9.9" in shown(page) and "as it was begun" in shown(page)
    assert [score.report.rubric.version == "9.9" for score in program().store.scores.of(Viewer("me"), id)] == [False, True]


def test_pre_work_is_kept_and_read() -> None:
    practice = mine()
    id = practice.begin("surgeon", on=DAY, seed=7)
    page = app("practice", m=id)
    assert "What the debrief will look at" in [expander.label for expander in page.expander]
    page = sound(next(button for button in page.button if "what you know first" in button.label).click().run())
    page.text_input(key=f"prework-{id}-0").set_value("Her patients come in through clinic, are operated on and go home on day five.")
    page.text_input(key=f"prework-{id}-1").set_value("The value analysis committee decides, and Dr. Lund chairs it.")
    page = sound(page.chat_input[0].set_value("What happens after they go home?").run())
    assert "patients come in through clinic" in (mine().prework(mine().load(id)) or ""), "said with the form open: what was typed is kept"
    found = mine().report(mine().load(id)).criterion("account_read")
    assert found.level == 2 and all(item.source == "note" and item.quote in (mine().prework(mine().load(id)) or "") for item in found.evidence)
    assert "Write down what you know first" not in [button.label for button in app("practice", m=id).button], "it is no pre-work any more"


def test_help_that_was_looked_at_is_said() -> None:
    alone = played("What happens on nights?")
    assert "coach's rail" not in shown(app("debrief", m=alone))
    helped = mine().begin("cfo", on=DAY, seed=7)
    mine().hint(mine().load(helped))
    table = mine().load(helped)
    said_ = mine().say(table, "What would make this worth your time?")
    mine().answered(table, said_, table.answer(said_))
    mine().hint(mine().load(helped))
    assert "You had the coach's rail on: after the greeting, turn 1." in shown(app("debrief", m=helped))
