"""Engagements and tasks in and out: columns by many names, every problem by row, nothing twice."""

from __future__ import annotations

from datetime import date

import pytest

from coach.accounts.arc import Arc
from coach.accounts.commitments import owed
from coach.accounts.lists import Brought, Kind, bring_in, read_list, tasks_csv
from coach.content.errors import CoachError
from coach.messages.plan import Plan, Stakeholder

TODAY = date(2026, 12, 3)
VOSS = Stakeholder(name="Nora Voss", title="nurse manager", lens="operational")
MET = {VOSS.key: date(2026, 12, 1)}


def brought(kind: Kind, text: str, plan: Plan | None = None, arc: Arc | None = None) -> Brought:
    sheet = read_list(kind, "crm.csv", text.encode())
    return bring_in(kind, sheet, plan or Plan(title="x", library="norvane"), arc or Arc(), {"nora voss": VOSS}, MET, TODAY)


def test_engagements_of_another_program_become_steps_in_the_order_of_their_days() -> None:
    made = brought(
        "engagement",
        "Contact Name;Job Title;Activity Date;Start Time;Subject;Call Type;Mystery\n"
        "Nora Voss;;14/12/2026;2:30 pm;Nights;Case support;x\nD. Pike;Finance director;2026-12-10 09:00;;Budget;;\n",
    )
    assert [(one.who.name, one.day, one.purpose, one.note) for one in made.plan.steps] == [
        ("D. Pike", date(2026, 12, 10), "discovery", "Budget"), ("Nora Voss", date(2026, 12, 14), "case_support", "Nights"),
    ]  # fmt: skip
    assert made.plan.steps[0].who.lens == "economic" and str(made.plan.steps[1].at) == "14:30:00" and made.problems == []
    assert any("Mystery" in note for note in made.notes) and any("guessed" in note for note in made.notes)
    again = brought("engagement", "name,date\nNora Voss,2026-12-14\n", made.plan)
    assert (again.known, again.new, again.plan) == (1, [], made.plan), "brought in twice, it is there once"


def test_every_problem_is_told_by_row_and_the_rest_comes_in() -> None:
    made = brought(
        "engagement",
        "who,date,time\nNora Voss,2026-11-20,\n,2026-12-10,\n???,2026-12-10,\nNora Voss,03/04/2027,\nNora Voss,2026-12-20,25:99\n"
        "Al,,\nAl,2026-12-11,9:00\nthe one with MRN 12,2026-12-12,\n",
    )
    assert [str(one) for one in made.problems] == [
        "crm.csv:2 date: 2026-11-20 is before the last meeting with Nora Voss (2026-12-01); it is a thing of the past and no step of a plan",
        "crm.csv:3 who: is empty; an engagement is with somebody",
        "crm.csv:4 who: '???' is no name",
        "crm.csv:5 date: '03/04/2027' could be two days (2027-03-04 or 2027-04-03); write it as 2027-03-04",
        "crm.csv:6 time: '25:99' is no time of day; write it as 14:30",
        "crm.csv:7 date: is empty; an engagement has a day",
        "crm.csv:9 who: holds a patient's identifier; leave it out",
    ]
    assert made.new == ["Al, 2026-12-11"]


def test_more_engagements_than_a_plan_holds_are_told_in_one_line() -> None:
    made = brought("engagement", "who,date\n" + "".join(f"P{at} Q,2027-01-{at % 28 + 1:02}\n" for at in range(2000)))
    assert len(made.plan.steps) == 60 and [note for note in made.notes if "1,940 more rows" in note] and made.problems == []


def test_tasks_by_side_status_and_day() -> None:
    made = brought(
        "task",
        "Task,Assigned to,Due Date,Status,Completed on\nsend the chart,Me,2026-12-08,Not started,\ncount one week,Nora Voss,2026-12-10,,\n"
        "ring back,Sam,2026-11-02,Completed,2026-11-03\nold idea,Sam,,Deferred,\nask her,Nora Voss,2026-11-30,open,\nlate,Sam,2026-12-01,strange,2026-12-24\n",
    )
    assert [(one.action, one.side, one.done, bool(one.dropped)) for one in made.arc.commitments] == [
        ("send the chart", "ours", None, False), ("count one week", "theirs", None, False), ("ring back", "ours", date(2026, 11, 3), False),
        ("old idea", "ours", None, True),
    ]  # fmt: skip
    assert [str(one) for one in made.problems] == [
        "crm.csv:6 Due Date: 2026-11-30 is before the last meeting with Nora Voss (2026-12-01); give it a day after that, or say that it is done",
        "crm.csv:7 Status: 'strange' is none that is known here; one of open, in progress, done, dropped",
        "crm.csv:7 Completed on: 2026-12-24 is still to come; a task is done on a day that has been",
    ]
    again = brought("task", tasks_csv(owed(made.arc, [], TODAY), "Mill End"), arc=Arc())
    assert {(one.action, one.side, one.due, one.done) for one in again.arc.commitments} == {
        (one.action, one.side, one.due, one.done) for one in made.arc.commitments
    }, "what goes out comes back"


def test_two_thousand_tasks_and_a_file_that_is_none() -> None:
    made = brought("task", "task,due\n" + "".join(f"task {at},2027-01-{at % 28 + 1:02}\n" for at in range(2000)))
    assert len(made.arc.commitments) == 2000 and len({one.id for one in made.arc.commitments}) == 2000
    assert brought("task", "task,due\ntask 3,2027-01-04\n", arc=made.arc).known == 1
    with pytest.raises(CoachError, match="is empty"):
        read_list("task", "crm.csv", b"")
    assert "no such column" in str(read_list("task", "crm.csv", b"colour,shape\nred,round\n").problems[0])
