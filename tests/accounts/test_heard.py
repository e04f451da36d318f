"""After a real meeting: what has to be put right is said at once, the next step finds its place, the note holds what was written and no more."""

from __future__ import annotations

from datetime import date

import pytest

from coach.accounts import heard
from coach.accounts.heard import Draft, TypedPromise
from coach.accounts.heard_map import onto
from coach.accounts.map import AccountMap
from coach.content.errors import CoachError
from coach.messages import plan as plans
from coach.messages.plan import Plan, Stakeholder

TODAY = date(2026, 12, 3)
PIKE = Stakeholder(persona="cfo", name="Desmond Pike", title="Finance chief", lens="economic")
OURS = TypedPromise(side="ours", action="send the penalty sheet", due=date(2026, 12, 8))
THEIRS = TypedPromise(side="theirs", action="ask his analyst", who="The analyst")
DRAFT = Draft(
    id="d1", day=TODAY, said="My number is the readmissions, not the dressing.\nAsk my analyst.", surprised="He knew the figure.",
    promises=[OURS, THEIRS, TypedPromise(side="ours")], next_action="see the analyst with him", next_day=date(2026, 12, 10),
)  # fmt: skip


def planned() -> Plan:
    return plans.added(Plan(title="Two months", library="norvane"), PIKE, date(2026, 12, 2), rung="recognised", question="Whose budget is it?")


def lines(**fields: object) -> list[str]:
    with pytest.raises(CoachError) as told:
        heard.finished(DRAFT.model_copy(update=fields), PIKE, TODAY, last=date(2026, 12, 1))
    return list(told.value.lines)


def test_everything_that_has_to_be_put_right_is_said_at_once() -> None:
    assert lines(day=date(2026, 12, 4))[0].startswith("Friday 4 December is still to come")
    assert lines(day=date(2026, 11, 30)) == [
        "Monday 30 November is before the last meeting with them, which you kept for Tuesday 1 December. Give the day on which this one took place."
    ]
    assert lines(said="", surprised=" ", promises=[], next_action="") == ["Write down at least one thing: what they said, a promise, or the next step."]
    late = [OURS.model_copy(update={"due": date(2026, 12, 1)})]
    assert len(lines(promises=late, next_day=date(2026, 12, 2), said="x" * 2001)) == 3
    with pytest.raises(CoachError, match="Whom did you meet"):
        heard.finished(DRAFT, None, TODAY)


@pytest.mark.parametrize("field", ["said", "surprised", "next_action", "title", "name"])
def test_what_may_identify_a_patient_is_refused_wherever_it_stands(field: str) -> None:
    assert lines(**{field: "the one with MRN 4471002"}) == [
        "This holds a long number and a patient's identifier. Leave it out: nothing about a patient, and nobody's full name in the words."
    ]
    assert DRAFT.model_copy(update={"promises": [TypedPromise(side="ours", action="call Mrs Ada Bell")]}).identified
    assert not DRAFT.model_copy(update={"name": "Mrs. Dana Okafor"}).identified, "whom one met has a name"


def test_the_prediction_is_the_nearest_step_and_what_was_written_before() -> None:
    step = heard.predicted_by(planned(), PIKE, TODAY)
    assert step is not None and heard.prediction(step, "Who decides: the committee") == [
        "They would stand here afterwards: sees a problem.", "You meant to ask first: Whose budget is it?", "Who decides: the committee",
    ]  # fmt: skip
    assert heard.predicted_by(planned(), PIKE, date(2026, 12, 20)) is None, "a step three weeks away predicted another meeting"
    assert heard.predicted_by(planned(), PIKE.model_copy(update={"persona": "surgeon"}), TODAY) is None


def test_the_next_step_goes_into_the_plan_once() -> None:
    meeting = heard.finished(DRAFT, PIKE, TODAY)
    plan, id = heard.with_next(planned(), meeting)
    assert id == "s2" and plan.step("s2").day == date(2026, 12, 10) and plan.step("s2").note == "Agreed on Thursday 3 December: see the analyst with him"
    assert heard.with_next(plan, meeting) == (plan, "s2"), "kept twice, it is there once"
    without = meeting.model_copy(update={"next_day": None})
    assert heard.with_next(planned(), without)[0].step("s2").day == date(2026, 12, 10), "a week later where no day was named"
    assert heard.with_next(planned(), meeting.model_copy(update={"next_action": ""})) == (planned(), None)


def test_the_note_holds_what_was_written_in_both_forms_and_markup_is_words() -> None:
    meeting = heard.finished(DRAFT.model_copy(update={"said": "It is *not* [ours]."}), PIKE, TODAY, expected="He would not care.")
    assert heard.crm_note(meeting, "Tarn Hollow") == (
        "Meeting with Desmond Pike, Finance chief, Thursday 3 December 2026\nTarn Hollow\n\nWhat they said:\n  It is *not* [ours].\n\n"
        "What we expected:\n  He would not care.\n\nWhat surprised us:\n  He knew the figure.\n\n"
        "We promised:\n  send the penalty sheet · Me, by Tuesday 8 December 2026\n\nThey promised:\n  ask his analyst · The analyst, no day named\n\n"
        "Next step:\n  see the analyst with him (Thursday 10 December 2026)\n"
    )
    marked = heard.crm_note(meeting, markdown=True)
    assert marked.startswith("## Meeting with Desmond Pike") and "- It is \\*not\\* \\[ours\\]." in marked


def test_a_promise_is_done_once_and_one_that_is_gone_is_told() -> None:
    meeting = heard.finished(DRAFT, PIKE, TODAY)
    done = heard.kept_done(meeting, 1, done=TODAY)
    assert [one.done for one in done.promises] == [None, TODAY] and heard.kept_done(done, 1) == meeting
    with pytest.raises(CoachError, match="no longer in this meeting"):
        heard.kept_done(meeting, 2)


def test_the_map_hears_it_once_and_keeps_who_said_it() -> None:
    meeting = heard.finished(DRAFT, PIKE, TODAY)
    made = onto(AccountMap(title="Tarn Hollow"), meeting)
    (person,) = made.people
    (question,) = made.questions
    source = person.sources[0]
    assert (person.name, person.family, source.kind, source.day) == ("Desmond Pike", "economic", "heard", TODAY)
    assert source.quote == "My number is the readmissions, not the dressing. Ask my analyst." and person.confidence == 60
    assert question.text == "What is behind this: He knew the figure." and question.whom == person.id
    assert onto(made, meeting) == made
    known = onto(AccountMap(title="x", people=[person.model_copy(update={"name": "Mr. Desmond Pike", "persona": None, "sources": []})]), meeting)
    assert len(known.people) == 1, "a title before the name makes nobody new"
