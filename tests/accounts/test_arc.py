"""The plan that holds: objectives backed into engagements, steps passed by words, commitments by day, who of us comes, and what both sides sign."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import docx
import pytest

from coach.accounts import objectives, team
from coach.accounts.arc import Arc, committed, identified, settled
from coach.accounts.commitments import owed
from coach.accounts.heard import Promise, RealMeeting
from coach.accounts.joint import as_markdown, as_word, doubts, joint
from coach.accounts.process import WHOLE, back, pass_step, stands
from coach.commands.lint import lint
from coach.content.errors import CoachError
from coach.content.shelf import ROOT, load
from coach.messages import plan as plans
from coach.messages.plan import Plan, Stakeholder

TODAY = date(2026, 12, 3)
VOSS = Stakeholder(name="Nora Voss", title="nurse manager", lens="operational")
PIKE = Stakeholder(persona="cfo", name="Desmond Pike", lens="economic")


@pytest.fixture(scope="module")
def shelf():  # type: ignore[no-untyped-def]
    return load().shelf


def plan() -> Plan:
    made = plans.added(Plan(title="Two months", library="norvane"), VOSS, TODAY + timedelta(days=4))
    return plans.added(made, PIKE, TODAY + timedelta(days=9))


def backed() -> Arc:
    made = objectives.added(Arc(), "three_years", "No wound is treated where nobody counts it")
    made = objectives.added(made, "year", "The real figure is known", "o1")
    made = objectives.added(made, "quarter", "One ward counts four weeks", "o2")
    return objectives.serving(made, "s1", "o3")


def test_objectives_are_backed_into_engagements_and_what_serves_none_is_shown() -> None:
    arc = backed()
    assert [step.id for step in objectives.unserving(arc, plan())] == ["s2"]
    assert objectives.missing(arc, plan()) == []
    assert [one.id for one in objectives.progress(arc, plan())["year"][0].under] == ["o3"]
    gone = objectives.removed(arc, "o3")
    assert gone.serves == {} and len(objectives.unserving(gone, plan())) == 2
    assert objectives.missing(gone, plan()) == ["“The real figure is known” is worked on by nothing: no engagement, no objective for this quarter."]
    for words in ("Win 20 % market share", "£40,000 of revenue", "our target for spring"):
        assert "goal of ours" in objectives.missing(objectives.added(Arc(), "quarter", words), plan())[0], words
    with pytest.raises(CoachError, match="serves one for this year"):
        objectives.added(arc, "quarter", "Another", "o1")
    with pytest.raises(CoachError, match="serves no other"):
        objectives.changed(arc, "o1", "x", "o2", None)


def test_progress_is_words_and_evidence_by_the_engagement_that_moved_it() -> None:
    arc = objectives.moved(backed(), "o3", "Night charge counted eleven calls", TODAY, TODAY, step="s1")
    item = objectives.progress(arc, plan())["quarter"][0]
    assert item.says == "Last moved on 3 December 2026: Night charge counted eleven calls" and item.objective.evidence[0].step == "s1"
    assert objectives.progress(backed(), plan())["quarter"][0].says == "Nothing has moved it yet."
    with pytest.raises(CoachError, match="still to come"):
        objectives.moved(arc, "o3", "Will count", TODAY + timedelta(days=1), TODAY)
    with pytest.raises(CoachError, match="What moved it"):
        objectives.moved(arc, "o3", " ", TODAY, TODAY)


def test_a_step_is_passed_by_words_in_order_and_never_by_a_date(shelf) -> None:  # type: ignore[no-untyped-def]
    process = shelf.processes["default"]
    assert stands(Arc(), WHOLE, process).next.id == "understand"
    for words, day, step, said in (
        ("yes", TODAY, "understand", "in words"),
        ("the wounds come back at night", TODAY + timedelta(days=1), "understand", "still to come"),
        ("the wounds come back at night", TODAY, "sponsor", "they stand in “Understand”"),
    ):
        with pytest.raises(CoachError, match=said):
            pass_step(Arc(), WHOLE, process, step, words, day, TODAY)
    arc = pass_step(Arc(), VOSS.key, process, "understand", "her nights stall on calls", TODAY, TODAY)
    with pytest.raises(CoachError, match="before the step before it"):
        pass_step(arc, VOSS.key, process, "problem_named", "she said it to Pike", TODAY - timedelta(days=1), TODAY)
    arc = pass_step(arc, VOSS.key, process, "problem_named", "she said it to Pike", TODAY, TODAY)
    assert stands(arc, VOSS.key, process).next.id == "sponsor" and stands(arc, PIKE.key, process).next.id == "understand"
    assert stands(back(arc, VOSS.key, process), VOSS.key, process).next.id == "problem_named"
    shorter = process.model_copy(update={"steps": process.steps[1:]})
    assert [one.words for one in stands(arc, VOSS.key, shorter).gone] == ["her nights stall on calls"], "what a manager took out of the process is kept"
    assert stands(arc, VOSS.key, shorter).next.id == "sponsor"


def test_a_process_that_a_manager_edits_is_linted_by_line(tmp_path: Path) -> None:
    text = (ROOT / "prompts" / "processes" / "default.yaml").read_text()
    folder = tmp_path / "prompts" / "processes"
    folder.mkdir(parents=True)
    (folder / "ours.yaml").write_text(
        text.replace("id: default", "id: ours").replace("id: problem_named", "id: understand").replace('plan_b: "Go back', 'plan_c: "Go back')
    )
    said = "\n".join(str(one) for one in lint(tmp_path, None)[0])
    assert "plan_b" in said and "plan_c" in said
    (folder / "ours.yaml").write_text(text.replace("id: default", "id: ours").replace("id: problem_named", "id: understand"))
    assert "understand stands twice" in "\n".join(str(one) for one in lint(tmp_path, None)[0])
    (folder / "ours.yaml").write_text(text.replace("id: default", "id: ours"))
    assert lint(tmp_path, None)[0] == [] and "ours" in load(tmp_path).shelf.processes


def promised() -> tuple[Arc, list[tuple[str, RealMeeting]]]:
    arc = committed(Arc(), "ours", "Sam", "send the night chart", TODAY - timedelta(days=1))
    arc = committed(arc, "theirs", "", "ask the analyst", None)
    counted = Promise(side="theirs", who="Nora", action="count one week", due=TODAY + timedelta(days=5))
    starred = Promise(side="ours", who="Me", action="a *star*", due=TODAY + timedelta(days=40))
    met = RealMeeting(who=VOSS, day=TODAY - timedelta(days=3), promises=[counted, starred])
    return arc, [("m1", met)]


def test_commitments_of_plan_and_real_meetings_stand_by_their_day() -> None:
    arc, met = promised()
    assert [(one.action, one.state) for one in owed(arc, met, TODAY)] == [
        ("send the night chart", "overdue"), ("count one week", "due"), ("a *star*", "open"), ("ask the analyst", "open"),
    ]  # fmt: skip
    assert [one.state for one in owed(settled(arc, "c1", done=TODAY), met, TODAY)] == ["due", "open", "open", "done"]
    assert owed(arc, met, TODAY)[1].whom == "Nora Voss" and owed(arc, met, TODAY)[1].since == TODAY - timedelta(days=3)
    for change in (lambda: committed(arc, "ours", "", " ", None), lambda: settled(arc, "c9")):
        with pytest.raises(CoachError):
            change()


def test_the_joint_plan_puts_them_first_and_opens_again() -> None:
    arc, met = promised()
    arc = objectives.added(arc, "quarter", "One ward counts [four] weeks")
    made = joint(arc, owed(arc, met, TODAY), "Mill End", "Norvane's people", TODAY, True)
    text = as_markdown(made)
    assert text.index("What Mill End does") < text.index("What Norvane's people does") and text.index("What it is for") < text.index("What Mill End does")
    assert "One ward counts \\[four\\] weeks" in text and "a \\*star\\*" in text and "every person, place and number is invented" in text
    assert "Wednesday 2 December 2026" in text and "Agree on a new day" in "\n".join(doubts(made)) and "“ask the analyst” has no day." in doubts(made)
    document = docx.Document(io.BytesIO(as_word(made)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "count one week" in cells and "Tuesday 8 December 2026" in cells
    assert sum("____" in one.text for one in document.paragraphs) == 2, "a line for each side to sign"
    assert "a \\*star\\* · Norvane's people" in text, "nobody is called 'me' on a paper that two sides read"
    kept_out = arc.model_copy(update={"kept_out": ["c1", "m1.1"]})
    assert "night chart" not in as_markdown(joint(kept_out, owed(arc, met, TODAY), "x", "y", TODAY, False))
    done = settled(arc, "c1", done=TODAY)
    assert "night chart" not in as_markdown(joint(done, owed(done, met, TODAY), "x", "y", TODAY, False)), "what is done is not promised again"
    assert doubts(joint(Arc(), [], "", "", TODAY, False))[0].startswith("There is no objective of theirs")


def test_who_may_call_and_whom_to_bring(shelf) -> None:  # type: ignore[no-untyped-def]
    rules = next(iter(shelf.teams.values()))
    made = plan()
    assert [one.id for one in team.suggested(rules, made.steps[0], None)] == ["educator"], "the nights are trained by somebody"
    assert "account_manager" in [one.id for one in team.suggested(rules, made.steps[1], shelf.personas["cfo"])]
    access = plans.changed(made, "s2", purpose="access_barrier")
    assert "reimbursement" in [one.id for one in team.suggested(rules, access.steps[1], None)]
    payer = next(one for one in shelf.personas.values() if one.seats == ["account_manager"])
    who = plans.stakeholder(payer)
    assert "does not see" in team.may_call(rules.rules("sales"), who, payer) and team.may_call(rules.rules("account_manager"), who, payer) == ""
    assert "does not call on Desmond Pike alone" in team.may_call(rules.rules("educator"), PIKE, None)
    arc = team.brought(Arc(), "s1", "educator", "Jo", "")
    assert team.misfits(arc, made, rules, shelf.personas) == {"s1": ["Clinical educator: say what they are to do there, or go without them."]}
    with pytest.raises(CoachError, match="comes already"):
        team.brought(arc, "s1", "educator", "Al", "x")
    assert team.left_out(arc, "s1", "educator") == Arc()
    paid = plans.added(Plan(title="x", library="norvane"), who, TODAY)
    assert "does not see" in team.misfits(team.brought(Arc(), "s1", "medical", "", "data"), paid, rules, {payer.id: payer})["s1"][0]


def test_what_names_a_patient_is_told_and_what_stood_there_is_not_told_again() -> None:
    bad = committed(Arc(), "ours", "", "look up MRN 4471002", None)
    assert identified(Arc(), bad) == ["This holds a long number and a patient's identifier. Leave it out: nothing about a patient."]
    assert identified(bad, committed(bad, "ours", "", "ring Mrs Dana Okafor", None)) == []
