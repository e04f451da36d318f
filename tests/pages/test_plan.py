"""Plan: made, filled, reordered, mended, taken along; what goes wrong is told and nothing typed is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from coach.debrief.own import OwnMarks
from coach.lookback import Lookback
from coach.messages import plan as plans
from coach.messages.plan import Plan, Stakeholder, stakeholder
from coach.store.plans import StoredPlan
from tests.pages.conftest import app, errors, mine, program, shown, sound
from tests.pages.test_messages import library

TODAY = date.today()
STUDY_OF, AFTER_IT = "cl_superficial_ssi_highrisk", "cl_no_difference_deep"


def made(*people: str, **fields: object) -> str:
    """A plan for the hospital with a step a week for each of these people; returns its id."""
    plan = Plan(title="Two months", account="tarn_hollow", library="norvane")
    for weeks, id in enumerate(people, 1):
        plan = plans.added(plan, stakeholder(program().shelf.personas[id]), TODAY + timedelta(weeks=weeks), **fields)
    return program().store.plans.make(mine()._viewer, plan)


def kept(id: str) -> StoredPlan:
    return program().store.plans.load(mine()._viewer, id)


def saved(id: str, plan: Plan) -> None:
    """Somebody else's save, behind the page's back."""
    program().store.plans.save(mine()._viewer, id, plan, kept(id).revision)


def address(page: AppTest, name: str) -> str:
    """One part of the address, where the page has led to."""
    value = page.query_params[name]
    return value if isinstance(value, str) else value[0]


def order(page: AppTest) -> list[str]:
    heads = [str(item.proto.body) for item in page.get("html") if '"lf-setup lf-when"' in str(item.proto.body)]
    return [head.split("<h3>")[1].split("</h3>")[0] for head in heads]


def opened(page: AppTest, name: str) -> AppTest:
    page.session_state[name] = True
    return sound(page.run())


def test_a_first_plan_is_made_and_gets_its_steps() -> None:
    page = app("plan")
    assert "Make your first plan" in shown(page)
    page.selectbox(key="plan-account").set_value("tarn_hollow").run()
    page.text_input(key="plan-title-tarn_hollow").set_value("Before the committee")
    sound(page.button(key="plan-make").click().run())
    id = address(page, "p")
    assert page.title[0].value == "Before the committee" and kept(id).plan.library == "norvane"
    page.selectbox(key=f"add-who-{id}").set_value("or_nurse_manager").run()
    sound(page.button(key="plan-add-step").click().run())
    step = kept(id).plan.steps[0]
    assert (step.who.persona, step.rung, step.day) == ("or_nurse_manager", "recognised", TODAY + timedelta(weeks=1))
    text = shown(page)
    assert order(page) == ["1. Ruth Ashdown RN"] and "No question to begin with" in text and "Nobody sees yet" in "".join(one.label for one in page.expander)


def test_a_plan_without_a_name_gets_one() -> None:
    page = app("plan")
    sound(page.button(key="plan-make").click().run())
    assert page.title[0].value == "Tessvara at Larkfield Respiratory Associates"


def test_somebody_of_a_place_of_one_s_own() -> None:
    page = app("plan")
    page.selectbox(key="plan-account").set_value("").run()
    page.selectbox(key="plan-library").set_value("norvane").run()
    sound(page.button(key="plan-make").click().run())
    id = address(page, "p")
    assert page.button(key="plan-add-step").disabled, "nobody without a name"
    page.text_input(key=f"add-name-{id}").set_value("J. <b>K.</b>").run()
    sound(page.button(key="plan-add-step").click().run())
    who = kept(id).plan.steps[0].who
    assert who == Stakeholder(name="J. <b>K.</b>", lens="clinical") and "<b>K." not in shown(page)
    assert not [one for one in page.button if str(one.key).startswith("practise")], "nobody is there to practise with"


def test_steps_are_moved_by_buttons_and_the_open_one_stays_open() -> None:
    id = made("surgeon", "or_nurse_manager", "cfo")
    page = app("plan", p=id)
    assert order(page) == ["1. Dr. Ines Halloway", "2. Ruth Ashdown RN", "3. Desmond Pike"]
    assert page.button(key="move-1-s1").disabled and page.button(key="move1-s3").disabled
    sound(page.button(key="move1-s1").click().run())
    assert order(page) == ["1. Ruth Ashdown RN", "2. Dr. Ines Halloway", "3. Desmond Pike"]
    assert page.text_input(key="question-s1") and "lies before that of the step above" in shown(page)
    sound(page.button(key="plan-days").click().run())
    assert "lies before" not in shown(page) and [step.id for step in kept(id).plan.steps] == ["s2", "s1", "s3"]
    sound(page.button(key="open-s3").click().run())
    assert page.text_input(key="question-s3") and address(page, "s") == "s3"


def test_what_is_written_is_kept_at_once() -> None:
    id = made("surgeon")
    page = app("plan", p=id)
    sound(page.text_input(key="question-s1").set_value("What happens at home?").run())
    sound(page.selectbox(key="rung-s1").set_value("evaluating").run())
    sound(page.selectbox(key="purpose-s1").set_value("corridor").run())
    sound(page.date_input(key="day-s1").set_value(TODAY + timedelta(days=2)).run())
    sound(page.text_area(key="note-s1").set_value("Bring nothing.").run())
    step = kept(id).plan.steps[0]
    assert (step.question, step.rung, step.purpose, step.day, step.note) == (
        "What happens at home?", "evaluating", "corridor", TODAY + timedelta(days=2), "Bring nothing.",
    )  # fmt: skip
    assert "skips" in shown(page)
    again = app("plan", p=id)
    assert again.text_input(key="question-s1").value == "What happens at home?"
    sound(again.text_input(key="question-s1").set_value("").run())
    assert kept(id).plan.steps[0].question == "" and "No question to begin with" in shown(again)


def test_a_message_is_found_put_in_and_its_prerequisite_mended() -> None:
    id = made("surgeon", question="What now?", rung="recognised")
    page = opened(app("plan", p=id), "look-s1")
    puts = [str(one.key) for one in page.button if str(one.key).startswith("put-s1-")]
    assert puts
    by_id = {message.id: message for message in program().shelf.libraries["norvane"].messages.messages}
    assert all(by_id[key.removeprefix("put-s1-")].lens == "clinical" for key in puts)
    sound(page.button(key=puts[0]).click().run())
    assert kept(id).plan.steps[0].carries(puts[0].removeprefix("put-s1-"))
    saved(id, plans.carrying(kept(id).plan, "s1", AFTER_IT, 1))
    page = app("plan", p=id)
    assert "has not heard that before" in shown(page)
    sound(page.button(key=f"fix-before-s1-{AFTER_IT}-{STUDY_OF}").click().run())
    names = [one.message for one in kept(id).plan.steps[0].messages]
    assert names.index(STUDY_OF) == names.index(AFTER_IT) - 1 and "has not heard that before" not in shown(page)
    sound(page.button(key=f"drop-s1-{STUDY_OF}").click().run())
    assert not kept(id).plan.steps[0].carries(STUDY_OF)


def test_a_changed_version_is_read_and_taken() -> None:
    id = made("surgeon")
    saved(id, plans.carrying(kept(id).plan, "s1", STUDY_OF, 7))
    page = app("plan", p=id)
    assert "was changed since you put it in (version 7, now 1)" in shown(page)
    sound(page.button(key=f"fix-version-s1-{STUDY_OF}-{STUDY_OF}").click().run())
    assert kept(id).plan.steps[0].messages[0].version == 1 and "was changed since" not in shown(page)


def test_a_question_is_offered_and_taken() -> None:
    id = made("or_nurse_manager")
    page = opened(app("plan", p=id), "ask-s1")
    nurse = program().shelf.personas["or_nurse_manager"]
    text = shown(page)
    assert not any(need.cost in text or need.opened_by in text for need in nurse.needs)
    sound(page.button(key="take-question-s1-0").click().run())
    assert kept(id).plan.steps[0].question.endswith("?")


def test_the_second_of_two_tabs_is_told_and_its_words_are_not_lost() -> None:
    id = made("surgeon", "cfo")
    page = app("plan", p=id)
    saved(id, plans.changed(kept(id).plan, "s1", question="The other tab's question?"))
    sound(page.text_input(key="question-s1").set_value("My own question?").run())
    text = shown(page)
    assert "changed in another tab or window" in text and "My own question?" in text
    assert kept(id).plan.steps[0].question == "The other tab's question?" == page.text_input(key="question-s1").value
    sound(page.button(key="plan-put-in").click().run())
    assert kept(id).plan.steps[0].question == "My own question?" and "changed in another tab" not in shown(page)


def test_a_change_to_a_step_that_was_taken_out_elsewhere() -> None:
    id = made("surgeon", "cfo")
    page = app("plan", p=id)
    saved(id, plans.removed(kept(id).plan, "s1"))
    sound(page.text_input(key="question-s1").set_value("Too late?").run())
    assert "no longer in this plan" in errors(page) and "Too late?" in errors(page)
    assert order(page) == ["1. Desmond Pike"]


def test_practising_a_step_begins_that_meeting() -> None:
    id = made("cfo", purpose="corridor")
    page = app("plan", p=id)
    page.button(key="practise-s1").click().run()
    meeting = program().store.meetings.recent(mine()._viewer)[0]
    setup = mine().load(meeting.meeting).meeting.setup
    assert (setup.persona, setup.purpose, setup.on) == ("cfo", "corridor", TODAY + timedelta(weeks=1))


def test_a_practised_step_shows_how_it_went_and_the_debrief_leads_back() -> None:
    id = made("cfo", rung="evaluating")
    page = sound(app("plan", p=id).button(key="practise-s1").click().run())
    meeting = program().store.meetings.recent(mine()._viewer)[0].meeting
    assert "Practised" not in shown(app("plan", p=id)), "a meeting in which nothing was said yet"
    table = mine().load(meeting)
    mine().answered(table, said := mine().say(table, "What worries you about the coming year?"), table.answer(said))
    page = sound(app("plan", p=id))
    assert "still going on" in shown(page)
    table = mine().load(meeting)
    mine().answered(table, left := mine().leave(table), table.answer(left))
    page = sound(app("plan", p=id))
    assert "to be continued" in shown(page)
    assert "short of “weighing it up”" in shown(page)
    saved(id, plans.changed(kept(id).plan, "s1", rung=None))
    assert "aims at no rung" in shown(app("plan", p=id))
    back = sound(app("debrief", m=meeting))
    assert "You practised a step of your plan" in shown(back) and "short of" not in shown(back), "their own eye comes first"
    Lookback(program(), mine()._viewer).mark(mine().load(meeting), OwnMarks(skipped=True))
    back = sound(app("debrief", m=meeting))
    assert "short of “weighing it up”" in shown(back), "what was aimed at when it began"
    program().store.plans.forget(mine()._viewer, id)
    assert "That plan is no longer there" in shown(app("debrief", m=meeting))


def test_after_the_meeting_an_email_or_why_there_is_none() -> None:
    id = made("surgeon")
    page = opened(app("plan", p=id), "after-s1")
    assert "an email holds nothing but approved messages" in shown(page)
    saved(id, plans.carrying(kept(id).plan, "s1", STUDY_OF, 1))
    page = opened(app("plan", p=id), "after-s1")
    assert any("Dear Dr. Ines Halloway" in one.value for one in page.code)
    sound(page.text_area(key="asked-s1").set_value("Has it been used in children?").run())
    assert any("Has it been used in children?" in one.value for one in page.code)
    sound(page.text_area(key="asked-s1").set_value("Patient number 1234567, why?").run())
    assert "Leave out whatever identifies a patient" in errors(page)


def test_one_page_to_take_along() -> None:
    id = made("surgeon", question="What now?")
    saved(id, plans.carrying(kept(id).plan, "s1", STUDY_OF, 1))
    page = app("plan", p=id, paper="1")
    text = shown(page)
    message = next(one for one in program().shelf.libraries["norvane"].messages.messages if one.id == STUDY_OF)
    assert "lf-paper" in text and "What now?" in text and "Fictional sample content" in text and f"{TODAY.year}" in text
    assert message.text.split("'")[0] in text and not page.button


def test_renamed_and_deleted_after_a_question() -> None:
    id = made("surgeon")
    page = app("plan", p=id)
    sound(page.text_input(key=f"plan-name-{id}").set_value("*Another* <name>").run())
    assert kept(id).plan.title == "*Another* <name>" and "<name>" not in page.title[0].value.replace("\\<", "")
    sound(page.button(key="plan-delete").click().run())
    sound(page.button(key="plan-really").click().run())
    assert program().store.plans.mine(mine()._viewer) == [] and "Make your first plan" in shown(page)


@pytest.mark.parametrize("id", ["nosuchplan12", "odd id'; --", "../.."])
def test_an_address_that_leads_nowhere(id: str) -> None:
    assert "There is no such plan, or it is not yours." in errors(app("plan", p=id))


def test_a_plan_whose_library_person_and_message_are_gone() -> None:
    plan = Plan(title="Old", account="closed_down", library="gone")
    plan = plans.added(plan, Stakeholder(persona="left_long_ago", name="Dr. Who Left", lens="clinical"), TODAY)
    plan = plans.carrying(plan, "s1", "no_such_message", 1)
    id = program().store.plans.make(mine()._viewer, plan)
    page = app("plan", p=id)
    assert "The library “gone” is gone" in errors(page) and "no longer among the people" in shown(page)
    assert "Dr. Who Left" in shown(app("plan", p=id, paper="1"))
    assert "Old" in "".join(str(one.proto.label) for one in app("plan").get("page_link"))


def test_from_the_messages_page_into_a_step(own, tmp_path) -> None:  # type: ignore[no-untyped-def]
    library(own, tmp_path)
    id = made("surgeon")
    page = app("messages", lens="clinical")
    page.session_state["into-plan-alone"] = True
    sound(page.run())
    sound(page.button(key="into-put-alone").click().run())
    assert kept(id).plan.steps[0].carries("alone")


def test_one_tap_of_the_rail() -> None:
    id = mine().put_in_plan("surgeon", STUDY_OF, TODAY)
    step = kept(id).plan.steps[0]
    assert (step.who.name, step.who.lens, step.messages[0].message, kept(id).plan.account) == ("Dr. Ines Halloway", "clinical", STUDY_OF, "tarn_hollow")
    assert mine().put_in_plan("surgeon", AFTER_IT, TODAY) == id
    with pytest.raises(Exception, match="is not in the library"):
        mine().put_in_plan("surgeon", "no_such_message", TODAY)
